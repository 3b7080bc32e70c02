"""Briefs and recipes: changed in place while unused, as a new version once a candidate refers to them."""

import pytest

from curation.actions.actor import Actor, local_actor
from curation.actions.projects import create_project
from curation.actions.versions import revise_brief, revise_recipe
from curation.errors import BadValue, NotFound
from curation.models import Brief, Candidate, Recipe
from curation.storage import Store
from tests.actions.conftest import START


@pytest.fixture
def made(store: Store) -> tuple[Store, Actor, Brief, Recipe]:
    """A brief and a recipe nothing refers to."""
    actor = local_actor(store)
    project = create_project(store, actor, "p", now=START)
    brief = Brief(project_id=project.id, text="a poster")
    recipe = Recipe(project_id=project.id, name="A", model="one")
    with store.writing() as rows:
        rows.add(brief, recipe)
    return store, actor, brief, recipe


def use(store: Store, brief: Brief, recipe: Recipe) -> None:
    """Make a candidate of them."""
    with store.writing() as rows:
        rows.add(Candidate(project_id=brief.project_id, brief_id=brief.id, recipe_id=recipe.id, text="x"))


def test_an_unused_brief_changes_in_place(made: tuple[Store, Actor, Brief, Recipe]) -> None:
    store, actor, brief, _ = made
    revised = revise_brief(store, actor, brief.id, text="a better poster", now=START)
    assert (revised.id, revised.version, revised.text) == (brief.id, 1, "a better poster")
    with store.reading() as rows:
        assert [row.text for row in rows.all(Brief)] == ["a better poster"]


def test_a_used_brief_gets_a_new_version_and_the_old_one_stays(made: tuple[Store, Actor, Brief, Recipe]) -> None:
    store, actor, brief, recipe = made
    use(store, brief, recipe)
    revised = revise_brief(store, actor, brief.id, text="a better poster", now=START)
    assert (revised.lineage_id, revised.version) == (brief.lineage_id, 2)
    with store.reading() as rows:
        assert [(row.version, row.text) for row in rows.all(Brief)] == [(1, "a poster"), (2, "a better poster")]
    assert revise_brief(store, actor, revised.id, text="a poster", now=START).id == brief.id


def test_a_used_recipe_gets_a_new_version_of_its_name(made: tuple[Store, Actor, Brief, Recipe]) -> None:
    store, actor, brief, recipe = made
    use(store, brief, recipe)
    revised = revise_recipe(store, actor, recipe.id, parameters={"temperature": 0.2}, now=START)
    assert (revised.name, revised.version, revised.model) == ("A", 2, "one")
    assert revised.fingerprint != recipe.fingerprint
    assert revise_recipe(store, actor, recipe.id, parameters={"temperature": 0.2}, now=START).id == revised.id


def test_what_cannot_be_changed_or_found_is_one_sentence(made: tuple[Store, Actor, Brief, Recipe]) -> None:
    store, actor, brief, _ = made
    with pytest.raises(BadValue, match="project_id"):
        revise_brief(store, actor, brief.id, project_id=7, now=START)
    with pytest.raises(BadValue, match="text"):
        revise_brief(store, actor, brief.id, text=None, now=START)
    with pytest.raises(NotFound):
        revise_recipe(store, actor, 1, model="two", now=START)
    with store.reading() as rows:
        assert (rows.count(Brief), rows.count(Recipe)) == (1, 1)
