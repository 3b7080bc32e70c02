"""Compiled inner loops. Import this module inside functions only: numba then costs the app's start nothing.

State shared by them: `mean` and `variance` of every strength; `position[i]` the place of strength i in the covariance
of the active ones, or -1 (then i is held independent of the rest); `active[a]` the strength at place a;
`covariance` is filled for the first `n_active` places.

A term is the likelihood factor sigmoid(slope * (t_first - t_second) + offset) ** weight.
"""

from math import erfc, exp, sqrt

import numpy as np
from numpy.typing import NDArray

from curation.ranking._compiled import compiled
from curation.ranking.pairing.information import STEP

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_SQRT_HALF = sqrt(0.5)
_LARGEST_STEP = 3.0
_SMALLEST_VARIANCE = 1e-12


@compiled
def loses(x: float) -> float:
    """1 - sigmoid(x), without overflow."""
    if x > 0:
        e = exp(-x)
        return e / (1.0 + e)
    return 1.0 / (1.0 + exp(x))


@compiled
def information(table: Floats, difference: float, deviation: float) -> float:
    """Bilinear look-up in `information_table()`; beyond its edge the edge."""
    a = min(abs(difference) / STEP, table.shape[0] - 1.000001)
    b = min(deviation / STEP, table.shape[1] - 1.000001)
    i = int(a)
    j = int(b)
    a -= i
    b -= j
    upper = (1.0 - b) * table[i, j] + b * table[i, j + 1]
    lower = (1.0 - b) * table[i + 1, j] + b * table[i + 1, j + 1]
    return float((1.0 - a) * upper + a * lower)


@compiled
def difference_variance(variance: Floats, covariance: Floats, position: Integers, i: int, j: int) -> float:
    """Posterior variance of t_i - t_j."""
    v = variance[i] + variance[j]
    if position[i] >= 0 and position[j] >= 0:
        v -= 2.0 * covariance[position[i], position[j]]
    return float(max(v, _SMALLEST_VARIANCE))


@compiled
def swap_scores(
    mean: Floats,
    variance: Floats,
    covariance: Floats,
    position: Integers,
    inside: Integers,
    outside: Integers,
    table: Floats,
) -> Floats:
    """P(the outsider is the better one) times the information of the answer, for every insider and outsider."""
    scores = np.empty((inside.size, outside.size))
    for a in range(inside.size):
        i = inside[a]
        for b in range(outside.size):
            j = outside[b]
            d = mean[i] - mean[j]
            s = sqrt(difference_variance(variance, covariance, position, i, j))
            scores[a, b] = 0.5 * erfc(_SQRT_HALF * d / s) * information(table, d, s)
    return scores


@compiled
def information_scores(
    mean: Floats, variance: Floats, covariance: Floats, position: Integers, items: Integers, table: Floats
) -> Floats:
    """Information of each pair above the diagonal; -1 on and below it."""
    scores = np.full((items.size, items.size), -1.0)
    for a in range(items.size):
        i = items[a]
        for b in range(a + 1, items.size):
            j = items[b]
            s = sqrt(difference_variance(variance, covariance, position, i, j))
            scores[a, b] = information(table, mean[i] - mean[j], s)
    return scores


@compiled
def tell_term(
    mean: Floats,
    variance: Floats,
    covariance: Floats,
    position: Integers,
    active: Integers,
    n_active: int,
    first: int,
    second: int,
    offset: float,
    slope: float,
    weight: float,
) -> None:
    """Rank-one Laplace update of the posterior by one term (ranking.md, live update)."""
    v = difference_variance(variance, covariance, position, first, second)
    m = mean[first] - mean[second]
    d = m
    for _ in range(50):
        q = loses(slope * d + offset)
        step = (weight * slope * q - (d - m) / v) / (weight * slope * slope * q * (1.0 - q) + 1.0 / v)
        step = min(max(step, -_LARGEST_STEP), _LARGEST_STEP)
        d += step
        if abs(step) < 1e-10:
            break
    q = loses(slope * d + offset)
    w = weight * slope * slope * q * (1.0 - q)
    gain = (d - m) / v
    shrink = w / (1.0 + w * v)
    direction = np.zeros(n_active)
    for item, sign in ((first, 1.0), (second, -1.0)):
        place = position[item]
        if place >= 0:
            for a in range(n_active):
                direction[a] += sign * covariance[a, place]
        else:
            mean[item] += sign * variance[item] * gain
            variance[item] -= variance[item] ** 2 * shrink
    for a in range(n_active):
        mean[active[a]] += direction[a] * gain
        for b in range(n_active):
            covariance[a, b] -= shrink * direction[a] * direction[b]
        variance[active[a]] = covariance[a, a]


@compiled
def add_terms(
    mean: Floats, first: Integers, second: Integers, offset: Floats, slope: Floats, weight: Floats, gradient: Floats
) -> Floats:
    """Adds the gradient of the log likelihood of all terms; returns each term's curvature (negative)."""
    curvature = np.empty(first.size)
    for r in range(first.size):
        q = loses(slope[r] * (mean[first[r]] - mean[second[r]]) + offset[r])
        g = weight[r] * slope[r] * q
        gradient[first[r]] += g
        gradient[second[r]] -= g
        curvature[r] = g * slope[r] * (1.0 - q)
    return curvature


@compiled
def add_fours(
    mean: Floats, items: Integers, worst_known: Integers, weight: Floats, worst_sharpness: float, gradient: Floats
) -> Floats:
    """Adds the gradient of the MaxDiff log likelihood of screens of four; returns their 4 x 4 negative Hessians.

    A row holds the best first; the worst last when it is known.
    """
    blocks = np.zeros((items.shape[0], 4, 4))
    p = np.empty(4)
    for r in range(items.shape[0]):
        for part in range(2):
            if part == 1 and worst_known[r] == 0:
                continue
            start = part
            slope = 1.0 if part == 0 else -worst_sharpness
            chosen = 0 if part == 0 else 3
            highest = -1e300
            for a in range(start, 4):
                highest = max(highest, slope * mean[items[r, a]])
            total = 0.0
            for a in range(start, 4):
                p[a] = exp(slope * mean[items[r, a]] - highest)
                total += p[a]
            for a in range(start, 4):
                p[a] /= total
            for a in range(start, 4):
                hit = 1.0 if a == chosen else 0.0
                gradient[items[r, a]] += weight[r] * slope * (hit - p[a])
                blocks[r, a, a] += weight[r] * slope * slope * p[a]
                for b in range(start, 4):
                    blocks[r, a, b] -= weight[r] * slope * slope * p[a] * p[b]
    return blocks


@compiled
def tell_four(
    mean: Floats,
    variance: Floats,
    covariance: Floats,
    position: Integers,
    active: Integers,
    n_active: int,
    row: Integers,
    worst_known: int,
    worst_sharpness: float,
    weight: float,
) -> None:
    """Laplace update of the posterior by one screen of four (fewer.md, section 1)."""
    prior = np.zeros((4, 4))
    for a in range(4):
        for b in range(4):
            if a == b:
                prior[a, a] = variance[row[a]]
            elif position[row[a]] >= 0 and position[row[b]] >= 0:
                prior[a, b] = covariance[position[row[a]], position[row[b]]]
    precision = np.linalg.inv(prior + _SMALLEST_VARIANCE * np.eye(4))
    m = np.empty(4)
    for a in range(4):
        m[a] = mean[row[a]]
    x = m.copy()
    local = np.arange(4).reshape(1, 4)
    known = np.full(1, worst_known)
    weights = np.full(1, weight)
    block = np.zeros((4, 4))
    for _ in range(50):
        gradient = -precision @ (x - m)
        block = add_fours(x, local, known, weights, worst_sharpness, gradient)[0]
        step = np.linalg.solve(precision + block, gradient)
        largest = np.max(np.abs(step))
        if largest > 2.0:
            step *= 2.0 / largest
        x += step
        if largest < 1e-10:
            break
    block = add_fours(x, local, known, weights, worst_sharpness, np.zeros(4))[0]
    gain = precision @ (x - m)
    shrink = precision - precision @ np.linalg.inv(precision + block) @ precision
    columns = np.zeros((n_active, 4))
    for a in range(4):
        place = position[row[a]]
        if place >= 0:
            for c in range(n_active):
                columns[c, a] = covariance[c, place]
        else:
            mean[row[a]] += variance[row[a]] * gain[a]
            variance[row[a]] -= variance[row[a]] ** 2 * shrink[a, a]
    spread = columns @ shrink
    for a in range(n_active):
        for c in range(4):
            mean[active[a]] += columns[a, c] * gain[c]
        for b in range(n_active):
            for c in range(4):
                covariance[a, b] -= spread[a, c] * columns[b, c]
        variance[active[a]] = covariance[a, a]


@compiled
def add_curvature(
    first: Integers,
    second: Integers,
    curvature: Floats,
    items: Integers,
    blocks: Floats,
    position: Integers,
    out: Floats,
) -> None:
    """Adds the negative Hessian restricted to the strengths that have a position."""
    for r in range(first.size):
        a = position[first[r]]
        b = position[second[r]]
        if a >= 0:
            out[a, a] += curvature[r]
        if b >= 0:
            out[b, b] += curvature[r]
        if a >= 0 and b >= 0:
            out[a, b] -= curvature[r]
            out[b, a] -= curvature[r]
    for r in range(items.shape[0]):
        for a in range(4):
            for b in range(4):
                if position[items[r, a]] >= 0 and position[items[r, b]] >= 0:
                    out[position[items[r, a]], position[items[r, b]]] += blocks[r, a, b]


@compiled
def curvature_product(
    first: Integers, second: Integers, curvature: Floats, items: Integers, blocks: Floats, x: Floats, out: Floats
) -> None:
    """Adds the negative Hessian times x."""
    for r in range(first.size):
        g = curvature[r] * (x[first[r]] - x[second[r]])
        out[first[r]] += g
        out[second[r]] -= g
    for r in range(items.shape[0]):
        for a in range(4):
            for b in range(4):
                out[items[r, a]] += blocks[r, a, b] * x[items[r, b]]


@compiled
def curvature_diagonal(
    first: Integers, second: Integers, curvature: Floats, items: Integers, blocks: Floats, out: Floats
) -> None:
    """Adds the diagonal of the negative Hessian."""
    for r in range(first.size):
        out[first[r]] += curvature[r]
        out[second[r]] += curvature[r]
    for r in range(items.shape[0]):
        for a in range(4):
            out[items[r, a]] += blocks[r, a, a]


@compiled
def lower_root(matrix: Floats) -> Floats:
    """Lower Cholesky factor L, L L' = matrix."""
    n = matrix.shape[0]
    root = np.zeros((n, n))
    for i in range(n):
        for j in range(i + 1):
            total = matrix[i, j]
            for k in range(j):
                total -= root[i, k] * root[j, k]
            root[i, j] = sqrt(total) if i == j else total / root[j, j]
    return root


@compiled
def solve(matrix: Floats, right: Floats) -> Floats:
    """matrix^-1 right, for a positive definite matrix."""
    root = lower_root(matrix)
    n = right.size
    x = right.copy()
    for i in range(n):
        for k in range(i):
            x[i] -= root[i, k] * x[k]
        x[i] /= root[i, i]
    for i in range(n - 1, -1, -1):
        x[i] /= root[i, i]
        for k in range(i):
            x[k] -= root[i, k] * x[i]
    return x


@compiled
def inverse(matrix: Floats) -> Floats:
    """matrix^-1 of a positive definite matrix, exactly symmetric."""
    n = matrix.shape[0]
    root = lower_root(matrix)
    columns = np.zeros((n, n))  # Row j holds column j of the inverse of the root.
    for j in range(n):
        columns[j, j] = 1.0 / root[j, j]
        for i in range(j + 1, n):
            total = 0.0
            for k in range(j, i):
                total -= root[i, k] * columns[j, k]
            columns[j, i] = total / root[i, i]
    result = np.empty((n, n))
    for i in range(n):
        for j in range(i + 1):
            total = 0.0
            for k in range(i, n):
                total += columns[i, k] * columns[j, k]
            result[i, j] = total
            result[j, i] = total
    return result


@compiled
def spread(mean: Floats, root: Floats, normals: Floats) -> Floats:
    """mean + root z for every row z of normals."""
    draws = np.empty(normals.shape)
    for r in range(normals.shape[0]):
        for i in range(mean.size):
            total = mean[i]
            for k in range(i + 1):
                total += root[i, k] * normals[r, k]
            draws[r, i] = total
    return draws


@compiled
def imagine(
    mean: Floats,
    covariance: Floats,
    winners: int,
    truth: Floats,
    within: float,
    confidence: float,
    uniforms: Floats,
    normals: Floats,
    table: Floats,
) -> int:
    """Judgments until settled when `truth` answers; changes `mean` and `covariance`. Looks every n/4 judgments."""
    n = mean.size
    variance = np.diag(covariance).copy()
    everyone = np.arange(n)
    between_looks = max(2, n // 4)
    for told in range(uniforms.size):
        order = np.argsort(-mean)
        inside, outside = order[:winners], order[winners:]
        if told % between_looks == 0:
            drawn = spread(mean, lower_root(covariance + 1e-9 * np.eye(n)), normals)
            fine = 0
            for r in range(drawn.shape[0]):
                if drawn[r][outside].max() - drawn[r][inside].min() <= within:
                    fine += 1
            if fine >= confidence * drawn.shape[0]:
                return told
        scores = swap_scores(mean, variance, covariance, everyone, inside, outside, table)
        at = int(np.argmax(scores))
        i, j = inside[at // outside.size], outside[at % outside.size]
        if uniforms[told] < loses(truth[i] - truth[j]):
            i, j = j, i
        tell_term(mean, variance, covariance, everyone, everyone, n, i, j, 0.0, 1.0, 1.0)
    return int(uniforms.size)
