"""From runs to figures: crossings with bootstrap errors, stops, calibration, and the page that shows them."""

import itertools
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks._simulate import LEVELS, MEASURES, Floats, Run

_BOOTSTRAPS = 200
_BINS = (0.0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 1.0001)


@dataclass(frozen=True)
class Crossing:
    """Judgments per item until the mean over seeds reaches a level; None when it does not. Bootstrap error."""

    value: float | None
    error: float | None
    ratio: float | None = None
    ratio_error: float | None = None

    def text(self) -> str:
        if self.value is None:
            return "not reached"
        error = "" if self.error is None else f" ({self.error:.2f})"
        ratio = "" if self.ratio is None else f", **{self.ratio:.2f}** ({self.ratio_error or float('nan'):.2f})"
        return f"{self.value:.2f}{error}{ratio}"


def first_crossing(x: Floats, mean: Floats, measure: str) -> float:
    """Linear between the readings; inf when the level is not reached."""
    gap = mean - LEVELS[measure]
    if measure == "regret":
        gap = -gap
    reached = np.flatnonzero(gap >= 0)
    if not len(reached):
        return float("inf")
    at = int(reached[0])
    if at == 0:
        return float(x[0])
    share = -gap[at - 1] / (gap[at] - gap[at - 1])
    return float(x[at - 1] + share * (x[at] - x[at - 1]))


def crossings(runs: Sequence[Run], x: Floats, base: tuple[Sequence[Run], Floats] | None) -> dict[str, Crossing]:
    """One per measure; with `base`, the runs of another method on the same truths, also the ratio to it."""
    readings = np.array([run.readings for run in runs])
    others = None if base is None else np.array([run.readings for run in base[0][: len(runs)]])
    rng = np.random.default_rng(0)
    samples = [np.arange(len(runs)), *(rng.integers(len(runs), size=len(runs)) for _ in range(_BOOTSTRAPS))]
    found: dict[str, Crossing] = {}
    for column, measure in enumerate(MEASURES):
        values = np.array([first_crossing(x, readings[s, :, column].mean(axis=0), measure) for s in samples])
        ratios = np.full(len(samples), np.nan)
        if base is not None and others is not None:
            below = np.array([first_crossing(base[1], others[s, :, column].mean(axis=0), measure) for s in samples])
            ratios = np.divide(values, below, out=ratios, where=np.isfinite(below))
        found[measure] = Crossing(_finite(values[0]), _error(values), _finite(ratios[0]), _error(ratios))
    return found


def _finite(value: float) -> float | None:
    return round(float(value), 3) if np.isfinite(value) else None


def _error(values: Floats) -> float | None:
    """Standard deviation of the bootstraps; None when a fifth of them never got there."""
    reached = values[1:][np.isfinite(values[1:])]
    return round(float(reached.std()), 3) if len(reached) > 0.8 * _BOOTSTRAPS else None


def stop_figures(runs: Sequence[Run], within: float, n_items: int) -> dict[str, float | None]:
    """Share of runs that stopped, median judgments per item (None when most never did), share that was right."""
    stops = np.array([run.stops[within] for run in runs if within in run.stops]).reshape(-1, 2)
    told = np.full(len(runs), np.inf)
    told[: len(stops)] = stops[:, 0]
    median = float(np.median(told)) / n_items
    share_right = float(stops[:, 1].mean()) if len(stops) else float("nan")
    error = np.sqrt(max(share_right * (1 - share_right), 1e-9) / max(len(stops), 1))
    return {
        "within": within,
        "stopped": len(stops) / len(runs),
        "median": _finite(median),
        "right": _finite(share_right),
        "right_error": _finite(float(error)),
    }


def calibration(runs: Sequence[Run]) -> list[dict[str, float]]:
    """By bins of the stated probability: mean stated, share right, looks, error clustered by run."""
    rows = [(stated, good, seed) for seed, run in enumerate(runs) for stated, good, _ in run.calibration]
    looks = np.array(rows).reshape(-1, 3)
    found = []
    for low, high in itertools.pairwise(_BINS):
        inside = looks[(looks[:, 0] >= low) & (looks[:, 0] < high)]
        if len(inside) >= 10:
            deviations = np.bincount(inside[:, 2].astype(int), inside[:, 1] - inside[:, 1].mean())
            error = float(np.sqrt((deviations**2).sum()) / len(inside))
            stated, good = float(inside[:, 0].mean()), float(inside[:, 1].mean())
            found.append({"stated": stated, "right": good, "error": error, "looks": len(inside)})
    return found


def forecast_figures(runs: Sequence[Run], within: float) -> dict[str, dict[str, float]]:
    """How `remaining()` did: share of stops inside its range, and median of expected / true, by judgments then."""
    rows = [
        (told, low, expected, high, run.stops[within][0] - told)
        for run in runs
        if within in run.stops
        for told, low, expected, high in run.forecasts
    ]
    found: dict[str, dict[str, float]] = {}
    for told in sorted({row[0] for row in rows}):
        _, low, expected, high, true = np.array([row for row in rows if row[0] == told], float).T
        found[str(told)] = {
            "runs": len(true),
            "inside": float(((low <= true) & (true <= high)).mean()),
            "expected": float(np.median(expected)),
            "true": float(np.median(true)),
        }
    return found


def calibration_chart(worlds: dict[str, list[dict[str, float]]]) -> Any:
    """Stated against observed, one line per world, with the diagonal."""
    import altair as alt
    import pandas as pd

    points = pd.DataFrame([{"world": name, **point} for name, bins in worlds.items() for point in bins])
    points["low"] = (points["right"] - points["error"]).clip(0, 1)
    points["high"] = (points["right"] + points["error"]).clip(0, 1)
    scale = alt.Scale(domain=[0, 1])
    x = alt.X("stated:Q", scale=scale, title="stated probability that the winners are settled (within .5)")
    base = alt.Chart(points).encode(x=x, color=alt.Color("world:N", title="world"))
    lines = base.mark_line(point=True).encode(y=alt.Y("right:Q", scale=scale, title="share that was right"))
    bars = base.mark_rule(opacity=0.4).encode(y="low:Q", y2="high:Q")
    diagonal = alt.Chart(pd.DataFrame({"stated": [0, 1], "right": [0, 1]}))
    line = diagonal.mark_line(strokeDash=[4, 4], color="grey").encode(x="stated:Q", y="right:Q")
    return (line + bars + lines).properties(width=520, height=520, title="Calibration of settled()")


def as_record(crossing: Crossing) -> dict[str, float | None]:
    return asdict(crossing)


def grid_of(n_items: int, until: float, step: float = 0.5) -> NDArray[np.int64]:
    """Judgments at which to read: every `step` N."""
    return np.round(np.arange(step, until + 1e-9, step) * n_items).astype(np.int64)
