"""How much one answer tells about the difference of two strengths (BALD), as a table."""

from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import entr, expit

LARGEST_DIFFERENCE = 12.0
LARGEST_DEVIATION = 6.0
STEP = 0.05
_QUADRATURE_POINTS = 80


@cache
def information_table() -> NDArray[np.float64]:
    """Mutual information of one answer and the difference of two strengths.

    Estimates I(d, v) = H(E p) - E H(p) with p = sigmoid(x), x ~ N(d, v), H the entropy of a coin, by 80-point
    Gauss-Hermite quadrature. It is symmetric in d, so only d >= 0 is stored.

    Returns: shape (241, 121), nats, read-only. Row a is |d| = .05 a (to 12 log-odds), column b is
        sqrt(v) = .05 b (to 6 log-odds). Between 0 and ln 2.

    Example:
        >>> table = information_table()
        >>> float(table[0, 0]), bool(table[0, -1] < np.log(2))
        (0.0, True)

    Source: Houlsby, Huszar, Ghahramani & Lengyel (2011), Bayesian active learning for classification and preference
        learning, arXiv:1112.5745, section 3.
    """
    nodes, weights = np.polynomial.hermite_e.hermegauss(_QUADRATURE_POINTS)
    weights = weights / weights.sum()
    difference = np.arange(round(LARGEST_DIFFERENCE / STEP) + 1) * STEP
    deviation = np.arange(round(LARGEST_DEVIATION / STEP) + 1) * STEP
    p = expit(difference[:, None, None] + deviation[None, :, None] * nodes)
    mean_entropy = (entr(p) + entr(1.0 - p)) @ weights
    mean_p = p @ weights
    table: NDArray[np.float64] = np.maximum(entr(mean_p) + entr(1.0 - mean_p) - mean_entropy, 0.0)
    table[:, 0] = 0.0
    table.flags.writeable = False
    return table
