import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit

from curation.ranking.recipes import fit_recipes, win_probability
from curation.ranking.recipes.wins import attenuation


def one_sided(wins, losses):
    """Recipe 0 beats recipe 1 on `wins` briefs and loses on `losses`, sides alternating."""
    n = wins + losses
    left, right, y = np.arange(0, 2 * n, 2), np.arange(1, 2 * n, 2), np.array([1.0] * wins + [0.0] * losses)
    swap = np.arange(n) % 2 == 1
    return fit_recipes(
        np.tile([0, 1], n),
        np.repeat(np.arange(n), 2),
        np.where(swap, right, left),
        np.where(swap, left, right),
        np.where(swap, 1 - y, y),
    )


@pytest.mark.parametrize("variance", [0.1, 0.74, 1.25])
@pytest.mark.parametrize("difference", [0.2, 0.5, 1.0])
def test_the_formula_is_within_a_hundredth_of_the_integral(difference, variance):
    nodes, weights = np.polynomial.hermite_e.hermegauss(80)
    exact = np.sum(weights * expit(difference + np.sqrt(2 * variance) * nodes)) / weights.sum()
    assert expit(attenuation(variance) * difference) == pytest.approx(exact, abs=0.01)


@given(st.integers(2, 15), st.integers(2, 15))
def test_two_recipes_share_one_probability(wins, losses):
    fit = one_sided(wins, losses)
    first, second = win_probability(fit, 1), win_probability(fit, 0)
    assert first.probability[0] == pytest.approx(1 - second.probability[1])
    assert first.low[0] == pytest.approx(1 - second.high[1])
    assert first.low[0] <= first.probability[0] <= first.high[0]


def test_the_recipe_itself_is_at_exactly_one_half():
    wins = win_probability(one_sided(8, 2), 0)
    assert (wins.low[0], wins.probability[0], wins.high[0]) == (0.5, 0.5, 0.5)


def test_intervals_shrink_with_briefs_and_widen_with_confidence():
    few, many = win_probability(one_sided(6, 4), 1), win_probability(one_sided(60, 40), 1)
    assert many.high[0] - many.low[0] < 0.6 * (few.high[0] - few.low[0])
    wider = win_probability(one_sided(60, 40), 1, confidence=0.99)
    assert wider.low[0] < many.low[0] < many.high[0] < wider.high[0]


def test_sixty_of_a_hundred_briefs_is_about_sixty_percent():
    assert win_probability(one_sided(60, 40), 1).probability[0] == pytest.approx(0.6, abs=0.03)


def test_one_brief_says_nothing_about_new_ones():
    fit = fit_recipes([0, 1], [0, 0], [0] * 9, [1] * 9, [1] * 9)
    wins = win_probability(fit, 1)
    assert (wins.low[0], wins.high[0]) == (0.0, 1.0)


def test_an_unknown_recipe_and_a_wrong_confidence_are_refused():
    fit = one_sided(3, 3)
    with pytest.raises(ValueError, match="unknown"):
        win_probability(fit, 2)
    with pytest.raises(ValueError, match="confidence"):
        win_probability(fit, 0, confidence=95)
