"""Texts of briefs by key: what `prompt` means in files that only write a number or a name there."""

from collections.abc import Mapping

from curation.errors import BadRow
from curation.i18n import N_
from curation.importers.cells import names, required, texts
from curation.importers.excerpts import phrase, quoted
from curation.importers.mapping import BRIEF_TARGETS, NO_MAPPING, columns_by_target, missing
from curation.importers.tables import Table

EXPECTED_COLUMNS = N_("id and text")


def read_briefs(table: Table, mapping: Mapping[str, str] = NO_MAPPING) -> dict[str, str]:
    """The text of each key. `mapping` is target -> column, for the targets `id` and `text`.

    Raises:
        MissingColumn, BadValue: the columns are not those of briefs, or the mapping is wrong.
        BadRow: a row without key or text, or a key with two texts.
    """
    columns = columns_by_target(table, mapping, BRIEF_TARGETS)
    for target in BRIEF_TARGETS:
        if target not in columns:
            raise missing(table, EXPECTED_COLUMNS, target, columns.values())
    keys = required(table, columns["id"], names(table, columns["id"]), N_("a key"))
    found = [text if text and not text.isspace() else None for text in texts(table, columns["text"])]
    briefs: dict[str, str] = {}
    for line, key, text in zip(
        table.lines, keys, required(table, columns["text"], found, N_("the text of the brief")), strict=True
    ):
        if briefs.setdefault(key, text) != text:
            raise BadRow(table.file, line, phrase(N_("the key {key} again"), key=quoted(key)), N_("one text for a key"))
    return briefs
