"""The texts behind the keys that a file of outputs or votes writes as its prompt."""

import pytest

from curation.errors import BadRow, MissingColumn
from curation.importers import read_briefs


@pytest.mark.parametrize(
    "content",
    [
        '{"id": 8, "text": "Write a haiku."}\n{"id": 5, "text": "Explain."}',
        "question_id,question\n8,Write a haiku.\n5,Explain.\n",
        "prompt_id,prompt,category\n8,Write a haiku.,x\n5,Explain.,y\n",
        "text,key\nWrite a haiku.,8\nExplain., 5 \n",
    ],
)
def test_each_key_has_its_text(table_of, content):
    assert read_briefs(table_of(content)) == {"8": "Write a haiku.", "5": "Explain."}


def test_columns_can_be_mapped(table_of):
    table = table_of("id,slug,text,body\n1,haiku,x,Write a haiku.\n")
    assert read_briefs(table, {"id": "slug", "text": "body"}) == {"haiku": "Write a haiku."}


def test_a_key_may_come_twice_with_one_text_only(table_of):
    assert read_briefs(table_of("id,text\n1,Hi\n1,Hi\n")) == {"1": "Hi"}
    with pytest.raises(BadRow) as caught:
        read_briefs(table_of("id,text\n1,Hi\n1,Hello\n"))
    assert str(caught.value) == "votes.csv, line 3: found the key “1” again, expected one text for a key."


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (",Hi", "line 2: found nothing in “id”, expected a key."),
        ("1,  ", "line 2: found nothing in “text”, expected the text of the brief."),
    ],
)
def test_a_brief_needs_key_and_text(table_of, row, sentence):
    with pytest.raises(BadRow) as caught:
        read_briefs(table_of(f"id,text\n{row}\n"))
    assert str(caught.value) == f"votes.csv, {sentence}"


def test_columns_that_are_missing_are_explained(table_of):
    with pytest.raises(
        MissingColumn, match=r"expected id and text\. Name them with --map, for example --map text=slug"
    ):
        read_briefs(table_of("id,slug\n1,haiku\n"))
