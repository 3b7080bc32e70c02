"""How sure the strengths are: intervals that stay honest for items with few judgments.

What is estimated is the error of each strength relative to the mean of all items, V = S (B + I / s2) S, centred:

* S = (I / s2 + Laplacian(w))^-1 is the bread. Under a prior, w and the centre m of the intervals come from the Gaussian
  closest to the posterior: with v the variance of t_i - t_j under S and k = 1 / sqrt(1 + pi v / 8),
  p = sigmoid(k (m_i - m_j)), w = C k p (1 - p), and m solves W_i - sum_j C p - m_i / s2 = 0. The fit itself is the
  posterior's mode (v = 0). For an item that only won, the mode is too modest and its curvature too sure: over worlds drawn
  from the prior, intervals around it cover .92 instead of .95, these .95.
* B + I / s2 is the filling: what really varies. The prior counts as one more observation of each item. B = Laplacian(b),
  b = r sum (y - p)^2 + (1 - r) f w. The first part is the sandwich: a tie (y = 1/2) varies less than a win, which the
  bread ignores (its intervals are then too wide), and disagreement beyond the model varies more. The plain sandwich
  collapses where residuals are few: an item with only wins has next to none. So a pair is trusted with its own only as
  far as r = a / (a + 10), a being the smaller curvature sum_j w_ij of its two items; the rest is f w, with
  f = (sum of all squares + 5) / (sum of (1 - h) w + 5) the common dispersion, h the leverage of a judgment.
* When s2 was estimated, its uncertainty is added: d d' / I, with d = S m / s2 the change of the strengths with log s2 and
  I = 1/2 tr (1 - S / s2)^2 + 1 / .7^2 the information about log s2.

With B equal to the model's own variance, V = S, the posterior covariance; an item never compared has the interval of
the prior. Without a prior V is the sandwich around the maximum of the likelihood.

Sources: sandwich: P. J. Huber, Proc. Fifth Berkeley Symposium 1 (1967) 221-233. Closest Gaussian: M. Opper,
C. Archambeau, Neural Computation 21 (2009) 786-792, doi:10.1162/neco.2008.08-07-592; its integral: D. J. C. MacKay,
Neural Computation 4 (1992) 720-736, doi:10.1162/neco.1992.4.5.720. Uncertainty of s2: R. E. Kass, D. Steffey, JASA 84
(1989) 717-726, doi:10.1080/01621459.1989.10478825. The blend in b is our own; tests simulate its coverage.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from curation.ranking._pairs import Pairs
from curation.ranking._prior import LOG_SPREAD
from curation.ranking.errors import CovarianceTooLarge

Floats = NDArray[np.float64]

# A dense covariance up to here; standard errors alone are estimated already from FEW_ITEMS on where every item met many
# opponents, for then the estimate is as good as exact and does not grow with the cube of the items.
DENSE_ITEMS, FEW_ITEMS, MANY_OPPONENTS = 1500, 300, 50
N_DRAWS = 200

TRUSTED_CURVATURE = 10.0
PSEUDO_CURVATURE = 5.0

# Below this share of parameters per judgment the posterior is a Gaussian around its mode for every practical purpose.
SMOOTHED_SHARE = 0.02
MAX_SMOOTHINGS = 25
SMOOTH_ENOUGH = 0.01


@dataclass(frozen=True, eq=False)
class Uncertainty:
    """The centre of the intervals and the covariance around it.

    Attributes:
        centre: (N,) log-odds, sum zero: the mean of the posterior, or without a prior the strengths themselves.
        variance: (N,) of each item relative to the mean of the items.
        covariance: (N, N), rows summing to zero; (0, 0) where only the variances were asked for.
    """

    centre: Floats
    variance: Floats
    covariance: Floats


def uncertainty(
    pairs: Pairs, strengths: Floats, prior_variance: float, empirical_bayes: bool, *, with_covariance: bool = True
) -> Uncertainty:
    """Compute V of the module's text, wholly or only its diagonal.

    By dense algebra, or, for the diagonal alone of more than `DENSE_ITEMS` items (of more than `FEW_ITEMS` with
    `MANY_OPPONENTS` each on average), by estimation: v is taken as 1 / H_ii + 1 / H_jj, and the diagonal of V from
    `N_DRAWS` fixed random vectors with covariance V (half as many with that many opponents): scores with random signs,
    and the fit's response to them. The response of the item alone, whose variance is known, is subtracted (a control
    variate). So the error of a standard error is about 5 % / sqrt(number of opponents): at worst (a chain) about 5 %,
    with 50 opponents 1 %.

    Args:
        pairs, strengths: the judgments and the fit (N,), log-odds.
        prior_variance: s2, inf for none.
        empirical_bayes: whether s2 was estimated from the same judgments.
        with_covariance: whether the whole matrix is wanted.

    Raises:
        CovarianceTooLarge: the matrix is wanted for more than `DENSE_ITEMS` items.
    """
    if with_covariance and pairs.n_items > DENSE_ITEMS:
        raise CovarianceTooLarge(pairs.n_items, DENSE_ITEMS)
    estimated = pairs.n_items > (FEW_ITEMS if _opponents(pairs) >= MANY_OPPONENTS else DENSE_ITEMS)
    bread: Bread
    if estimated and not with_covariance:
        bread = _SparseBread(pairs, prior_variance)
    else:
        bread = _DenseBread(pairs, prior_variance)
    centre, probability, weight = _smooth(pairs, strengths, prior_variance, bread)
    filling = _filling(pairs, probability, weight, np.minimum(weight * bread.between, 1.0))
    variance, covariance = bread.sandwich(filling, with_covariance)
    if empirical_bayes:
        change = bread.solve(centre) / prior_variance
        change -= change.mean()
        information = 0.5 * bread.known_directions() + 1.0 / LOG_SPREAD**2
        variance = variance + change**2 / information
        covariance = covariance + np.outer(change, change) / information if with_covariance else covariance
    return Uncertainty(centre - centre.mean(), variance, covariance)


def _smooth(pairs: Pairs, strengths: Floats, prior_variance: float, bread: "Bread") -> tuple[Floats, Floats, Floats]:
    """(centre, p, w): of the Gaussian closest to the posterior, or of the mode where that is all one needs."""
    centre = strengths.copy()
    difference = centre[pairs.first] - centre[pairs.second]
    probability = _sigmoid(difference)
    weight = pairs.count * probability * (1.0 - probability)
    bread.bake(weight)
    leverage = float(np.minimum(weight * bread.between, 1.0).sum())
    if np.isinf(prior_variance) or leverage <= SMOOTHED_SHARE * float(pairs.count.sum()):
        return centre, probability, weight
    for _ in range(MAX_SMOOTHINGS):
        shrink = 1.0 / np.sqrt(1.0 + np.pi / 8.0 * bread.between)
        probability = _sigmoid(shrink * (centre[pairs.first] - centre[pairs.second]))
        weight = pairs.count * shrink * probability * (1.0 - probability)
        surprise = pairs.wins - pairs.count * probability
        gradient = pairs.net(surprise)
        before = bread.between
        bread.bake(weight)
        step = bread.solve(gradient - centre / prior_variance)
        centre += step
        moved = np.abs(step[pairs.first] - step[pairs.second]) / np.sqrt(bread.between)
        if max(moved.max(), np.abs(bread.between / before - 1.0).max()) < SMOOTH_ENOUGH:
            break
    return centre, probability, weight


def _filling(pairs: Pairs, probability: Floats, weight: Floats, leverage: Floats) -> Floats:
    """(P,) b of each pair; `leverage` is that of all its judgments together, at most 1."""
    squares = pairs.wins - 0.25 * pairs.ties - 2.0 * probability * pairs.wins + probability**2 * pairs.count
    squares = np.maximum(squares, 0.0)
    spent = float(np.sum(leverage * weight / pairs.count))
    dispersion = (float(squares.sum()) + PSEUDO_CURVATURE) / (float(weight.sum()) - spent + PSEUDO_CURVATURE)
    curvature = pairs.total(weight)
    smaller = np.minimum(curvature[pairs.first], curvature[pairs.second])
    trust = smaller / (smaller + TRUSTED_CURVATURE)
    return np.asarray(trust * squares + (1.0 - trust) * dispersion * weight)


def _opponents(pairs: Pairs) -> float:
    """Mean number of opponents of an item."""
    return 2 * pairs.count.size / pairs.n_items


def _sigmoid(difference: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-np.maximum(difference, -700.0))))


class Bread(Protocol):
    """S, however it is held."""

    between: Floats
    """(P,) variance of t_i - t_j under S."""

    def bake(self, weight: Floats) -> None:
        """Set S = (I / s2 + Laplacian(weight))^-1, without its part along the mean."""

    def solve(self, right_side: Floats) -> Floats:
        """(N,) S times a vector."""

    def known_directions(self) -> float:
        """tr (1 - S / s2)^2: how many directions of the strengths the judgments have settled."""

    def sandwich(self, filling: Floats, with_covariance: bool) -> tuple[Floats, Floats]:
        """Diagonal of S (Laplacian(filling) + I / s2) S and, if wanted, all of it."""


class _DenseBread:
    def __init__(self, pairs: Pairs, prior_variance: float) -> None:
        self._pairs = pairs
        self._precision = 1.0 / prior_variance
        self.between: Floats = np.empty(0)
        self._spread: Floats = np.empty((0, 0))

    def bake(self, weight: Floats) -> None:
        from scipy.linalg.lapack import dpotrf, dpotri

        from curation.ranking import _kernels

        pairs, n_items = self._pairs, self._pairs.n_items
        hessian = pairs.laplacian(weight)
        # The judgments do not identify the mean. Any curvature along it makes the matrix invertible; then it is removed.
        anchor = max(float(np.trace(hessian)) / n_items, 1e-12)
        hessian += anchor / n_items
        hessian[np.diag_indices(n_items)] += self._precision
        factor, failed = dpotrf(hessian.T, lower=1, overwrite_a=1)
        if failed:
            raise ValueError("the judgments determine the strengths too loosely to compute intervals; give a prior")
        spread, _ = dpotri(factor, lower=1, overwrite_c=1)
        _kernels.mirror(spread.T, 1.0 / (n_items * (anchor + self._precision)))
        spread = spread.T
        variance = np.diag(spread)
        self._spread = spread
        self.between = variance[pairs.first] + variance[pairs.second] - 2.0 * spread[pairs.first, pairs.second]

    def solve(self, right_side: Floats) -> Floats:
        return np.asarray(self._spread @ right_side)

    def known_directions(self) -> float:
        spread, precision = self._spread, self._precision
        trace, squares = float(np.trace(spread)), float(np.vdot(spread, spread))
        return self._pairs.n_items - 1 - 2.0 * precision * trace + precision**2 * squares

    def sandwich(self, filling: Floats, with_covariance: bool) -> tuple[Floats, Floats]:
        middle = self._pairs.laplacian(filling)
        middle[np.diag_indices(self._pairs.n_items)] += self._precision
        half = self._spread @ middle
        if not with_covariance:
            return np.asarray(np.einsum("ij,ij->i", half, self._spread)), np.empty((0, 0))
        covariance = half @ self._spread
        covariance = 0.5 * (covariance + covariance.T)
        return np.diag(covariance).copy(), covariance


class _SparseBread:
    def __init__(self, pairs: Pairs, prior_variance: float) -> None:
        self._pairs = pairs
        self._prior_variance = prior_variance
        self.between: Floats = np.empty(0)
        self._weight: Floats = np.empty(0)
        self._diagonal: Floats = np.empty(0)

    def bake(self, weight: Floats) -> None:
        pairs = self._pairs
        self._weight = weight
        self._diagonal = np.asarray(pairs.total(weight) + 1.0 / self._prior_variance)
        self.between = 1.0 / self._diagonal[pairs.first] + 1.0 / self._diagonal[pairs.second]

    def solve(self, right_side: Floats) -> Floats:
        return self._pairs.solve(self._weight, self._diagonal, self._prior_variance, right_side)

    def known_directions(self) -> float:
        return float(np.sum((1.0 - 1.0 / (self._diagonal * self._prior_variance)) ** 2))

    def sandwich(self, filling: Floats, with_covariance: bool) -> tuple[Floats, Floats]:
        pairs = self._pairs
        draws = N_DRAWS // 2 if _opponents(pairs) >= MANY_OPPONENTS else N_DRAWS
        variance = pairs.response_variance(self._weight, self._diagonal, filling, self._prior_variance, draws)
        return variance, np.empty((0, 0))
