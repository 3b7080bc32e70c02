"""Which pair of recipes, on which brief, would decide most: what is at stake times what the answer would tell."""

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from curation.ranking.pairing.information import STEP, information_table
from curation.ranking.recipes.layout import Integers
from curation.ranking.recipes.model import Floats, Posterior

MARGIN = 0.15
SMALLEST_EXCESS = 1e-12


def expected_excess(d: Floats, sd: Floats) -> Floats:
    """E max(x - MARGIN, 0) for x ~ N(-d, sd^2): what would be lost, in logits, by believing the difference d.

    (sd phi(z) - (d + MARGIN) Phi(-z)), z = (d + MARGIN) / sd.

    Source: Jones, Schonlau & Welch, "Efficient global optimization", Journal of Global Optimization 13 (1998) 455-492,
        formula 15.
    """
    z = (d + MARGIN) / sd
    excess: Floats = sd * np.exp(-0.5 * z * z) / np.sqrt(2.0 * np.pi) - (d + MARGIN) * ndtr(-z)
    return np.maximum(excess, SMALLEST_EXCESS)


def swap_pairs(posterior: Posterior, playing: npt.NDArray[np.bool_], baseline: int | None) -> tuple[Integers, Floats]:
    """The pairs of recipes worth asking, shape (n, 2), and the weight of each.

    Best recipe T = argmax a: pairs (T, q), weight E max(a_q - a_T - .15, 0), what is lost by choosing T if q is better. With
    a baseline: pairs (baseline, q), weight Phi(-(|a_q - a_baseline| + .15) / sd), the probability that the verdict is wrong
    by more than .15 logits, which nobody would notice.

    Args:
        posterior: belief about the recipes.
        playing: recipes that have a candidate to show, shape (n_recipes,).
        baseline: recipe to beat, or None for the best.
    """
    n = posterior.layout.n_recipes
    means, S = posterior.beta[:n], posterior.S
    target = baseline if baseline is not None else int(np.argmax(np.where(playing, means, -np.inf)))
    others = np.flatnonzero(playing & (np.arange(n) != target))
    d = np.abs(means[target] - means[others])
    variance = S[target, target] + S[others, others] - 2.0 * S[target, others]
    sd = np.sqrt(np.maximum(variance, 1e-12))
    weight = expected_excess(d, sd) if baseline is None else ndtr(-(d + MARGIN) / sd)
    return np.column_stack([np.full(others.size, target), others]).astype(np.int64), weight


def every_pair(playing: npt.NDArray[np.bool_]) -> Integers:
    """All pairs of recipes that have candidates, shape (n, 2)."""
    recipes = np.flatnonzero(playing)
    first, second = np.triu_indices(recipes.size, 1)
    return np.column_stack([recipes[first], recipes[second]]).astype(np.int64)


def least_shown(posterior: Posterior, open_: npt.NDArray[np.bool_], shown: Integers, priority: Floats) -> Integers:
    """The candidate to show for each (brief, recipe): the least shown open one, by position, -1 where there is none."""
    from curation.ranking.recipes import _choosing_kernels

    layout = posterior.layout
    cells = np.empty((layout.n_briefs, layout.n_recipes), dtype=np.int64)
    _choosing_kernels.cell_candidates(layout.starts, layout.sorted_recipe, open_, shown, priority, cells)
    return cells


def recipe_information(posterior: Posterior, cells: Integers, pairs: Integers) -> Floats:
    """What each pair of recipes on each brief would tell about the recipe effects, nats, shape (n_pairs, n_briefs).

    I(kappa d, kappa^2 v): d and v the mean and the recipe part of the variance of the two candidates' difference,
    kappa = 1 / sqrt(1 + pi vc / 8) averages out their own luck vc. -1 where a recipe has no candidate to show.

    Source: Houlsby, Huszar, Ghahramani & Lengyel, "Bayesian active learning for classification and preference learning",
        arXiv:1112.5745 (2011); the averaging is MacKay's, "The evidence framework applied to classification networks",
        Neural Computation 4 (1992) 720-736.
    """
    from curation.ranking.recipes import _choosing_kernels

    layout = posterior.layout
    out = np.empty((pairs.shape[0], layout.n_briefs))
    _choosing_kernels.pair_information(
        layout.starts, layout.squares, cells, pairs, information_table(), STEP, STEP, posterior.V, posterior.K,
        posterior.base, posterior.S, posterior.beta, out,
    )  # fmt: skip
    return out
