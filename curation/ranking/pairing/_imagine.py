"""Judgments imagined until the winners are settled, compiled. Import inside functions only."""

import numpy as np
from numpy.typing import NDArray

from curation.ranking._compiled import compiled
from curation.ranking.pairing._algebra import lower_root, spread
from curation.ranking.pairing._kernels import loses, tell_term
from curation.ranking.pairing._scores import swap_scores

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@compiled
def sort_winners_first(mean: Floats, winners: int, order: Integers) -> None:
    """Brings the strongest `winners` of `order` to its front; plain loops, for numba's sort takes seconds to compile."""
    for a in range(winners):
        best = a
        for b in range(a + 1, order.size):
            if mean[order[b]] > mean[order[best]]:
                best = b
        order[a], order[best] = order[best], order[a]


@compiled
def share_settled(drawn: Floats, order: Integers, winners: int, within: float) -> float:
    """Share of draws in which no outsider is better than an insider by more than `within`."""
    fine = 0
    for r in range(drawn.shape[0]):
        worst, best = np.inf, -np.inf
        for a in range(order.size):
            value = drawn[r, order[a]]
            if a < winners:
                worst = min(worst, value)
            else:
                best = max(best, value)
        if best - worst <= within:
            fine += 1
    return float(fine / drawn.shape[0])


@compiled
def imagine(
    mean: Floats,
    covariance: Floats,
    winners: int,
    truth: Floats,
    within: float,
    confidence: float,
    uniforms: Floats,
    normals: Floats,
    table: Floats,
) -> int:
    """Judgments until settled when `truth` answers; changes `mean` and `covariance`. Looks every n/4 judgments."""
    n = mean.size
    variance = np.empty(n)
    for i in range(n):
        variance[i] = covariance[i, i]
    everyone, order = np.arange(n), np.arange(n)
    between_looks = max(2, n // 4)
    for told in range(uniforms.size):
        sort_winners_first(mean, winners, order)
        if told % between_looks == 0:
            root = covariance.copy()
            for i in range(n):
                root[i, i] += 1e-9
            if share_settled(spread(mean, lower_root(root), normals), order, winners, within) >= confidence:
                return told
        scores = swap_scores(mean, variance, covariance, everyone, order[:winners], order[winners:], table)
        row, column = 0, 0
        for a in range(scores.shape[0]):
            for b in range(scores.shape[1]):
                if scores[a, b] > scores[row, column]:
                    row, column = a, b
        first, second = order[row], order[winners + column]
        if uniforms[told] < loses(truth[first] - truth[second]):
            first, second = second, first
        tell_term(mean, variance, covariance, everyone, everyone, n, first, second, 0.0, 1.0, 1.0)
    return int(uniforms.size)
