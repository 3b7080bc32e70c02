"""Fits how people use the buttons: width of a tie, width of a grade, sharpness of keep and of worst."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logsumexp

from curation.ranking.pairing.answers import BAR, AnswerLog, Habits, Kind, Terms
from curation.ranking.pairing.posterior import Posterior

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_WIDTH_LOG_MEAN = 0.4
_TIE_LOG_DEVIATION = 1.0
_GRADE_LOG_DEVIATION = 0.5
_SHARPNESS_LOG_DEVIATION = 0.5
_LARGEST_STEP = 0.7
_SHARPEST_WORST = 1.0
"""Screens alone hardly tell sharp eyes from strengths far apart; without this limit the sharpness runs away."""
_NODES = 12
_DRAWS = 24


def fit_habits(log: AnswerLog, posterior: Posterior, terms: Terms, judge_weight: Floats, habits: Habits) -> Habits:
    """One damped Newton step on the logarithm of each habit that has answers.

    Log priors: N(.4, 1^2) on the tie width, N(.4, .5^2) on the grade width, N(0, .5^2) on the two sharpnesses. For the
    widths the strengths are held at their mode. The sharpnesses maximise the likelihood averaged over the posterior
    (the M step of EM): at the mode a few answers are explained best by strengths far apart and a sharp eye, and the
    more so the fewer they are.

    Args:
        posterior: of the strengths.
        terms: of all pairs and decisions, made with `habits`.
        judge_weight: of each judge, 0 to 1.
        habits: where to start.

    Returns: the improved habits; those without answers unchanged.
    """
    mean = posterior.mean
    if log.has_ties:
        habits = replace(habits, tie_width=_next_tie_width(log, mean, terms, judge_weight, habits))
    if terms.grade_sign.any():
        habits = replace(habits, grade_width=_next_grade_width(mean, terms, habits))
    if len(log.decisions):
        habits = replace(habits, keep_sharpness=_next_keep_sharpness(log.decisions, posterior, habits))
    if len(log.fours) and log.fours[:, 4].any():
        habits = replace(habits, worst_sharpness=_next_worst_sharpness(log.fours, posterior, judge_weight, habits))
    return habits


def _next_tie_width(log: AnswerLog, mean: Floats, terms: Terms, judge_weight: Floats, habits: Habits) -> float:
    width = habits.tie_width
    tied = log.pairs[log.pairs[:, 2] >= Kind.TIE]
    ties = float(judge_weight[tied[:, 3]].sum())
    slope, curvature = _offset_derivatives(mean, terms, terms.tie_sign)
    odds = 2.0 / np.expm1(2.0 * width)  # d/dh of log(1 - exp(-2h))
    slope += ties * odds
    curvature -= ties * odds * (2.0 + odds)
    return _newton_on_log(width, slope, curvature, _WIDTH_LOG_MEAN, _TIE_LOG_DEVIATION)


def _next_grade_width(mean: Floats, terms: Terms, habits: Habits) -> float:
    width = habits.grade_width
    slope, curvature = _offset_derivatives(mean, terms, terms.grade_sign)
    slightly = float(terms.weight[terms.grade_sign > 0].sum())
    odds = 1.0 / np.expm1(width)
    slope += slightly * odds
    curvature -= slightly * odds * (1.0 + odds)
    return _newton_on_log(width, slope, curvature, _WIDTH_LOG_MEAN, _GRADE_LOG_DEVIATION)


def _offset_derivatives(mean: Floats, terms: Terms, sign: Floats) -> tuple[float, float]:
    q = expit(-(terms.slope * (mean[terms.first] - mean[terms.second]) + terms.offset))
    slope = float((terms.weight * sign * q).sum())
    return slope, -float((terms.weight * sign**2 * q * (1.0 - q)).sum())


def _next_keep_sharpness(decisions: Integers, posterior: Posterior, habits: Habits) -> float:
    difference, variance = posterior.difference(decisions[:, 0], np.full(len(decisions), BAR))
    nodes, weight = np.polynomial.hermite_e.hermegauss(_NODES)
    gap = difference[:, None] + np.sqrt(variance)[:, None] * nodes
    gap *= np.where(decisions[:, 1] == 1, 1.0, -1.0)[:, None]
    q = expit(-habits.keep_sharpness * gap)
    slope = float(((gap * q) @ weight).sum() / weight.sum())
    curvature = -float(((gap**2 * q * (1.0 - q)) @ weight).sum() / weight.sum())
    return _newton_on_log(habits.keep_sharpness, slope, curvature, 0.0, _SHARPNESS_LOG_DEVIATION)


def _next_worst_sharpness(fours: Integers, posterior: Posterior, judge_weight: Floats, habits: Habits) -> float:
    seen = fours[fours[:, 4] == 1]
    weight = judge_weight[seen[:, 5]]
    x = -_drawn_threes(seen[:, 1:4], posterior)
    scaled = habits.worst_sharpness * x
    p = np.exp(scaled - logsumexp(scaled, axis=2, keepdims=True))
    expected = (p * x).sum(axis=2)
    slope = float(weight @ (x[:, :, 2] - expected).mean(axis=1))
    curvature = -float(weight @ ((p * x**2).sum(axis=2) - expected**2).mean(axis=1))
    sharper = _newton_on_log(habits.worst_sharpness, slope, curvature, 0.0, _SHARPNESS_LOG_DEVIATION)
    return min(sharper, _SHARPEST_WORST)


def _drawn_threes(items: Integers, posterior: Posterior) -> Floats:
    """Draws of three strengths per row from the posterior, shape (rows, draws, 3); the same ones at every call."""
    covariance = np.empty((len(items), 3, 3))
    for a in range(3):
        covariance[:, a, a] = posterior.variance[items[:, a]] + 1e-9
        for b in range(a):
            difference_variance = posterior.difference(items[:, a], items[:, b])[1]
            shared = 0.5 * (posterior.variance[items[:, a]] + posterior.variance[items[:, b]] - difference_variance)
            covariance[:, a, b] = covariance[:, b, a] = shared
    half = np.random.default_rng(0).standard_normal((_DRAWS // 2, 3))
    normals = np.concatenate([half, -half])
    drawn: Floats = posterior.mean[items][:, None, :] + normals @ np.linalg.cholesky(covariance).transpose(0, 2, 1)
    return drawn


def _newton_on_log(value: float, slope: float, curvature: float, log_mean: float, log_deviation: float) -> float:
    """One step for a positive value with a log-normal prior, from the derivatives of the log likelihood by it."""
    precision = log_deviation**-2
    gradient = value * slope - precision * (np.log(value) - log_mean)
    # The positive part of the second derivative by the logarithm is dropped, which keeps the step an ascent.
    hessian = value**2 * curvature - precision + min(value * slope, 0.0)
    return float(value * np.exp(np.clip(-gradient / hessian, -_LARGEST_STEP, _LARGEST_STEP)))
