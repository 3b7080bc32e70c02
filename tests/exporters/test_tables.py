"""CSV and JSON Lines: what was put in comes out, and nothing in a cell can be run by a spreadsheet."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.exporters import EXPORTERS, write_csv, write_jsonl

RUNNABLE = ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", "＋1", "－1", "＠x"]


@pytest.mark.parametrize("text", RUNNABLE)
def test_a_formula_becomes_a_text(text: str) -> None:
    (row,) = csv.DictReader(io.StringIO(write_csv([{"text": text}]).decode("utf-8-sig"), newline=""))
    assert row["text"] == f"'{text}"


def test_numbers_stay_numbers_and_nothing_is_an_empty_cell() -> None:
    content = write_csv([{"low": -3.5, "high": None, "tags": ["clear", "vivid"], "parameters": {"seed": 7}}])
    (row,) = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    assert row == {"low": "-3.5", "high": "", "tags": "clear, vivid", "parameters": '{"seed": 7}'}


safe_text = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"))


@given(
    st.lists(st.fixed_dictionaries({"brief": safe_text, "rating": st.floats(allow_nan=False, allow_infinity=False)}))
)
def test_json_lines_come_back_as_they_were(rows: list[dict[str, object]]) -> None:
    assert [json.loads(line) for line in write_jsonl(rows).decode().split("\n") if line] == rows


@given(st.lists(st.fixed_dictionaries({"text": safe_text}), min_size=1))
def test_no_cell_of_a_csv_starts_a_formula(rows: list[dict[str, str]]) -> None:
    read = list(csv.DictReader(io.StringIO(write_csv(rows).decode("utf-8-sig"), newline="")))
    for before, after in zip(rows, read, strict=True):
        assert after["text"] in (before["text"], f"'{before['text']}")
        assert not after["text"].lstrip(" ").startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize("format", EXPORTERS)
def test_the_same_rows_give_the_same_bytes(format: str) -> None:
    rows = [{"rank": 1, "text": "é", "tags": ["b", "a"]}]
    assert EXPORTERS[format](rows) == EXPORTERS[format](rows)
    assert EXPORTERS[format]([]) == (b"\xef\xbb\xbf" if format == "csv" else b"")
