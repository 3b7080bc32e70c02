"""A brief or a recipe is known by its content: the same content is the same brief, on every machine."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.models import Brief, Recipe
from curation.models.projects import fingerprint

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
inputs = st.dictionaries(texts, st.integers(-(10**9), 10**9) | texts | st.lists(texts, max_size=3), max_size=4)


@given(inputs)
def test_the_order_in_which_inputs_are_given_does_not_matter(values):
    backwards = dict(reversed(values.items()))
    assert fingerprint(text="x", inputs=values) == fingerprint(inputs=backwards, text="x")


@given(texts, texts, inputs, inputs)
def test_briefs_have_one_fingerprint_exactly_when_their_content_is_the_same(text, other, values, others):
    first, second = Brief(project_id=1, text=text, inputs=values), Brief(project_id=1, text=other, inputs=others)
    assert (first.fingerprint == second.fingerprint) == ((text, values) == (other, others))
    assert first.id != second.id


def test_a_fingerprint_is_the_sha256_of_canonical_json():
    expected = hashlib.sha256('{"inputs":{"a":1,"é":[2]},"text":"Écris"}'.encode()).hexdigest()
    assert Brief(project_id=1, text="Écris", inputs={"é": [2], "a": 1}).fingerprint == expected


def test_where_a_brief_stands_does_not_change_what_it_is():
    plain = Brief(project_id=1, text="A haiku")
    placed = Brief(project_id=2, text="A haiku", title="Haiku", position=3, winners=2, key="b1")
    assert plain.fingerprint == placed.fingerprint


@pytest.mark.parametrize(
    "change",
    [
        {"name": "other"},
        {"connection_id": 7},
        {"model": "large"},
        {"prompt_template": "Write {thing}!"},
        {"system_prompt": "You are terse."},
        {"parameters": {"temperature": 0.7}},
    ],
    ids=lambda change: next(iter(change)),
)
def test_anything_that_changes_what_a_recipe_makes_changes_its_fingerprint(change):
    recipe = {"project_id": 1, "name": "plain", "model": "small", "prompt_template": "Write {thing}"}
    assert Recipe(**recipe).fingerprint != Recipe(**{**recipe, **change}).fingerprint
    assert Recipe(**recipe).fingerprint == Recipe(**recipe, version=2).fingerprint


def test_a_brief_starts_a_lineage_and_a_later_version_keeps_it():
    first = Brief(project_id=1, text="A haiku")
    assert (first.lineage_id, first.version) == (first.id, 1)
    second = Brief(project_id=1, text="A haiku about rain", lineage_id=first.lineage_id, version=2)
    assert (second.lineage_id, second.version) == (first.id, 2)
    assert second.id != first.id


def test_a_fingerprint_survives_being_read_again():
    brief = Brief(project_id=1, text="A haiku", inputs={"season": "spring"})
    assert Brief.model_validate(brief).fingerprint == brief.fingerprint
