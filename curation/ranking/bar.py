"""The bar: the strength from which a candidate is worth publishing, as one more item of the same model."""

from dataclasses import dataclass, field
from math import exp, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from curation.ranking._davidson import davidson
from curation.ranking._judgments import check_lengths, real_numbers
from curation.ranking._pairs import Pairs
from curation.ranking._prior import LOG_SPREAD
from curation.ranking.tally import Tally

Floats = NDArray[np.float64]

BAR_VARIANCE = 9.0
SHARPNESS_SPREAD = 0.5
DENSE_ITEMS = 1500
MAX_STEP = 3.0


@dataclass(frozen=True, eq=False)
class BarFit:
    """Where the bar is, and who clears it.

    Attributes:
        strength: of the bar, natural log-odds on the scale of `strengths`.
        standard_error: of the bar relative to the mean of the items.
        strengths: (N,) of the items with what the absolute answers say about them, sum zero.
        clears: (N,) probability that the item is at least as strong as the bar.
        sharpness: of keep and reject against answers to pairs: 1 is as sharp, 1/2 half as sharp (log-odds divided by 2).
        links: number of absolute answers used; with 0, bar and probabilities are the prior's.
        prior_variance: of the items' strengths. iterations, converged: of Newton's method.
    """

    strength: float
    standard_error: float
    strengths: Floats
    clears: Floats
    sharpness: float
    links: float
    prior_variance: float
    iterations: int
    converged: bool

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """(low, high) of the bar relative to the mean of the items."""
        if not 0.0 < level < 1.0:
            raise ValueError(f"level must be between 0 and 1, not {level}")
        reach = NormalDist().inv_cdf(0.5 + level / 2) * self.standard_error
        return self.strength - reach, self.strength + reach


def fit_bar(
    tally: Tally,
    *,
    both_good: ArrayLike | None = None,
    both_bad: ArrayLike | None = None,
    mixed: ArrayLike | None = None,
    kept: ArrayLike | None = None,
    rejected: ArrayLike | None = None,
    prior_variance: float | None = None,
    tolerance: float = 1e-8,
    max_iterations: int = 100,
) -> BarFit:
    """Estimate the bar b with the strengths t, from how often each item was found good or bad in absolute terms.

    P(i is called good) = sigmoid(t_i - b) when a pair is answered "both good" or "both bad"; a plain tie counts half
    each way; P(i is kept) = sigmoid(s (t_i - b)) in the first pass, with its own sharpness s. Maximises the likelihood
    of these and of the pairs (`bradley_terry`), less t't / (2 s2) + b^2 / 18 + (log s)^2 / (2 * .5^2).

    Args:
        tally: the judgments of pairs, ties of every kind as half wins.
        both_good, both_bad, mixed: (N,) number of "both good", "both bad" and plain ties each item took part in.
        kept, rejected: (N,) decisions of the first pass on each item.
        prior_variance: s2; None takes the estimate of `bradley_terry` from the pairs alone, since answers about the bar
            are not given at random and would distort it.
        tolerance, max_iterations: of Newton's method, log-odds.

    Returns:
        bar, items and probabilities.

    How far to trust it: the judge may not follow the model. Where good and bad are called for the PAIR (both good when
    the mean of the two is above the bar), the bar comes out .8 to 1.3 log-odds too low. Where the judge does follow it,
    a nominal .90 interval covered .82 to .91 from ties, and .76 to .84 from one keep or reject per item. Show it as an
    estimate.

    Decided: without absolute answers the bar is at the mean of the items with a standard error of 3. A plain tie alone
    says that both are near the bar.

    Raises:
        ValueError: counts of the wrong length, negative or not finite; a prior variance that is not finite, above 0.

    Example:
        >>> tally = Tally.from_pairs([0], [1], [6], [2], [4], 2)
        >>> fit = fit_bar(tally, both_good=[4, 4], both_bad=[0, 0])
        >>> bool(fit.strength < fit.strengths[1]), fit.links
        (True, 8.0)

    Source: our own; measured by tests of its coverage.
    """
    good, bad, tied, keep, reject = (
        _counted(counts, name, tally.n_items)
        for counts, name in (
            (both_good, "both_good"),
            (both_bad, "both_bad"),
            (mixed, "mixed"),
            (kept, "kept"),
            (rejected, "rejected"),
        )
    )
    if prior_variance is not None and not 0.0 < prior_variance < np.inf:
        raise ValueError(f"prior_variance must be finite and above 0, not {prior_variance}")
    start = davidson(tally, prior_variance=prior_variance, tolerance=1e-6)
    nu = start.tie_parameter if tally.ties.any() else 0.0
    model = _Model.of(tally, nu, good + 0.5 * tied, bad + 0.5 * tied, keep, reject, start.prior_variance)
    strengths, log_sharpness = np.append(start.strengths, 0.0), 0.0
    iterations, converged = 0, False
    while not converged and iterations < max_iterations:
        iterations += 1
        step = model.step(strengths, log_sharpness)
        farthest = float(np.abs(step).max())
        strengths += step * min(1.0, MAX_STEP / max(farthest, 1e-300))
        sharper = model.sharpness_step(strengths, log_sharpness)
        log_sharpness += sharper
        converged = max(farthest, abs(sharper)) < tolerance
    centre, bar_error, item_errors = model.posterior(strengths, log_sharpness, prior_variance is None)
    clears = np.array([NormalDist().cdf(z) for z in (centre[:-1] - centre[-1]) / item_errors])
    middle = float(centre[:-1].mean())
    links = float(good.sum() + bad.sum() + tied.sum() + keep.sum() + reject.sum())
    return BarFit(
        float(centre[-1]) - middle,
        bar_error,
        centre[:-1] - middle,
        clears,
        exp(log_sharpness),
        links,
        start.prior_variance,
        iterations,
        converged,
    )


def _counted(counts: ArrayLike | None, name: str, n_items: int) -> Floats:
    if counts is None:
        return np.zeros(n_items)
    found = real_numbers(counts, name)
    check_lengths(**{name: found, "items": np.empty(n_items)})
    if found.size and not (np.isfinite(found).all() and found.min() >= 0.0):
        raise ValueError(f"{name} must be finite counts of at least 0")
    return found


@dataclass(frozen=True, eq=False)
class _Model:
    """The pairs with the bar as item N; every item is linked to it (by a count of zero where nothing was said)."""

    pairs: Pairs
    tie_parameter: float
    bar_links: NDArray[np.int64] = field(repr=False)
    good: Floats
    bad: Floats
    keep: Floats
    reject: Floats
    variance: Floats

    @classmethod
    def of(
        cls, tally: Tally, nu: float, good: Floats, bad: Floats, keep: Floats, reject: Floats, variance: float
    ) -> "_Model":
        bar = tally.n_items
        items = np.arange(bar)
        links = Tally.from_pairs(
            np.concatenate([tally.first, items]),
            np.concatenate([tally.second, np.full(bar, bar)]),
            np.concatenate([tally.wins, np.ones(bar)]),
            np.concatenate([tally.count - tally.wins, np.ones(bar)]),
            np.zeros(tally.n_pairs + bar),
            bar + 1,
        )
        pairs = Pairs.of(links)
        bar_links = np.flatnonzero(pairs.second == bar)
        return cls(pairs, nu, bar_links, good, bad, keep, reject, np.append(np.full(bar, variance), BAR_VARIANCE))

    def step(self, strengths: Floats, log_sharpness: float) -> Floats:
        """Newton's step of items and bar, the sharpness held."""
        pairs, sharpness = self.pairs, exp(log_sharpness)
        half, total = self._half_and_total(strengths)
        surprise = np.asarray(pairs.wins - pairs.count * (0.5 + np.sinh(half) / total))
        margin = strengths[:-1] - strengths[-1]
        p, kept = _sigmoid(margin), _sigmoid(sharpness * margin)
        absolute = self.good - (self.good + self.bad) * p
        surprise[self.bar_links] = absolute + sharpness * (self.keep - (self.keep + self.reject) * kept)
        gradient = pairs.net(surprise) - strengths / self.variance
        weight = self.weights(strengths, log_sharpness)
        return pairs.solve(weight, self._diagonal(weight), self.variance, gradient, 1e-10)

    def weights(self, strengths: Floats, log_sharpness: float) -> Floats:
        """(P,) curvature of each link."""
        half, total = self._half_and_total(strengths)
        weight = np.asarray(self.pairs.count * (0.5 * np.cosh(half) / total - (np.sinh(half) / total) ** 2))
        sharpness, margin = exp(log_sharpness), strengths[:-1] - strengths[-1]
        p, kept = _sigmoid(margin), _sigmoid(sharpness * margin)
        decisions = sharpness**2 * (self.keep + self.reject) * kept * (1.0 - kept)
        weight[self.bar_links] = (self.good + self.bad) * p * (1.0 - p) + decisions
        return weight

    def _half_and_total(self, strengths: Floats) -> tuple[Floats, Floats]:
        """(P,) half the difference of each pair and the sum of Davidson's three terms."""
        half = 0.5 * np.clip(strengths[self.pairs.first] - strengths[self.pairs.second], -600.0, 600.0)
        return np.asarray(half), np.asarray(2.0 * np.cosh(half) + self.tie_parameter)

    def sharpness_step(self, strengths: Floats, log_sharpness: float) -> float:
        """Newton's step of the log sharpness, at most 1 either way."""
        scaled = exp(log_sharpness) * (strengths[:-1] - strengths[-1])
        kept = _sigmoid(scaled)
        slope = float(np.sum((self.keep - (self.keep + self.reject) * kept) * scaled))
        curvature = float(np.sum((self.keep + self.reject) * kept * (1.0 - kept) * scaled**2))
        slope -= log_sharpness / SHARPNESS_SPREAD**2
        return min(max(slope / (curvature + 1.0 / SHARPNESS_SPREAD**2), -1.0), 1.0)

    def posterior(self, strengths: Floats, log_sharpness: float, estimated: bool) -> tuple[Floats, float, Floats]:
        """(N + 1,) mean of the posterior, standard errors of the bar relative to the mean item and (N,) of items to it.

        The mean lies off the mode by 1/2 S sum_links x (-dw/dd) var(d): on the flatter side. An estimated s2 adds its own
        uncertainty as in `intervals`. Above `DENSE_ITEMS` items S is taken as diagonal but for the bar, and the mode kept.
        """
        pairs, weight = self.pairs, self.weights(strengths, log_sharpness)
        n_items = pairs.n_items - 1
        to_mean = np.append(np.full(n_items, -1.0 / n_items), 1.0)
        diagonal = self._diagonal(weight)
        if n_items > DENSE_ITEMS:
            unit = np.append(np.zeros(n_items), 1.0)
            to_bar = pairs.solve(weight, diagonal, self.variance, unit, 1e-8)
            alone = np.append(1.0 / diagonal[:-1], to_bar[-1])
            variance = float(to_mean @ pairs.solve(weight, diagonal, self.variance, to_mean, 1e-8))
            return strengths, sqrt(variance), np.sqrt(alone[:-1] + alone[-1] - 2.0 * to_bar[:-1])
        spread = np.asarray(np.linalg.inv(pairs.laplacian(weight) + np.diag(1.0 / self.variance)), np.float64)
        own: Floats = np.diag(spread)
        to_bar = spread[:, -1]
        between = own[pairs.first] + own[pairs.second] - 2.0 * spread[pairs.first, pairs.second]
        push = -0.5 * between * self._bends(strengths, log_sharpness)
        centre = strengths + spread @ pairs.net(push)
        bar_variance = float(to_mean @ spread @ to_mean)
        item_variance = np.asarray(own[:-1] + own[-1] - 2.0 * to_bar[:-1], np.float64)
        for change, information in self._uncertain_settings(strengths, log_sharpness, spread, estimated):
            bar_variance += float(to_mean @ change) ** 2 / information
            item_variance += (change[:-1] - change[-1]) ** 2 / information
        return centre, sqrt(bar_variance), np.sqrt(item_variance)

    def _uncertain_settings(
        self, strengths: Floats, log_sharpness: float, spread: Floats, estimated: bool
    ) -> list[tuple[Floats, float]]:
        """For the log sharpness, and log s2 if estimated: (change of the mode with it, information about it)."""
        scaled = exp(log_sharpness) * (strengths[:-1] - strengths[-1])
        asked, kept = self.keep + self.reject, _sigmoid(scaled)
        slope = exp(log_sharpness) * (self.keep - asked * kept - asked * kept * (1.0 - kept) * scaled)
        change = spread @ np.append(slope, -slope.sum())
        curvature = float(np.sum(asked * kept * (1.0 - kept) * scaled**2)) + 1.0 / SHARPNESS_SPREAD**2
        settings = [
            (change, max(curvature - float(np.append(slope, -slope.sum()) @ change), 1.0 / SHARPNESS_SPREAD**2))
        ]
        if estimated:
            pull = np.append(strengths[:-1] / self.variance[:-1], 0.0)
            known = np.eye(strengths.size - 1) - spread[:-1, :-1] / self.variance[0]
            settings.append((spread @ pull, 0.5 * float(np.sum(known**2)) + 1.0 / LOG_SPREAD**2))
        return settings

    def _bends(self, strengths: Floats, log_sharpness: float) -> Floats:
        """(P,) derivative of each link's curvature along its difference."""
        half, total = self._half_and_total(strengths)
        sinh, cosh = np.sinh(half) / total, np.cosh(half) / total
        bend = np.asarray(self.pairs.count * (0.25 * sinh - 1.5 * sinh * cosh + 2.0 * sinh**3))
        sharpness, margin = exp(log_sharpness), strengths[:-1] - strengths[-1]
        p, kept = _sigmoid(margin), _sigmoid(sharpness * margin)
        decisions = sharpness**3 * (self.keep + self.reject) * kept * (1.0 - kept) * (1.0 - 2.0 * kept)
        bend[self.bar_links] = (self.good + self.bad) * p * (1.0 - p) * (1.0 - 2.0 * p) + decisions
        return bend

    def _diagonal(self, weight: Floats) -> Floats:
        return np.asarray(self.pairs.total(weight) + 1.0 / self.variance)


def _sigmoid(x: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(x, -700.0, 700.0))))
