"""JSON Lines: one object on each line; and a JSON array of objects, which many tools write as `.json`.

Stricter than Python: a name used twice in an object, numbers that are not finite, NUL characters and half characters
(lone surrogates) are refused, because no row of the database could hold them.
"""

import json
import math
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, NoReturn

from curation.errors import BadFile, BadRow
from curation.i18n import N_
from curation.importers.columns import BATCH_ROWS, Columns, refuse_long_cell
from curation.importers.excerpts import phrase, quoted
from curation.importers.source import UTF8_MARK, Source
from curation.models.base import TEXT_LENGTH

EXPECTED_OBJECT = N_("one JSON object on each line")
EXPECTED_IN_ARRAY = N_("an array of JSON objects")
HALF_CHARACTER = re.compile("[\ud800-\udfff]")
EXCERPT = 100
DEPTH = 64
BLANK = re.compile(r"[ \t\r\n]*")


class _Unusable(ValueError):
    """Well-formed JSON that cannot be stored: found, expected."""


def is_jsonl(head: bytes) -> bool:
    """A brace opens the first line."""
    return head.removeprefix(UTF8_MARK).lstrip().startswith(b"{")


def is_json_array(head: bytes) -> bool:
    """A bracket opens the file, and then an object or nothing."""
    return re.match(rb"\s*\[\s*[{\]]", head.removeprefix(UTF8_MARK)) is not None


def read_jsonl(source: Source) -> Columns:
    """Read one object per line; blank lines are passed over.

    Raises:
        BadFile, BadRow: with the line.
    """
    return _by_column(source, _objects_by_line(source))


def read_json_array(source: Source) -> Columns:
    """Read an array of objects; the line of a row is the one where its object starts.

    Raises:
        BadFile, BadRow: with the line.
    """
    return _by_column(source, _objects_of_array(source))


def _objects_by_line(source: Source) -> Iterator[tuple[int, dict[str, Any]]]:
    for line, text in enumerate(source.lines(), 1):
        if text.isspace():
            continue
        try:
            value = _DECODER.decode(text)
        except (ValueError, RecursionError) as error:
            raise _bad_row(source.name, line, error, text.strip(), EXPECTED_OBJECT) from None
        yield line, _checked_object(source.name, line, value, text, EXPECTED_OBJECT)


def _objects_of_array(source: Source) -> Iterator[tuple[int, dict[str, Any]]]:
    text = "".join(source.lines())
    if not text.lstrip().startswith("["):
        raise BadRow(source.name, 1, _beginning(text.strip().split("\n", 1)[0]), EXPECTED_IN_ARRAY)
    position, line = text.index("[") + 1, 1
    counted = 0
    while True:
        position = _after_blank(text, position)
        if text[position : position + 1] == "]":
            break
        line, counted = line + text.count("\n", counted, position), position
        try:
            value, end = _DECODER.raw_decode(text, position)
        except (ValueError, RecursionError) as error:
            where = error.lineno if isinstance(error, json.JSONDecodeError) else line
            start = error.pos if isinstance(error, json.JSONDecodeError) else position
            raise _bad_row(source.name, where, error, text[start : start + EXCERPT], EXPECTED_IN_ARRAY) from None
        yield line, _checked_object(source.name, line, value, text[position:end], EXPECTED_IN_ARRAY)
        position = _after_blank(text, end)
        if text[position : position + 1] not in (",", "]"):
            where = text.count("\n", 0, position) + 1
            raise BadRow(source.name, where, _beginning(text[position : position + EXCERPT]), EXPECTED_IN_ARRAY)
        if text[position] == ",":
            position += 1
    if text[position + 1 :].strip():
        line = text.count("\n", 0, position) + 1
        raise BadRow(source.name, line, N_("text after the end of the array"), EXPECTED_IN_ARRAY)


def _after_blank(text: str, position: int) -> int:
    blank = BLANK.match(text, position)
    return blank.end() if blank else position


def _by_column(source: Source, objects: Iterator[tuple[int, dict[str, Any]]]) -> Columns:
    columns = Columns(source.name)
    while batch := list(islice(objects, BATCH_ROWS)):
        for line, row in batch:
            if not row.keys() <= columns.values.keys():
                for name in row:
                    if name not in columns.values:
                        columns.declare(name, line)
        for name in columns.values:
            cells = [row.get(name) for _, row in batch]
            if set(map(type, cells)) <= {str, type(None)}:
                columns.extend(name, cells)
            else:
                columns.values[name].extend(cells)
        columns.lines.extend(line for line, _ in batch)
    if not columns.lines:
        raise BadFile(source.name, N_("no JSON object"), EXPECTED_OBJECT)
    return columns


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _Unusable(phrase(N_("the name {name} twice in one object"), name=quoted(twice)), N_("it once"))
    return found


def _not_finite(text: str) -> NoReturn:
    raise _Unusable(quoted(text), N_("a finite number"))


def _number(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _not_finite(text)


_DECODER = json.JSONDecoder(object_pairs_hook=_pairs, parse_constant=_not_finite, parse_float=_number)


def _bad_row(file: str, line: int, error: Exception, text: str, expected: str) -> BadRow:
    if isinstance(error, _Unusable):
        return BadRow(file, line, *error.args)
    return BadRow(file, line, _beginning(text), expected)


def _beginning(text: str) -> str:
    return quoted(text) if text else N_("the end of the file")


def _checked_object(file: str, line: int, value: Any, text: str, expected: str) -> dict[str, Any]:
    """The object, when it is one and each of its values can be stored. `text` is how it is written."""
    if not isinstance(value, dict):
        raise BadRow(file, line, quoted(text.strip()), expected)
    if "\\u" in text or text.count("{") + text.count("[") > DEPTH:
        _refuse_unstorable(file, line, value)
    if len(text) > TEXT_LENGTH:
        for name, cell in value.items():
            length = len(cell) if isinstance(cell, str) else len(json.dumps(cell, ensure_ascii=False))
            if length > TEXT_LENGTH:
                refuse_long_cell(file, line, name, length)
    return value


def _refuse_unstorable(file: str, line: int, value: Any, depth: int = 0) -> None:
    """Raise for a NUL character or half a character, which only an escape can write, and for absurd nesting."""
    if depth > DEPTH:
        raise BadRow(file, line, phrase(N_("values nested more than {count} deep"), count=DEPTH), N_("flatter ones"))
    if isinstance(value, str):
        if "\0" in value:
            raise BadRow(file, line, N_("a NUL character (\\u0000)"), N_("text without it"))
        if half := HALF_CHARACTER.search(value):
            found = phrase(N_("half of a character (\\u{code})"), code=f"{ord(half[0]):04x}")
            raise BadRow(file, line, found, N_("text without it"))
    elif isinstance(value, dict | list):
        for item in [*value, *value.values()] if isinstance(value, dict) else value:
            _refuse_unstorable(file, line, item, depth + 1)
