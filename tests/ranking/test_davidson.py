import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from curation.ranking import NoMaximumLikelihood, Tally, bradley_terry, davidson
from tests.ranking.judgment_worlds import Judgments, judgments


def simulate_davidson(rng: np.random.Generator, strengths: np.ndarray, nu: float, n: int) -> Tally:
    left = rng.integers(0, strengths.size, n)
    right = (left + rng.integers(1, strengths.size, n)) % strengths.size
    half = np.exp((strengths[left] - strengths[right]) / 2)
    total = half + 1 / half + nu
    drawn = rng.random(n) * total
    outcome = np.where(drawn < half, 1.0, np.where(drawn < half + nu, 0.5, 0.0))
    return Tally.from_arrays(left, right, outcome, strengths.size)


@given(judgments(max_items=4), st.floats(0.2, 10))
def test_the_fit_is_the_maximum_of_the_stated_likelihood(some: Judgments, variance: float) -> None:
    tally = some.tally()
    fit = davidson(tally, prior_variance=variance)
    assert fit.converged

    def loss(parameters: np.ndarray) -> float:
        strengths, log_nu = parameters[:-1], parameters[-1]
        half = (strengths[tally.first] - strengths[tally.second]) / 2
        total = np.log(2 * np.cosh(half) + np.exp(log_nu))
        value = np.sum((2 * tally.wins - tally.count) * half + tally.ties * log_nu - tally.count * total)
        pseudo = 0.5 * log_nu - np.log(2 + np.exp(log_nu))
        return -float(value + pseudo - strengths @ strengths / (2 * variance))

    here = np.append(fit.strengths, np.log(fit.tie_parameter))
    found = minimize(loss, here, method="BFGS", options={"gtol": 1e-9})
    assert loss(here) <= found.fun + 1e-9
    assert here == pytest.approx(found.x, abs=1e-3)


def test_strengths_and_tie_rate_are_recovered() -> None:
    rng = np.random.default_rng(4)
    truth = rng.normal(0, 1.5, 30)
    fit = davidson(simulate_davidson(rng, truth, 0.8, 30_000))
    assert fit.tie_rate == pytest.approx(0.8 / 2.8, abs=0.02)
    assert fit.strengths == pytest.approx(truth - truth.mean(), abs=0.35)


def test_the_interval_of_the_tie_rate_covers_it() -> None:
    rng = np.random.default_rng(8)
    covered = []
    for _ in range(200):
        fit = davidson(simulate_davidson(rng, rng.normal(0, 1.5, 10), 0.5, 150), prior_variance=2.25)
        low, high = fit.tie_rate_interval(0.95)
        covered.append(low <= 0.2 <= high)
    assert 0.91 <= np.mean(covered) <= 0.985


def test_the_order_is_practically_that_of_half_wins() -> None:
    rng = np.random.default_rng(6)
    tally = simulate_davidson(rng, rng.normal(0, 2, 20), 1.0, 2000)
    ours, half_wins = davidson(tally).strengths, bradley_terry(tally).strengths
    assert np.corrcoef(np.argsort(np.argsort(ours)), np.argsort(np.argsort(half_wins)))[0, 1] > 0.99


def test_probabilities_add_up_and_favour_the_stronger() -> None:
    fit = davidson(Tally.from_arrays([0] * 10, [1] * 10, [1.0] * 6 + [0.5] * 2 + [0.0] * 2, 2))
    win, tie, loss = fit.probabilities(0, 1)
    assert win + tie + loss == pytest.approx(1)
    assert win > tie > 0
    assert win > loss
    assert fit.probabilities(0, 0)[1] == pytest.approx(fit.tie_rate)


def test_no_judgments_only_ties_and_no_ties_have_a_rate_inside_zero_and_one() -> None:
    nothing = davidson(Tally(3))
    assert nothing.tie_rate == pytest.approx(0.5)
    assert nothing.tie_rate_interval()[0] < 0.05
    only = davidson(Tally.from_arrays([0] * 20, [1] * 20, [0.5] * 20, 2))
    assert 0.9 < only.tie_rate < 1
    none = davidson(Tally.from_arrays([0] * 20, [1] * 20, [1.0, 0.0] * 10, 2))
    assert 0 < none.tie_rate < 0.1
    assert none.tie_rate_interval()[1] < 0.35


def test_without_a_prior_the_same_graphs_are_refused_as_by_bradley_terry() -> None:
    with pytest.raises(NoMaximumLikelihood):
        davidson(Tally.from_arrays([0], [1], [1.0], 2), prior_variance=np.inf)
    with pytest.raises(ValueError, match="level"):
        davidson(Tally(2)).tie_rate_interval(0)
