"""Earlier judgments from a table, by column: who stood left and right, who won, and what else the file knows.

Shapes that are understood (case and spaces of names do not matter):

* `left, right, winner` (evalica, llmfao), `model_a, model_b, winner` (arena, AutoArena), `model_1, model_2, winner`...
* `model_a, model_b, winner_model_a, winner_model_b, winner_tie` (the 55k arena file): 0 and 1
* `image_0_uid, image_1_uid, label_0, label_1` (Pick-a-Pic): 0 and 1, one half each for a tie
* `Winner ID, Loser ID` (Gavel); with `Left Choice ID, Right Choice ID` too (allourideas), where the rows that the file
  itself marks as not `Valid` are left out; so they are where `--map valid=...` names such a column

The sides count as known for `left, right`, for `Left Choice ID` and for `model_a, model_b`, which the arena shows as
left and right in that order; not for names that only number the two, nor where the winner stands first because it won.
"""

import json
import operator
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import compress

from curation.errors import BadFile, BadRow, BadValue
from curation.i18n import N_
from curation.importers.cells import converted, moments, names, required, seconds, short_names, texts
from curation.importers.excerpts import phrase, quoted
from curation.importers.jsonl import HALF_CHARACTER
from curation.importers.mapping import (
    ALIASES,
    CANDIDATE_TARGETS,
    JUDGMENT_TARGETS,
    NO_MAPPING,
    columns_by_target,
    missing,
    plain,
)
from curation.importers.tables import Table
from curation.importers.winners import outcomes_flagged, outcomes_spelled
from curation.models import Degree, ImportKind, Outcome

SIDES_AS_SHOWN = frozenset({"left", "model_a", "left_choice_id"})
# Only the file with this column is known to mark votes; elsewhere `valid` may mean anything, unless --map says so.
MARKS_VALID = "left_choice_id"
VALID = {"true": True, "t": True, "yes": True, "1": True, "false": False, "f": False, "no": False, "0": False}
EXPECTED_JUDGMENTS = N_("left, right and winner; or model_a, model_b and winner; or winner and loser")
EXPECTED_EITHER = N_("prompt and response (candidates), or left, right and winner (judgments)")
EXPECTED_NAME = N_("the name of a candidate")


@dataclass(frozen=True)
class Judgments:
    """Judgments by column; every list has one entry per judgment.

    Attributes:
        file: base name, for messages.
        lines: where each row starts in the file.
        left, right: names of the two, trimmed.
        outcome: as the sides stand here.
        judge: name of the judge, None where the file does not say.
        brief: text or key of the brief as written, None where the file does not say.
        left_response, right_response: the texts that were compared; None when the file has no such columns.
        degree: how clear the choice was; None when the file has no such column.
        seconds: how long the judgment took; None when the file has no such column.
        judged_at: when, UTC; None when the file has no such column.
        sides_known: left and right are the sides that the judge saw.
        left_out: rows that the file itself marks as not valid.
    """

    file: str
    lines: list[int]
    left: list[str]
    right: list[str]
    outcome: list[Outcome]
    judge: list[str | None]
    brief: list[str | None]
    left_response: list[str | None] | None
    right_response: list[str | None] | None
    degree: list[Degree | None] | None
    seconds: list[float | None] | None
    judged_at: list[datetime | None] | None
    sides_known: bool
    left_out: int = 0

    def __len__(self) -> int:
        """The number of judgments."""
        return len(self.lines)


def recognise(table: Table, mapping: Mapping[str, str] = NO_MAPPING) -> ImportKind:
    """Whether a table holds judgments or candidates.

    Raises:
        MissingColumn: it holds neither; the sentence lists the columns found and those expected.
        BadValue: the mapping names a target that neither has.
    """
    wanted = {ALIASES.get(plain(target), plain(target)): column for target, column in mapping.items()}
    either = {**CANDIDATE_TARGETS, **JUDGMENT_TARGETS}
    for target in wanted.keys() - either.keys():
        raise BadValue("--map", quoted(target), ", ".join(either))
    kinds = [(ImportKind.JUDGMENTS, JUDGMENT_TARGETS), (ImportKind.CANDIDATES, CANDIDATE_TARGETS)]
    for kind, targets in kinds:
        columns = columns_by_target(table, {name: wanted[name] for name in wanted if name in targets}, targets)
        complete = _says_who_won(columns) if kind is ImportKind.JUDGMENTS else columns.keys() >= {"prompt", "response"}
        if complete and wanted.keys() <= targets.keys():
            return kind
    raise missing(table, EXPECTED_EITHER, "response")


def read_judgments(table: Table, mapping: Mapping[str, str] = NO_MAPPING, *, outcomes_only: bool = False) -> Judgments:
    """The judgments of a table. `mapping` is target -> column, for the targets of JUDGMENT_TARGETS.

    With `outcomes_only`, left, right and outcome of the valid rows are read; other columns are ignored, whatever they hold.

    Raises:
        MissingColumn, BadValue: the columns are not those of judgments, or the mapping is wrong.
        BadRow: a winner nobody knows, a candidate judged against itself, a cell that is not what its column says.
    """
    columns = columns_by_target(table, mapping, JUDGMENT_TARGETS)
    if not _says_who_won(columns):
        target = "winner" if {"left", "right"} <= columns.keys() else "left"
        raise missing(table, EXPECTED_JUDGMENTS, target, columns.values())
    marked = plain(columns.get("left", "")) == MARKS_VALID or "valid" in map(plain, mapping)
    valid = _valid_rows(table, columns["valid"]) if marked and "valid" in columns else table
    left_column, right_column = _sides(columns)
    left = required(valid, left_column, names(valid, left_column), EXPECTED_NAME)
    right = required(valid, right_column, names(valid, right_column), EXPECTED_NAME)
    if any(map(operator.eq, left, right)):
        row = next(row for row, (one, other) in enumerate(zip(left, right, strict=True)) if one == other)
        found = phrase(N_("{name} against itself"), name=quoted(left[row]))
        raise BadRow(valid.file, valid.lines[row], found, N_("two different candidates"))
    outcome = _outcomes(valid, columns, left, right)
    read = {} if outcomes_only else columns
    nobody: list[str | None] = [None] * len(valid)
    return Judgments(
        file=valid.file,
        lines=valid.lines,
        left=left,
        right=right,
        outcome=outcome,
        judge=short_names(valid, read["judge"]) if "judge" in read else nobody,
        brief=_spoken(texts(valid, read["prompt"])) if "prompt" in read else nobody,
        left_response=_spoken(texts(valid, read["left_response"])) if "left_response" in read else None,
        right_response=_spoken(texts(valid, read["right_response"])) if "right_response" in read else None,
        degree=_degrees(valid, read["degree"], outcome) if "degree" in read else None,
        seconds=seconds(valid, read["seconds"]) if "seconds" in read else None,
        judged_at=moments(valid, read["judged_at"]) if "judged_at" in read else None,
        sides_known=plain(left_column) in SIDES_AS_SHOWN,
        left_out=len(table) - len(valid),
    )


def _says_who_won(columns: Mapping[str, str]) -> bool:
    if {"left", "right"} <= columns.keys():
        return "winner" in columns or {"left_wins", "right_wins"} <= columns.keys()
    return {"winner", "loser"} <= columns.keys()


def _sides(columns: Mapping[str, str]) -> tuple[str, str]:
    if {"left", "right"} <= columns.keys():
        return columns["left"], columns["right"]
    return columns["winner"], columns["loser"]


def _outcomes(table: Table, columns: Mapping[str, str], left: list[str], right: list[str]) -> list[Outcome]:
    sides = _sides(columns)
    if columns.get("winner") == sides[0]:
        return [Outcome.LEFT] * len(table)
    if "winner" in columns:
        return outcomes_spelled(table, columns["winner"], left, right, sides)
    return outcomes_flagged(table, columns["left_wins"], columns["right_wins"], columns.get("tie"))


def _valid_rows(table: Table, column: str) -> Table:
    """The table without the rows that this column takes out."""
    cells = converted(table, column, names(table, column), _truth, N_("true or false"))
    kept = [cell is not False for cell in cells]
    if not any(kept):
        raise BadFile(table.file, N_("no row marked as valid"), N_("at least one valid judgment"))
    values = {name: list(compress(cells, kept)) for name, cells in table.values.items()}
    return replace(table, values=values, lines=list(compress(table.lines, kept)))


def _truth(text: str) -> bool:
    if text.lower() not in VALID:
        raise ValueError(text)
    return VALID[text.lower()]


def _degree(text: str) -> Degree:
    return Degree(text.lower())


def _degrees(table: Table, column: str, outcome: list[Outcome]) -> list[Degree | None]:
    degrees = converted(table, column, names(table, column), _degree, N_("clearly or slightly"))
    for row, (degree, answer) in enumerate(zip(degrees, outcome, strict=True)):
        if degree is not None and answer not in (Outcome.LEFT, Outcome.RIGHT):
            found = phrase(N_("{degree} where no side was chosen"), degree=quoted(degree.value))
            raise BadRow(table.file, table.lines[row], found, N_("no degree"))
    return degrees


def _spoken(cells: list[str | None]) -> list[str | None]:
    """Texts; where every cell is a JSON list of turns, as in the 55k arena file, the turns with a line between."""
    if not all(cell is None or cell.startswith("[") for cell in cells):
        return cells
    turns = [None if cell is None else _turns(cell) for cell in cells]
    unread = any(turn is None and cell is not None for turn, cell in zip(turns, cells, strict=True))
    return cells if unread else turns


def _turns(cell: str) -> str | None:
    """The turns of a conversation that is written as a JSON list of texts; None when it is something else."""
    try:
        listed = json.loads(cell)
    except (ValueError, RecursionError):
        return None
    if not isinstance(listed, list) or not all(turn is None or isinstance(turn, str) for turn in listed):
        return None
    text = "\n\n".join(turn for turn in listed if turn)
    # An escape can write what no row holds: then the cell stays as it is written.
    return None if "\0" in text or HALF_CHARACTER.search(text) else text
