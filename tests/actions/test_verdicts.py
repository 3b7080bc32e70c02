"""The sentence that answers first: every state of a leaderboard has one, and it says no more than the intervals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.actions.leaderboards import Leaderboard, Standing
from curation.actions.rating import Estimate, RatingSettings
from curation.actions.verdicts import Place, percent, too_close, verdict
from curation.i18n import untranslated


def board(*intervals, winners=1, by="candidate", comparisons=50, names=None):
    """A leaderboard with these intervals, best first; ranks follow from them as `rating` has it."""
    standings = []
    for rank, (low, high) in enumerate(intervals, start=1):
        estimate = Estimate(
            rank=rank,
            name=str(rank),
            rating=(low + high) / 2,
            low=low,
            high=high,
            strength=0.0,
            comparisons=comparisons,
            wins=0.75,
            wins_low=0.64,
            wins_high=0.831,
            rank_low=1 + sum(other > high for other, _ in intervals),
            rank_high=len(intervals) - sum(other < low for _, other in intervals),
        )
        standings.append(Standing(rank, estimate, recipe=(names or [])[rank - 1] if names else f"recipe {rank}"))
    return Leaderboard(by, 1, "", "", winners, comparisons, 3, RatingSettings(), 1.0, standings)


APART = [(90, 99), (70, 79), (50, 59), (30, 39)]


@pytest.mark.parametrize(
    ("given_board", "sentence", "is_open"),
    [
        (board((1, 2)), "One candidate is here: there is nothing to compare it with.", False),
        (board((1, 9), (1, 9), comparisons=0), "Nothing has been judged yet.", True),
        (board(*APART, winners=5), "There is a place for every candidate: 4 candidates, 5 places.", False),
        (board(*APART), "One is clearly the best.", False),
        (board(*APART, winners=3), "All 3 winners are clear of the rest.", False),
        (
            board((90, 99), (50, 60), (49, 59), (1, 9), winners=2),
            "1 of 2 winners are clear. Ranks\u00a02\u2060–\u20603 are too close: choose by eye.",
            True,
        ),
        (
            board((50, 60), (49, 59), (1, 9)),
            "No winner is clear yet. Ranks\u00a01\u2060–\u20602 are too close: choose by eye.",
            True,
        ),
        (
            board(*[(50 - n, 60 - n) for n in range(7)], (1, 9)),
            "No winner is clear yet. Ranks\u00a01\u2060–\u20607 are too close: keep judging.",
            True,
        ),
        (
            board((90, 99), *[(50 - n, 60 - n) for n in range(7)], (1, 9), winners=2),
            "1 of 2 winners are clear. Ranks\u00a02\u2060–\u20608 are too close: keep judging.",
            True,
        ),
        (
            board(*[(50 - n, 60 - n) for n in range(7)]),
            "Too early to tell: nobody is clearly ahead or out. Keep judging.",
            True,
        ),
        (board((1, 2), by="recipe"), "One recipe made every candidate: recipe 1.", False),
        (board((1, 9), (1, 9), by="recipe", comparisons=0), "No judgment has compared two recipes yet.", True),
        (
            board(*APART, by="recipe"),
            "recipe 1 makes the best: it wins 75\u00a0% against the others (64–83).",
            False,
        ),
        (
            board((50, 60), (49, 59), (1, 9), by="recipe"),
            "recipe 1 leads with 75\u00a0% of wins. Ranks\u00a01\u2060–\u20602 are too close: keep judging.",
            True,
        ),
    ],
)
def test_every_state_has_its_sentence(given_board, sentence, is_open):
    judged = verdict(given_board)
    assert judged.message() == sentence
    assert judged.is_open is is_open


def test_a_sentence_is_said_in_the_readers_language():
    assert (
        verdict(board(*APART)).message({"One is clearly the best.": "Une seule gagne."}.__getitem__)
        == "Une seule gagne."
    )


def test_a_recipe_with_braces_in_its_name_is_said_as_it_is():
    assert verdict(board((1, 2), by="recipe", names=["{wins}"])).message(untranslated).endswith(": {wins}.")


def test_what_is_too_close_is_handed_out_for_the_eye():
    given_board = board((90, 99), (50, 60), (49, 59), (1, 9), winners=2)
    assert [standing.id for standing in too_close(given_board, verdict(given_board))] == [2, 3]


@given(
    intervals=st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 200)), min_size=1, max_size=12),
    winners=st.integers(1, 14),
    comparisons=st.sampled_from([0, 7]),
    by=st.sampled_from(["candidate", "recipe"]),
)
def test_clear_winners_never_exceed_the_places_and_everybody_has_one_state(intervals, winners, comparisons, by):
    bounds = sorted(((low, low + width) for low, width in intervals), key=sum, reverse=True)
    winners = 1 if by == "recipe" else winners
    judged = verdict(board(*bounds, winners=winners, by=by, comparisons=comparisons))
    assert len(judged.places) == len(bounds)
    assert judged.places.count(Place.WINNER) <= winners
    assert judged.places.count(Place.OUT) <= max(0, len(bounds) - winners)
    assert "{" not in judged.message()


@pytest.mark.parametrize(("share", "said"), [(None, "–"), (0.0, "0"), (0.746, "75"), (1.0, "100")])
def test_shares_are_said_in_percent(share, said):
    assert percent(share) == said
