"""The whole order."""

import numpy as np
import pytest
from scipy.stats import kendalltau

from curation.ranking.pairing import NothingToAsk, OrderSelector, Remaining
from tests.ranking.pairing.worlds import answer


def order_of(n_items: int, seed: int = 0) -> OrderSelector:
    return OrderSelector(n_items, rng=np.random.default_rng(seed))


def test_one_item_is_in_order():
    selector = order_of(1)
    assert (selector.top(), selector.settled(), selector.remaining()) == ([0], 1.0, Remaining(0, 0, 0))
    with pytest.raises(NothingToAsk):
        selector.ask()


def test_it_orders_better_than_chance_and_knows_how_far_it_is():
    rng = np.random.default_rng(0)
    truth = rng.normal(0, 2, 15)
    chosen, blind = order_of(15), order_of(15)
    before = chosen.remaining().expected
    for _ in range(250):
        left, right = chosen.ask()
        chosen.tell(left, right, answer(truth, left, right, rng))
        left, right = rng.choice(15, 2, replace=False).tolist()
        blind.tell(left, right, answer(truth, left, right, rng))
    assert kendalltau(truth, chosen.strengths).statistic > 0.8
    assert chosen.settled(1.0) > blind.settled(1.0)
    assert chosen.remaining().expected < before
    assert chosen.top() == np.argsort(-chosen.strengths).tolist()


def test_the_pair_with_the_most_information_is_the_closest_of_the_least_known():
    selector = order_of(4)
    for _ in range(10):
        selector.tell(0, 1, 1.0)
        selector.tell(0, 1, 0.0)
    assert sorted(selector.ask()) == [2, 3]
