"""Compiled Newton's method for strengths, on pairs stored by row as in `_kernels`.

Kernels that call each other live in one file: numba's cache watches a function's own file only.
"""

import numpy as np
from numpy.typing import NDArray

from curation.ranking._compiled import compiled

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# exp(300) and its inverse are far from overflow, so that a ratio of two odds stays exact within this range.
SAFE_RANGE = 600.0

MAX_STEP = 3.0
MAX_SHORTENINGS = 5
SMALLEST_CURVATURE = 1e-300


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
    """Move `strengths` to the maximum; return (steps, converged, whether the solver ran out before a step).

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
            return iteration, False, True
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
            return iteration + 1, True, False
    return max_iterations, False, False


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
