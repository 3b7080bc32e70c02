import numpy as np
import pytest
from hypothesis import given

from curation.ranking import Tally, covariates
from curation.ranking._covariates import _Regression
from curation.ranking._pairs import Pairs
from tests.ranking.judgment_worlds import Judgments, judgments, simulate


def world(
    rng: np.random.Generator, n_items: int, per_item: int, effects: list[float], residual: float
) -> tuple[Tally, np.ndarray]:
    features = np.column_stack([(rng.random(n_items) < 0.4).astype(float), rng.normal(5, 2, n_items)])
    strengths = features @ effects + rng.normal(0, residual, n_items)
    return simulate(rng, strengths, n_items * per_item).tally(), features


@given(judgments(min_items=4, max_items=6))
def test_the_fit_is_where_the_stated_posterior_is_flat(some: Judgments) -> None:
    pairs, columns = Pairs.of(some.tally()), np.random.default_rng(1).normal(size=(some.n_items, 2))
    regression = _Regression(pairs, columns - columns.mean(axis=0), 2.0)
    for _ in range(30):
        regression._newton_step()
    t, residual = regression.strengths, regression.strengths - regression.columns @ regression.effects
    surprise = pairs.wins - pairs.count / (1 + np.exp(t[pairs.second] - t[pairs.first]))
    score = np.bincount(pairs.first, surprise, some.n_items) - np.bincount(pairs.second, surprise, some.n_items)
    assert score == pytest.approx(residual / regression.variance, abs=1e-6)
    assert regression.columns.T @ residual / regression.variance == pytest.approx(regression.effects / 2.0, abs=1e-6)


def test_effects_are_recovered_per_unit_of_the_feature() -> None:
    rng = np.random.default_rng(2)
    tally, features = world(rng, 300, 60, [1.0, -0.3], 0.5)
    fit = covariates(tally, features)
    assert fit.converged
    assert fit.effects == pytest.approx([1.0, -0.3], abs=0.2)
    assert fit.residual_variance == pytest.approx(0.25, abs=0.1)
    assert fit.explained == pytest.approx(0.24 + 0.36, abs=0.25)


@pytest.mark.parametrize("per_item", [4, 40])
@pytest.mark.parametrize("residual", [0.2, 1.5])
def test_intervals_of_effects_cover_them(per_item: int, residual: float) -> None:
    rng = np.random.default_rng(9)
    covered = []
    for _ in range(60):
        tally, features = world(rng, 40, per_item, [0.7, 0.0], residual)
        low, high = covariates(tally, features).interval(0.95)
        covered.extend([low[0] <= 0.7 <= high[0], low[1] <= 0.0 <= high[1]])
    assert 0.89 <= np.mean(covered) <= 1.0


def test_a_feature_given_twice_shares_its_effect_and_a_constant_one_has_none() -> None:
    rng = np.random.default_rng(3)
    tally, features = world(rng, 60, 30, [1.0, 0.0], 0.5)
    once = covariates(tally, features[:, :1])
    twice = covariates(tally, np.column_stack([features[:, 0], features[:, 0], np.ones(60)]))
    assert twice.effects[0] == pytest.approx(twice.effects[1], abs=1e-6)
    assert twice.effects[:2].sum() == pytest.approx(once.effects[0], rel=0.1)
    assert twice.standard_errors[0] > 2 * once.standard_errors[0]
    assert np.isnan(twice.effects[2])
    assert np.isnan(twice.standard_errors[2])


def test_the_unit_of_a_feature_does_not_matter() -> None:
    rng = np.random.default_rng(4)
    tally, features = world(rng, 30, 20, [0.5, 0.2], 0.5)
    fit = covariates(tally, features)
    scaled = covariates(tally, features * [1, 1000] + [3, 0])
    assert scaled.effects * [1, 1000] == pytest.approx(fit.effects, rel=1e-5)
    assert scaled.strengths == pytest.approx(fit.strengths, abs=1e-5)


def test_many_items_give_the_same_as_the_exact_way(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(5)
    tally, features = world(rng, 200, 20, [0.5, 0.2], 0.5)
    exact = covariates(tally, features)
    monkeypatch.setattr("curation.ranking._covariates.EXACT_ITEMS", 10)
    probed = covariates(tally, features)
    assert probed.residual_variance == pytest.approx(exact.residual_variance, rel=0.05)
    assert probed.effects == pytest.approx(exact.effects, rel=0.02)


def test_without_judgments_or_features_there_is_only_the_prior() -> None:
    nothing = covariates(Tally(4), [[0], [1], [0], [1]])
    assert nothing.effects.tolist() == [0.0]
    assert nothing.standard_errors[0] == pytest.approx(2.0)
    none = covariates(Tally.from_arrays([0], [1], [1.0], 2), np.empty((2, 0)))
    assert (none.effects.size, none.explained) == (0, 0.0)
    assert np.isnan(covariates(Tally(1), [[5.0]]).effects[0])


def test_features_that_make_no_sense_are_refused() -> None:
    for wrong in ([[1.0]], [1.0, 2.0], [[1.0], [float("nan")]]):
        with pytest.raises(ValueError, match="features must be"):
            covariates(Tally(2), wrong)
    with pytest.raises(ValueError, match="effect_variance"):
        covariates(Tally(2), [[1.0], [0.0]], effect_variance=0.0)
    with pytest.raises(ValueError, match="level"):
        covariates(Tally(2), [[1.0], [0.0]]).interval(95)
