"""Compiled inner loops. Import this module inside functions only: numba then costs the app's start nothing.

State shared by them: `mean` and `variance` of every strength; `position[i]` the place of strength i in the covariance
of the active ones, or -1 (then i is held independent of the rest); `active[a]` the strength at place a;
`covariance` is filled for the first `n_active` places.

A term is the likelihood factor sigmoid(slope * (t_first - t_second) + offset) ** weight.
"""

from math import exp

import numpy as np
from numpy.typing import NDArray

from curation.ranking._compiled import compiled

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

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
def difference_variance(variance: Floats, covariance: Floats, position: Integers, i: int, j: int) -> float:
    """Posterior variance of t_i - t_j."""
    v = variance[i] + variance[j]
    if position[i] >= 0 and position[j] >= 0:
        v -= 2.0 * covariance[position[i], position[j]]
    return float(max(v, _SMALLEST_VARIANCE))


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
