"""The Gaussian behind the choice: its algebra, its mean, its limits, and the information of an answer."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import expit, log_expit

from curation.ranking.pairing import _algebra, _kernels, _scores
from curation.ranking.pairing.disjoint import best_disjoint
from curation.ranking.pairing.information import information_table
from tests.ranking.pairing.worlds import answer, selector_of


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 8), st.integers(0, 1000))
def test_the_compiled_algebra_is_that_of_numpy(n, seed):
    rng = np.random.default_rng(seed)
    square = rng.normal(size=(n, n))
    matrix, right = square @ square.T + np.eye(n), rng.normal(size=n)
    root = _algebra.lower_root(matrix)
    assert np.allclose(root, np.linalg.cholesky(matrix))
    assert np.allclose(_algebra.solve(matrix, right), np.linalg.solve(matrix, right))
    assert np.allclose(_algebra.inverse(matrix), np.linalg.inv(matrix))
    normals = rng.normal(size=(3, n))
    assert np.allclose(_algebra.spread(right, root, normals), right + normals @ root.T)


@pytest.mark.parametrize(("difference", "deviation"), [(0.0, 1.0), (1.5, 0.8), (3.0, 2.5), (7.0, 4.0)])
def test_the_information_of_an_answer_is_that_of_the_integral(difference, deviation):
    def density(x):
        return np.exp(-0.5 * ((x - difference) / deviation) ** 2) / (deviation * np.sqrt(2 * np.pi))

    def entropy(p):
        return -p * np.log(p) - (1 - p) * np.log1p(-p)

    reach = 8 * deviation
    ends = {"a": difference - reach, "b": difference + reach, "limit": 200}
    p = quad(lambda x: density(x) * expit(x), **ends)[0]
    expected = entropy(p) - quad(lambda x: density(x) * entropy(expit(np.clip(x, -30, 30))), **ends)[0]
    assert _scores.information(information_table(), difference, deviation) == pytest.approx(expected, abs=2e-4)
    assert _scores.information(information_table(), -difference, deviation) == pytest.approx(expected, abs=2e-4)


def test_half_of_the_skew_brings_the_mode_nearer_to_the_posterior_mean():
    """Two items, seven wins to one; the difference has a prior N(0, 4) and one dimension to integrate."""
    selector = selector_of(2, prior_variance=2.0)
    for _ in range(7):
        selector.tell(0, 1, 1.0)
    selector.tell(1, 0, 1.0)
    selector.refit()

    def density(d):
        return np.exp(7 * log_expit(d) + log_expit(-d) - d**2 / 8)

    mean = quad(lambda d: d * density(d), -8, 12)[0] / quad(density, -8, 12)[0]
    mode = selector.strengths[0] - selector.strengths[1]
    skew = selector._posterior.skew[1] - selector._posterior.skew[2]
    assert mode < mode + 0.5 * skew < mean
    assert mode + skew == pytest.approx(mean, abs=0.1)


def test_a_long_project_is_fitted_without_a_dense_matrix_to_the_same_mode():
    rng = np.random.default_rng(3)
    truth = rng.normal(0, 2, 30)
    dense, sparse = selector_of(30, 4), selector_of(30, 4)
    sparse._posterior.full_up_to = 10
    left = rng.integers(0, 30, 300)
    right = (left + rng.integers(1, 30, 300)) % 30
    outcome = [answer(truth, a, b, rng) for a, b in zip(left, right, strict=True)]
    for selector in (dense, sparse):
        selector.tell_many(left, right, outcome)
        selector.tell_four([0, 1, 2, 3], 1, 2)
    assert sparse.strengths == pytest.approx(dense.strengths, abs=1e-3)
    assert sparse.deviations == pytest.approx(dense.deviations, rel=1e-2)


def test_an_item_outside_the_covariance_is_updated_by_itself():
    state = np.zeros(3), np.full(3, 2.0), np.zeros((1, 1)), np.array([0, -1, -1]), np.array([0]), 1
    state[2][0, 0] = 2.0
    _kernels.tell_term(*state, 1, 2, 0.0, 1.0, 1.0)
    mean, variance = state[:2]
    assert mean[1] == -mean[2] > 0
    assert variance[1] == variance[2] < 2.0
    assert (mean[0], variance[0]) == (0.0, 2.0)


def test_pairs_worth_less_than_half_of_the_best_are_not_shown():
    scores = np.array([[1.0, 0.9, 0.1], [0.8, 0.6, 0.2], [0.3, 0.2, 0.4]])
    rows, columns, nobody = np.arange(3), np.arange(3, 6), np.empty((0, 2), np.int64)
    assert best_disjoint(rows, columns, scores.copy(), nobody, 3) == [(0, 3), (1, 4)]
    assert best_disjoint(rows, columns, scores.copy(), np.array([[3, 0]]), 3) == [(0, 4), (1, 3)]
    assert best_disjoint(rows, columns, scores.copy(), nobody, 1) == [(0, 3)]
    assert best_disjoint(rows[:1], columns[:1], scores[:1, :1].copy(), np.array([[0, 3]]), 1) == []
