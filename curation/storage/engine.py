"""One SQLAlchemy engine for each workspace, set up so that what was acknowledged survives a power cut."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError, ProgrammingError
from sqlalchemy.pool import StaticPool

from curation.errors import DatabaseBusy, DatabaseUnreachable
from curation.i18n import N_

BUSY_TIMEOUT_MILLISECONDS = 10_000
CACHE_KIBIBYTES = 65_536
WRITING = "curation_writing"


def parse_url(text: str) -> URL:
    """A database URL, with the driver this product ships for PostgreSQL.

    Raises:
        DatabaseUnreachable: It is neither a SQLite nor a PostgreSQL URL.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):  # the second for a port that is no number
        raise DatabaseUnreachable(
            "--database-url", N_("it is not a database URL such as postgresql://user@host/name")
        ) from None
    if url.get_backend_name() == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() == "sqlite":
        return url
    raise DatabaseUnreachable(url.render_as_string(), N_("only SQLite and PostgreSQL are supported"))


def open_engine(url: URL) -> Engine:
    """The engine of a workspace. SQLite: synchronous FULL, foreign keys on, explicit BEGIN."""
    try:
        if url.get_backend_name() == "postgresql":
            return create_engine(url, pool_pre_ping=True, hide_parameters=True)
        in_memory = url.database in (None, "", ":memory:")
        how: dict[str, Any] = (
            {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}} if in_memory else {}
        )
        engine = create_engine(url, hide_parameters=True, **how)
    except (ImportError, NoSuchModuleError):
        raise DatabaseUnreachable(
            url.render_as_string(), N_('its driver is missing; run pip install "curation[postgres]"')
        ) from None
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    # pysqlite would open transactions by itself, and too late for a consistent read: BEGIN is ours.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MILLISECONDS}")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIBIBYTES}")


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock at once: a reader that upgrades later could only fail.
    writing = connection.get_execution_options().get(WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def in_our_words(url: URL) -> Iterator[None]:
    """Turn the driver's errors about a database that is busy or away into sentences."""
    try:
        yield
    except OperationalError as error:
        reason = str(error.orig)
        if "locked" in reason or "busy" in reason:
            raise DatabaseBusy(url.render_as_string()) from error
        raise DatabaseUnreachable(url.render_as_string(), reason.splitlines()[0].strip()) from error
    except DatabaseError as error:
        reason = str(error.orig)
        refused = isinstance(error, ProgrammingError) and url.get_backend_name() == "postgresql"
        if refused or "not a database" in reason or "malformed" in reason:
            raise DatabaseUnreachable(url.render_as_string(), reason.splitlines()[0].strip()) from error
        raise
