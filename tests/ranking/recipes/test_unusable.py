import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.ranking.recipes import unusable_share
from curation.ranking.recipes.unusable import wilson


def test_wilson_agrees_with_a_published_interval():
    # Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3: 81/263 and 15/148.
    assert wilson(81 / 263, 263, 1.959964) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(15 / 148, 148, 1.959964) == pytest.approx((0.0624, 0.1605), abs=5e-5)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=30))
def test_the_interval_holds_the_share_and_stays_a_probability(rows):
    bad, looks = np.array([min(row) for row in rows]), np.array([max(row) for row in rows])
    found = unusable_share(bad, looks)
    assert 0.0 <= found.low <= found.high <= 1.0
    if looks.sum():
        assert found.low - 1e-12 <= found.share <= found.high + 1e-12
        assert found.n_effective <= max(found.looks, found.briefs)


def test_looks_at_one_brief_that_agree_count_once():
    agreeing = unusable_share([5, 0, 0, 0, 5, 0, 0, 0, 0, 0], [5] * 10)
    spread = unusable_share([1] * 10, [5] * 10)
    assert agreeing.share == spread.share == 0.2
    assert agreeing.n_effective == pytest.approx(9.0)
    assert agreeing.high - agreeing.low > spread.high - spread.low


def test_nothing_unusable_still_leaves_room_for_doubt():
    found = unusable_share([0] * 20, [3] * 20)
    assert found.share == 0.0
    assert 0.1 < found.high < 0.25


def test_no_look_and_one_brief_say_nothing():
    nothing = unusable_share([0, 0], [0, 0])
    assert np.isnan(nothing.share)
    assert (nothing.low, nothing.high) == (0.0, 1.0)
    one = unusable_share([1], [4])
    assert (one.share, one.low, one.high) == (0.25, 0.0, 1.0)


def test_impossible_counts_are_refused():
    for bad, looks in (([3], [2]), ([-1], [2]), ([1, 1], [2])):
        with pytest.raises(ValueError, match="counts per brief"):
            unusable_share(bad, looks)


def test_clustered_looks_are_covered():
    rng = np.random.default_rng(1)
    nodes, weights = np.polynomial.hermite_e.hermegauss(60)
    truth = np.sum(weights / (1 + np.exp(2.5 - 2.5 * nodes))) / weights.sum()
    covered = []
    for _ in range(400):
        rate = 1 / (1 + np.exp(2.5 - 2.5 * rng.standard_normal(50)))
        looks = np.maximum(rng.poisson(3.0, 50), 1)
        found = unusable_share(rng.binomial(looks, rate), looks)
        covered.append(found.low <= truth <= found.high)
    assert 0.91 < np.mean(covered) < 0.99
