"""The goal "pick the best outputs", on small juries."""

import subprocess
import sys

import numpy as np
import pytest

from curation.ranking.pairing import NothingToAsk, PairSelector, Remaining
from tests.ranking.pairing.worlds import answer, judged, selector_of


def test_an_item_alone_is_settled_and_leaves_nothing_to_ask():
    selector = selector_of(1)
    assert selector.settled() == 1.0
    assert selector.top() == [0]
    assert selector.remaining() == Remaining(0, 0, 0)
    assert selector.probability_of_top().tolist() == [1.0]
    with pytest.raises(NothingToAsk):
        selector.ask()
    with pytest.raises(NothingToAsk):
        selector.ask_four()


def test_no_items_yet_is_allowed_and_items_can_follow():
    selector = selector_of(0)
    assert (selector.top(), selector.settled()) == ([], 1.0)
    with pytest.raises(NothingToAsk):
        selector.ask()
    selector.add(2)
    assert sorted(selector.ask()) == [0, 1]


def test_two_items_are_one_pair():
    selector = selector_of(2)
    assert sorted(selector.ask()) == [0, 1]
    for _ in range(6):
        selector.tell(1, 0, 1.0)
    assert selector.top() == [1]
    assert selector.settled() > 0.9


def test_as_many_winners_as_items_is_settled_and_still_asks():
    selector = selector_of(3, winners=5)
    assert selector.settled() == 1.0
    assert selector.remaining() == Remaining(0, 0, 0)
    assert sorted(selector.top()) == [0, 1, 2]
    assert len(set(selector.ask())) == 2


def test_with_all_but_one_retired_there_is_nothing_to_ask():
    selector = selector_of(4)
    for item in (0, 2, 3):
        selector.retire(item)
    assert selector.top() == [1]
    assert selector.settled() == 1.0
    assert selector.probability_of_top().tolist() == [0, 1, 0, 0]
    with pytest.raises(NothingToAsk):
        selector.ask()


def test_without_judgments_nothing_is_settled_and_every_item_is_equally_likely():
    selector = selector_of(10, winners=2)
    assert selector.settled() < 0.1
    assert selector.probability_of_top() == pytest.approx(np.full(10, 0.2), abs=0.1)
    assert len(selector.top()) == 2
    assert not selector.strengths.any()


def test_which_items_open_is_drawn_by_the_generator():
    firsts = {frozenset(selector_of(30, winners=3, seed=seed).ask()) for seed in range(20)}
    assert len(firsts) > 15


def test_each_side_is_as_likely():
    selector = selector_of(2)
    lefts = sum(selector.ask()[0] for _ in range(400))
    assert 150 < lefts < 250


def test_settled_rises_and_remaining_falls_as_clear_answers_come_in():
    truth = np.linspace(4, -4, 12)
    selector = selector_of(12, winners=3)
    rng = np.random.default_rng(3)
    settled, remaining = [], []
    for _ in range(4):
        judged(selector, truth, 40, rng)
        settled.append(selector.settled())
        remaining.append(selector.remaining().expected)
    assert settled[0] < settled[-1]
    assert settled[-1] > 0.95
    assert remaining[0] > remaining[-1] == 0
    assert sorted(selector.top()) == [0, 1, 2]


def test_it_needs_far_fewer_judgments_than_chance():
    """Near-recall after 6 N judgments, over 12 juries: chance reaches about .8, this about .97."""
    chosen, random = [], []
    for seed in range(12):
        rng = np.random.default_rng(seed)
        truth = rng.normal(0, 2, 30)
        near = truth >= np.sort(truth)[-3] - 0.3
        chosen.append(near[judged(selector_of(30, 3, seed), truth, 180, rng).top()].mean())
        blind = selector_of(30, 3, seed)
        for _ in range(180):
            left, right = rng.choice(30, 2, replace=False).tolist()
            blind.tell(left, right, answer(truth, left, right, rng))
        random.append(near[blind.top()].mean())
    assert np.mean(chosen) > 0.9
    assert np.mean(chosen) > np.mean(random) + 0.08


def test_judgments_already_made_give_the_winners_of_the_session_that_made_them():
    rng = np.random.default_rng(8)
    truth = rng.normal(0, 2, 25)
    selector = selector_of(25, 4)
    log = []
    for turn in range(150):
        left, right = selector.ask()
        outcome = 0.5 if turn % 11 == 0 else answer(truth, left, right, rng)
        log.append((left, right, outcome, "ab"[turn % 2]))
        selector.tell(left, right, outcome, judge=log[-1][3])
    left, right, outcome, judge = zip(*log, strict=True)
    restarted = selector_of(25, 4, seed=99)
    restarted.tell_many(left, right, outcome, judge=judge)
    assert restarted.top() == selector.top()
    assert restarted.strengths == pytest.approx(selector.strengths, abs=0.1)
    assert restarted.n_told == selector.n_told == 150


def test_new_items_are_soon_asked():
    truth = np.linspace(3, -3, 10)
    selector = judged(selector_of(10, 2), truth, 80, np.random.default_rng(1))
    selector.add(2)
    assert selector.strengths[10:].tolist() == [0.0, 0.0]
    assert {10, 11} & set(selector.ask())


def test_a_retired_winner_makes_room_for_the_next():
    truth = np.linspace(4, -4, 8)
    selector = judged(selector_of(8, 2), truth, 120, np.random.default_rng(1))
    assert selector.top() == [0, 1]
    selector.retire(0)
    follower = selector.top()
    assert follower[0] == 1
    assert 0 not in follower
    selector.tell(0, 1, 1.0)
    assert selector.top() == follower


def test_a_prior_mean_decides_who_is_on_top_before_any_judgment():
    selector = PairSelector(4, winners=1, rng=np.random.default_rng(0), prior_mean=[0, 0, 2, 0], prior_variance=1.0)
    assert selector.top() == [2]
    assert 2 in selector.ask()


def test_many_items_keep_the_covariance_of_those_in_question_only():
    rng = np.random.default_rng(2)
    truth = rng.normal(0, 2, 450)
    selector = judged(selector_of(450, 5), truth, 60, rng)
    left, right = rng.integers(0, 450, (2, 2000))
    kept = left != right
    left, right = left[kept], right[kept]
    outcome = rng.random(len(left)) < 1 / (1 + np.exp(truth[right] - truth[left]))
    selector.tell_many(left, right, outcome.astype(float))
    selector = judged(selector, truth, 250, rng)
    assert selector._posterior.n_active < 450
    top = selector.top()
    assert truth[top].mean() > np.sort(truth)[-15:].mean()


def test_an_item_never_judged_is_not_hidden_by_those_that_lost():
    """A far-behind challenger must not end the search for others behind it."""
    selector = selector_of(6, winners=1)
    for loser in (1, 2, 3, 4):
        for _ in range(8):
            selector.tell(0, loser, 1.0)
    assert sorted(selector.ask()) == [0, 5]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: selector_of(-1),
        lambda: selector_of(3, winners=0),
        lambda: selector_of(3, prior_variance=0.0),
        lambda: selector_of(3, prior_mean=np.nan),
        lambda: selector_of(3).tell(0, 0, 1.0),
        lambda: selector_of(3).tell(0, 3, 1.0),
        lambda: selector_of(3).tell(0, 1, 0.7),
        lambda: selector_of(3).tell(0, 1, 1.0, both_good=True),
        lambda: selector_of(3).tell(0, 1, 0.5, both_good=True, both_bad=True),
        lambda: selector_of(3).tell(0, 1, 0.5, much=True),
        lambda: selector_of(3).tell_many([0], [1], [1.0, 0.0]),
        lambda: selector_of(3).tell_many([0], [0], [1.0]),
        lambda: selector_of(3).tell_many([0], [1], [0.3]),
        lambda: selector_of(3).tell_many([0, 1], [1, 0], [1.0, 0.0], judge=["a"]),
        lambda: selector_of(3).tell_many([0], [1], [1.0], both_good=True),
        lambda: selector_of(3).tell_many([0], [1], [0.5], much=[True]),
        lambda: selector_of(5).tell_four([0, 1, 2, 2], 0),
        lambda: selector_of(5).tell_four([0, 1, 2, 3], 4),
        lambda: selector_of(5).tell_four([0, 1, 2, 3], 1, 1),
        lambda: selector_of(3).tell_decision(3, True),
        lambda: selector_of(3).retire(3),
        lambda: selector_of(3).add(-1),
        lambda: selector_of(3).ask_many(0),
    ],
)
def test_what_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValueError):
        wrong()


def test_a_judge_who_sees_no_pair_twice_still_beats_a_random_tournament():
    """Near-recall after 5 N of 14.5 N possible pairs, over 10 juries."""
    chosen, random = [], []
    for seed in range(10):
        rng = np.random.default_rng([seed, 1])
        truth = rng.normal(0, 2, 30)
        near = truth >= np.sort(truth)[-3] - 0.3
        selector, blind = selector_of(30, 3, seed), selector_of(30, 3, seed)
        seen: set[tuple[int, int]] = set()
        for _ in range(150):
            pair = selector.ask(avoid=seen)
            assert pair not in seen
            assert pair[::-1] not in seen
            seen.add(pair)
            selector.tell(*pair, answer(truth, *pair, rng))
        left, right = np.triu_indices(30, 1)
        for at in rng.permutation(len(left))[:150]:
            pair = int(left[at]), int(right[at])
            blind.tell(*pair, answer(truth, *pair, rng))
        chosen.append(near[selector.top()].mean())
        random.append(near[blind.top()].mean())
    assert np.mean(chosen) > np.mean(random) + 0.05


def test_a_detour_asks_about_the_same_doubt_by_another_pair():
    """0 and 1 contend for one place and were compared already; 2 is as good as they are, 3 is far behind."""
    selector = selector_of(4, winners=1)
    for strong in (0, 1, 2):
        for _ in range(6):
            selector.tell(strong, 3, 1.0)
    for pair in ((0, 1), (1, 0), (0, 2), (2, 0), (1, 2), (2, 1)):
        selector.tell(*pair, 1.0)
    asked = set(selector.ask(avoid={(0, 1), (0, 3), (1, 3), (2, 3)}))
    assert asked in ({0, 2}, {1, 2})


def test_the_package_is_imported_without_numba():
    script = "import sys, curation.ranking.pairing; print('numba' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
