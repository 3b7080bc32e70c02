"""Options that several commands share, and how they become settings."""

import math
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from curation.errors import BadValue
from curation.i18n import N_
from curation.settings import DATABASE_VARIABLE, WORKSPACE_VARIABLE

Workspace = Annotated[
    Path | None,
    typer.Option("--workspace", envvar=WORKSPACE_VARIABLE, help="Folder that holds the database and the media files."),
]
DatabaseUrl = Annotated[
    str | None,
    typer.Option(
        "--database-url", envvar=DATABASE_VARIABLE, help="PostgreSQL database to use instead of the workspace's SQLite."
    ),
]
ProjectName = Annotated[str, typer.Option("--project", help="Name of the project.")]


class TableFormat(StrEnum):
    """How results are printed."""

    TABLE = "table"
    JSON = "json"


class MethodName(StrEnum):
    """Rating methods."""

    BRADLEY_TERRY = "bradley-terry"
    ELO = "elo"


class TiesName(StrEnum):
    """What ties are."""

    HALF = "half"
    DROP = "drop"


class ByName(StrEnum):
    """What a leaderboard lists."""

    CANDIDATE = "candidate"
    RECIPE = "recipe"


Format = Annotated[TableFormat, typer.Option("--format", help="A table, or JSON and nothing else.")]
Ties = Annotated[
    TiesName, typer.Option("--ties", help="Both good, both bad and ties: half a win each way, or dropped.")
]
Prior = Annotated[str, typer.Option("--prior", help="Variance of the strengths: auto, none, or a number above 0.")]
Map = Annotated[list[str] | None, typer.Option("--map", help="What a column means, for example prompt=question.")]
Host = Annotated[
    str, typer.Option("--host", help="Address to listen at. Others reach this machine only if you change it.")
]
Port = Annotated[int, typer.Option("--port", min=1, max=65535, help="Port to listen at.")]
Headless = Annotated[bool, typer.Option("--headless", help="Leave the browser closed.")]


def mapping_of(pairs: list[str] | None) -> dict[str, str]:
    """`["prompt=question"]` as `{"prompt": "question"}`. Raises BadValue for anything else."""
    mapping: dict[str, str] = {}
    for pair in pairs or []:
        target, equals, column = pair.partition("=")
        if not equals or not target.strip() or not column.strip():
            raise BadValue("--map", f"“{pair}”", N_("what=column, for example prompt=question"))
        mapping[target.strip()] = column.strip()
    return mapping


def prior_variance(text: str) -> float | None:
    """auto is None (estimated), none is infinity (no prior), anything else a number above 0. Raises BadValue."""
    if text == "auto":
        return None
    if text == "none":
        return math.inf
    try:
        variance = float(text)
    except ValueError:
        variance = math.nan
    if not variance > 0 or math.isinf(variance):
        raise BadValue("--prior", f"“{text}”", N_("auto, none, or a number above 0"))
    return variance
