"""Each shape of a votes file, what else a row may say, and what is refused with its line."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.errors import BadFile, BadInput, BadRow, BadValue, MissingColumn
from curation.importers import Table, read_candidates, read_judgments, recognise
from curation.importers.mapping import CANDIDATE_TARGETS, JUDGMENT_TARGETS
from curation.models import Comparison, Degree, ImportKind, Origin, Outcome

LEFT, RIGHT, TIE = Outcome.LEFT, Outcome.RIGHT, Outcome.TIE


def test_an_arena_battle_has_sides_a_brief_a_judge_and_a_time(table_of):
    read = read_judgments(
        table_of(
            '{"question_id": "q1", "model_a": "m1", "model_b": "m2", "winner": "tie (bothbad)", "judge": "arena_user_1",'
            ' "conversation_a": [{"role": "user", "content": "Hi"}], "turn": 1, "anony": true, "tstamp": 1682351591.13}'
        )
    )
    assert (read.left, read.right, read.outcome) == (["m1"], ["m2"], [Outcome.BOTH_BAD])
    assert (read.brief, read.judge, read.sides_known) == (["q1"], ["arena_user_1"], True)
    assert read.judged_at == [datetime(2023, 4, 24, 15, 53, 11, 130_000, UTC)]
    assert (read.left_response, read.seconds, read.degree) == (None, None, None)
    assert len(read) == 1


def test_the_55k_arena_file_has_its_conversations_unwrapped(table_of):
    read = read_judgments(
        table_of(
            "id,model_a,model_b,prompt,response_a,response_b,winner_model_a,winner_model_b,winner_tie\n"
            '1,m1,m2,"[""Hi"", ""And now?""]","[""Hello""]","[null]",0,1,0\n'
        )
    )
    assert read.brief == ["Hi\n\nAnd now?"]
    assert (read.left_response, read.right_response) == (["Hello"], [""])
    assert read.outcome == [RIGHT]


def test_texts_that_only_look_like_lists_stay_as_they_are(table_of):
    read = read_judgments(table_of('left,right,winner,prompt\nx,y,a,[1]\nx,y,a,"[""Hi""]"\n'))
    assert read.brief == ["[1]", '["Hi"]']


def test_an_autoarena_file_has_texts(table_of):
    read = read_judgments(
        table_of(
            "prompt,model_a,model_b,response_a,response_b,judge,winner\nHi,m1,m2,Hello,Yo,Ann,-\nHi,m1,m2,A,B,Bob,B\n"
        )
    )
    assert (read.left_response, read.right_response) == (["Hello", "A"], ["Yo", "B"])
    assert (read.outcome, read.judge, read.brief) == ([TIE, RIGHT], ["Ann", "Bob"], ["Hi", "Hi"])


def test_in_a_gavel_file_the_winner_stands_left_and_sides_are_unknown(table_of):
    read = read_judgments(
        table_of("Annotator ID,Winner ID,Loser ID,Time\n4,11,12,2019-01-26 15:04:05.678\n4,12,11,2019-01-26 15:04:06\n")
    )
    assert (read.left, read.right, read.outcome) == (["11", "12"], ["12", "11"], [LEFT, LEFT])
    assert (read.judge, read.sides_known) == (["4", "4"], False)
    assert read.judged_at is not None
    assert read.judged_at[0] == datetime(2019, 1, 26, 15, 4, 5, 678_000, UTC)


ALL_OUR_IDEAS = (
    "Winner ID,Loser ID,Left Choice ID,Right Choice ID,Response Time (s),Session ID,Valid,Created at\n"
    "7,8,7,8,1.5,100,TRUE,2012-08-31 19:42:04 UTC\n"
    "7,8,8,7,2.5,100,FALSE,2012-08-31 19:42:05 UTC\n"
    "8,7,7,8,,101,TRUE,\n"
)


def test_in_an_allourideas_file_invalid_rows_are_left_out_and_counted(table_of):
    read = read_judgments(table_of(ALL_OUR_IDEAS))
    assert (read.left, read.right, read.outcome) == (["7", "7"], ["8", "8"], [LEFT, RIGHT])
    assert (read.lines, read.left_out, read.sides_known) == ([2, 4], 1, True)
    assert (read.seconds, read.judge) == ([1.5, None], ["100", "101"])
    assert read.judged_at == [datetime(2012, 8, 31, 19, 42, 4, tzinfo=UTC), None]


def test_elsewhere_a_column_marks_valid_rows_only_when_it_is_mapped(table_of):
    table = table_of("left,right,winner,valid\nx,y,left,yes\nx,y,left,no\nx,y,left,\n")
    assert len(read_judgments(table)) == 3
    read = read_judgments(table, {"valid": "valid"})
    assert (read.lines, read.left_out) == ([2, 4], 1)


def test_a_mark_that_is_neither_true_nor_false_is_refused(table_of):
    with pytest.raises(BadRow) as caught:
        read_judgments(table_of(ALL_OUR_IDEAS.replace("FALSE", "maybe")))
    assert str(caught.value) == "votes.csv, line 3: found “maybe” in “Valid”, expected true or false."


def test_a_file_with_no_valid_row_says_so(table_of):
    with pytest.raises(BadFile, match="found no row marked as valid, expected at least one valid judgment"):
        read_judgments(table_of(ALL_OUR_IDEAS.replace("TRUE", "FALSE")))


@pytest.mark.parametrize(
    ("header", "known"),
    [
        ("left,right", True),
        ("Left,RIGHT", True),
        ("model_a,model_b", True),
        ("Left Choice ID,Right Choice ID", True),
        ("model_1,model_2", False),
        ("model_x,model_y", False),
        ("image_0_uid,image_1_uid", False),
    ],
)
def test_sides_are_known_only_where_columns_name_them(table_of, header, known):
    assert read_judgments(table_of(f"{header},winner\nx,y,tie\n")).sides_known is known


def test_left_and_right_come_before_other_names_of_the_two(table_of):
    read = read_judgments(table_of("model_x,model_y,winner,left,right\n97,98,left,Airoboros,Weaver\n"))
    assert (read.left, read.right, read.sides_known) == (["Airoboros"], ["Weaver"], True)


def test_two_columns_numbered_from_zero_are_not_taken_for_one_and_two(table_of):
    read = read_judgments(table_of("model_0,model_1,winner\nx,y,0\n"))
    assert (read.left, read.right) == (["x"], ["y"])


@pytest.mark.parametrize("names", ["Pizza,Pizza", "Pizza, Pizza "])
def test_a_candidate_against_itself_is_refused(table_of, names):
    with pytest.raises(BadRow) as caught:
        read_judgments(table_of(f"left,right,winner\nPizza,Sushi,left\n{names},left\n"))
    assert str(caught.value) == "votes.csv, line 3: found “Pizza” against itself, expected two different candidates."


@pytest.mark.parametrize(("row", "column"), [(",Sushi,left", "left"), ("Pizza,  ,left", "right")])
def test_a_side_without_a_name_is_refused(table_of, row, column):
    with pytest.raises(BadRow) as caught:
        read_judgments(table_of(f"left,right,winner\n{row}\n"))
    assert str(caught.value) == f"votes.csv, line 2: found nothing in “{column}”, expected the name of a candidate."


def test_a_list_is_no_name(table_of):
    with pytest.raises(BadRow) as caught:
        read_judgments(table_of('{"left": "x", "right": ["y"], "winner": "left"}'))
    assert str(caught.value) == 'votes.csv, line 1: found “["y"]” in “right”, expected a text or a number.'


def test_degree_seconds_and_time_are_read_when_the_file_has_them(table_of):
    read = read_judgments(
        table_of(
            "left,right,winner,degree,seconds,judged_at\n"
            "x,y,left,Clearly,3.25,2024-01-31T12:00:00+02:00\n"
            "x,y,right,slightly,,1700000000000\n"
            "x,y,tie,,0,\n"
        )
    )
    assert read.degree == [Degree.CLEARLY, Degree.SLIGHTLY, None]
    assert read.seconds == [3.25, None, 0.0]
    assert read.judged_at == [
        datetime(2024, 1, 31, 10, tzinfo=UTC),
        datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC),
        None,
    ]


TIME = "a time such as 2024-01-31T12:00:00Z, or seconds since 1970."


@pytest.mark.parametrize(
    ("column", "cell", "sentence"),
    [
        ("seconds", "-1", "found “-1” in “seconds”, expected a number of seconds."),
        ("seconds", "inf", "found “inf” in “seconds”, expected a number of seconds."),
        ("seconds", "soon", "found “soon” in “seconds”, expected a number of seconds."),
        ("judged_at", "31/01/2024", f"found “31/01/2024” in “judged_at”, expected {TIME}"),
        ("judged_at", "12", f"found “12” in “judged_at”, expected {TIME}"),
        ("judged_at", "1e300", f"found “1e300” in “judged_at”, expected {TIME}"),
        ("judged_at", "-67768040609740805", f"found “-67768040609740805” in “judged_at”, expected {TIME}"),
        (
            "judged_at",
            "0001-01-01T00:00:00+14:00",
            f"found “0001-01-01T00:00:00+14:00” in “judged_at”, expected {TIME}",
        ),
        ("judged_at", "nan", f"found “nan” in “judged_at”, expected {TIME}"),
        ("degree", "very", "found “very” in “degree”, expected clearly or slightly."),
        ("judge", "j" * 201, f"found “{'j' * 59}…” in “judge”, expected a name of at most 200 characters."),
    ],
)
def test_a_cell_that_is_not_what_its_column_says_is_refused_unless_only_outcomes_are_asked_for(
    table_of, column, cell, sentence
):
    table = table_of(f"left,right,winner,{column}\nx,y,left,\nx,y,left,{cell}\n")
    with pytest.raises(BadRow) as caught:
        read_judgments(table)
    assert str(caught.value) == f"votes.csv, line 3: {sentence}"
    assert read_judgments(table, outcomes_only=True).outcome == [LEFT, LEFT]
    assert read_judgments(table, {column: ""}).outcome == [LEFT, LEFT]


def test_a_degree_needs_a_chosen_side(table_of):
    with pytest.raises(BadRow, match="line 2: found “clearly” where no side was chosen, expected no degree"):
        read_judgments(table_of("left,right,winner,degree\nx,y,tie,clearly\n"))


def test_only_outcomes_leaves_everything_else_unread(table_of):
    read = read_judgments(table_of("left,right,winner,judge,prompt,seconds\nx,y,tie,Ann,Hi,2\n"), outcomes_only=True)
    assert (read.judge, read.brief, read.seconds) == ([None], [None], None)


@pytest.mark.parametrize(
    ("content", "mapping", "kind"),
    [
        ("left,right,winner\nx,y,left\n", {}, ImportKind.JUDGMENTS),
        ("prompt,response\nHi,Hello\n", {}, ImportKind.CANDIDATES),
        ("id,prompt,result,name\n1,Hi,Hello,m\n", {}, ImportKind.CANDIDATES),
        ("prompt,model_a,model_b,response,winner\nHi,m,n,Hello,a\n", {}, ImportKind.JUDGMENTS),
        ("prompt,model_a,model_b,response,winner\nHi,m,n,Hello,a\n", {"model": "model_a"}, ImportKind.CANDIDATES),
        ("one,two,best\nx,y,one\n", {"left": "one", "right": "two", "winner": "best"}, ImportKind.JUDGMENTS),
        ("frage,antwort\nHi,Hello\n", {"brief": "frage", "response": "antwort"}, ImportKind.CANDIDATES),
    ],
)
def test_a_table_is_recognised_by_its_columns_and_the_mapping(table_of, content, mapping, kind):
    assert recognise(table_of(content), mapping) is kind


def test_a_table_of_neither_kind_lists_its_columns(table_of):
    with pytest.raises(MissingColumn) as caught:
        recognise(table_of("Frage,Antwort des Modells\nHi,Hello\n"))
    assert str(caught.value) == (
        "votes.csv, line 1: found the columns “Frage”, “Antwort des Modells”, expected prompt and response "
        "(candidates), or left, right and winner (judgments). Name them with --map, for example --map response=Frage."
    )


def test_a_target_that_nothing_has_lists_the_known_ones(table_of):
    with pytest.raises(BadValue, match=r"^--map: found “colour”, expected prompt, response, model, tags, left, right"):
        recognise(table_of("a,b\n1,2\n"), {"colour": "a"})


def test_judgments_without_a_winner_say_what_is_missing(table_of):
    with pytest.raises(MissingColumn) as caught:
        read_judgments(table_of("left,right,best one\nx,y,left\n"))
    assert str(caught.value) == (
        "votes.csv, line 1: found the columns “left”, “right”, “best one”, expected left, right and winner; or "
        "model_a, model_b and winner; or winner and loser. Name them with --map, for example --map winner='best one'."
    )


anything = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5)
anything |= st.lists(st.text(max_size=3), max_size=2) | st.sampled_from(["x", "y", "left", "tie", "1", "0", "slightly"])


@st.composite
def tables(draw, usual, others):
    """A table with usual columns, of which a cell may be anything, and one or two others that hold anything."""
    rows = draw(st.integers(1, 3))
    values = {
        name: draw(st.lists(st.sampled_from(cells), min_size=rows, max_size=rows)) for name, cells in usual.items()
    }
    for name in draw(st.lists(st.sampled_from(others), max_size=2, unique=True)):
        values.setdefault(name, draw(st.lists(anything, min_size=rows, max_size=rows)))
    if draw(st.booleans()):
        values[draw(st.sampled_from(sorted(values)))][0] = draw(anything)
    return Table("votes.jsonl", tuple(values), values, list(range(1, rows + 1)), "0" * 64)


USUAL_VOTES = {"left": ["x", " x", "z"], "right": ["y", "w", 7], "winner": ["left", "B", "y", "tie", "-", "model_a"]}
USUAL_OUTPUTS = {"prompt": ["Hi", 7], "response": ["Hello", "", 7.5], "tags": [None, "a;b", ["c"]]}
other_judgment_columns = sorted({name for names in JUDGMENT_TARGETS.values() for name in names[:2]})
other_candidate_columns = sorted({name for names in CANDIDATE_TARGETS.values() for name in names})


@given(tables(USUAL_VOTES, other_judgment_columns))
def test_judgments_are_read_as_rows_of_the_log_or_refused_with_a_sentence(table):
    try:
        read = read_judgments(table)
    except BadInput as refusal:
        sentence = str(refusal)
    else:
        sentence = "."
        for row in range(len(read)):
            assert read.left[row] != read.right[row]
            Comparison(
                **dict.fromkeys(["project_id", "brief_id", "criterion_id", "judge_id", "left_id"], 1),
                right_id=2,
                origin=Origin.IMPORT,
                outcome=read.outcome[row],
                degree=read.degree and read.degree[row],
                seconds=read.seconds and read.seconds[row],
                sides_known=read.sides_known,
            )
    assert sentence.endswith(".")
    assert sentence.isprintable()


@given(tables(USUAL_OUTPUTS, other_candidate_columns))
def test_candidates_are_read_or_refused_with_a_sentence(table):
    try:
        sentence = "." if len(read_candidates(table)) == len(table) else ""
    except BadInput as refusal:
        sentence = str(refusal)
    assert sentence.endswith(".")
    assert sentence.isprintable()
