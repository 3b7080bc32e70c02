"""How often a recipe's output would be preferred on a brief nobody has seen yet."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import expit
from scipy.stats import t as student

from curation.ranking.recipes.model import RecipeFit

Floats = npt.NDArray[np.float64]

PROBIT_SLOPE = (16.0 * np.sqrt(3.0) / (15.0 * np.pi)) ** 2


@dataclass(frozen=True)
class WinProbability:
    """Probability that a new output of each recipe is preferred to a new output of recipe `against`, on a new brief.

    Attributes:
        probability, low, high: between 0 and 1, shape (n_recipes,); .5 for `against` itself.
        against: the recipe compared with.
        confidence: of the interval.
    """

    probability: Floats
    low: Floats
    high: Floats
    against: int
    confidence: float


def attenuation(brief_variance: float) -> float:
    """kappa of E sigmoid(d + sqrt(2 tau2) z) ~ sigmoid(kappa d), z ~ N(0, 1): 1 / sqrt(1 + .346 * 2 tau2).

    Example:
        >>> round(attenuation(0.74), 2)
        0.81

    Source: Zeger, Liang & Albert, "Models for longitudinal data", Biometrics 44 (1988) 1049-1060, formula 3.1.
    """
    return float(1.0 / np.sqrt(1.0 + PROBIT_SLOPE * 2.0 * brief_variance))


def win_probability(fit: RecipeFit, against: int, *, confidence: float = 0.95) -> WinProbability:
    """Win probability of every recipe against one, on new briefs, with its interval.

    W = E sigmoid(d + sqrt(2 tau2) z) ~ sigmoid(kappa d), d the difference of the recipe effects, tau2 the variance from
    brief to brief; interval sigmoid(kappa (d -+ t se)), t with (briefs judged - 1) degrees of freedom. It remains honest
    when the pairs were chosen adaptively and when `against` was chosen as the best, because the fit shrinks.

    Args:
        fit: a fit of the recipes.
        against: recipe, 0 to n_recipes - 1.
        confidence: of the interval, between 0 and 1.

    Returns:
        WinProbability. With fewer than two judged briefs nothing is known of new ones: the interval is (0, 1).

    Raises:
        ValueError: an unknown recipe, a confidence outside (0, 1).

    Example:
        >>> from curation.ranking.recipes import fit_recipes
        >>> briefs = [b for b in range(20) for _ in range(2)]
        >>> fit = fit_recipes([0, 1] * 20, briefs, list(range(0, 40, 2)), list(range(1, 40, 2)), [1] * 17 + [0] * 3)
        >>> wins = win_probability(fit, against=1)
        >>> bool(0.6 < wins.probability[0] < 0.85), float(wins.probability[1])
        (True, 0.5)

    Source: as `attenuation`; measured coverage .93-.97 in `python -m benchmarks.recipes`.
    """
    if not 0 <= against < fit.strengths.size:
        raise ValueError(f"Recipe {against} is unknown: there are {fit.strengths.size}, counted from 0.")
    if not 0.0 < confidence < 1.0:
        raise ValueError(f"confidence must lie between 0 and 1, found {confidence}.")
    d, error = fit.difference(against)
    kappa = attenuation(fit.brief_variance)
    low, high = np.zeros_like(d), np.ones_like(d)
    if fit.n_briefs >= 2:
        reach = student.ppf(0.5 + confidence / 2.0, fit.n_briefs - 1) * error
        low, high = expit(kappa * (d - reach)), expit(kappa * (d + reach))
    low[against] = high[against] = 0.5
    return WinProbability(expit(kappa * d), low, high, against, confidence)
