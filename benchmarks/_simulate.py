"""Simulated juries: a truth, people who answer about it, and what is read off a run."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from curation.ranking.pairing import OrderSelector, PairSelector
from curation.ranking.pairing.pair_selector import DEFAULT_WITHIN

Floats = NDArray[np.float64]
Selector = PairSelector | OrderSelector
Method = Callable[[Selector, "Jury"], Iterator[None]]
"""Asks and tells; yields after each judgment (or screen)."""

NEAR = 0.3
CONFIDENCE = 0.95
MEASURES = ("near-recall", "recall", "regret", "tau")
LEVELS = {"near-recall": 0.95, "recall": 0.90, "regret": 0.05, "tau": 0.9}


@dataclass(frozen=True)
class World:
    """What is true and how people answer.

    Args:
        spread: standard deviation of the strengths, log-odds.
        clusters: number of tight clusters (deviation .15 inside), 0 for none.
        clicks: share of answers given by chance.
        tie_width: no difference when the impression is within it.
        grade_width: much better when the impression exceeds it.
        random_grades: share of grades given by a coin.
        bar_quantile: of the strengths, for BOTH_GOOD and BOTH_BAD and decisions.
        clickers: how many of the three judges click at random.
    """

    n_items: int = 50
    winners: int = 5
    spread: float = 2.0
    clusters: int = 0
    clicks: float = 0.0
    tie_width: float = 0.0
    grade_width: float = 1.5
    random_grades: float = 0.0
    bar_quantile: float = 0.85
    clickers: int = 0


class Jury:
    """People who answer about one drawn truth."""

    def __init__(self, world: World, seed: int, stream: int = 0) -> None:
        draw = np.random.default_rng([seed, 0])
        n = world.n_items
        self.world = world
        self.truth = draw.normal(0.0, world.spread, n)
        if world.clusters:
            centres = draw.normal(0.0, world.spread, world.clusters)
            self.truth = centres[draw.integers(world.clusters, size=n)] + draw.normal(0.0, 0.15, n)
        self.bar = float(np.quantile(self.truth, world.bar_quantile))
        self.rng = np.random.default_rng([seed, 1, stream])

    def impression(self, left: int, right: int, *, clicks: float | None = None) -> float:
        """The noisy difference on which an answer is based; without the truth when clicking."""
        noise = self.rng.logistic()
        if self.rng.random() < (self.world.clicks if clicks is None else clicks):
            return float(noise)
        return float(self.truth[left] - self.truth[right] + noise)

    def pair(self, left: int, right: int, *, clicks: float | None = None) -> float:
        """1.0, 0.5 or 0.0."""
        u = self.impression(left, right, clicks=clicks)
        return 0.5 if abs(u) < self.world.tie_width else float(u > 0)

    def calls_good(self, item: int, sharpness: float = 1.0) -> bool:
        return bool(self.rng.random() < 1.0 / (1.0 + np.exp(-sharpness * (self.truth[item] - self.bar))))


@dataclass
class Run:
    """One simulated project.

    Args:
        readings: shape (grid, 4), one column per measure, nan when not reached.
        stops: per `within`, judgments when first settled with .95, and whether that was right; nan when never.
        calibration: rows of stated probability, whether right, judgments, one per look.
        forecasts: rows of judgments, and low, expected and high of `remaining()` then.
    """

    readings: Floats
    stops: dict[float, tuple[float, float]] = field(default_factory=dict)
    calibration: list[tuple[float, float, float]] = field(default_factory=list)
    forecasts: list[tuple[int, int, int, int]] = field(default_factory=list)


def right(truth: Floats, top: list[int], within: float) -> bool:
    """Whether no other item is better than a chosen one by more than `within`."""
    others = np.delete(truth, top)
    return not len(others) or bool(others.max() - truth[top].min() <= within)


def read(truth: Floats, chosen: list[int], winners: int, strengths: Floats) -> tuple[float, float, float, float]:
    """near-recall, recall, regret and Kendall's tau of a choice."""
    order = np.sort(truth)[::-1]
    top = truth[chosen[:winners]]
    n = len(truth)
    upper = np.triu_indices(n, 1)
    signs = np.sign(truth[upper[0]] - truth[upper[1]]) * np.sign(strengths[upper[0]] - strengths[upper[1]])
    edge = order[winners - 1]
    return (
        float((top >= edge - NEAR).mean()),
        float((top >= edge).mean()),
        float(order[:winners].mean() - top.mean()),
        float(signs.mean()),
    )


def simulate(
    world: World,
    method: Method,
    seed: int,
    *,
    grid: NDArray[np.int64],
    stream: int = 0,
    within: tuple[float, ...] = (),
    longest: int = 0,
    whole_order: bool = False,
    forecast: bool = False,
) -> Run:
    """One run: read at the judgments of `grid`, and look every N/5 judgments whether it is settled until it is.

    Args:
        within: the log-odds for which the stop is tried, none for no stop.
        longest: judgments after which an unsettled run is given up, if beyond the grid.
        forecast: whether to note `remaining()` after 2 N and 5 N.
    """
    jury = Jury(world, seed, stream)
    rng = np.random.default_rng([seed, 2, stream])
    selector: Selector = (
        OrderSelector(world.n_items, rng=rng)
        if whole_order
        else PairSelector(world.n_items, winners=world.winners, rng=rng)
    )
    run = Run(np.full((len(grid), len(MEASURES)), np.nan))
    look_every = max(1, world.n_items // 5)
    forecast_at = {2 * world.n_items, 5 * world.n_items}
    reading = 0
    for told, _ in enumerate(method(selector, jury), 1):
        if reading < len(grid) and told == grid[reading]:
            run.readings[reading] = read(jury.truth, selector.top(), world.winners, selector.strengths)
            reading += 1
        if forecast and told in forecast_at and DEFAULT_WITHIN not in run.stops:
            guess = selector.remaining()
            run.forecasts.append((told, guess.low, guess.expected, guess.high))
        if told % look_every == 0:
            for eps in within:
                if eps not in run.stops:
                    _look(run, selector, jury.truth, eps, told)
        if reading == len(grid) and (told >= longest or all(eps in run.stops for eps in within)):
            break
    return run


def _look(run: Run, selector: Selector, truth: Floats, within: float, told: int) -> None:
    stated = selector.settled(within)
    correct = right(truth, _present_top(selector), within)
    if within == DEFAULT_WITHIN:
        run.calibration.append((stated, float(correct), float(told)))
    if stated >= CONFIDENCE:
        run.stops[within] = (float(told), float(correct))


def _present_top(selector: Selector) -> list[int]:
    """The winners `settled` speaks about: by the live posterior, without the refit of `top()`."""
    return np.argsort(-selector.strengths)[: getattr(selector, "winners", selector.n_items)].tolist()
