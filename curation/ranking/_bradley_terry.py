"""Strengths from pairwise judgments: the Bradley-Terry model, by Newton's method on sparse pair counts."""

from dataclasses import dataclass, field
from functools import cached_property
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from curation.ranking._pairs import Pairs, check_ranked_pieces
from curation.ranking.tally import Tally

if TYPE_CHECKING:
    from curation.ranking.intervals import Uncertainty

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class BradleyTerryFit:
    """Strengths and how sure they are, with the settings that made them.

    Attributes:
        strengths: (N,) natural log-odds; they sum to zero: 0 is the mean of the items.
        prior_variance: variance of the prior of each strength that was used (log-odds squared); inf is none.
        empirical_bayes: whether that variance was estimated from the judgments.
        iterations: Newton steps of the last fit.
        converged: whether the strengths are within `tolerance` of the maximum.
        tolerance: as asked, in log-odds.

    `standard_errors`, `covariance` and `interval` speak of each item RELATIVE TO THE MEAN of all items (the centred
    covariance), as the strengths do. Bradley-Terry only knows differences: "relative to the mean" is what a rating of
    1000 stands for. For two items, use the covariance: var(i - j) = V_ii + V_jj - 2 V_ij.
    They are computed at first access and kept; `curation.ranking.intervals` has the formula.
    """

    strengths: Floats
    prior_variance: float
    empirical_bayes: bool
    iterations: int
    converged: bool
    tolerance: float
    _pairs: Pairs = field(repr=False)

    @cached_property
    def covariance(self) -> Floats:
        """(N, N) covariance of the strengths relative to their mean; rows sum to zero.

        Raises:
            CovarianceTooLarge: more items than `intervals.DENSE_ITEMS`; `standard_errors` still answer.
        """
        self.__dict__["_uncertainty"] = self._find_uncertainty(with_covariance=True)
        return self._uncertainty.covariance

    @cached_property
    def standard_errors(self) -> Floats:
        """(N,) standard error of each strength relative to the mean, in log-odds."""
        return np.asarray(np.sqrt(self._uncertainty.variance), np.float64)

    @property
    def centre(self) -> Floats:
        """(N,) middle of the intervals, log-odds, sum zero.

        Under a prior this is the mean of the posterior, which for a lopsided item lies further out than the strength,
        its mode. Without a prior it is the strengths.
        """
        return self._uncertainty.centre

    def interval(self, level: float = 0.95) -> tuple[Floats, Floats]:
        """(low, high), each (N,): centre -/+ z standard errors, with coverage `level` between 0 and 1.

        Extended to hold the strength itself: under a wide prior and judgments without maximum likelihood the posterior
        is so skewed that its mean lies far from its mode, which `strengths` are.
        """
        if not 0.0 < level < 1.0:
            raise ValueError(f"level must be between 0 and 1, not {level}")
        reach = NormalDist().inv_cdf(0.5 + level / 2) * self.standard_errors
        return np.minimum(self.centre - reach, self.strengths), np.maximum(self.centre + reach, self.strengths)

    @cached_property
    def _uncertainty(self) -> "Uncertainty":
        return self._find_uncertainty(with_covariance=False)

    def _find_uncertainty(self, with_covariance: bool) -> "Uncertainty":
        from curation.ranking.intervals import uncertainty

        return uncertainty(
            self._pairs, self.strengths, self.prior_variance, self.empirical_bayes, with_covariance=with_covariance
        )


def bradley_terry(
    tally: Tally,
    *,
    prior_variance: float | None = None,
    start: ArrayLike | None = None,
    tolerance: float = 1e-10,
    max_iterations: int = 100,
) -> BradleyTerryFit:
    """Estimate strengths t where P(i beats j) = sigmoid(t_i - t_j).

    Maximises sum over pairs of W_ij log sigmoid(t_i - t_j) + W_ji log sigmoid(t_j - t_i)  -  t't / (2 s2),
    with W the wins and s2 the prior variance: independent N(0, s2) strengths. A tie is half a win each way.
    Newton's method; each step is a sparse system solved by conjugate gradients, so that the cost grows with the number
    of distinct pairs.

    Args:
        tally: the judgments.
        prior_variance: s2 in log-odds squared. None: estimated from the judgments (empirical Bayes, see
            `_prior.estimate_prior_variance`). inf: no prior, plain maximum likelihood.
        start: (N,) strengths to start from, such as those of the last fit; only the speed depends on it.
        tolerance: largest error of a strength that is accepted, in log-odds, relative to 1 + the largest strength.
        max_iterations: most Newton steps; when they do not suffice the result says `converged=False`.

    Returns:
        the strengths (natural log-odds, sum zero) with the settings used; intervals on first access.

    Decided: one item has strength 0 and no uncertainty, being its own mean. Without judgments, or for an item never
    compared, a prior gives strength 0 and the interval of the prior. Items that only win get a finite strength from
    the prior. All ties: all strengths 0. A graph in pieces: the prior puts the mean of every piece at 0.

    Raises:
        NoMaximumLikelihood: prior_variance is inf and the strengths are not bounded by the judgments (Ford 1957).
        ValueError: a prior variance that is not above 0, a start of the wrong length or not finite.

    Example:
        >>> tally = Tally.from_arrays([0, 0, 1, 1], [1, 1, 0, 0], [1.0, 1.0, 1.0, 0.0], n_items=2)
        >>> bradley_terry(tally, prior_variance=float("inf")).strengths.round(4)  # 3 of 4: log(3) / 2 each
        array([ 0.5493, -0.5493])

    Source: R. A. Bradley, M. E. Terry, Biometrika 39 (1952) 324-345, doi:10.2307/2334029. Existence: L. R. Ford,
    American Mathematical Monthly 64 (1957) 28-33, doi:10.2307/2308513.
    """
    if not tolerance > 0.0:
        raise ValueError(f"tolerance must be above 0, not {tolerance}")
    if max_iterations < 1:
        raise ValueError(f"max_iterations must be at least 1, not {max_iterations}")
    if prior_variance is not None and not prior_variance > 0.0:
        raise ValueError(f"prior_variance must be above 0 (inf for none, None to estimate it), not {prior_variance}")
    pairs = Pairs.of(tally)
    strengths = pairs.start() if start is None else _checked_start(start, tally.n_items)
    if prior_variance is None:
        from curation.ranking._prior import estimate_prior_variance

        variance, strengths = estimate_prior_variance(pairs, strengths)
    else:
        variance = float(prior_variance)
        if np.isinf(variance):
            check_ranked_pieces(pairs)
    iterations, converged = pairs.maximise(strengths, variance, tolerance, max_iterations)
    strengths -= strengths.mean()
    return BradleyTerryFit(strengths, variance, prior_variance is None, iterations, converged, tolerance, pairs)


def _checked_start(start: ArrayLike, n_items: int) -> Floats:
    strengths = np.array(start, np.float64)
    if strengths.shape != (n_items,):
        raise ValueError(f"start must have {n_items} strengths, not shape {strengths.shape}")
    if not np.isfinite(strengths).all():
        raise ValueError("start must be finite")
    return np.asarray(strengths - strengths.mean())
