"""Scores of pairs, compiled. Import inside functions only. The state is described in `_kernels`."""

from math import erfc, sqrt

import numpy as np
from numpy.typing import NDArray

from curation.ranking._compiled import compiled
from curation.ranking.pairing._kernels import difference_variance
from curation.ranking.pairing.information import STEP

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_SQRT_HALF = sqrt(0.5)
_MOST_INFORMATION = 0.6931471805599453
"""ln 2, of one answer with two outcomes."""
_LOGISTIC_SPREAD = 0.39269908169872414
"""pi / 8: sigmoid averaged over N(m, v) is about sigmoid(m / sqrt(1 + pi v / 8))."""


@compiled
def information(table: Floats, difference: float, deviation: float) -> float:
    """Bilinear look-up in `information_table()`; beyond its edge the edge."""
    a = min(abs(difference) / STEP, table.shape[0] - 1.000001)
    b = min(deviation / STEP, table.shape[1] - 1.000001)
    i = int(a)
    j = int(b)
    a -= i
    b -= j
    upper = (1.0 - b) * table[i, j] + b * table[i, j + 1]
    lower = (1.0 - b) * table[i + 1, j] + b * table[i + 1, j + 1]
    return float((1.0 - a) * upper + a * lower)


@compiled
def _covariance(variance: Floats, covariance: Floats, position: Integers, i: int, j: int) -> float:
    if i == j:
        return float(variance[i])
    if position[i] >= 0 and position[j] >= 0:
        return float(covariance[position[i], position[j]])
    return 0.0


@compiled
def swap_scores(
    mean: Floats,
    variance: Floats,
    covariance: Floats,
    position: Integers,
    inside: Integers,
    outside: Integers,
    table: Floats,
) -> Floats:
    """P(the outsider is the better one) times the information of the answer, for every insider and outsider."""
    scores = np.empty((inside.size, outside.size))
    for a in range(inside.size):
        i = inside[a]
        for b in range(outside.size):
            j = outside[b]
            d = mean[i] - mean[j]
            s = sqrt(difference_variance(variance, covariance, position, i, j))
            scores[a, b] = 0.5 * erfc(_SQRT_HALF * d / s) * information(table, d, s)
    return scores


@compiled
def information_scores(
    mean: Floats, variance: Floats, covariance: Floats, position: Integers, items: Integers, table: Floats
) -> Floats:
    """Information of each pair above the diagonal; -1 on and below it."""
    scores = np.full((items.size, items.size), -1.0)
    for a in range(items.size):
        i = items[a]
        for b in range(a + 1, items.size):
            j = items[b]
            s = sqrt(difference_variance(variance, covariance, position, i, j))
            scores[a, b] = information(table, mean[i] - mean[j], s)
    return scores


@compiled
def detour_scores(
    mean: Floats,
    variance: Floats,
    covariance: Floats,
    position: Integers,
    critical: Integers,
    doubt: Floats,
    starts: Integers,
    items: Integers,
    table: Floats,
) -> Floats:
    """What any pair tells about the critical pairs, for when those may not be asked themselves.

    critical: rows of insider, outsider; doubt: P(they would change places). For a pair (a, b) and a critical (i, j),
    x = t_a - t_b and y = t_i - t_j: u = cov(x, y)^2 / var y is the part of var x that y explains, the rest r blurs the
    answer, and the information about y is I(k m, k^2 u), k = 1 / sqrt(1 + pi r / 8). Score: the largest doubt * I.
    """
    shared = np.empty((critical.shape[0], mean.size))  # cov(t_item, y) for every critical y
    spread = np.empty(critical.shape[0])
    for c in range(critical.shape[0]):
        i, j = critical[c, 0], critical[c, 1]
        spread[c] = difference_variance(variance, covariance, position, i, j)
        for item in items:
            shared[c, item] = _covariance(variance, covariance, position, item, i) - _covariance(
                variance, covariance, position, item, j
            )
    scores = np.full((starts.size, items.size), -1.0)
    for s in range(starts.size):
        for b in range(items.size):
            first, second = starts[s], items[b]
            if first == second:
                continue
            v = difference_variance(variance, covariance, position, first, second)
            d = mean[first] - mean[second]
            for c in range(critical.shape[0]):
                if doubt[c] * _MOST_INFORMATION > scores[s, b]:
                    u = min((shared[c, first] - shared[c, second]) ** 2 / spread[c], v)
                    k = 1.0 / sqrt(1.0 + _LOGISTIC_SPREAD * (v - u))
                    scores[s, b] = max(scores[s, b], doubt[c] * information(table, k * d, k * sqrt(u)))
    return scores
