import subprocess
import sys

import choix
import evalica
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.ranking import CovarianceTooLarge, NoMaximumLikelihood, Tally, _pairs, bradley_terry, intervals
from curation.ranking._pairs import Pairs
from tests.ranking.judgment_worlds import Judgments, connected_judgments, judgments, simulate

WINNER = {1.0: evalica.Winner.X, 0.5: evalica.Winner.Draw, 0.0: evalica.Winner.Y}
variances = st.one_of(st.none(), st.floats(0.1, 30))


@given(judgments(), variances)
def test_strengths_sum_to_zero(some: Judgments, variance: float | None) -> None:
    fit = bradley_terry(some.tally(), prior_variance=variance)
    assert fit.converged
    assert fit.strengths.sum() == pytest.approx(0, abs=1e-9)


@given(judgments(), variances, st.randoms(use_true_random=False))
def test_renumbering_the_items_renumbers_the_strengths(some: Judgments, variance: float | None, random) -> None:  # type: ignore[no-untyped-def]
    new = np.array(random.sample(range(some.n_items), some.n_items))
    renumbered = Tally.from_arrays(new[some.left], new[some.right], some.outcome, some.n_items)
    fit, other = (bradley_terry(tally, prior_variance=variance) for tally in (some.tally(), renumbered))
    assert other.strengths[new] == pytest.approx(fit.strengths, abs=1e-6)
    assert other.standard_errors[new] == pytest.approx(fit.standard_errors, rel=1e-5, abs=1e-6)


@given(judgments(), variances)
def test_swapping_all_answers_turns_the_order_round(some: Judgments, variance: float | None) -> None:
    turned = Tally.from_arrays(some.left, some.right, 1 - some.outcome, some.n_items)
    fit, other = (bradley_terry(tally, prior_variance=variance) for tally in (some.tally(), turned))
    assert other.strengths == pytest.approx(-fit.strengths, abs=1e-6)
    assert other.standard_errors == pytest.approx(fit.standard_errors, rel=1e-5, abs=1e-6)


@given(judgments(), st.floats(0.1, 30), st.data())
def test_one_more_win_never_lowers_an_item(some: Judgments, variance: float, data: st.DataObject) -> None:
    winner = data.draw(st.integers(0, some.n_items - 1))
    loser = (winner + data.draw(st.integers(1, some.n_items - 1))) % some.n_items
    tally = some.tally()
    before = bradley_terry(tally, prior_variance=variance).strengths
    tally.add(winner, loser, 1.0)
    after = bradley_terry(tally, prior_variance=variance).strengths
    assert after[winner] > before[winner]
    assert after[loser] < before[loser]


@given(judgments(), st.floats(0.1, 30))
def test_expected_wins_equal_wins_less_the_pull_of_the_prior(some: Judgments, variance: float) -> None:
    tally = some.tally()
    fit = bradley_terry(tally, prior_variance=variance)
    p = 1 / (1 + np.exp(fit.strengths[tally.second] - fit.strengths[tally.first]))
    expected = np.bincount(tally.first, tally.count * p, some.n_items)
    expected += np.bincount(tally.second, tally.count * (1 - p), some.n_items)
    assert tally.wins_per_item - expected == pytest.approx(fit.strengths / variance, abs=1e-7)


@given(judgments(), variances)
def test_a_tie_is_half_a_win_each_way(some: Judgments, variance: float | None) -> None:
    doubled = np.repeat(some.outcome, 2)
    doubled[::2] = np.where(doubled[::2] == 0.5, 1.0, doubled[::2])
    doubled[1::2] = np.where(doubled[1::2] == 0.5, 0.0, doubled[1::2])
    split = Tally.from_arrays(np.repeat(some.left, 2), np.repeat(some.right, 2), doubled, some.n_items)
    twice = Tally.from_arrays(
        np.repeat(some.left, 2), np.repeat(some.right, 2), np.repeat(some.outcome, 2), some.n_items
    )
    ours, other = (bradley_terry(tally, prior_variance=variance) for tally in (split, twice))
    assert ours.strengths == pytest.approx(other.strengths, abs=1e-6)


@given(judgments(), variances, st.integers(0, 2**32 - 1))
def test_the_start_does_not_matter(some: Judgments, variance: float | None, seed: int) -> None:
    start = np.random.default_rng(seed).normal(0, 3, some.n_items)
    tally = some.tally()
    fit = bradley_terry(tally, prior_variance=variance)
    assert bradley_terry(tally, prior_variance=variance, start=start).strengths == pytest.approx(
        fit.strengths, abs=1e-6
    )


@given(connected_judgments())
def test_maximum_likelihood_equals_evalica(some: Judgments) -> None:
    theirs = evalica.bradley_terry(
        some.left, some.right, [WINNER[float(y)] for y in some.outcome], tolerance=1e-12, limit=100_000
    ).scores
    expected = np.log(theirs.loc[range(some.n_items)].to_numpy())
    fit = bradley_terry(some.tally(), prior_variance=np.inf)
    assert fit.strengths == pytest.approx(expected - expected.mean(), abs=1e-5)


@settings(max_examples=30)
@given(judgments(max_size=20), st.floats(0.1, 30))
def test_strengths_under_a_prior_equal_choix(some: Judgments, variance: float) -> None:
    decided = some.outcome != 0.5
    left, right, outcome = some.left[decided], some.right[decided], some.outcome[decided]
    wins = [(int(i), int(j)) if y == 1 else (int(j), int(i)) for i, j, y in zip(left, right, outcome, strict=True)]
    # choix documents a prior variance of 1 / alpha; its code has 1 / (2 alpha).
    theirs = choix.opt_pairwise(some.n_items, wins, alpha=1 / (2 * variance), tol=1e-12)
    fit = bradley_terry(Tally.from_arrays(left, right, outcome, some.n_items), prior_variance=variance)
    assert fit.strengths == pytest.approx(theirs, abs=1e-5)


@given(judgments(), st.floats(0.1, 30))
def test_intervals_shrink_when_every_judgment_is_given_twice_more(some: Judgments, variance: float) -> None:
    once = bradley_terry(some.tally(), prior_variance=variance)
    thrice = bradley_terry(
        Tally.from_arrays(*(np.tile(column, 3) for column in some[:3]), some.n_items), prior_variance=variance
    )
    assert np.all(thrice.standard_errors <= once.standard_errors * (1 + 1e-6))
    if len(some.left):
        assert thrice.standard_errors.sum() < once.standard_errors.sum()


@given(judgments(), variances)
def test_the_covariance_speaks_relative_to_the_mean(some: Judgments, variance: float | None) -> None:
    fit = bradley_terry(some.tally(), prior_variance=variance)
    assert fit.covariance.sum(axis=0) == pytest.approx(np.zeros(some.n_items), abs=1e-6)
    assert np.linalg.eigvalsh(fit.covariance).min() > -1e-8
    assert np.sqrt(np.diag(fit.covariance)) == pytest.approx(fit.standard_errors, rel=1e-6)
    low, high = fit.interval(0.9)
    assert (low + high) / 2 == pytest.approx(fit.centre)
    assert np.all(fit.interval(0.99)[0] <= low)


def test_one_item_is_its_own_mean() -> None:
    fit = bradley_terry(Tally(1))
    assert (fit.strengths.tolist(), fit.standard_errors.tolist(), fit.converged) == ([0.0], [0.0], True)
    assert bradley_terry(Tally(1), prior_variance=np.inf).strengths.tolist() == [0.0]


def test_without_judgments_the_prior_is_all_there_is() -> None:
    fit = bradley_terry(Tally(4), prior_variance=2.0)
    assert fit.strengths.tolist() == [0.0] * 4
    assert fit.standard_errors == pytest.approx(np.full(4, np.sqrt(2.0 * 3 / 4)))
    assert bradley_terry(Tally(4)).prior_variance == 4.0


def test_all_ties_leave_everyone_equal_but_not_certain() -> None:
    tally = Tally.from_arrays([0, 1, 2] * 5, [1, 2, 0] * 5, [0.5] * 15, 3)
    for variance in (None, 1.0, np.inf):
        fit = bradley_terry(tally, prior_variance=variance)
        assert fit.strengths == pytest.approx(np.zeros(3), abs=1e-9)
        assert np.all(fit.standard_errors > 0.1)


def test_an_item_never_compared_keeps_the_interval_of_the_prior() -> None:
    tally = Tally.from_arrays([0] * 20, [1] * 20, [1.0] * 15 + [0.0] * 5, 50)
    fit = bradley_terry(tally, prior_variance=2.0)
    assert fit.strengths[2:] == pytest.approx(np.zeros(48), abs=1e-9)
    assert fit.standard_errors[2:] == pytest.approx(np.full(48, np.sqrt(2 * 49 / 50)), rel=0.02)
    assert np.all(fit.standard_errors[:2] < fit.standard_errors[2])


def test_an_item_that_only_wins_is_finite_under_a_prior_and_impossible_without() -> None:
    tally = Tally.from_arrays([0, 0, 1, 2], [1, 2, 2, 1], [1.0] * 4, 4)
    assert np.isfinite(bradley_terry(tally).strengths).all()
    with pytest.raises(NoMaximumLikelihood, match=r"1 only win \(item 0\), 1 were never compared \(item 3\)") as caught:
        bradley_terry(tally, prior_variance=np.inf)
    assert (caught.value.pieces, caught.value.only_win, caught.value.only_lose) == (3, (0,), ())
    assert isinstance(caught.value, ValueError)


def test_two_pieces_have_no_maximum_likelihood_and_equal_means_under_a_prior() -> None:
    tally = Tally.from_arrays([0, 1, 2, 3, 2], [1, 0, 3, 2, 3], [1.0, 1.0, 1.0, 1.0, 1.0], 4)
    with pytest.raises(NoMaximumLikelihood, match="2 pieces") as caught:
        bradley_terry(tally, prior_variance=np.inf)
    assert caught.value.only_win == caught.value.only_lose == caught.value.never_compared == ()
    strengths = bradley_terry(tally, prior_variance=1.0).strengths
    assert strengths[:2].sum() == pytest.approx(0, abs=1e-9)
    assert strengths[2] > 0 > strengths[3]


@given(judgments())
def test_maximum_likelihood_exists_exactly_when_wins_lead_everywhere(some: Judgments) -> None:
    reach = np.eye(some.n_items, dtype=bool)
    for left, right, outcome in zip(some.left, some.right, some.outcome, strict=True):
        reach[left, right] |= outcome > 0
        reach[right, left] |= outcome < 1
    for middle in range(some.n_items):
        reach |= np.outer(reach[:, middle], reach[middle])
    pairs = Pairs.of(some.tally())
    if reach.all():
        _pairs.check_ranked_pieces(pairs)
    else:
        with pytest.raises(NoMaximumLikelihood):
            _pairs.check_ranked_pieces(pairs)


@pytest.mark.parametrize("n_items", [300, 5000])
def test_a_long_chain_is_fitted(n_items: int) -> None:
    left = np.repeat(np.arange(n_items - 1), 4)
    tally = Tally.from_arrays(left, left + 1, np.tile([1.0, 1.0, 1.0, 0.0], n_items - 1), n_items)
    fit = bradley_terry(tally, prior_variance=np.inf)
    assert fit.converged
    assert -np.diff(fit.strengths) == pytest.approx(np.full(n_items - 1, np.log(3)), abs=1e-7)


def test_standard_errors_of_a_chain_are_those_of_a_random_walk() -> None:
    # Each step is its own estimate with variance 1 / (8 * 3/16), so that an end item's is the sum over (k / n)^2.
    n_items = 2000
    left = np.repeat(np.arange(n_items - 1), 8)
    tally = Tally.from_arrays(left, left + 1, np.tile([1.0] * 6 + [0.0] * 2, n_items - 1), n_items)
    errors = bradley_terry(tally, prior_variance=np.inf).standard_errors
    steps = np.arange(1, n_items) / n_items
    exact = np.sqrt(np.sum(steps**2) / (8 * 3 / 16))
    assert errors[[0, -1]] == pytest.approx([exact, exact], rel=0.25)


def test_judgments_of_very_unequal_number_are_fitted() -> None:
    tally = Tally.from_pairs([0, 1, 2], [1, 2, 3], [1e7, 1, 1e5], [1, 1e6, 3], [0, 0, 0], 4)
    fit = bradley_terry(tally, prior_variance=np.inf)
    assert -np.diff(fit.strengths) == pytest.approx(np.log([1e7, 1e-6, 1e5 / 3]), abs=1e-6)


@pytest.mark.parametrize(
    "setting",
    [
        {"prior_variance": 0.0},
        {"prior_variance": float("nan")},
        {"start": [0.0]},
        {"start": [0.0, float("inf")]},
        {"tolerance": 0.0},
        {"max_iterations": 0},
    ],
)
def test_settings_that_make_no_sense_are_refused(setting: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(setting))):
        bradley_terry(Tally(2), **setting)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="level"):
        bradley_terry(Tally(2)).interval(95)


def test_a_fit_is_not_changed_by_later_judgments() -> None:
    tally = Tally.from_arrays([0, 1], [1, 0], [1.0, 1.0], 2)
    fit = bradley_terry(tally, prior_variance=1.0)
    expected = bradley_terry(tally, prior_variance=1.0).standard_errors
    tally.add([0] * 50, [1] * 50, [1.0] * 50)
    tally.add(0, 1, 1.0)
    assert fit.standard_errors.tolist() == expected.tolist()


@pytest.mark.parametrize("ties", [0.0, 0.8])
def test_standard_errors_without_a_prior_equal_the_bootstrap(ties: float) -> None:
    rng = np.random.default_rng(7)
    some = simulate(rng, rng.normal(0, 1, 10), 4000, ties)
    fit = bradley_terry(some.tally(), prior_variance=np.inf)
    draws = []
    for _ in range(400):
        rows = rng.integers(0, 4000, 4000)
        again = Tally.from_arrays(some.left[rows], some.right[rows], some.outcome[rows], 10)
        draws.append(bradley_terry(again, prior_variance=np.inf, start=fit.strengths, tolerance=1e-6).strengths)
    bootstrap = np.std(draws, axis=0)
    # 400 draws of 10 items: each ratio has an error of 3.5 %, their mean of about 1.2 %.
    assert np.mean(fit.standard_errors / bootstrap) == pytest.approx(1, abs=0.035)
    assert fit.standard_errors / bootstrap == pytest.approx(np.ones(10), abs=0.15)


def coverage(n_items: int, per_item: float, sd: float, ties: float, variance: float | None, worlds: int) -> float:
    rng = np.random.default_rng(11)
    covered = []
    for _ in range(worlds):
        truth = rng.normal(0, sd, n_items)
        some = simulate(rng, truth, int(n_items * per_item), ties)
        low, high = bradley_terry(some.tally(), prior_variance=variance).interval(0.95)
        centred = truth - truth.mean()
        covered.extend((low <= centred) & (centred <= high))
    return float(np.mean(covered))


@pytest.mark.parametrize("per_item", [0.5, 1, 3, 10])
@pytest.mark.parametrize("variance", [None, 4.0])
def test_intervals_cover_what_they_promise_when_items_have_few_judgments(
    per_item: float, variance: float | None
) -> None:
    assert 0.925 <= coverage(20, per_item, 2.0, 0.0, variance, 60) <= 0.975


def test_intervals_of_items_that_only_won_or_lost_cover_what_they_promise() -> None:
    rng = np.random.default_rng(3)
    covered = []
    for _ in range(60):
        truth = rng.normal(0, 2, 20)
        tally = simulate(rng, truth, 60).tally()
        low, high = bradley_terry(tally).interval(0.95)
        share = tally.wins_per_item / np.maximum(tally.comparisons_per_item, 1)
        lopsided = (tally.comparisons_per_item > 0) & ((share == 0) | (share == 1))
        centred = truth - truth.mean()
        covered.extend(((low <= centred) & (centred <= high))[lopsided])
    assert len(covered) > 200
    assert 0.91 <= np.mean(covered) <= 0.98


def test_intervals_cover_what_they_promise_with_many_ties() -> None:
    assert 0.92 <= coverage(20, 20, 1.0, 0.8, 4.0, 60) <= 0.985


@pytest.mark.parametrize("sd", [0.4, 1.0, 3.0])
def test_the_prior_variance_is_found_from_the_judgments(sd: float) -> None:
    rng = np.random.default_rng(5)
    found = [bradley_terry(simulate(rng, rng.normal(0, sd, 60), 3000).tally()).prior_variance for _ in range(15)]
    assert np.sqrt(np.mean(found)) == pytest.approx(sd, rel=0.3 if sd < 1 else 0.15)


def test_a_handful_of_judgments_does_not_move_the_prior_variance_far() -> None:
    assert bradley_terry(Tally.from_arrays([0], [1], [1.0], 2)).prior_variance == pytest.approx(4, rel=0.1)
    assert 1 < bradley_terry(Tally.from_arrays([0, 2], [1, 3], [1.0, 0.5], 40)).prior_variance < 8


def test_estimates_for_many_items_agree_with_the_exact_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(2)
    tally = simulate(rng, rng.normal(0, 1.5, 250), 3000).tally()
    exact = bradley_terry(tally)
    monkeypatch.setattr("curation.ranking._prior.EXACT_ITEMS", 10)
    monkeypatch.setattr(intervals, "DENSE_ITEMS", 10)
    estimated = bradley_terry(tally)
    assert estimated.prior_variance == pytest.approx(exact.prior_variance, rel=0.03)
    assert np.mean(estimated.standard_errors / exact.standard_errors) == pytest.approx(1, abs=0.02)
    assert estimated.standard_errors / exact.standard_errors == pytest.approx(np.ones(250), abs=0.1)
    assert estimated.centre == pytest.approx(exact.centre, abs=0.03)
    with pytest.raises(CovarianceTooLarge, match="250 items"):
        _ = estimated.covariance


def test_standard_errors_of_many_well_connected_items_agree_with_the_covariance() -> None:
    rng = np.random.default_rng(4)
    fit = bradley_terry(simulate(rng, rng.normal(0, 1, 320), 12_000).tally())
    estimated = fit.standard_errors.copy()
    exact = np.sqrt(np.diag(fit.covariance))
    assert estimated != pytest.approx(exact, rel=1e-9)
    assert estimated / exact == pytest.approx(np.ones(320), abs=0.05)
    assert np.mean(estimated / exact) == pytest.approx(1, abs=0.01)


def test_importing_the_package_loads_neither_numba_nor_scipy() -> None:
    code = "import sys, curation.ranking; print([m for m in ('numba', 'scipy', 'pandas') if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_functions_are_not_hidden_by_modules_of_their_name() -> None:
    import curation.ranking

    for name in curation.ranking.__all__:
        assert callable(getattr(curation.ranking, name)), name
    with pytest.raises(AttributeError, match="nothing_of_this_name"):
        _ = curation.ranking.nothing_of_this_name


@pytest.mark.parametrize("prior_variance", [None, 1.0, 100.0, 1e6])
def test_an_interval_holds_its_strength_even_where_no_maximum_likelihood_exists(prior_variance: float | None) -> None:
    tally = Tally.from_arrays([0, 1, 2, 0, 1], [1, 2, 0, 2, 0], [1.0, 1.0, 0.0, 1.0, 1.0], n_items=3)
    fit = bradley_terry(tally, prior_variance=prior_variance)
    low, high = fit.interval()
    assert (low <= fit.strengths).all()
    assert (fit.strengths <= high).all()
