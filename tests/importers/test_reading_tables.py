"""What is written is what is read, in every format, with the line of every row."""

import csv
import hashlib
import io
import json
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.errors import BadInput
from curation.importers import IMPORTERS, Table, read, read_table
from curation.importers.csv_file import delimiter_of
from curation.importers.excerpts import SHOWN, listed, quoted

storable = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=30)
column_names = st.lists(
    st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8), min_size=1, max_size=5, unique=True
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | storable,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(storable, inner, max_size=3),
    max_leaves=5,
)


@st.composite
def text_rows(draw):
    names = draw(column_names)
    rows = draw(st.lists(st.lists(storable, min_size=len(names), max_size=len(names)), min_size=1, max_size=6))
    return names, [row if any(row) else ["x", *row[1:]] for row in rows]


def read_back(content: str, format: str = "auto") -> Table:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(content.encode())
        return read(path, format)


@given(text_rows(), st.sampled_from(",;\t"), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans(), st.booleans())
def test_csv_is_read_back_as_it_was_written(content, delimiter, line_end, quote_all, marked):
    names, rows = content
    # A single column has no delimiter that could be recognised.
    delimiter = delimiter if len(names) > 1 else ","
    target = io.StringIO()
    # Before Python 3.13 the writer does not quote the line ends of other systems.
    quote_all = quote_all or (
        line_end != "\r\n" and any(mark in cell for row in rows for cell in row for mark in "\r\n")
    )
    quoting = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    writer = csv.writer(target, delimiter=delimiter, lineterminator=line_end, quoting=quoting)
    writer.writerows([names, *rows])
    table = read_back("\ufeff" * marked + target.getvalue(), "csv")
    assert table.columns == tuple(names)
    assert [list(row) for row in zip(*table.values.values(), strict=True)] == [
        [cell or None for cell in row] for row in rows
    ]


@given(st.lists(st.dictionaries(storable, json_values, max_size=4), min_size=1, max_size=6), st.booleans())
def test_json_lines_and_arrays_are_read_back_as_they_were_written(objects, ascii):
    written = [json.dumps(value, ensure_ascii=ascii) for value in objects]
    for content in ("\n".join(written), "\r\n\r\n".join(written) + "\r\n", f"[{','.join(written)}]"):
        table = read_back(content)
        assert set(table.columns) == {name for value in objects for name in value}
        for name, cells in table.values.items():
            assert cells == [value.get(name) for value in objects]


@given(text_rows())
def test_the_line_of_a_csv_row_is_where_its_record_starts(content):
    names, rows = content
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(names)
    starts = []
    for row in rows:
        starts.append(len(io.StringIO(target.getvalue(), newline=None).read().split("\n")))
        writer.writerow(row)
    assert read_back(target.getvalue(), "csv").lines == starts


@given(st.binary(max_size=200) | storable.map(str.encode))
def test_any_bytes_are_read_or_refused_with_a_sentence(content):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(content)
        for format in ("auto", *IMPORTERS):
            with suppress(BadInput):
                table = read(path, format)
                assert all(len(cells) == len(table.lines) > 0 for cells in table.values.values())


@pytest.mark.parametrize(
    ("content", "columns"),
    [
        ("a,b\n1,2\n", ("a", "b")),
        ("a;b\n1;2\n", ("a", "b")),
        ("a\tb\n1\t2\n", ("a", "b")),
        ('"a, or; a";b;c\n1;2;3\n', ("a, or; a", "b", "c")),
        ("a\n1\n", ("a",)),
        ("\n\n  \na,b\n1,2\n", ("a", "b")),
        ('{"a": 1, "b": 2}', ("a", "b")),
        ('\n  {"a": 1, "b": 2}', ("a", "b")),
        ('[{"a": 1}, {"b": 2}]', ("a", "b")),
        ('  [\n  {"a": 1},\n  {"b": 2}\n]\n', ("a", "b")),
        ("[note],b\n1,2\n", ("[note]", "b")),
    ],
)
def test_a_format_is_recognised_by_content_whatever_the_name(table_of, content, columns):
    for name in ("file.csv", "file.jsonl", "file.txt", "file"):
        assert table_of(content, name).columns == columns


def test_a_byte_order_mark_is_passed_over(table_of):
    assert table_of("\ufeffa,b\n1,2\n").columns == ("a", "b")
    assert table_of('\ufeff{"a": 1}\n').columns == ("a",)


def test_a_delimiter_within_quotes_does_not_count():
    assert delimiter_of('"a;b;c;d",e\n') == ","
    assert delimiter_of("one column\n") == ","


def test_lines_count_line_breaks_within_cells_and_blank_lines(table_of):
    table = table_of('a,b\n1,"x\ny\r\nz"\n\n\n2,w\r\n,\n3,v')
    assert table.lines == [2, 7, 9]
    assert table.values == {"a": ["1", "2", "3"], "b": ["x\ny\r\nz", "w", "v"]}


def test_lines_of_json_objects_are_where_they_start(table_of):
    assert table_of('{"a": 1}\n\n{"a": 2}\n').lines == [1, 3]
    assert table_of('[\n  {"a":\n 1},\n\n {"a": 2}, {"a": 3}]').lines == [2, 5, 5]


def test_a_column_without_a_name_is_left_out(table_of):
    table = table_of(",prompt,response,\n0,Hi,Hello,\n1,Hi,Bonjour,x\n")
    assert table.columns == ("prompt", "response")
    assert table.values["response"] == ["Hello", "Bonjour"]


def test_names_are_trimmed_and_cells_are_not(table_of):
    assert table_of(" a , b\n 1 , 2\n").values == {"a": [" 1 "], "b": [" 2"]}


def test_an_absent_cell_is_none_in_both_formats(table_of):
    assert table_of("a,b\n1,\n,2\n").values == {"a": ["1", None], "b": [None, "2"]}
    assert table_of('{"a": 1, "b": null}\n{"b": ""}').values == {"a": [1, None], "b": [None, ""]}


def test_a_column_that_begins_late_is_absent_before(table_of):
    lines = ['{"a": 1}'] * 1_000 + ['{"a": 1, "b": "x"}'] + ['{"b": "y"}'] * 3
    table = table_of("\n".join(lines))
    assert table.values["b"] == [None] * 1_000 + ["x", "y", "y", "y"]
    assert table.values["a"] == [1] * 1_001 + [None] * 3
    assert table.lines == list(range(1, 1_005))


def test_many_rows_are_all_there(table_of):
    rows = [(str(number), "x" * (number % 7)) for number in range(20_000)]
    table = table_of("n,x\n" + "".join(f"{n},{x}\n" for n, x in rows))
    assert table.values["n"] == [n for n, _ in rows]
    assert table.values["x"] == [x or None for _, x in rows]
    assert table.lines == list(range(2, 20_002))
    assert len(table) == 20_000


def test_the_content_hash_is_that_of_the_bytes(written):
    for content in ("a,b\n1,2\n", '{"a": 1}\n', '[{"a": 1}]', "\ufeffa\r\n" + "1\n" * 50_000):
        path = written(content)
        assert read_table(path).content_hash == hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_same_rows_in_another_order_have_another_hash(table_of):
    assert table_of("a\n1\n2\n").content_hash != table_of("a\n2\n1\n").content_hash


def test_a_long_cell_is_read_without_changing_the_limit_of_others(table_of):
    before = csv.field_size_limit()
    assert len(table_of("a,b\n1," + "x" * 1_000_000 + "\n").values["b"][0]) == 1_000_000
    assert csv.field_size_limit() == before
    with pytest.raises(csv.Error):
        list(csv.reader(["x" * (before + 1)]))


def test_quotes_within_an_unquoted_cell_are_text(table_of):
    assert table_of('a,b\n5" disk,it said "no"\n').values == {"a": ['5" disk'], "b": ['it said "no"']}


def test_separators_that_only_unicode_knows_do_not_end_a_line(table_of):
    text = "one\u2028two\x0bthree\x85four"
    assert table_of(f"a,b\n{text},2\n").values["a"] == [text]
    assert table_of(json.dumps({"a": text}, ensure_ascii=False)).values["a"] == [text]


@given(st.text(max_size=200))
def test_a_quoted_value_is_short_and_prints(text):
    assert quoted(text).isprintable()
    assert len(quoted(text)) <= SHOWN + 2


def test_many_names_are_listed_up_to_twelve():
    assert listed(["a", "b"]) == "“a”, “b”"
    assert listed(str(number) for number in range(40)).endswith("“11”, … (+28)")
