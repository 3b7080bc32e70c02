"""Davidson's model: how often two equal candidates are called a tie."""

from dataclasses import dataclass, field
from math import exp, log
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from curation.ranking._bradley_terry import bradley_terry
from curation.ranking._pairs import Pairs, check_ranked_pieces
from curation.ranking.tally import Tally

Floats = NDArray[np.float64]

MAX_STEP = 2.0
LARGEST_LOG = 30.0


@dataclass(frozen=True, eq=False)
class DavidsonFit:
    """Strengths with a probability for ties.

    Attributes:
        strengths: (N,) natural log-odds of winning when it is not a tie, sum zero.
        tie_parameter: nu of the model, 0 or more.
        tie_rate: probability of a tie between two equal items, nu / (2 + nu); ties get rarer as items differ.
        prior_variance: variance of the prior of the strengths that was used, inf for none.
        iterations, converged: of Newton's method.
    """

    strengths: Floats
    tie_parameter: float
    tie_rate: float
    prior_variance: float
    iterations: int
    converged: bool
    _log_error: float = field(repr=False)

    def tie_rate_interval(self, level: float = 0.95) -> tuple[float, float]:
        """(low, high) of the tie rate, normal in log nu."""
        if not 0.0 < level < 1.0:
            raise ValueError(f"level must be between 0 and 1, not {level}")
        reach = NormalDist().inv_cdf(0.5 + level / 2) * self._log_error
        return _rate(log(self.tie_parameter) - reach), _rate(log(self.tie_parameter) + reach)

    def probabilities(self, item: int, other: int) -> tuple[float, float, float]:
        """(`item` wins, tie, `other` wins)."""
        half = exp(0.5 * float(self.strengths[item] - self.strengths[other]))
        total = half + 1.0 / half + self.tie_parameter
        return half / total, self.tie_parameter / total, 1.0 / half / total


def davidson(
    tally: Tally, *, prior_variance: float | None = None, tolerance: float = 1e-10, max_iterations: int = 100
) -> DavidsonFit:
    """Estimate strengths t and nu where, with d = t_i - t_j and Z = e^(d/2) + e^(-d/2) + nu,
    P(i wins) = e^(d/2) / Z, P(tie) = nu / Z, P(j wins) = e^(-d/2) / Z.

    Maximises the likelihood less t't / (2 s2), with one more judgment between two equal items that is half a tie (so
    that the rate stays inside 0 and 1 when there are only ties or none). The order is practically that of
    `bradley_terry` with half wins; use this for the tie rate.

    Args:
        tally: the judgments; their ties count as ties here.
        prior_variance: s2 in log-odds squared; None takes the estimate of `bradley_terry`; inf is none.
        tolerance: largest step at which Newton's method stops, log-odds.
        max_iterations: most steps; when they do not suffice the result says `converged=False`.

    Decided: without judgments the rate is 1/2, and its interval nearly everything.

    Raises:
        NoMaximumLikelihood: as `bradley_terry`.

    Example:
        >>> tally = Tally.from_pairs([0], [1], [400], [400], [200], 2)
        >>> round(davidson(tally).tie_rate, 2)
        0.2

    Source: R. R. Davidson, JASA 65 (1970) 317-328, doi:10.1080/01621459.1970.10481082.
    """
    start = bradley_terry(tally, prior_variance=prior_variance, tolerance=1e-6)
    pairs, variance = Pairs.of(tally), start.prior_variance
    if np.isinf(variance):
        check_ranked_pieces(pairs)
    strengths = start.strengths.copy()
    log_nu = log((float(pairs.ties.sum()) + 0.5) / (float((pairs.count - pairs.ties).sum()) + 0.5) * 2.0)
    iterations, converged, information = 0, False, 1.0
    while not converged and iterations < max_iterations:
        iterations += 1
        step, log_step, information = _newton_step(pairs, strengths, log_nu, variance)
        shrink = min(1.0, MAX_STEP / max(float(np.abs(step).max(initial=0.0)), abs(log_step), 1e-300))
        strengths += shrink * step
        log_nu = min(max(log_nu + shrink * log_step, -LARGEST_LOG), LARGEST_LOG)
        converged = bool(np.abs(step).max(initial=0.0) < tolerance and abs(log_step) < tolerance)
    strengths -= strengths.mean()
    return DavidsonFit(
        strengths, exp(log_nu), _rate(log_nu), variance, iterations, converged, float(1.0 / np.sqrt(information))
    )


def _rate(log_nu: float) -> float:
    return 1.0 / (1.0 + 2.0 * exp(-log_nu))


def _newton_step(pairs: Pairs, strengths: Floats, log_nu: float, variance: float) -> tuple[Floats, float, float]:
    """(step of the strengths, step of log nu, information about log nu once the strengths are accounted for).

    The two are solved together by the Schur complement of log nu: two sparse systems in the strengths.
    """
    half = 0.5 * (strengths[pairs.first] - strengths[pairs.second])
    nu = exp(log_nu)
    total = 2.0 * np.cosh(half) + nu
    surplus, tie = np.sinh(half) / total, nu / total
    expected = 0.5 + surplus
    score = pairs.wins - pairs.count * expected
    gradient = pairs.net(score) - strengths / variance
    weight = pairs.count * (0.5 * np.cosh(half) / total - surplus**2)
    equal = _rate(log_nu)
    log_gradient = float(np.sum(pairs.ties - pairs.count * tie)) + 0.5 - equal
    log_curvature = float(np.sum(pairs.count * tie * (1.0 - tie))) + equal * (1.0 - equal)
    cross = pairs.net(-pairs.count * surplus * tie)
    diagonal = np.maximum(pairs.total(weight) + 1.0 / variance, 1e-300)
    along_gradient = pairs.solve(weight, diagonal, variance, gradient, 1e-10)
    along_cross = pairs.solve(weight, diagonal, variance, cross, 1e-10)
    information = log_curvature - float(cross @ along_cross)
    log_step = (log_gradient - float(cross @ along_gradient)) / information
    return along_gradient - log_step * along_cross, log_step, information
