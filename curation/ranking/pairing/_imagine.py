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
    variance = np.diag(covariance).copy()
    everyone = np.arange(n)
    between_looks = max(2, n // 4)
    for told in range(uniforms.size):
        order = np.argsort(-mean)
        inside, outside = order[:winners], order[winners:]
        if told % between_looks == 0:
            drawn = spread(mean, lower_root(covariance + 1e-9 * np.eye(n)), normals)
            fine = 0
            for r in range(drawn.shape[0]):
                if drawn[r][outside].max() - drawn[r][inside].min() <= within:
                    fine += 1
            if fine >= confidence * drawn.shape[0]:
                return told
        scores = swap_scores(mean, variance, covariance, everyone, inside, outside, table)
        at = int(np.argmax(scores))
        i, j = inside[at // outside.size], outside[at % outside.size]
        if uniforms[told] < loses(truth[i] - truth[j]):
            i, j = j, i
        tell_term(mean, variance, covariance, everyone, everyone, n, i, j, 0.0, 1.0, 1.0)
    return int(uniforms.size)
