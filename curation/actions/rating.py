"""From judgments to ratings: the leaderboard of a project, and of any file of judgments."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from curation.errors import BadValue, NoEstimate, NothingToDo
from curation.i18n import N_
from curation.models import Outcome
from curation.ranking import NoMaximumLikelihood, Tally, bradley_terry, elo

CENTRE = 1000.0
ELO_PER_LOG_ODDS = 400.0 / math.log(10.0)
SHARE_OF_LEFT = {
    Outcome.LEFT: 1.0,
    Outcome.RIGHT: 0.0,
    Outcome.BOTH_GOOD: 0.5,
    Outcome.BOTH_BAD: 0.5,
    Outcome.TIE: 0.5,
}

Method = Literal["bradley-terry", "elo"]
Ties = Literal["half", "drop"]


@dataclass(frozen=True)
class RatingSettings:
    """What makes a leaderboard, kept with it.

    Attributes:
        ties: "half": BOTH_GOOD, BOTH_BAD and TIE are half a win each way; "drop": they are left out. SKIP always is.
        prior_variance: Of the strengths, log-odds squared; None estimates it, infinity is plain maximum likelihood.
        k_factor, initial, scale: Of Elo only, in Elo points.
    """

    method: Method = "bradley-terry"
    ties: Ties = "half"
    prior_variance: float | None = None
    k_factor: float = 32.0
    initial: float = CENTRE
    scale: float = 400.0


@dataclass(frozen=True)
class Estimate:
    """One item's place. Ratings are in Elo points, `strength` is natural log-odds.

    `low` and `high` bound the 95 % interval and are None where the method has none; `rank_low` and `rank_high` are
    the ranks that this interval leaves open.
    """

    rank: int
    name: str
    rating: float
    low: float | None
    high: float | None
    strength: float
    comparisons: int
    wins: float | None = None
    wins_low: float | None = None
    wins_high: float | None = None
    rank_low: int = 0
    rank_high: int = 0


@dataclass(frozen=True)
class Ranking:
    """Estimates in order, with the settings that made them. `prior_variance` is the one used."""

    settings: RatingSettings
    prior_variance: float | None
    comparisons: int
    estimates: list[Estimate] = field(default_factory=list)


def rank_judgments(
    left: Sequence[str],
    right: Sequence[str],
    outcome: Sequence[Outcome],
    settings: RatingSettings,
    *,
    file: str = "",
) -> Ranking:
    """Rank the names in a list of judgments, in the order they were given.

    Raises:
        NothingToDo: No judgment is left to rank by.
        NoEstimate: Maximum likelihood was asked for and does not exist.
        BadValue: A setting out of its range.
    """
    kept = [place for place, answer in enumerate(outcome) if _counts(answer, settings.ties)]
    if not kept:
        raise NothingToDo(N_("There is nothing to rank: no judgment chooses a side."))
    names = sorted({left[place] for place in kept} | {right[place] for place in kept})
    index = {name: number for number, name in enumerate(names)}
    ones = np.array([index[left[place]] for place in kept], np.int64)
    others = np.array([index[right[place]] for place in kept], np.int64)
    shares = np.array([SHARE_OF_LEFT[outcome[place]] for place in kept])
    if settings.method == "elo":
        return _rank_by_elo(names, ones, others, shares, settings)
    return rank_tally(names, Tally.from_arrays(ones, others, shares, len(names)), settings, file=file)


def rank_tally(names: Sequence[str], tally: Tally, settings: RatingSettings, *, file: str = "") -> Ranking:
    """Bradley-Terry ratings of a tally whose items have these names."""
    _check(settings)
    try:
        fit = bradley_terry(tally, prior_variance=settings.prior_variance)
        low, high = fit.interval(0.95)
    except NoMaximumLikelihood as error:
        raise NoEstimate(file, str(error)) from error
    except (ValueError, RuntimeError) as error:
        raise BadValue("--prior", str(settings.prior_variance), N_("a variance the judgments can do with")) from error
    if not (np.isfinite(fit.strengths).all() and np.isfinite(low).all() and np.isfinite(high).all()):
        raise BadValue("--prior", str(settings.prior_variance), N_("a variance the judgments can do with"))
    ratings = CENTRE + fit.strengths * ELO_PER_LOG_ODDS
    estimates = _in_order(
        names,
        ratings,
        fit.strengths,
        tally.comparisons_per_item,
        CENTRE + low * ELO_PER_LOG_ODDS,
        CENTRE + high * ELO_PER_LOG_ODDS,
        [_wins_against_field(fit.strengths, bound) for bound in (fit.strengths, low, high)],
    )
    return Ranking(settings, fit.prior_variance, tally.n_comparisons, estimates)


def _rank_by_elo(
    names: Sequence[str],
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    shares: NDArray[np.float64],
    settings: RatingSettings,
) -> Ranking:
    _check(settings)
    fit = elo(
        left,
        right,
        shares,
        n_items=len(names),
        k_factor=settings.k_factor,
        initial=settings.initial,
        scale=settings.scale,
    )
    with np.errstate(over="ignore", invalid="ignore"):
        strengths = (fit.ratings - settings.initial) * math.log(10.0) / settings.scale
    if not np.isfinite(strengths).all():
        raise BadValue("--k-factor", str(settings.k_factor), N_("points within a computer's reach"))
    met = np.bincount(np.concatenate([left, right]), minlength=len(names))
    return Ranking(settings, None, len(left), _in_order(names, fit.ratings, strengths, met))


def _counts(outcome: Outcome, ties: Ties) -> bool:
    if outcome is Outcome.SKIP:
        return False
    return ties == "half" or outcome in (Outcome.LEFT, Outcome.RIGHT)


def _check(settings: RatingSettings) -> None:
    positive = {"--k-factor": settings.k_factor, "--scale": settings.scale}
    if settings.prior_variance is not None:
        positive["--prior"] = settings.prior_variance
    for name, value in positive.items():
        if not value > 0 or (math.isinf(value) and name != "--prior"):
            raise BadValue(name, str(value), N_("a number above 0"))
    if not math.isfinite(settings.initial):
        raise BadValue("--initial", str(settings.initial), N_("a number"))


def _wins_against_field(strengths: NDArray[np.float64], own: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean chance of winning against each other item, were the own strength `own`; NaN without others."""
    n_items = len(strengths)
    if n_items < 2:
        return np.full(n_items, np.nan)
    wins = np.empty(n_items)
    for item in range(n_items):
        chances = 1.0 / (1.0 + np.exp(np.clip(strengths - own[item], -700, 700)))
        wins[item] = (chances.sum() - chances[item]) / (n_items - 1)
    return wins


def _in_order(
    names: Sequence[str],
    ratings: NDArray[np.float64],
    strengths: NDArray[np.float64],
    comparisons: NDArray[np.float64] | NDArray[np.int64],
    low: NDArray[np.float64] | None = None,
    high: NDArray[np.float64] | None = None,
    wins: list[NDArray[np.float64]] | None = None,
) -> list[Estimate]:
    """Estimates, best first; equal ratings share a rank and stand in the order of their names."""
    rounded = np.round(ratings, 9)
    order = sorted(range(len(names)), key=lambda item: (-rounded[item], names[item]))
    estimates = []
    for item in order:
        surely_better = 0 if low is None or high is None else int((low > high[item]).sum())
        surely_worse = 0 if low is None or high is None else int((high < low[item]).sum())
        estimates.append(
            Estimate(
                rank=1 + int((rounded > rounded[item]).sum()),
                name=names[item],
                rating=float(ratings[item]),
                low=None if low is None else float(low[item]),
                high=None if high is None else float(high[item]),
                strength=float(strengths[item]),
                comparisons=round(float(comparisons[item])),
                wins=None if wins is None else _finite(wins[0][item]),
                wins_low=None if wins is None else _finite(wins[1][item]),
                wins_high=None if wins is None else _finite(wins[2][item]),
                rank_low=1 + surely_better,
                rank_high=len(names) - surely_worse,
            )
        )
    return estimates


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
