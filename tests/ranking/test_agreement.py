import csv
from math import isnan
from pathlib import Path

import evalica
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.ranking import krippendorff_alpha, left_rate, pairwise_kappa, self_consistency, wilson_rate

DATA = Path(__file__).parents[1] / "data" / "ratings_evalica_Apache-2.0"


def ratings_of(rows: list[list[str]]) -> tuple[list[int], list[str]]:
    """Units and values of a table with one row per judge; an empty cell is a gap."""
    found = [(unit, cell) for row in rows for unit, cell in enumerate(row) if cell != ""]
    return [unit for unit, _ in found], [cell for _, cell in found]


@pytest.mark.parametrize(("name", "published"), [("codings", 0.743421052631579), ("gcl", 0.0833333)])
def test_published_values_of_alpha_are_reproduced(name: str, published: float) -> None:
    with (DATA / f"{name}.csv").open(newline="") as file:
        units, values = ratings_of(list(csv.reader(file)))
    assert krippendorff_alpha(units, values).value == pytest.approx(published, abs=5e-8)


@pytest.mark.parametrize(("distance", "published"), [("nominal", -0.1538462), ("interval", 0.5454545)])
def test_published_alpha_of_two_judges_is_reproduced(distance: str, published: float) -> None:
    found = krippendorff_alpha([0, 0, 1, 1, 2, 2], [1, 2, 2, 3, 3, 4], distance=distance)  # type: ignore[arg-type]
    assert found.value == pytest.approx(published, abs=5e-8)


tables = st.integers(2, 4).flatmap(
    lambda judges: st.lists(
        st.lists(st.one_of(st.none(), st.integers(1, 4)), min_size=judges, max_size=judges), min_size=2, max_size=12
    )
)


@pytest.mark.parametrize("distance", ["nominal", "ordinal", "interval"])
@given(table=tables)
def test_alpha_equals_evalica(distance: str, table: list[list[int | None]]) -> None:
    rows = [(unit, value) for unit, row in enumerate(table) for value in row if value is not None]
    found = krippendorff_alpha([u for u, _ in rows], [v for _, v in rows], distance=distance)  # type: ignore[arg-type]
    if isnan(found.value) or found.value == 1.0:
        return
    theirs = evalica.alpha(pd.DataFrame(table).T, distance=distance)  # type: ignore[arg-type]
    assert found.value == pytest.approx(theirs.alpha, abs=1e-9)


def coded(rng: np.random.Generator, units: int, judges: int, noise: float) -> tuple[np.ndarray, np.ndarray]:
    truth = rng.integers(0, 3, units)
    answers = np.where(rng.random((judges, units)) < noise, rng.integers(0, 3, (judges, units)), truth)
    return np.tile(np.arange(units), judges), answers.ravel()


def test_the_interval_of_alpha_covers_what_very_many_units_would_give() -> None:
    rng = np.random.default_rng(2)
    truth = krippendorff_alpha(*coded(rng, 100_000, 3, 0.4)).value
    found = [krippendorff_alpha(*coded(rng, 60, 3, 0.4)) for _ in range(300)]
    assert 0.91 <= np.mean([one.low <= truth <= one.high for one in found]) <= 0.98


def test_alpha_without_shared_units_with_one_value_and_with_perfect_agreement_is_decided() -> None:
    assert isnan(krippendorff_alpha([0, 1], ["a", "b"]).value)
    assert isnan(krippendorff_alpha([], []).value)
    same = krippendorff_alpha([0, 0, 1, 1], ["a"] * 4)
    assert same.value == 1.0
    assert isnan(same.low)
    perfect = krippendorff_alpha([0, 0, 1, 1, 2, 2], ["a", "a", "b", "b", "b", "b"])
    assert (perfect.value, perfect.high) == (1.0, 1.0)
    assert perfect.low < 0.5


def test_gaps_and_units_rated_once_are_left_out_of_alpha() -> None:
    full = krippendorff_alpha([0, 0, 1, 1], ["a", "a", "a", "b"])
    gaps = krippendorff_alpha([0, 0, 1, 1, 1, 2], ["a", "a", "a", "b", None, "a"])
    assert (gaps.value, gaps.n_units, gaps.n_ratings) == (full.value, 2, 4)


def test_kappa_of_a_textbook_table_is_reproduced() -> None:
    # 50 proposals: both yes 20, only the first yes 5, only the second yes 10, both no 15: kappa = .4
    first = ["y"] * 25 + ["n"] * 25
    second = ["y"] * 20 + ["n"] * 5 + ["y"] * 10 + ["n"] * 15
    found = pairwise_kappa([0] * 50 + [1] * 50, list(range(50)) * 2, first + second)
    assert found.kappa == pytest.approx(np.array([[1, 0.4], [0.4, 1]]))
    assert found.shared.tolist() == [[50, 50], [50, 50]]
    assert found.mean == pytest.approx(0.4)


def test_kappa_of_judges_without_shared_units_is_unknown_and_of_equal_single_answers_perfect() -> None:
    found = pairwise_kappa([0, 1, 2], [0, 1, 1], ["a", "a", "a"])
    assert isnan(found.kappa[0, 1])
    assert found.kappa[1, 2] == 1.0
    assert found.mean == 1.0
    assert isnan(pairwise_kappa([], [], []).mean)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4), st.sampled_from("ab")), max_size=30))
def test_kappa_is_symmetric_and_at_most_one(rows: list[tuple[int, int, str]]) -> None:
    found = pairwise_kappa([r[0] for r in rows], [r[1] for r in rows], [r[2] for r in rows])
    assert np.array_equal(found.kappa, found.kappa.T, equal_nan=True)
    assert np.nanmax(found.kappa, initial=1.0) <= 1.0


def test_left_rate_leaves_ties_out() -> None:
    found = left_rate([1.0] * 60 + [0.0] * 40 + [0.5] * 50)
    assert (found.value, found.n) == (0.6, 100)
    assert found.low == pytest.approx(0.5020, abs=5e-5)
    assert found.high == pytest.approx(0.6906, abs=5e-5)
    with pytest.raises(ValueError, match="between 0 and 1"):
        left_rate([2.0])


def test_a_share_of_nothing_is_unknown_and_could_be_anything() -> None:
    found = left_rate([])
    assert isnan(found.value)
    assert (found.low, found.high) == (0.0, 1.0)
    for wrong in ((-1, 3), (4, 3)):
        with pytest.raises(ValueError, match="make no share"):
            wilson_rate(*wrong)
    with pytest.raises(ValueError, match="level"):
        wilson_rate(1, 2, level=95)


def test_a_repeated_pair_is_recognised_on_either_side() -> None:
    found = self_consistency([0, 0, 1, 1, 1], [0, 1, 0, 0, 1], [1, 0, 1, 2, 0], [1, 0, 0.5, 1, 0.5], n_items=3)
    assert found.overall.value == 1.0
    assert found.repeats.tolist() == found.consistent.tolist() == [1, 1]
    assert self_consistency([0, 1], [0, 0], [1, 1], [1, 0], n_items=2).overall.n == 0
    assert isnan(self_consistency([], [], [], [], n_items=2).overall.value)


def test_someone_who_clicks_at_random_is_consistent_half_of_the_time() -> None:
    rng = np.random.default_rng(0)
    left = np.tile(np.arange(200), 5)
    found = self_consistency(np.zeros(1000, int), left, left + 200, rng.integers(0, 2, 1000), n_items=400)
    assert found.overall.n == 800
    assert found.overall.low < 0.5 < found.overall.high


def test_judges_and_units_are_numbered_from_zero() -> None:
    with pytest.raises(ValueError, match="judge must be numbered from 0"):
        self_consistency([-1], [0], [1], [1.0], n_items=2)
    with pytest.raises(ValueError, match="distance must be"):
        krippendorff_alpha([0], [1], distance="mystery")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="numbers for interval"):
        krippendorff_alpha([0], ["a"], distance="interval")
