"""The one place that imports numba, so that nothing pays for it before a kernel is needed."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

import numba

P = ParamSpec("P")
R = TypeVar("R")


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a kernel at its first call and keep it on disk; other threads run meanwhile.

    `error_model="numpy"`: a division by zero gives inf or nan as numpy does, instead of a check in every loop.
    """
    return cast(Callable[P, R], numba.njit(cache=True, nogil=True, error_model="numpy")(function))
