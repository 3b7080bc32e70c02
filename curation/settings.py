"""Where a workspace is and which database holds it, read once from options and the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from curation.errors import WorkspaceUnwritable

WORKSPACE_VARIABLE = "CURATION_WORKSPACE"
DATABASE_VARIABLE = "CURATION_DATABASE_URL"


@dataclass(frozen=True)
class Settings:
    """What every entry point agrees on.

    Attributes:
        workspace: Folder with the database (unless `database_url` says otherwise) and the media files.
        database_url: SQLAlchemy URL of a PostgreSQL database, or None for SQLite in the workspace folder.
    """

    workspace: Path
    database_url: str | None = None

    @classmethod
    def read(
        cls,
        workspace: Path | str | None = None,
        database_url: str | None = None,
        environment: Mapping[str, str] = os.environ,
    ) -> "Settings":
        """Options win over the environment, the environment over the platform's data folder."""
        folder = workspace or environment.get(WORKSPACE_VARIABLE) or platformdirs.user_data_path("curation", False)
        try:
            place = Path(folder).expanduser().absolute()
        except RuntimeError as error:  # a home folder that nobody has
            raise WorkspaceUnwritable(str(folder), str(error)) from None
        return cls(place, database_url or environment.get(DATABASE_VARIABLE) or None)

    @property
    def url(self) -> str:
        """The database URL in use."""
        return self.database_url or f"sqlite:///{self.workspace / 'curation.sqlite'}"
