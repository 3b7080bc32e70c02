"""One candidate per row, with its recipe, its tags and everything else as parameters."""

import pytest

from curation.errors import BadRow, BadValue, MissingColumn
from curation.importers import CandidateRow, read_candidates


def only(table, mapping=None) -> CandidateRow:
    (candidate,) = read_candidates(table, mapping or {})
    return candidate


def test_a_prompt_and_a_response_are_enough(table_of):
    assert only(table_of("prompt,response\nHi,Hello\n")) == CandidateRow(2, "Hi", "Hello", "imported", {}, ())


def test_other_columns_are_parameters_as_json_values_when_they_hold_something(table_of):
    content = (
        '{"prompt": 8, "output": "x", "model": "m", "n": 0, "t": 0.5, "ok": false, "o": {"a": [1]}, "e": "", "z": null}'
    )
    candidate = only(table_of(content))
    assert candidate.prompt == "8"
    assert candidate.recipe == "m"
    assert candidate.parameters == {"n": 0, "t": 0.5, "ok": False, "o": {"a": [1]}}


def test_csv_parameters_are_texts(table_of):
    assert only(table_of("prompt,response,seed,note\nHi,Hello,7,\n")).parameters == {"seed": "7"}


@pytest.mark.parametrize("prompt", ["prompt", "Prompt", "brief", "question", "instruction", "input", "question_id"])
@pytest.mark.parametrize("response", ["response", "OUTPUT", "completion", "answer", "text", "result"])
@pytest.mark.parametrize("model", ["model", "recipe", "Model Name", "model-id", "llm", "name"])
def test_columns_are_known_by_their_usual_names(table_of, prompt, response, model):
    candidate = only(table_of(f"{model},{response},{prompt}\nm,Hello,Hi\n"))
    assert (candidate.prompt, candidate.response, candidate.recipe, candidate.parameters) == ("Hi", "Hello", "m", {})


def test_the_canonical_name_comes_first_and_the_others_become_parameters(table_of):
    candidate = only(table_of("text,response,question,prompt,name,model\nt,r,q,p,n,m\n"))
    assert (candidate.prompt, candidate.response, candidate.recipe) == ("p", "r", "m")
    assert candidate.parameters == {"text": "t", "question": "q", "name": "n"}


def test_a_mapped_column_comes_before_every_name(table_of):
    table = table_of("text,response,prompt,name,model\nt,r,p,n,m\n")
    candidate = only(table, {"response": "text", "recipe": "NAME"})
    assert (candidate.prompt, candidate.response, candidate.recipe) == ("p", "t", "n")
    assert candidate.parameters == {"response": "r", "model": "m"}


def test_a_target_mapped_to_nothing_has_no_column(table_of):
    candidate = only(table_of("prompt,response,name\nHi,Hello,Ann\n"), {"model": ""})
    assert (candidate.recipe, candidate.parameters) == ("imported", {"name": "Ann"})


def test_a_response_keeps_its_spaces_and_line_breaks(table_of):
    assert only(table_of('prompt,response\nHi,"\n Hello \n"\n')).response == "\n Hello \n"


def test_an_empty_text_in_json_is_a_response(table_of):
    assert only(table_of('{"prompt": "Hi", "response": ""}')).response == ""


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("prompt,response\nHi,Hello\nHi,\n", 3),
        ('{"prompt": "Hi", "response": "x"}\n\n{"prompt": "Hi", "response": null}\n', 3),
        ('{"prompt": "Hi", "response": "x"}\n{"prompt": "Hi"}\n', 2),
    ],
)
def test_a_missing_response_names_its_line(table_of, content, line):
    with pytest.raises(BadRow) as caught:
        read_candidates(table_of(content))
    assert str(caught.value) == f"votes.csv, line {line}: found nothing in “response”, expected a response."


@pytest.mark.parametrize("prompt", ["", "   "])
def test_a_missing_prompt_names_its_line(table_of, prompt):
    with pytest.raises(BadRow) as caught:
        read_candidates(table_of(f"prompt,response\n{prompt},Hello\n"))
    assert str(caught.value) == "votes.csv, line 2: found nothing in “prompt”, expected a prompt."


def test_a_response_that_is_a_list_is_refused(table_of):
    with pytest.raises(BadRow, match=r"line 1: found “\[\"Hello\"\]” in “response”, expected a text or a number"):
        read_candidates(table_of('{"prompt": "Hi", "response": ["Hello"]}'))


def test_a_recipe_is_trimmed_and_a_blank_one_is_imported(table_of):
    rows = read_candidates(table_of("prompt,response,model\nHi,Hello, m \nHi,Hello,  \n"))
    assert [row.recipe for row in rows] == ["m", "imported"]


def test_a_recipe_that_is_too_long_is_refused(table_of):
    with pytest.raises(BadRow, match=r"line 2: found “m+…” in “model”, expected a name of at most 200 characters"):
        read_candidates(table_of(f"prompt,response,model\nHi,Hello,{'m' * 201}\n"))


@pytest.mark.parametrize(
    ("cell", "tags"),
    [
        ('["bright", " calm "]', ("bright", "calm")),
        ('"bright; calm;;bright"', ("bright", "calm")),
        ('"bright, calm"', ("bright", "calm")),
        ('"[\\"bright\\", \\"calm, cold\\"]"', ("bright", "calm, cold")),
        ('"bright"', ("bright",)),
        ('""', ()),
        ("[]", ()),
        ("null", ()),
    ],
)
def test_tags_are_a_list_or_texts_apart_by_semicolons_or_commas(table_of, cell, tags):
    candidate = only(table_of('{"prompt": "Hi", "response": "x", "Tags": ' + cell + "}"))
    assert (candidate.tags, candidate.parameters) == (tags, {})


@pytest.mark.parametrize("cell", ["7", "[1]", '{"a": 1}', '"[1]"', '"[bright"', f'"{"x" * 65}"', '"two\\nlines"'])
def test_tags_that_are_none_name_the_line(table_of, cell):
    with pytest.raises(BadRow, match=r"line 1: found “.*”, expected a JSON list of short texts, or texts of at most"):
        read_candidates(table_of('{"prompt": "Hi", "response": "x", "tags": ' + cell + "}"))


@pytest.mark.parametrize(
    ("header", "example"), [("prompt,model,reply", "response=reply"), ("response,text", "prompt=text")]
)
def test_a_needed_column_that_is_missing_is_explained(table_of, header, example):
    with pytest.raises(MissingColumn) as caught:
        read_candidates(table_of(f"{header}\n{','.join('x' for _ in header.split(','))}\n"))
    assert str(caught.value).endswith(
        f", expected prompt and response. Name them with --map, for example --map {example}."
    )


def test_a_mapped_column_that_is_not_there_is_explained(table_of):
    with pytest.raises(MissingColumn) as caught:
        read_candidates(table_of("prompt,response\nHi,Hello\n"), {"model": "engine"})
    assert str(caught.value) == (
        "votes.csv, line 1: found the columns “prompt”, “response”, expected “engine”. "
        "Name them with --map, for example --map model=prompt."
    )


def test_a_target_of_another_kind_lists_the_known_ones(table_of):
    with pytest.raises(BadValue) as caught:
        read_candidates(table_of("prompt,response\nHi,Hello\n"), {"judge": "prompt"})
    assert str(caught.value) == "--map: found “judge”, expected prompt, response, model, tags."
