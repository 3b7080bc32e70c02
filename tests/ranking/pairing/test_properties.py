"""What holds for every sequence of answers."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.ranking.pairing import NothingToAsk, OrderSelector, PairSelector
from tests.ranking.pairing.worlds import selector_of

pytestmark = pytest.mark.filterwarnings("error")

quick = settings(max_examples=40, deadline=None)


@st.composite
def answered(draw: st.DrawFn, least: int = 2, most: int = 9):
    """A number of items and some answers about them: left, right, outcome, judge, much, absolute."""
    n = draw(st.integers(least, most))
    pair = st.lists(st.integers(0, n - 1), min_size=2, max_size=2, unique=True)
    answer = st.tuples(
        pair, st.sampled_from([0.0, 0.5, 1.0]), st.sampled_from([None, "a", "b"]), st.booleans(), st.integers(0, 2)
    )
    return n, draw(st.lists(answer, max_size=25))


def tell_all(selector, answers) -> None:
    for (left, right), outcome, judge, much, absolute in answers:
        tied = outcome == 0.5
        selector.tell(
            left,
            right,
            outcome,
            judge=judge,
            much=much and not tied,
            both_good=tied and absolute == 1,
            both_bad=tied and absolute == 2,
        )


def pairs_of(n: int):
    return st.sets(st.sampled_from([frozenset(pair) for pair in combinations(range(n), 2)]))


@quick
@given(st.data(), answered(least=3), st.integers(1, 4))
def test_an_avoided_or_retired_item_is_never_asked(data, world, winners):
    n, answers = world
    selector = selector_of(n, winners)
    tell_all(selector, answers)
    retired = data.draw(st.sets(st.integers(0, n - 1), max_size=n - 2))
    for item in retired:
        selector.retire(item)
    avoid = data.draw(pairs_of(n))
    left = {frozenset(pair) for pair in combinations(set(range(n)) - retired, 2)} - avoid
    if not left:
        with pytest.raises(NothingToAsk):
            selector.ask(avoid=avoid)
    else:
        assert frozenset(selector.ask(avoid=avoid)) in left
        as_tuples = {tuple(sorted(pair, reverse=True)) for pair in avoid}
        assert frozenset(selector.ask(avoid=as_tuples)) in left


@quick
@given(answered(least=4, most=40), st.integers(1, 6), st.integers(1, 8))
def test_pairs_for_several_judges_share_no_item_and_are_at_most_a_tenth_of_the_items(world, winners, judges):
    n, answers = world
    selector = selector_of(n, winners)
    tell_all(selector, answers)
    pairs = selector.ask_many(judges)
    items = [item for pair in pairs for item in pair]
    assert len(items) == len(set(items))
    assert 1 <= len(pairs) <= min(judges, max(1, round(n / 10)))


@quick
@given(st.data(), answered(least=4, most=12))
def test_the_posterior_covariance_is_symmetric_and_positive_and_its_diagonal_the_variance(data, world):
    n, answers = world
    selector = selector_of(n, 2)
    tell_all(selector, answers)
    if data.draw(st.booleans()):
        selector.tell_four([0, 1, 2, 3], 2, data.draw(st.sampled_from([None, 0, 3])))
        selector.tell_decision(0, True)
    state = selector._posterior
    covariance = state.covariance_of(np.arange(n + 1))
    assert np.array_equal(covariance, covariance.T)
    assert np.allclose(state.covariance[: n + 1, : n + 1], covariance, atol=1e-9)
    assert np.linalg.eigvalsh(covariance).min() > 0
    assert np.allclose(covariance.diagonal(), state.variance)


@quick
@given(answered(least=2, most=9), st.integers(1, 4))
def test_the_live_posterior_is_close_to_the_refitted_one(world, winners):
    n, answers = world
    selector = selector_of(n, winners, prior_variance=2.0)
    tell_all(selector, [(pair, outcome, None, False, 0) for pair, outcome, *_ in answers if outcome != 0.5])
    live, spread = selector.strengths, selector.deviations
    selector.refit()
    assert np.abs(selector.strengths - live).max() < 0.35
    assert np.abs(selector.deviations / spread - 1.0).max() < 0.15


@quick
@given(answered(), st.integers(1, 4))
def test_the_top_has_the_highest_strengths_best_first(world, winners):
    n, answers = world
    selector = selector_of(n, winners)
    tell_all(selector, answers)
    top = selector.top()
    strengths = selector.strengths
    assert len(top) == len(set(top)) == min(winners, n)
    assert list(strengths[top]) == sorted(strengths, reverse=True)[: len(top)]
    assert selector.top() == top


@quick
@given(answered(), st.integers(1, 4), st.floats(0, 2))
def test_probabilities_are_probabilities(world, winners, within):
    n, answers = world
    selector = selector_of(n, winners)
    tell_all(selector, answers)
    assert 0.0 <= selector.settled(within) <= selector.settled(within + 1.0) <= 1.0
    probability = selector.probability_of_top()
    assert ((probability >= 0) & (probability <= 1)).all()
    assert probability.sum() == pytest.approx(min(winners, n))
    remaining = selector.remaining()
    assert 0 <= remaining.low <= remaining.expected <= remaining.high


@quick
@given(answered(), st.randoms(use_true_random=False))
def test_renaming_the_items_renames_the_strengths(world, random):
    n, answers = world
    name = list(range(n))
    random.shuffle(name)
    here, there = selector_of(n), selector_of(n)
    tell_all(here, answers)
    tell_all(there, [([name[left], name[right]], *rest) for (left, right), *rest in answers])
    here.refit()
    there.refit()
    assert np.allclose(here.strengths, there.strengths[name], atol=0.02)


@quick
@given(answered())
def test_swapping_the_sides_and_the_outcome_changes_nothing(world):
    n, answers = world
    here, there = selector_of(n), selector_of(n)
    tell_all(here, answers)
    tell_all(there, [([right, left], 1.0 - outcome, *rest) for (left, right), outcome, *rest in answers])
    assert np.allclose(here.strengths, there.strengths, atol=1e-6)


@quick
@given(answered(), st.booleans())
def test_the_same_generator_and_calls_give_the_same_answers(world, whole_order):
    n, answers = world
    results = []
    for _ in range(2):
        rng = np.random.default_rng(5)
        selector = OrderSelector(n, rng=rng) if whole_order else PairSelector(n, winners=2, rng=rng)
        asked = [selector.ask()]
        tell_all(selector, answers)
        asked.append(selector.ask())
        results.append((asked, selector.top(), selector.settled(), selector.remaining()))
    assert results[0] == results[1]
