"""A column's cells as texts, names, numbers or times; what cannot be read is a BadRow with its line.

Whole columns at a time: distinct values are converted once, which keeps a million rows fast.
"""

import math
from collections.abc import Callable, Hashable, Sequence
from datetime import UTC, datetime
from types import NoneType
from typing import Any, TypeVar

from curation.errors import BadRow
from curation.i18n import N_
from curation.importers.excerpts import phrase, quoted
from curation.importers.tables import Table
from curation.models.base import NAME_LENGTH

T = TypeVar("T")

MILLISECONDS_FROM = 100_000_000_000
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)


def text_of(value: str | int | float) -> str:
    """A JSON scalar as CSV would write it.

    Example:
        >>> text_of(8.0), text_of(8), text_of("8"), text_of(True)
        ('8', '8', '8', 'true')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return str(value)


def texts(table: Table, column: str) -> list[str | None]:
    """Each cell as text, unchanged; None where it is absent.

    Raises:
        BadRow: a list or an object.
    """
    cells = table.values[column]
    kinds = set(map(type, cells))
    if kinds <= {str, NoneType}:
        return cells
    if kinds & {list, dict}:
        row = next(row for row, cell in enumerate(cells) if isinstance(cell, list | dict))
        found = phrase(N_("{value} in {column}"), value=quoted(cells[row]), column=quoted(column))
        raise BadRow(table.file, table.lines[row], found, N_("a text or a number"))
    return [None if cell is None else text_of(cell) for cell in cells]


def names(table: Table, column: str) -> list[str | None]:
    """Each cell as text without the spaces around it; None where nothing is left."""
    cells = texts(table, column)
    trimmed = {cell: (cell.strip() or None) if cell else None for cell in set(cells)}
    return [trimmed[cell] for cell in cells]


def short_names(table: Table, column: str) -> list[str | None]:
    """Names that a row of the database may hold as one.

    Raises:
        BadRow: a name of more than 200 characters.
    """
    cells = names(table, column)
    if any(cell is not None and len(cell) > NAME_LENGTH for cell in set(cells)):
        row = next(row for row, cell in enumerate(cells) if cell is not None and len(cell) > NAME_LENGTH)
        found = phrase(N_("{value} in {column}"), value=quoted(cells[row]), column=quoted(column))
        expected = phrase(N_("a name of at most {count} characters"), count=NAME_LENGTH)
        raise BadRow(table.file, table.lines[row], found, expected)
    return cells


def required(table: Table, column: str, cells: Sequence[str | None], expected: str) -> list[str]:
    """The cells, all of which must be there.

    Raises:
        BadRow: on the first line without.
    """
    if None in cells:
        found = phrase(N_("nothing in {column}"), column=quoted(column))
        raise BadRow(table.file, table.lines[cells.index(None)], found, expected)
    return [cell for cell in cells if cell is not None]


def converted(
    table: Table, column: str, cells: Sequence[Hashable], convert: Callable[[Any], T], expected: str
) -> list[T | None]:
    """Each cell converted; absent ones stay None.

    Raises:
        BadRow: where `convert` raises ValueError.
    """
    known: dict[Hashable, T | None] = {None: None}
    for row, cell in enumerate(cells):
        if cell not in known:
            try:
                known[cell] = convert(cell)
            except (ValueError, OverflowError):
                found = phrase(N_("{value} in {column}"), value=quoted(cell), column=quoted(column))
                raise BadRow(table.file, table.lines[row], found, expected) from None
    return [known[cell] for cell in cells]


def seconds(table: Table, column: str) -> list[float | None]:
    """Durations in seconds: finite and not negative."""
    return converted(table, column, names(table, column), _duration, N_("a number of seconds"))


def moments(table: Table, column: str) -> list[datetime | None]:
    """Times in UTC, from ISO 8601 or from seconds or milliseconds since 1970; a time without a zone is UTC."""
    expected = N_("a time such as 2024-01-31T12:00:00Z, or seconds since 1970")
    return converted(table, column, names(table, column), _moment, expected)


def _duration(text: str) -> float:
    number = float(text)
    if not math.isfinite(number) or number < 0:
        raise ValueError(text)
    return number


def _moment(text: str) -> datetime:
    try:
        number = float(text)
    except ValueError:
        time = datetime.fromisoformat(text.removesuffix(" UTC"))
        time = time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    else:
        # Not every system converts numbers far outside of this range; some raise OSError.
        since_1970 = number / 1000 if number >= MILLISECONDS_FROM else number
        time = datetime.fromtimestamp(since_1970, UTC) if 0 <= since_1970 < LATEST.timestamp() else LATEST
    if not EARLIEST <= time < LATEST:
        raise ValueError(text)
    return time
