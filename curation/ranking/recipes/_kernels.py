"""Compiled loops of the recipe model: expectation propagation, the live update, what a pair would tell.

Importing this module imports numba; `model.py` and `choosing.py` do so on first use, so that starting the app does not pay.

Layout: candidates are sorted by (brief, recipe); those of brief b are `starts[b]:starts[b + 1]`, and their covariance is the
square block that begins at `squares[b]` of the flat array V. `columns` of K, S and beta are the recipes, then the side effect.
Judgment m shows candidates left[m] and right[m] (positions in that order); y is 1, .5 or 0 for the left.
"""

import math

import numpy as np
from numpy.typing import NDArray

from curation.ranking._compiled import compiled

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(20)
WEIGHTS = WEIGHTS / WEIGHTS.sum()
FEWEST_PRECISION = 1e-4
SMALLEST_VARIANCE, LARGEST_VARIANCE = 0.04, 25.0
LARGEST_CANDIDATE_VARIANCE = 9.0


@compiled
def tilted_moments(mean: float, variance: float, y: float) -> tuple[float, float]:
    """Mean and variance of N(mean, variance) times sigmoid(x)^y sigmoid(-x)^(1 - y), by 20-point Gauss-Hermite."""
    sd = math.sqrt(variance)
    total, first, second = 0.0, 0.0, 0.0
    for n in range(NODES.size):
        z = NODES[n]
        x = mean + sd * z
        softplus = max(x, 0.0) + math.log1p(math.exp(-abs(x)))
        mass = WEIGHTS[n] * math.exp(y * x - softplus)
        total += mass
        first += mass * z
        second += mass * z * z
    centre = first / total
    return mean + sd * centre, variance * (second / total - centre * centre)


@compiled
def before_judgments(
    starts: Integers, squares: Integers, recipe: Integers, interaction: float, luck: float, V: Floats, K: Floats,
    base: Floats,
) -> None:  # fmt: skip
    """Candidates given the recipe effects, before any judgment: s = a_recipe + interaction + luck."""
    K[:] = 0.0
    base[:] = 0.0
    for b in range(starts.size - 1):
        first, size = starts[b], starts[b + 1] - starts[b]
        for i in range(size):
            K[first + i, recipe[first + i]] = 1.0
            row = squares[b] + i * size
            for j in range(size):
                V[row + j] = interaction if recipe[first + i] == recipe[first + j] else 0.0
            V[row + i] += luck


@compiled
def condition_brief(
    first: int, size: int, square: int, i: int, j: int, side: int, w: float, residual: float, V: Floats, K: Floats,
    base: Floats, c: Floats, k: Floats,
) -> float:  # fmt: skip
    """Condition one brief on a Gaussian site of precision w, given beta; fills k and returns the site's conditional variance.

    c = V (e_i - e_j), k = K_i - K_j + e_side, g = 1 / (1 + w v); V -= c c' w g, K -= c k' w g, base += c residual g.
    """
    li, lj = i - first, j - first
    for n in range(size):
        c[n] = V[square + n * size + li] - V[square + n * size + lj]
    variance = c[li] - c[lj]
    for p in range(k.size):
        k[p] = K[i, p] - K[j, p]
    k[side] += 1.0
    g = 1.0 / (1.0 + w * variance)
    for n in range(size):
        if c[n] != 0.0:
            base[first + n] += c[n] * residual * g
            step = c[n] * w * g
            row = square + n * size
            for o in range(size):
                V[row + o] -= step * c[o]
            for p in range(k.size):
                K[first + n, p] -= step * k[p]
    return float(variance)


@compiled
def invert(matrix: Floats, inverse: Floats) -> None:
    """Inverse of a positive definite matrix by Cholesky; the matrix is overwritten by its factor.

    Written out because compiling numpy's inverse takes numba several seconds; these matrices have a few dozen rows.
    """
    n = matrix.shape[0]
    for i in range(n):
        for j in range(i + 1):
            rest = matrix[i, j]
            for k in range(j):
                rest -= matrix[i, k] * matrix[j, k]
            matrix[i, j] = math.sqrt(rest) if i == j else rest / matrix[j, j]
    column = np.empty(n)
    for c in range(n):
        for i in range(c, n):
            rest = 1.0 if i == c else 0.0
            for k in range(c, i):
                rest -= matrix[i, k] * column[k]
            column[i] = rest / matrix[i, i]
        for i in range(n - 1, c - 1, -1):
            rest = column[i]
            for k in range(i + 1, n):
                rest -= matrix[k, i] * inverse[k, c]
            inverse[i, c] = rest / matrix[i, i]
            inverse[c, i] = inverse[i, c]


@compiled
def rebuild(
    starts: Integers, squares: Integers, recipe: Integers, brief: Integers, left: Integers, right: Integers,
    w: Floats, h: Floats, variances: Floats, side_variance: float, V: Floats, K: Floats, base: Floats, S: Floats,
    beta: Floats,
) -> None:  # fmt: skip
    """The Gaussian that the sites describe: each brief given beta, and beta itself (S, beta), by conditioning site by site."""
    columns = beta.size
    side = columns - 1
    before_judgments(starts, squares, recipe, variances[1], variances[2], V, K, base)
    precision = np.zeros((columns, columns))
    for p in range(side):
        precision[p, p] = 1.0 / variances[0]
    precision[side, side] = 1.0 / side_variance
    eta = np.zeros(columns)
    c, k = np.empty(recipe.size), np.empty(columns)
    for m in range(left.size):
        i, j = left[m], right[m]
        b = brief[i]
        residual = h[m] - w[m] * (base[i] - base[j])
        size = starts[b + 1] - starts[b]
        variance = condition_brief(starts[b], size, squares[b], i, j, side, w[m], residual, V, K, base, c, k)
        g = 1.0 / (1.0 + w[m] * variance)
        for p in range(columns):
            if k[p] != 0.0:
                eta[p] += k[p] * residual * g
                for o in range(columns):
                    precision[p, o] += w[m] * g * k[p] * k[o]
    invert(precision, S)
    for p in range(columns):
        beta[p] = 0.0
        for o in range(columns):
            beta[p] += S[p, o] * eta[o]


@compiled
def sweep_sites(
    starts: Integers, squares: Integers, brief: Integers, left: Integers, right: Integers, y: Floats,
    damping: float, w: Floats, h: Floats, V: Floats, K: Floats, base: Floats, S: Floats, beta: Floats,
) -> float:  # fmt: skip
    """Move every site towards the moments of its exact answer, all in parallel; returns the largest move."""
    columns = beta.size
    k = np.empty(columns)
    largest = 0.0
    for m in range(left.size):
        i, j = left[m], right[m]
        b = brief[i]
        first, size = starts[b], starts[b + 1] - starts[b]
        li, lj = i - first, j - first
        for p in range(columns):
            k[p] = K[i, p] - K[j, p]
        k[columns - 1] += 1.0
        d, spread = base[i] - base[j], 0.0
        for p in range(columns):
            d += k[p] * beta[p]
            inner = 0.0
            for o in range(columns):
                inner += S[p, o] * k[o]
            spread += k[p] * inner
        square = squares[b]
        within = V[square + li * size + li] + V[square + lj * size + lj] - 2.0 * V[square + li * size + lj]
        v = within + spread
        cavity = 1.0 / max(1.0 / v - w[m], 1e-10)
        mean = cavity * (d / v - h[m])
        centre, variance = tilted_moments(mean, cavity, y[m])
        w_new = max(1.0 / variance - 1.0 / cavity, FEWEST_PRECISION)
        h_new = centre * (w_new + 1.0 / cavity) - mean / cavity
        largest = max(largest, abs(w_new - w[m]), abs(h_new - h[m]))
        w[m] += damping * (w_new - w[m])
        h[m] += damping * (h_new - h[m])
    return largest


@compiled
def candidate_moments(
    starts: Integers, squares: Integers, recipe: Integers, judged: Flags, interaction: float, luck: float,
    V: Floats, K: Floats, base: Floats, S: Floats, beta: Floats,
) -> Floats:  # fmt: skip
    """Sums for the empirical Bayes step: (sum of squares, effective count) of the interaction and of the candidates' luck.

    With one candidate per cell luck is 0 and the interaction stands for both: only their sum can be seen.
    """
    columns = beta.size
    sums = np.zeros(4)
    for b in range(starts.size - 1):
        if not judged[b]:
            continue
        first, size, square = starts[b], starts[b + 1] - starts[b], squares[b]
        i = 0
        while i < size:
            r = recipe[first + i]
            n = 1
            while i + n < size and recipe[first + i + n] == r:
                n += 1
            u, D = np.empty(n), np.empty((n, n))
            T, ST = np.empty((n, columns)), np.empty((n, columns))
            for a in range(n):
                u[a] = base[first + i + a]
                for p in range(columns):
                    T[a, p] = K[first + i + a, p] - (1.0 if p == r else 0.0)
                    u[a] += T[a, p] * beta[p]
                for p in range(columns):
                    ST[a, p] = 0.0
                    for o in range(columns):
                        ST[a, p] += S[p, o] * T[a, o]
            total, everything = 0.0, 0.0
            for a in range(n):
                total += u[a]
                for o in range(n):
                    D[a, o] = interaction - V[square + (i + a) * size + i + o]
                    if a == o:
                        D[a, o] += luck
                    for p in range(columns):
                        D[a, o] -= T[a, p] * ST[o, p]
                    everything += D[a, o]
            f = interaction / (luck + n * interaction)
            g = f * total
            everything *= f * f
            sums[0] += g * g
            sums[1] += everything / interaction
            if luck > 0.0:
                for a in range(n):
                    sums[2] += (u[a] - g) ** 2
                    row = 0.0
                    for o in range(n):
                        row += D[a, o]
                    sums[3] += (D[a, a] - 2.0 * f * row + everything) / luck
            i += n
    return sums


@compiled
def learn_variances(
    starts: Integers, squares: Integers, recipe: Integers, judged: Flags, compared: Flags, anchor: Floats,
    counts: Floats, variances: Floats, V: Floats, K: Floats, base: Floats, S: Floats, beta: Floats,
) -> float:  # fmt: skip
    """One fixed-point step of empirical Bayes (MacKay 1992); returns the largest relative move."""
    a2, gone = counts[0] * anchor[0], counts[0]
    for r in range(compared.size):
        if compared[r]:
            a2 += beta[r] * beta[r]
            gone += 1.0 - S[r, r] / variances[0]
    recipes = min(max(a2 / max(gone, 1e-9), SMALLEST_VARIANCE), LARGEST_VARIANCE)
    sums = candidate_moments(starts, squares, recipe, judged, variances[1], variances[2], V, K, base, S, beta)
    interaction = (sums[0] + counts[1] * anchor[1]) / max(sums[1] + counts[1], 1e-9)
    interaction = min(max(interaction, SMALLEST_VARIANCE), LARGEST_CANDIDATE_VARIANCE)
    luck = 0.0
    if variances[2] > 0.0:
        luck = (sums[2] + counts[1] * anchor[2]) / max(sums[3] + counts[1], 1e-9)
        luck = min(max(luck, SMALLEST_VARIANCE), LARGEST_CANDIDATE_VARIANCE)
    moved = max(abs(recipes / variances[0] - 1.0), abs(interaction / variances[1] - 1.0))
    if luck > 0.0:
        moved = max(moved, abs(luck / variances[2] - 1.0))
    variances[0], variances[1], variances[2] = recipes, interaction, luck
    return float(moved)


@compiled
def fit(
    starts: Integers, squares: Integers, recipe: Integers, brief: Integers, left: Integers, right: Integers,
    y: Floats, judged: Flags, compared: Flags, learn: bool, anchor: Floats, counts: Floats, side_variance: float,
    damping: float, tolerance: float, most_sweeps: int, w: Floats, h: Floats, variances: Floats, V: Floats,
    K: Floats, base: Floats, S: Floats, beta: Floats,
) -> tuple[int, float]:  # fmt: skip
    """Expectation propagation with empirical Bayes between sweeps; returns (sweeps, largest last move)."""
    rebuild(starts, squares, recipe, brief, left, right, w, h, variances, side_variance, V, K, base, S, beta)
    moved = 0.0
    for sweep in range(most_sweeps):
        moved = sweep_sites(starts, squares, brief, left, right, y, damping, w, h, V, K, base, S, beta)
        if learn:
            relative = learn_variances(
                starts, squares, recipe, judged, compared, anchor, counts, variances, V, K, base, S, beta
            )
            moved = max(moved, relative)
        rebuild(starts, squares, recipe, brief, left, right, w, h, variances, side_variance, V, K, base, S, beta)
        if moved < tolerance:
            return sweep + 1, moved
    return most_sweeps, moved


@compiled
def observe(
    starts: Integers, squares: Integers, brief: Integers, i: int, j: int, y: float, expected_only: bool, V: Floats,
    K: Floats, base: Floats, S: Floats, beta: Floats,
) -> tuple[float, float]:  # fmt: skip
    """One answer, at once: moment matching with the present posterior as cavity, O(R^2); returns the site (w, h).

    `expected_only` takes the precision such an answer is expected to bring and leaves every mean where it is
    (used to spread several judges).
    """
    columns = beta.size
    side = columns - 1
    b = brief[i]
    first, size, square = starts[b], starts[b + 1] - starts[b], squares[b]
    c, k = np.empty(size), np.empty(columns)
    d = base[i] - base[j]
    for p in range(columns):
        k[p] = K[i, p] - K[j, p]
    k[side] += 1.0
    li, lj = i - first, j - first
    v = V[square + li * size + li] + V[square + lj * size + lj] - 2.0 * V[square + li * size + lj]
    Sk = np.zeros(columns)
    for p in range(columns):
        d += k[p] * beta[p]
        for o in range(columns):
            Sk[p] += S[p, o] * k[o]
        v += k[p] * Sk[p]
    if expected_only:
        kappa = 1.0 / math.sqrt(1.0 + math.pi * v / 8.0)
        chance = 1.0 / (1.0 + math.exp(-kappa * d))
        w = kappa * chance * (1.0 - chance)
        centre = d
    else:
        centre, variance = tilted_moments(d, v, y)
        w = max(1.0 / variance - 1.0 / v, FEWEST_PRECISION)
    h = centre * (w + 1.0 / v) - d / v
    residual = h - w * (base[i] - base[j])
    condition_brief(first, size, square, i, j, side, w, residual, V, K, base, c, k)
    for p in range(columns):
        beta[p] += Sk[p] * (centre - d) / v
        for o in range(columns):
            S[p, o] -= Sk[p] * Sk[o] * w / (1.0 + w * v)
    return w, h
