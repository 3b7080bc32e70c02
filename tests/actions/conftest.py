"""A store in memory or on either engine, a project with candidates, and the judging of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from curation.actions.actor import Actor, local_actor
from curation.actions.choosing import Choosers
from curation.actions.judging import Judging
from curation.actions.media_links import MediaLinks
from curation.actions.projects import create_project, paste_outputs
from curation.models import Goal, Project
from curation.storage import Store

START = datetime(2026, 5, 1, 12, tzinfo=UTC)


class Clock:
    """Every reading is a second later than the last."""

    def __init__(self) -> None:
        self._now = START

    def __call__(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now


@dataclass(frozen=True)
class Room:
    """What a test of judging needs."""

    store: Store
    actor: Actor
    project: Project
    judging: Judging
    now: Clock


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """An empty, migrated database; the test runs on both engines."""
    opened = Store(database_url)
    yield opened
    opened.close()


@pytest.fixture
def open_room(store: Store) -> Callable[..., Room]:
    """Make a project whose briefs have so many candidates each."""

    def make(*sizes: int, goal: Goal = Goal.STUDY, winners: int = 1) -> Room:
        actor, now = local_actor(store), Clock()
        project = create_project(store, actor, "room", goal=goal, winners_per_brief=winners, now=now())
        for number, size in enumerate(sizes):
            texts = [f"brief {number} text {n:03d}" for n in range(size)]
            paste_outputs(store, actor, project.id, f"brief {number}", texts, now=now())
        judging = Judging(store, Choosers(np.random.default_rng(7)), MediaLinks(b"secret"))
        return Room(store, actor, project, judging, now)

    return make
