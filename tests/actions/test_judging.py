"""Judging: shown once, answered once, undone any number of steps; nothing lost, doubled or under another pair."""

from collections.abc import Callable

import numpy as np
import pytest

from curation.actions.actor import Actor
from curation.actions.choosing import Choosers
from curation.actions.judging import Emptiness, Judging, NoPair, Pair
from curation.actions.media_links import MediaLinks
from curation.errors import NotAllowed, NotFound
from curation.models import Brief, Candidate, Comparison, Goal, Judge, Outcome, Presentation, Recipe, Retraction
from tests.actions.conftest import Room

Open = Callable[..., Room]


def shown(pair: Pair | NoPair | None) -> Pair:
    assert isinstance(pair, Pair)
    return pair


def texts(pair: Pair) -> tuple[str | None, str | None]:
    return pair.left.text, pair.right.text


def log(room: Room) -> list[Comparison]:
    with room.store.reading() as rows:
        return rows.comparisons.log(room.project.id)


def test_choosing_left_saves_one_comparison_of_the_pair_shown(open_room: Open) -> None:
    room = open_room(4)
    pair = shown(room.judging.pair(room.actor, room.project.id, now=room.now()))
    room.judging.answer(room.actor, pair.token, Outcome.LEFT, now=room.now(), seconds=2.5)
    (saved,) = log(room)
    with room.store.reading() as rows:
        sides = rows.candidates.with_ids([saved.left_id, saved.right_id])
    assert (sides[saved.left_id].text, sides[saved.right_id].text) == texts(pair)
    assert (saved.outcome, saved.seconds) == (Outcome.LEFT, 2.5)


def test_asking_again_gives_the_same_pair(open_room: Open) -> None:
    room = open_room(5)
    first = shown(room.judging.pair(room.actor, room.project.id, now=room.now()))
    again = shown(room.judging.pair(room.actor, room.project.id, now=room.now()))
    assert (first.token, texts(first)) == (again.token, texts(again))


def test_the_same_answer_many_times_is_saved_once_and_gives_the_same_next_pair(open_room: Open) -> None:
    room = open_room(6)
    pair = shown(room.judging.pair(room.actor, room.project.id, now=room.now()))
    following = {
        shown(room.judging.answer(room.actor, pair.token, outcome, now=room.now())).token
        for outcome in (Outcome.LEFT, Outcome.LEFT, Outcome.RIGHT, Outcome.SKIP)
    }
    assert [row.outcome for row in log(room)] == [Outcome.LEFT]
    assert len(following) == 1


def test_every_pair_is_shown_once_and_then_judging_ends(open_room: Open) -> None:
    room = open_room(5)
    seen = []
    pair = room.judging.pair(room.actor, room.project.id, now=room.now())
    while isinstance(pair, Pair):
        seen.append(frozenset(texts(pair)))
        pair = room.judging.answer(room.actor, pair.token, Outcome.BOTH_GOOD, now=room.now())
    assert len(seen) == len(set(seen)) == 10
    assert pair == NoPair(Emptiness.ALL_SEEN, 10)


def test_undo_shows_the_same_pair_on_the_same_sides_with_the_earlier_answer(open_room: Open) -> None:
    room = open_room(5)
    pairs = [shown(room.judging.pair(room.actor, room.project.id, now=room.now()))]
    for outcome in (Outcome.LEFT, Outcome.BOTH_BAD, Outcome.RIGHT):
        pairs.append(shown(room.judging.answer(room.actor, pairs[-1].token, outcome, now=room.now())))
    for pair, outcome in zip(reversed(pairs[:-1]), (Outcome.RIGHT, Outcome.BOTH_BAD, Outcome.LEFT), strict=True):
        back = shown(room.judging.undo(room.actor, room.project.id, now=room.now()))
        assert (texts(back), back.earlier) == (texts(pair), outcome)
        assert back.token != pair.token
    assert room.judging.undo(room.actor, room.project.id, now=room.now()) is None
    assert log(room) == []
    with room.store.reading() as rows:
        assert (rows.count(Comparison), rows.count(Retraction)) == (3, 3)


def test_an_undone_pair_can_be_answered_anew_but_its_old_token_cannot(open_room: Open) -> None:
    room = open_room(4)
    pair = shown(room.judging.pair(room.actor, room.project.id, now=room.now()))
    room.judging.answer(room.actor, pair.token, Outcome.LEFT, now=room.now())
    back = shown(room.judging.undo(room.actor, room.project.id, now=room.now()))
    room.judging.answer(room.actor, pair.token, Outcome.LEFT, now=room.now())
    assert log(room) == []
    room.judging.answer(room.actor, back.token, Outcome.RIGHT, now=room.now())
    assert [row.outcome for row in log(room)] == [Outcome.RIGHT]


def test_undo_works_from_the_log_after_a_restart(open_room: Open) -> None:
    room = open_room(4)
    pair = shown(room.judging.pair(room.actor, room.project.id, now=room.now()))
    room.judging.answer(room.actor, pair.token, Outcome.LEFT, now=room.now())
    restarted = Judging(room.store, Choosers(np.random.default_rng(8)), MediaLinks(b"secret"))
    assert texts(shown(restarted.undo(room.actor, room.project.id, now=room.now()))) == texts(pair)


def test_a_late_answer_counts(open_room: Open) -> None:
    room = open_room(5)
    pair = shown(room.judging.pair(room.actor, room.project.id, now=room.now()))
    with room.store.writing() as rows:
        stored = rows.presentations.by_token(pair.token)
        assert stored is not None
        rows.presentations.close(stored.id, room.now())
    room.judging.answer(room.actor, pair.token, Outcome.RIGHT, now=room.now())
    assert [row.outcome for row in log(room)] == [Outcome.RIGHT]


def test_nobody_answers_for_somebody_else(open_room: Open) -> None:
    room = open_room(3)
    pair = shown(room.judging.pair(room.actor, room.project.id, now=room.now()))
    other = Judge(name="Eve")
    with room.store.writing() as rows:
        rows.add(other)
    with pytest.raises(NotAllowed):
        room.judging.answer(Actor(other.id, "Eve"), pair.token, Outcome.LEFT, now=room.now())
    with pytest.raises(NotFound):
        room.judging.answer(room.actor, "no-such-token", Outcome.LEFT, now=room.now())
    assert log(room) == []


@pytest.mark.parametrize(("sizes", "reason"), [((), Emptiness.NO_OUTPUTS), ((1,), Emptiness.ONE_OUTPUT)])
def test_nothing_to_compare_says_why(open_room: Open, sizes: tuple[int, ...], reason: Emptiness) -> None:
    room = open_room(*sizes)
    assert room.judging.pair(room.actor, room.project.id, now=room.now()) == NoPair(reason, 0)


def test_texts_stay_three_pairs_with_a_brief_before_the_next(open_room: Open) -> None:
    room = open_room(6, 6, 6)
    pair = room.judging.pair(room.actor, room.project.id, now=room.now())
    briefs = []
    for _ in range(18):
        briefs.append(shown(pair).brief_text)
        pair = room.judging.answer(room.actor, shown(pair).token, Outcome.LEFT, now=room.now())
    turns = [briefs[start : start + 3] for start in range(0, 18, 3)]
    assert all(len(set(turn)) == 1 for turn in turns)
    assert {turn[0] for turn in turns[:3]} == {"brief 0", "brief 1", "brief 2"}


def test_a_brief_asked_for_is_the_one_shown(open_room: Open) -> None:
    room = open_room(4, 4)
    first = shown(room.judging.pair(room.actor, room.project.id, now=room.now()))
    with room.store.reading() as rows:
        other = next(key.brief_id for key in rows.candidates.keys(room.project.id) if key.brief_id != first.brief_id)
    assert shown(room.judging.pair(room.actor, room.project.id, now=room.now(), brief_id=other)).brief_id == other


def test_every_candidate_is_compared_before_any_is_compared_often(open_room: Open) -> None:
    room = open_room(8)
    pair = room.judging.pair(room.actor, room.project.id, now=room.now())
    for _ in range(8):
        pair = room.judging.answer(room.actor, shown(pair).token, Outcome.LEFT, now=room.now())
    met = [key for row in log(room) for key in (row.left_id, row.right_id)]
    assert len(set(met)) == 8
    assert max(met.count(key) for key in set(met)) <= 3


def test_both_sides_come_up(open_room: Open) -> None:
    room = open_room(12)
    pair = room.judging.pair(room.actor, room.project.id, now=room.now())
    lower_left = 0
    for _ in range(40):
        left, right = texts(shown(pair))
        lower_left += str(left) < str(right)
        pair = room.judging.answer(room.actor, shown(pair).token, Outcome.SKIP, now=room.now())
    assert 8 <= lower_left <= 32


def test_the_adaptive_choice_finds_the_best_of_many(open_room: Open) -> None:
    room = open_room(24, goal=Goal.PICK_BEST, winners=3)
    pair = shown(room.judging.pair(room.actor, room.project.id, now=room.now()))
    policies = set()
    for _ in range(70):
        left, right = texts(pair)
        outcome = Outcome.LEFT if str(left) > str(right) else Outcome.RIGHT
        pair = shown(room.judging.answer(room.actor, pair.token, outcome, now=room.now()))
    with room.store.reading() as rows:
        policies = {presentation.policy for presentation in rows.all(Presentation)}
    assert policies == {"swap-bald"}
    assert pair.to_go is not None
    assert pair.settled is not None
    assert pair.settled > 0.3


def test_the_next_pair_is_told_in_advance_and_then_shown(open_room: Open) -> None:
    room = open_room(10)
    pair = shown(room.judging.pair(room.actor, room.project.id, now=room.now()))
    assert pair.next_urls == []


def test_answers_on_many_threads_are_all_saved_once(open_room: Open) -> None:
    import threading

    room = open_room(30)
    judges = [Judge(name=f"judge {n}") for n in range(4)]
    with room.store.writing() as rows:
        rows.add(*judges)

    def judge(actor: Actor) -> None:
        pair = room.judging.pair(actor, room.project.id, now=room.now())
        for _ in range(8):
            pair = room.judging.answer(actor, shown(pair).token, Outcome.LEFT, now=room.now())

    threads = [threading.Thread(target=judge, args=(Actor(one.id, one.name),)) for one in judges]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answers = log(room)
    assert len(answers) == 32
    assert len({row.presentation_id for row in answers}) == 32


def test_the_goal_of_a_recipe_compares_recipes_within_a_brief_and_rotates_the_briefs(open_room: Open) -> None:
    room = open_room(goal=Goal.CHOOSE_RECIPE)
    recipes = [Recipe(project_id=room.project.id, name=name) for name in "ABC"]
    briefs = [Brief(project_id=room.project.id, text=f"brief {n}") for n in range(8)]
    candidates = [
        Candidate(
            project_id=room.project.id, brief_id=brief.id, recipe_id=recipe.id, text=f"{brief.text} {recipe.name}"
        )
        for brief in briefs
        for recipe in recipes
    ]
    with room.store.writing() as rows:
        rows.add(*recipes, *briefs)
        rows.add(*candidates)
    pair = room.judging.pair(room.actor, room.project.id, now=room.now())
    seen_briefs = []
    for _ in range(16):
        left, right = texts(shown(pair))
        assert str(left)[:-1] == str(right)[:-1]
        assert str(left)[-1] != str(right)[-1]
        seen_briefs.append(shown(pair).brief_text)
        outcome = Outcome.LEFT if str(left) < str(right) else Outcome.RIGHT
        pair = room.judging.answer(room.actor, shown(pair).token, outcome, now=room.now())
    assert len(set(seen_briefs)) == 8
    back = shown(room.judging.undo(room.actor, room.project.id, now=room.now()))
    assert back.earlier is not None
    with room.store.reading() as rows:
        assert {one.policy for one in rows.all(Presentation)} == {"recipes", "undo"}
