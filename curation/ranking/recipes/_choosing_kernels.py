"""Compiled loops over (pair of recipes, brief): which candidate stands for a recipe, and what a pair would tell.

The layout of the arrays is that of `_kernels.py`.
"""

import math

import numpy as np
from numpy.typing import NDArray

from curation.ranking._compiled import compiled

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@compiled
def information(table: Floats, step_d: float, step_sd: float, d: float, sd: float) -> float:
    """Mutual information of the answer and N(d, sd^2), read from the table (bilinear, clamped at its edges)."""
    row = min(abs(d) / step_d, table.shape[0] - 1.000001)
    column = min(sd / step_sd, table.shape[1] - 1.000001)
    i, j = int(row), int(column)
    x, z = row - i, column - j
    low = (1.0 - z) * table[i, j] + z * table[i, j + 1]
    high = (1.0 - z) * table[i + 1, j] + z * table[i + 1, j + 1]
    return float((1.0 - x) * low + x * high)


@compiled
def cell_candidates(
    starts: Integers, recipe: Integers, open_: Flags, shown: Integers, priority: Floats, cells: Integers,
) -> None:  # fmt: skip
    """The least shown open candidate of each (brief, recipe), or -1; equals go by `priority`."""
    cells[:] = -1
    for b in range(starts.size - 1):
        for i in range(starts[b], starts[b + 1]):
            if not open_[i]:
                continue
            best = cells[b, recipe[i]]
            if best < 0 or shown[i] < shown[best] or (shown[i] == shown[best] and priority[i] < priority[best]):
                cells[b, recipe[i]] = i


@compiled
def pair_information(
    starts: Integers, squares: Integers, cells: Integers, pairs: Integers, table: Floats, step_d: float,
    step_sd: float, V: Floats, K: Floats, base: Floats, S: Floats, beta: Floats, out: Floats,
) -> None:  # fmt: skip
    """What judging recipe pair p on brief b would tell about the recipe effects; -1 where a candidate is missing.

    I(kappa d, kappa^2 k'S k), kappa = 1 / sqrt(1 + pi vc / 8), vc the variance of the two candidates' own luck given beta.
    """
    columns = beta.size
    k = np.empty(columns)
    for b in range(starts.size - 1):
        first, size, square = starts[b], starts[b + 1] - starts[b], squares[b]
        for p in range(pairs.shape[0]):
            i, j = cells[b, pairs[p, 0]], cells[b, pairs[p, 1]]
            if i < 0 or j < 0:
                out[p, b] = -1.0
                continue
            d, spread = base[i] - base[j], 0.0
            for q in range(columns - 1):
                k[q] = K[i, q] - K[j, q]
                d += k[q] * beta[q]
            for q in range(columns - 1):
                inner = 0.0
                for o in range(columns - 1):
                    inner += S[q, o] * k[o]
                spread += k[q] * inner
            li, lj = i - first, j - first
            luck = V[square + li * size + li] + V[square + lj * size + lj] - 2.0 * V[square + li * size + lj]
            kappa = 1.0 / math.sqrt(1.0 + math.pi * luck / 8.0)
            out[p, b] = information(table, step_d, step_sd, kappa * d, kappa * math.sqrt(max(spread, 0.0)))
