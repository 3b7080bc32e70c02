"""What is in the database after a row is written, on both engines: read back with plain SQL, not through the models."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import BigInteger, Engine, Enum, create_engine, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlmodel import Session, SQLModel

from curation import models
from curation.models.base import Row
from tests.models.rows import WORDS, make

LARGEST_KEY = (1 << 63) - 1
# One database serves all examples of a test: each of them writes rows of its own.
one_database = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = create_engine(database_url)
    SQLModel.metadata.create_all(engine)
    yield engine
    engine.dispose()


def saved(engine: Engine, row: Row) -> int:
    key = row.id
    with Session(engine) as session:
        session.add(row)
        session.commit()
    return key


def raw(engine: Engine, word: type[Row], name: str, key: int) -> Any:
    """The column as the database gives it, without the types of the models."""
    with engine.connect() as connection:
        return connection.execute(
            text(f'SELECT "{name}" FROM {word.__tablename__} WHERE id = :key'), {"key": key}
        ).scalar_one()


def read(engine: Engine, word: type[Row], key: int) -> Any:
    with Session(engine) as session:
        return session.get_one(word, key)


def save_one_of_each(engine: Engine) -> dict[type[Row], int]:
    """A row of every word, the parents before their children; returns the keys."""
    keys: dict[type[Row], int] = {}
    waiting = dict.fromkeys(WORDS)
    while waiting:
        for word in list(waiting):
            needs = {
                name: models_by_table()[reference.column.table.name]
                for name in WORDS[word]
                for reference in word.__table__.columns[name].foreign_keys
            }
            if all(parent in keys for parent in needs.values()):
                references = {name: keys[parent] for name, parent in needs.items()}
                if "right_id" in references:
                    another = make(models.Candidate, **{k: references[k] for k in ("project_id", "brief_id")})
                    another.recipe_id = keys[models.Recipe]
                    references["right_id"] = saved(engine, another)
                keys[word] = saved(engine, make(word, **references))
                del waiting[word]
    return keys


def models_by_table() -> dict[str, type[Row]]:
    return {str(word.__tablename__): word for word in WORDS}


def test_every_key_and_every_reference_holds_63_bits():
    for word in WORDS:
        for column in word.__table__.columns:
            if column.primary_key or column.foreign_keys or (column.name.endswith("_id") and column.name != "call_id"):
                assert isinstance(column.type, BigInteger), f"{word.__name__}.{column.name}"


def test_the_largest_key_is_written_and_read(engine):
    judge = make(models.Judge, id=LARGEST_KEY)
    saved(engine, judge)
    assert raw(engine, models.Judge, "id", LARGEST_KEY) == LARGEST_KEY
    assert read(engine, models.Judge, LARGEST_KEY).id == LARGEST_KEY


def test_every_word_is_written_and_read_back_as_it_was(engine):
    keys = save_one_of_each(engine)
    assert set(keys) == set(WORDS)
    for word, key in keys.items():
        row = read(engine, word, key)
        assert word.model_validate(row).model_dump() == row.model_dump()
        assert row.created_at.utcoffset() == timedelta(0)


def test_an_enum_is_stored_by_its_value_and_never_by_its_name(engine):
    keys = save_one_of_each(engine)
    seen: set[type[StrEnum]] = set()
    for word, key in keys.items():
        for column in word.__table__.columns:
            if isinstance(column.type, Enum):
                found = raw(engine, word, column.name, key)
                assert found is None or found in [member.value for member in column.type.enum_class]
                seen |= {column.type.enum_class} if found is not None else set()
    assert seen >= {models.Goal, models.Outcome, models.DecisionKind, models.ImportState, models.Origin}


@pytest.mark.parametrize("goal", models.Goal)
def test_a_goal_is_written_as_its_value_and_read_as_the_member(engine, goal):
    key = saved(engine, make(models.Project, goal=goal.value))
    assert raw(engine, models.Project, "goal", key) == goal.value
    assert read(engine, models.Project, key).goal is goal


def test_an_enum_changed_to_junk_after_it_was_made_is_refused_by_the_database(engine):
    project = make(models.Project)
    project.goal = "anything"
    with pytest.raises(StatementError, match="anything"):
        saved(engine, project)


@given(
    st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1)),
    st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
@one_database
def test_a_moment_comes_back_as_the_same_moment_in_utc(engine, moment, zone):
    written = moment.replace(tzinfo=zone)
    key = saved(engine, make(models.Judge, id=models.new_key(), name=str(models.new_key()), created_at=written))
    back = read(engine, models.Judge, key).created_at
    assert back == written
    assert back.tzinfo is UTC


def test_the_stored_time_is_utc_whatever_the_zone_it_was_given_in(engine):
    noon_in_paris = datetime(2026, 7, 14, 12, 30, tzinfo=timezone(timedelta(hours=2)))
    key = saved(engine, make(models.Judge, created_at=noon_in_paris))
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET TIME ZONE 'UTC'"))
        stored = str(
            connection.execute(text("SELECT created_at FROM judge WHERE id = :key"), {"key": key}).scalar_one()
        )
    assert stored.startswith("2026-07-14 10:30:00")


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**15), 10**15)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")), inner, max_size=3
        )
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["temperature", "seed", "naïve", ""]), json_values))
@one_database
def test_json_comes_back_as_it_was(engine, value):
    key = saved(engine, make(models.Judge, id=models.new_key(), name=str(models.new_key()), external_ids=value))
    assert read(engine, models.Judge, key).external_ids == value
    stored = raw(engine, models.Judge, "external_ids", key)
    assert (json.loads(stored) if isinstance(stored, str) else stored) == value


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1))
@one_database
def test_text_of_any_script_comes_back_as_it_was(engine, words):
    key = saved(engine, make(models.Judge, id=models.new_key(), name=f"{words[:150]}{models.new_key()}"))
    assert read(engine, models.Judge, key).name.startswith(words[:150])


def test_a_judge_answers_a_presentation_once(engine):
    keys = save_one_of_each(engine)
    first = read(engine, models.Comparison, keys[models.Comparison])
    again = models.Comparison.model_validate(first, update={"id": models.new_key(), "outcome": "right"})
    with pytest.raises(IntegrityError):
        saved(engine, again)


def test_a_judge_has_one_open_presentation_in_a_project(engine):
    keys = save_one_of_each(engine)
    first = read(engine, models.Presentation, keys[models.Presentation])
    fresh = {"id": models.new_key(), "token": "another-token-of-22ch"}
    with pytest.raises(IntegrityError):
        saved(engine, models.Presentation.model_validate(first, update=fresh))
    closed = models.Presentation.model_validate(first, update={**fresh, "closed_at": datetime(2026, 1, 1, tzinfo=UTC)})
    assert saved(engine, closed)


def test_a_generated_candidate_is_saved_once_per_call(engine):
    keys = save_one_of_each(engine)
    first = read(engine, models.Candidate, keys[models.Candidate])
    for attempt in range(2):
        twin = models.Candidate.model_validate(first, update={"id": models.new_key(), "call_id": "run-1-call-1"})
        if attempt == 0:
            saved(engine, twin)
        else:
            with pytest.raises(IntegrityError):
                saved(engine, twin)
