"""The kinds of answers: grades, ties, the bar, decisions, screens of four, judges."""

import numpy as np
import pytest
from scipy.optimize import check_grad, minimize
from scipy.special import expit, log_expit, logsumexp

from curation.ranking.pairing import _kernels
from curation.ranking.pairing.answers import AnswerLog, Habits, Kind
from tests.ranking.pairing.worlds import judged, selector_of


def probability(kind: Kind, d: float, habits: Habits, *, graded: bool) -> float:
    """Likelihood of an answer by its terms and their normaliser, as the module documents it."""
    log = AnswerLog()
    if graded:
        log.add_pair(3, 4, Kind.MUCH, 0)
    terms = log.single(1, 2, kind, 0, habits, 1.0)
    h, g = habits.tie_width, habits.grade_width
    normaliser = {Kind.TIE: -np.expm1(-2 * h), Kind.SLIGHTLY: -np.expm1(-g) if graded else 1.0}.get(kind, 1.0)
    sign = {(1, 2): 1.0, (2, 1): -1.0}
    return normaliser * np.prod([expit(sign[first, second] * d + offset) for first, second, offset, *_ in terms])


@pytest.mark.parametrize("d", [-2.0, 0.0, 0.7, 3.0])
def test_the_answers_to_a_graded_pair_with_ties_add_up_to_one(d):
    habits = Habits(tie_width=0.6, grade_width=1.3)
    total = probability(Kind.TIE, d, habits, graded=True)
    for kind in (Kind.SLIGHTLY, Kind.MUCH):
        total += probability(kind, d, habits, graded=True) + probability(kind, -d, habits, graded=True)
    assert total == pytest.approx(1.0)


def test_the_answers_to_a_plain_pair_add_up_to_one():
    habits = Habits(tie_width=0.6)
    both = probability(Kind.SLIGHTLY, 1.0, habits, graded=False) + probability(Kind.BETTER, -1.0, habits, graded=False)
    assert both + probability(Kind.TIE, 1.0, habits, graded=False) == pytest.approx(1.0)


def test_the_refit_is_the_mode_of_the_posterior():
    rng = np.random.default_rng(0)
    selector = selector_of(6, 2, prior_variance=1.7)
    pairs = [tuple(rng.choice(6, 2, replace=False).tolist()) for _ in range(30)]
    for left, right in pairs:
        selector.tell(left, right, 1.0)
    selector.refit()

    def loss(t):
        return t @ t / (2 * 1.7) - sum(log_expit(t[left] - t[right]) for left, right in pairs)

    assert selector.strengths == pytest.approx(minimize(loss, np.zeros(6), tol=1e-10).x, abs=1e-4)


def test_the_prior_variance_is_the_fixed_point_of_empirical_bayes():
    rng = np.random.default_rng(1)
    truth = rng.normal(0, 2, 40)
    selector = judged(selector_of(40, 4), truth, 200, rng)
    selector.refit()
    state = selector._posterior
    expected = ((state.mean[1:] ** 2).sum() + state.variance[1:].sum() + 2 * 2.25) / (40 + 2)
    assert state.prior_variance == pytest.approx(expected, rel=0.02)
    assert 1 < state.prior_variance < 7


def four_loss(x, items, known, sharpness):
    total = x[items[:, 0]] - logsumexp(x[items], axis=1)
    worst = -sharpness * x[items[:, 3]] - logsumexp(-sharpness * x[items[:, 1:]], axis=1)
    return -(total + np.where(known == 1, worst, 0.0)).sum()


def test_the_gradient_and_curvature_of_a_screen_of_four_are_those_of_maxdiff():
    rng = np.random.default_rng(2)
    items = np.array([rng.permutation(6)[:4] for _ in range(5)])
    known = np.array([1, 0, 1, 1, 0])

    def gradient(x):
        out = np.zeros(6)
        _kernels.add_fours(x, items, known, np.ones(5), 0.7, out)
        return -out

    x = rng.normal(size=6)
    assert check_grad(lambda t: four_loss(t, items, known, 0.7), gradient, x) < 1e-5
    blocks = _kernels.add_fours(x, items, known, np.ones(5), 0.7, np.zeros(6))
    hessian = np.zeros((6, 6))
    nobody = np.empty(0, np.int64)
    _kernels.add_curvature(nobody, nobody, np.empty(0), items, blocks, np.arange(6), hessian)
    step = 1e-5
    numeric = np.array([(gradient(x + step * e) - gradient(x - step * e)) / (2 * step) for e in np.eye(6)])
    assert np.allclose(hessian, numeric, atol=1e-6)


def test_a_screen_of_four_lifts_the_best_and_sinks_the_worst():
    selector = selector_of(6, 2)
    selector.tell_four([3, 1, 0, 5], 0, 5)
    t = selector.strengths
    assert t[0] > t[1] > t[5]
    assert t[1] == pytest.approx(t[3])
    assert t[2] == t[4] == 0
    live = t
    selector.refit()
    assert selector.strengths == pytest.approx(live, abs=0.2)


def test_four_are_asked_around_the_boundary():
    truth = np.linspace(4, -4, 12)
    selector = judged(selector_of(12, 3), truth, 100, np.random.default_rng(0))
    top = set(selector.top())
    assert len(set(selector.ask_four()) & top) == 1
    assert len(set(selector.ask_best_and_worst()) & top) == 2


@pytest.mark.parametrize("winners", [1, 3, 4, 7])
def test_four_different_items_are_asked_whatever_the_number_of_winners(winners):
    selector = selector_of(4, winners)
    assert sorted(selector.ask_four()) == sorted(selector.ask_best_and_worst()) == [0, 1, 2, 3]


def test_much_better_moves_more_than_slightly_better():
    much, slightly = selector_of(2), selector_of(2)
    for selector, graded in ((much, True), (slightly, False)):
        selector.tell(1, 0, 1.0, much=True)
        selector.tell(0, 1, 1.0, much=graded)
        selector.tell(0, 1, 1.0, much=graded)
    assert np.ptp(much.strengths) > np.ptp(slightly.strengths)


def test_the_width_of_a_grade_and_of_a_tie_are_found():
    rng = np.random.default_rng(4)
    truth = rng.normal(0, 1.5, 20)
    selector = selector_of(20, 3)
    for _ in range(1500):
        left, right = rng.choice(20, 2, replace=False).tolist()
        u = truth[left] - truth[right] + rng.logistic()
        selector.tell(left, right, 0.5 if abs(u) < 0.4 else float(u > 0), much=abs(u) > 1.5)
    selector.refit()
    assert selector.habits.tie_width == pytest.approx(0.4, abs=0.12)
    assert selector.habits.grade_width == pytest.approx(1.1, abs=0.25)


def test_a_judge_who_never_grades_is_not_read_as_saying_slightly():
    graded, plain = selector_of(3), selector_of(3)
    for selector in (graded, plain):
        selector.tell(0, 1, 1.0, judge="grader", much=True)
    graded.tell(1, 2, 1.0, judge="grader")
    plain.tell(1, 2, 1.0, judge="other")
    for selector in (graded, plain):
        selector.refit()
    assert plain.strengths[1] - plain.strengths[2] > graded.strengths[1] - graded.strengths[2]


def test_decisions_and_absolutes_place_the_bar():
    rng = np.random.default_rng(5)
    truth = np.linspace(-3, 3, 30)
    selector = selector_of(30, 5)
    for _ in range(250):
        left, right = rng.choice(30, 2, replace=False).tolist()
        selector.tell(left, right, float(rng.random() < expit(truth[left] - truth[right])))
    for item in range(30):
        selector.tell_decision(item, bool(rng.random() < expit(2.0 * (truth[item] - 1.0))))
    bar, deviation = selector.bar
    assert bar == pytest.approx(1.0, abs=3 * deviation)
    assert deviation < 1.0
    higher = selector_of(2)
    higher.tell(0, 1, 0.5, both_bad=True)
    lower = selector_of(2)
    lower.tell(0, 1, 0.5, both_good=True)
    assert higher.bar[0] > 0 > lower.bar[0]


def test_a_plain_tie_leaves_the_bar_alone_until_absolutes_are_used():
    selector = selector_of(3)
    selector.tell(0, 1, 0.5)
    assert selector.bar == pytest.approx((0.0, 3.0))
    selector.tell(0, 2, 0.5, both_good=True)
    assert selector.bar[1] < 3.0


def test_a_judge_who_clicks_is_benched_and_the_good_ones_are_not():
    rng = np.random.default_rng(6)
    truth = rng.normal(0, 2, 20)
    selector = selector_of(20, 3)
    for turn in range(240):
        judge = ("ann", "bob", "clicker")[turn % 3]
        left, right = selector.ask()
        chance = 0.5 if judge == "clicker" else expit(truth[left] - truth[right])
        selector.tell(left, right, float(rng.random() < chance), judge=judge)
    assert selector.benched("clicker")
    assert not selector.benched("ann")
    assert not selector.benched("bob")
    assert not selector.benched("newcomer")
    assert selector.reliability("clicker") < 0.5 < 0.8 < selector.reliability("ann")
    assert selector.reliability("newcomer") == pytest.approx(0.9)


def test_a_judge_alone_is_never_benched_and_counts_fully():
    rng = np.random.default_rng(7)
    alone, nobody = selector_of(8, 2), selector_of(8, 2)
    for _ in range(80):
        left, right = rng.choice(8, 2, replace=False).tolist()
        outcome = float(rng.random() < 0.5)
        alone.tell(left, right, outcome, judge="only")
        nobody.tell(left, right, outcome)
    assert not alone.benched("only")
    assert np.allclose(alone.strengths, nobody.strengths)


def test_many_answers_at_once_are_the_same_as_one_after_the_other():
    rng = np.random.default_rng(9)
    one, many = selector_of(6, 2), selector_of(6, 2)
    left = rng.integers(0, 6, 60)
    right = (left + rng.integers(1, 6, 60)) % 6
    outcome = rng.choice([0.0, 0.5, 1.0], 60)
    tied = outcome == 0.5
    judge = ["ab"[turn % 2] for turn in range(60)]
    much = ~tied & (rng.random(60) < 0.3)
    absolute = rng.integers(0, 3, 60)
    good, bad = tied & (absolute == 1), tied & (absolute == 2)
    for answer in zip(left, right, outcome, judge, much, good, bad, strict=True):
        a, b, result, who, great, both_good, both_bad = answer
        one.tell(int(a), int(b), float(result), judge=who, much=great, both_good=both_good, both_bad=both_bad)
    many.tell_many(left, right, outcome, judge=judge, much=much, both_good=good, both_bad=bad)
    for selector in (one, many):
        selector.refit()
    assert many.strengths == pytest.approx(one.strengths, abs=0.05)
    assert many.bar == pytest.approx(one.bar, abs=0.05)
    assert many._log.pairs.tolist() == one._log.pairs.tolist()
    many.tell_many([], [], [])
    assert many.n_told == 60
