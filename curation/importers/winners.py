"""Who won, in every spelling that files of judgments use, as an Outcome.

A winner may be written as a side (`left`, `A`, `model_a`), as the name of the column its candidate stands in or what
sets that column apart (`model_x`, `x`; `1` where the columns are `model_1` and `model_2`), as no choice (`tie`,
`tie (bothbad)`), or as the name of one of the two. Bare numbers are refused elsewhere, since files that count from 0
and from 1 look alike; so are `both` and `neither`, which files use for a tie as well as for good and bad.
"""

from collections.abc import Mapping
from types import MappingProxyType

from curation.errors import BadRow
from curation.i18n import N_
from curation.importers.cells import names, required, texts
from curation.importers.excerpts import phrase, quoted
from curation.importers.mapping import plain
from curation.importers.tables import Table
from curation.models import Outcome

EXPECTED_WINNER = N_(
    "left, right, A, B, model_a, model_b, tie, both_good, both_bad, skip, or the name of one of the two"
)

_SPELLINGS: Mapping[Outcome, tuple[str, ...]] = MappingProxyType(
    {
        Outcome.LEFT: ("left", "l", "a", *(f"{what} a" for what in ("model", "system", "assistant", "response"))),
        Outcome.RIGHT: ("right", "r", "b", *(f"{what} b" for what in ("model", "system", "assistant", "response"))),
        Outcome.TIE: ("tie", "tied", "draw", "equal", "same", "no difference", "no preference", "-", "="),
        Outcome.BOTH_GOOD: ("both good", "bothgood", "tie (bothgood)", "tie (both good)", "both are good"),
        Outcome.BOTH_BAD: ("both bad", "bothbad", "tie (bothbad)", "tie (both bad)", "both are bad"),
        Outcome.SKIP: ("skip", "skipped"),
    }
)
SPELLINGS: Mapping[str, Outcome] = MappingProxyType(
    {plain(spelling): outcome for outcome, spellings in _SPELLINGS.items() for spelling in spellings}
)

# (left wins, right wins, tie): 0 and 1, or one half each.
FLAGS: Mapping[tuple[float, float, float], Outcome] = MappingProxyType(
    {
        (1.0, 0.0, 0.0): Outcome.LEFT,
        (0.0, 1.0, 0.0): Outcome.RIGHT,
        (0.0, 0.0, 1.0): Outcome.TIE,
        (0.5, 0.5, 0.0): Outcome.TIE,
    }
)
EXPECTED_FLAGS = N_("exactly one 1 among the columns that say who won, and 0 in the others")


def spelled_for(left_column: str, right_column: str) -> dict[str, Outcome]:
    """The spellings for a file with these columns.

    Example:
        >>> spelled_for("model_x", "model_y")["x"].value
        'left'
    """
    left, right = plain(left_column), plain(right_column)
    before = _shared(left, right)
    after = _shared(left[before:][::-1], right[before:][::-1])
    apart = {left[before : len(left) - after]: Outcome.LEFT, right[before : len(right) - after]: Outcome.RIGHT}
    apart.pop("", None)
    return {**SPELLINGS, **apart, left: Outcome.LEFT, right: Outcome.RIGHT}


def _shared(one: str, other: str) -> int:
    """How many characters two names begin with in common."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (letter, letter_there) in pairs if letter != letter_there), min(len(one), len(other)))


def outcomes_spelled(
    table: Table, column: str, left: list[str], right: list[str], sides: tuple[str, str]
) -> list[Outcome]:
    """The outcome of each row from one column that says who won. `sides` are the columns of left and right.

    Raises:
        BadRow: an empty or unknown winner; or one that is a side and also the name of the other candidate.
    """
    winners = required(table, column, names(table, column), EXPECTED_WINNER)
    spellings = spelled_for(*sides)
    known = {winner: spellings.get(plain(winner)) for winner in set(winners)}
    if None not in known.values() and known.keys().isdisjoint(left) and known.keys().isdisjoint(right):
        return [outcome for winner in winners if (outcome := known[winner]) is not None]
    outcomes = []
    for row, (winner, on_left, on_right) in enumerate(zip(winners, left, right, strict=True)):
        spelled = known[winner]
        named = Outcome.LEFT if winner == on_left else Outcome.RIGHT if winner == on_right else None
        if spelled and named and spelled is not named:
            found = phrase(N_("{winner}, which may mean a side or a name"), winner=quoted(winner))
            raise BadRow(table.file, table.lines[row], found, N_("left, right or tie"))
        outcome = named or spelled
        if outcome is None:
            found = phrase(N_("the winner {winner}"), winner=quoted(winner))
            raise BadRow(table.file, table.lines[row], found, EXPECTED_WINNER)
        outcomes.append(outcome)
    return outcomes


def outcomes_flagged(table: Table, left_wins: str, right_wins: str, tie: str | None) -> list[Outcome]:
    """The outcome of each row from columns of 0 and 1, as in the 55k arena file, or of one half each for a tie.

    Raises:
        BadRow: a row that names no outcome, or several.
    """
    columns = [texts(table, name) for name in (left_wins, right_wins, *([tie] if tie else []))]
    triples = list(zip(*columns, *([] if tie else [["0"] * len(table)]), strict=True))
    known = {triple: FLAGS.get((_flag(triple[0]), _flag(triple[1]), _flag(triple[2]))) for triple in set(triples)}
    outcomes = []
    for row, triple in enumerate(triples):
        outcome = known[triple]
        if outcome is None:
            shown = ", ".join(text or "" for text in (triple if tie else triple[:2]))
            raise BadRow(table.file, table.lines[row], quoted(shown), EXPECTED_FLAGS)
        outcomes.append(outcome)
    return outcomes


def _flag(text: str | None) -> float:
    """The number of a cell; -1 for what is none, which no table of flags holds."""
    truth = {"true": 1.0, "false": 0.0}
    cell = (text or "").strip().lower()
    try:
        return truth[cell] if cell in truth else float(cell)
    except ValueError:
        return -1.0
