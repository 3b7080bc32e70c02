import numpy as np
import pytest
from hypothesis import given, settings
from scipy.stats import kendalltau

from curation.ranking import bradley_terry, crowd_bradley_terry
from tests.ranking.judgment_worlds import Judgments, judgments, simulate


def judged(rng: np.random.Generator, strengths: np.ndarray, n: int, right: list[float]) -> tuple[np.ndarray, Judgments]:
    """n judgments by judges in turn; judge k answers the opposite with probability 1 - right[k]."""
    some = simulate(rng, strengths, n)
    judge = np.arange(n) % len(right)
    opposite = rng.random(n) > np.array(right)[judge]
    return judge, some._replace(outcome=np.where(opposite, 1 - some.outcome, some.outcome))


def fit(judge: np.ndarray, some: Judgments, **settings: float):  # type: ignore[no-untyped-def]
    return crowd_bradley_terry(judge, some.left, some.right, some.outcome, n_items=some.n_items, **settings)  # type: ignore[arg-type]


@settings(max_examples=40)
@given(judgments(max_items=4))
def test_the_gradient_is_that_of_the_stated_posterior(some: Judgments) -> None:
    judge = np.arange(len(some.left)) % 3
    counts = fit(judge, some, n_judges=3)._counts
    here = np.linspace(-1, 1, some.n_items + 3)
    value, gradient = counts.loss(here, 2.0)
    for k in range(here.size):
        step = np.zeros(here.size)
        step[k] = 1e-6
        slope = (counts.loss(here + step, 2.0)[0] - counts.loss(here - step, 2.0)[0]) / 2e-6
        assert gradient[k] == pytest.approx(slope, abs=1e-5 * (1 + abs(value)))


def test_two_of_ten_judges_clicking_at_random_cost_nothing_that_dropping_them_would_save() -> None:
    rng = np.random.default_rng(12)
    crowd, dropped, naive = [], [], []
    for _ in range(12):
        truth = rng.normal(0, 2, 40)
        judge, some = judged(rng, truth, 3000, [0.98] * 8 + [0.5] * 2)
        kept = judge < 8
        good = Judgments(some.left[kept], some.right[kept], some.outcome[kept], 40)
        crowd.append(1 - kendalltau(fit(judge, some).strengths, truth).statistic)
        dropped.append(1 - kendalltau(bradley_terry(good.tally(), prior_variance=4.0).strengths, truth).statistic)
        naive.append(1 - kendalltau(bradley_terry(some.tally(), prior_variance=4.0).strengths, truth).statistic)
    # 1 - tau falls as the root of the number of judgments: the square of the ratio is a ratio of judgments.
    assert (np.mean(crowd) / np.mean(dropped)) ** 2 < 1.1
    assert (np.mean(naive) / np.mean(dropped)) ** 2 > 1.2


def test_clickers_and_inverters_are_told_apart_from_good_judges() -> None:
    rng = np.random.default_rng(3)
    judge, some = judged(rng, rng.normal(0, 2, 30), 1600, [1.0] * 8 + [0.5, 0.0])
    found = fit(judge, some)
    assert found.converged
    assert found.reliability[:8].min() > 0.9
    assert 0.35 < found.reliability[8] < 0.65
    assert found.reliability[9] < 0.2
    assert found.clicks_at_random().tolist() == [False] * 8 + [True, True]


def test_intervals_of_reliability_cover_it() -> None:
    rng = np.random.default_rng(5)
    right = [0.9] * 6 + [0.6] * 2
    covered = []
    for _ in range(40):
        judge, some = judged(rng, rng.normal(0, 2, 20), 800, right)
        low, high = fit(judge, some).reliability_interval(0.95)
        covered.extend((low <= right) & (right <= high))
    assert 0.91 <= np.mean(covered) <= 0.985


def test_a_judge_nobody_heard_of_yet_is_taken_to_be_good() -> None:
    found = crowd_bradley_terry([], [], [], [], n_items=3, n_judges=2)
    assert found.strengths.tolist() == [0.0] * 3
    assert found.reliability == pytest.approx(np.full(2, 0.9), abs=1e-5)
    assert crowd_bradley_terry([], [], [], [], n_items=1).reliability.size == 0
    low, high = found.reliability_interval()
    assert np.all(low < 0.7)
    assert np.all(high > 0.95)


def test_one_judge_and_only_ties_leave_everyone_equal() -> None:
    found = crowd_bradley_terry([0] * 9, [0, 1, 2] * 3, [1, 2, 0] * 3, [0.5] * 9, n_items=3)
    assert found.strengths == pytest.approx(np.zeros(3), abs=1e-6)


def test_wrong_judges_and_priors_are_refused() -> None:
    with pytest.raises(ValueError, match="judges are numbered 0 to 0, not 0 to 1"):
        crowd_bradley_terry([0, 1], [0, 0], [1, 1], [1.0, 1.0], n_items=2, n_judges=1)
    with pytest.raises(ValueError, match="judges are numbered"):
        crowd_bradley_terry([-1], [0], [1], [1.0], n_items=2)
    with pytest.raises(ValueError, match="prior_variance"):
        crowd_bradley_terry([0], [0], [1], [1.0], n_items=2, prior_variance=np.inf)
    with pytest.raises(ValueError, match="same length"):
        crowd_bradley_terry([0], [0, 1], [1, 0], [1.0, 1.0], n_items=2)
    with pytest.raises(ValueError, match="level"):
        crowd_bradley_terry([], [], [], [], n_items=2).reliability_interval(95)
