"""Before anything is stored: what a file holds, what its columns mean, what it would bring in."""

import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from curation.actions.actor import Actor
from curation.actions.importing import ImportResult, import_table
from curation.errors import BadInput, BadRow, MissingColumn
from curation.i18n import N_
from curation.importers import Table, read, recognise
from curation.importers.mapping import CANDIDATE_TARGETS, JUDGMENT_TARGETS, columns_by_target, plain
from curation.media import sniff
from curation.models import ImportKind
from curation.storage import Store

HEAD_BYTES = 4096
FILE_NAME_BYTES = 200
CELL_CHARACTERS = 120

# What a column may hold, in the order of the boxes: most files need the first few.
MAIN = ("left", "right", "winner", "judge", "prompt")
TARGETS: dict[ImportKind, tuple[str, ...]] = {
    ImportKind.CANDIDATES: tuple(CANDIDATE_TARGETS),
    ImportKind.JUDGMENTS: (*MAIN, *(name for name in JUDGMENT_TARGETS if name not in MAIN)),
}
NEEDED: dict[ImportKind, str] = {
    ImportKind.CANDIDATES: N_("the brief and the output"),
    ImportKind.JUDGMENTS: N_("left, right and winner, or winner and loser"),
}


# What the importers propose on the command line is a box on the page.
ON_THE_COMMAND_LINE = ", or --make-candidates"
EXPECTED_HERE = (
    N_("a brief of this project"),
    N_("a prompt column that says which brief is meant"),
    N_("a recipe with a candidate for this brief"),
)


class UnsaidColumns(BadInput):
    """A table of which nobody has said yet which columns hold what is needed."""

    template = N_("{file}: choose the columns that hold {needed}.")

    def __init__(self, file: str, needed: str) -> None:
        super().__init__(file=file, needed=needed)


@dataclass(frozen=True)
class Reading:
    """How a table is understood: what it holds, and for each target its column, "" where there is none."""

    kind: ImportKind
    columns: dict[str, str]


def is_media(content: bytes) -> bool:
    """Whether a file is a picture, sound or film, by its content; whatever else is read as a table."""
    return sniff(content[:HEAD_BYTES]) is not None


def read_upload(name: str, content: bytes) -> Table:
    """A file that came through the browser, as a table; sentences about it show the name it had there.

    Raises:
        BadFile, BadRow: It cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="curation-") as folder:
        path = Path(folder) / _safe_name(name)
        path.write_bytes(content)
        return read(path)


def suggest(table: Table, kind: ImportKind | None = None) -> Reading:
    """What a table seems to hold, or how it reads when it is said to hold `kind`."""
    if kind is None:
        try:
            kind = recognise(table)
        except MissingColumn:
            kind = ImportKind.CANDIDATES
    found = columns_by_target(table, {}, CANDIDATE_TARGETS if kind is ImportKind.CANDIDATES else JUDGMENT_TARGETS)
    if plain(found.get("left", "")) != "left_choice_id":
        # Elsewhere a column of this name is only believed when somebody says so.
        found.pop("valid", None)
    return Reading(kind, {target: found.get(target, "") for target in TARGETS[kind]})


def first_rows(table: Table, count: int) -> list[dict[str, str]]:
    """The first rows as short texts, for the eye."""
    shown = range(min(count, len(table)))
    return [{name: _short(table.values[name][row]) for name in table.columns} for row in shown]


def import_as(
    store: Store,
    actor: Actor,
    table: Table,
    project_name: str,
    reading: Reading,
    *,
    now: datetime,
    make_candidates: bool,
    dry_run: bool,
) -> ImportResult:
    """Bring a table in as it was read, or with `dry_run` only say what that would bring.

    Raises:
        UnsaidColumns: A column that is needed was not chosen.
        BadInput: The file cannot be used; nothing is changed.
    """
    try:
        return import_table(
            store,
            actor,
            table,
            project_name,
            now=now,
            mapping=_mapping(table, reading),
            texts={},
            make_candidates=make_candidates,
            dry_run=dry_run,
        )
    except MissingColumn:
        raise UnsaidColumns(table.file, NEEDED[reading.kind]) from None
    except BadRow as error:
        expected = str(error.values["expected"]).removesuffix(ON_THE_COMMAND_LINE)
        if expected not in EXPECTED_HERE:
            raise
        error.values["expected"] = expected
        raise


def _mapping(table: Table, reading: Reading) -> Mapping[str, str]:
    """What has to be said for the importers to read it so: nothing where they would by themselves."""
    if reading == suggest(table):
        return {}
    suggested = suggest(table, reading.kind).columns
    return {
        target: column
        for target, column in reading.columns.items()
        if target != "valid" or column != suggested["valid"]
    }


def _short(cell: object) -> str:
    text = "" if cell is None else " ".join(str(cell).split())
    return text if len(text) <= CELL_CHARACTERS else f"{text[: CELL_CHARACTERS - 1]}…"


def _safe_name(name: str) -> str:
    """The last part of a file's name as every system can store it."""
    base = re.sub(r'[\x00-\x1f\x7f<>:"|?*]', "_", re.split(r"[\\/]", name)[-1])
    stem, dot, suffix = base.rpartition(".")
    if len(base.encode("utf-8", "replace")) > FILE_NAME_BYTES:
        base = stem.encode("utf-8", "ignore")[: FILE_NAME_BYTES - 20].decode("utf-8", "ignore") + dot + suffix[:10]
    return base if base.strip(". ") else "file"
