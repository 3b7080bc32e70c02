from collections import Counter, defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.ranking.recipes import StudyDesign


def grid(recipes, briefs, per_cell=1):
    return np.tile(np.repeat(np.arange(recipes), per_cell), briefs), np.repeat(np.arange(briefs), recipes * per_cell)


@st.composite
def designs(draw):
    recipes, briefs, per_cell = draw(st.integers(2, 6)), draw(st.integers(1, 9)), draw(st.integers(1, 3))
    judges = draw(st.integers(1, 6))
    most = recipes * (recipes - 1) // 2 * briefs * per_cell**2
    n_pairs = draw(st.integers(1, min(most, 150)))
    return StudyDesign(
        *grid(recipes, briefs, per_cell),
        n_judges=judges,
        seed=draw(st.integers(0, 1000)),
        n_pairs=n_pairs,
        judges_per_pair=draw(st.integers(1, judges)),
        shared_pairs=draw(st.integers(0, n_pairs)),
    )


def shown_pairs(design):
    """Different pairs of candidates, as frozensets."""
    plan = design.presentations
    return {frozenset(pair) for pair in zip(plan.left.tolist(), plan.right.tolist(), strict=True)}


def recipe_pairs(design):
    plan = design.presentations
    return [frozenset(pair) for pair in zip(design.recipe[plan.left], design.recipe[plan.right], strict=True)]


def spread(counts):
    return max(counts) - min(counts)


@given(designs())
@settings(max_examples=60)
def test_pairs_of_recipes_and_briefs_are_balanced_within_one(design):
    pairs = shown_pairs(design)
    assert len(pairs) == design.n_pairs
    recipes = Counter(frozenset(design.recipe[list(pair)]) for pair in pairs)
    n = design.layout.n_recipes
    assert spread([*recipes.values(), *[0] * (n * (n - 1) // 2 - len(recipes))]) <= 1
    briefs = np.bincount([design.brief[min(pair)] for pair in pairs], minlength=design.layout.n_briefs)
    assert spread(briefs) <= 1


@given(designs())
@settings(max_examples=60)
def test_sides_are_halved_for_every_pair_of_recipes_and_for_every_judge(design):
    plan = design.presentations
    balance, by_judge = Counter(), Counter()
    for left, right, judge in zip(
        design.recipe[plan.left], design.recipe[plan.right], plan.judge.tolist(), strict=True
    ):
        pair, sign = (min(left, right), max(left, right)), 1 if left < right else -1
        balance[pair] += sign
        by_judge[pair, judge] += sign
    assert max(map(abs, balance.values())) <= 1
    assert max(map(abs, by_judge.values())) <= 1


@given(designs())
@settings(max_examples=60)
def test_judges_are_balanced_within_one_overall_and_within_pairs(design):
    plan = design.presentations
    assert spread(np.bincount(plan.judge, minlength=design.n_judges)) <= 1
    loads = defaultdict(lambda: [0] * design.n_judges)
    for pair, judge in zip(recipe_pairs(design), plan.judge.tolist(), strict=True):
        loads[pair][judge] += 1
    assert max(spread(load) for load in loads.values()) <= 1


@given(designs())
@settings(max_examples=60)
def test_shared_pairs_go_to_everybody_and_the_others_to_as_many_as_asked(design):
    plan = design.presentations
    answers = defaultdict(list)
    shared = {}
    for left, right, judge, everybody in zip(
        plan.left.tolist(), plan.right.tolist(), plan.judge.tolist(), plan.shared.tolist(), strict=True
    ):
        answers[frozenset((left, right))].append(judge)
        shared[frozenset((left, right))] = everybody
    assert sum(shared.values()) == design.shared_pairs
    for pair, judges in answers.items():
        assert len(set(judges)) == len(judges) == (design.n_judges if shared[pair] else design.judges_per_pair)


@given(designs())
@settings(max_examples=20)
def test_the_seed_decides_everything(design):
    options = {name: getattr(design, name) for name in ("n_judges", "n_pairs", "judges_per_pair", "shared_pairs")}
    again = StudyDesign(design.recipe, design.brief, seed=design.seed, **options)
    for name in ("left", "right", "judge", "shared"):
        np.testing.assert_array_equal(getattr(design.presentations, name), getattr(again.presentations, name))


def test_another_seed_gives_another_design():
    designs = [StudyDesign(*grid(4, 8), n_judges=3, seed=seed).presentations.left.tolist() for seed in (1, 2)]
    assert designs[0] != designs[1]


def test_no_brief_returns_for_a_pair_of_recipes_before_all_were_used():
    design = StudyDesign(*grid(4, 10, per_cell=2), n_judges=1, seed=3, n_pairs=60)
    briefs = defaultdict(list)
    for pair in shown_pairs(design):
        briefs[frozenset(design.recipe[list(pair)])].append(design.brief[min(pair)])
    assert all(sorted(used) == list(range(10)) for used in briefs.values())


def test_by_default_every_pair_of_recipes_meets_once_on_every_brief():
    design = StudyDesign(*grid(4, 5), n_judges=2, seed=0)
    assert design.presentations.left.size == 6 * 5


def test_each_judge_sees_every_brief_about_equally_often():
    design = StudyDesign(*grid(6, 20), n_judges=5, seed=1)
    plan = design.presentations
    table = np.zeros((5, 20))
    np.add.at(table, (plan.judge, design.brief[plan.left]), 1)
    assert table.min() > 0
    assert table.max() <= 9


def test_judges_see_their_pairs_in_different_shuffled_orders():
    design = StudyDesign(*grid(3, 10), n_judges=2, seed=0, shared_pairs=30)
    first, second = (list(map(frozenset, design.for_judge(judge).tolist())) for judge in (0, 1))
    assert set(first) == set(second)
    assert first != second


def test_a_recipe_missing_on_some_briefs_is_compared_where_it_is():
    recipe, brief = np.array([0, 1, 2, 0, 1, 0, 2]), np.array([0, 0, 0, 1, 1, 2, 2])
    design = StudyDesign(recipe, brief, n_judges=2, seed=0)
    assert shown_pairs(design) == {frozenset(pair) for pair in [(0, 1), (0, 2), (1, 2), (3, 4), (5, 6)]}


def test_with_holes_the_pairs_of_recipes_are_still_balanced_while_they_last():
    recipe, brief = grid(4, 12)
    kept = np.random.default_rng(0).permutation(48)[:38]
    recipe, brief = recipe[kept], brief[kept]
    design = StudyDesign(recipe, brief, n_judges=2, seed=0, n_pairs=24)
    assert spread(Counter(frozenset(recipe[list(pair)]) for pair in shown_pairs(design)).values()) == 0


@pytest.mark.parametrize(
    ("recipe", "brief", "options", "said"),
    [
        ([0, 1], [0, 0], {"judges_per_pair": 3}, "judges"),
        ([0, 1], [0, 0], {"n_pairs": 2}, "2 pairs"),
        ([0, 1], [0, 0], {"shared_pairs": 2}, "shared"),
        ([0, 1], [0, 1], {}, "nothing to compare"),
        ([0, 0], [0, 0], {}, "nothing to compare"),
        ([], [], {}, "nothing to compare"),
    ],
)
def test_a_design_that_cannot_be_is_refused(recipe, brief, options, said):
    with pytest.raises(ValueError, match=said):
        StudyDesign(recipe, brief, n_judges=2, seed=0, **options)


def test_a_judge_without_a_seat_is_refused():
    with pytest.raises(ValueError, match="seat"):
        StudyDesign([0, 1], [0, 0], n_judges=1, seed=0).for_judge(1)
