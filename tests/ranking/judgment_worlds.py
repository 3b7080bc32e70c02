"""Judgments for the tests: any that Hypothesis can think of, and simulated ones with a known truth."""

from typing import NamedTuple

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from curation.ranking import Tally


class Judgments(NamedTuple):
    """Columns of judgments, as a fit takes them."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    outcome: NDArray[np.float64]
    n_items: int

    def tally(self) -> Tally:
        return Tally.from_arrays(self.left, self.right, self.outcome, self.n_items)


@st.composite
def judgments(draw: st.DrawFn, min_items: int = 2, max_items: int = 7, max_size: int = 40) -> Judgments:
    n_items = draw(st.integers(min_items, max_items))
    rows = draw(
        st.lists(
            st.tuples(st.integers(0, n_items - 1), st.integers(1, n_items - 1), st.sampled_from([0.0, 0.5, 1.0])),
            max_size=max_size,
        )
    )
    left = np.array([row[0] for row in rows], np.int64)
    gap = np.array([row[1] for row in rows], np.int64)
    return Judgments(left, (left + gap) % n_items, np.array([row[2] for row in rows], np.float64), n_items)


@st.composite
def connected_judgments(draw: st.DrawFn, max_items: int = 7) -> Judgments:
    """Any judgments, plus a cycle of wins through all items: the maximum likelihood exists."""
    some = draw(judgments(max_items=max_items))
    cycle = np.arange(some.n_items)
    return Judgments(
        np.concatenate([some.left, cycle]),
        np.concatenate([some.right, (cycle + 1) % some.n_items]),
        np.concatenate([some.outcome, np.ones(some.n_items)]),
        some.n_items,
    )


def simulate(rng: np.random.Generator, strengths: NDArray[np.float64], n: int, ties: float = 0.0) -> Judgments:
    """n judgments of random pairs; a tie has probability 2 `ties` p (1 - p), which leaves the expected outcome p."""
    n_items = strengths.size
    left = rng.integers(0, n_items, n)
    right = (left + rng.integers(1, n_items, n)) % n_items
    p = 1 / (1 + np.exp(strengths[right] - strengths[left]))
    drawn = rng.random(n)
    outcome = np.where(drawn < p - ties * p * (1 - p), 1.0, np.where(drawn < p + ties * p * (1 - p), 0.5, 0.0))
    return Judgments(left, right, outcome, n_items)
