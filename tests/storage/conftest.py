"""A migrated store on each engine, and a project in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from curation.models import Brief, Candidate, Criterion, Judge, Project, Recipe
from curation.storage import Store


@dataclass(frozen=True)
class World:
    """A project with one brief, two recipes and a few candidates."""

    store: Store
    project: Project
    brief: Brief
    criterion: Criterion
    judge: Judge
    candidates: list[Candidate]


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """An empty, migrated database; the test runs on both engines."""
    opened = Store(database_url)
    yield opened
    opened.close()


@pytest.fixture
def world(store: Store) -> World:
    """Four candidates of one brief."""
    project = Project(name="posters")
    brief = Brief(project_id=project.id, text="a poster")
    criterion = Criterion(project_id=project.id)
    judge = Judge(name="Ada")
    recipes = [Recipe(project_id=project.id, name=name) for name in "AB"]
    candidates = [
        Candidate(project_id=project.id, brief_id=brief.id, recipe_id=recipes[n % 2].id, text=f"text {n}")
        for n in range(4)
    ]
    with store.writing() as rows:
        rows.add(project)
        rows.add(brief, criterion, judge, *recipes)
        rows.add(*candidates)
    return World(store, project, brief, criterion, judge, candidates)


@pytest.fixture
def readonly_place(tmp_path: Path) -> Path:
    """A path below a file, where no folder can be made, not even by root."""
    blocker = tmp_path / "file"
    blocker.write_text("in the way")
    return blocker / "workspace"
