import numpy as np
import pytest

from curation.ranking.pairing.protocol import NothingToAsk
from curation.ranking.recipes import RecipeSelector


def selector_of(truth, seed=0, **options):
    return RecipeSelector(truth.recipe, truth.brief, rng=np.random.default_rng(seed), **options)


def grid(recipes, briefs):
    return np.tile(np.arange(recipes), briefs), np.repeat(np.arange(briefs), recipes)


def test_several_candidates_of_a_cell_take_turns():
    recipe, brief = np.tile(np.repeat([0, 1], 3), 2), np.repeat([0, 1], 6)
    selector = RecipeSelector(recipe, brief, rng=np.random.default_rng(0))
    rng = np.random.default_rng(1)
    for _ in range(6):
        selector.tell(*selector.ask(), float(rng.integers(2)))
    assert selector._shown_candidates.tolist() == [1] * 12


def test_every_pair_of_candidates_of_full_cells_can_be_asked():
    recipe, brief = np.repeat([0, 1], 3), np.zeros(6, dtype=int)
    selector, seen = RecipeSelector(recipe, brief, rng=np.random.default_rng(0)), set()
    for _ in range(9):
        seen.add(frozenset(selector.ask(avoid=seen)))
    assert len(seen) == 9


def test_a_recipe_missing_on_some_briefs_is_asked_where_it_is():
    recipe, brief = np.array([0, 1, 0, 2, 1, 2]), np.array([0, 0, 1, 1, 2, 2])
    selector, seen = RecipeSelector(recipe, brief, rng=np.random.default_rng(0)), set()
    for _ in range(3):
        seen.add(frozenset(selector.ask(avoid=seen)))
    assert seen == {frozenset({0, 1}), frozenset({2, 3}), frozenset({4, 5})}


def test_one_recipe_is_settled_and_has_nothing_to_ask():
    selector = RecipeSelector([0, 0], [0, 1], rng=np.random.default_rng(0))
    assert selector.settled() == 1.0
    assert selector.top() == [0]
    assert selector.remaining().high == 0
    with pytest.raises(NothingToAsk):
        selector.ask()


def test_an_empty_project_has_nothing_to_ask_yet():
    selector = RecipeSelector([], [], rng=np.random.default_rng(0))
    assert selector.top() == []
    with pytest.raises(ValueError, match="no recipes"):
        selector.win_probability()
    with pytest.raises(NothingToAsk):
        selector.ask()
    selector.add([0, 1], [0, 0])
    assert set(selector.ask()) == {0, 1}


def test_one_brief_can_be_judged_but_promises_nothing_for_new_ones(world):
    truth = world(4, recipes=3, briefs=1)
    selector = selector_of(truth)
    truth.judge(selector, 30)
    wins = selector.win_probability(against=0)
    assert wins.low[1] == 0.0
    assert wins.high[1] == 1.0


def test_all_ties_leave_the_recipes_equal():
    recipe, brief = grid(3, 10)
    selector = RecipeSelector(recipe, brief, rng=np.random.default_rng(0))
    for _ in range(60):
        selector.tell(*selector.ask(), 0.5)
    assert selector.strengths == pytest.approx([0.0, 0.0, 0.0], abs=1e-6)


def test_a_recipe_without_candidates_is_never_chosen():
    selector = RecipeSelector([0, 2, 0, 2], [0, 0, 1, 1], rng=np.random.default_rng(0))
    for _ in range(12):
        left, right = selector.ask()
        selector.tell(left, right, float(left in (0, 2)))
    assert selector.top() == [0, 2, 1]


def test_briefs_added_later_keep_what_was_said(world):
    truth = world(6, recipes=3, briefs=10)
    selector = selector_of(truth)
    truth.judge(selector, 30)
    before = selector.strengths
    selector.add([0, 1, 2], [10, 10, 10])
    np.testing.assert_allclose(selector.strengths, before, atol=0.02)
    assert selector.layout.n_briefs == 11
    assert max(selector.ask()) >= 30


def test_candidates_added_to_old_briefs_shift_no_judgment():
    selector = RecipeSelector([0, 1], [1, 1], rng=np.random.default_rng(0))
    for _ in range(20):
        selector.tell(0, 1, 1.0)
    selector.add([0, 1], [0, 0])
    assert selector.top() == [0, 1]
    assert selector.strengths[0] > 0.2


def test_a_retired_candidate_is_not_shown_again():
    recipe, brief = grid(2, 2)
    selector = RecipeSelector(recipe, brief, rng=np.random.default_rng(0))
    selector.retire(0)
    assert {frozenset(selector.ask()) for _ in range(10)} == {frozenset({2, 3})}
    selector.retire(3)
    with pytest.raises(NothingToAsk):
        selector.ask()


@pytest.mark.parametrize(
    "wrong",
    [
        lambda s: s.tell(0, 2, 1),
        lambda s: s.tell(0, 1, 0.3),
        lambda s: s.tell(0, 99, 1),
        lambda s: s.tell_decision(99, keep=True),
        lambda s: s.retire(-1),
        lambda s: s.tell_many([0], [1], [1, 1]),
        lambda s: s.win_probability(against=7),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(wrong):
    selector = RecipeSelector([0, 1, 0, 1], [0, 0, 1, 1], rng=np.random.default_rng(0))
    with pytest.raises(ValueError, match=r"\w+"):
        wrong(selector)
    assert selector.n_judgments == 0


@pytest.mark.parametrize("baseline", [1, 3, -1])
def test_a_baseline_without_candidates_is_refused(baseline):
    with pytest.raises(ValueError, match="baseline"):
        RecipeSelector([0, 2], [0, 0], rng=np.random.default_rng(0), baseline=baseline)
