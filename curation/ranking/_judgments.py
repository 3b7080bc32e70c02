"""Judgments as arrays: the checks every fit makes before it counts or plays them."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# An item and two bits of outcome share one signed 32-bit number in `_kernels.count_pairs`.
MOST_ITEMS = 2**29


def whole_numbers(items: ArrayLike, name: str) -> Ints:
    """One column of integers, without rounding anything. An empty list is one too."""
    array = np.asarray(items)
    if array.dtype.kind not in "iu" and array.size:
        raise ValueError(f"{name} must be whole numbers, not {array.dtype}")
    return np.ascontiguousarray(_one_column(array, name), np.int64)


def real_numbers(values: ArrayLike, name: str) -> Floats:
    """One column of numbers."""
    try:
        array = np.asarray(values, np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must be numbers: {error}") from error
    return np.ascontiguousarray(_one_column(array, name))


def check_lengths(**columns: NDArray[Any]) -> None:
    """All columns have as many rows."""
    if len({column.size for column in columns.values()}) > 1:
        found = ", ".join(f"{name} has {column.size}" for name, column in columns.items())
        raise ValueError(f"arrays must have the same length: {found}")


def check_n_items(n_items: int) -> int:
    """At least one item, a whole number of them, and no more than the kernels can number."""
    if isinstance(n_items, bool) or int(n_items) != n_items or not 1 <= n_items <= MOST_ITEMS:
        raise ValueError(f"n_items must be a whole number from 1 to {MOST_ITEMS}, not {n_items!r}")
    return int(n_items)


def check_judgments(left: Ints, right: Ints, outcome: Floats, weight: Floats, n_items: int) -> tuple[Ints, bool]:
    """Check every row; an empty `weight` means 1 each.

    Returns:
        (N,) how many judgments have each item as the lower one, and whether all outcomes are 0, 1/2 or 1.

    Raises:
        ValueError: an index is out of range, an item is compared with itself, an outcome is outside [0, 1] or NaN,
            a weight is negative or not finite. The row is named.
    """
    from curation.ranking import _kernels

    row_sizes = np.zeros(n_items, np.int64)
    problem, row = _kernels.check_judgments(left, right, outcome, weight, n_items, row_sizes)
    if problem == _kernels.BAD_INDEX:
        pair = f"{left[row]} and {right[row]}"
        raise ValueError(f"row {row} compares items {pair}, but items are numbered 0 to {n_items - 1}")
    if problem == _kernels.SELF_COMPARISON:
        raise ValueError(f"row {row} compares item {left[row]} with itself")
    if problem == _kernels.BAD_OUTCOME:
        raise ValueError(f"row {row} has outcome {outcome[row]}, which is not between 0 and 1")
    if problem == _kernels.BAD_WEIGHT:
        raise ValueError(f"row {row} has weight {weight[row]}, which is not a finite number of at least 0")
    return row_sizes, row == 1


def checked_judgments(left: ArrayLike, right: ArrayLike, outcome: ArrayLike, n_items: int) -> tuple[Ints, Ints, Floats]:
    """The three columns of judgments, converted and checked."""
    items, opponents = whole_numbers(left, "left"), whole_numbers(right, "right")
    outcomes = real_numbers(outcome, "outcome")
    check_lengths(left=items, right=opponents, outcome=outcomes)
    check_judgments(items, opponents, outcomes, np.empty(0), check_n_items(n_items))
    return items, opponents, outcomes


def _one_column(array: NDArray[Any], name: str) -> NDArray[Any]:
    if array.ndim != 1:
        raise ValueError(f"{name} must have one dimension, not {array.ndim}")
    return array
