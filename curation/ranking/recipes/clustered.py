"""Intervals for a closed, balanced study: answers on one brief, or by one judge, are not independent.

For data chosen adaptively these intervals are wrong (they cover .6-.9 at nominal .95): use `fit_recipes` there.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import expit
from scipy.stats import t as student

from curation.ranking.recipes.layout import Integers, integers
from curation.ranking.recipes.model import Floats, outcomes
from curation.ranking.recipes.wins import WinProbability

RIDGE = 0.01
MOST_STEPS = 100


@dataclass(frozen=True)
class ClusteredFit:
    """Recipes on the scale of new briefs: a difference d of strengths is a win probability sigmoid(d) on a new brief.

    Attributes:
        strengths: logits averaged over the population of briefs, mean 0, shape (n_recipes,).
        covariance: clustered sandwich, squared logits.
        side_effect: pull of the left side, logits.
        degrees_of_freedom: fewest clusters - 1.
        two_way: whether judges are clusters too (the answer is then for new briefs and new judges).
    """

    strengths: Floats
    covariance: Floats
    side_effect: float
    degrees_of_freedom: int
    two_way: bool

    def win_probability(self, against: int, *, confidence: float = 0.95) -> WinProbability:
        """Of every recipe against one, on new briefs; interval (0, 1) when there is one brief only."""
        d = self.strengths - self.strengths[against]
        variance = np.diag(self.covariance)
        error = np.sqrt(np.maximum(variance + variance[against] - 2.0 * self.covariance[against], 0.0))
        low, high = np.zeros_like(d), np.ones_like(d)
        if self.degrees_of_freedom >= 1:
            reach = student.ppf(0.5 + confidence / 2.0, self.degrees_of_freedom) * error
            low, high = expit(d - reach), expit(d + reach)
        low[against] = high[against] = 0.5
        return WinProbability(expit(d), low, high, against, confidence)


@dataclass(frozen=True)
class WinShare:
    """Share of its comparisons each recipe won, against the whole field; share, low, high of shape (n_recipes,), NaN, 0 and
    1 for a recipe that was never shown."""

    share: Floats
    low: Floats
    high: Floats
    two_way: bool
    confidence: float


@dataclass(frozen=True)
class _Answers:
    left: Integers
    right: Integers
    y: Floats
    brief: Integers
    judge: Integers | None
    n_recipes: int

    @classmethod
    def of(
        cls,
        recipe_left: npt.ArrayLike,
        recipe_right: npt.ArrayLike,
        outcome: npt.ArrayLike,
        brief: npt.ArrayLike,
        judge: npt.ArrayLike | None,
        n_recipes: int,
    ) -> "_Answers":
        left, right = integers(recipe_left, "recipe_left"), integers(recipe_right, "recipe_right")
        y, briefs = outcomes(outcome), integers(brief, "brief")
        judges = None if judge is None else integers(judge, "judge")
        if len({left.size, right.size, y.size, briefs.size, left.size if judges is None else judges.size}) > 1:
            raise ValueError("recipe_left, recipe_right, outcome, brief and judge must be of one length.")
        if left.size and max(left.max(), right.max()) >= n_recipes:
            raise ValueError(
                f"Recipe {max(left.max(), right.max())} is unknown: there are {n_recipes}, counted from 0."
            )
        if judges is not None and np.unique(judges).size < 2:
            raise ValueError("One judge cannot speak for people in general: leave judge out, or add judges.")
        return cls(left, right, y, briefs, judges, n_recipes)

    @property
    def degrees_of_freedom(self) -> int:
        clusters = [np.unique(self.brief).size]
        if self.judge is not None:
            clusters.append(np.unique(self.judge).size)
        return max(min(clusters) - 1, 0)

    def meat(self, scores: Floats) -> Floats:
        """Sum over clusters of outer products, brief + judge - (brief, judge), each times G / (G - 1)."""
        meat = _cluster_sum(scores, self.brief)
        if self.judge is not None:
            both = self.brief * (int(self.judge.max()) + 1) + self.judge
            meat = meat + _cluster_sum(scores, self.judge) - _cluster_sum(scores, both)
            values, vectors = np.linalg.eigh(meat)
            meat = (vectors * np.maximum(values, 0.0)) @ vectors.T
        return meat


def _cluster_sum(scores: Floats, cluster: Integers) -> Floats:
    names, place = np.unique(cluster, return_inverse=True)
    sums = np.zeros((names.size, scores.shape[1]))
    np.add.at(sums, place, scores)
    total: Floats = sums.T @ sums * (names.size / max(names.size - 1, 1))
    return total


def clustered_bradley_terry(
    recipe_left: npt.ArrayLike,
    recipe_right: npt.ArrayLike,
    outcome: npt.ArrayLike,
    brief: npt.ArrayLike,
    judge: npt.ArrayLike | None = None,
    *,
    n_recipes: int,
) -> ClusteredFit:
    """Bradley-Terry of recipes with a side effect, and its sandwich covariance clustered by brief, or by brief and judge.

    P(left) = sigmoid(a_l - a_r + delta), precision .01 on every parameter; V = H^-1 M H^-1, M the sum over clusters of
    (cluster score)(cluster score)', G / (G - 1) each; two-way M = M_brief + M_judge - M_(brief, judge), negative eigenvalues
    set to 0. With `judge` the interval holds for new briefs and new judges, and is 1.3-2.6 times as wide below 10 judges.

    Args:
        recipe_left, recipe_right: recipes as shown, one entry per answer.
        outcome: 1, 0.5 or 0 for the left.
        brief, judge: integers from 0 on, one entry per answer.
        n_recipes: number of recipes.

    Returns:
        ClusteredFit, in logits. No answer: zeros and no degree of freedom. A recipe never shown: strength 0, no variance
        of its own: leave it out of tables.

    Raises:
        ValueError: lengths, recipes or outcomes that do not fit; `judge` given with fewer than two judges.

    Example:
        >>> fit = clustered_bradley_terry([0, 1, 0, 0], [1, 0, 1, 1], [1, 0, 1, 0], [0, 1, 2, 3], n_recipes=2)
        >>> bool(fit.strengths[0] > 0), fit.degrees_of_freedom
        (True, 3)

    Source: Liang & Zeger, Biometrika 73 (1986) 13-22; Cameron, Gelbach & Miller, "Robust inference with multiway
        clustering", Journal of Business & Economic Statistics 29 (2011) 238-249, formula 2.11.
    """
    answers = _Answers.of(recipe_left, recipe_right, outcome, brief, judge, n_recipes)
    rows = np.arange(answers.left.size)
    X = np.zeros((rows.size, n_recipes + 1))
    np.add.at(X, (rows, answers.left), 1.0)
    np.add.at(X, (rows, answers.right), -1.0)
    X[:, n_recipes] = 1.0
    theta = np.zeros(n_recipes + 1)
    for _ in range(MOST_STEPS):
        p = expit(X @ theta)
        hessian = (X * (p * (1.0 - p))[:, None]).T @ X + RIDGE * np.eye(theta.size)
        step = np.linalg.solve(hessian, X.T @ (answers.y - p) - RIDGE * theta)
        theta = theta + np.clip(step, -2.0, 2.0)
        if np.max(np.abs(step)) < 1e-9:
            break
    inverse = np.linalg.inv(hessian)
    covariance = inverse @ answers.meat(X * (answers.y - expit(X @ theta))[:, None]) @ inverse
    strengths = theta[:n_recipes] - (theta[:n_recipes].mean() if n_recipes else 0.0)
    return ClusteredFit(
        strengths,
        covariance[:n_recipes, :n_recipes],
        float(theta[n_recipes]),
        answers.degrees_of_freedom,
        judge is not None,
    )


def win_share(
    recipe_left: npt.ArrayLike,
    recipe_right: npt.ArrayLike,
    outcome: npt.ArrayLike,
    brief: npt.ArrayLike,
    judge: npt.ArrayLike | None = None,
    *,
    n_recipes: int,
    confidence: float = 0.95,
) -> WinShare:
    """Share of comparisons won, against the field, with no model: the honest number of a balanced study.

    p = sum x / sum n over clusters; variance sum (x - n p)^2 / (sum n)^2 with G / (G - 1), two-way as
    `clustered_bradley_terry`; p -+ t sqrt(variance), clipped to [0, 1]. "No difference" is half a win.

    Args:
        as `clustered_bradley_terry`.
        confidence: of the interval, between 0 and 1.

    Returns:
        WinShare. One brief only: the interval is (0, 1).

    Raises:
        ValueError: as `clustered_bradley_terry`.

    Example:
        >>> win_share([0, 1, 0, 0], [1, 0, 1, 1], [1, 0, 1, 0], [0, 1, 2, 3], n_recipes=2).share.tolist()
        [0.75, 0.25]

    Source: Cochran, Sampling Techniques, 3rd ed. 1977, 9A (ratio to size of clusters).
    """
    answers = _Answers.of(recipe_left, recipe_right, outcome, brief, judge, n_recipes)
    rows = np.arange(answers.left.size)
    shown, won = np.zeros((rows.size, n_recipes)), np.zeros((rows.size, n_recipes))
    for side, points in ((answers.left, answers.y), (answers.right, 1.0 - answers.y)):
        np.add.at(shown, (rows, side), 1.0)
        np.add.at(won, (rows, side), points)
    total = shown.sum(axis=0)
    share = np.divide(won.sum(axis=0), total, out=np.full(n_recipes, np.nan), where=total > 0)
    low, high = np.zeros(n_recipes), np.ones(n_recipes)
    if answers.degrees_of_freedom >= 1:
        quantile = student.ppf(0.5 + confidence / 2.0, answers.degrees_of_freedom)
        for r in np.flatnonzero(total > 0):
            error = np.sqrt(answers.meat(won[:, [r]] - shown[:, [r]] * share[r])[0, 0]) / total[r]
            low[r], high[r] = max(0.0, share[r] - quantile * error), min(1.0, share[r] + quantile * error)
    return WinShare(share, low, high, judge is not None, confidence)
