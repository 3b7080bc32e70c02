"""What cannot be read is one sentence with file, line, found and expected, and nothing else happens."""

import gzip
import io
import os
import zipfile
from pathlib import Path

import pytest

from curation.errors import BadFile, BadInput, BadRow, BadValue, CurationError
from curation.importers import read, read_table
from curation.importers.source import LINE_BYTES


def zipped(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, "<xml/>" * 50)
    return target.getvalue()


SHEET = "CSV or JSONL text; save the sheet as “CSV UTF-8”."
TEXT = "a CSV or JSONL file."
UTF8 = "text in UTF-8; save the file again in that encoding."

BAD_FILES = {
    "an xlsx named csv": (
        zipped("[Content_Types].xml", "xl/workbook.xml"),
        f"found a spreadsheet (.xlsx or .ods), expected {SHEET}",
    ),
    "a zip": (zipped("votes.txt"), f"found a ZIP archive, expected {TEXT}"),
    "an empty zip": (zipped(), f"found an empty ZIP archive, expected {TEXT}"),
    "an old xls": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
        f"found an old Office document (.xls or .doc), expected {SHEET}",
    ),
    "gzip": (gzip.compress(b"left,right,winner\n"), f"found a gzip archive, expected {TEXT}"),
    "PDF": (b"%PDF-1.7\n%\xe2\xe3", f"found a PDF document, expected {TEXT}"),
    "Parquet": (b"PAR1\x15\x04\x15", f"found a Parquet file, expected {TEXT}"),
    "SQLite": (b"SQLite format 3\x00" + bytes(80), f"found an SQLite database, expected {TEXT}"),
    "PNG": (b"\x89PNG\r\n\x1a\n" + bytes(9), f"found a PNG picture, expected {TEXT}"),
    "any binary": (bytes(range(256)) * 4, f"found a binary file, expected {TEXT}"),
    "a web page": ("\n<!DOCTYPE html><html><body>Sign in</body></html>", f"found a web page (HTML), expected {TEXT}"),
    "UTF-16 with a mark": ("left,right,winner\n".encode("utf-16"), f"found text in UTF-16, expected {UTF8}"),
    "UTF-16 without a mark": ("left,right,winner\n".encode("utf-16-le"), f"found text in UTF-16, expected {UTF8}"),
    "UTF-16 big-endian": ("left,right,winner\n".encode("utf-16-be"), f"found text in UTF-16, expected {UTF8}"),
    "UTF-32": ("left,right,winner\n".encode("utf-32"), f"found text in UTF-32, expected {UTF8}"),
    "empty": ("", f"found an empty file, expected {TEXT}"),
    "only a byte order mark": (b"\xef\xbb\xbf", f"found an empty file, expected {TEXT}"),
    "blank lines": ("\n \n\t\n", f"found an empty file, expected {TEXT}"),
    "more blank lines than a beginning": ("\n" * 70_000, f"found an empty file, expected {TEXT}"),
    "a header only": ("left,right,winner\n", "found a header and no rows, expected at least one row."),
    "a header and empty rows": ("left,right\n,\n,\n", "found a header and no rows, expected at least one row."),
    "an empty array": ("[ ]", "found no JSON object, expected one JSON object on each line."),
}

BAD_ROWS = {
    "not UTF-8": (
        "prompt,response\nHi,Olé\n".encode("latin-1"),
        f"line 2: found the byte 0xE9 at offset 21, which is not UTF-8, expected {UTF8}",
    ),
    "not UTF-8 after a mark": (
        b"\xef\xbb\xbfa\xff,b\n1,2\n",
        f"line 1: found the byte 0xFF at offset 4, which is not UTF-8, expected {UTF8}",
    ),
    "not UTF-8 with the line ends of old Macs": (
        b"a,b\r1,2\r3,\xff\r",
        f"line 3: found the byte 0xFF at offset 10, which is not UTF-8, expected {UTF8}",
    ),
    "cut within a character": (
        '{"a": "é"}\n{"a": "é'.encode()[:-1],
        f"line 2: found the byte 0xC3 at offset 19, which is not UTF-8, expected {UTF8}",
    ),
    "a NUL character": ("a,b\n1,2\nx\0y,2\n", "line 3: found a NUL character, expected text without it."),
    "too few cells": ("a,b,c\n1,2,3\n1,2\n", "line 3: found 2 cells, expected 3, as in the header."),
    "too many cells": (
        'a,b\n"two\nlines",2\n1,2,3\n',
        "line 4: found 3 cells, expected 2, as in the header.",
    ),
    "a column twice": ("\na,b, a\n1,2,3\n", "line 2: found the column “a” twice, expected it once."),
    "an unclosed quote": (
        'a,b\n1,2\n3,"never\nclosed,4\n',
        "line 3: found a quote that is never closed, expected a closing quote; a quote within a cell is written twice.",
    ),
    "text after a quote": (
        'a,b\n1,"x"y\n',
        "line 2: found text after a closing quote, expected a delimiter; a quote within a cell is written twice.",
    ),
    "a 50 MB cell": (
        'prompt,response\nHi,Hello\nHi,"' + "x" * 50_000_000 + '"\n',
        "line 3: found 50,000,000 characters in “response”, expected at most 1,000,000.",
    ),
    "a cell that is longer still": (
        "a\n" + "x" * 70_000_000,
        "line 2: found a cell of more than 67,108,864 characters, expected a shorter one, with its quotes closed.",
    ),
    "a cell one character too long": (
        "a,b\n" + "é" * 1_000_001 + ",2\n",
        "line 2: found 1,000,001 characters in “a”, expected at most 1,000,000.",
    ),
    "a JSON text too long": (
        '{"response": "' + "x" * 1_000_001 + '"}',
        "line 1: found 1,000,001 characters in “response”, expected at most 1,000,000.",
    ),
    "a JSON list too long": (
        '{"response": [' + "1, " * 400_000 + "1]}",
        "line 1: found 1,200,003 characters in “response”, expected at most 1,000,000.",
    ),
    "a column's name too long": (
        "x" * 201 + ",b\n1,2\n",
        "line 1: found a column's name of 201 characters, expected at most 200.",
    ),
    "a column for every row": (
        "\n".join(f'{{"row {row}": 1}}' for row in range(1_200)),
        "line 1001: found more than 1,000 different columns, expected the same columns in every row.",
    ),
    "invalid JSON": (
        '{"a": 1}\n\n{"a": }\n',
        'line 3: found “{"a": }”, expected one JSON object on each line.',
    ),
    "a JSON object over several lines": ('{\n"a": 1\n}\n', "line 1: found “{”, expected one JSON object on each line."),
    "a line that is no object": (
        '{"a": 1}\n[1, 2]\n',
        "line 2: found “[1, 2]”, expected one JSON object on each line.",
    ),
    "two objects on a line": (
        '{"a": 1} {"a": 2}\n',
        'line 1: found “{"a": 1} {"a": 2}”, expected one JSON object on each line.',
    ),
    "a name twice": (
        '{"a": 1, "b": {"c": 1, "c": 2}}\n',
        "line 1: found the name “c” twice in one object, expected it once.",
    ),
    "not a number": ('{"a": 1}\n{"a": NaN}\n', "line 2: found “NaN”, expected a finite number."),
    "infinity": ('{"a": -Infinity}\n', "line 1: found “-Infinity”, expected a finite number."),
    "a number too large": ('{"a": 1e999}\n', "line 1: found “1e999”, expected a finite number."),
    "an escaped NUL": ('{"a": "x\\u0000"}\n', "line 1: found a NUL character (\\u0000), expected text without it."),
    "an escaped NUL in a name": (
        '{"a": {"x\\u0000": 1}}\n',
        "line 1: found a NUL character (\\u0000), expected text without it.",
    ),
    "half a character": (
        '{"a": 1}\n{"a": ["x\\ud83d"]}\n',
        "line 2: found half of a character (\\ud83d), expected text without it.",
    ),
    "deep nesting": (
        '{"a": ' + "[" * 70 + "]" * 70 + "}\n",
        "line 1: found values nested more than 64 deep, expected flatter ones.",
    ),
    "an array that is cut": ('[\n{"a": 1},\n', "line 3: found the end of the file, expected an array of JSON objects."),
    "an array of other things": ('[{"a": 1},\n 2]', "line 2: found “2”, expected an array of JSON objects."),
    "an array without a comma": (
        '[{"a": 1}\n{"a": 2}]',
        'line 2: found “{"a": 2}]”, expected an array of JSON objects.',
    ),
    "text after an array": (
        '[{"a": 1}]\n\n[]',
        "line 1: found text after the end of the array, expected an array of JSON objects.",
    ),
}


@pytest.mark.parametrize(("content", "sentence"), BAD_FILES.values(), ids=BAD_FILES.keys())
def test_a_file_that_is_something_else_is_named_for_what_it_is(written, content, sentence):
    with pytest.raises(BadFile) as caught:
        read_table(written(content))
    assert str(caught.value) == f"votes.csv: {sentence}"


@pytest.mark.parametrize(("content", "sentence"), BAD_ROWS.values(), ids=BAD_ROWS.keys())
def test_a_bad_row_is_named_by_its_line(written, content, sentence):
    with pytest.raises(BadRow) as caught:
        read_table(written(content))
    assert str(caught.value) == f"votes.csv, {sentence}"


@pytest.mark.parametrize("nested", ["[" * 100_000, '{"a": ' * 100_000, "[" * 900 + "]" * 900])
def test_nesting_beyond_what_python_reads_is_a_bad_row(written, nested):
    with pytest.raises(BadRow, match=r"^votes\.csv, line 2: found .*, expected"):
        read_table(written('{"a": 1}\n{"a": ' + nested + "}\n"))


def test_a_number_with_more_digits_than_python_reads_is_a_bad_row(written):
    with pytest.raises(BadRow, match=r"^votes\.csv, line 1: found “\{\"a\": 1111.*…”, expected one JSON object"):
        read_table(written('{"a": ' + "1" * 5_000 + "}"))


def test_a_line_without_end_is_refused_before_it_fills_the_memory(tmp_path):
    path = tmp_path / "endless.csv"
    with path.open("wb") as file:
        file.write(b"a,b\n1,2\n")
        file.truncate(LINE_BYTES + 100)
        file.seek(8)
        for _ in range(LINE_BYTES // (1 << 20)):
            file.write(b"x" * (1 << 20))
    with pytest.raises(BadRow, match="line 3: found a line of more than 134,217,728 bytes"):
        read_table(path)


def test_a_missing_file_is_named_as_it_was_given():
    with pytest.raises(BadFile) as caught:
        read_table(Path("no/such.csv"))
    assert str(caught.value) == f"{Path('no/such.csv')}: found no such file, expected a CSV or JSONL file."


def test_a_folder_is_not_a_file(tmp_path):
    with pytest.raises(BadFile, match="found a folder, expected a CSV or JSONL file"):
        read_table(tmp_path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the administrator may read every file")
def test_a_file_that_may_not_be_read_says_so(written):
    path = written("a,b\n1,2\n")
    path.chmod(0)
    with pytest.raises(BadFile, match="Permission denied"):
        read_table(path)


def test_a_name_with_control_characters_is_shown_with_escapes(tmp_path):
    path = tmp_path / "two\nlines.csv"
    path.write_text("")
    with pytest.raises(BadFile) as caught:
        read_table(path)
    assert str(caught.value).startswith("two\\nlines.csv: found")


def test_found_values_are_short_and_without_control_characters(written):
    with pytest.raises(BadRow) as caught:
        read_table(written('{"a": 1}\n{"a": "\x1b[31m' + "long " * 100))
    assert "\x1b" not in str(caught.value)
    assert "\\x1b[31mlong" in str(caught.value)
    assert len(str(caught.value)) < 150


def test_an_unknown_format_lists_the_known_ones(written):
    with pytest.raises(BadValue) as caught:
        read(written("a\n1\n"), "xml")
    assert str(caught.value) == "format: found “xml”, expected “auto”, “csv”, “json”, “jsonl”."


@pytest.mark.parametrize("format", ["json", "jsonl"])
def test_a_format_that_is_asked_for_is_not_guessed(written, format):
    with pytest.raises(BadRow, match="line 1: found “a,b”, expected"):
        read(written("a,b\n1,2\n"), format)


@pytest.mark.parametrize("content", [case[0] for case in (BAD_FILES | BAD_ROWS).values()][:20])
@pytest.mark.parametrize("format", ["csv", "json", "jsonl"])
def test_bad_input_is_never_an_unforeseen_exception(written, content, format):
    with pytest.raises(BadInput) as caught:
        read(written(content), format)
    assert isinstance(caught.value, CurationError)
    assert "\n" not in str(caught.value)
