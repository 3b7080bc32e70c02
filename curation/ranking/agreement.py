"""Do judges agree with each other, with themselves, and do they look at both sides?"""

from dataclasses import dataclass
from math import exp, nan, sqrt
from statistics import NormalDist
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from curation.ranking._judgments import check_lengths, checked_judgments, whole_numbers

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Rate:
    """A share of n, with its interval; nan when n is 0."""

    value: float
    low: float
    high: float
    n: float
    level: float


@dataclass(frozen=True)
class Alpha:
    """Krippendorff's alpha with its interval.

    Attributes:
        value: 1 is perfect agreement, 0 what chance gives, below 0 systematic disagreement; nan without shared units.
        low, high: the interval; nan when it is unknown.
        n_units: units with at least two ratings; the others say nothing and are left out.
        n_ratings: ratings of those units.
        distance, level: as asked.
    """

    value: float
    low: float
    high: float
    n_units: int
    n_ratings: int
    distance: str
    level: float


@dataclass(frozen=True, eq=False)
class PairwiseKappa:
    """Cohen's kappa of every two judges.

    Attributes:
        kappa: (J, J), 1 on the diagonal, nan where two judges share no unit.
        shared: (J, J) number of units both judged.
        mean: of all pairs of judges, weighted by the units they share; nan without any.
    """

    kappa: Floats
    shared: Ints
    mean: float


@dataclass(frozen=True, eq=False)
class SelfConsistency:
    """How often a pair shown again to the same judge got the same answer.

    Attributes:
        overall: of all judges together.
        repeats: (J,) repeated answers of each judge.
        consistent: (J,) those that were as before.
    """

    overall: Rate
    repeats: Ints
    consistent: Ints


def wilson_rate(successes: float, n: float, level: float = 0.95) -> Rate:
    """A share with Wilson's interval, which behaves at 0, at 1 and for few.

    (c + z^2 / 2 -/+ z sqrt(c (n - c) / n + z^2 / 4)) / (n + z^2), with c successes of n and z the normal quantile.

    Raises:
        ValueError: counts that are not 0 <= successes <= n, a level not between 0 and 1.

    Example:
        >>> rate = wilson_rate(0, 10)
        >>> round(rate.low, 3), round(rate.high, 3)
        (0.0, 0.278)

    Source: E. B. Wilson, JASA 22 (1927) 209-212, doi:10.1080/01621459.1927.10502953.
    """
    z = _quantile(level)
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} successes of {n} make no share")
    if n == 0:
        return Rate(nan, 0.0, 1.0, 0, level)
    middle = (successes + z * z / 2) / (n + z * z)
    reach = z * sqrt(successes * (n - successes) / n + z * z / 4) / (n + z * z)
    return Rate(successes / n, max(middle - reach, 0.0), min(middle + reach, 1.0), n, level)


def left_rate(outcome: ArrayLike, level: float = 0.95) -> Rate:
    """Share of decided judgments won by the left side; far from 1/2, sides are favoured whatever they show.

    Args:
        outcome: (M,) 1 left, 0 right; 0.5 (ties) are left out.
        level: of the interval.

    Example:
        >>> left_rate([1.0, 1.0, 0.0, 0.5]).n
        3
    """
    outcomes = np.asarray(outcome, np.float64)
    if outcomes.size and not (np.min(outcomes) >= 0.0 and np.max(outcomes) <= 1.0):
        raise ValueError("outcomes must be between 0 and 1")
    return wilson_rate(int(np.sum(outcomes > 0.5)), int(np.sum(outcomes != 0.5)), level)


def self_consistency(
    judge: ArrayLike, left: ArrayLike, right: ArrayLike, outcome: ArrayLike, *, n_items: int, level: float = 0.95
) -> SelfConsistency:
    """Compare each answer of a judge with that judge's previous answer on the same pair, whichever side it was on.

    Args:
        judge: (M,) integer judges from 0.
        left, right, outcome: (M,) judgments in the order given; n_items as `Tally`.
        level: of the interval (Wilson).

    Returns:
        the share of repeated answers with the same winner (or both ties). By chance it would be about 1/2.

    Example:
        >>> found = self_consistency([0, 0, 0], [1, 2, 1], [2, 1, 2], [1.0, 0.0, 0.0], n_items=3)
        >>> found.overall.value, found.repeats, found.consistent
        (0.5, array([2]), array([1]))
    """
    items, opponents, outcomes = checked_judgments(left, right, outcome, n_items)
    judges = _from_zero(judge, "judge")
    check_lengths(judge=judges, left=items)
    swapped = items > opponents
    low, high = np.where(swapped, opponents, items), np.where(swapped, items, opponents)
    answer = np.sign(np.where(swapped, 0.5 - outcomes, outcomes - 0.5))
    order = np.lexsort((np.arange(judges.size), high, low, judges))
    rows = np.stack([judges[order], low[order], high[order]])
    again = np.all(rows[:, 1:] == rows[:, :-1], axis=0)
    same = answer[order][1:] == answer[order][:-1]
    n_judges = int(judges.max()) + 1 if judges.size else 0
    repeats = np.bincount(rows[0, 1:][again], minlength=n_judges)
    consistent = np.bincount(rows[0, 1:][again & same], minlength=n_judges)
    return SelfConsistency(wilson_rate(int(consistent.sum()), int(repeats.sum()), level), repeats, consistent)


def pairwise_kappa(judge: ArrayLike, unit: ArrayLike, value: ArrayLike) -> PairwiseKappa:
    """Agreement of every two judges beyond chance, on the units both judged: (observed - expected) / (1 - expected).

    Expected agreement is from the two judges' own shares of each value, on those shared units.

    Args:
        judge: (M,) integer judges from 0.
        unit: (M,) integer units from 0: what was judged, such as a pair of items with a fixed order.
        value: (M,) answers of any kind, compared for equality. A judge's last answer on a unit counts.

    Returns:
        one row and column per judge. Two judges who both always gave the same one value agree perfectly: 1.

    Example:
        >>> pairwise_kappa([0, 0, 0, 0, 1, 1, 1, 1], [0, 1, 2, 3] * 2, list("aabbaabb")).mean
        1.0

    Source: J. Cohen, Educational and Psychological Measurement 20 (1960) 37-46, doi:10.1177/001316446002000104.
    """
    judges, units = _from_zero(judge, "judge"), _from_zero(unit, "unit")
    codes = _codes(value)
    check_lengths(judge=judges, unit=units, value=codes)
    if not judges.size:
        return PairwiseKappa(np.empty((0, 0)), np.empty((0, 0), np.int64), nan)
    answers = np.full((int(judges.max()) + 1, int(units.max()) + 1), -1, np.int64)
    answers[judges, units] = codes
    given = (answers >= 0).astype(np.float64)
    shared = given @ given.T
    observed, expected = np.zeros_like(shared), np.zeros_like(shared)
    for code in range(int(codes.max()) + 1):
        chose = (answers == code).astype(np.float64)
        observed += chose @ chose.T
        used = chose @ given.T
        expected += used * used.T
    with np.errstate(divide="ignore", invalid="ignore"):
        observed, expected = observed / shared, expected / shared**2
        kappa = np.where(expected < 1.0, (observed - expected) / (1.0 - expected), 1.0)
    kappa[shared == 0] = nan
    np.fill_diagonal(kappa, 1.0)
    one, other = np.triu_indices(kappa.shape[0], 1)
    weight = shared[one, other]
    mean = float(np.nansum(kappa[one, other] * weight) / weight.sum()) if weight.sum() else nan
    return PairwiseKappa(kappa, shared.astype(np.int64), mean)


def krippendorff_alpha(
    unit: ArrayLike,
    value: ArrayLike,
    *,
    distance: Literal["nominal", "ordinal", "interval"] = "nominal",
    level: float = 0.95,
) -> Alpha:
    """Agreement of any number of judges, with gaps: 1 - observed disagreement / disagreement expected by chance.

    With n_uc the ratings c of unit u, m_u their number, n_c and n the totals over units with m_u >= 2, and D the squared
    distance of two values: observed = sum_u sum_ck n_uc n_uk D_ck / (m_u - 1) / n, expected = sum_ck n_c n_k D_ck /
    (n (n - 1)).

    Args:
        unit: (M,) integer units from 0, one row per rating.
        value: (M,) ratings; for "ordinal" and "interval" numbers. None and nan are gaps.
        distance: nominal: 0 if equal, else 1. interval: difference squared. ordinal: squared number of ratings between.
        level: of the interval: a jackknife over units, normal in log(1 - alpha).

    Decided: no unit with two ratings: nan. All ratings identical: 1.0, interval unknown. Perfect agreement otherwise:
    high is 1, and low is where that many agreeing units would have probability 1 - level.

    Raises:
        ValueError: a distance that does not exist, lengths that differ, values that are no numbers where needed.

    Example:
        >>> round(krippendorff_alpha([0, 0, 1, 1, 2, 2], [1, 2, 2, 3, 3, 4]).value, 7)
        -0.1538462

    Source: K. Krippendorff, Content Analysis, 3rd ed., Sage 2013, ch. 12.
    """
    z = _quantile(level)
    units = _from_zero(unit, "unit")
    codes, scale = _rated(value, distance)
    check_lengths(unit=units, value=codes)
    present = codes >= 0
    counts = np.zeros((int(units.max(initial=-1)) + 1, max(len(scale), 1)))
    np.add.at(counts, (units[present], codes[present]), 1.0)
    counts = counts[counts.sum(axis=1) >= 2]
    n_units, n_ratings = counts.shape[0], int(counts.sum())
    if n_units == 0:
        return Alpha(nan, nan, nan, 0, 0, distance, level)
    if np.count_nonzero(counts.sum(axis=0)) == 1:
        return Alpha(1.0, nan, nan, n_units, n_ratings, distance, level)
    squared = _squared_distance(distance, scale, counts.sum(axis=0))
    within = np.einsum("uc,ck,uk->u", counts, squared, counts) / (counts.sum(axis=1) - 1.0)
    total = counts.sum(axis=0)
    expected = float(total @ squared @ total) / (n_ratings * (n_ratings - 1.0))
    value_found = 1.0 - float(within.sum()) / n_ratings / expected
    if within.sum() == 0.0:
        low = 1.0 - (1.0 - (1.0 - level) ** (1.0 / n_units)) / expected * float(squared.max())
        return Alpha(1.0, low, 1.0, n_units, n_ratings, distance, level)
    error = _jackknife_error(counts, within, squared)
    disagreement = 1.0 - value_found
    low, high = 1.0 - disagreement * exp(z * error), 1.0 - disagreement * exp(-z * error)
    return Alpha(value_found, low, high, n_units, n_ratings, distance, level)


def _jackknife_error(counts: Floats, within: Floats, squared: Floats) -> float:
    """Standard error of log(observed / expected), from leaving out each unit in turn; nan for a single unit."""
    n_units = counts.shape[0]
    if n_units < 2:
        return nan
    totals = counts.sum(axis=0) - counts
    n = totals.sum(axis=1)
    expected = np.einsum("uc,ck,uk->u", totals, squared, totals) / (n * (n - 1.0))
    observed = (within.sum() - within) / n
    usable = (observed > 0.0) & (expected > 0.0)
    logs = np.log(observed[usable] / expected[usable])
    if logs.size < 2:
        return nan
    return sqrt((n_units - 1) / logs.size * float(np.sum((logs - logs.mean()) ** 2)))


def _squared_distance(distance: str, scale: NDArray[Any], total: Floats) -> Floats:
    if distance == "nominal":
        return 1.0 - np.eye(len(scale))
    if distance == "interval":
        numbers = scale.astype(np.float64)
        return np.asarray((numbers[:, None] - numbers[None, :]) ** 2)
    place = np.cumsum(total) - total / 2.0
    return np.asarray((place[:, None] - place[None, :]) ** 2)


def _rated(value: ArrayLike, distance: str) -> tuple[Ints, NDArray[Any]]:
    """Codes of the values, -1 for a gap, and the distinct values, ascending where they are numbers."""
    if distance not in ("nominal", "ordinal", "interval"):
        raise ValueError(f"distance must be nominal, ordinal or interval, not {distance!r}")
    if distance == "nominal":
        codes = _codes(value)
        return codes, np.arange(int(codes.max(initial=-1)) + 1)
    try:
        numbers = np.asarray(value, np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"values must be numbers for {distance} distances: {error}") from error
    present = ~np.isnan(numbers)
    scale, found = np.unique(numbers[present], return_inverse=True)
    codes = np.full(numbers.size, -1, np.int64)
    codes[present] = found
    return codes, scale


def _codes(value: ArrayLike) -> Ints:
    """Numbers for values of any kind; -1 for None and nan."""
    import pandas as pd

    array = np.asarray(value, dtype=None if isinstance(value, np.ndarray) else object)
    codes, _ = pd.factorize(array)
    return codes.astype(np.int64)


def _from_zero(numbers: ArrayLike, name: str) -> Ints:
    whole = whole_numbers(numbers, name)
    if whole.size and whole.min() < 0:
        raise ValueError(f"{name} must be numbered from 0, not {whole.min()}")
    return whole


def _quantile(level: float) -> float:
    if not 0.0 < level < 1.0:
        raise ValueError(f"level must be between 0 and 1, not {level}")
    return NormalDist().inv_cdf(0.5 + level / 2)
