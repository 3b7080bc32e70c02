"""Addresses of media files: opaque, signed, short-lived. The route that serves them only verifies."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from curation.errors import WorkspaceUnwritable

ROUTE = "/app/static/blobs"
SECONDS_PER_HOUR = 3600
LIFETIME_HOURS = 24


@dataclass(frozen=True)
class MediaLinks:
    """Mints and verifies addresses with a secret that only this workspace knows."""

    secret: bytes

    def url(self, project_id: int, media_hash: str, now: datetime) -> str:
        """An address that works for a day and stays the same within the hour, so that browsers can cache it."""
        expiry = (int(now.timestamp()) // SECONDS_PER_HOUR + LIFETIME_HOURS) * SECONDS_PER_HOUR
        return f"{ROUTE}/{project_id:x}-{expiry:x}-{media_hash}-{self._sign(project_id, expiry, media_hash)}"

    def verify(self, name: str, now: datetime) -> str | None:
        """The media hash an address's last part stands for, or None when it is forged, changed or too old."""
        parts = name.split("-")
        if len(parts) != 4:
            return None
        try:
            project_id, expiry = int(parts[0], 16), int(parts[1], 16)
        except ValueError:
            return None
        expected = self._sign(project_id, expiry, parts[2])
        if not hmac.compare_digest(expected.encode(), parts[3].encode()) or now.timestamp() > expiry:
            return None
        return parts[2]

    def _sign(self, project_id: int, expiry: int, media_hash: str) -> str:
        message = f"{project_id:x}-{expiry:x}-{media_hash}".encode()
        return hmac.new(self.secret, message, hashlib.sha256).hexdigest()[:32]


def workspace_secret(workspace: Path) -> bytes:
    """The workspace's secret, kept in a file only its owner can read; made at first use.

    Raises:
        WorkspaceUnwritable: The file cannot be made.
    """
    path = workspace / "secret.key"
    try:
        workspace.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            # Opened exclusively: when two processes start together, the second reads what the first wrote.
            try:
                with open(path, "xb", opener=_private) as file:
                    file.write(secrets.token_hex(32).encode())
            except FileExistsError:
                pass
        return path.read_bytes()
    except OSError as error:
        raise WorkspaceUnwritable(str(workspace), error.strerror or str(error)) from error


def _private(path: str, flags: int) -> int:
    import os

    return os.open(path, flags, 0o600)
