"""How many judgments the goal "choose the best recipe" needs, how honest its intervals and its stop are, how long it takes.

`python -m benchmarks.recipes [--quick]` simulates projects with a known truth and writes benchmarks/results/recipes.{json,md}.
Every strategy judges the same projects, with the same model, intervals and stopping rule; only the choice of pairs differs.
"""

import argparse
import json
import os
import platform
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

import numpy as np

from benchmarks._recipes_measures import (
    coverage,
    judgments_to_match,
    loss_at,
    mean_and_error,
    prediction,
    projects,
    stopping,
)
from benchmarks._recipes_report import markdown
from benchmarks._recipes_worlds import Chooser, Setting, World, adaptive, balanced, star, uniform
from curation.ranking.recipes import RecipeSelector

RESULTS = Path(__file__).parent / "results"
TOLERANCES = (0.2, 0.3, 0.4)
FIRST_SEED = 50_000
FULL = {"best": 200, "baseline": 60, "worlds": 20}
QUICK = {"best": 20, "baseline": 10, "worlds": 4}
REACH, LONG, BASELINE_LONG = 480, 1200, 720
OTHER_WORLDS = (
    Setting(recipes=4),
    Setting(recipes=24),
    Setting(briefs=20),
    Setting(briefs=200),
    Setting(interaction=1.0),
    Setting(interaction=0.4, luck=0.3),
    Setting(effect=0.35),
    Setting(clicks=0.15),
)
SIZES = ((4, 20), (12, 50), (24, 50), (12, 200))
Strategy = Callable[[World], Chooser]


def best_recipe(seeds: int) -> dict[str, object]:
    """The reference world: what 1200 balanced judgments reach, the stop, the intervals on each kind of data."""
    setting, drawn = Setting(), range(FIRST_SEED, FIRST_SEED + seeds)
    ours = projects(
        setting,
        drawn,
        adaptive,
        REACH,
        tolerances=TOLERANCES,
        intervals_at=(150, 300, REACH),
        predictions_at=(48, 96, 144),
    )
    report: dict[str, object] = {"seeds": seeds, "first_seed": FIRST_SEED, "remaining": prediction(ours, 0.3)}
    strategies = {"adaptive": ours}
    for name, strategy in {"balanced": balanced, "uniform": uniform}.items():
        print(f"{name} pairs, {seeds} projects", flush=True)
        strategies[name] = projects(
            setting, drawn, strategy, LONG, tolerances=TOLERANCES, intervals_at=(150, 300, REACH)
        )
    for name, courses in strategies.items():
        readings = [n for n in (96, 144, 240, 350, REACH, 600, 900, LONG) if n <= courses[0].at[-1]]
        report[name] = {
            "judged": int(courses[0].at[-1]),
            "regret": {n: mean_and_error(loss_at(courses, n)) for n in readings},
            "stopping": [stopping(courses, within) for within in TOLERANCES],
            "coverage": coverage(courses),
        }
    report["match"] = {name: judgments_to_match(ours, strategies[name], LONG) for name in ("balanced", "uniform")}
    report["paired"] = mean_and_error(loss_at(ours, 350) - loss_at(strategies["balanced"], LONG))
    return report


def beating_the_baseline(seeds: int) -> dict[str, object]:
    """Which recipes beat recipe 0: largest wrong verdict and stop."""
    report: dict[str, object] = {"seeds": seeds, "first_seed": FIRST_SEED}
    strategies: dict[str, Strategy] = {"adaptive": adaptive, "star": star, "balanced": balanced}
    for name, strategy in strategies.items():
        print(f"baseline, {name} pairs, {seeds} projects", flush=True)
        courses = projects(
            Setting(), range(FIRST_SEED, FIRST_SEED + seeds), strategy, BASELINE_LONG, tolerances=(0.3, 0.4), baseline=0,
            intervals_at=(300, 600),
        )  # fmt: skip
        report[name] = {
            "loss": {n: mean_and_error(loss_at(courses, n)) for n in (150, 300, 600, BASELINE_LONG)},
            "stopping": [stopping(courses, within) for within in (0.3, 0.4)],
            "coverage": coverage(courses),
        }
    return report


def other_worlds(seeds: int) -> list[dict[str, object]]:
    """The same against balanced pairs where recipes, briefs, spreads or judges differ."""
    rows = []
    for setting in OTHER_WORLDS:
        print(setting.name, flush=True)
        row: dict[str, object] = {"world": setting.name, "seeds": seeds, "first_seed": FIRST_SEED}
        for name, strategy in {"adaptive": adaptive, "balanced": balanced}.items():
            drawn = range(FIRST_SEED, FIRST_SEED + seeds)
            courses = projects(setting, drawn, strategy, REACH, tolerances=(0.3,), intervals_at=(300,))
            row[name] = {
                "regret": {n: mean_and_error(loss_at(courses, n)) for n in (240, REACH)},
                "stopping": [stopping(courses, 0.3)],
                "coverage": coverage(courses),
            }
        rows.append(row)
    return rows


def decision_times() -> list[dict[str, float]]:
    """Milliseconds to ask, to tell (most do not refit), to refit, and to say how many remain; median and 95th percentile."""
    rows = []
    for recipes, briefs in SIZES:
        world = World.draw(Setting(recipes=recipes, briefs=briefs), FIRST_SEED)
        selector = RecipeSelector(world.recipe, world.brief, rng=np.random.default_rng(0))
        answer, asked, told, refitted = world.judge(), [], [], []
        for n in range(1, 301):
            start = perf_counter()
            left, right = selector.ask()
            between = perf_counter()
            selector.tell(left, right, answer(left, right))
            end = perf_counter()
            if n > 20:
                asked.append(between - start)
                (told if n % selector.judgments_between_refits else refitted).append(end - between)
        start = perf_counter()
        selector.remaining()
        row: dict[str, float] = {"recipes": recipes, "briefs": briefs, "remaining": 1e3 * (perf_counter() - start)}
        for name, seconds in (("ask", asked), ("tell", told), ("refit", refitted)):
            row[name], row[f"{name}_95"] = (1e3 * float(point) for point in np.quantile(seconds, (0.5, 0.95)))
        rows.append(row)
    return rows


def machine() -> dict[str, object]:
    import numba
    import scipy

    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "processor": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "numba": numba.__version__,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--quick", action="store_true", help="a tenth of the projects: about a minute on a quiet machine"
    )
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder to write recipes.json and recipes.md to")
    chosen = parser.parse_args()
    start = perf_counter()
    sizes = QUICK if chosen.quick else FULL
    report = {
        "machine": machine(),
        "quick": chosen.quick,
        "best": best_recipe(sizes["best"]),
        "baseline": beating_the_baseline(sizes["baseline"]),
        "worlds": other_worlds(sizes["worlds"]),
        "milliseconds": decision_times(),
    }
    report["minutes"] = round((perf_counter() - start) / 60.0, 1)
    chosen.results.mkdir(parents=True, exist_ok=True)
    (chosen.results / "recipes.json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    text = markdown(json.loads(json.dumps(report)))
    (chosen.results / "recipes.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
