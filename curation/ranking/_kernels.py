"""Compiled loops over judgments and over distinct pairs.

Pairs are stored by row: those of item i with a higher item are `second[row_start[i]:row_start[i + 1]]`, ascending.
Kernels that call each other live in this one file: numba's cache watches a function's own file only.
"""

import numpy as np
from numpy.typing import NDArray

from curation.ranking._compiled import compiled

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

BAD_INDEX, SELF_COMPARISON, BAD_OUTCOME, BAD_WEIGHT = 1, 2, 3, 4

# exp(300) and its inverse are far from overflow, so that a ratio of two odds stays exact within this range.
SAFE_RANGE = 600.0

MAX_STEP = 3.0
MAX_SHORTENINGS = 5
SMALLEST_CURVATURE = 1e-300


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
def weigh(
    row_start: Ints,
    second: NDArray[np.int32],
    count: Floats,
    item_wins: Floats,
    strengths: Floats,
    precision: Floats,
    weight: Floats,
    diagonal: Floats,
    gradient: Floats,
) -> None:
    """Fill w_ij = C_ij p (1 - p) of each pair, the Hessian's diagonal and the gradient at `strengths`.

    p = odds_i / (odds_i + odds_j) costs one exponential per item instead of one per pair, where the range allows it.
    """
    n_items = strengths.size
    low, high = strengths.min(), strengths.max()
    compact = high - low < SAFE_RANGE
    odds = np.exp(strengths - 0.5 * (low + high)) if compact else strengths
    for i in range(n_items):
        diagonal[i] = precision[i]
        gradient[i] = item_wins[i] - precision[i] * strengths[i]
    for i in range(n_items):
        odds_i = odds[i]
        weight_sum = 0.0
        expected_sum = 0.0
        for e in range(row_start[i], row_start[i + 1]):
            j = second[e]
            p = odds_i / (odds_i + odds[j]) if compact else 1.0 / (1.0 + np.exp(odds[j] - odds_i))
            expected = count[e] * p
            w = expected * (1.0 - p)
            weight[e] = w
            weight_sum += w
            expected_sum += expected
            diagonal[j] += w
            gradient[j] -= count[e] - expected
        diagonal[i] += weight_sum
        gradient[i] -= expected_sum


@compiled
def laplacian_times(
    row_start: Ints, second: NDArray[np.int32], weight: Floats, precision: Floats, x: Floats, product: Floats
) -> None:
    """product = (diag(precision) + Laplacian(weight)) x."""
    n_items = x.size
    for i in range(n_items):
        product[i] = precision[i] * x[i]
    for i in range(n_items):
        x_i = x[i]
        total = 0.0
        for e in range(row_start[i], row_start[i + 1]):
            j = second[e]
            flow = weight[e] * (x_i - x[j])
            total += flow
            product[j] -= flow
        product[i] += total


@compiled
def inner(x: Floats, y: Floats) -> float:
    """Sum of products; numba's own np.dot would load scipy for it."""
    total = 0.0
    for i in range(x.size):
        total += x[i] * y[i]
    return total


@compiled
def solve(
    row_start: Ints,
    second: NDArray[np.int32],
    weight: Floats,
    precision: Floats,
    diagonal: Floats,
    right_side: Floats,
    solution: Floats,
    relative_tolerance: float,
    max_iterations: int,
) -> int:
    """Conjugate gradients from zero, preconditioned by the diagonal; return the iterations, or -1 when they ran out.

    Without any prior the matrix is singular along the constant vector; the right side sums to zero then, so that the
    iteration stays in the range and the answer is right up to a constant.
    """
    n_items = right_side.size
    residual = right_side.copy()
    scaled = residual / diagonal
    direction = scaled.copy()
    product = np.empty(n_items, np.float64)
    solution[:] = 0.0
    rho = inner(residual, scaled)
    target = relative_tolerance * relative_tolerance * rho
    for iteration in range(max_iterations):
        if rho <= target or rho <= 0.0:
            return iteration
        laplacian_times(row_start, second, weight, precision, direction, product)
        curvature = inner(direction, product)
        if curvature <= 0.0:
            return iteration
        step = rho / curvature
        next_rho = 0.0
        for i in range(n_items):
            solution[i] += step * direction[i]
            residual[i] -= step * product[i]
            scaled[i] = residual[i] / diagonal[i]
            next_rho += residual[i] * scaled[i]
        ratio = next_rho / rho
        rho = next_rho
        for i in range(n_items):
            direction[i] = scaled[i] + ratio * direction[i]
    return -1


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
def largest_difference(row_start: Ints, second: NDArray[np.int32], x: Floats) -> float:
    """The largest |x_i - x_j| over the compared pairs."""
    largest = 0.0
    for i in range(x.size):
        for e in range(row_start[i], row_start[i + 1]):
            largest = max(largest, abs(x[i] - x[second[e]]))
    return largest


@compiled
def newton(
    row_start: Ints,
    second: NDArray[np.int32],
    count: Floats,
    item_wins: Floats,
    precision: Floats,
    strengths: Floats,
    tolerance: float,
    max_iterations: int,
    max_solver_iterations: int,
) -> tuple[int, bool, bool]:
    """Move `strengths` to the maximum; return (steps, converged, solver ran out).

    A step changes no compared pair by more than `MAX_STEP`. The objective is concave, so a step went too far exactly
    when the slope along it has turned: it is then shortened by the secant, without evaluating the objective. Each
    linear system is solved only as far as the next step can profit from.
    """
    n_items = strengths.size
    weight = np.empty(second.size, np.float64)
    diagonal = np.empty(n_items, np.float64)
    gradient = np.empty(n_items, np.float64)
    step = np.zeros(n_items, np.float64)
    slope = 0.0
    size = 1.0
    ran_out = False
    for iteration in range(max_iterations):
        weigh(row_start, second, count, item_wins, strengths, precision, weight, diagonal, gradient)
        for _ in range(MAX_SHORTENINGS):
            turned = inner(gradient, step)
            if turned >= -0.5 * slope:
                break
            kept = slope / (slope - turned)
            for i in range(n_items):
                strengths[i] -= (1.0 - kept) * step[i]
                step[i] *= kept
            slope *= kept
            weigh(row_start, second, count, item_wins, strengths, precision, weight, diagonal, gradient)
        for i in range(n_items):
            diagonal[i] = max(diagonal[i], SMALLEST_CURVATURE)
        expected_size = max(size * size, tolerance)
        accuracy = min(0.1, max(0.1 * tolerance / expected_size, 1e-9, min(size * size, 0.1 * size)))
        used = solve(row_start, second, weight, precision, diagonal, gradient, step, accuracy, max_solver_iterations)
        if used < 0:
            ran_out = True
        farthest = largest_difference(row_start, second, step)
        shrink = min(1.0, MAX_STEP / farthest) if farthest > 0.0 else 1.0
        size = 0.0
        largest = 0.0
        for i in range(n_items):
            step[i] *= shrink
            strengths[i] += step[i]
            size = max(size, abs(step[i]))
            largest = max(largest, abs(strengths[i]))
        slope = inner(gradient, step)
        if shrink == 1.0 and accuracy * size + 2.0 * size * size <= tolerance * (1.0 + largest):
            return iteration + 1, not ran_out, ran_out
    return max_iterations, False, ran_out


@compiled
def curvature_change(
    row_start: Ints, second: NDArray[np.int32], weight: Floats, strengths: Floats, change: Floats, bend: Floats
) -> None:
    """bend = derivative of each w = C p (1 - p) when the strengths move along `change`."""
    for i in range(strengths.size):
        for e in range(row_start[i], row_start[i + 1]):
            j = second[e]
            # 1 - 2p = -tanh((t_i - t_j) / 2)
            bend[e] = -weight[e] * np.tanh(0.5 * (strengths[i] - strengths[j])) * (change[i] - change[j])


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


@compiled
def next_random(state: np.uint64) -> np.uint64:
    """xorshift64: enough for signs, and its own state, so that threads do not disturb each other."""
    state ^= state << np.uint64(13)
    state ^= state >> np.uint64(7)
    state ^= state << np.uint64(17)
    return state


@compiled
def sign(state: np.uint64) -> float:
    """1 or -1, without a branch that the processor could not foresee."""
    return 2.0 * np.float64((state >> np.uint64(40)) & np.uint64(1)) - 1.0


@compiled
def probe_traces(
    row_start: Ints,
    second: NDArray[np.int32],
    weight: Floats,
    bend: Floats,
    precision: Floats,
    diagonal: Floats,
    n_probes: int,
    accuracy: float,
    max_iterations: int,
) -> tuple[float, float]:
    """Estimate tr S and tr(S Laplacian(bend)), S the inverse Hessian, from random sign vectors (Hutchinson)."""
    n_items = diagonal.size
    signs = np.empty(n_items, np.float64)
    solution = np.empty(n_items, np.float64)
    product = np.empty(n_items, np.float64)
    nothing = np.zeros(n_items, np.float64)
    state = np.uint64(88172645463325252)
    trace, skewed = 0.0, 0.0
    for _ in range(n_probes):
        for i in range(n_items):
            state = next_random(state)
            signs[i] = sign(state)
        solve(row_start, second, weight, precision, diagonal, signs, solution, accuracy, max_iterations)
        laplacian_times(row_start, second, bend, nothing, signs, product)
        trace += inner(signs, solution)
        skewed += inner(product, solution)
    return trace / n_probes, skewed / n_probes


@compiled
def response_variance(
    row_start: Ints,
    second: NDArray[np.int32],
    weight: Floats,
    filling: Floats,
    precision: Floats,
    diagonal: Floats,
    n_draws: int,
    accuracy: float,
    max_iterations: int,
) -> Floats:
    """Estimate the diagonal of S (Laplacian(filling) + diag(precision)) S, centred; see `intervals`."""
    n_items = diagonal.size
    score = np.empty(n_items, np.float64)
    response = np.empty(n_items, np.float64)
    square = np.zeros(n_items, np.float64)
    alone = np.zeros(n_items, np.float64)
    known = precision.copy()
    for i in range(n_items):
        for e in range(row_start[i], row_start[i + 1]):
            known[i] += filling[e]
            known[second[e]] += filling[e]
    item_size, pair_size = np.sqrt(precision), np.sqrt(filling)
    state = np.uint64(88172645463325252)
    for _ in range(n_draws):
        for i in range(n_items):
            state = next_random(state)
            score[i] = sign(state) * item_size[i]
        for i in range(n_items):
            total = 0.0
            for e in range(row_start[i], row_start[i + 1]):
                state = next_random(state)
                push = sign(state) * pair_size[e]
                total += push
                score[second[e]] -= push
            score[i] += total
        solve(row_start, second, weight, precision, diagonal, score, response, accuracy, max_iterations)
        mean = response.sum() / n_items
        for i in range(n_items):
            square[i] += (response[i] - mean) ** 2
            alone[i] += (score[i] / diagonal[i]) ** 2
    variance = np.empty(n_items, np.float64)
    for i in range(n_items):
        estimate = known[i] / diagonal[i] ** 2 + (square[i] - alone[i]) / n_draws
        variance[i] = max(estimate, 0.5 * square[i] / n_draws)
    return variance
