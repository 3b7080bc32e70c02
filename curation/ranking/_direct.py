"""Newton's method by sparse factorisation, for long thin graphs (chains, trees) where conjugate gradients take for ever."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from curation.ranking._pairs import Pairs

Floats = NDArray[np.float64]

MAX_STEP = 3.0
MAX_SHORTENINGS = 5


def maximise_directly(
    pairs: Pairs, strengths: Floats, prior_variance: float, tolerance: float, max_iterations: int
) -> tuple[int, bool]:
    """Move `strengths` in place to the maximum; return (steps, converged). Steps are limited as in `_newton.newton`."""
    step = np.zeros(pairs.n_items)
    slope = 0.0
    for iteration in range(max_iterations):
        gradient = _gradient(pairs, strengths, prior_variance)
        for _ in range(MAX_SHORTENINGS):
            turned = float(gradient @ step)
            if turned >= -0.5 * slope:
                break
            kept = slope / (slope - turned)
            strengths -= (1.0 - kept) * step
            step *= kept
            slope *= kept
            gradient = _gradient(pairs, strengths, prior_variance)
        step = _solve(pairs, strengths, prior_variance, gradient)
        difference = np.abs(step[pairs.first] - step[pairs.second])
        shrink = min(1.0, MAX_STEP / max(float(difference.max(initial=0.0)), 1e-300))
        step *= shrink
        strengths += step
        slope = float(gradient @ step)
        if shrink == 1.0 and 2.0 * float(difference.max(initial=0.0)) ** 2 <= tolerance:
            return iteration + 1, True
    return max_iterations, False


def _gradient(pairs: Pairs, strengths: Floats, prior_variance: float) -> Floats:
    return pairs.net(pairs.wins - pairs.count * pairs.probability(strengths)) - strengths / prior_variance


def response_variance_directly(
    pairs: Pairs, weight: Floats, diagonal: Floats, filling: Floats, prior_variance: float, n_draws: int
) -> Floats:
    """(N,) what `_newton.response_variance` estimates, with the same control variate and other random signs."""
    rng = np.random.default_rng(0)
    solve = _factorised(pairs, weight, diagonal, prior_variance)
    square, alone = np.zeros(pairs.n_items), np.zeros(pairs.n_items)
    for _ in range(n_draws):
        score = pairs.net(np.sqrt(filling) * rng.choice([-1.0, 1.0], filling.size))
        score += rng.choice([-1.0, 1.0], pairs.n_items) / np.sqrt(prior_variance)
        square += solve(score) ** 2
        alone += (score / diagonal) ** 2
    known = (pairs.total(filling) + 1.0 / prior_variance) / diagonal**2
    return np.maximum(known + (square - alone) / n_draws, 0.5 * square / n_draws)


def _solve(pairs: Pairs, strengths: Floats, prior_variance: float, right_side: Floats) -> Floats:
    """Newton's step."""
    weight, diagonal = pairs.weights(strengths, prior_variance)
    return _factorised(pairs, weight, diagonal, prior_variance)(right_side)


def _factorised(pairs: Pairs, weight: Floats, diagonal: Floats, prior_variance: float) -> Callable[[Floats], Floats]:
    """Solves with I / s2 + Laplacian(weight); without a prior the last item is held, then the mean removed."""
    from scipy.sparse import coo_array
    from scipy.sparse.linalg import splu

    every = np.arange(pairs.n_items)
    rows = np.concatenate([pairs.first, pairs.second, every])
    columns = np.concatenate([pairs.second, pairs.first, every])
    matrix = coo_array((np.concatenate([-weight, -weight, diagonal]), (rows, columns))).tocsc()
    free = pairs.n_items - 1 if np.isinf(prior_variance) else pairs.n_items
    factor = splu(
        matrix[:free, :free], permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options={"SymmetricMode": True}
    )

    def solve(right_side: Floats) -> Floats:
        solution = np.zeros(pairs.n_items)
        solution[:free] = factor.solve(right_side[:free])
        return np.asarray(solution - solution.mean())

    return solve
