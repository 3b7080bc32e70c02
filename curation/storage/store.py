"""The door to a workspace's rows: opens the database, brings it up to date, hands out transactions."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.orm import Session as PlainSession
from sqlmodel import Session, func, select

from curation.errors import Immutable, WorkspaceUnwritable
from curation.i18n import N_
from curation.models import Brief, Candidate, Recipe
from curation.storage.engine import WRITING, in_our_words, open_engine, parse_url
from curation.storage.migrate import migrate
from curation.storage.rows import Rows


class Store:
    """A migrated database. `Store("sqlite://")` is a complete one in memory, for tests and for trying things.

    Raises:
        WorkspaceUnwritable: The folder of a SQLite file cannot be made.
        DatabaseUnreachable, DatabaseTooNew, DatabaseBusy: See `curation.errors`. Nothing is changed.
    """

    def __init__(self, url: str) -> None:
        self.url = parse_url(url)
        if self.url.get_backend_name() == "sqlite" and self.url.database not in (None, "", ":memory:"):
            _make_folder(Path(str(self.url.database)).parent)
        with in_our_words(self.url):
            self.engine = open_engine(self.url)
            migrate(self.engine)

    def close(self) -> None:
        """Close the connections."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Rows]:
        """One consistent view of the rows; nothing can be written."""
        with in_our_words(self.url), self.engine.connect() as connection, Session(connection) as session:
            yield Rows(session)

    @contextmanager
    def writing(self) -> Iterator[Rows]:
        """One transaction: everything is kept when the block ends, nothing when it raises."""
        with (
            in_our_words(self.url),
            self.engine.connect().execution_options(**{WRITING: True}) as connection,
            Session(connection, expire_on_commit=False) as session,
        ):
            event.listen(session, "before_flush", _refuse_changes_in_use)
            yield Rows(session)
            session.commit()


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".curation-writable"
        probe.touch()
        probe.unlink(missing_ok=True)
    except OSError as error:
        raise WorkspaceUnwritable(str(folder), error.strerror or str(error)) from error


def _refuse_changes_in_use(session: PlainSession, _context: object, _instances: object) -> None:
    for row in [*session.dirty, *session.deleted]:
        if not isinstance(row, Brief | Recipe) or not (row in session.deleted or session.is_modified(row)):
            continue
        of_this = Candidate.brief_id if isinstance(row, Brief) else Candidate.recipe_id
        with session.no_autoflush:
            used = session.scalar(select(func.count()).select_from(Candidate).where(of_this == row.id))
        if used and isinstance(row, Brief):
            raise Immutable(N_("brief"), row.title or row.text[:60])
        if used and isinstance(row, Recipe):
            raise Immutable(N_("recipe"), row.name)
