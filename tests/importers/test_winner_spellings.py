"""Who won, in every spelling; and what is refused rather than guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.errors import BadRow
from curation.importers import read_judgments
from curation.importers.mapping import plain
from curation.importers.winners import spelled_for
from curation.models import Outcome

LEFT, RIGHT, TIE = Outcome.LEFT, Outcome.RIGHT, Outcome.TIE
GOOD, BAD, SKIP = Outcome.BOTH_GOOD, Outcome.BOTH_BAD, Outcome.SKIP

SPELLED = [
    *((spelling, LEFT) for spelling in ("left", "LEFT", " Left ", "l", "a", "A", "model_a", "Model A", "assistant_a")),
    *((spelling, RIGHT) for spelling in ("right", "RIGHT", "r", "b", "B", "model_b", "model-b", "Response B")),
    *(
        (spelling, TIE)
        for spelling in ("tie", "Tie", "tied", "draw", "-", "=", "no difference", "No_Difference", "equal")
    ),
    *((spelling, GOOD) for spelling in ("both_good", "Both good", "bothgood", "tie (bothgood)")),
    *((spelling, BAD) for spelling in ("both_bad", "bothbad", "both-bad", "tie (bothbad)", "Tie (both bad)")),
    *((spelling, SKIP) for spelling in ("skip", "Skipped")),
]
EXPECTED = "left, right, A, B, model_a, model_b, tie, both_good, both_bad, skip, or the name of one of the two."


@pytest.mark.parametrize(("spelling", "outcome"), SPELLED)
@pytest.mark.parametrize("columns", ["left,right", "model_a,model_b", "Left Choice ID,Right Choice ID"])
def test_a_spelling_means_the_same_under_every_header(table_of, spelling, outcome, columns):
    table = table_of(f"{columns},winner\nPizza,Sushi,{spelling}\n")
    assert read_judgments(table).outcome == [outcome]


@pytest.mark.parametrize("outcome", Outcome)
def test_our_own_values_are_read_back(table_of, outcome):
    assert read_judgments(table_of(f"left,right,outcome\nPizza,Sushi,{outcome.value}\n")).outcome == [outcome]


@pytest.mark.parametrize(
    ("left_column", "right_column", "left_wins", "right_wins"),
    [
        ("model_1", "model_2", "1", "2"),
        ("model_1", "model_2", "model_1", "Model 2"),
        ("model_0", "model_1", "0", "1"),
        ("model_x", "model_y", "x", "model_y"),
        ("image_0_uid", "image_1_uid", "0", "1"),
        ("system_a", "system_b", "System A", "b"),
    ],
)
def test_a_winner_may_be_what_tells_the_columns_apart(table_of, left_column, right_column, left_wins, right_wins):
    table = table_of(f"{left_column},{right_column},winner\nPizza,Sushi,{left_wins}\nPizza,Sushi,{right_wins}\n")
    assert read_judgments(table).outcome == [LEFT, RIGHT]


def test_the_column_counts_and_not_its_usual_side(table_of):
    table = table_of("model_a,model_b,winner\nPizza,Sushi,model_a\nPizza,Sushi,b\n")
    assert read_judgments(table, {"left": "model_b", "right": "model_a"}).outcome == [RIGHT, LEFT]


@pytest.mark.parametrize("number", ["0", "1", "2", "0.5"])
def test_bare_numbers_are_refused_where_columns_are_not_numbered(table_of, number):
    with pytest.raises(BadRow) as caught:
        read_judgments(table_of(f"left,right,winner\nPizza,Sushi,{number}\n"))
    assert str(caught.value) == f"votes.csv, line 2: found the winner “{number}”, expected {EXPECTED}"


@pytest.mark.parametrize("unknown", ["both", "neither", "Pasta", "pizza", "yes", "left right", "?"])
def test_an_unknown_winner_names_the_line_and_what_is_expected(table_of, unknown):
    with pytest.raises(BadRow) as caught:
        read_judgments(table_of(f"left,right,winner\nPizza,Sushi,left\n\nPizza,Sushi,{unknown}\n"))
    assert str(caught.value) == f"votes.csv, line 4: found the winner “{unknown}”, expected {EXPECTED}"


@pytest.mark.parametrize("content", ["left,right,winner\na1,a2,\n", 'left,right,winner\na1,a2,"  "\n'])
def test_an_empty_winner_is_an_error(table_of, content):
    with pytest.raises(BadRow) as caught:
        read_judgments(table_of(content))
    assert str(caught.value) == f"votes.csv, line 2: found nothing in “winner”, expected {EXPECTED}"


def test_a_null_winner_is_an_error(table_of):
    with pytest.raises(BadRow, match="line 2: found nothing in “winner”"):
        read_judgments(table_of('{"left": "x", "right": "y", "winner": "left"}\n{"left": "x", "right": "y"}\n'))


def test_a_winner_may_be_named(table_of):
    table = table_of("left,right,winner\nPizza,Sushi,Sushi\nSushi,Pasta,Sushi\nPasta,Pizza,tie\nPasta,Pizza,right\n")
    assert read_judgments(table).outcome == [RIGHT, LEFT, TIE, RIGHT]


def test_numbers_that_are_names_are_names(table_of):
    table = table_of('{"left": 5, "right": 7, "winner": 7}\n{"left": 7.0, "right": 5, "winner": 7}\n')
    assert read_judgments(table).outcome == [RIGHT, LEFT]


def test_a_name_from_another_row_is_not_a_winner(table_of):
    with pytest.raises(BadRow, match="line 3: found the winner “Sushi”"):
        read_judgments(table_of("left,right,winner\nPizza,Sushi,left\nPizza,Pasta,Sushi\n"))


def test_candidates_named_like_sides_are_read_where_both_readings_agree(table_of):
    table = table_of("model_a,model_b,winner\nA,B,A\nA,B,B\nA,B,tie\n")
    assert read_judgments(table).outcome == [LEFT, RIGHT, TIE]


@pytest.mark.parametrize("row", ["B,A,A", "tie,A,tie", "right,left,left"])
def test_a_winner_that_may_be_a_side_or_a_name_is_refused(table_of, row):
    winner = row.rpartition(",")[2]
    with pytest.raises(BadRow) as caught:
        read_judgments(table_of(f"model_a,model_b,winner\nA,B,A\n{row}\n"))
    assert str(caught.value) == (
        f"votes.csv, line 3: found “{winner}”, which may mean a side or a name, expected left, right or tie."
    )


FLAGGED = "model_a,model_b,winner_model_a,winner_model_b,winner_tie\n"


@pytest.mark.parametrize(
    ("flags", "outcome"),
    [("1,0,0", LEFT), ("0,1,0", RIGHT), ("0,0,1", TIE), ("1.0,0.0,0.0", LEFT), ("False,True,False", RIGHT)],
)
def test_one_column_of_three_says_who_won(table_of, flags, outcome):
    assert read_judgments(table_of(f"{FLAGGED}Pizza,Sushi,{flags}\n")).outcome == [outcome]


@pytest.mark.parametrize("flags", ["1,1,0", "0,0,0", "1,0,", "2,0,0", "x,0,1", "nan,0,1", "0.5,0.5,1"])
def test_anything_but_one_column_of_three_is_refused(table_of, flags):
    with pytest.raises(BadRow) as caught:
        read_judgments(table_of(f"{FLAGGED}Pizza,Sushi,0,1,0\nPizza,Sushi,{flags}\n"))
    assert str(caught.value) == (
        f"votes.csv, line 3: found “{flags.replace(',', ', ')}”, "
        "expected exactly one 1 among the columns that say who won, and 0 in the others."
    )


def test_labels_of_one_half_each_are_a_tie(table_of):
    rows = [(1, 0), (0, 1), (0.5, 0.5)]
    lines = [f'{{"image_0_uid": "x", "image_1_uid": "y", "label_0": {a}, "label_1": {b}}}' for a, b in rows]
    read = read_judgments(table_of("\n".join(lines)))
    assert read.outcome == [LEFT, RIGHT, TIE]
    assert not read.sides_known


@given(st.lists(st.text("ab_1", min_size=1, max_size=5), min_size=2, max_size=2, unique_by=plain))
def test_the_name_of_a_column_is_always_its_side(columns):
    left, right = columns
    known = spelled_for(left, right)
    assert (known[plain(left)], known[plain(right)]) == (LEFT, RIGHT)
    assert known["tie"] is TIE
