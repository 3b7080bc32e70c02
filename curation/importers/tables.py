"""A file as a table: recognised by its content, read once, with the line of every row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from curation.errors import BadFile, BadValue
from curation.i18n import N_
from curation.importers.columns import Columns
from curation.importers.csv_file import is_csv, read_csv
from curation.importers.excerpts import listed, quoted
from curation.importers.jsonl import is_json_array, is_jsonl, read_json_array, read_jsonl
from curation.importers.source import Source, open_source


@dataclass(frozen=True)
class Table:
    """What a file holds, by column. Nothing here knows yet what the columns mean.

    Attributes:
        file: base name, for messages.
        columns: the names in the order of the file.
        values: for each column one value per row: texts from CSV, JSON values from JSON Lines. Absent is None: an empty
            CSV cell, a JSON null, a name that an object does not have.
        lines: for each row the line of the file where it starts, from 1.
        content_hash: SHA-256 of the file's bytes, in hexadecimal.
    """

    file: str
    columns: tuple[str, ...]
    values: dict[str, list[Any]]
    lines: list[int]
    content_hash: str

    def __len__(self) -> int:
        """The number of rows."""
        return len(self.lines)


@dataclass(frozen=True)
class Importer:
    """One format: how its beginning is recognised, how it is read."""

    recognises: Callable[[bytes], bool]
    read: Callable[[Source], Columns]


# Asked in this order; CSV recognises whatever is left.
IMPORTERS: Mapping[str, Importer] = MappingProxyType(
    {
        "jsonl": Importer(is_jsonl, read_jsonl),
        "json": Importer(is_json_array, read_json_array),
        "csv": Importer(is_csv, read_csv),
    }
)


def read(path: Path, format: str = "auto") -> Table:
    """Read a file in a format of IMPORTERS, or in the one its content shows.

    Raises:
        BadFile: the file as a whole cannot be used.
        BadRow: one line of it cannot be used.
        BadValue: there is no such format.
    """
    if format != "auto" and format not in IMPORTERS:
        raise BadValue("format", quoted(format), listed(["auto", *sorted(IMPORTERS)]))
    with open_source(path) as source:
        if format == "auto":
            format = next(name for name, importer in IMPORTERS.items() if importer.recognises(source.head))
        columns = IMPORTERS[format].read(source)
        if not columns.lines:
            raise BadFile(source.name, N_("a header and no rows"), N_("at least one row"))
        return Table(source.name, tuple(columns.values), columns.values, columns.lines, source.content_hash)


def read_table(path: Path) -> Table:
    """Read CSV, TSV, JSON Lines or an array of JSON objects, recognised by content, whatever the file's name."""
    return read(path)
