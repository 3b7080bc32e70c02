"""Media files, named by the SHA-256 of their bytes, so that nothing about their maker is in a name."""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from curation.errors import WorkspaceUnwritable

CHUNK_BYTES = 1 << 20
_HASH = re.compile(r"[0-9a-f]{64}")


class MediaFiles:
    """A folder of content-addressed files. The same bytes are stored once; a file is there whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, media_hash: str) -> Path:
        """Where a file is kept. Raises ValueError for anything that is not a hash, so no text can name a path."""
        if not _HASH.fullmatch(media_hash):
            raise ValueError("a media file is named by 64 hexadecimal digits")
        return self.folder / media_hash[:2] / media_hash

    def has(self, media_hash: str) -> bool:
        """Whether the file is there."""
        return self.path(media_hash).is_file()

    def read(self, media_hash: str) -> bytes:
        """The bytes as they came in."""
        return self.path(media_hash).read_bytes()

    def save(self, source: BinaryIO | bytes) -> str:
        """Store the bytes and return their hash: written beside, flushed to the disk, then renamed."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=self.folder, prefix=".incoming-")
        except OSError as error:
            raise WorkspaceUnwritable(str(self.folder), error.strerror or str(error)) from error
        beside = Path(name)
        try:
            digest = hashlib.sha256()
            with os.fdopen(descriptor, "wb") as file:
                for chunk in _chunks(source):
                    digest.update(chunk)
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            target = self.path(digest.hexdigest())
            target.parent.mkdir(exist_ok=True)
            beside.replace(target)
            _sync_folder(target.parent)
        except OSError as error:
            raise WorkspaceUnwritable(str(self.folder), error.strerror or str(error)) from error
        finally:
            beside.unlink(missing_ok=True)
        return digest.hexdigest()


def _chunks(source: BinaryIO | bytes) -> Iterable[bytes]:
    return [source] if isinstance(source, bytes) else iter(lambda: source.read(CHUNK_BYTES), b"")


def _sync_folder(folder: Path) -> None:
    # Without this the rename itself may be lost with the power; Windows cannot open folders.
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
