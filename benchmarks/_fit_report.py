"""The results of `python -m benchmarks.fit` as a page: targets first, then every table."""

from typing import Any

import numpy as np

Report = dict[str, Any]


def markdown(report: Report) -> str:
    parts = [_head(report), _targets(report), _strengths(report), _large(report), _intervals(report), _others(report)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _table(head: list[str], rows: list[list[str]]) -> str:
    return "\n".join("| " + " | ".join(line) + " |" for line in [head, ["---"] * len(head), *rows])


def _time(seconds: float | None) -> str:
    if seconds is None:
        return "-"
    return f"{seconds:.2f} s" if seconds >= 1 else f"{1e3 * seconds:.3g} ms"


def _size(row: Report) -> str:
    return f"{row['items']:,} x {row['judgments']:,}"


def _verdict(met: bool) -> str:
    return "reached" if met else "MISSED"


def _head(report: Report) -> str:
    facts = ", ".join(f"{name} {value}" for name, value in report["machine"].items())
    return (
        f"# Strengths and intervals: how fast\n\n`python -m benchmarks.fit`, {report['date']}, {report['minutes']} minutes; "
        f"{facts}.\nTruth N(0, 1), random pairs, ties; every time is processor time of all threads, the best of several calls after one that compiles.\n"
        "Processor time does not depend on who else uses the machine; a library that uses several threads may take less by the clock.\n"
        'Strengths are the maximum of the likelihood (tolerance 1e-6), from the judgments, counting included. "From labels":\n'
        "two columns of strings, every row its own object."
    )


def _targets(report: Report) -> str:
    wanted = {(50, 2_000): 2.5, (1_000, 100_000): 3.0, (1_000, 1_000_000): 3.0, (5_000, 1_000_000): 10.0}
    rows = []
    for row in report["strengths"]:
        ratio, least = row["evalica"] / row["ours"], wanted[row["items"], row["judgments"]]
        rows.append(
            [
                f"from labels, {_size(row)}: times faster than evalica",
                f">= {least}",
                f"{ratio:.1f}",
                _verdict(ratio >= least),
            ]
        )
    found = report["passes"]["passes"]
    rows.append(
        ["from integers, 1,000 x 1,000,000: passes over the data", "<= 20", f"{found:.1f}", _verdict(found <= 20)]
    )
    if report["large"]:
        memory = report["large"]["peak_gigabytes"]
        rows.append([f"{_size(report['large'])}: peak memory", "<= 8 GB", f"{memory:.1f} GB", _verdict(memory <= 8)])
    ours, peer = report["intervals"], report["arena"].get("1000 x 100000")
    if isinstance(peer, dict):
        faster = ours["seconds"] < peer["intervals"]
        shown = f"{_time(ours['seconds'])} against {_time(peer['intervals'])}"
        rows.append(["intervals, 1,000 x 100,000: faster than arena-rank's", "yes", shown, _verdict(faster)])
    off = abs(ours["ratio"] - 1)
    shown = f"{ours['ratio']:.4f} ({ours['ratio_error']:.4f})"
    rows.append(["standard errors / 200-fold bootstrap", "within 2 %", shown, _verdict(off <= 0.02)])
    crowd = report["crowd"]["ratio"]["crowd_bradley_terry"]
    shown = f"{crowd:.2f} ({report['crowd']['ratio_error']:.2f})"
    rows.append(
        ["two of ten judges click at random: judgments against dropping them", "<= 1.1", shown, _verdict(crowd <= 1.1)]
    )
    return "## Targets\n" + _table(["what", "target", "found (standard error)", ""], rows)


def _strengths(report: Report) -> str:
    rows = []
    for row in report["strengths"]:
        peer = report["arena"].get(f"{row['items']} x {row['judgments']}")
        rows.append(
            [
                _size(row),
                f"{row['pairs']:,}",
                _time(row["ours"]),
                _time(row["evalica"]),
                f"{row['evalica'] / row['ours']:.1f}",
                _time(peer["labels"]) if isinstance(peer, dict) else (peer or "-"),
                _time(row.get("choix")),
                _time(row["ours_from_integers"]),
                _time(row["ours_from_counts"]),
                _time(row["ours_estimating_the_prior"]),
                "-" if row["disagreement"] is None else f"{row['disagreement']:.1e}",
            ]
        )
    head = [
        "items x judgments",
        "pairs",
        "ours, labels",
        "evalica, labels",
        "ratio",
        "arena-rank, labels",
        "choix (ilsr), integers",
    ]
    head += [
        "ours, integers",
        "ours, from a tally",
        "ours, labels, prior estimated",
        "largest difference from evalica, log-odds",
    ]
    return "## Strengths\n" + _table(head, rows)


def _large(report: Report) -> str:
    large = report["large"]
    if not large:
        return ""
    head = [
        "items x judgments",
        "pairs",
        "tally from integers",
        "fit",
        "from labels, all",
        "peak memory (data and labels included)",
    ]
    row = [
        _size(large),
        f"{large['pairs']:,}",
        _time(large["tally"]),
        _time(large["fit"]),
        _time(large["labels"]),
        f"{large['peak_gigabytes']:.1f} GB",
    ]
    return "## Large (its own process, first call; evalica is dense in items and was not run)\n" + _table(head, [row])


def _intervals(report: Report) -> str:
    ours, peer = report["intervals"], report["arena"].get("1000 x 100000")
    rows = [
        [
            "ours (sandwich)",
            _time(ours["seconds"]),
            f"{ours['ratio']:.4f} ({ours['ratio_error']:.4f})",
            f"{ours['ratio_spread']:.3f}",
        ]
    ]
    if isinstance(peer, dict):
        rows.append(
            [f"arena-rank {peer['version']} (sandwich)", _time(peer["intervals"]), f"about {peer['ratio']:.4f}", ""]
        )
    else:
        rows.append(["arena-rank", str(peer), "", ""])
    rows.append([f"ours, {ours['bootstraps']} bootstraps", _time(ours["bootstrap_seconds"]), "1", ""])
    note = f"A bootstrap of {ours['bootstraps']} has itself a spread of {1 / np.sqrt(2 * ours['bootstraps']):.3f} per item."
    head = ["1,000 x 100,000", "intervals alone", "mean ratio to the bootstrap", "spread over items"]
    return "## Intervals\n" + _table(head, rows) + "\n" + note


def _others(report: Report) -> str:
    elo, crowd, unit = report["elo"], report["crowd"], report["passes"]
    rows = [
        [name, *(f"{tau:.4f}" for tau in curve), f"{crowd['ratio'][name]:.2f}"] for name, curve in crowd["tau"].items()
    ]
    head = [
        "Kendall's tau at judgments per item",
        *(str(n) for n in crowd["per_item"]),
        f"judgments for tau {crowd['level']:.3f}, ratio",
    ]
    return (
        f"## One pass\nAdding 1,000,000 judgments to the counts of 1,000 items, compiled: {_time(unit['one_pass'])}; "
        f"strengths from integers: {_time(unit['ours'])}.\n\n"
        f"## Elo, 1,000,000 judgments from integers\nours {_time(elo['ours'])}, evalica {_time(elo['evalica'])}.\n\n"
        f"## Two of ten judges click at random (50 items, {crowd['seeds']} projects per reading)\n" + _table(head, rows)
    )
