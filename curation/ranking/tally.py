"""Judgments counted by distinct pair: the one thing every fit starts from."""

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from curation.ranking._judgments import check_judgments, check_lengths, check_n_items, real_numbers, whole_numbers

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Up to this share of new pairs, they are put in their places; above it everything is sorted once.
INSERTED_SHARE = 0.1


class Tally:
    """Counts of every compared pair (i < j), ascending by (first, second).

    A fit costs as much as there are distinct pairs, however many judgments they carry.

    Attributes:
        n_items: number of items, numbered 0 to n_items - 1; at least 1.
        n_comparisons: number of judgments, each once whatever its weight (after `from_pairs`: the rounded counts).

    An outcome is the share of the judgment won by the left: 1 (left wins), 0.5 (tie), 0 (right wins); anything between
    is a divided judgment. A weight is a count: weight 2 is the same judgment given twice, weight 0 leaves none.

    Example:
        >>> tally = Tally.from_arrays([0, 1, 2], [1, 0, 0], [1.0, 0.5, 0.0], n_items=3)
        >>> tally.first, tally.second, tally.count, tally.wins, tally.ties
        (array([0, 0]), array([1, 2]), array([2., 1.]), array([1.5, 1. ]), array([1., 0.]))
    """

    def __init__(self, n_items: int) -> None:
        """An empty tally; `add`, or the three `from_...` constructors, fill it."""
        self.n_items = check_n_items(n_items)
        self.n_comparisons = 0
        self._first: Ints = np.empty(0, np.int64)
        self._second: Ints = np.empty(0, np.int64)
        self._count: Floats = np.empty(0)
        self._wins: Floats = np.empty(0)
        self._ties: Floats = np.empty(0)
        self._pending: list[tuple[int, float, float, float]] = []

    @classmethod
    def from_arrays(
        cls,
        left: ArrayLike,
        right: ArrayLike,
        outcome: ArrayLike,
        n_items: int,
        weight: ArrayLike | None = None,
    ) -> Self:
        """Count judgments given one by one, in two passes over them.

        Args:
            left, right: (M,) integer items 0..n_items-1; the sides as shown.
            outcome: (M,) share won by the left, 0 to 1.
            n_items: number of items, at least 1.
            weight: (M,) weights of at least 0, or None for 1 each.

        Raises:
            ValueError: lengths differ, an index is out of range or not whole, an item is compared with itself, an
                outcome is outside [0, 1] or NaN, a weight is negative or not finite. The row is named.
        """
        from curation.ranking import _kernels

        tally = cls(n_items)
        n_items = tally.n_items
        left_items, right_items = whole_numbers(left, "left"), whole_numbers(right, "right")
        outcomes = real_numbers(outcome, "outcome")
        check_lengths(left=left_items, right=right_items, outcome=outcomes)
        weights = np.empty(0)
        if weight is not None:
            weights = real_numbers(weight, "weight")
            check_lengths(left=left_items, weight=weights)
        row_sizes, halves = check_judgments(left_items, right_items, outcomes, weights, n_items)
        if halves and weight is None:
            # One block of each kind: the system hands large blocks out much faster than several smaller ones.
            most = min(left_items.size, n_items * (n_items - 1) // 2)
            ends, sums = np.empty((2, most), np.int64), np.empty((3, most))
            n_pairs = _kernels.count_pairs(left_items, right_items, outcomes, n_items, row_sizes, ends, sums)
            tally._set(*ends[:, :n_pairs], *sums[:, :n_pairs])
        else:
            swapped = left_items > right_items
            first, second = np.where(swapped, right_items, left_items), np.where(swapped, left_items, right_items)
            shares = np.where(swapped, 1.0 - outcomes, outcomes)
            counts = weights if weight is not None else np.ones(shares.size)
            tally._merge(first * n_items + second, counts, counts * shares, 4.0 * counts * shares * (1.0 - shares))
        tally.n_comparisons = int(left_items.size)
        return tally

    @classmethod
    def from_pairs(
        cls,
        first: ArrayLike,
        second: ArrayLike,
        wins_first: ArrayLike,
        wins_second: ArrayLike,
        ties: ArrayLike,
        n_items: int,
    ) -> Self:
        """Take counts made elsewhere, such as by one SQL GROUP BY; the same pair in either order is added up.

        Args:
            first, second: (P,) integer items 0..n_items-1.
            wins_first, wins_second, ties: (P,) counts of at least 0 (weights allowed).
            n_items: number of items, at least 1.

        Raises:
            ValueError: as `from_arrays`; also a negative or infinite count.
        """
        tally = cls(n_items)
        one, other = whole_numbers(first, "first"), whole_numbers(second, "second")
        won, lost = real_numbers(wins_first, "wins_first"), real_numbers(wins_second, "wins_second")
        tied = real_numbers(ties, "ties")
        check_lengths(first=one, second=other, wins_first=won, wins_second=lost, ties=tied)
        outside = np.flatnonzero((one < 0) | (other < 0) | (one >= tally.n_items) | (other >= tally.n_items))
        if outside.size:
            row = outside[0]
            raise ValueError(
                f"row {row} compares items {one[row]} and {other[row]}, but items are numbered 0 to {tally.n_items - 1}"
            )
        same = np.flatnonzero(one == other)
        if same.size:
            raise ValueError(f"row {same[0]} compares item {one[same[0]]} with itself")
        for column in (won, lost, tied):
            wrong = np.flatnonzero(~(np.isfinite(column) & (column >= 0)))
            if wrong.size:
                raise ValueError(f"row {wrong[0]} has count {column[wrong[0]]}, not a finite number of at least 0")
        swapped = one > other
        key = np.where(swapped, other, one) * tally.n_items + np.where(swapped, one, other)
        wins = np.where(swapped, lost, won) + 0.5 * tied
        tally._merge(key, won + lost + tied, wins, tied)
        tally.n_comparisons = round(float(tally._count.sum()))
        return tally

    @classmethod
    def from_labels(
        cls, left: Sequence[Any] | ArrayLike, right: Sequence[Any] | ArrayLike, outcome: ArrayLike
    ) -> tuple[Self, list[Any]]:
        """Number the items by first appearance (all of `left`, then `right`), and count.

        Args:
            left, right: (M,) labels: strings, or anything that pandas can tell apart; None and NaN are refused.
            outcome: (M,) share won by the left, 0 to 1.

        Returns:
            the tally, and the labels: item number n is `labels[n]`.

        Raises:
            ValueError: as `from_arrays`; also a missing label, or no judgments at all.
        """
        from curation.ranking._labels import number_labels

        left_items, right_items, labels = number_labels(left, right)
        return cls.from_arrays(left_items, right_items, outcome, len(labels)), labels

    def add(self, left: ArrayLike, right: ArrayLike, outcome: ArrayLike, weight: ArrayLike = 1.0) -> None:
        """Count more judgments: one (numbers), or many (arrays of one length; a single weight serves all).

        One judgment is a check and an append; pairs are merged when next read.

        Raises:
            ValueError: as `from_arrays`; nothing is counted then.
        """
        if isinstance(left, int | np.integer) and isinstance(right, int | np.integer):
            self._add_one(int(left), int(right), float(outcome), float(weight))  # type: ignore[arg-type]
            return
        items = np.atleast_1d(whole_numbers(left, "left"))
        weights = np.broadcast_to(np.asarray(weight, np.float64), items.shape) if np.ndim(weight) == 0 else weight
        more = type(self).from_arrays(items, np.atleast_1d(right), np.atleast_1d(outcome), self.n_items, weights)
        self._absorb()
        self._merge(more._key(), more._count, more._wins, more._ties)
        self.n_comparisons += more.n_comparisons

    @property
    def first(self) -> Ints:
        """(P,) the lower item of each compared pair."""
        self._absorb()
        return self._first

    @property
    def second(self) -> Ints:
        """(P,) the higher item of each compared pair."""
        self._absorb()
        return self._second

    @property
    def count(self) -> Floats:
        """(P,) judgments of the pair, in weights."""
        self._absorb()
        return self._count

    @property
    def wins(self) -> Floats:
        """(P,) wins of `first` plus half of the ties, in weights."""
        self._absorb()
        return self._wins

    @property
    def ties(self) -> Floats:
        """(P,) ties, in weights; in general the sum of 4 y (1 - y), which is 1 for a tie and 0 for a win."""
        self._absorb()
        return self._ties

    @property
    def n_pairs(self) -> int:
        """Number of distinct compared pairs."""
        return int(self.first.size)

    @property
    def comparisons_per_item(self) -> Floats:
        """(N,) judgments each item took part in, in weights."""
        both = np.bincount(self.first, self.count, self.n_items) + np.bincount(self.second, self.count, self.n_items)
        return np.asarray(both, np.float64)

    @property
    def wins_per_item(self) -> Floats:
        """(N,) wins plus half of the ties of each item, in weights."""
        won = np.bincount(self.first, self.wins, self.n_items)
        return np.asarray(won + np.bincount(self.second, self.count - self.wins, self.n_items), np.float64)

    def __repr__(self) -> str:
        return f"Tally(n_items={self.n_items}, n_comparisons={self.n_comparisons}, n_pairs={self.n_pairs})"

    def _add_one(self, left: int, right: int, outcome: float, weight: float) -> None:
        if not (0 <= left < self.n_items and 0 <= right < self.n_items):
            raise ValueError(f"items {left} and {right} are compared, but items are numbered 0 to {self.n_items - 1}")
        if left == right:
            raise ValueError(f"item {left} is compared with itself")
        if not 0.0 <= outcome <= 1.0:
            raise ValueError(f"the outcome is {outcome}, which is not between 0 and 1")
        if not 0.0 <= weight < float("inf"):
            raise ValueError(f"the weight is {weight}, which is not a finite number of at least 0")
        if left > right:
            left, right, outcome = right, left, 1.0 - outcome
        tie = 4.0 * weight * outcome * (1.0 - outcome)
        self._pending.append((left * self.n_items + right, weight, weight * outcome, tie))
        self.n_comparisons += 1

    def _absorb(self) -> None:
        if self._pending:
            key, count, wins, ties = zip(*self._pending, strict=True)
            self._pending = []
            self._merge(np.array(key, np.int64), np.array(count), np.array(wins), np.array(ties))

    def _key(self) -> Ints:
        return self._first * self.n_items + self._second

    def _merge(self, key: Ints, count: Floats, wins: Floats, ties: Floats) -> None:
        """Add counts by pair key. The old arrays are left alone: a fit may still hold them."""
        known = self._key()
        values = np.stack([count, wins, ties])
        held = np.stack([self._count, self._wins, self._ties])
        if key.size > INSERTED_SHARE * known.size:
            merged, summed = _sum_by_key(np.concatenate([known, key]), np.concatenate([held, values], axis=1))
        else:
            key, values = _sum_by_key(key, values)
            place = np.searchsorted(known, key)
            old = known[np.minimum(place, known.size - 1)] == key
            held[:, place[old]] += values[:, old]
            merged = np.insert(known, place[~old], key[~old])
            summed = np.insert(held, place[~old], values[:, ~old], axis=1)
        self._set(merged // self.n_items, merged % self.n_items, *summed)

    def _set(self, first: Ints, second: Ints, count: Floats, wins: Floats, ties: Floats) -> None:
        if count.size and count.min() <= 0.0:
            kept = count > 0.0
            first, second, count, wins, ties = first[kept], second[kept], count[kept], wins[kept], ties[kept]
        self._first, self._second, self._count, self._wins, self._ties = first, second, count, wins, ties


def _sum_by_key(key: Ints, values: Floats) -> tuple[Ints, Floats]:
    if not key.size:
        return key, values
    order = np.argsort(key, kind="stable")
    key, values = key[order], values[:, order]
    begins = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
    return key[begins], np.add.reduceat(values, begins, axis=1)
