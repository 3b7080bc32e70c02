"""What an answer was expected to be, for telling judges who follow the others from judges who click."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, softmax

from curation.ranking.pairing.answers import AnswerLog, Habits, Kind, Terms
from curation.ranking.pairing.posterior import Posterior

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
_LOGISTIC_SPREAD = np.pi / 8.0
"""sigmoid averaged over N(m, v) is about sigmoid(m / sqrt(1 + pi v / 8))."""


def expected_preference(difference: Floats, variance: Floats, tie_width: float) -> Floats:
    """E s of an answer, s = +1 the first is better, -1 the second, 0 no difference.

    Args:
        difference, variance: of t_first - t_second, shape (n,), log-odds.
        tie_width: h, log-odds.

    Returns: shape (n,), between -1 and 1.
    """
    shrunk = 1.0 / np.sqrt(1.0 + _LOGISTIC_SPREAD * variance)
    result: Floats = expit(shrunk * (difference - tie_width)) - expit(shrunk * (-difference - tie_width))
    return result


def agreement_of_pairs(
    log: AnswerLog, posterior: Posterior, terms: Terms, habits: Habits, n_judges: int
) -> tuple[Floats, Floats]:
    """Sums of s e and e^2 by judge, e predicted from all answers but the one predicted.

    Leaving an answer out of a Laplace posterior: with g and c its gradient and curvature along d = t_f - t_s and v the
    variance of d, the variance without it is v' = v / (1 - c v) and the mean d - v' g.

    Returns: two arrays of shape (n_judges,).
    """
    rows = log.pairs
    d, v = posterior.difference(rows[:, 0], rows[:, 1])
    own = (terms.row >= 0) & (terms.tie_sign != 0)
    row, weight = terms.row[own], terms.weight[own]
    sign = np.where(terms.first[own] == rows[row, 0], 1.0, -1.0)
    q = expit(-(sign * d[row] + terms.offset[own]))
    gradient = np.bincount(row, weight * sign * q, minlength=len(rows))
    curvature = np.bincount(row, weight * q * (1.0 - q), minlength=len(rows))
    without = v / np.maximum(1.0 - curvature * v, 1e-3)
    expected = expected_preference(d - without * gradient, without, habits.tie_width)
    agreement = np.where(rows[:, 2] < Kind.TIE, expected, 0.0)
    return _by_judge(rows[:, 3], agreement, n_judges), _by_judge(rows[:, 3], expected**2, n_judges)


def agreement_of_fours(fours: Integers, posterior: Posterior, n_judges: int) -> tuple[Floats, Floats]:
    """The same for the best of four: sums of 2 (hit - 1/4)(p - 1/4) and 2 (p - 1/4)^2 over the four.

    p is predicted with the strengths drawn towards each other as for a pair; the answer itself is not left out.
    """
    if not len(fours):
        return np.zeros(n_judges), np.zeros(n_judges)
    p = np.array([expected_best(posterior, row) for row in fours[:, :4]])
    hit = np.eye(4)[0]
    agreement = 2.0 * ((hit - 0.25) * (p - 0.25)).sum(axis=1)
    evidence = 2.0 * ((p - 0.25) ** 2).sum(axis=1)
    judge = fours[:, 5]
    return _by_judge(judge, agreement, n_judges), _by_judge(judge, evidence, n_judges)


def _by_judge(judge: Integers, values: Floats, n_judges: int) -> Floats:
    sums: Floats = np.bincount(judge, values, minlength=n_judges).astype(float)
    return sums


def expected_best(posterior: Posterior, items: Integers) -> Floats:
    """Probability that each of four strengths is called the best, shape (4,)."""
    covariance = posterior.covariance_of(items)
    spread = covariance.diagonal().mean() - (covariance.sum() - covariance.trace()) / 12.0
    shrunk = 1.0 / np.sqrt(1.0 + _LOGISTIC_SPREAD * 2.0 * max(float(spread), 0.0))
    result: Floats = softmax(shrunk * posterior.mean[items])
    return result
