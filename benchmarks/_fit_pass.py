"""One compiled pass over judgments: the unit in which `benchmarks.fit` measures."""

import numba
import numpy as np
from numpy.typing import NDArray


@numba.njit(cache=True)
def one_pass(
    left: NDArray[np.int64], right: NDArray[np.int64], outcome: NDArray[np.float64], counted: NDArray[np.float64]
) -> None:
    """Add every judgment to the comparisons and wins of its two items: the least that any method must do."""
    for k in range(left.size):
        counted[left[k], 0] += 1.0
        counted[right[k], 0] += 1.0
        counted[left[k], 1] += outcome[k]
        counted[right[k], 1] += 1.0 - outcome[k]
