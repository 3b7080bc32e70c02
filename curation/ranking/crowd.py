"""Strengths and each judge's reliability together: Crowd-BT."""

from dataclasses import dataclass, field
from functools import cached_property
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from curation.ranking._bradley_terry import bradley_terry
from curation.ranking._judgments import check_lengths, checked_judgments, whole_numbers
from curation.ranking.tally import Tally

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Log-prior 9 log q + log(1 - q): a judge is taken to be right about nine times in ten until shown otherwise.
PRIOR_RIGHT, PRIOR_WRONG = 9.0, 1.0


@dataclass(frozen=True, eq=False)
class CrowdFit:
    """Strengths and reliabilities.

    Attributes:
        strengths: (N,) natural log-odds of a perfectly reliable judge, sum zero.
        reliability: (J,) probability that a judge answers as the strengths would have it: 1 always, 1/2 clicks at
            random, 0 always the opposite. A judge without judgments keeps the prior's .9.
        judged: (J,) judgments of each judge.
        prior_variance: variance of the prior of each strength.
        iterations, converged: of the optimiser.
    """

    strengths: Floats
    reliability: Floats
    judged: Ints
    prior_variance: float
    iterations: int
    converged: bool
    _counts: "_Counts" = field(repr=False)

    def reliability_interval(self, level: float = 0.95) -> tuple[Floats, Floats]:
        """(low, high), each (J,): normal in log(q / (1 - q)), the uncertainty of the strengths included."""
        if not 0.0 < level < 1.0:
            raise ValueError(f"level must be between 0 and 1, not {level}")
        reach = NormalDist().inv_cdf(0.5 + level / 2) * self._log_odds_errors
        middle = np.log(self.reliability) - np.log1p(-self.reliability)
        return _sigmoid(middle - reach), _sigmoid(middle + reach)

    def clicks_at_random(self, level: float = 0.95) -> NDArray[np.bool_]:
        """(J,) judges whose whole interval lies below 3/4, half way between a good judge and a coin."""
        return self.reliability_interval(level)[1] < 0.75

    @cached_property
    def _log_odds_errors(self) -> Floats:
        return self._counts.log_odds_errors(self.strengths, self.reliability, self.prior_variance)


def crowd_bradley_terry(
    judge: ArrayLike,
    left: ArrayLike,
    right: ArrayLike,
    outcome: ArrayLike,
    *,
    n_items: int,
    n_judges: int | None = None,
    prior_variance: float = 4.0,
    max_iterations: int = 1000,
) -> CrowdFit:
    """Estimate strengths t and reliabilities q where judge k prefers i to j with probability
    q_k sigmoid(t_i - t_j) + (1 - q_k) sigmoid(t_j - t_i).

    Maximises the log-likelihood (a tie counts half each way) + sum_k 9 log q_k + log(1 - q_k) - t't / (2 s2), jointly,
    by L-BFGS over t and log(q / (1 - q)), from the fit that trusts everybody. With most judges reliable the sign of the
    strengths is settled; if most were inverted, the model would take them for right.

    Args:
        judge: (M,) integer judges from 0.
        left, right: (M,) integer items 0..n_items-1.
        outcome: (M,) share won by the left: 1, 0.5 (tie), 0.
        n_items: number of items.
        n_judges: number of judges; None: the largest in `judge` plus 1.
        prior_variance: s2 of the strengths, log-odds squared, finite.
        max_iterations: of L-BFGS.

    Returns:
        strengths, and reliabilities with their interval on access (from the expected information). Intervals of the
        strengths are not given: where half of the evidence is a judge's mood, those at the mode are too narrow.

    Decided: without judgments strengths are 0 and reliabilities .9.

    Raises:
        ValueError: as `Tally.from_arrays`; judges out of range; a prior variance that is not finite and above 0.

    Example:
        >>> judge, left, right = [0] * 20 + [1] * 20 + [2] * 20, [0] * 60, [1] * 60
        >>> fit = crowd_bradley_terry(judge, left, right, [1.0] * 40 + [1.0, 0.0] * 10, n_items=2)
        >>> fit.reliability.round(1)
        array([1. , 1. , 0.6])

    Source: X. Chen, P. N. Bennett, K. Collins-Thompson, E. Horvitz, WSDM 2013, 193-202, doi:10.1145/2433396.2433420.
    """
    from scipy.optimize import minimize

    if not (0.0 < prior_variance < np.inf):
        raise ValueError(f"prior_variance must be finite and above 0, not {prior_variance}")
    items, opponents, outcomes = checked_judgments(left, right, outcome, n_items)
    judges = whole_numbers(judge, "judge")
    check_lengths(judge=judges, left=items)
    n_found = int(judges.max(initial=-1)) + 1
    total_judges = n_found if n_judges is None else int(n_judges)
    if judges.size and (judges.min() < 0 or n_found > total_judges):
        raise ValueError(f"judges are numbered 0 to {total_judges - 1}, not {judges.min()} to {judges.max()}")
    counts = _Counts.of(judges, items, opponents, outcomes, int(n_items), total_judges)
    tally = Tally.from_arrays(items, opponents, outcomes, n_items)
    start = bradley_terry(tally, prior_variance=prior_variance, tolerance=1e-6).strengths
    log_odds = np.full(total_judges, np.log(PRIOR_RIGHT / PRIOR_WRONG))
    found: Any = minimize(
        counts.loss,
        np.concatenate([start, log_odds]),
        args=(prior_variance,),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": max_iterations, "maxfun": 2 * max_iterations, "ftol": 1e-14, "gtol": 1e-7, "maxcor": 20},
    )
    strengths, reliability = found.x[: counts.n_items], _sigmoid(found.x[counts.n_items :])
    return CrowdFit(
        strengths - strengths.mean(),
        reliability,
        np.bincount(judges, minlength=total_judges),
        float(prior_variance),
        int(found.nit),
        bool(found.success),
        counts,
    )


@dataclass(frozen=True, eq=False)
class _Counts:
    """Judgments added up by judge and pair: `won` and `lost` are of `first`, half a tie in each."""

    judge: Ints
    first: Ints
    second: Ints
    won: Floats
    lost: Floats
    n_items: int
    n_judges: int

    @classmethod
    def of(cls, judge: Ints, left: Ints, right: Ints, outcome: Floats, n_items: int, n_judges: int) -> "_Counts":
        swapped = left > right
        first, second = np.where(swapped, right, left), np.where(swapped, left, right)
        share = np.where(swapped, 1.0 - outcome, outcome)
        order = np.lexsort((second, first, judge))
        judge, first, second, share = judge[order], first[order], second[order], share[order]
        if not judge.size:
            return cls(judge, first, second, share, share, n_items, n_judges)
        new = (judge[1:] != judge[:-1]) | (first[1:] != first[:-1]) | (second[1:] != second[:-1])
        begins = np.flatnonzero(np.concatenate([[True], new]))
        won, lost = np.add.reduceat(share, begins), np.add.reduceat(1.0 - share, begins)
        return cls(judge[begins], first[begins], second[begins], won, lost, n_items, n_judges)

    def loss(self, parameters: Floats, prior_variance: float) -> tuple[float, Floats]:
        """Minus the log-posterior, and its gradient, at (strengths, log(q / (1 - q)))."""
        strengths, log_odds = parameters[: self.n_items], parameters[self.n_items :]
        p = _sigmoid(strengths[self.first] - strengths[self.second])
        q = _sigmoid(log_odds)
        r = q[self.judge]
        win = r * p + (1.0 - r) * (1.0 - p)
        lose = r * (1.0 - p) + (1.0 - r) * p
        win, lose = np.maximum(win, 1e-300), np.maximum(lose, 1e-300)
        score = self.won / win - self.lost / lose
        pull = score * (2.0 * r - 1.0) * p * (1.0 - p)
        by_item = np.bincount(self.first, pull, self.n_items) - np.bincount(self.second, pull, self.n_items)
        trust = np.bincount(self.judge, score * (2.0 * p - 1.0), self.n_judges) * q * (1.0 - q)
        value = float(self.won @ np.log(win) + self.lost @ np.log(lose))
        value -= float(strengths @ strengths) / (2.0 * prior_variance)
        value -= float(np.sum(PRIOR_RIGHT * np.logaddexp(0.0, -log_odds) + PRIOR_WRONG * np.logaddexp(0.0, log_odds)))
        gradient = np.concatenate(
            [by_item - strengths / prior_variance, trust + PRIOR_RIGHT * (1.0 - q) - PRIOR_WRONG * q]
        )
        return -value, -gradient

    def log_odds_errors(self, strengths: Floats, reliability: Floats, prior_variance: float) -> Floats:
        """(J,) standard errors of log(q / (1 - q)), from the expected information about items and judges together."""
        p = _sigmoid(strengths[self.first] - strengths[self.second])
        r = reliability[self.judge]
        win = r * p + (1.0 - r) * (1.0 - p)
        by_difference = (2.0 * r - 1.0) * p * (1.0 - p)
        by_log_odds = (2.0 * p - 1.0) * r * (1.0 - r)
        sure = (self.won + self.lost) / (win * (1.0 - win))
        n_items, size = self.n_items, self.n_items + self.n_judges
        information = np.zeros((size, size))
        place = n_items + self.judge
        for row, row_part in ((self.first, by_difference), (self.second, -by_difference), (place, by_log_odds)):
            for column, part in ((self.first, by_difference), (self.second, -by_difference), (place, by_log_odds)):
                np.add.at(information, (row, column), sure * row_part * part)
        prior = np.full(size, 1.0 / prior_variance)
        prior[n_items:] = (PRIOR_RIGHT + PRIOR_WRONG) * reliability * (1.0 - reliability)
        information[np.diag_indices(size)] += prior
        return np.asarray(np.sqrt(np.diag(np.linalg.inv(information))[n_items:]))


def _sigmoid(x: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(x, -700.0, 700.0))))
