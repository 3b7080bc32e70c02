"""The results of `python -m benchmarks.recipes` as a page: targets first, then every table."""

import math
from typing import Any

Report = dict[str, Any]

STRATEGIES = {
    "adaptive": "adaptive (RecipeSelector)",
    "balanced": "balanced round robin",
    "uniform": "uniform",
    "star": "star: baseline against all in turn",
}


def markdown(report: Report) -> str:
    parts = [_head(report), _targets(report), _best(report["best"]), _baseline(report["baseline"])]
    return "\n\n".join([*parts, _worlds(report["worlds"]), _times(report["milliseconds"])]) + "\n"


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _number(value: float, digits: int = 3) -> str:
    if not math.isfinite(value):
        return "never" if value > 0 else "-"
    return f"{value:.{digits}f}"


def _with_error(value: float, error: float, digits: int = 3) -> str:
    return f"{_number(value, digits)} ({_number(error, digits)})" if math.isfinite(value) else _number(value)


def _verdict(met: bool) -> str:
    return "reached" if met else "MISSED"


def _head(report: Report) -> str:
    machine = ", ".join(f"{name} {value}" for name, value in report["machine"].items())
    quick = " --quick" if report["quick"] else ""
    return (
        f"# Choose the best recipe\n\n`python -m benchmarks.recipes{quick}`, {report['minutes']} minutes, one process; {machine}.\n"
        "Worlds: recipe effects N(0, .7^2), recipe x brief N(0, .7^2), candidate N(0, .5^2), one candidate per cell, logistic\n"
        "answers, unless said. Every strategy judges the same projects and has the same model, intervals and stop; only the\n"
        "choice of pairs differs. Brackets: standard errors over projects (bootstrap for medians and judgments)."
    )


def _targets(report: Report) -> str:
    best = report["best"]
    match, stop = best["match"]["balanced"], best["adaptive"]["stopping"][1]
    rows = [
        [
            "judgments that reach the mean regret of 1200 balanced ones",
            "350",
            f"{_with_error(match['judgments'], match['error'], 0)} (regret {match['level']:.3f})",
            _verdict(match["judgments"] <= 350),
        ],
        [
            "regret at 350 minus regret of 1200 balanced, paired",
            "0",
            _with_error(*best["paired"]),
            _verdict(best["paired"][0] <= 0),
        ],
        [
            "settled within .3: median judgments",
            "220",
            f"{_with_error(stop['median'], stop['median_error'], 0)}, {stop['stopped']:.0%} of projects within {best['adaptive']['judged']}",
            _verdict(stop["median"] <= 220),
        ],
        [
            "settled within .3: right",
            ".95",
            _with_error(stop["right"], stop["right_error"]),
            _verdict(stop["right"] >= 0.95),
        ],
    ]
    for n, found in best["adaptive"]["coverage"].items():
        for side, words in (("chosen", "the chosen recipe"), ("fixed", "the baseline")):
            rows.append(
                [
                    f"coverage of 95 % intervals, adaptive data, {n} judgments, against {words}",
                    ".93-.97",
                    _with_error(found[side], found[f"{side}_error"]),
                    _verdict(0.93 <= found[side] <= 0.97),
                ]
            )
    return "## Targets (12 recipes x 50 briefs)\n\n" + _table(["what", "target", "measured", ""], rows)


def _stops(rows: list[Report]) -> list[str]:
    return [
        f"{row['stopped']:.0%}, {_with_error(row['median'], row['median_error'], 0)}, "
        f"{_with_error(row['right'], row['right_error'])}"
        for row in rows
    ]


def _best(best: Report) -> str:
    names = ("adaptive", "balanced", "uniform")
    readings = list(best["balanced"]["regret"])
    regret = [
        [
            STRATEGIES[name],
            *(_with_error(*best[name]["regret"][n]) if n in best[name]["regret"] else "" for n in readings),
        ]
        for name in names
    ]
    stops = [[STRATEGIES[name], str(best[name]["judged"]), *_stops(best[name]["stopping"])] for name in names]
    covered = [
        [
            STRATEGIES[name],
            n,
            _with_error(found["chosen"], found["chosen_error"]),
            _with_error(found["fixed"], found["fixed_error"]),
        ]
        for name in names
        for n, found in best[name]["coverage"].items()
    ]
    remaining = [
        [n, str(found["projects"]), f"{found['inside']:.0%}", _number(found["ratio"], 2)]
        for n, found in best["remaining"].items()
    ]
    return "\n\n".join(
        [
            f"## Best recipe, 12 recipes x 50 briefs, seeds {best['first_seed']} and {best['seeds'] - 1} more",
            "Mean regret (best effect minus that of the chosen recipe, logits) by judgments:",
            _table(["strategy", *readings], regret),
            "Stop: share of projects settled, median judgments (never counts as infinite), share right (nominal .95):",
            _table(["strategy", "judged up to", "within .2", "within .3", "within .4"], stops),
            "Coverage of nominal 95 % intervals of the win probability on new briefs, mean over the other recipes:",
            _table(["data", "judgments", "against the chosen", "against recipe 0"], covered),
            "`remaining()` (10 % point, median, 90 % point), adaptive: unsettled projects whose actual number lay inside, and the\n"
            "median of actual / expected; projects that never settle in the simulated range count as outside:",
            _table(["asked after", "projects", "inside 10-90 %", "actual / expected"], remaining),
        ]
    )


def _baseline(baseline: Report) -> str:
    names = ("adaptive", "star", "balanced")
    readings = list(baseline["adaptive"]["loss"])
    loss = [[STRATEGIES[name], *(_with_error(*baseline[name]["loss"][n]) for n in readings)] for name in names]
    stops = [[STRATEGIES[name], *_stops(baseline[name]["stopping"])] for name in names]
    covered = [
        [STRATEGIES[name], n, _with_error(found["fixed"], found["fixed_error"])]
        for name in names
        for n, found in baseline[name]["coverage"].items()
    ]
    return "\n\n".join(
        [
            f"## Which recipes beat the baseline, 12 recipes x 50 briefs, seeds {baseline['first_seed']} and "
            f"{baseline['seeds'] - 1} more",
            "Largest difference from the baseline among recipes put on its wrong side, logits, by judgments:",
            _table(["strategy", *readings], loss),
            "Stop (every wrong verdict smaller than the tolerance):",
            _table(["strategy", "within .3", "within .4"], stops),
            "Coverage of the win probability against the baseline:",
            _table(["data", "judgments", "against the baseline"], covered),
        ]
    )


def _worlds(worlds: list[Report]) -> str:
    rows = []
    for world in worlds:
        for name in ("adaptive", "balanced"):
            found = world[name]
            covered = next(iter(found["coverage"].values()))
            rows.append(
                [
                    world["world"],
                    name,
                    *(_with_error(*regret) for regret in found["regret"].values()),
                    *_stops(found["stopping"]),
                    _with_error(covered["chosen"], covered["chosen_error"]),
                    _with_error(covered["fixed"], covered["fixed_error"]),
                ]
            )
    readings = [f"regret at {n}" for n in worlds[0]["adaptive"]["regret"]]
    head = [
        "world",
        "pairs",
        *readings,
        "settled within .3: share, median, right",
        "covered, chosen",
        "covered, recipe 0",
    ]
    return f"## Other worlds, {worlds[0]['seeds']} projects each (intervals at 300 judgments)\n\n" + _table(head, rows)


def _times(rows: list[Report]) -> str:
    table = [
        [
            f"{row['recipes']} x {row['briefs']}",
            *(f"{row[name]:.2f} ({row[f'{name}_95']:.2f})" for name in ("ask", "tell", "refit")),
            f"{row['remaining']:.0f}",
        ]
        for row in rows
    ]
    return "## Milliseconds, median (95th percentile), first 300 judgments\n\n" + _table(
        ["recipes x briefs", "ask", "tell", "tell with refit", "remaining"], table
    )
