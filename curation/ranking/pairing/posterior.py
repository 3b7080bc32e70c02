"""What is believed about the strengths: a Gaussian, refitted to all answers now and then, updated live in between."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_solve, cholesky
from scipy.linalg.lapack import dpotri
from scipy.special import expit

from curation.ranking.pairing.answers import BAR, Term, Terms

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

START_VARIANCE = 1.5**2
SMALLEST_VARIANCE, LARGEST_VARIANCE = 0.09, 36.0
BAR_VARIANCE = 9.0
_HYPERPRIOR_ITEMS = 2.0
"""Pseudo items at the start variance: they keep the prior from collapsing on a handful of answers."""
_LARGEST_STEP, _LARGEST_STEP_OF_FOUR = 3.0, 2.0
_JITTER = 1e-9
_COMPILED_ALGEBRA_UP_TO = 130
_SHARE_OF_SKEW = 0.5
"""With all of it `settled` is exact when people answer as the model says, and too bold with 15 % random clicks; with half
of it the winners stand often enough in both (benchmarks/results/judgments.md)."""
FULL_COVARIANCE_UP_TO = 400
ACTIVE_ITEMS = 300
ACTIVE_CAPACITY = 520


class Posterior:
    """Gaussian posterior of the bar (strength 0) and the items (strength i + 1) under Bradley-Terry terms.

    Estimates the mode of sum weight log sigmoid(slope (t_f - t_s) + offset) - sum (t_i - m_i)^2 / (2 s2), the
    covariance S = H^-1 there, and s2 by empirical Bayes: s2 = (|t - m|^2 + tr S + nu s0) / (N + nu), s0 = 1.5^2, nu = 2.
    The bar has its own variance 9 and stays out of the empirical Bayes.

    Above 400 items the covariance is kept for the 300 items nearest to the boundary, and for those asked since; the
    others are held independent with variance 1 / H_ii.

    Source: Laplace's approximation; MacKay (1992), Bayesian interpolation, Neural Computation 4, 415-447.
    """

    def __init__(self, n_items: int, *, prior_mean: Floats, prior_variance: float | None) -> None:
        self.learns_variance = prior_variance is None
        self.prior_variance = START_VARIANCE if prior_variance is None else prior_variance
        self.prior_mean = np.concatenate([[0.0], prior_mean])
        self.mean = self.prior_mean.copy()
        self.full_up_to = FULL_COVARIANCE_UP_TO
        self._set_active(np.arange(min(n_items + 1, FULL_COVARIANCE_UP_TO + 1)), n_items + 1)
        self.variance = 1.0 / self._prior_precision()
        self.skew = np.zeros(n_items + 1)
        self.covariance[np.arange(self.n_active), np.arange(self.n_active)] = self.variance[
            self.active[: self.n_active]
        ]

    @property
    def size(self) -> int:
        return len(self.mean)

    def _prior_precision(self) -> Floats:
        precision = np.full(self.size, 1.0 / self.prior_variance)
        precision[BAR] = 1.0 / BAR_VARIANCE
        return precision

    def _set_active(self, chosen: Integers, size: int) -> None:
        capacity = len(chosen) if len(chosen) == size else ACTIVE_CAPACITY
        self.n_active = len(chosen)
        self.active = np.zeros(capacity, np.int64)
        self.active[: len(chosen)] = chosen
        self.position = np.full(size, -1)
        self.position[chosen] = np.arange(len(chosen))
        self.covariance = np.zeros((capacity, capacity))

    def add(self, prior_mean: Floats) -> None:
        """New items, of which nothing is known. Refit afterwards."""
        self.prior_mean = np.concatenate([self.prior_mean, prior_mean])
        self.mean = np.concatenate([self.mean, prior_mean])
        self.skew = np.concatenate([self.skew, np.zeros(len(prior_mean))])

    def refit(
        self,
        terms: Terms,
        fours: Integers,
        four_weight: Floats,
        worst_sharpness: float,
        winners: Integers | None = None,
    ) -> None:
        """The mode, the covariance and the prior variance, from all answers.

        Args:
            terms: of all pairs and decisions.
            fours: shape (screens, >= 5), best, others, whether the last one is known to be the worst.
            four_weight: shape (screens,).
            worst_sharpness: of the worst of four, relative to the best.
            winners: strengths of the present winners; tells which items matter above 400 items.
        """
        screens = (np.ascontiguousarray(fours[:, :4]), np.ascontiguousarray(fours[:, 4]), four_weight, worst_sharpness)
        for _ in range(20):
            self._find_mode(terms, screens)
            self._find_covariance(terms, screens, winners)
            if not self.learns_variance or self.size == 1:
                break
            before = self.prior_variance
            self.prior_variance = self._empirical_variance()
            if abs(np.log(self.prior_variance / before)) < 0.005:
                break
        self._find_skew(terms)

    def _empirical_variance(self) -> float:
        """MacKay's fixed point of the equation in the class's docstring (faster than the EM step, same limit)."""
        squares = float(((self.mean - self.prior_mean)[1:] ** 2).sum())
        known = len(self.mean) - 1 - float(self.variance[1:].sum()) / self.prior_variance
        estimate = (squares + _HYPERPRIOR_ITEMS * START_VARIANCE) / (max(known, 0.0) + _HYPERPRIOR_ITEMS)
        return float(np.clip(estimate, SMALLEST_VARIANCE, LARGEST_VARIANCE))

    def _find_mode(self, terms: Terms, screens: tuple[Integers, Integers, Floats, float]) -> None:
        from curation.ranking.pairing import _kernels

        precision = self._prior_precision()
        everything = np.arange(self.size)
        for _ in range(60):
            gradient = precision * (self.prior_mean - self.mean)
            curvature = _kernels.add_terms(
                self.mean, terms.first, terms.second, terms.offset, terms.slope, terms.weight, gradient
            )
            blocks = _kernels.add_fours(self.mean, *screens, gradient)
            pattern = (terms.first, terms.second, curvature, screens[0], blocks)
            if self.size <= self.full_up_to + 1:
                hessian = np.diag(precision)
                _kernels.add_curvature(*pattern, everything, hessian)
                step = _solve(hessian, gradient)
            else:
                step = _conjugate_gradient(precision, pattern, gradient)
            step = np.clip(step, -_LARGEST_STEP, _LARGEST_STEP)
            self.mean = self.mean + step
            if np.abs(step).max() < 1e-6:
                return

    def _find_covariance(
        self, terms: Terms, screens: tuple[Integers, Integers, Floats, float], winners: Integers | None
    ) -> None:
        from curation.ranking.pairing import _kernels

        precision = self._prior_precision()
        unused = np.zeros(self.size)
        curvature = _kernels.add_terms(
            self.mean, terms.first, terms.second, terms.offset, terms.slope, terms.weight, unused
        )
        pattern = (terms.first, terms.second, curvature, screens[0], _kernels.add_fours(self.mean, *screens, unused))
        if self.size > self.full_up_to + 1:
            diagonal = precision.copy()
            _kernels.curvature_diagonal(*pattern, diagonal)
            self.variance = 1.0 / diagonal
            self._set_active(self._nearest_to_boundary(diagonal > precision, winners), self.size)
        else:
            self.variance = np.empty(self.size)
            self._set_active(np.arange(self.size), self.size)
        chosen = self.active[: self.n_active]
        hessian = np.diag(precision[chosen])
        _kernels.add_curvature(*pattern, self.position, hessian)
        inverse = _inverse(hessian)
        self.covariance[: self.n_active, : self.n_active] = inverse
        self.variance[chosen] = inverse.diagonal()

    def _find_skew(self, terms: Terms) -> None:
        """How far the posterior mean lies beyond the mode: S r, r = 1/2 sum c v (e_first - e_second).

        v is the variance of t_first - t_second and c the third derivative of a term's log likelihood along it. Winners
        of many comparisons have a long upper tail: the mode understates how far they are ahead. Screens of four are
        left out.

        Source: Tierney & Kadane (1986), Accurate approximations for posterior moments, JASA 81, 82-86.
        """
        d, v = self.difference(terms.first, terms.second)
        p = expit(terms.slope * d + terms.offset)
        pull = 0.5 * v * terms.weight * terms.slope**3 * p * (1.0 - p) * (2.0 * p - 1.0)
        pulls = np.bincount(terms.first, pull, self.size) - np.bincount(terms.second, pull, self.size)
        self.skew = self.variance * pulls
        chosen = self.active[: self.n_active]
        self.skew[chosen] = self.covariance[: self.n_active, : self.n_active] @ pulls[chosen]

    def _nearest_to_boundary(self, judged: NDArray[np.bool_], winners: Integers | None) -> Integers:
        """The judged items whose membership is least certain, and the bar. An item never judged is independent."""
        candidates = np.flatnonzero(judged)
        candidates = candidates[candidates != BAR]
        if winners is not None and len(winners) and len(candidates) > ACTIVE_ITEMS:
            boundary = self.mean[winners].min()
            distance = np.abs(self.mean[candidates] - boundary) / np.sqrt(self.variance[candidates])
            candidates = candidates[np.argsort(distance, kind="stable")]
        return np.concatenate([[BAR], np.sort(candidates[:ACTIVE_ITEMS])])

    def promote(self, strengths: Iterable[int]) -> None:
        """Gives these strengths a place in the covariance while there is room."""
        for strength in strengths:
            if self.position[strength] < 0 and self.n_active < len(self.active):
                place = self.n_active
                self.active[place] = strength
                self.position[strength] = place
                self.covariance[place, place] = self.variance[strength]
                self.n_active += 1

    def tell(self, terms: Sequence[Term]) -> None:
        """Live update by the terms of one answer, one after the other."""
        from curation.ranking.pairing import _kernels

        for first, second, offset, slope, weight in terms:
            self.promote((first, second))
            state = (self.mean, self.variance, self.covariance, self.position, self.active, self.n_active)
            _kernels.tell_term(*state, first, second, offset, slope, weight)

    def tell_four(self, row: Integers, worst_known: bool, worst_sharpness: float, weight: float) -> None:
        """Live update by one screen of four (fewer.md, section 1): the best first, the worst last if known."""
        self.promote(row.tolist())
        before = self.covariance_of(row)
        precision = np.asarray(np.linalg.inv(before + _JITTER * np.eye(4)), np.float64)
        gain, block = _mode_of_four(self.mean[row], precision, worst_known, worst_sharpness, weight)
        shrink = precision - precision @ np.linalg.inv(precision + block) @ precision
        outside = self.position[row] < 0
        self.mean[row[outside]] += self.variance[row[outside]] * gain[outside]
        self.variance[row[outside]] -= self.variance[row[outside]] ** 2 * shrink.diagonal()[outside]
        used, chosen = slice(self.n_active), self.active[: self.n_active]
        columns = np.where(outside, 0.0, self.covariance[used, self.position[row]])
        self.mean[chosen] += columns @ gain
        self.covariance[used, used] -= columns @ shrink @ columns.T
        self.variance[chosen] = self.covariance.diagonal()[used]

    def difference(self, first: Integers, second: Integers) -> tuple[Floats, Floats]:
        """Mean and variance of t_first - t_second."""
        a, b = self.position[first], self.position[second]
        shared = np.where((a >= 0) & (b >= 0), self.covariance[a, b], 0.0)
        variance = self.variance[first] + self.variance[second] - 2.0 * shared
        return self.mean[first] - self.mean[second], np.maximum(variance, 1e-12)

    def covariance_of(self, strengths: Integers) -> Floats:
        """Covariance matrix of some strengths, shape (m, m), symmetric."""
        a = self.position[strengths]
        known = a >= 0
        block = np.where(known[:, None] & known[None, :], self.covariance[np.ix_(a, a)], 0.0)
        block[np.arange(len(a)), np.arange(len(a))] = self.variance[strengths]
        return 0.5 * (block + block.T)

    def draws(self, strengths: Integers, normals: Floats) -> Floats:
        """Joint draws of some strengths from standard normals of shape (draws, m), about the posterior mean."""
        from curation.ranking.pairing import _algebra

        centre = self.mean + _SHARE_OF_SKEW * self.skew
        drawn: Floats = centre[strengths] + np.sqrt(self.variance[strengths]) * normals
        joint = np.flatnonzero(self.position[strengths] >= 0)
        covariance = self.covariance_of(strengths[joint])
        covariance += _JITTER * np.eye(len(joint))
        mean = centre[strengths[joint]]
        if len(joint) <= _COMPILED_ALGEBRA_UP_TO:
            drawn[:, joint] = _algebra.spread(mean, _algebra.lower_root(covariance), normals[:, joint])
        else:
            drawn[:, joint] = mean + normals[:, joint] @ cholesky(covariance, lower=True, check_finite=False).T
        return drawn


def _mode_of_four(
    mean: Floats, precision: Floats, worst_known: bool, worst_sharpness: float, weight: float
) -> tuple[Floats, Floats]:
    """precision (x - mean) and the likelihood's negative Hessian at the mode x of one screen of four; Newton."""
    from curation.ranking.pairing import _kernels

    screen = (np.arange(4)[None, :], np.array([int(worst_known)]), np.array([weight]), worst_sharpness)
    x = mean.copy()
    for _ in range(50):
        gradient = precision @ (mean - x)
        block = _kernels.add_fours(x, *screen, gradient)[0]
        step = np.linalg.solve(precision + block, gradient)
        largest = np.abs(step).max()
        x += step * min(1.0, _LARGEST_STEP_OF_FOUR / max(largest, _JITTER))
        if largest < 1e-8:
            break
    gain: Floats = precision @ (x - mean)
    return gain, _kernels.add_fours(x, *screen, np.zeros(4))[0]


def _solve(matrix: Floats, right: Floats) -> Floats:
    from curation.ranking.pairing import _algebra

    if len(matrix) <= _COMPILED_ALGEBRA_UP_TO:
        return _algebra.solve(matrix, right)
    solution: Floats = cho_solve((cholesky(matrix, lower=True, check_finite=False), True), right, check_finite=False)
    return solution


def _inverse(matrix: Floats) -> Floats:
    from curation.ranking.pairing import _algebra

    if len(matrix) <= _COMPILED_ALGEBRA_UP_TO:
        return _algebra.inverse(matrix)
    half, _ = dpotri(cholesky(matrix, lower=True, check_finite=False), lower=1)
    whole: Floats = np.tril(half) + np.tril(half, -1).T
    return whole


def _conjugate_gradient(
    precision: Floats, pattern: tuple[Integers, Integers, Floats, Integers, Floats], right: Floats
) -> Floats:
    """Solves (prior precision + curvature) x = right, preconditioned by the diagonal."""
    from curation.ranking.pairing import _kernels

    diagonal = precision.copy()
    _kernels.curvature_diagonal(*pattern, diagonal)
    x = np.zeros_like(right)
    residual = right.copy()
    z = residual / diagonal
    direction = z.copy()
    rho = float(residual @ z)
    goal = 1e-8 * np.sqrt(float(right @ right)) + 1e-12
    for _ in range(2 * len(right)):
        if np.sqrt(float(residual @ residual)) <= goal:
            break
        product = precision * direction
        _kernels.curvature_product(*pattern, direction, product)
        step = rho / float(direction @ product)
        x += step * direction
        residual -= step * product
        z = residual / diagonal
        rho, before = float(residual @ z), rho
        direction = z + (rho / before) * direction
    return x
