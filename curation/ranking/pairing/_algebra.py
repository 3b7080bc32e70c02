"""Small dense algebra, compiled: the threads that BLAS starts for a small matrix cost more than the matrix."""

from math import sqrt

import numpy as np
from numpy.typing import NDArray

from curation.ranking._compiled import compiled

Floats = NDArray[np.float64]


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
