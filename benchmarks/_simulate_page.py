"""The results as a page of Markdown."""

from typing import Any

_REFERENCE = {
    "N = 20": (7.1, 8.6, 6.5),
    "N = 50": (4.7, 7.1, 5.4),
    "N = 100": (4.8, 8.0, 6.0),
    "N = 200": (4.4, 6.7, 5.9),
}
_TITLES = {
    "reference": "Plain pairs",
    "peers": "Peers, N = 50, k = 5, the same truths, scored by the same fit",
    "order": "The whole order",
    "answers": "Richer answers, N = 50, k = 5 (screens for fours); ratio to plain pairs, or to pairs with the same ties",
    "judges": "Judges, N = 50, k = 5; ratio to plain pairs",
    "worlds": "Other worlds, N = 50",
}
_MEASURES = ("near-recall", "recall", "regret", "tau")


def page(results: dict[str, Any]) -> str:
    """All sections that have figures."""
    lines = [
        "# Judgments",
        "",
        "`python -m benchmarks.judgments`. Judgments per item until the mean over seeds reaches near-recall .95, recall .90,"
        " regret .05, Kendall's tau .9, reading after a refit every N/2; in brackets one bootstrap standard error; bold the",
        "ratio to the row it is compared with (below 1: fewer judgments). Strengths N(0, 2^2), k = 10 % of N, unless said.",
        "`settled`: share of runs that reached .95 within 25 N, median judgments per item, share of them that was right.",
        "",
    ]
    for section, title in _TITLES.items():
        if section in results:
            lines += [f"## {title}", "", *_table(results[section], section == "reference"), ""]
    if any("stops" in row for key in _TITLES for row in results.get(key, {}).values()):
        lines += ["## settled(within) at .95", "", *_stops(results), "", "## remaining()", "", *_forecasts(results), ""]
        lines += ["## Calibration of settled(.5): stated, share right", "", *_calibrations(results), ""]
    if "timings" in results:
        lines += ["## Times, milliseconds, one core, k = 10 %", "", *_timings(results["timings"]), ""]
    lines += ["## Circumstances", ""]
    lines += [
        f"* {section}: {', '.join(f'{k} {v}' for k, v in run.items())}" for section, run in results["runs"].items()
    ]
    return "\n".join(lines) + "\n"


def _cell(crossing: dict[str, float | None]) -> str:
    if crossing["value"] is None:
        return "not reached"
    text = f"{crossing['value']:.2f}"
    text += f" ({crossing['error']:.2f})" if crossing["error"] is not None else " (?)"
    if crossing["ratio"]:
        text += f" **{crossing['ratio']:.2f}**"
        text += f" ({crossing['ratio_error']:.2f})" if crossing["ratio_error"] is not None else ""
    return text


def _table(rows: dict[str, Any], with_reference: bool) -> list[str]:
    head = "| | seeds | near-recall .95 | recall .90 | regret .05 | tau .9 |"
    rule = "|---|---|---|---|---|---|"
    if with_reference:
        head, rule = head + " ranking.md: near, recall, regret |", rule + "---|"
    lines = [head, rule]
    for name, row in rows.items():
        cells = [name, str(row["seeds"]), *(_cell(row[measure]) for measure in _MEASURES)]
        if with_reference:
            cells.append(" / ".join(str(value) for value in _REFERENCE[name]))
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def _stops(results: dict[str, Any]) -> list[str]:
    lines = ["| | within | stopped | median | right |", "|---|---|---|---|---|"]
    for key in _TITLES:
        for name, row in results.get(key, {}).items():
            for stop in row["stops"]:
                median = "-" if stop["median"] is None else f"{stop['median']:.1f} N"
                good = "-" if stop["right"] is None else f"{stop['right']:.3f} ({stop['right_error']:.3f})"
                lines.append(f"| {name} | {stop['within']} | {stop['stopped']:.2f} | {median} | {good} |")
    return lines


def _forecasts(results: dict[str, Any]) -> list[str]:
    lines = [
        "Among the runs that stopped: share of true counts inside (low-high), nominal .8; median expected and true.",
        "",
        "| | judgments then | runs | inside | expected | true |",
        "|---|---|---|---|---|---|",
    ]
    for key in _TITLES:
        for name, row in results.get(key, {}).items():
            for told, cell in row["forecasts"].items():
                figures = f"{cell['inside']:.2f} | {cell['expected']:.0f} | {cell['true']:.0f}"
                lines.append(f"| {name} | {told} | {cell['runs']} | {figures} |")
    return lines


def _calibrations(results: dict[str, Any]) -> list[str]:
    lines = []
    for key in _TITLES:
        for name, row in results.get(key, {}).items():
            if row["calibration"]:
                points = ", ".join(
                    f"{p['stated']:.2f}: {p['right']:.2f} ({p['error']:.2f})" for p in row["calibration"]
                )
                lines.append(f"* {name}: {points}")
    return lines


def _timings(rows: dict[str, dict[str, float]]) -> list[str]:
    names = list(next(iter(rows.values())))
    lines = ["| N | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
    return lines + [f"| {n} | " + " | ".join(str(row[name]) for name in names) + " |" for n, row in rows.items()]
