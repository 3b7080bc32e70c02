"""Answers as people give them, checked and brought into the form of the log."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from curation.ranking.pairing.answers import Kind
from curation.ranking.pairing.judges import NOBODY

Integers = NDArray[np.int64]


def kind_of(outcome: float, much: bool | None, both_good: bool, both_bad: bool) -> Kind:
    """The kind of one answer; ValueError when its parts contradict each other."""
    if outcome not in (0.0, 0.5, 1.0):
        raise ValueError(f"An outcome is 1.0, 0.5 or 0.0, not {outcome}.")
    if both_good and both_bad:
        raise ValueError("Both cannot be good and bad at once.")
    if outcome == 0.5:
        if much:
            raise ValueError("No difference cannot be much better.")
        return Kind.BOTH_GOOD if both_good else Kind.BOTH_BAD if both_bad else Kind.TIE
    if both_good or both_bad:
        raise ValueError("Both good and both bad go with the outcome 0.5.")
    return Kind.BETTER if much is None else Kind.MUCH if much else Kind.SLIGHTLY


def pair_rows(
    left: ArrayLike,
    right: ArrayLike,
    outcome: ArrayLike,
    much: ArrayLike,
    both_good: ArrayLike,
    both_bad: ArrayLike,
    n_items: int,
) -> Integers:
    """Rows of first, second (strengths), kind, NOBODY for many answers; ValueError as `kind_of` for any of them."""
    a, b = np.asarray(left, np.int64).ravel(), np.asarray(right, np.int64).ravel()
    result = np.asarray(outcome, float).ravel()
    if not len(a) == len(b) == len(result):
        raise ValueError(f"There are {len(a)} left items, {len(b)} right items and {len(result)} outcomes.")
    flags = [np.broadcast_to(np.asarray(flag, bool), result.shape) for flag in (much, both_good, both_bad)]
    if len(a) and (min(a.min(), b.min()) < 0 or max(a.max(), b.max()) >= n_items or (a == b).any()):
        raise ValueError(f"A pair is two different items below {n_items}.")
    if not np.isin(result, (0.0, 0.5, 1.0)).all():
        raise ValueError("An outcome is 1.0, 0.5 or 0.0.")
    great, good, bad = flags
    tied = result == 0.5
    if (good & bad).any() or ((good | bad) & ~tied).any() or (great & tied).any():
        raise ValueError("Both good or both bad, not both, go with the outcome 0.5; much better with 1.0 and 0.0.")
    swapped = result == 0.0
    rows = np.empty((len(a), 4), np.int64)
    rows[:, 0], rows[:, 1] = np.where(swapped, b, a) + 1, np.where(swapped, a, b) + 1
    rows[:, 2] = np.select(
        [good, bad, tied, great], [Kind.BOTH_GOOD, Kind.BOTH_BAD, Kind.TIE, Kind.MUCH], Kind.SLIGHTLY
    )
    rows[:, 3] = NOBODY
    return rows
