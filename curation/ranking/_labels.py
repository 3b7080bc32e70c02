"""Labels become integers once, here."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray


def number_labels(
    left: Sequence[Any] | ArrayLike, right: Sequence[Any] | ArrayLike
) -> tuple[NDArray[np.int64], NDArray[np.int64], list[Any]]:
    """Number labels by first appearance: all of `left`, then `right`.

    Returns:
        (M,) left items, (M,) right items, and the labels in order of their numbers.

    Raises:
        ValueError: a label is None or NaN, there are no labels, or the two columns differ in length.
    """
    columns = [_objects(left), _objects(right)]
    if columns[0].size != columns[1].size:
        raise ValueError(f"left has {columns[0].size} labels and right has {columns[1].size}")
    if not columns[0].size:
        raise ValueError("there are no judgments, so there are no items to number")
    codes, labels = pd.factorize(np.concatenate(columns))
    if codes.min() < 0:
        row = int(np.flatnonzero(codes < 0)[0]) % columns[0].size
        raise ValueError(f"row {row} has an empty label")
    items = codes.astype(np.int64, copy=False)
    return items[: columns[0].size], items[columns[0].size :], list(labels)


def _objects(labels: Sequence[Any] | ArrayLike) -> NDArray[Any]:
    array = np.asarray(labels, dtype=None if isinstance(labels, np.ndarray) else object)
    if array.ndim != 1:
        raise ValueError("labels must be one column")
    return array.astype(object) if array.dtype.kind in "US" else array
