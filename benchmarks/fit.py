"""How fast strengths and intervals are computed from judgments, against evalica, choix and arena-rank in the same run.

`python -m benchmarks.fit [--quick] [--arena PYTHON]` writes benchmarks/results/fit.{json,md}. PYTHON is an interpreter
that has arena-rank (it is not a dependency); without it its rows say "not installed".
Every time is processor time of all threads (the machine may be shared), the best of several calls, after one that
compiles. "Strengths" is plain maximum likelihood (no prior,
tolerance 1e-6 as evalica's default) from the judgments as given to the strengths, labels and counting included.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import choix
import evalica
import numpy as np

from benchmarks._fit_crowd import crowd
from benchmarks._fit_report import markdown
from benchmarks._fit_worlds import Judgments, judged, labelled
from curation.ranking import Tally, bradley_terry, elo

RESULTS = Path(__file__).parent / "results"
WINNERS = np.array([evalica.Winner.Y, evalica.Winner.Draw, evalica.Winner.X], dtype=object)
SIZES = ((50, 2_000), (1_000, 100_000), (1_000, 1_000_000), (5_000, 1_000_000))
LARGE = (20_000, 10_000_000)
N_BOOTSTRAPS = 200
NOT_INSTALLED = "not installed"


def best_seconds(action: Callable[[], object], calls: int, *, warm: bool = True) -> float:
    """Processor time of the fastest of several calls, after one that is not counted."""
    if warm:
        action()
    found = []
    for _ in range(calls):
        begin = process_time()
        action()
        found.append(process_time() - begin)
    return min(found)


def maximum_likelihood(tally: Tally) -> object:
    return bradley_terry(tally, prior_variance=np.inf, tolerance=1e-6)


def strengths(n_items: int, n: int, calls: int) -> dict[str, Any]:
    """Seconds from judgments to strengths, for us and the peers that take this size."""
    some = judged(n_items, n)
    left, right, outcome = labelled(some.left), labelled(some.right), some.outcome
    winners = WINNERS[(2 * outcome).astype(int)].tolist()
    tally = Tally.from_arrays(some.left, some.right, outcome, n_items)
    slow = n_items > 2_000  # for evalica, which is dense in items
    row: dict[str, Any] = {
        "items": n_items,
        "judgments": n,
        "ours": best_seconds(lambda: maximum_likelihood(Tally.from_labels(left, right, outcome)[0]), calls),
        "ours_from_integers": best_seconds(
            lambda: maximum_likelihood(Tally.from_arrays(some.left, some.right, outcome, n_items)), calls
        ),
        "ours_estimating_the_prior": best_seconds(
            lambda: bradley_terry(Tally.from_labels(left, right, outcome)[0]), max(calls // 3, 1)
        ),
        "evalica": best_seconds(
            lambda: evalica.bradley_terry(left, right, winners), 1 if slow else calls // 3 + 1, warm=not slow
        ),
        "disagreement": None if slow else disagreement(some, left, right, winners),
        "ours_from_counts": best_seconds(lambda: maximum_likelihood(tally), calls),
        "pairs": tally.n_pairs,
    }
    if n <= 2_000:
        wins = [
            (int(i), int(j)) if y >= 0.5 else (int(j), int(i))
            for i, j, y in zip(some.left, some.right, outcome, strict=True)
        ]
        row["choix"] = best_seconds(lambda: choix.ilsr_pairwise(n_items, wins, alpha=1e-6), 3)
    return row


def disagreement(some: Judgments, left: Any, right: Any, winners: list[Any]) -> float:
    """Largest difference of a strength from evalica's, log-odds, both run to convergence."""
    tally, labels = Tally.from_labels(left, right, some.outcome)
    ours = bradley_terry(tally, prior_variance=np.inf).strengths
    scores = evalica.bradley_terry(left, right, winners, tolerance=1e-8, limit=300).scores
    theirs = np.log(scores.loc[labels].to_numpy())
    return float(np.abs(ours - (theirs - theirs.mean())).max())


def passes(calls: int) -> dict[str, float]:
    """Strengths from integers at 1000 x 1M in units of one compiled pass over the three columns."""
    from benchmarks._fit_pass import one_pass

    some = judged(1_000, 1_000_000)
    counted = np.zeros((1_000, 2))
    one = best_seconds(lambda: one_pass(some.left, some.right, some.outcome, counted), 3 * calls)
    ours = best_seconds(
        lambda: maximum_likelihood(Tally.from_arrays(some.left, some.right, some.outcome, 1_000)), 3 * calls
    )
    return {"one_pass": one, "ours": ours, "passes": ours / one}


def intervals(calls: int) -> dict[str, Any]:
    """Standard errors at 1000 x 100k, their time, and their ratio to a bootstrap of the judgments."""
    n_items, n = 1_000, 100_000
    some = judged(n_items, n)
    tally = Tally.from_arrays(some.left, some.right, some.outcome, n_items)
    fit = bradley_terry(tally, prior_variance=np.inf)
    errors = fit.standard_errors

    def again() -> object:
        return bradley_terry(tally, prior_variance=np.inf, start=fit.strengths).standard_errors

    def only_fit() -> object:
        return bradley_terry(tally, prior_variance=np.inf, start=fit.strengths)

    rng = np.random.default_rng(3)
    draws = np.empty((N_BOOTSTRAPS, n_items))
    begin = process_time()
    for k in range(N_BOOTSTRAPS):
        rows = rng.integers(0, n, n)
        drawn = Tally.from_arrays(some.left[rows], some.right[rows], some.outcome[rows], n_items)
        draws[k] = bradley_terry(drawn, prior_variance=1e4, start=fit.strengths, tolerance=1e-6).strengths
    bootstrap_seconds = process_time() - begin
    # A bootstrap variance of B draws is unbiased, its root is too small by 1 / (4 B); both are far below what is asked.
    ratio = errors / draws.std(axis=0, ddof=1)
    return {
        "seconds": best_seconds(again, calls) - best_seconds(only_fit, calls),
        "bootstrap_seconds": bootstrap_seconds,
        "bootstraps": N_BOOTSTRAPS,
        "ratio": float(np.mean(ratio)),
        "ratio_error": float(np.std(ratio) / np.sqrt(n_items)),
        "ratio_spread": float(np.std(ratio)),
        "standard_errors": errors.tolist(),
    }


def arena(python: str | None, n_items: int, n: int) -> dict[str, Any] | str:
    """arena-rank's times at this size, by the interpreter that has it."""
    if python is None:
        return NOT_INSTALLED
    some = judged(n_items, n)
    with tempfile.TemporaryDirectory() as folder:
        for name, column in (("left", some.left), ("right", some.right), ("outcome", some.outcome)):
            np.save(Path(folder) / f"{name}.npy", column)
        command = [python, str(Path(__file__).with_name("_fit_arena.py")), folder]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        return f"failed: {run.stderr.strip().splitlines()[-1] if run.stderr.strip() else run.returncode}"
    found: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return found


def compare_errors(report: dict[str, Any]) -> None:
    """Replace the lists of standard errors by the mean ratio of arena-rank's to the bootstrap."""
    ours, peer = report["intervals"], report["arena"].get("1000 x 100000")
    own = np.array(ours.pop("standard_errors"))
    for row in report["arena"].values():
        theirs = row.pop("standard_errors") if isinstance(row, dict) else None
        if row is peer and theirs is not None:
            row["ratio"] = float(np.mean(np.array(theirs) / own) * ours["ratio"])


def large() -> dict[str, Any]:
    """20,000 items and 10 million judgments in a process of its own, for its memory."""
    command = [sys.executable, "-m", "benchmarks._fit_memory", *map(str, LARGE)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    return {"items": LARGE[0], "judgments": LARGE[1], **json.loads(run.stdout.splitlines()[-1])}


def elo_times(calls: int) -> dict[str, float]:
    """A million judgments in order, from integers."""
    some = judged(1_000, 1_000_000)
    winners = WINNERS[(2 * some.outcome).astype(int)].tolist()
    left, right = some.left.tolist(), some.right.tolist()
    return {
        "ours": best_seconds(lambda: elo(some.left, some.right, some.outcome, n_items=1_000), calls),
        "evalica": best_seconds(lambda: evalica.elo(left, right, winners), calls),
    }


def machine() -> dict[str, Any]:
    names = ("numpy", "scipy", "numba", "pandas", "evalica", "choix")
    return {
        "python": platform.python_version(),
        "system": platform.system(),
        "processor": processor(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        **{name: version(name) for name in names},
    }


def processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer calls, smaller sizes; writes nothing")
    parser.add_argument("--arena", metavar="PYTHON", help="an interpreter that has arena-rank")
    options = parser.parse_args()
    calls = 3 if options.quick else 15
    begin = perf_counter()
    report: dict[str, Any] = {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "machine": machine(),
        "strengths": [strengths(*size, calls) for size in (SIZES[:2] if options.quick else SIZES)],
        "passes": passes(calls),
        "intervals": intervals(calls),
        "arena": {f"{i} x {n}": arena(options.arena, i, n) for i, n in SIZES[: 2 if options.quick else 3]},
        "elo": elo_times(max(calls // 3, 1)),
        "large": None if options.quick else large(),
        "crowd": crowd(10 if options.quick else 100),
    }
    compare_errors(report)
    report["minutes"] = round((perf_counter() - begin) / 60, 1)
    page = markdown(report)
    print(page)
    if not options.quick:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "fit.json").write_text(json.dumps(report, indent=1) + "\n")
        (RESULTS / "fit.md").write_text(page)


if __name__ == "__main__":
    main()
