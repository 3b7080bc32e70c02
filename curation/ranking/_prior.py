"""Empirical Bayes: how far strengths differ, estimated from the judgments themselves."""

from math import exp, log

import numpy as np
from numpy.typing import NDArray

from curation.ranking._pairs import Pairs

Floats = NDArray[np.float64]

# A weak prior: log s2 ~ N(log START_VARIANCE, LOG_SPREAD^2). Without it, a handful of judgments (which fit any variance
# equally well) would send the variance to one of its limits. It is wide, and errs to the side of wide intervals.
START_VARIANCE = 2.0**2
LOG_SPREAD = 0.7
SMALLEST_VARIANCE, LARGEST_VARIANCE = 0.09, 36.0

EXACT_ITEMS = 300
N_PROBES = 4
MAX_EVALUATIONS = 30


def estimate_prior_variance(pairs: Pairs, strengths: Floats) -> tuple[float, Floats]:
    """Estimate the variance s2 of strengths t ~ N(0, s2) by the maximum of the Laplace evidence.

    log evidence(s2) = log likelihood(m) - m'm / (2 s2) - N/2 log s2 - 1/2 log det H, where m is the fit under s2 and
    H = I / s2 + Laplacian(w) its Hessian; plus -log(s2 / 4)^2 / (2 * .7^2), a weak prior.
    Its slope in log s2, with S = H^-1 and d = S m / s2 the change of the fit:
    1/2 (m'm / s2 + tr S / s2 - N) - 1/2 sum_pairs C p (1 - p) (1 - 2p) (d_i - d_j) var_ij - log(s2 / 4) / .7^2.
    Without its middle term this is the usual fixed point s2 = (m'm + tr S) / N, which drifts to zero when most items
    have few judgments. The zero is found by safeguarded secants within [.09, 36]; a slope pointing outwards stops there.

    Traces are exact up to `EXACT_ITEMS` items, above it estimated by `N_PROBES` fixed random sign vectors (Hutchinson),
    which for that many items leaves s2 uncertain by well under one per cent.

    Args:
        pairs: the judgments.
        strengths: (N,) where to start.

    Returns:
        s2 in log-odds squared, and the fit under a value close to it, to start from.

    Source: D. J. C. MacKay, Neural Computation 4 (1992) 415-447, doi:10.1162/neco.1992.4.3.415.
    """
    low, high = log(SMALLEST_VARIANCE), log(LARGEST_VARIANCE)
    strengths = strengths.copy()
    if pairs.n_items == 1 or not pairs.count.size:
        return START_VARIANCE, strengths
    accuracy = 1e-7 if pairs.n_items <= EXACT_ITEMS else 1e-3
    here = log(START_VARIANCE)
    slope, change = _slope(pairs, strengths, exp(here), 0.1 * accuracy)
    # The slope changes by about N/2 per unit of log s2 when the judgments determine it, so this first step is short.
    there = min(max(here + 2.0 * slope / (pairs.n_items + 2.0 / LOG_SPREAD**2), low), high)
    for _ in range(MAX_EVALUATIONS):
        if abs(there - here) < accuracy:
            break
        strengths += (there - here) * change
        next_slope, change = _slope(pairs, strengths, exp(there), 0.1 * accuracy)
        if next_slope > 0.0:
            low = there
        else:
            high = there
        bend = (next_slope - slope) / (there - here)
        here, slope = there, next_slope
        guess = here - slope / bend if bend < 0.0 else (high if slope > 0.0 else low)
        there = min(max(guess, 0.1 * here + 0.9 * low), 0.1 * here + 0.9 * high)
    return exp(there), strengths


def _slope(pairs: Pairs, strengths: Floats, variance: float, tolerance: float) -> tuple[float, Floats]:
    """Slope of the log evidence in log variance, and (N,) that of the fit; moves `strengths` to the fit."""
    pairs.maximise(strengths, variance, tolerance, 50)
    weight, diagonal = pairs.weights(strengths, variance)
    change = pairs.solve(weight, diagonal, variance, strengths / variance)
    bend = pairs.curvature_change(weight, strengths, change)
    if pairs.n_items <= EXACT_ITEMS:
        trace, skewed = _exact_traces(pairs, weight, bend, variance)
    else:
        trace, skewed = pairs.probed_traces(weight, diagonal, bend, variance, N_PROBES)
    explicit = float(strengths @ strengths) / variance + trace / variance - pairs.n_items
    return 0.5 * (explicit - skewed) - log(variance / START_VARIANCE) / LOG_SPREAD**2, change


def _exact_traces(pairs: Pairs, weight: Floats, bend: Floats, variance: float) -> tuple[float, float]:
    """tr S and tr(S Laplacian(bend)) by inverting the Hessian."""
    hessian = pairs.laplacian(weight)
    hessian[np.diag_indices(pairs.n_items)] += 1.0 / variance
    spread = np.linalg.inv(hessian)
    between = spread[pairs.first, pairs.first] + spread[pairs.second, pairs.second]
    between -= 2.0 * spread[pairs.first, pairs.second]
    return float(np.trace(spread)), float(bend @ between)
