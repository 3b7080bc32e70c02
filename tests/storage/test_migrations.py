"""From the first schema to this one, on both engines; several processes at once; newer databases are refused."""

import multiprocessing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Enum, inspect, text
from sqlmodel import SQLModel

from curation.errors import DatabaseTooNew
from curation.models import Project
from curation.storage import Store
from curation.storage.engine import open_engine, parse_url
from curation.storage.migrate import MIGRATIONS, migrate


def revisions() -> list[str]:
    """Every revision, the first one first."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return [script.revision for script in reversed(list(ScriptDirectory.from_config(config).walk_revisions()))]


def same_type(_context: object, _inspected: object, _metadata: object, found: object, wanted: object) -> bool | None:
    """Enums are text of 32 characters in the database, whatever their members are."""
    return False if isinstance(wanted, Enum) else None


def test_the_migrations_make_the_schema_of_the_models(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": same_type})
        assert compare_metadata(context, SQLModel.metadata) == []


@pytest.mark.parametrize("revision", revisions())
def test_every_older_schema_is_brought_up_to_date(database_url: str, revision: str) -> None:
    engine = open_engine(parse_url(database_url))
    migrate(engine, revision)
    engine.dispose()
    store = Store(database_url)
    with store.reading() as rows:
        rows.all(Project)
    store.close()


def test_a_second_start_changes_nothing(database_url: str) -> None:
    Store(database_url).close()
    store = Store(database_url)
    with store.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM alembic_version")).scalar() == 1
    store.close()


def open_store(url: str, start: "multiprocessing.synchronize.Event") -> None:
    start.wait()
    Store(url).close()


def test_processes_that_start_together_migrate_once(database_url: str) -> None:
    spawning = multiprocessing.get_context("spawn")
    start = spawning.Event()
    processes = [spawning.Process(target=open_store, args=(database_url, start)) for _ in range(4)]
    for process in processes:
        process.start()
    start.set()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0, 0, 0]
    store = Store(database_url)
    assert "comparison" in inspect(store.engine).get_table_names()
    store.close()


def test_a_database_of_a_newer_version_is_refused_and_left_alone(database_url: str) -> None:
    store = Store(database_url)
    with store.writing() as rows:
        rows.session.connection().execute(text("UPDATE alembic_version SET version_num = '9999'"))
    store.close()
    with pytest.raises(DatabaseTooNew, match="newer version"):
        Store(database_url)
    engine = open_engine(parse_url(database_url))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "9999"
    engine.dispose()


def test_a_migration_that_fails_leaves_the_old_schema(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("half-way")

    engine = open_engine(parse_url(database_url))
    monkeypatch.setattr("alembic.operations.base.Operations.create_index", fail)
    with pytest.raises(RuntimeError):
        migrate(engine)
    assert inspect(engine).get_table_names() == []
    monkeypatch.undo()
    migrate(engine)
    assert "comparison" in inspect(engine).get_table_names()
    engine.dispose()


def test_the_migrations_are_inside_the_package() -> None:
    assert (Path(MIGRATIONS) / "env.py").is_file()
    assert revisions()[0] == "0001"
