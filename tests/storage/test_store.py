"""Transactions, durability settings, refusals of the store, on both engines."""

import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from curation.errors import DatabaseBusy, DatabaseUnreachable, Immutable, WorkspaceUnwritable
from curation.models import Brief, Candidate, Project, Recipe
from curation.storage import Store, engine
from tests.storage.conftest import World


def test_what_a_block_wrote_is_there_after_it(store: Store) -> None:
    with store.writing() as rows:
        rows.add(Project(name="kept"))
    with store.reading() as rows:
        assert [project.name for project in rows.all(Project)] == ["kept"]


def test_a_block_that_raises_leaves_nothing(store: Store) -> None:
    with pytest.raises(RuntimeError), store.writing() as rows:
        rows.add(Project(name="lost"))
        raise RuntimeError
    with store.reading() as rows:
        assert rows.all(Project) == []


def test_rows_are_found_by_key_by_value_and_counted(world: World) -> None:
    with world.store.reading() as rows:
        assert rows.get(Project, world.project.id) is not None
        assert rows.find(Project, name="nobody") is None
        assert rows.find(Brief, key=None) is not None
        assert rows.count(Candidate, project_id=world.project.id) == 4
        assert [row.id for row in rows.all(Candidate)] == [row.id for row in world.candidates]


def test_sqlite_survives_a_power_cut_by_its_settings(sqlite_url: str) -> None:
    store = Store(sqlite_url)
    with store.writing() as rows:
        settings = {
            name: rows.session.connection().execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")
        }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 10_000, "foreign_keys": 1}


def test_a_used_brief_cannot_be_changed(world: World) -> None:
    with pytest.raises(Immutable, match="brief"), world.store.writing() as rows:
        brief = rows.get(Brief, world.brief.id)
        assert brief is not None
        brief.text = "another poster"
        rows.add(brief)
    with world.store.reading() as rows:
        brief = rows.get(Brief, world.brief.id)
        assert brief is not None
        assert brief.text == "a poster"


def test_a_used_recipe_cannot_be_deleted(world: World) -> None:
    with pytest.raises(Immutable, match="recipe"), world.store.writing() as rows:
        rows.session.delete(rows.all(Recipe)[0])


def test_a_brief_nothing_refers_to_may_be_changed(store: Store) -> None:
    project = Project(name="p")
    brief = Brief(project_id=project.id, text="draft")
    with store.writing() as rows:
        rows.add(project)
        rows.add(brief)
    with store.writing() as rows:
        found = rows.get(Brief, brief.id)
        assert found is not None
        found.text = "final"
        rows.add(found)
    with store.reading() as rows:
        assert rows.all(Brief)[0].text == "final"


def test_a_folder_that_cannot_be_made_is_one_sentence(readonly_place: Path) -> None:
    with pytest.raises(WorkspaceUnwritable, match=r"cannot be written .*--workspace"):
        Store(f"sqlite:///{readonly_place / 'curation.sqlite'}")


@pytest.mark.parametrize("url", ["mysql://localhost/x", "no url at all", "postgresql+psycopg://localhost:1/none"])
def test_a_database_that_cannot_be_opened_is_one_sentence(url: str) -> None:
    with pytest.raises(DatabaseUnreachable, match="Nothing was changed") as caught:
        Store(url)
    assert "\n" not in str(caught.value)


def test_a_password_is_not_in_the_sentence() -> None:
    with pytest.raises(DatabaseUnreachable) as caught:
        Store("postgresql://someone:hunter2@127.0.0.1:1/none")
    assert "hunter2" not in str(caught.value)


def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "curation.sqlite"
    path.write_bytes(b"these are not the bytes of a database, but a diary" * 40)
    before = path.read_bytes()
    with pytest.raises(DatabaseUnreachable):
        Store(f"sqlite:///{path}")
    assert path.read_bytes() == before


def test_somebody_elses_database_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipes (soup TEXT)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(DatabaseUnreachable, match="another program"):
        Store(f"sqlite:///{path}")
    assert path.read_bytes() == before


def test_a_lock_held_too_long_is_one_sentence(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MILLISECONDS", 50)
    store = Store(sqlite_url)
    holder = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseBusy, match="try again"), store.writing() as rows:
        rows.add(Project(name="late"))
    holder.execute("ROLLBACK")
    with store.writing() as rows:
        rows.add(Project(name="late"))


def test_writers_wait_for_each_other_and_lose_nothing(store: Store) -> None:
    def write(worker: int) -> None:
        for n in range(10):
            with store.writing() as rows:
                rows.add(Project(name=f"{worker}-{n}"))

    threads = [threading.Thread(target=write, args=(worker,)) for worker in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.reading() as rows:
        assert rows.count(Project) == 40


def test_the_store_in_memory_is_complete() -> None:
    store = Store("sqlite://")
    with store.writing() as rows:
        rows.add(Project(name="fake that ships"))
    with store.reading() as rows:
        assert rows.count(Project) == 1
