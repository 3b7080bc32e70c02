"""Small simulated juries for the tests."""

import numpy as np
from numpy.typing import NDArray

from curation.ranking.pairing import PairSelector

Floats = NDArray[np.float64]


def answer(truth: Floats, left: int, right: int, rng: np.random.Generator) -> float:
    """1.0 or 0.0 under Bradley-Terry."""
    return float(rng.random() < 1.0 / (1.0 + np.exp(truth[right] - truth[left])))


def judged(selector: PairSelector, truth: Floats, judgments: int, rng: np.random.Generator) -> PairSelector:
    """The selector after it asked and was told so many pairs."""
    for _ in range(judgments):
        left, right = selector.ask()
        selector.tell(left, right, answer(truth, left, right, rng))
    return selector


def selector_of(n_items: int, winners: int = 1, seed: int = 0, **prior: float) -> PairSelector:
    return PairSelector(n_items, winners=winners, rng=np.random.default_rng(seed), **prior)
