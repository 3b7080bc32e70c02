import subprocess
import sys
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.ranking.pairing.protocol import NothingToAsk
from curation.ranking.recipes import RecipeSelector
from curation.ranking.recipes.choosing import MARGIN, expected_excess


def selector_of(truth, seed=0, **options):
    return RecipeSelector(truth.recipe, truth.brief, rng=np.random.default_rng(seed), **options)


def grid(recipes, briefs):
    return np.tile(np.arange(recipes), briefs), np.repeat(np.arange(briefs), recipes)


@given(st.integers(0, 10_000), st.integers(0, 30))
@settings(max_examples=25)
def test_a_pair_crosses_recipes_within_one_brief(seed, before):
    recipe, brief = grid(3, 4)
    rng = np.random.default_rng(seed)
    selector = RecipeSelector(recipe, brief, rng=rng)
    for _ in range(before + 1):
        left, right = selector.ask()
        assert brief[left] == brief[right]
        assert recipe[left] != recipe[right]
        selector.tell(left, right, float(rng.integers(3)) / 2)


def test_briefs_rotate(world):
    truth = world(2, recipes=4, briefs=25)
    selector, briefs = selector_of(truth), []
    for _ in range(25):
        left, right = selector.ask()
        briefs.append(truth.brief[left])
        selector.tell(left, right, truth.answer(left, right))
    assert len(set(briefs)) >= 22
    assert max(np.bincount(briefs)) <= 2


def test_the_same_seed_and_answers_give_the_same_pairs(world):
    asked = []
    for _ in range(2):
        truth = world(7)
        selector, pairs = selector_of(truth, seed=3), []
        for _ in range(40):
            pairs.append(selector.ask())
            selector.tell(*pairs[-1], truth.answer(*pairs[-1]))
        asked.append(pairs)
    assert asked[0] == asked[1]


def test_reading_results_changes_neither_pairs_nor_settled(world):
    asked = []
    for reads in (False, True):
        truth = world(7)
        selector, pairs = selector_of(truth, seed=3), []
        for _ in range(40):
            pairs.append(selector.ask())
            selector.tell(*pairs[-1], truth.answer(*pairs[-1]))
            if reads:
                selector.top(), selector.win_probability(), selector.settled(), selector.remaining()
        asked.append((pairs, selector.settled()))
    assert asked[0] == asked[1]


def test_sides_are_a_coin(world):
    truth = world(1)
    selector = selector_of(truth)
    smaller_left = 0
    for _ in range(200):
        left, right = selector.ask()
        smaller_left += left < right
        selector.tell(left, right, truth.answer(left, right))
    assert 70 < smaller_left < 130


def test_a_clear_winner_is_found_and_settled(world):
    recipe, brief = grid(4, 20)
    selector = RecipeSelector(recipe, brief, rng=np.random.default_rng(0))
    for _ in range(60):
        left, right = selector.ask()
        selector.tell(left, right, float(recipe[left] == 2 or (recipe[right] != 2 and recipe[left] < recipe[right])))
    assert selector.top() == [2, 0, 1, 3]
    assert selector.settled() > 0.95
    assert selector.remaining() == selector.remaining()
    assert selector.remaining().high == 0


def test_judgments_go_to_the_contenders(world):
    best, worst = 0.0, 0.0
    for seed in range(5):
        truth = world(seed, recipes=8, briefs=40)
        selector = selector_of(truth)
        truth.judge(selector, 120)
        shown = np.bincount(truth.recipe, weights=selector._shown_candidates, minlength=8)
        best += shown[np.argmax(truth.effects)]
        worst += shown[np.argmin(truth.effects)]
    assert best > 3 * worst


def test_settled_changes_only_at_a_refit(world):
    truth = world(3, recipes=5)
    selector = selector_of(truth)
    values = []
    for _ in range(40):
        truth.judge(selector, 1)
        values.append(selector.settled())
    assert selector.judgments_between_refits == 10
    for start in range(9, 39, 10):
        assert len(set(values[start : start + 10])) == 1
    assert len(set(values)) > 2


def test_settled_grows_with_the_tolerance(world):
    truth = world(3)
    selector = selector_of(truth)
    truth.judge(selector, 40)
    values = [selector.settled(within) for within in (0.0, 0.1, 0.3, 1.0, 5.0)]
    assert values == sorted(values)
    assert values[-1] == 1.0


def test_the_live_belief_is_close_to_the_fit(world):
    truth = world(6, recipes=6, briefs=30)
    selector = selector_of(truth)
    truth.judge(selector, 71)
    np.testing.assert_allclose(selector._posterior.beta[:6], selector.strengths, atol=0.12)
    assert selector.fit.n_judgments == 71


def test_starting_from_a_log_ends_where_judging_live_did(world):
    truth = world(8, recipes=5, briefs=30)
    live, told = selector_of(truth), []
    for _ in range(90):
        left, right = live.ask()
        told.append((left, right, truth.answer(left, right)))
        live.tell(*told[-1])
    again = selector_of(truth)
    again.tell_many(*zip(*told, strict=True))
    np.testing.assert_allclose(again.strengths, live.strengths, atol=0.03)
    np.testing.assert_allclose(again.fit.covariance, live.fit.covariance, atol=0.01)
    assert again.settled() == pytest.approx(live.settled(), abs=0.05)


def test_avoided_pairs_are_not_asked_in_either_order(world):
    recipe, brief = grid(3, 2)
    selector = RecipeSelector(recipe, brief, rng=np.random.default_rng(0))
    seen = set()
    for _ in range(6):
        left, right = selector.ask(avoid=seen)
        assert (left, right) not in seen
        assert (right, left) not in seen
        seen.add((right, left))
    with pytest.raises(NothingToAsk):
        selector.ask(avoid=seen)
    with pytest.raises(NothingToAsk):
        selector.ask_many(2, avoid={frozenset(pair) for pair in seen})


@given(st.integers(1, 8), st.integers(0, 40))
@settings(max_examples=20)
def test_pairs_for_several_judges_share_no_candidate(n, before):
    recipe, brief = grid(5, 10)
    rng = np.random.default_rng(before)
    selector = RecipeSelector(recipe, brief, rng=rng)
    for _ in range(before):
        selector.tell(*selector.ask(), float(rng.integers(2)))
    pairs = selector.ask_many(n)
    candidates = [candidate for pair in pairs for candidate in pair]
    assert 1 <= len(pairs) <= n
    assert len(set(candidates)) == len(candidates)


def test_asking_for_several_judges_leaves_the_belief_alone(world):
    truth = world(2)
    selector = selector_of(truth)
    truth.judge(selector, 20)
    before = selector._posterior.beta.copy(), selector._posterior.V.copy()
    selector.ask_many(5)
    np.testing.assert_array_equal(before[0], selector._posterior.beta)
    np.testing.assert_array_equal(before[1], selector._posterior.V)


def test_with_a_baseline_every_pair_contains_it(world):
    truth = world(9, recipes=5)
    selector = selector_of(truth, baseline=3)
    for _ in range(40):
        left, right = selector.ask()
        assert 3 in (truth.recipe[left], truth.recipe[right])
        selector.tell(left, right, truth.answer(left, right))
    assert selector.win_probability().against == 3


def test_with_a_baseline_settled_means_every_verdict():
    recipe, brief = grid(3, 40)
    selector = RecipeSelector(recipe, brief, rng=np.random.default_rng(0), baseline=1)
    for _ in range(120):
        left, right = selector.ask()
        selector.tell(left, right, float(recipe[left] < recipe[right]))
    assert selector.settled() > 0.95
    wins = selector.win_probability()
    assert wins.low[0] > 0.5 > wins.high[2]


def test_more_briefs_are_asked_for_when_they_are_the_limit():
    recipe, brief = grid(2, 6)
    selector = RecipeSelector(recipe, brief, rng=np.random.default_rng(0))
    assert selector.briefs_needed() is None
    pairs = [(b * 2, b * 2 + 1) for b in range(6)] * 50
    y = [float(b % 2) for b in range(6)] * 50
    selector.tell_many(*zip(*pairs, strict=True), y)
    assert selector.settled() < 0.95
    assert selector.briefs_needed() > 6


def test_remaining_falls_while_judging(world):
    truth = world(12, recipes=6, briefs=60)
    selector = selector_of(truth)
    first = selector.remaining()
    assert 0 < first.low <= first.expected <= first.high
    truth.judge(selector, 240)
    assert selector.remaining().expected < first.expected


def test_unusable_shares_count_decisions_of_each_recipe():
    recipe, brief = grid(2, 10)
    selector = RecipeSelector(recipe, brief, rng=np.random.default_rng(0))
    for candidate in range(20):
        selector.tell_decision(candidate, keep=recipe[candidate] == 0 or candidate < 10)
    good, bad = selector.unusable()
    assert (good.share, bad.share) == (0.0, 0.5)
    assert good.high < 0.5
    assert bad.low > 0.1
    assert selector.n_judgments == 0


def test_importing_the_package_does_not_import_numba():
    code = "import sys, curation.ranking.recipes; sys.exit('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_adaptive_pairs_beat_random_ones_and_their_intervals_hold(world):
    regret = {"adaptive": [], "random": []}
    covered = []
    for seed in range(25):
        for kind, n in (("adaptive", 150), ("random", 150)):
            truth = world(seed, recipes=10, briefs=40)
            selector = selector_of(truth, seed=seed)
            if kind == "adaptive":
                truth.judge(selector, n)
                best, wins = selector.top()[0], selector.win_probability()
                exact = 1 / (1 + np.exp(-(truth.effects - truth.effects[best]) / np.sqrt(1 + 0.346 * 1.48)))
                covered.append(np.delete((wins.low <= exact) & (exact <= wins.high), best).mean())
            else:
                selector.tell_many(*truth.random_judgments(n))
            regret[kind].append(truth.effects.max() - truth.effects[selector.top()[0]])
    assert np.mean(regret["adaptive"]) < np.mean(regret["random"])
    assert np.mean(covered) > 0.88


def test_what_is_at_stake_is_the_mean_excess_over_the_margin():
    rng = np.random.default_rng(0)
    for d, sd in ((0.0, 0.5), (0.4, 0.3), (1.0, 1.0)):
        drawn = np.maximum(rng.normal(-d, sd, 400_000) - MARGIN, 0.0).mean()
        assert expected_excess(np.array([d]), np.array([sd]))[0] == pytest.approx(drawn, rel=0.03)


def test_a_choice_and_its_answer_take_less_than_ten_milliseconds():
    recipe, brief = grid(12, 50)
    selector = RecipeSelector(recipe, brief, rng=np.random.default_rng(0))
    rng = np.random.default_rng(1)
    selector.tell(*selector.ask(), 1.0)
    seconds = []
    for _ in range(60):
        start = time.perf_counter()
        left, right = selector.ask()
        selector.tell(left, right, float(rng.integers(2)))
        seconds.append(time.perf_counter() - start)
    assert np.median(seconds) < 0.01
