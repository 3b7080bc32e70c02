"""A file's content by column, as the format readers hand it over."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from curation.errors import BadRow
from curation.i18n import N_
from curation.importers.excerpts import LONGEST, grouped, phrase, quoted
from curation.models.base import NAME_LENGTH

COLUMNS_AT_MOST = 1_000
# Small enough that a batch is gone before the garbage collector counts it as long-lived: with batches of thousands it
# walks through everything read so far again and again, which triples the time.
BATCH_ROWS = 256
DISTINCT_ROWS = 4_096


@dataclass
class Columns:
    """Cells by column, filled batch by batch. Equal cells of a column become one object, which saves memory."""

    file: str
    values: dict[str, list[Any]] = field(default_factory=dict)
    lines: list[int] = field(default_factory=list)
    _seen: dict[str, dict[str | None, str | None]] = field(default_factory=dict, repr=False)

    def declare(self, name: str, line: int) -> None:
        """Add a column, absent in the rows read so far."""
        if len(self.values) >= COLUMNS_AT_MOST:
            found = phrase(N_("more than {count} different columns"), count=grouped(COLUMNS_AT_MOST))
            raise BadRow(self.file, line, found, N_("the same columns in every row"))
        if len(name) > NAME_LENGTH:
            found = phrase(N_("a column's name of {count} characters"), count=grouped(len(name)))
            raise BadRow(self.file, line, found, phrase(N_("at most {count}"), count=NAME_LENGTH))
        self.values[name] = [None] * len(self.lines)
        self._seen[name] = {}

    def extend(self, name: str, cells: Sequence[str | None]) -> None:
        """Append texts (or None) to a column."""
        known = self._seen[name]
        self.values[name].extend(map(known.setdefault, cells, cells))
        if len(known) > len(self.values[name]) // 2 + DISTINCT_ROWS:
            known.clear()


def refuse_long_cell(file: str, line: int, column: str, length: int) -> None:
    """Raise for a text that no row of the database may hold."""
    raise BadRow(
        file,
        line,
        phrase(N_("{count} characters in {column}"), count=grouped(length), column=quoted(column)),
        phrase(N_("at most {count}"), count=LONGEST),
    )
