"""What is measured about one simulated project, and how many of them are summed up."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks._recipes_worlds import Chooser, Floats, Setting, World
from curation.ranking.pairing.protocol import Remaining
from curation.ranking.recipes import RecipeSelector

NOMINAL = 0.95
BOOTSTRAPS = 400


@dataclass(frozen=True)
class Course:
    """One project judged by one strategy.

    Attributes:
        at: judgments at which the rest was read, every 2 R.
        loss: best effect minus that of the chosen recipe, or the largest wrong verdict about the baseline, logits.
        stops: for each tolerance, judgments at which it was settled (inf: never) and the loss then.
        covered: for each reading of intervals, share of recipes covered against the chosen and against recipe 0.
        predicted: what `remaining()` said, by judgments.
    """

    at: NDArray[np.int64]
    loss: Floats
    stops: dict[float, tuple[float, float]]
    covered: dict[int, tuple[float, float]]
    predicted: dict[int, Remaining]


def true_loss(world: World, selector: RecipeSelector) -> float:
    effects = world.effects
    if selector.baseline is None:
        return float(effects.max() - effects[selector.top()[0]])
    means, base = selector.strengths, selector.baseline
    wrong = (means > means[base]) != (effects > effects[base])
    return float(np.max(np.abs(effects - effects[base])[wrong], initial=0.0))


def share_covered(world: World, selector: RecipeSelector, against: int) -> float:
    wins, truth = selector.win_probability(against), world.win_probability(against)
    inside = (wins.low <= truth) & (truth <= wins.high)
    return float(np.delete(inside, against).mean())


def follow(
    world: World,
    strategy: Callable[[World], Chooser],
    judgments: int,
    *,
    tolerances: Sequence[float],
    baseline: int | None = None,
    intervals_at: Sequence[int] = (),
    predictions_at: Sequence[int] = (),
) -> Course:
    """Judge one project; every strategy has the same model, intervals and stopping rule."""
    rng = np.random.default_rng([world.seed, 4])
    selector = RecipeSelector(world.recipe, world.brief, rng=rng, baseline=baseline)
    choose, answer, step = strategy(world), world.judge(), selector.judgments_between_refits
    at, losses = [], []
    stops = dict.fromkeys(tolerances, (np.inf, np.nan))
    covered, predicted = {}, {}
    for n in range(1, judgments + 1):
        left, right = choose(selector)
        selector.tell(left, right, answer(left, right))
        if n % step == 0:
            at.append(n)
            losses.append(true_loss(world, selector))
            for within in tolerances:
                if stops[within][0] == np.inf and selector.settled(within) >= NOMINAL:
                    stops[within] = (float(n), losses[-1])
        if n in intervals_at:
            covered[n] = (share_covered(world, selector, selector.top()[0]), share_covered(world, selector, 0))
        if n in predictions_at:
            predicted[n] = selector.remaining()
    return Course(np.array(at), np.array(losses), stops, covered, predicted)


def projects(
    setting: Setting, seeds: range, strategy: Callable[[World], Chooser], judgments: int, **options: object
) -> list[Course]:
    return [follow(World.draw(setting, seed), strategy, judgments, **options) for seed in seeds]  # type: ignore[arg-type]


def mean_and_error(values: Sequence[float] | Floats) -> tuple[float, float]:
    array = np.asarray(values, dtype=np.float64)
    return float(array.mean()), float(array.std(ddof=1) / np.sqrt(array.size)) if array.size > 1 else float("nan")


def loss_at(courses: list[Course], judgments: int) -> Floats:
    """Loss of each project at the last reading not after `judgments`."""
    column = int(np.searchsorted(courses[0].at, judgments, side="right")) - 1
    return np.array([course.loss[column] for course in courses])


def first_below(courses: list[Course], level: float) -> float:
    """Judgments at which the mean loss first is at most `level`."""
    curve = np.mean([course.loss for course in courses], axis=0)
    below = np.flatnonzero(curve <= level)
    return float(courses[0].at[below[0]]) if below.size else float("inf")


def judgments_to_match(courses: list[Course], peer: list[Course], peer_judgments: int) -> dict[str, float]:
    """Judgments that reach the mean loss the peer has at `peer_judgments`; error by bootstrap over projects (paired)."""
    rng = np.random.default_rng(0)
    level = float(loss_at(peer, peer_judgments).mean())
    drawn = []
    for _ in range(BOOTSTRAPS):
        picks = rng.integers(len(courses), size=len(courses))
        target = float(loss_at([peer[n] for n in picks], peer_judgments).mean())
        drawn.append(first_below([courses[n] for n in picks], target))
    finite = np.array(drawn)[np.isfinite(drawn)]
    error = float(finite.std(ddof=1)) if finite.size > 1 else float("nan")
    return {
        "level": level,
        "judgments": first_below(courses, level),
        "error": error,
        "reached": finite.size / BOOTSTRAPS,
    }


def stopping(courses: list[Course], within: float) -> dict[str, float]:
    """Share of projects that stopped, median judgments (never counts as infinite) and how often the answer was right."""
    rng = np.random.default_rng(0)
    stops = np.array([course.stops[within] for course in courses])
    when, loss = stops[:, 0], stops[:, 1]
    stopped = np.isfinite(when)
    right = loss[stopped] <= within
    medians = [np.median(rng.choice(when, when.size)) for _ in range(BOOTSTRAPS)]
    finite = [median for median in medians if np.isfinite(median)]
    n = max(int(stopped.sum()), 1)
    share = float(right.mean()) if stopped.any() else float("nan")
    return {
        "within": within,
        "stopped": float(stopped.mean()),
        "median": float(np.median(when)),
        "median_error": float(np.std(finite, ddof=1)) if len(finite) > 1 else float("nan"),
        "right": share,
        "right_error": float(np.sqrt(share * (1.0 - share) / n)),
    }


def coverage(courses: list[Course]) -> dict[int, dict[str, float]]:
    """Mean share of recipes covered, by judgments; the error counts projects, not recipes."""
    found = {}
    for n in courses[0].covered:
        chosen = mean_and_error([course.covered[n][0] for course in courses])
        fixed = mean_and_error([course.covered[n][1] for course in courses])
        found[n] = {"chosen": chosen[0], "chosen_error": chosen[1], "fixed": fixed[0], "fixed_error": fixed[1]}
    return found


def prediction(courses: list[Course], within: float) -> dict[int, dict[str, float]]:
    """How `remaining()` fared among projects not settled at that moment: inside 10-90 %, and median of actual / expected."""
    found = {}
    for n in courses[0].predicted:
        inside, ratios = [], []
        for course in courses:
            actual, said = course.stops[within][0] - n, course.predicted[n]
            if actual > 0 and said.expected > 0:
                inside.append(said.low <= actual <= said.high)
                ratios.append(actual / said.expected)
        if inside:
            found[n] = {"projects": len(inside), "inside": float(np.mean(inside)), "ratio": float(np.median(ratios))}
    return found
