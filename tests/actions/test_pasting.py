"""Pasted outputs: told apart as asked, put into a project once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.actions.actor import local_actor
from curation.actions.pasting import SEPARATORS, add_pasted, split_outputs, start_project
from curation.errors import BadValue
from curation.models import Project
from curation.models.base import utc_now


@pytest.mark.parametrize(
    ("pasted", "separator", "outputs"),
    [
        ("", "blank", []),
        ("  \n\n \t\n", "blank", []),
        ("one", "blank", ["one"]),
        ("one\ntwo\n\nthree", "blank", ["one\ntwo", "three"]),
        ("one\r\n\r\ntwo\r\n", "blank", ["one", "two"]),
        ("one\n \t\n\n\ntwo", "blank", ["one", "two"]),
        ("one\ntwo\n\nthree", "line", ["one", "two", "three"]),
        ("one\rtwo", "line", ["one", "two"]),
        ("one\n\nstill one\n---\ntwo\n-----\n\n", "dashes", ["one\n\nstill one", "two"]),
        ("one --- still one\n---", "dashes", ["one --- still one"]),
        ("one\n\ntwo\n\none", "blank", ["one", "two"]),
    ],
)
def test_outputs_are_told_apart(pasted, separator, outputs):
    assert split_outputs(pasted, separator) == outputs


@given(st.text(max_size=200), st.sampled_from(sorted(SEPARATORS)))
def test_outputs_are_trimmed_distinct_and_part_of_what_was_pasted(pasted, separator):
    pasted = pasted.replace("\0", "")
    outputs = split_outputs(pasted, separator)
    unified = pasted.replace("\r\n", "\n").replace("\r", "\n")
    assert len(set(outputs)) == len(outputs)
    assert all(output and output == output.strip() and output in unified for output in outputs)


@pytest.mark.parametrize("pasted", ["a" * 1_000_001, "a\0b"])
def test_a_text_that_cannot_be_stored_is_refused(pasted):
    with pytest.raises(BadValue, match="a text that cannot be stored"):
        split_outputs(pasted, "blank")


def test_outputs_join_the_project_of_that_name(store):
    actor, now = local_actor(store), utc_now()
    project, made = start_project(store, actor, "Slogans", "A slogan", ["one", "two"], now=now)
    assert made == 2
    assert add_pasted(store, actor, "Slogans", "A slogan", ["two", "three"], now=now) == 1
    with store.reading() as rows:
        assert [row.text for row in rows.candidates.visible(project.id)] == ["one", "two", "three"]
        assert rows.count(Project) == 1


def test_a_project_that_is_missing_is_made(store):
    assert add_pasted(store, local_actor(store), "New", "A slogan", ["one"], now=utc_now()) == 1
    with store.reading() as rows:
        assert rows.find(Project, name="New") is not None


@pytest.mark.parametrize(
    ("name", "brief", "outputs"), [("", "b", ["one"]), ("New", "b", []), ("New", "b" * 1_000_001, ["one"])]
)
def test_what_cannot_be_used_leaves_no_project_behind(store, name, brief, outputs):
    with pytest.raises(BadValue):
        add_pasted(store, local_actor(store), name, brief, outputs, now=utc_now())
    with store.reading() as rows:
        assert rows.count(Project) == 0
