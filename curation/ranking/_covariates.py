"""Which tags and parameters make an item win: one regression of the odds on all of them."""

from dataclasses import dataclass
from math import log
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from curation.ranking._pairs import Pairs
from curation.ranking.tally import Tally

Floats = NDArray[np.float64]

EXACT_ITEMS = 1500
N_PROBES = 16
MAX_ROUNDS = 60
SAME_VARIANCE = 1e-4
MAX_STEP = 3.0
# Items are taken to differ by START_VARIANCE beyond what the features say, as firmly as if PSEUDO_ITEMS had shown it.
START_VARIANCE, PSEUDO_ITEMS = 1.0, 2.0
SMALLEST_VARIANCE, LARGEST_VARIANCE = 1e-4, 36.0


@dataclass(frozen=True, eq=False)
class CovariateFit:
    """Effects of features on the odds of winning.

    Attributes:
        effects: (F,) natural log-odds per unit of the feature, the others held: exp(effect) multiplies the odds. For a
            tag (0 or 1): having it against not having it. nan for a feature that is the same for all items.
        standard_errors: (F,) of the effects; they include that items differ for reasons nobody measured.
        residual_variance: variance of strengths beyond the features, log-odds squared.
        explained: share of the variance of strengths that the features explain, 0 to 1.
        strengths: (N,) fitted strengths, features and residual together, log-odds, sum zero.
        effect_variance: prior variance of the effect of one standard deviation of a feature (ridge), as asked.
        converged: whether the residual variance settled.
    """

    effects: Floats
    standard_errors: Floats
    residual_variance: float
    explained: float
    strengths: Floats
    effect_variance: float
    converged: bool

    def interval(self, level: float = 0.95) -> tuple[Floats, Floats]:
        """(low, high), each (F,), of the effects."""
        if not 0.0 < level < 1.0:
            raise ValueError(f"level must be between 0 and 1, not {level}")
        reach = NormalDist().inv_cdf(0.5 + level / 2) * self.standard_errors
        return self.effects - reach, self.effects + reach


def covariates(tally: Tally, features: ArrayLike, *, effect_variance: float = 1.0) -> CovariateFit:
    """Estimate the effects e in t = X e + u, where P(i beats j) = sigmoid(t_i - t_j) and u ~ N(0, s2) is what is left.

    Maximises the log-likelihood - |t - X e|^2 / (2 s2) - |e * sd|^2 / (2 r) over t and e, X centred, sd the standard
    deviations of its columns, r the ridge: collinear features share their effect and get wide intervals instead of
    breaking the fit. s2 is found by expectation and maximisation, s2 = (|u|^2 + tr Cov u + 2) / (N + 2). The residual u
    is what makes intervals honest: judgments of the same item are not independent evidence about its tags.
    Covariance of e: (X' (L - L G^-1 L) X + R)^-1, with L the Laplacian of C p (1 - p), G = L + I / s2, R the ridge.

    Args:
        tally: the judgments of N items.
        features: (N, F) numbers: 0 or 1 for a tag, a parameter in its own unit. Take logs of what spans decades.
        effect_variance: r, in log-odds squared per standard deviation; 1 holds an effect of one standard deviation
            within about 2 log-odds.

    Returns:
        effects per unit of each feature, with standard errors.

    Decided: a feature that is the same for all items has effect nan and changes nothing. Without judgments all effects
    are 0 with the prior's standard error. No features: an empty answer.

    These are associations over the items that exist; an effect is causal only if features were set at random.

    Raises:
        ValueError: features that are not (N, F) finite numbers; an effect variance that is not finite and above 0.

    Example:
        >>> tally = Tally.from_pairs([0, 0, 1, 1], [2, 3, 2, 3], [30] * 4, [10] * 4, [0] * 4, 4)
        >>> fit = covariates(tally, [[1], [1], [0], [0]])
        >>> bool(fit.effects[0] > 0), fit.effects.shape
        (True, (1,))

    Source: mixed model for paired comparisons: M. Turner, D. Firth, Journal of Statistical Software 48(9) (2012),
    doi:10.18637/jss.v048.i09.
    """
    matrix = np.asarray(features, np.float64)
    if matrix.ndim != 2 or matrix.shape[0] != tally.n_items or not np.isfinite(matrix).all():
        raise ValueError(f"features must be finite numbers of shape ({tally.n_items}, F), not shape {matrix.shape}")
    if not 0.0 < effect_variance < np.inf:
        raise ValueError(f"effect_variance must be finite and above 0, not {effect_variance}")
    centred = matrix - matrix.mean(axis=0)
    deviation = centred.std(axis=0)
    varies = deviation > 1e-12 * (1.0 + np.abs(matrix).max(axis=0, initial=0.0))
    regression = _Regression(Pairs.of(tally), centred[:, varies] / deviation[varies], effect_variance)
    converged = regression.fit()
    effects, errors = np.full(matrix.shape[1], np.nan), np.full(matrix.shape[1], np.nan)
    effects[varies] = regression.effects / deviation[varies]
    errors[varies] = np.sqrt(np.diag(regression.covariance)) / deviation[varies]
    explained = float(np.var(regression.columns @ regression.effects))
    return CovariateFit(
        effects,
        errors,
        regression.variance,
        explained / (explained + regression.variance),
        regression.strengths - regression.strengths.mean(),
        float(effect_variance),
        converged,
    )


class _Regression:
    """The fit in progress: strengths, effects of standardised columns, residual variance."""

    def __init__(self, pairs: Pairs, columns: Floats, effect_variance: float) -> None:
        self.pairs = pairs
        self.columns = columns
        self.ridge = np.eye(columns.shape[1]) / effect_variance
        self.strengths = np.zeros(pairs.n_items)
        self.effects = np.zeros(columns.shape[1])
        self.variance = START_VARIANCE
        self.covariance = np.linalg.inv(self.ridge)

    def fit(self) -> bool:
        """Alternate between the strengths and effects, by Newton's method, and the residual variance."""
        for _ in range(MAX_ROUNDS):
            before = self.variance
            for _ in range(50):
                if self._newton_step() < 1e-7:
                    break
            self._update_variance()
            if abs(log(self.variance / before)) < SAME_VARIANCE:
                return True
        return False

    def _newton_step(self) -> float:
        """One joint step of strengths and effects; return its largest change.

        With the strengths solved for, the effects have the Schur complement R + X' (I / s2 - G^-1 / s2^2) X.
        """
        pairs, columns, variance = self.pairs, self.columns, self.variance
        weight, diagonal = pairs.weights(self.strengths, variance)
        residual = self.strengths - columns @ self.effects
        surprise = pairs.wins - pairs.count * pairs.probability(self.strengths)
        gradient = pairs.net(surprise) - residual / variance
        effect_gradient = columns.T @ residual / variance - self.ridge @ self.effects
        alone = pairs.solve(weight, diagonal, variance, gradient, 1e-10)
        response = self._response(weight, diagonal)
        curvature = self.ridge + columns.T @ (columns - response / variance) / variance
        self.covariance = np.linalg.inv(curvature)
        effect_step = self.covariance @ (effect_gradient + columns.T @ alone / variance)
        step = alone + response @ effect_step / variance
        largest = float(max(np.abs(step).max(initial=0.0), np.abs(effect_step).max(initial=0.0)))
        shrink = min(1.0, MAX_STEP / largest) if largest > 0.0 else 1.0
        self.strengths += shrink * step
        self.effects += shrink * effect_step
        return largest

    def _response(self, weight: Floats, diagonal: Floats) -> Floats:
        """(N, F) G^-1 X."""
        solved = [
            self.pairs.solve(weight, diagonal, self.variance, np.ascontiguousarray(c), 1e-10) for c in self.columns.T
        ]
        return np.stack(solved, axis=1) if solved else np.empty_like(self.columns)

    def _update_variance(self) -> None:
        """s2 = (|u|^2 + tr Cov u + pseudo) / (N + pseudo); Cov u = G^-1 + D Cov(e) D', D = X - G^-1 X / s2."""
        pairs, variance = self.pairs, self.variance
        weight, diagonal = pairs.weights(self.strengths, variance)
        response = self._response(weight, diagonal)
        drift = self.columns - response / variance
        residual = self.strengths - self.columns @ self.effects
        if pairs.n_items <= EXACT_ITEMS:
            hessian = pairs.laplacian(weight)
            hessian[np.diag_indices(pairs.n_items)] += 1.0 / variance
            trace = float(np.trace(np.linalg.inv(hessian)))
        else:
            trace, _ = pairs.probed_traces(weight, diagonal, np.zeros_like(weight), variance, N_PROBES)
        total = float(residual @ residual) + trace + float(np.sum((drift @ self.covariance) * drift))
        found = (total + PSEUDO_ITEMS * START_VARIANCE) / (pairs.n_items + PSEUDO_ITEMS)
        self.variance = min(max(found, SMALLEST_VARIANCE), LARGEST_VARIANCE)
