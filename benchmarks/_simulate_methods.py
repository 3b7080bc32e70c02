"""How the judgments are chosen: ours by every kind of answer, and its peers. All are scored by the same fit."""

from collections import deque
from collections.abc import Iterator
from itertools import cycle

import numpy as np
from scipy.sparse.csgraph import minimum_spanning_tree

from benchmarks._simulate import Floats, Jury, Method, Selector
from curation.ranking.pairing import NothingToAsk, PairSelector
from curation.ranking.pairing.information import STEP, information_table

BATCH = 5


def pairs(selector: Selector, jury: Jury) -> Iterator[None]:
    """Two buttons (and a tie button if the jury uses it), five pairs at once."""
    while True:
        for left, right in selector.ask_many(BATCH):
            selector.tell(left, right, jury.pair(left, right))
            yield


def one_at_a_time(selector: Selector, jury: Jury) -> Iterator[None]:
    while True:
        left, right = selector.ask()
        selector.tell(left, right, jury.pair(left, right))
        yield


def never_the_same_pair(selector: Selector, jury: Jury) -> Iterator[None]:
    """One judge who is never shown a pair twice."""
    seen: set[tuple[int, int]] = set()
    while True:
        try:
            left, right = selector.ask(avoid=seen)
        except NothingToAsk:
            return
        seen.add((left, right))
        selector.tell(left, right, jury.pair(left, right))
        yield


def not_soon_again(selector: Selector, jury: Jury) -> Iterator[None]:
    """One judge who is shown a pair again after thirty others at the earliest."""
    recent: deque[tuple[int, int]] = deque(maxlen=30)
    while True:
        left, right = selector.ask(avoid=set(recent))
        recent.append((left, right))
        selector.tell(left, right, jury.pair(left, right))
        yield


def graded(selector: Selector, jury: Jury) -> Iterator[None]:
    """Four keys: much or slightly better, left or right."""
    while True:
        for left, right in selector.ask_many(BATCH):
            u = jury.impression(left, right)
            much = abs(u) > jury.world.grade_width
            if jury.rng.random() < jury.world.random_grades:
                much = jury.rng.random() < 0.5
            selector.tell(left, right, 0.5 if abs(u) < jury.world.tie_width else float(u > 0), much=much)
            yield


def absolutes(selector: Selector, jury: Jury) -> Iterator[None]:
    """Within the tie width each side is called good or not: BOTH_GOOD, BOTH_BAD, or no difference."""
    while True:
        for left, right in selector.ask_many(BATCH):
            outcome = jury.pair(left, right)
            tied = outcome == 0.5
            good = [tied and jury.calls_good(item) for item in (left, right)]
            selector.tell(left, right, outcome, both_good=all(good), both_bad=tied and not any(good))
            yield


def graded_absolutes(selector: Selector, jury: Jury) -> Iterator[None]:
    """Four keys and the two absolutes at once."""
    while True:
        for left, right in selector.ask_many(BATCH):
            u = jury.impression(left, right)
            tied = abs(u) < jury.world.tie_width
            good = [tied and jury.calls_good(item) for item in (left, right)]
            selector.tell(
                left,
                right,
                0.5 if tied else float(u > 0),
                much=abs(u) > jury.world.grade_width,
                both_good=all(good),
                both_bad=tied and not any(good),
            )
            yield


def best_of_four(selector: Selector, jury: Jury) -> Iterator[None]:
    assert isinstance(selector, PairSelector)
    while True:
        four = selector.ask_four()
        selector.tell_four(four, four[int(_looks(jury, four).argmax())])
        yield


def best_and_worst(selector: Selector, jury: Jury) -> Iterator[None]:
    """Best and worst by one look."""
    assert isinstance(selector, PairSelector)
    while True:
        four = selector.ask_best_and_worst()
        looks = _looks(jury, four)
        selector.tell_four(four, four[int(looks.argmax())], four[int(looks.argmin())])
        yield


def fresh_worst(sharpness: float) -> Method:
    """Best and worst, the worst of the other three looked for anew, as sharply as said."""

    def method(selector: Selector, jury: Jury) -> Iterator[None]:
        assert isinstance(selector, PairSelector)
        while True:
            four = selector.ask_best_and_worst()
            best = four[int(_looks(jury, four).argmax())]
            others = [item for item in four if item != best]
            dislike = -sharpness * jury.truth[others] + jury.rng.gumbel(size=3)
            selector.tell_four(four, best, others[int(dislike.argmax())])
            yield

    return method


def first_pass(selector: Selector, jury: Jury) -> Iterator[None]:
    """Keep or reject each item once (not counted here), then pairs."""
    assert isinstance(selector, PairSelector)
    for item in range(jury.world.n_items):
        selector.tell_decision(item, jury.calls_good(item, 1.0))
    yield from pairs(selector, jury)


def three_judges(*, benching: bool, named: bool = True) -> Method:
    """Three judges in turn; the first ones click. `benching` asks no benched judge; not `named` is the naive fit."""

    def method(selector: Selector, jury: Jury) -> Iterator[None]:
        for judge in cycle(range(3)):
            if benching and selector.benched(judge):
                continue
            left, right = selector.ask()
            outcome = jury.pair(left, right, clicks=1.0 if judge < jury.world.clickers else jury.world.clicks)
            selector.tell(left, right, outcome, judge=judge if named else None)
            yield

    return method


def without_clickers(selector: Selector, jury: Jury) -> Iterator[None]:
    """The bound: whoever clicks is never asked, and that is known beforehand."""
    yield from one_at_a_time(selector, jury)


def uniform(selector: Selector, jury: Jury) -> Iterator[None]:
    """Random pairs, told in portions of N/2."""
    n = jury.world.n_items
    while True:
        left = jury.rng.integers(n, size=n // 2)
        right = (left + jury.rng.integers(1, n, size=n // 2)) % n
        selector.tell_many(left, right, [jury.pair(a, b) for a, b in zip(left, right, strict=True)])
        for _ in left:
            yield


def swiss(selector: Selector, jury: Jury) -> Iterator[None]:
    """Rounds of N/2 pairs between neighbours in Elo points (K 32), told at the end of a round."""
    n = jury.world.n_items
    elo = np.zeros(n)
    while True:
        order = np.argsort(-elo + jury.rng.normal(0.0, 1e-3, n))
        start = int(jury.rng.integers(2)) if n > 2 else 0
        order = np.roll(order, -start)[: n - n % 2]
        left, right = order[0::2], order[1::2]
        outcome = np.array([jury.pair(a, b) for a, b in zip(left, right, strict=True)])
        change = 32.0 * (outcome - 1.0 / (1.0 + 10.0 ** ((elo[right] - elo[left]) / 400.0)))
        np.add.at(elo, left, change)
        np.add.at(elo, right, -change)
        selector.tell_many(left, right, outcome)
        for _ in left:
            yield


def asap(selector: Selector, jury: Jury) -> Iterator[None]:
    """ASAP's approximation: independent posteriors, expected information of every pair, a spanning tree at a time."""
    table = information_table()
    while True:
        information = _information(selector.strengths, selector.deviations, table)
        tree = minimum_spanning_tree(1.0 - information).tocoo()  # 1 - I is positive: an absent edge would be 0.
        order = jury.rng.permutation(len(tree.row))
        for left, right in zip(tree.row[order].tolist(), tree.col[order].tolist(), strict=True):
            selector.tell(left, right, jury.pair(left, right))
            yield


def _information(mean: Floats, deviation: Floats, table: Floats) -> Floats:
    difference = np.abs(mean[:, None] - mean[None, :])
    spread = np.sqrt(deviation[:, None] ** 2 + deviation[None, :] ** 2)
    a = np.minimum(np.rint(difference / STEP).astype(int), table.shape[0] - 1)
    b = np.minimum(np.rint(spread / STEP).astype(int), table.shape[1] - 1)
    information: Floats = table[a, b]
    np.fill_diagonal(information, 0.0)
    return information


def top_two_thompson(selector: Selector, jury: Jury) -> Iterator[None]:
    """A draw of the strengths says who the winners are, another one disagrees: one of each side is the pair."""
    assert isinstance(selector, PairSelector)
    k, rng = selector.winners, jury.rng
    everyone = np.arange(1, selector.n_items + 1)
    while True:
        selector.strengths  # noqa: B018  (refits if it must)
        drawn = selector._posterior.draws(everyone, rng.standard_normal((12, selector.n_items)))
        tops = np.argpartition(-drawn, k - 1, axis=1)[:, :k]
        first = set(tops[0].tolist())
        other = next((set(top.tolist()) for top in tops[1:] if set(top.tolist()) != first), None)
        if other is None:
            left, right = selector.ask()
        else:
            left, right = int(rng.choice(sorted(first - other))), int(rng.choice(sorted(other - first)))
        selector.tell(left, right, jury.pair(left, right))
        yield


def _looks(jury: Jury, four: list[int]) -> Floats:
    looks: Floats = jury.truth[four] + jury.rng.gumbel(size=4)
    return looks
