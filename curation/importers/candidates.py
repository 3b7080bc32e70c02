"""Candidates from a table: one per row, with its prompt, its recipe's name, its tags; everything else is a parameter.

An absent response is an error. An empty text that JSON states (`"response": ""`) is a response: models do answer
nothing, and people have judged it.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from curation.errors import BadRow
from curation.i18n import N_
from curation.importers.cells import required, short_names, texts
from curation.importers.excerpts import quoted
from curation.importers.mapping import CANDIDATE_TARGETS, NO_MAPPING, columns_by_target, missing
from curation.importers.tables import Table

IMPORTED = "imported"
TAG_LENGTH = 64
EXPECTED_COLUMNS = N_("prompt and response")
EXPECTED_TAGS = N_("a JSON list of short texts, or texts of at most 64 characters apart by ; or ,")


@dataclass(frozen=True)
class CandidateRow:
    """One output as a file gives it.

    Attributes:
        line: where its row starts in the file.
        prompt: the text or the key of the brief, as written.
        response: the output itself, as written.
        recipe: name of what made it; "imported" when the file does not say.
        parameters: the other columns that are not empty, as JSON values.
        tags: in the order of the file, each once.
    """

    line: int
    prompt: str
    response: str
    recipe: str
    parameters: dict[str, Any]
    tags: tuple[str, ...]


def read_candidates(table: Table, mapping: Mapping[str, str] = NO_MAPPING) -> list[CandidateRow]:
    """The candidates of a table. `mapping` is target -> column, for the targets of CANDIDATE_TARGETS.

    Raises:
        MissingColumn, BadValue: the columns are not those of candidates, or the mapping is wrong.
        BadRow: a row without prompt or response, a recipe's name that is too long, tags that are none.
    """
    columns = columns_by_target(table, mapping, CANDIDATE_TARGETS)
    for target in ("prompt", "response"):
        if target not in columns:
            raise missing(table, EXPECTED_COLUMNS, target, columns.values())
    prompts = required(table, columns["prompt"], _not_blank(texts(table, columns["prompt"])), N_("a prompt"))
    responses = required(table, columns["response"], texts(table, columns["response"]), N_("a response"))
    recipes = short_names(table, columns["model"]) if "model" in columns else [None] * len(table)
    tags = table.values[columns["tags"]] if "tags" in columns else [None] * len(table)
    others = [(name, table.values[name]) for name in table.columns if name not in columns.values()]
    return [
        CandidateRow(
            line=line,
            prompt=prompts[row],
            response=responses[row],
            recipe=recipes[row] or IMPORTED,
            parameters={name: cells[row] for name, cells in others if cells[row] not in (None, "", [], {})},
            tags=_tags(table.file, line, tags[row]),
        )
        for row, line in enumerate(table.lines)
    ]


def _not_blank(cells: list[str | None]) -> list[str | None]:
    return [cell if cell and not cell.isspace() else None for cell in cells]


def _tags(file: str, line: int, cell: Any) -> tuple[str, ...]:
    """The tags of one cell, trimmed, each once."""
    if cell is None:
        return ()
    listed: Any = cell
    if isinstance(cell, str) and cell.lstrip().startswith("["):
        try:
            listed = json.loads(cell)
        except (ValueError, RecursionError):
            raise BadRow(file, line, quoted(cell), EXPECTED_TAGS) from None
    elif isinstance(cell, str):
        listed = re.split("[;,]", cell)
    if not isinstance(listed, list) or not all(isinstance(tag, str) for tag in listed):
        raise BadRow(file, line, quoted(cell), EXPECTED_TAGS)
    tags = tuple(dict.fromkeys(tag.strip() for tag in listed if tag.strip()))
    for tag in tags:
        if len(tag) > TAG_LENGTH or not tag.isprintable():
            raise BadRow(file, line, quoted(tag), EXPECTED_TAGS)
    return tags
