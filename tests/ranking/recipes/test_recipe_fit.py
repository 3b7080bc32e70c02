import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit

from curation.ranking.recipes import Prior, fit_recipes

FIXED = Prior(recipe=0.5, interaction=0.5, candidate=0.22, learn=False)


def grid(recipes, briefs):
    return np.tile(np.arange(recipes), briefs), np.repeat(np.arange(briefs), recipes)


def exact_by_importance(recipe, brief, left, right, y, prior, draws=400_000):
    """Posterior mean and covariance of the recipe effects by weighting draws from the prior with the likelihood."""
    rng = np.random.default_rng(0)
    a = rng.normal(0.0, np.sqrt(prior.recipe), (draws, recipe.max() + 1))
    cells = brief * (recipe.max() + 1) + recipe
    interaction = rng.normal(0.0, np.sqrt(prior.interaction), (draws, cells.max() + 1))
    s = a[:, recipe] + interaction[:, cells] + rng.normal(0.0, np.sqrt(prior.candidate), (draws, recipe.size))
    x = s[:, left] - s[:, right] + rng.normal(0.0, 0.5, (draws, 1))
    weight = np.exp(np.sum(y * x - np.logaddexp(0.0, x), axis=1))
    weight /= weight.sum()
    mean = weight @ a
    return mean, (a - mean).T @ ((a - mean) * weight[:, None])


judgments = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 2), st.integers(1, 2), st.sampled_from([0.0, 0.5, 1.0])),
    min_size=1,
    max_size=40,
)


def arrays(rows, recipes=3):
    """(brief, recipe, step to another recipe, outcome) to left, right, outcome of a full grid."""
    left = np.array([b * recipes + r for b, r, _, _ in rows])
    right = np.array([b * recipes + (r + step) % recipes for b, r, step, _ in rows])
    return left, right, np.array([y for *_, y in rows])


@given(judgments, st.permutations(range(3)))
@settings(max_examples=30)
def test_renaming_the_recipes_renames_the_strengths(rows, names):
    recipe, brief = grid(3, 5)
    left, right, y = arrays(rows)
    fit = fit_recipes(recipe, brief, left, right, y)
    renamed = fit_recipes(np.array(names)[recipe], brief, left, right, y)
    np.testing.assert_allclose(renamed.strengths[list(names)], fit.strengths, atol=1e-6)


@given(judgments)
@settings(max_examples=30)
def test_swapping_sides_and_outcomes_only_turns_the_side_effect(rows):
    recipe, brief = grid(3, 5)
    left, right, y = arrays(rows)
    fit = fit_recipes(recipe, brief, left, right, y)
    swapped = fit_recipes(recipe, brief, right, left, 1.0 - y)
    np.testing.assert_allclose(swapped.strengths, fit.strengths, atol=1e-6)
    assert swapped.side_effect == pytest.approx(-fit.side_effect, abs=1e-6)


@given(judgments, st.randoms())
@settings(max_examples=30)
def test_neither_the_order_of_judgments_nor_of_candidates_matters(rows, random):
    recipe, brief = grid(3, 5)
    left, right, y = arrays(rows)
    fit = fit_recipes(recipe, brief, left, right, y)
    judged, place = list(range(len(rows))), list(range(recipe.size))
    random.shuffle(judged)
    random.shuffle(place)
    moved = np.argsort(place)
    other = fit_recipes(recipe[place], brief[place], moved[left[judged]], moved[right[judged]], y[judged])
    np.testing.assert_allclose(other.strengths, fit.strengths, atol=1e-6)
    np.testing.assert_allclose(other.covariance, fit.covariance, atol=1e-6)


@given(judgments)
@settings(max_examples=30)
def test_uncertainty_stays_a_covariance_and_shrinks_below_the_prior(rows):
    recipe, brief = grid(3, 5)
    fit = fit_recipes(recipe, brief, *arrays(rows), prior=FIXED)
    assert np.all(np.linalg.eigvalsh(fit.covariance) > 0)
    assert np.all(np.diag(fit.covariance) <= FIXED.recipe + 1e-9)


@pytest.mark.parametrize("per_cell", [1, 2])
def test_agrees_with_the_exact_posterior_on_a_small_project(per_cell):
    rng = np.random.default_rng(5)
    recipe = np.tile(np.repeat([0, 1, 2], per_cell), 3)
    brief = np.repeat([0, 1, 2], 3 * per_cell)
    left, right, y = [], [], []
    for b in range(3):
        for i, j in [(0, 1), (1, 2), (2, 0), (0, 1)]:
            left.append(b * 3 * per_cell + i * per_cell + rng.integers(per_cell))
            right.append(b * 3 * per_cell + j * per_cell + rng.integers(per_cell))
            y.append(float(i < j))
    left, right, y = np.array(left), np.array(right), np.array(y)
    fit = fit_recipes(recipe, brief, left, right, y, prior=FIXED)
    mean, covariance = exact_by_importance(recipe, brief, left, right, y, FIXED)
    np.testing.assert_allclose(fit.strengths, mean, atol=0.03)
    np.testing.assert_allclose(fit.covariance, covariance, atol=0.03)


def test_one_answer_is_matched_exactly():
    prior = FIXED
    fit = fit_recipes([0, 1], [0, 0], [0], [1], [1], prior=prior)
    variance = 2 * (prior.recipe + prior.interaction + prior.candidate) + 0.25
    nodes, weights = np.polynomial.hermite_e.hermegauss(100)
    x = np.sqrt(variance) * nodes
    mean = np.sum(weights * x * expit(x)) / np.sum(weights * expit(x))
    assert fit.strengths[0] == pytest.approx(mean * prior.recipe / variance, rel=1e-3)
    assert fit.strengths[1] == pytest.approx(-fit.strengths[0])


def test_no_difference_is_half_a_win_each_way():
    recipe, brief = grid(2, 12)
    left, right = np.arange(0, 24, 2), np.arange(1, 24, 2)
    ties = fit_recipes(recipe, brief, left, right, np.full(12, 0.5), prior=FIXED)
    assert ties.strengths == pytest.approx([0.0, 0.0], abs=1e-9)
    assert ties.side_effect == pytest.approx(0.0, abs=1e-9)


def test_recipes_that_win_more_are_stronger_and_more_judgments_shrink_the_error(world):
    errors = []
    for n in (60, 240, 960):
        fit = fit_recipes(world(3).recipe, world(3).brief, *world(3).random_judgments(n))
        errors.append(fit.difference(0)[1][1])
    assert errors[0] > errors[1] > errors[2]


def test_strengths_come_close_to_the_truth_with_much_data(world):
    truth = world(1, recipes=6, briefs=150)
    fit = fit_recipes(truth.recipe, truth.brief, *truth.random_judgments(3000))
    centred = truth.effects - truth.effects.mean()
    np.testing.assert_allclose(fit.strengths - fit.strengths.mean(), centred, atol=0.35)


def test_the_variance_between_briefs_is_found(world):
    found = []
    for seed in range(8):
        truth = world(seed, recipes=8, briefs=50)
        found.append(fit_recipes(truth.recipe, truth.brief, *truth.random_judgments(1000)).brief_variance)
    assert np.median(found) == pytest.approx(0.74, abs=0.15)


def test_interaction_and_luck_are_told_apart_with_several_candidates(world):
    truth = world(4, recipes=6, briefs=40, per_cell=4)
    fit = fit_recipes(truth.recipe, truth.brief, *truth.random_judgments(6000))
    assert fit.interaction_variance == pytest.approx(0.49, abs=0.15)
    assert fit.candidate_variance == pytest.approx(0.25, abs=0.12)


def test_a_left_leaning_judge_shows_in_the_side_effect_not_in_the_recipes():
    recipe, brief = grid(2, 200)
    left = np.arange(400).reshape(200, 2)
    left[::2] = left[::2, ::-1]
    fit = fit_recipes(recipe, brief, left[:, 0], left[:, 1], (np.arange(200) // 2 % 10 < 7).astype(float))
    assert fit.side_effect > 3 * fit.side_error
    assert abs(fit.strengths[0] - fit.strengths[1]) < 0.15


def test_no_judgments_leave_the_prior():
    fit = fit_recipes(*grid(3, 4), [], [], [])
    assert fit.strengths.tolist() == [0.0, 0.0, 0.0]
    np.testing.assert_allclose(fit.covariance, np.eye(3) * fit.recipe_variance)
    assert (fit.n_judgments, fit.n_briefs, fit.converged) == (0, 0, True)


def test_one_recipe_and_one_brief_are_no_error():
    assert fit_recipes([0, 0], [0, 0], [0], [1], [1]).strengths == pytest.approx([0.0])
    one_brief = fit_recipes([0, 1, 2], [0, 0, 0], [0, 1], [1, 2], [1, 1])
    assert one_brief.n_briefs == 1
    assert one_brief.strengths[0] > one_brief.strengths[1] > one_brief.strengths[2]


def test_a_recipe_missing_on_some_briefs_is_compared_where_it_is():
    recipe, brief = [0, 1, 0, 1, 2, 0], [0, 0, 1, 1, 1, 2]
    fit = fit_recipes(recipe, brief, [4, 4, 0], [2, 3, 1], [1, 1, 1])
    assert fit.strengths[2] == fit.strengths.max()


def test_a_recipe_without_judgments_keeps_the_prior():
    fit = fit_recipes([0, 1, 2], [0, 0, 0], [0] * 10, [1] * 10, [1] * 10)
    assert fit.strengths[2] == pytest.approx(0.0)
    assert fit.covariance[2, 2] == pytest.approx(fit.recipe_variance)


def test_a_pair_asked_five_hundred_times_stays_finite():
    fit = fit_recipes([0, 1], [0, 0], [0] * 500, [1] * 500, [1] * 500)
    assert np.all(np.isfinite(fit.strengths))
    assert fit.strengths[0] > 0 > fit.strengths[1]


@pytest.mark.parametrize(
    ("left", "right", "outcome", "said"),
    [
        ([0], [2], [1], "different briefs"),
        ([0], [0], [1], "itself"),
        ([0], [9], [1], "unknown"),
        ([0], [1], [0.7], "outcome"),
        ([0, 1], [1], [1], "one length"),
        ([0], [1], [1, 0], "outcomes"),
        ([-1], [1], [1], "count from 0"),
    ],
)
def test_judgments_that_make_no_sense_are_refused(left, right, outcome, said):
    with pytest.raises(ValueError, match=said):
        fit_recipes([0, 1, 0, 1], [0, 0, 1, 1], left, right, outcome)


def test_arrays_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="one length"):
        fit_recipes([0, 1], [0], [], [], [])
    with pytest.raises(ValueError, match="integers"):
        fit_recipes([0.5, 1], [0, 0], [], [], [])
