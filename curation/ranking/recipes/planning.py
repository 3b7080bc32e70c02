"""How many briefs, judges and judgments a balanced study needs."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq
from scipy.special import expit, ndtri
from scipy.stats import t as student

from curation.ranking.recipes.wins import attenuation

NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(80)
WEIGHTS = WEIGHTS / WEIGHTS.sum()
INFORMATION_PER_JUDGMENT = 0.21
MOST_JUDGES = 1000


@dataclass(frozen=True)
class Plan:
    """What to prepare.

    Attributes:
        briefs, judges: at least.
        pairs: different pairs of candidates shown.
        judgments: answers in all, pairs * judges_per_pair.
        fewest_briefs: under this number no amount of judging would do.
        difference: of the recipe effects behind that preference, logits.
        preference, recipes, judges_per_pair, power, confidence: what was asked for.
    """

    briefs: int
    judges: int
    pairs: int
    judgments: int
    fewest_briefs: int
    difference: float
    preference: float
    recipes: int
    judges_per_pair: int
    power: float
    confidence: float


def preference_moments(preference: float, brief_variance: float) -> tuple[float, float, float]:
    """The difference d with E sigmoid(d + sqrt(2 tau2) z) = preference, and Var p and E p (1 - p) over briefs.

    Example:
        >>> d, between, within = preference_moments(0.6, 0.74)
        >>> round(d, 2), round(between + within, 2)
        (0.52, 0.24)
    """
    spread = np.sqrt(2.0 * brief_variance) * NODES
    difference = float(brentq(lambda d: float(WEIGHTS @ expit(d + spread)) - preference, 0.0, 50.0))
    p = expit(difference + spread)
    within = float(WEIGHTS @ (p * (1.0 - p)))
    return difference, preference * (1.0 - preference) - within, within


def plan(
    preference: float = 0.6,
    *,
    recipes: int = 2,
    briefs: int | None = None,
    judges_per_pair: int = 1,
    taste: float = 0.0,
    brief_variance: float = 0.74,
    power: float = 0.8,
    confidence: float = 0.95,
) -> Plan:
    """Briefs, judges and judgments with which a preference on new briefs would be told from 50:50.

    Wanted: standard error of the win probability W at most (W - .5) / (q + z_power), q the two-sided quantile.
    Two recipes: error^2 = (Var_b p + E p (1 - p) / m) / briefs + judge part. More recipes, balanced round robin:
    error^2 = (W (1 - W))^2 ((R - 1) D / (.21 M) + 2 tau2 kappa^2 / B) + judge part, D = m (Var p + E p (1 - p) / m) / (W (1 - W))
    the price of asking m judges about one pair. Judge part: (kappa W (1 - W))^2 2 taste^2 / J; the fewest judges are taken
    with which it is at most half of the total, and q is then Student's t with J - 1 degrees of freedom.

    Args:
        preference: W to be seen, share of new briefs on which the better recipe wins, above .5 and below 1.
        recipes: compared with each other, 2 or more.
        briefs: how many there are; None: as many as asked for, half of the error being theirs (two recipes: one pair each).
        judges_per_pair: answers to one pair, m.
        taste: standard deviation of judge x recipe tastes, logits; above 0 the answer is for people in general (.3 is mild,
            .6 strong). 0: for the judges one has.
        brief_variance: tau2, variance of a candidate around its recipe from brief to brief, squared logits.
        power: chance that the interval will lie beyond 50 %.
        confidence: of that interval.

    Returns:
        Plan.

    Raises:
        ValueError: arguments out of range, or so few briefs that no amount of judging would do.

    Example:
        >>> plan(0.6).briefs, plan(0.6).judgments, plan(0.6, judges_per_pair=5).judgments
        (189, 189, 360)

    Source: Lachin, Controlled Clinical Trials 2 (1981) 93-113 (sample size); checked by simulation: power .78-.81 for two
        recipes, widths within 8 % for 4-24 recipes.
    """
    if not 0.5 < preference < 1.0:
        raise ValueError(f"preference must lie above 0.5 and below 1, found {preference}.")
    if recipes < 2 or judges_per_pair < 1 or brief_variance < 0.0 or taste < 0.0:
        raise ValueError("A plan needs two recipes or more, a judge per pair or more, and no negative variance.")
    if not (0.0 < power < 1.0 and 0.0 < confidence < 1.0):
        raise ValueError("power and confidence must lie between 0 and 1.")
    difference, between, within = preference_moments(preference, brief_variance)
    slope, kappa = preference * (1.0 - preference), attenuation(brief_variance)
    judges, wanted = _judges(preference, 2.0 * (kappa * slope * taste) ** 2, judges_per_pair, power, confidence)
    per_pair = between + within / judges_per_pair
    if recipes == 2:
        fewest = _whole(between / wanted)
        pairs = briefs_wanted = _whole(per_pair / wanted)
        enough = briefs is None or briefs >= briefs_wanted
    else:
        floor = 2.0 * brief_variance * (kappa * slope) ** 2
        fewest = _whole(floor / wanted)
        briefs_wanted = _whole(2.0 * floor / wanted) if briefs is None else briefs
        enough = wanted > floor / briefs_wanted
        rest = max(wanted - floor / briefs_wanted, 1e-12) / slope**2
        pairs = _whole((recipes - 1) * per_pair / slope / (INFORMATION_PER_JUDGMENT * rest))
    if not enough:
        needed = briefs_wanted if recipes == 2 else fewest + 1
        raise ValueError(f"{briefs} briefs are too few to see a preference of {preference:.0%}: it takes {needed}.")
    return Plan(
        briefs_wanted if briefs is None else briefs, judges, pairs, pairs * judges_per_pair, max(fewest, 1), difference,
        preference, recipes, judges_per_pair, power, confidence,
    )  # fmt: skip


def _whole(number: float) -> int:
    return int(np.ceil(number - 1e-9))


def _judges(preference: float, variance: float, at_least: int, power: float, confidence: float) -> tuple[int, float]:
    """Fewest judges, and the squared error left for briefs and answers."""
    z_power, z = float(ndtri(power)), float(ndtri(0.5 + confidence / 2.0))
    if variance == 0.0:
        return at_least, ((preference - 0.5) / (z + z_power)) ** 2
    for judges in range(max(at_least, 2), MOST_JUDGES):
        quantile = float(student.ppf(0.5 + confidence / 2.0, judges - 1))
        wanted = ((preference - 0.5) / (quantile + z_power)) ** 2
        if variance / judges <= wanted / 2.0:
            return judges, wanted - variance / judges
    raise ValueError(f"More than {MOST_JUDGES} judges would be needed: tastes differ too much for this preference.")
