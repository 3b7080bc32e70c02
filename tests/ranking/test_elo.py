import evalica
import numpy as np
import pytest
from hypothesis import given

from curation.ranking import elo
from tests.ranking.judgment_worlds import Judgments, judgments


@given(judgments())
def test_points_are_only_passed_from_one_item_to_another(some: Judgments) -> None:
    fit = elo(some.left, some.right, some.outcome, n_items=some.n_items)
    assert fit.ratings.sum() == pytest.approx(1000 * some.n_items)
    assert fit.strengths.sum() == pytest.approx(0, abs=1e-9)


@given(judgments())
def test_swapping_the_sides_changes_nothing(some: Judgments) -> None:
    fit = elo(some.left, some.right, some.outcome, n_items=some.n_items)
    swapped = elo(some.right, some.left, 1 - some.outcome, n_items=some.n_items)
    assert swapped.ratings == pytest.approx(fit.ratings)


@given(judgments())
def test_elo_equals_evalica(some: Judgments) -> None:
    if not len(some.left):
        return
    winner = {1.0: evalica.Winner.X, 0.5: evalica.Winner.Draw, 0.0: evalica.Winner.Y}
    theirs = evalica.elo(some.left, some.right, [winner[float(y)] for y in some.outcome], k=16.0).scores
    ours = elo(some.left, some.right, some.outcome, n_items=some.n_items, k_factor=16.0).ratings
    for item, rating in theirs.items():
        assert ours[int(item)] == pytest.approx(rating, abs=1e-9)


@given(judgments())
def test_history_ends_at_the_ratings(some: Judgments) -> None:
    fit = elo(some.left, some.right, some.outcome, n_items=some.n_items)
    assert fit.history.shape == (len(some.left), 2)
    for item in range(some.n_items):
        steps, ratings = fit.trajectory(item)
        assert (steps[0], ratings[0]) == (-1, 1000)
        assert ratings[-1] == pytest.approx(fit.ratings[item])
        assert len(steps) == 1 + np.sum((some.left == item) | (some.right == item))


def test_a_win_against_a_stronger_item_brings_more() -> None:
    fit = elo([0, 2], [1, 0], [1.0, 1.0], n_items=3)
    assert fit.history[0, 0] - 1000 == pytest.approx(16)
    assert fit.history[1, 0] - 1000 > 16


def test_without_judgments_everyone_keeps_the_initial_rating() -> None:
    fit = elo([], [], [], n_items=3, initial=1500.0)
    assert fit.ratings.tolist() == [1500.0] * 3
    assert fit.history.shape == (0, 2)
    assert elo([], [], [], n_items=1).ratings.tolist() == [1000.0]


def test_strengths_are_the_ratings_as_log_odds() -> None:
    fit = elo([0], [1], [1.0], n_items=2, k_factor=800.0, scale=400.0)
    assert np.exp(fit.strengths[0] - fit.strengths[1]) == pytest.approx(100)


@pytest.mark.parametrize("setting", [{"k_factor": 0}, {"scale": -1.0}, {"initial": float("nan")}, {"n_items": 0}])
def test_settings_that_make_no_sense_are_refused(setting: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(setting))):
        elo([0], [1], [1.0], **{"n_items": 2, **setting})  # type: ignore[arg-type]


def test_wrong_judgments_are_refused() -> None:
    with pytest.raises(ValueError, match="itself"):
        elo([0], [0], [1.0], n_items=2)
    with pytest.raises(ValueError, match="item 5 is not among"):
        elo([0], [1], [1.0], n_items=2).trajectory(5)
