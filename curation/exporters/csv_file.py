"""CSV for spreadsheets: UTF-8 with a mark so that Excel reads accents, and no cell that could be run as a formula."""

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write_csv(rows: Sequence[dict[str, Any]]) -> bytes:
    """One line per row; columns are those of the first row. Lists and objects become JSON."""
    buffer = io.StringIO()
    if rows:
        writer = csv.DictWriter(buffer, list(rows[0]), lineterminator="\r\n")
        writer.writeheader()
        writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def defused(text: str) -> str:
    """The text, with an apostrophe before anything a spreadsheet would take for a formula.

    Example:
        >>> defused("=1+1")
        "'=1+1"
    """
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) else text


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, list | dict):
        value = ", ".join(value) if _is_names(value) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    return defused(value) if isinstance(value, str) else value


def _is_names(value: list[Any] | dict[str, Any]) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)
