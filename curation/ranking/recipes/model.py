"""The crossed mixed model of the goal "choose the best recipe", fitted by expectation propagation.

A candidate of recipe r on brief b has strength s = a_r + g_rb + e, a_r ~ N(0, recipe variance), g_rb ~ N(0, interaction
variance), e ~ N(0, candidate variance); P(left chosen) = sigmoid(s_left - s_right + delta), delta ~ N(0, .5^2) the pull of
the left side. A brief's own difficulty cancels in every pair. With one candidate per recipe and brief only
interaction + candidate variance can be seen; it is then all booked as interaction.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from curation.ranking.recipes.layout import Integers, Layout, integers

Floats = npt.NDArray[np.float64]

SIDE_VARIANCE = 0.25
DAMPING = 0.9
TOLERANCE = 5e-3
MOST_SWEEPS = 60
START_PRECISION, START_SHIFT = 0.15, 0.8


@dataclass(frozen=True)
class Prior:
    """What is believed before any judgment, and how many observations that belief weighs.

    Attributes:
        recipe, interaction, candidate: variances, squared logits. .6 with the weight of two recipes is what kept the
            intervals of `python -m benchmarks.recipes` between .93 and .97: with .5 and one recipe they fell to .93, and
            a heavier weight misses recipes that lie far apart.
        recipe_count, candidate_count: weight of the belief against the data in the empirical Bayes step.
        learn: whether variances are learnt from the judgments at all.
    """

    recipe: float = 0.6
    interaction: float = 0.47
    candidate: float = 0.25
    recipe_count: float = 2.0
    candidate_count: float = 4.0
    learn: bool = True

    def variances(self, layout: Layout) -> Floats:
        """(recipe, interaction, candidate), the last two added up where they cannot be told apart."""
        if layout.one_per_cell:
            return np.array([self.recipe, self.interaction + self.candidate, 0.0])
        return np.array([self.recipe, self.interaction, self.candidate])


DEFAULT_PRIOR = Prior()


@dataclass(frozen=True)
class RecipeFit:
    """What the judgments say about the recipes.

    Attributes:
        strengths: posterior means of the recipe effects, logits, shape (n_recipes,); 0 is the average recipe.
        covariance: their posterior covariance, squared logits.
        recipe_variance, interaction_variance, candidate_variance: squared logits; candidate 0 with one candidate per cell.
        side_effect, side_error: pull of the left side and its standard error, logits.
        n_judgments, n_briefs: judgments used, briefs with at least one of them.
        sweeps, converged: of expectation propagation.
    """

    strengths: Floats
    covariance: Floats
    recipe_variance: float
    interaction_variance: float
    candidate_variance: float
    side_effect: float
    side_error: float
    n_judgments: int
    n_briefs: int
    sweeps: int
    converged: bool

    @property
    def brief_variance(self) -> float:
        """Variance of one candidate around its recipe's effect from brief to brief, squared logits (tau^2)."""
        return self.interaction_variance + self.candidate_variance

    def difference(self, against: int) -> tuple[Floats, Floats]:
        """Every recipe minus recipe `against`: posterior mean and standard error, logits, shape (n_recipes,) each."""
        variance = np.diag(self.covariance)
        error = variance + variance[against] - 2.0 * self.covariance[against]
        return self.strengths - self.strengths[against], np.sqrt(np.maximum(error, 0.0))


@dataclass
class Log:
    """Judgments in the order they came; arrays grow by doubling. Positions of the layout, not candidates.

    `w` and `h` are the sites of expectation propagation: what each answer amounts to as a Gaussian.
    """

    left: Integers = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    right: Integers = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    y: Floats = field(default_factory=lambda: np.zeros(0))
    w: Floats = field(default_factory=lambda: np.zeros(0))
    h: Floats = field(default_factory=lambda: np.zeros(0))
    size: int = 0

    def extend(self, left: Integers, right: Integers, y: Floats, w: Floats | float, h: Floats | float) -> None:
        end = self.size + left.size
        if end > self.left.size:
            more = max(end, 2 * self.left.size, 64) - self.left.size
            for name in ("left", "right", "y", "w", "h"):
                old = getattr(self, name)
                setattr(self, name, np.concatenate([old, np.zeros(more, dtype=old.dtype)]))
        here = slice(self.size, end)
        self.left[here], self.right[here], self.y[here], self.w[here], self.h[here] = left, right, y, w, h
        self.size = end

    def used(self) -> tuple[Integers, Integers, Floats]:
        return self.left[: self.size], self.right[: self.size], self.y[: self.size]


class Posterior:
    """The Gaussian belief about every candidate, by brief given the recipes, and about the recipes; mutable, copied to look ahead."""

    def __init__(self, layout: Layout, prior: Prior) -> None:
        from curation.ranking.recipes import _kernels

        self.layout, self.prior = layout, prior
        self.variances = prior.variances(layout)
        columns = layout.n_recipes + 1
        self.V: Floats = np.zeros(int(layout.squares[-1]))
        self.K: Floats = np.zeros((layout.n_candidates, columns))
        self.base: Floats = np.zeros(layout.n_candidates)
        self.S: Floats = np.diag(np.append(np.full(layout.n_recipes, self.variances[0]), SIDE_VARIANCE))
        self.beta: Floats = np.zeros(columns)
        _kernels.before_judgments(
            layout.starts, layout.squares, layout.sorted_recipe, self.variances[1], self.variances[2], self.V, self.K,
            self.base,
        )  # fmt: skip

    def copy(self) -> "Posterior":
        twin = object.__new__(Posterior)
        twin.layout, twin.prior = self.layout, self.prior
        for name in ("variances", "V", "K", "base", "S", "beta"):
            setattr(twin, name, getattr(self, name).copy())
        return twin

    def refit(self, log: Log) -> tuple[int, bool]:
        """Expectation propagation from the sites in the log, which it improves; returns (sweeps, converged)."""
        from curation.ranking.recipes import _kernels

        layout = self.layout
        if log.size == 0:
            return 0, True
        left, right, y = log.used()
        judged = np.zeros(layout.n_briefs, dtype=np.bool_)
        judged[layout.sorted_brief[left]] = True
        compared = np.zeros(layout.n_recipes, dtype=np.bool_)
        compared[layout.sorted_recipe[left]] = True
        compared[layout.sorted_recipe[right]] = True
        counts = np.array([self.prior.recipe_count, self.prior.candidate_count])
        sweeps, moved = _kernels.fit(
            layout.starts, layout.squares, layout.sorted_recipe, layout.sorted_brief, left, right, y, judged, compared,
            self.prior.learn, self.prior.variances(layout), counts, SIDE_VARIANCE, DAMPING, TOLERANCE, MOST_SWEEPS,
            log.w[: log.size], log.h[: log.size], self.variances, self.V, self.K, self.base, self.S, self.beta,
        )  # fmt: skip
        return int(sweeps), bool(moved < TOLERANCE)

    def observe(self, i: int, j: int, y: float, *, expected_only: bool = False) -> tuple[float, float]:
        """Take in one answer at positions i and j at once; returns its site (w, h)."""
        from curation.ranking.recipes import _kernels

        layout = self.layout
        w, h = _kernels.observe(
            layout.starts, layout.squares, layout.sorted_brief, i, j, y, expected_only, self.V, self.K, self.base,
            self.S, self.beta,
        )  # fmt: skip
        return float(w), float(h)

    def summary(self, log: Log, sweeps: int, converged: bool) -> RecipeFit:
        n = self.layout.n_recipes
        return RecipeFit(
            strengths=self.beta[:n].copy(),
            covariance=self.S[:n, :n].copy(),
            recipe_variance=float(self.variances[0]),
            interaction_variance=float(self.variances[1]),
            candidate_variance=float(self.variances[2]),
            side_effect=float(self.beta[n]),
            side_error=float(np.sqrt(self.S[n, n])),
            n_judgments=log.size,
            n_briefs=int(np.unique(self.layout.sorted_brief[log.left[: log.size]]).size),
            sweeps=sweeps,
            converged=converged,
        )


def outcomes(values: npt.ArrayLike) -> Floats:
    """Outcomes for the left as floats: 1, 0.5 or 0."""
    y = np.asarray(values, dtype=np.float64)
    if y.size == 0:
        return np.zeros(0)
    if y.ndim != 1 or not np.all(np.isin(y, (0.0, 0.5, 1.0))):
        raise ValueError("An outcome must be 1 (left), 0.5 (no difference) or 0 (right).")
    return y


def fit_recipes(
    recipe: npt.ArrayLike,
    brief: npt.ArrayLike,
    left: npt.ArrayLike,
    right: npt.ArrayLike,
    outcome: npt.ArrayLike,
    *,
    prior: Prior = DEFAULT_PRIOR,
) -> RecipeFit:
    """Recipe effects, their covariance and the variances between briefs, from judgments of candidates.

    Each answer is a Gaussian site w, h on s_left - s_right + delta; with cavity N(m, v) (the posterior without the site)
    and E, q the mean and variance of N(m, v) sigmoid(x)^y sigmoid(-x)^(1 - y): w <- 1/q - 1/v, h <- E/q - m/v, .9 of the
    way, all in parallel, until nothing moves by .005. Between sweeps the variances take one step of empirical Bayes:
    variance <- (sum of squared effects + n0 v0) / (effective number of effects + n0), v0 and n0 from the prior.
    An answer "no difference" is half a win each way. Laplace's approximation is not offered: it underestimates the
    variance between briefs by half with a few answers per candidate.

    Args:
        recipe, brief: integers from 0 on, one entry per candidate.
        left, right: candidates as shown, one entry per judgment; both of the same brief. Two candidates of one recipe
            may be compared: it says nothing about recipes but is counted.
        outcome: 1, 0.5 or 0 for the left.
        prior: variances believed beforehand, and whether they are learnt.

    Returns:
        RecipeFit; strengths in logits, 0 the average recipe. No judgments: zeros with the prior's variances. One
        recipe: its strength is 0. A recipe that was never compared keeps strength 0 and the recipe variance.

    Raises:
        ValueError: unknown candidates, two briefs in one pair, outcomes other than 1, .5, 0.

    Example:
        >>> fit = fit_recipes([0, 1, 0, 1], [0, 0, 1, 1], [0, 2, 1], [1, 3, 0], [1, 1, 0])
        >>> bool(fit.strengths[0] > 0 > fit.strengths[1])
        True

    Source:
        Minka, "Expectation Propagation for approximate Bayesian inference", UAI 2001; Rasmussen & Williams, Gaussian
        Processes for Machine Learning, 2006, 3.6; MacKay, "Bayesian interpolation", Neural Computation 4 (1992) 415-447.
    """
    layout = Layout.of(recipe, brief)
    lefts, rights, y = integers(left, "left"), integers(right, "right"), outcomes(outcome)
    layout.check_pairs(lefts, rights)
    if y.size != lefts.size:
        raise ValueError(f"There are {lefts.size} pairs but {y.size} outcomes.")
    log, posterior = Log(), Posterior(layout, prior)
    log.extend(layout.position[lefts], layout.position[rights], y, START_PRECISION, START_SHIFT * (y - 0.5))
    sweeps, converged = posterior.refit(log)
    return posterior.summary(log, sweeps, converged)
