"""What a leaderboard says in one sentence, and for each line whether its place among the winners is clear."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from curation.actions.leaderboards import Leaderboard, Standing
from curation.i18n import N_, Translate, untranslated

# Up to so many candidates can be looked at together, which is faster than judging them pair by pair.
SEEN_AT_ONCE = 5

NOTHING_JUDGED = N_("Nothing has been judged yet.")
ALONE = N_("One candidate is here: there is nothing to compare it with.")
ALL_WIN = N_("There is a place for every candidate: {candidates} candidates, {winners} places.")
TOO_EARLY = N_("Too early to tell: nobody is clearly ahead or out. Keep judging.")
ONE_CLEAR = N_("One is clearly the best.")
ALL_CLEAR = N_("All {winners} winners are clear of the rest.")
SOME_BY_EYE = N_(
    "{clear} of {winners} winners are clear. Ranks\u00a0{first}\u2060–\u2060{last} are too close: choose by eye."
)
SOME_BY_JUDGING = N_(
    "{clear} of {winners} winners are clear. Ranks\u00a0{first}\u2060–\u2060{last} are too close: keep judging."
)
NONE_BY_EYE = N_("No winner is clear yet. Ranks\u00a0{first}\u2060–\u2060{last} are too close: choose by eye.")
NONE_BY_JUDGING = N_("No winner is clear yet. Ranks\u00a0{first}\u2060–\u2060{last} are too close: keep judging.")

ONE_RECIPE = N_("One recipe made every candidate: {recipe}.")
NO_RECIPES_JUDGED = N_("No judgment has compared two recipes yet.")
RECIPE_CLEAR = N_("{recipe} makes the best: it wins {wins}\u00a0% against the others ({low}–{high}).")
RECIPE_LEADS = N_(
    "{recipe} leads with {wins}\u00a0% of wins. Ranks\u00a0{first}\u2060–\u2060{last} are too close: keep judging."
)


class Place(Enum):
    """Whether a line of the leaderboard is among the winners, by its 95 % interval."""

    WINNER = "winner"
    TOO_CLOSE = "too close"
    OUT = "out"


@dataclass(frozen=True)
class Verdict:
    """The sentence that answers first.

    Attributes:
        template, values: The sentence in English and what stands in it; a recipe's name is as people wrote it.
        places: For each standing of the board, in its order.
        is_open: Whether judging more can still change who wins.
    """

    template: str
    values: Mapping[str, object]
    places: list[Place]
    is_open: bool

    def message(self, translate: Translate = untranslated) -> str:
        """The sentence in the reader's language."""
        return translate(self.template).format(**self.values)


def verdict(board: Leaderboard) -> Verdict:
    """Say who wins, as far as the 95 % intervals tell.

    A winner is clear when its interval lies above those of all but the other winners: whatever the intervals leave
    open, it stays among the first. It is out when as many others lie above it as there are winners.
    """
    places = [_place(standing, board.winners) for standing in board.standings]
    if board.by == "recipe":
        return _about_recipes(board, places)
    return _about_candidates(board, places)


def too_close(board: Leaderboard, judged: Verdict) -> list[Standing]:
    """The standings between which the intervals do not decide who takes the last places, best first."""
    pairs = zip(board.standings, judged.places, strict=True)
    return [standing for standing, place in pairs if place is Place.TOO_CLOSE]


def _place(standing: Standing, winners: int) -> Place:
    if standing.estimate.rank_high <= winners:
        return Place.WINNER
    return Place.OUT if standing.estimate.rank_low > winners else Place.TOO_CLOSE


def _about_candidates(board: Leaderboard, places: list[Place]) -> Verdict:
    candidates, winners = len(places), board.winners
    if candidates == 1:
        return Verdict(ALONE, {}, places, is_open=False)
    if not board.comparisons:
        return Verdict(NOTHING_JUDGED, {}, places, is_open=True)
    if candidates <= winners:
        return Verdict(ALL_WIN, {"candidates": candidates, "winners": winners}, places, is_open=False)
    clear = places.count(Place.WINNER)
    if clear == winners:
        return Verdict(ONE_CLEAR if winners == 1 else ALL_CLEAR, {"winners": winners}, places, is_open=False)
    close = places.count(Place.TOO_CLOSE)
    by_eye = close <= SEEN_AT_ONCE
    if close == candidates and not by_eye:
        return Verdict(TOO_EARLY, {}, places, is_open=True)
    template = (SOME_BY_EYE if by_eye else SOME_BY_JUDGING) if clear else (NONE_BY_EYE if by_eye else NONE_BY_JUDGING)
    return Verdict(template, {"clear": clear, "winners": winners, **_open_ranks(places)}, places, is_open=True)


def _about_recipes(board: Leaderboard, places: list[Place]) -> Verdict:
    best = board.standings[0]
    if len(places) == 1:
        return Verdict(ONE_RECIPE, {"recipe": best.recipe}, places, is_open=False)
    if not board.comparisons:
        return Verdict(NO_RECIPES_JUDGED, {}, places, is_open=True)
    shares = {"wins": best.estimate.wins, "low": best.estimate.wins_low, "high": best.estimate.wins_high}
    values = {"recipe": best.recipe} | {name: percent(share) for name, share in shares.items()}
    if places[0] is Place.WINNER:
        return Verdict(RECIPE_CLEAR, values, places, is_open=False)
    return Verdict(RECIPE_LEADS, {**values, **_open_ranks(places)}, places, is_open=True)


def _open_ranks(places: list[Place]) -> dict[str, int]:
    ranks = [rank for rank, place in enumerate(places, start=1) if place is Place.TOO_CLOSE]
    return {"first": ranks[0], "last": ranks[-1]}


def percent(share: float | None) -> str:
    """A share of 1 as a whole number of percent, "–" where it is not known.

    Example:
        >>> percent(0.746)
        '75'
    """
    return "–" if share is None else f"{100 * share:.0f}"
