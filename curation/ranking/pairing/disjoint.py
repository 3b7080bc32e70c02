"""From scores of pairs to pairs that several judges can be shown at once."""

import numpy as np
from numpy.typing import NDArray

from curation.ranking.pairing.protocol import Pair

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_WORTH_OF_BEST = 0.5


def best_disjoint(rows: Integers, columns: Integers, scores: Floats, avoided: Integers, most: int) -> list[Pair]:
    """Pairs in the order of their score, no item twice, while they score at least half of the best.

    Args:
        rows, columns: items. scores: shape (len(rows), len(columns)), overwritten; negative ones are not pairs.
        avoided: shape (m, 2), pairs in either order that are left out.
        most: number of pairs at most.

    Returns: none when every pair is avoided; one when nothing is to be gained from any.
    """
    if scores.size == 0:
        return []
    if len(avoided):
        size = 1 + int(max(rows.max(), columns.max(), avoided.max()))
        row_of, column_of = np.full(size, -1), np.full(size, -1)
        row_of[rows], column_of[columns] = np.arange(len(rows)), np.arange(len(columns))
        for first, second in (avoided.T, avoided.T[::-1]):
            a, b = row_of[first], column_of[second]
            there = (a >= 0) & (b >= 0)
            scores[a[there], b[there]] = -1.0
    best = int(scores.argmax())
    highest = float(scores.flat[best])
    if highest < 0:
        return []
    if most == 1 or highest == 0:
        return [(int(rows[best // len(columns)]), int(columns[best % len(columns)]))]
    candidates = np.flatnonzero(scores >= _WORTH_OF_BEST * highest)
    candidates = candidates[np.argsort(-scores.flat[candidates], kind="stable")]
    pairs: list[Pair] = []
    used: set[int] = set()
    for row, column in zip(*(part.tolist() for part in np.divmod(candidates, len(columns))), strict=True):
        pair = (int(rows[row]), int(columns[column]))
        if used.isdisjoint(pair):
            pairs.append(pair)
            used.update(pair)
            if len(pairs) == most:
                break
    return pairs
