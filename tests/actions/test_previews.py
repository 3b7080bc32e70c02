"""What a file holds, said before anything is stored."""

import pytest

from curation.actions.actor import local_actor
from curation.actions.previews import (
    Reading,
    UnsaidColumns,
    first_rows,
    import_as,
    is_media,
    read_upload,
    suggest,
)
from curation.errors import BadFile, BadRow
from curation.models import ImportKind, Project
from curation.models.base import utc_now
from tests.ui.making import png

OUTPUTS = b"question,answer,llm\nName a bakery,Crumb,small\nName a bar,The Last Drop,large\n"
BOTH = b"prompt,response,left,right,winner\np,r,one,two,left\n"


def brought(store, content, reading=None, *, dry_run=False, make_candidates=True, name="file.csv"):
    table = read_upload(name, content)
    return import_as(
        store,
        local_actor(store),
        table,
        "project",
        reading or suggest(table),
        now=utc_now(),
        make_candidates=make_candidates,
        dry_run=dry_run,
    )


def test_outputs_are_recognised_with_their_columns():
    assert suggest(read_upload("a.csv", OUTPUTS)) == Reading(
        ImportKind.CANDIDATES, {"prompt": "question", "response": "answer", "model": "llm", "tags": ""}
    )


def test_a_table_nobody_understands_is_offered_as_outputs():
    reading = suggest(read_upload("a.csv", b"ask,reply\nx,y\n"))
    assert reading.kind is ImportKind.CANDIDATES
    assert set(reading.columns.values()) == {""}


def test_the_same_table_can_be_read_as_either_kind(store):
    table = read_upload("a.csv", BOTH)
    assert suggest(table).kind is ImportKind.JUDGMENTS
    as_outputs = suggest(table, ImportKind.CANDIDATES)
    result = brought(store, BOTH, as_outputs, dry_run=True)
    assert (result.kind, result.candidates, result.judgments) == (ImportKind.CANDIDATES, 1, 0)


def test_a_dry_run_counts_and_stores_nothing(store):
    result = brought(store, OUTPUTS, dry_run=True)
    assert (result.rows, result.candidates, result.briefs, result.recipes) == (2, 2, 2, 2)
    with store.reading() as rows:
        assert rows.count(Project) == 0


def test_an_import_brings_what_the_dry_run_counted(store):
    assert brought(store, OUTPUTS).candidates == 2
    assert brought(store, OUTPUTS).already is not None


def test_a_column_that_was_chosen_is_used_and_one_that_was_not_is_left(store):
    content = b"prompt,response,other,model\np,not this,this,m\n"
    reading = Reading(ImportKind.CANDIDATES, {"prompt": "prompt", "response": "other", "model": "", "tags": ""})
    brought(store, content, reading)
    with store.reading() as rows:
        project = rows.find(Project, name="project")
        [candidate] = rows.candidates.visible(project.id)
    assert candidate.text == "this"
    assert candidate.parameters == {"response": "not this", "model": "m"}


def test_columns_that_nobody_chose_are_asked_for(store):
    with pytest.raises(UnsaidColumns) as caught:
        brought(store, b"ask,reply\nx,y\n", dry_run=True)
    assert str(caught.value) == "file.csv: choose the columns that hold the brief and the output."


def test_no_sentence_names_an_option_of_the_command_line(store):
    brought(store, OUTPUTS)
    with pytest.raises(BadRow) as caught:
        brought(store, b"left,right,winner\nsmall,large,left\n", dry_run=True, make_candidates=False)
    assert "--" not in str(caught.value)
    assert str(caught.value).endswith("expected a prompt column that says which brief is meant.")


def test_valid_is_believed_only_where_it_was_chosen_or_where_the_file_is_known(store):
    content = b"left,right,winner,valid\na,b,left,false\nb,a,left,true\n"
    table = read_upload("a.csv", content)
    reading = suggest(table)
    assert reading.columns["valid"] == ""
    assert brought(store, content, reading, dry_run=True).judgments == 2
    chosen = Reading(reading.kind, {**reading.columns, "valid": "valid"})
    assert brought(store, content, chosen, dry_run=True).judgments == 1


@pytest.mark.parametrize(
    "name",
    [
        "März 2026.csv",
        "../../etc/passwd",
        "C:\\folder\\a.csv",
        "",
        "..",
        "a" * 400 + ".csv",
        "a\0b\n<c>.csv",
        "é" * 300,
    ],
)
def test_a_file_may_have_any_name(name):
    table = read_upload(name, OUTPUTS)
    assert len(table) == 2
    assert "/" not in table.file
    assert "\\" not in table.file


def test_sentences_show_the_name_the_file_had():
    with pytest.raises(BadFile, match=r"März 2026\.csv: found an empty file"):
        read_upload("März 2026.csv", b"")


def test_the_first_rows_are_short_texts():
    content = b'{"prompt": "p", "response": "' + b"a" * 500 + b'", "n": null}\n' * 1
    [row] = first_rows(read_upload("a.jsonl", content), 4)
    assert row["prompt"] == "p"
    assert row["response"].endswith("…")
    assert len(row["response"]) == 120
    assert row["n"] == ""


def test_pictures_are_told_from_tables():
    assert is_media(png(1, 2, 3))
    assert not is_media(OUTPUTS)
    assert not is_media(b"")
