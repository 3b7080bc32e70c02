"""When the recipe question is answered, how long that may take, and whether briefs rather than judgments are missing."""

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from curation.ranking.pairing.protocol import Remaining
from curation.ranking.recipes.model import RecipeFit

Floats = npt.NDArray[np.float64]

NOMINAL = 0.95
SHRINKING = 0.8 ** np.arange(1, 31)
FUTURES = 60
BRIEFS_ARE_THE_LIMIT = 1.5
LARGEST_NUMBER = 1_000_000
CHOSEN_WELL = 0.5


def square_root(covariance: Floats) -> Floats:
    """A with A A' = covariance, by eigenvalues, so that a covariance of lower rank is no error."""
    values, vectors = np.linalg.eigh(covariance)
    root: Floats = vectors * np.sqrt(np.maximum(values, 0.0))
    return root


def best_is_close(draws: Floats, chosen: int, within: float) -> float:
    """Share of draws (n, R) in which no recipe is more than `within` logits better than the chosen one."""
    return float(np.mean(draws.max(axis=1) - draws[:, chosen] <= within))


def verdicts_are_close(draws: Floats, means: Floats, baseline: int, within: float) -> float:
    """Share of draws in which every recipe put on the wrong side of the baseline differs from it by at most `within`."""
    difference = draws - draws[:, [baseline]]
    wrong = (difference > 0.0) != (means - means[baseline] > 0.0)
    return float(np.mean(np.max(np.where(wrong, np.abs(difference), 0.0), axis=1) <= within))


def settled_probability(
    means: Floats, covariance: Floats, normals: Floats, within: float, baseline: int | None
) -> float:
    """Probability that the answer is at most `within` logits wrong, from draws N(means, covariance) made of `normals` (n, R).

    Without a baseline the answer is the best recipe; with one it is the side of the baseline each recipe is on.
    Fewer than two recipes: 1.
    """
    if means.size < 2:
        return 1.0
    draws = means + normals @ square_root(covariance).T
    if baseline is not None:
        return verdicts_are_close(draws, means, baseline, within)
    return best_is_close(draws, int(np.argmax(means)), within)


def remaining_judgments(
    means: Floats, covariance: Floats, normals: Floats, within: float, baseline: int | None, worth: float
) -> Remaining:
    """How many more judgments until the answer is settled: 10 % point, median and 90 % point of possible futures.

    A future draws the truth a* ~ N(means, S), then lets the covariance shrink to f S, f = .8, .64, ...; the means it would
    then show are N(f means + (1 - f) a*, f (1 - f) S). f S stands for .5 worth (1/f - 1) further judgments: `worth` is what
    the present certainty has cost, and judgments chosen where they decide go about twice as far (measured by
    `python -m benchmarks.recipes`). The number is the first at which that future is settled at the nominal .95.

    Args:
        means, covariance: of the recipe effects, logits.
        normals: standard normal draws, shape (n, R), n at least 4 * 60 of them used.
        within: logits the answer may be off by.
        baseline: recipe, or None.
        worth: judgments.

    Returns:
        Remaining; zeros when settled already. A future that is not settled after 400 times `worth` counts as that many.
    """
    if settled_probability(means, covariance, normals, within, baseline) >= NOMINAL:
        return Remaining(0, 0, 0)
    root = square_root(covariance)
    truths = means + normals[:FUTURES] @ root.T
    noises = normals[FUTURES : 2 * FUTURES] @ root.T
    rest = normals[2 * FUTURES :]
    needed = np.empty(FUTURES)
    for n, (truth, noise) in enumerate(zip(truths, noises, strict=True)):
        for f in SHRINKING:
            then = f * means + (1.0 - f) * truth + np.sqrt(f * (1.0 - f)) * noise
            if settled_probability(then, f * covariance, rest, within, baseline) >= NOMINAL:
                break
        needed[n] = min(CHOSEN_WELL * worth * (1.0 / f - 1.0), LARGEST_NUMBER)
    low, expected, high = (max(1, round(float(point))) for point in np.quantile(needed, (0.1, 0.5, 0.9)))
    return Remaining(low, expected, high)


def briefs_needed(fit: RecipeFit, n_briefs: int, within: float, *, compared: npt.NDArray[np.bool_]) -> int | None:
    """Number of briefs at which the best recipe could be settled, when briefs and not judgments are the limit; else None.

    With B briefs the variance of best minus runner-up cannot fall under 2 tau2 / B however many judgments are made. Once
    it is within 1.5 of that floor, the answer is B' = 2 tau2 (1.645 / (within + a_1 - a_2))^2 briefs, if B' > B.

    Args:
        fit: of the recipes.
        n_briefs: briefs there are.
        within: logits the answer may be off by, above 0.
        compared: recipes that take part, shape (n_recipes,).

    Example:
        >>> import numpy as np
        >>> fit = RecipeFit(np.array([0.1, 0.0]), np.eye(2) * 0.04, 0.5, 0.72, 0.0, 0.0, 0.1, 900, 20, 5, True)
        >>> briefs_needed(fit, 20, 0.1, compared=np.array([True, True]))
        98
    """
    if np.count_nonzero(compared) < 2 or n_briefs == 0:
        return None
    first, second = np.argsort(np.where(compared, -fit.strengths, np.inf), kind="stable")[:2]
    difference, error = fit.difference(int(second))
    floor = 2.0 * fit.brief_variance / n_briefs
    if error[first] ** 2 > BRIEFS_ARE_THE_LIMIT * floor:
        return None
    quantile = float(ndtri(NOMINAL))
    needed = int(np.ceil(2.0 * fit.brief_variance * (quantile / (within + float(difference[first]))) ** 2))
    return needed if needed > n_briefs else None
