"""Simulated judgments for `benchmarks.fit`: a Bradley-Terry truth, strengths N(0, 1), random pairs, one tie in ten or so."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

SD, TIES = 1.0, 0.3


class Judgments(NamedTuple):
    truth: NDArray[np.float64]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    outcome: NDArray[np.float64]


def judged(n_items: int, n: int, seed: int = 1) -> Judgments:
    """n judgments of random pairs of n_items; a tie has probability 2 TIES p (1 - p)."""
    rng = np.random.default_rng(seed)
    truth = rng.normal(0.0, SD, n_items)
    left = rng.integers(0, n_items, n)
    right = (left + rng.integers(1, n_items, n)) % n_items
    p = 1.0 / (1.0 + np.exp(truth[right] - truth[left]))
    drawn = rng.random(n)
    half = TIES * p * (1.0 - p)
    return Judgments(truth, left, right, np.where(drawn < p - half, 1.0, np.where(drawn < p + half, 0.5, 0.0)))


def labelled(items: NDArray[np.int64]) -> NDArray[np.object_]:
    """A label per row, each row its own string object, as a reader of a file makes them."""
    return np.array([f"candidate-{item:06d}" for item in items.tolist()], dtype=object)
