"""Compiled loops over judgments and over distinct pairs: checking, counting, playing.

Pairs are stored by row: those of item i with a higher item are `second[row_start[i]:row_start[i + 1]]`, ascending.
"""

import numpy as np
from numpy.typing import NDArray

from curation.ranking._compiled import compiled

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

BAD_INDEX, SELF_COMPARISON, BAD_OUTCOME, BAD_WEIGHT = 1, 2, 3, 4


@compiled
def check_judgments(
    left: Ints, right: Ints, outcome: Floats, weight: Floats, n_items: int, row_sizes: Ints
) -> tuple[int, int]:
    """Return what is wrong and in which row, or (0, 1) when all outcomes are whole wins and ties, else (0, 0).

    Counts meanwhile how many judgments have each item as the lower one of their pair.
    """
    weighted = weight.size > 0
    halves = True
    for k in range(left.size):
        i, j, y = left[k], right[k], outcome[k]
        if i < 0 or j < 0 or i >= n_items or j >= n_items:
            return BAD_INDEX, k
        if i == j:
            return SELF_COMPARISON, k
        if not (y >= 0.0 and y <= 1.0):
            return BAD_OUTCOME, k
        if weighted and not (weight[k] >= 0.0 and weight[k] < np.inf):
            return BAD_WEIGHT, k
        halves &= 2.0 * y == np.floor(2.0 * y)
        row_sizes[min(i, j)] += 1
    return 0, 1 if halves else 0


@compiled
def count_pairs(
    left: Ints, right: Ints, outcome: Floats, n_items: int, row_sizes: Ints, ends: Ints, sums: Floats
) -> int:
    """Fill the distinct pairs (`ends`: lower, higher item) and their (count, wins, ties); return how many there are.

    For outcomes 0, 1/2 and 1 without weights. Judgments are dealt into one bucket per lower item, then each bucket is
    counted in an array of all higher items, which stays in the processor's cache: two passes, nothing is sorted.
    """
    position = np.zeros(n_items + 1, np.int64)
    for i in range(n_items):
        position[i + 1] = position[i] + row_sizes[i]
    dealt = np.empty(left.size, np.int32)
    for k in range(left.size):
        i, j = left[k], right[k]
        half_wins = int(2.0 * outcome[k])
        if i > j:
            i, j, half_wins = j, i, 2 - half_wins
        dealt[position[i]] = (j << 2) | half_wins  # fits, see MOST_ITEMS
        position[i] += 1
    tallied = np.zeros((n_items, 4), np.int32)
    touched = np.empty(n_items, np.int64)
    n_pairs, begin = 0, 0
    for i in range(n_items):
        end = begin + row_sizes[i]
        crowded = 8 * (end - begin) > n_items - i
        n_touched = 0
        for p in range(begin, end):
            j = dealt[p] >> 2
            if not crowded and tallied[j, 0] + tallied[j, 1] + tallied[j, 2] == 0:
                touched[n_touched] = j
                n_touched += 1
            tallied[j, dealt[p] & 3] += 1
        begin = end
        if not crowded:
            touched[:n_touched].sort()
        for t in range(n_items - i - 1 if crowded else n_touched):
            j = i + 1 + t if crowded else touched[t]
            count = tallied[j, 0] + tallied[j, 1] + tallied[j, 2]
            if count > 0:
                ends[0, n_pairs] = i
                ends[1, n_pairs] = j
                sums[0, n_pairs] = count
                sums[1, n_pairs] = tallied[j, 2] + 0.5 * tallied[j, 1]
                sums[2, n_pairs] = tallied[j, 1]
                n_pairs += 1
                tallied[j, 0] = 0
                tallied[j, 1] = 0
                tallied[j, 2] = 0
    return n_pairs


@compiled
def run_elo(
    left: Ints, right: Ints, outcome: Floats, ratings: Floats, k_factor: float, scale: float, history: Floats
) -> None:
    """Play the judgments in order on `ratings`; write both new ratings of each into `history` when it has rows."""
    slope = np.log(10.0) / scale
    remember = history.shape[0] > 0
    for k in range(left.size):
        i, j = left[k], right[k]
        expected = 1.0 / (1.0 + np.exp((ratings[j] - ratings[i]) * slope))
        gain = k_factor * (outcome[k] - expected)
        ratings[i] += gain
        ratings[j] -= gain
        if remember:
            history[k, 0] = ratings[i]
            history[k, 1] = ratings[j]


@compiled
def item_totals(
    row_start: Ints, second: NDArray[np.int32], count: Floats, wins: Floats, item_count: Floats, item_wins: Floats
) -> None:
    """Fill the judgments and the wins of each item."""
    item_count[:] = 0.0
    item_wins[:] = 0.0
    for i in range(item_count.size):
        total, won = 0.0, 0.0
        for e in range(row_start[i], row_start[i + 1]):
            j = second[e]
            total += count[e]
            won += wins[e]
            item_count[j] += count[e]
            item_wins[j] += count[e] - wins[e]
        item_count[i] += total
        item_wins[i] += won


@compiled
def all_reach_first(row_start: Ints, second: NDArray[np.int32], count: Floats, wins: Floats, sweeps: int) -> bool:
    """Whether wins or ties lead from item 0 to every item and back, as far as `sweeps` passes can tell."""
    n_items = row_start.size - 1
    down = np.zeros(n_items, np.bool_)
    up = np.zeros(n_items, np.bool_)
    down[0] = True
    up[0] = True
    missing = 2 * (n_items - 1)
    for _ in range(sweeps):
        before = missing
        for i in range(n_items):
            if missing == 0:
                return True
            for e in range(row_start[i], row_start[i + 1]):
                j = second[e]
                if wins[e] > 0.0:
                    if down[i] and not down[j]:
                        down[j] = True
                        missing -= 1
                    if up[j] and not up[i]:
                        up[i] = True
                        missing -= 1
                if wins[e] < count[e]:
                    if down[j] and not down[i]:
                        down[i] = True
                        missing -= 1
                    if up[i] and not up[j]:
                        up[j] = True
                        missing -= 1
        if missing == before:
            return False
    return missing == 0


@compiled
def mirror(matrix: Floats, removed: float) -> None:
    """Copy the upper triangle to the lower one, subtracting `removed` everywhere; in blocks, for the cache."""
    n, block = matrix.shape[0], 32
    for row in range(0, n, block):
        for column in range(row, n, block):
            for i in range(row, min(row + block, n)):
                for j in range(max(i, column), min(column + block, n)):
                    matrix[i, j] -= removed
                    matrix[j, i] = matrix[i, j]
