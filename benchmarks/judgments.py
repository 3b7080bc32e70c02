"""How many judgments the pair selectors need, against their peers, and whether `settled` tells the truth.

    python -m benchmarks.judgments [--quick] [--seeds 300] [--only SECTION ...] [--rows TEXT] [--output benchmarks/results]

Sections: reference, peers, order, answers, judges, worlds, timings; `--rows` runs only the rows with that text in their
name. Writes judgments.json, judgments.md and judgments_calibration.html; what is not run keeps its last figures. All of
it with 300 seeds is about forty minutes of one core.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # Small matrices: threads only get in each other's way.

import argparse
import json
import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks import _simulate_methods as methods
from benchmarks._simulate import Method, Run, World, simulate
from benchmarks._simulate_page import page
from benchmarks._simulate_report import (
    as_record,
    calibration,
    calibration_chart,
    crossings,
    forecast_figures,
    grid_of,
    stop_figures,
)
from benchmarks._simulate_timings import timings

FIRST_SEED = 2_000_000
"""Far from the seeds 500000-500400 used for tuning."""


@dataclass(frozen=True)
class Row:
    """One line of a table: a world, a method, how far to read, which share of the seeds, the stop to try."""

    name: str
    world: World
    method: Method
    until: float = 12.0
    share: float = 1.0
    step: float = 0.5
    stop: tuple[float, ...] = (0.5,)
    whole_order: bool = False
    forecast: bool = False


N50 = World()
SECTIONS: dict[str, list[Row]] = {
    "reference": [
        Row("N = 50", N50, methods.pairs, stop=(0.5, 0.25), forecast=True),
        Row("N = 20", World(n_items=20, winners=2), methods.pairs, forecast=True),
        Row("N = 100", World(n_items=100, winners=10), methods.pairs, share=2 / 3, forecast=True),
        Row("N = 200", World(n_items=200, winners=20), methods.pairs, share=1 / 4, until=9, forecast=True),
    ],
    "peers": [
        Row("top-two Thompson", N50, methods.top_two_thompson, share=1 / 2, stop=()),
        Row("ASAP approximate", N50, methods.asap, share=1 / 3, until=44, step=2, stop=()),
        Row("Swiss (closest Elo)", N50, methods.swiss, share=1 / 3, until=48, step=2, stop=()),
        Row("uniform random", N50, methods.uniform, share=1 / 4, until=130, step=5, stop=()),
    ],
    "order": [
        Row("OrderSelector", N50, methods.pairs, share=1 / 6, until=34, step=2, stop=(), whole_order=True),
    ],
    "answers": [
        Row("graded, c 1.5, fitted", N50, methods.graded, share=2 / 3),
        Row("graded, 30 % of the grades by a coin", World(random_grades=0.3), methods.graded, share=1 / 3),
        Row("best of four", N50, methods.best_of_four, until=8, share=2 / 3),
        Row("best and worst of four, one look", N50, methods.best_and_worst, until=6, share=2 / 3),
        Row("best and worst, worst looked for anew", N50, methods.fresh_worst(1.0), until=6, share=1 / 3),
        Row("best and worst, anew and half as sharp", N50, methods.fresh_worst(0.5), until=8, share=1 / 3),
        Row("14 % ties", World(tie_width=0.5), methods.pairs, share=2 / 3),
        Row("14 % ties, BOTH_GOOD and BOTH_BAD", World(tie_width=0.5), methods.absolutes, share=2 / 3),
        Row("27 % ties", World(tie_width=1.0), methods.pairs, share=1 / 3),
        Row("27 % ties, BOTH_GOOD and BOTH_BAD", World(tie_width=1.0), methods.absolutes, share=1 / 3),
        Row("graded + BOTH_GOOD and BOTH_BAD", World(tie_width=0.5), methods.graded_absolutes, share=1 / 3),
        Row("first pass (not counted), then pairs", N50, methods.first_pass, share=1 / 3),
    ],
    "judges": [
        Row("three good judges, in turn", N50, methods.three_judges(benching=True), share=1 / 2),
        Row("one of three clicks", World(clickers=1), methods.three_judges(benching=True), share=1 / 2, until=16),
        Row("one clicks, no benching", World(clickers=1), methods.three_judges(benching=False), share=1 / 3, until=16),
        Row(
            "one clicks, naive fit",
            World(clickers=1),
            methods.three_judges(benching=False, named=False),
            share=1 / 3,
            until=20,
        ),
        Row("one judge, no pair twice", N50, methods.never_the_same_pair, share=1 / 3),
        Row("one judge, no pair among the last 30", N50, methods.not_soon_again, share=1 / 3),
    ],
    "worlds": [
        Row("15 % random clicks", World(clicks=0.15), methods.pairs, share=2 / 3),
        Row("8 tight clusters", World(clusters=8), methods.pairs, share=1 / 3),
        Row("harder (strengths N(0, 1))", World(spread=1.0), methods.pairs, share=1 / 3),
        Row("easier (strengths N(0, 4^2))", World(spread=4.0), methods.pairs, share=1 / 3),
        Row("one winner of 50", World(winners=1), methods.pairs, share=1 / 3),
    ],
}
_PAIRED_WITH_TIES = {"14 % ties, BOTH_GOOD and BOTH_BAD": "14 % ties", "27 % ties, BOTH_GOOD and BOTH_BAD": "27 % ties"}
_LONGEST = 25


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the sections asked for and writes the results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=300)
    parser.add_argument("--quick", action="store_true", help="twelve seeds and no result files")
    parser.add_argument("--only", nargs="+", choices=[*SECTIONS, "timings"], default=[*SECTIONS, "timings"])
    parser.add_argument("--rows", default="", help="only the rows with this in their name")
    parser.add_argument("--output", type=Path, default=Path(__file__).parent / "results")
    chosen = parser.parse_args(arguments)
    seeds = 12 if chosen.quick else chosen.seeds
    target = chosen.output / "judgments.json"
    results: dict[str, Any] = {}
    base = _runs(SECTIONS["reference"][0], seeds) if set(chosen.only) != {"timings"} else []
    for section in chosen.only:
        started = time.perf_counter()
        rows = [row for row in SECTIONS.get(section, []) if chosen.rows in row.name]
        found = timings() if section == "timings" else _section(rows, seeds, base)
        if target.exists() and not chosen.quick:  # Read again: another section may have been written meanwhile.
            results = json.loads(target.read_text())
        results.setdefault(section, {}).update(found)
        name = f"{section}, rows with '{chosen.rows}'" if chosen.rows else section
        results.setdefault("runs", {})[name] = _circumstances(seeds, time.perf_counter() - started)
        print(f"{section}: {time.perf_counter() - started:.0f} s", flush=True)
        if not chosen.quick:
            chosen.output.mkdir(parents=True, exist_ok=True)
            target.write_text(json.dumps(results, indent=1) + "\n")
    if chosen.quick:
        print(page(results))
        return
    (chosen.output / "judgments.md").write_text(page(results))
    curves = {name: row["calibration"] for key in SECTIONS for name, row in results.get(key, {}).items()}
    chart = calibration_chart({name: bins for name, bins in curves.items() if bins})
    chart.save(str(chosen.output / "judgments_calibration.html"))


def _runs(row: Row, seeds: int) -> list[Run]:
    grid = grid_of(row.world.n_items, row.until, row.step)
    settings: dict[str, Any] = {
        "grid": grid,
        "within": row.stop,
        "longest": _LONGEST * row.world.n_items,
        "whole_order": row.whole_order,
        "forecast": row.forecast,
    }
    return [simulate(row.world, row.method, FIRST_SEED + seed, **settings) for seed in range(seeds)]


def _section(rows: Sequence[Row], seeds: int, base: list[Run]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    kept: dict[str, list[Run]] = {}
    reference = SECTIONS["reference"][0]
    for row in rows:
        runs = base if row is reference else _runs(row, max(4, round(row.share * seeds)))
        kept[row.name] = runs
        against = kept.get(_PAIRED_WITH_TIES.get(row.name, ""), base)
        n = row.world.n_items
        paired = n == reference.world.n_items and row is not reference
        other = (against, grid_of(n, reference.until) / n) if paired else None
        measures = crossings(runs, grid_of(n, row.until, row.step) / n, other)
        found[row.name] = {
            "seeds": len(runs),
            **{measure: as_record(crossing) for measure, crossing in measures.items()},
            "stops": [stop_figures(runs, eps, n) for eps in row.stop],
            "calibration": calibration(runs),
            "forecasts": forecast_figures(runs, 0.5),
        }
        print(
            "  ", row.name, {key: value.text() for key, value in measures.items()}, found[row.name]["stops"], flush=True
        )
    return found


def _circumstances(seeds: int, seconds: float) -> dict[str, Any]:
    packages: dict[str, Callable[[], str]] = {name: lambda name=name: version(name) for name in _PACKAGES}
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "seeds": f"{FIRST_SEED}-{FIRST_SEED + seeds - 1}",
        "seconds": round(seconds),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, shared with other work",
        "load": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        **{name: read() for name, read in packages.items()},
    }


_PACKAGES = ("numpy", "scipy", "numba")

if __name__ == "__main__":
    main()
