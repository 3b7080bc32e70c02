import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit, logit

from curation.ranking.recipes import clustered_bradley_terry, win_share

rows = st.lists(
    st.tuples(
        st.integers(0, 2), st.integers(1, 2), st.sampled_from([0.0, 0.5, 1.0]), st.integers(0, 5), st.integers(0, 2)
    ),
    min_size=8,
    max_size=60,
)


def arrays(found):
    left = np.array([row[0] for row in found])
    right = np.array([(row[0] + row[1]) % 3 for row in found])
    return left, right, *(np.array([row[n] for row in found]) for n in (2, 3, 4))


@given(rows)
@settings(max_examples=40)
def test_swapping_sides_changes_neither_strengths_nor_errors(found):
    left, right, y, brief, _ = arrays(found)
    fit = clustered_bradley_terry(left, right, y, brief, n_recipes=3)
    swapped = clustered_bradley_terry(right, left, 1 - y, brief, n_recipes=3)
    np.testing.assert_allclose(swapped.strengths, fit.strengths, atol=1e-6)
    np.testing.assert_allclose(swapped.covariance, fit.covariance, atol=1e-6)


@given(rows)
@settings(max_examples=40)
def test_two_way_covariances_have_no_negative_variance(found):
    left, right, y, brief, judge = arrays(found)
    if np.unique(judge).size < 2:
        return
    fit = clustered_bradley_terry(left, right, y, brief, judge, n_recipes=3)
    assert np.linalg.eigvalsh(fit.covariance).min() > -1e-9
    shares = win_share(left, right, y, brief, judge, n_recipes=3)
    assert np.all(shares.low <= shares.high)


def test_two_recipes_give_the_log_odds_of_the_share():
    y = np.array([1.0] * 60 + [0.0] * 40)
    side = np.arange(100) % 2
    fit = clustered_bradley_terry(side, 1 - side, np.where(side, 1 - y, y), np.arange(100), n_recipes=2)
    assert fit.strengths[0] - fit.strengths[1] == pytest.approx(logit(0.6), abs=0.005)
    wins = fit.win_probability(1)
    assert wins.probability[0] == pytest.approx(0.6, abs=0.001)
    # One answer per brief: the binomial error, sqrt(.24 / 100), is all there is.
    assert wins.high[0] - wins.low[0] == pytest.approx(2 * 1.984 * np.sqrt(0.24 / 100), rel=0.05)


def test_answers_repeated_on_a_brief_add_no_certainty():
    y, brief = np.array([1.0] * 6 + [0.0] * 4), np.arange(10)
    once = win_share([0] * 10, [1] * 10, y, brief, n_recipes=2)
    often = win_share([0] * 50, [1] * 50, np.tile(y, 5), np.tile(brief, 5), n_recipes=2)
    np.testing.assert_allclose((once.low, once.high), (often.low, often.high))


def test_the_win_share_is_the_mean_with_its_textbook_error():
    y = np.array([1.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0])
    found = win_share([0] * 10, [1] * 10, y, range(10), n_recipes=2)
    assert found.share.tolist() == pytest.approx([0.4, 0.6])
    assert found.high[0] - found.share[0] == pytest.approx(2.262157 * y.std(ddof=1) / np.sqrt(10), rel=1e-5)


def test_always_winning_is_no_error():
    fit = clustered_bradley_terry([0] * 20, [1] * 20, [1.0] * 20, range(20), n_recipes=2)
    assert np.isfinite(fit.strengths).all()
    assert fit.win_probability(1).probability[0] > 0.9


def test_no_answers_and_one_brief_promise_nothing():
    empty = clustered_bradley_terry([], [], [], [], n_recipes=2).win_probability(0)
    assert (empty.low[1], empty.high[1]) == (0.0, 1.0)
    one = clustered_bradley_terry([0, 1], [1, 0], [1, 0], [0, 0], n_recipes=2).win_probability(1)
    assert (one.low[0], one.high[0]) == (0.0, 1.0)
    unseen = win_share([0, 0], [1, 1], [1, 0], [0, 1], n_recipes=3)
    assert np.isnan(unseen.share[2])
    assert (unseen.low[2], unseen.high[2]) == (0.0, 1.0)


def test_one_judge_cannot_speak_for_people_in_general():
    with pytest.raises(ValueError, match="One judge"):
        clustered_bradley_terry([0], [1], [1], [0], [0], n_recipes=2)


def test_answers_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="length"):
        win_share([0, 1], [1], [1], [0], n_recipes=2)
    with pytest.raises(ValueError, match="unknown"):
        win_share([0], [5], [1], [0], n_recipes=2)


def test_tastes_of_few_judges_are_covered_two_way_but_not_by_brief():
    """Win probability on new briefs and for new judges, 5 judges whose tastes for recipes differ by .6 logits."""
    covered = {"brief": [], "both": []}
    for seed in range(120):
        rng = np.random.default_rng(seed)
        recipes, briefs, n = 4, 40, 400
        effects = rng.normal(0, 0.7, recipes)
        luck, taste = rng.normal(0, 0.86, (briefs, recipes)), rng.normal(0, 0.6, (5, recipes))
        pair = np.array([rng.choice(recipes, 2, replace=False) for _ in range(n)])
        brief, judge = rng.permutation(np.arange(n) % briefs), rng.permutation(np.arange(n) % 5)
        strength = effects + luck[brief] + taste[judge]
        picked = np.take_along_axis(strength, pair, axis=1)
        y = (rng.random(n) < expit(picked[:, 0] - picked[:, 1])).astype(float)
        nodes, weights = np.polynomial.hermite_e.hermegauss(40)
        spread = np.sqrt(2 * (0.86**2 + 0.36)) * nodes
        exact = expit(effects[:, None] - effects[0] + spread) @ weights / weights.sum()
        for kind, who in (("brief", None), ("both", judge)):
            wins = clustered_bradley_terry(*pair.T, y, brief, who, n_recipes=recipes).win_probability(0)
            covered[kind].append(np.mean((wins.low <= exact)[1:] & (exact <= wins.high)[1:]))
    assert np.mean(covered["both"]) > 0.91
    assert np.mean(covered["brief"]) < np.mean(covered["both"])
