"""What every selector of pairs can do, whatever the goal of the project."""

from collections.abc import Hashable, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Judge = Hashable
Pair = tuple[int, int]
AvoidedPairs = AbstractSet[Iterable[int]]
"""Pairs not to be asked: tuples in either order, or frozensets of two items."""


class NothingToAsk(ValueError):
    """No pair is left: fewer than two items, or every pair is to be avoided."""


@dataclass(frozen=True)
class Remaining:
    """How many more judgments until the answer is settled: the likely range and the middle of it."""

    low: int
    expected: int
    high: int


class Selector(Protocol):
    """Asks for the next pair and learns from the answer. Items are integers from 0."""

    def ask(self, *, avoid: AvoidedPairs = frozenset()) -> Pair:
        """The next pair (left, right); raises NothingToAsk."""
        ...

    def ask_many(self, n: int, *, avoid: AvoidedPairs = frozenset()) -> list[Pair]:
        """At most n pairs for as many judges at once; raises NothingToAsk when there is none."""
        ...

    def tell(self, left: int, right: int, outcome: float, *, judge: Judge | None = None) -> None:
        """One answer: 1.0 left is better, 0.0 right is better, 0.5 no difference."""
        ...

    def top(self) -> list[int]:
        """The chosen ones, best first."""
        ...

    @property
    def strengths(self) -> NDArray[np.float64]:
        """Posterior mean strength of each item, natural log-odds."""
        ...

    def settled(self, within: float = ...) -> float:
        """Probability that the choice would not be improved by more than `within` log-odds."""
        ...

    def remaining(self) -> Remaining:
        """How many more judgments until it is settled."""
        ...
