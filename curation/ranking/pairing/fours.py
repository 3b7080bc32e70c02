"""Which four items to show on one screen."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def best_four(rows: Integers, columns: Integers, scores: Floats, ranked: Integers, *, worst: bool) -> list[int]:
    """Four items from the scores of winners (rows) against challengers (columns).

    Best only: the best pair (i, j), then the two next best challengers of i. Best and worst: the best pair, then the
    best pair that shares no item with it (fewer.md, section 1). Where that leaves fewer than four, the strongest of
    the others fill up.

    Args:
        rows, columns: items. scores: shape (len(rows), len(columns)).
        ranked: all items that may be shown, strongest first; at least four.
        worst: whether the worst is asked, too.
    """
    four: list[int] = []
    if scores.size:
        row, column = divmod(int(scores.argmax()), len(columns))
        four = [int(rows[row]), int(columns[column])]
        if worst and min(scores.shape) > 1:
            rest = scores.copy()
            rest[row] = rest[:, column] = -1.0
            second_row, second_column = divmod(int(rest.argmax()), len(columns))
            four += [int(rows[second_row]), int(columns[second_column])]
        else:
            challengers = np.argsort(-scores[row], kind="stable")
            four += [int(columns[c]) for c in challengers if c != column][:2]
    four += [int(item) for item in ranked if int(item) not in four][: 4 - len(four)]
    return four
