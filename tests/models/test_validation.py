"""Junk is refused when a word is made, although SQLModel's own `table=True` classes would let it through."""

import math
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from sqlalchemy import JSON, BigInteger, Float, Integer

from curation import models
from curation.models.base import Row
from tests.models.rows import WORDS, make

every_word = pytest.mark.parametrize("word", WORDS, ids=lambda word: word.__name__)

SMALL = -(10**15), 10**15
plain = st.none() | st.booleans() | st.integers(*SMALL) | st.floats(allow_nan=False, allow_infinity=False)
sentences = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)


def nested_around(heart: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """JSON values that hold `heart` somewhere, at any depth."""
    return st.recursive(
        heart,
        lambda inner: (
            st.tuples(st.lists(plain | sentences, max_size=3), inner).map(lambda both: [*both[0], both[1]])
            | st.tuples(st.dictionaries(sentences, plain, max_size=3), sentences, inner).map(
                lambda three: {**three[0], three[1]: three[2]}
            )
        ),
        max_leaves=6,
    )


def columns(word: type[Row], kind: type) -> list[str]:
    return [column.name for column in word.__table__.columns if isinstance(column.type, kind)]


def enum_of(word: type[Row], name: str) -> type[StrEnum] | None:
    annotation = word.model_fields[name].annotation
    for kind in (annotation, *get_args(annotation)):
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            return kind
    return None


def test_every_word_that_has_a_table_is_tried_here():
    tables = {word for word in vars(models).values() if isinstance(word, type) and issubclass(word, Row)}
    assert set(WORDS) == tables


@every_word
def test_the_least_a_word_needs_is_enough(word):
    row = make(word)
    assert row.id > 0
    assert row.created_at.tzinfo is not None


@every_word
def test_a_name_that_the_word_does_not_have_is_refused(word):
    with pytest.raises(ValidationError, match="extra_forbidden"):
        make(word, colour="red")
    with pytest.raises(ValidationError, match="extra_forbidden"):
        word.model_validate({**WORDS[word], "colour": "red"})


@every_word
def test_nothing_at_all_is_refused_unless_nothing_is_needed(word):
    needed = {name for name, field in word.model_fields.items() if field.is_required()}
    if needed:
        with pytest.raises(ValidationError) as refused:
            word.model_validate({})
        assert {error["loc"][0] for error in refused.value.errors()} == needed
    for name in needed:
        with pytest.raises(ValidationError):
            word(**{key: value for key, value in WORDS[word].items() if key != name})
        with pytest.raises(ValidationError):
            make(word, **{name: None})


@every_word
@given(st.text(min_size=1).filter(lambda text: not text.isdecimal()))
def test_text_is_refused_where_an_enum_is_asked_for(word, junk):
    for name in word.model_fields:
        members = enum_of(word, name)
        if members is not None and junk not in list(members):
            with pytest.raises(ValidationError):
                make(word, **{name: junk})


@every_word
def test_junk_is_refused_where_a_number_is_asked_for(word):
    for name in columns(word, Integer) + columns(word, Float):
        for junk in ("many", [1], {"a": 1}, object()):
            with pytest.raises(ValidationError):
                make(word, **{name: junk})


@every_word
def test_a_number_that_no_column_of_postgresql_holds_is_refused(word):
    for name in columns(word, Integer):
        widest = 1 << (63 if name in columns(word, BigInteger) else 31)
        for number in (widest, -widest - 1):
            with pytest.raises(ValidationError):
                make(word, **{name: number})


@every_word
def test_a_key_is_never_negative(word):
    for name in ["id", *(key.parent.name for key in word.__table__.foreign_keys)]:
        with pytest.raises(ValidationError):
            make(word, **{name: -1})


@every_word
@pytest.mark.parametrize("junk", ["\x00", "before\x00after", "\ud800", "é\udfff", b"\x00", b"\xff"])
def test_text_that_a_database_cannot_hold_is_refused(word, junk):
    texts = [
        name for name, field in word.model_fields.items() if str in (field.annotation, *get_args(field.annotation))
    ]
    for name in texts:
        with pytest.raises(ValidationError):
            make(word, **{name: junk})


json_columns = pytest.mark.parametrize(
    ("word", "name"),
    [(word, name) for word in WORDS for name in columns(word, JSON)],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)


@json_columns
@given(st.dictionaries(sentences, nested_around(plain | sentences), max_size=3))
def test_json_of_any_depth_is_kept_as_it_is(word, name, value):
    assert getattr(make(word, **{name: value}), name) == value


@json_columns
@given(nested_around(st.sampled_from(["\x00", "a\x00", "\ud800", math.nan, math.inf, -math.inf])))
def test_what_cannot_be_stored_is_refused_at_any_depth_of_json(word, name, value):
    with pytest.raises(ValidationError):
        make(word, **{name: {"here": value}})


@json_columns
@given(nested_around(st.sampled_from(["\x00", "a\x00", "\udcff"]).map(lambda key: {key: 1})))
def test_a_key_that_cannot_be_stored_is_refused_at_any_depth_of_json(word, name, value):
    with pytest.raises(ValidationError):
        make(word, **{name: {"here": value}})


@json_columns
@pytest.mark.parametrize("junk", [{1}, b"bytes", object(), Decimal(1), datetime(2026, 1, 1, tzinfo=UTC)], ids=type)
def test_what_json_cannot_say_is_refused_when_the_word_is_made(word, name, junk):
    with pytest.raises(ValidationError):
        make(word, **{name: {"here": [junk]}})


@every_word
@pytest.mark.parametrize("number", [math.inf, -math.inf, math.nan, "inf", "Infinity", "nan", Decimal("inf")], ids=repr)
def test_an_infinite_number_is_refused_however_it_is_said(word, number):
    for name in columns(word, Float):
        with pytest.raises(ValidationError):
            make(word, **{name: number})


@every_word
def test_a_time_without_its_zone_is_refused(word):
    for name in word.model_fields:
        if datetime in (word.model_fields[name].annotation, *get_args(word.model_fields[name].annotation)):
            with pytest.raises(ValidationError):
                make(word, **{name: datetime(2026, 1, 1)})


@given(
    st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1)),
    st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
def test_a_time_of_another_zone_is_the_same_moment_in_utc(moment, zone):
    given_moment = moment.replace(tzinfo=zone)
    made = make(models.Judge, created_at=given_moment).created_at
    assert made == given_moment
    assert made.utcoffset() == timedelta(0)


def test_a_candidate_is_never_compared_with_itself():
    for word in (models.Presentation, models.Comparison):
        with pytest.raises(ValidationError, match="compared with itself"):
            make(word, left_id=7, right_id=7)


@pytest.mark.parametrize("outcome", [outcome for outcome in models.Outcome if outcome not in ("left", "right")])
def test_only_the_choice_of_a_side_can_be_clear_or_slight(outcome):
    assert make(models.Comparison, outcome="right", degree="slightly").degree is models.Degree.SLIGHTLY
    with pytest.raises(ValidationError, match="clear or slight"):
        make(models.Comparison, outcome=outcome, degree="slightly")


def test_a_judgment_made_in_the_app_belongs_to_a_presentation_and_an_imported_one_need_not():
    with pytest.raises(ValidationError, match="presentation"):
        make(models.Comparison, presentation_id=None)
    assert make(models.Comparison, presentation_id=None, origin="import").presentation_id is None


def test_a_candidate_has_the_content_its_medium_asks_for():
    with pytest.raises(ValidationError, match="text"):
        make(models.Candidate, text=None)
    with pytest.raises(ValidationError, match="media file"):
        make(models.Candidate, media="image")
    assert make(models.Candidate, media="image", text=None, media_hash="a" * 64).media is models.MediaKind.IMAGE


def test_a_merge_and_only_a_merge_names_its_target():
    for junk in ({"kind": "merged"}, {"kind": "keep", "into_id": 2}, {"kind": "merged", "into_id": 1}):
        with pytest.raises(ValidationError, match="merge"):
            make(models.Decision, **junk)
    assert make(models.Decision, kind="merged", into_id=2).into_id == 2


@pytest.mark.parametrize(
    ("word", "name", "junk"),
    [
        (models.Project, "name", ""),
        (models.Project, "name", " spaced "),
        (models.Project, "name", "two\nlines"),
        (models.Project, "name", "x" * 201),
        (models.Project, "winners_per_brief", 0),
        (models.Tag, "slug", "Not A Slug"),
        (models.Tag, "slug", "-dash-first"),
        (models.Import, "content_hash", "not a hash"),
        (models.Candidate, "media_hash", "../../etc/passwd"),
        (models.Candidate, "cost_usd", -1.0),
        (models.Candidate, "round", -1),
        (models.Comparison, "seconds", -0.5),
        (models.Connection, "key_variable", "sk-a-secret-by-mistake"),
        (models.Presentation, "token", "guess"),
        (models.Run, "budget_usd", -0.01),
        (models.Decision, "rank", 0),
    ],
)
def test_values_out_of_bounds_are_refused(word, name, junk):
    with pytest.raises(ValidationError) as refused:
        make(word, **{name: junk})
    assert [error["loc"][0] for error in refused.value.errors()] == [name]


@every_word
def test_a_row_is_validated_again_from_a_mapping_and_from_a_row(word):
    row = make(word)
    again = word.model_validate(row)
    assert again is not row
    assert again.model_dump() == row.model_dump()
    assert word.model_validate(row.model_dump()).model_dump() == row.model_dump()
    with pytest.raises(ValidationError):
        word.model_validate(row, update={"created_at": "yesterday"})
