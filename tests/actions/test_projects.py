"""Projects: made, pasted into, found, listed; the same text twice is one candidate."""

import pytest

from curation.actions.actor import Actor, local_actor
from curation.actions.media_links import MediaLinks
from curation.actions.projects import briefs_of, create_project, find_project, list_projects, paste_outputs
from curation.errors import BadValue, NotAllowed, NotFound
from curation.models import Criterion, Judge, Role, Tag
from curation.storage import Store
from tests.actions.conftest import START


def test_a_new_project_has_its_question_and_the_default_tags(store: Store) -> None:
    project = create_project(store, local_actor(store), "posters", question="Which sells?", now=START)
    with store.reading() as rows:
        assert [row.question for row in rows.all(Criterion, project_id=project.id)] == ["Which sells?"]
        assert {tag.slug for tag in rows.all(Tag)} >= {"striking", "clear", "off-brief"}


@pytest.mark.parametrize("name", ["", " posters", "two\nlines", "x" * 201, "nul\0"])
def test_a_name_that_cannot_be_used_is_one_sentence(store: Store, name: str) -> None:
    with pytest.raises(BadValue) as caught:
        create_project(store, local_actor(store), name, now=START)
    assert "\n" not in str(caught.value)


def test_a_name_that_is_taken_is_refused(store: Store) -> None:
    create_project(store, local_actor(store), "posters", now=START)
    with pytest.raises(BadValue, match="no other project"):
        create_project(store, local_actor(store), "posters", now=START)


def test_pasting_the_same_text_twice_adds_it_once(store: Store) -> None:
    actor = local_actor(store)
    project = create_project(store, actor, "slogans", now=START)
    assert paste_outputs(store, actor, project.id, "a slogan", ["one", " two ", "one", ""], now=START) == 2
    assert paste_outputs(store, actor, project.id, "a slogan", ["two", "three"], now=START) == 1
    (brief,) = briefs_of(store, actor, project.id)
    assert (brief.text, brief.candidates, brief.judged) == ("a slogan", 3, 0)
    (card,) = list_projects(store, MediaLinks(b"k"), actor, now=START)
    assert (card.candidates, card.briefs, card.excerpt) == (3, 1, "one")


def test_pasting_nothing_is_said(store: Store) -> None:
    actor = local_actor(store)
    project = create_project(store, actor, "slogans", now=START)
    with pytest.raises(BadValue, match="at least one output"):
        paste_outputs(store, actor, project.id, "a slogan", ["", "  "], now=START)


def test_a_project_that_is_not_there_is_one_sentence(store: Store) -> None:
    with pytest.raises(NotFound, match="nobody"):
        find_project(store, local_actor(store), "nobody")


def test_one_person_has_one_judge(store: Store) -> None:
    assert local_actor(store) == local_actor(store)
    with store.reading() as rows:
        assert rows.count(Judge) == 1


def test_a_judge_may_not_add_candidates(store: Store) -> None:
    owner = local_actor(store)
    guest = Actor(owner.judge_id, "guest", Role.JUDGE)
    with pytest.raises(NotAllowed):
        create_project(store, guest, "mine", now=START)
