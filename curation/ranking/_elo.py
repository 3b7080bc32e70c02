"""Elo ratings: judgments played in order, each moving two ratings."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from curation.ranking._judgments import checked_judgments

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class EloFit:
    """Ratings after the last judgment, with the settings that made them.

    Attributes:
        ratings: (N,) Elo points; their sum stays N * initial.
        k_factor, initial, scale: as asked, in Elo points.
    """

    ratings: Floats
    k_factor: float
    initial: float
    scale: float
    _left: Ints = field(repr=False)
    _right: Ints = field(repr=False)
    _outcome: Floats = field(repr=False)

    @property
    def strengths(self) -> Floats:
        """(N,) the ratings as natural log-odds: (rating - initial) ln 10 / scale."""
        return np.asarray((self.ratings - self.initial) * (np.log(10.0) / self.scale))

    @cached_property
    def history(self) -> Floats:
        """(M, 2) ratings of the left and of the right item just after each judgment; played again at first access."""
        _, history = _play(
            self._left, self._right, self._outcome, self.ratings.size, self.k_factor, self.initial, self.scale, True
        )
        return history

    def trajectory(self, item: int) -> tuple[Ints, Floats]:
        """(judgment numbers, ratings after them) of one item; the first entry is (-1, initial)."""
        if not 0 <= item < self.ratings.size:
            raise ValueError(f"item {item} is not among the items numbered 0 to {self.ratings.size - 1}")
        played = np.flatnonzero((self._left == item) | (self._right == item))
        after = np.where(self._left[played] == item, self.history[played, 0], self.history[played, 1])
        return np.concatenate([[-1], played]), np.concatenate([[self.initial], after])


def elo(
    left: ArrayLike,
    right: ArrayLike,
    outcome: ArrayLike,
    *,
    n_items: int,
    k_factor: float = 32.0,
    initial: float = 1000.0,
    scale: float = 400.0,
) -> EloFit:
    """Play judgments in order: R_left += K (y - E), R_right -= K (y - E), E = 1 / (1 + 10^((R_right - R_left) / scale)).

    Elo depends on the order and forgets; use it to follow change or to agree with a published board. To rank a fixed
    set, `bradley_terry` uses the same judgments better and says how sure it is.

    Args:
        left, right: (M,) integer items 0..n_items-1, in the order judged.
        outcome: (M,) share won by the left: 1, 0.5 (tie), 0.
        n_items: number of items, at least 1.
        k_factor: largest change by one judgment, Elo points, above 0.
        initial: rating before any judgment, Elo points.
        scale: difference at which the odds are 10 to 1, Elo points, above 0.

    Returns:
        ratings (Elo points, summing to n_items * initial) and, on access, their history.

    Decided: without judgments every rating is `initial`; an item never compared keeps it.

    Raises:
        ValueError: as `Tally.from_arrays`; a K-factor or scale that is not above 0.

    Example:
        >>> elo([0], [1], [1.0], n_items=2).ratings
        array([1016.,  984.])

    Source: A. E. Elo, The Rating of Chessplayers, Past and Present, Arco, 1978.
    """
    for name, value in (("k_factor", k_factor), ("scale", scale)):
        if not (value > 0.0 and np.isfinite(value)):
            raise ValueError(f"{name} must be above 0 and finite, not {value}")
    if not np.isfinite(initial):
        raise ValueError(f"initial must be finite, not {initial}")
    left_items, right_items, outcomes = checked_judgments(left, right, outcome, n_items)
    ratings, _ = _play(left_items, right_items, outcomes, int(n_items), k_factor, initial, scale, False)
    return EloFit(ratings, float(k_factor), float(initial), float(scale), left_items, right_items, outcomes)


def _play(
    left: Ints, right: Ints, outcome: Floats, n_items: int, k_factor: float, initial: float, scale: float, keep: bool
) -> tuple[Floats, Floats]:
    from curation.ranking import _kernels

    # Played as changes from the start, so that rounding does not depend on where the scale begins.
    ratings = np.zeros(n_items)
    history = np.empty((left.size if keep else 0, 2))
    _kernels.run_elo(left, right, outcome, ratings, float(k_factor), float(scale), history)
    return ratings + initial, history + initial
