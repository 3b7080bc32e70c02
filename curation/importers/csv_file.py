"""CSV as people and their spreadsheets write it: commas, semicolons or tabs, quoted or not, any line ends.

An empty cell is absent (None), and so is a row of empty cells. A column without a name, such as the row
numbers that pandas writes, is left out. Names are trimmed, cells are not.
"""

import re
from collections.abc import Iterator
from importlib.util import find_spec, module_from_spec
from itertools import chain, islice
from types import ModuleType

from curation.errors import BadFile, BadRow
from curation.i18n import N_
from curation.importers.columns import BATCH_ROWS, Columns, refuse_long_cell
from curation.importers.excerpts import grouped, phrase, quoted
from curation.importers.source import EXPECTED_TEXT, Source
from curation.models.base import TEXT_LENGTH

DELIMITERS = ",;\t"
CELL_LENGTH = 1 << 26


def _own_csv_module() -> ModuleType:
    """A second instance of Python's CSV parser: its limit on a cell's length is global to a module instance, and
    raising it for us must not raise it for every other library in the process."""
    spec = find_spec("_csv")
    if spec is None or spec.loader is None:
        raise ImportError("Python was built without its module _csv")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    module.field_size_limit(CELL_LENGTH)
    return module


_csv = _own_csv_module()


def is_csv(head: bytes) -> bool:
    """Every text is taken for CSV when nothing else recognises it."""
    return True


def delimiter_of(header: str) -> str:
    """The delimiter that stands most often outside of quotes; a comma when in doubt.

    Example:
        >>> delimiter_of('prompt;"a, b";response')
        ';'
    """
    bare = re.sub(r'"[^"]*"?', "", header)
    return max(DELIMITERS, key=bare.count)


def read_csv(source: Source) -> Columns:
    """Read the whole file.

    Raises:
        BadFile, BadRow: with the line where the bad record starts.
    """
    columns = Columns(source.name)
    records = _records(source)
    start, header = next(records, (1, []))
    if not header:
        raise BadFile(source.name, N_("an empty file"), EXPECTED_TEXT)
    names = [name.strip() for name in header]
    for name in names:
        if name in columns.values:
            raise BadRow(source.name, start, phrase(N_("the column {name} twice"), name=quoted(name)), N_("it once"))
        if name:
            columns.declare(name, start)
    while batch := list(islice(records, BATCH_ROWS)):
        lines = [line for line, _ in batch]
        rows = [cells for _, cells in batch]
        if set(map(len, rows)) != {len(names)}:
            row = next(row for row, cells in enumerate(rows) if len(cells) != len(names))
            found = phrase(N_("{count} cells"), count=len(rows[row]))
            raise BadRow(source.name, lines[row], found, phrase(N_("{count}, as in the header"), count=len(names)))
        for name, column in zip(names, zip(*rows, strict=True), strict=True):
            if name:
                if max(map(len, column)) > TEXT_LENGTH:
                    row = next(row for row, cell in enumerate(column) if len(cell) > TEXT_LENGTH)
                    refuse_long_cell(source.name, lines[row], name, len(column[row]))
                columns.extend(name, [cell or None for cell in column] if "" in column else column)
        columns.lines.extend(lines)
    return columns


def _records(source: Source) -> Iterator[tuple[int, list[str]]]:
    """Each record that is not empty, with the line where it starts."""
    lines = source.lines()
    blank, first = next(((number, line) for number, line in enumerate(lines) if line.strip()), (0, ""))
    reader = _csv.reader(chain([first], lines), delimiter=delimiter_of(first), strict=True)
    start = blank + 1
    try:
        for cells in reader:
            if any(cells):
                yield start, cells
            start = blank + reader.line_num + 1
    except _csv.Error as error:
        raise BadRow(source.name, start, *_reason(str(error))) from None


def _reason(error: str) -> tuple[str, str]:
    """What was found and expected, from the parser's own words."""
    if "limit" in error:
        found = phrase(N_("a cell of more than {count} characters"), count=grouped(CELL_LENGTH))
        return found, N_("a shorter one, with its quotes closed")
    if "end of data" in error:
        return N_("a quote that is never closed"), N_("a closing quote; a quote within a cell is written twice")
    return N_("text after a closing quote"), N_("a delimiter; a quote within a cell is written twice")
