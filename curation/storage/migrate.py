"""Brings a database to the schema of this version, once, however many processes start together."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from curation.errors import DatabaseTooNew, DatabaseUnreachable
from curation.i18n import N_
from curation.storage.engine import WRITING

MIGRATIONS = Path(__file__).parent / "migrations"
# Any constant does, as long as every process of this product takes the same advisory lock.
LOCK_KEY = 0x43_55_52_41


def migrate(engine: Engine, revision: str = "head") -> None:
    """Apply the missing migrations in one transaction.

    Raises:
        DatabaseTooNew: The database has a revision this version does not know. Nothing is changed.
        DatabaseUnreachable: The database holds somebody else's tables. Nothing is changed.
    """
    config = Config()
    # ConfigParser reads % as interpolation.
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    script = ScriptDirectory.from_config(config)
    target = script.get_revision(revision).revision
    with engine.connect() as connection:
        if _current(connection, script) == target:
            return
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            # Kept in the file's header; it cannot be changed inside a transaction.
            raw = connection.connection.dbapi_connection
            if raw is not None:
                raw.execute("PRAGMA journal_mode = WAL")
    with engine.connect().execution_options(**{WRITING: True}) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK_KEY})
        if _current(connection, script) != target:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)


def _current(connection: Connection, script: ScriptDirectory) -> str | None:
    current = MigrationContext.configure(connection).get_current_revision()
    database = connection.engine.url.render_as_string()
    if current is None and inspect(connection).get_table_names():
        raise DatabaseUnreachable(database, N_("it holds the tables of another program"))
    if current is not None and current not in {known.revision for known in script.walk_revisions()}:
        raise DatabaseTooNew(database)
    return current
