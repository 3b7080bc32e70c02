"""What share of a recipe's outputs is unusable, with an interval that knows that looks at one brief resemble each other."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import t as student


@dataclass(frozen=True)
class UnusableShare:
    """Attributes: share, low, high between 0 and 1 (share NaN without looks); looks and briefs counted; n_effective, the
    number of independent looks they are worth; confidence of the interval."""

    share: float
    low: float
    high: float
    looks: int
    briefs: int
    n_effective: float
    confidence: float


def wilson(share: float, n: float, quantile: float) -> tuple[float, float]:
    """Wilson's interval of a proportion: (p + q^2/2n -+ q sqrt(p(1-p)/n + q^2/4n^2)) / (1 + q^2/n).

    Example:
        >>> [round(end, 3) for end in wilson(0.1, 50.0, 1.96)]
        [0.043, 0.214]

    Source: Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927) 209-212.
    """
    squared = quantile * quantile / n
    half = quantile * np.sqrt(share * (1.0 - share) / n + squared / (4.0 * n))
    middle = share + squared / 2.0
    return max(0.0, float((middle - half) / (1.0 + squared))), min(1.0, float((middle + half) / (1.0 + squared)))


def unusable_share(unusable: npt.ArrayLike, looks: npt.ArrayLike, *, confidence: float = 0.95) -> UnusableShare:
    """Share of unusable outputs over new briefs, one recipe, looks clustered by brief.

    p = sum x / sum n; v = B/(B - 1) sum_b (x_b - n_b p)^2 / (sum n)^2; n_effective = p (1 - p) / v, at most sum n, and B
    where p is 0 or 1 or v is 0; then Wilson's interval with t of B - 1 degrees of freedom. Feed it keep/reject answers or
    "unusable" marks on single candidates: a BOTH_BAD answer depends on whom the recipe met.

    Args:
        unusable, looks: counts per brief, equal length; briefs without a look are left out.
        confidence: of the interval, between 0 and 1.

    Returns:
        UnusableShare. No look: share NaN, interval (0, 1). One brief: it says nothing of new ones, interval (0, 1).

    Raises:
        ValueError: negative counts, more unusable than looks, a confidence outside (0, 1).

    Example:
        >>> found = unusable_share([0, 1, 0, 3], [3, 3, 3, 3])
        >>> round(found.share, 3), found.n_effective < found.looks
        (0.333, True)

    Source: Korn & Graubard, "Confidence intervals for proportions with small expected number of positive counts",
        Survey Methodology 24 (1998) 193-201, with Wilson (1927) in place of Clopper-Pearson.
    """
    bad, seen = np.asarray(unusable, dtype=np.float64), np.asarray(looks, dtype=np.float64)
    if bad.shape != seen.shape or bad.ndim != 1 or np.any(bad < 0) or np.any(bad > seen):
        raise ValueError("unusable and looks must be counts per brief of one length, with unusable at most looks.")
    if not 0.0 < confidence < 1.0:
        raise ValueError(f"confidence must lie between 0 and 1, found {confidence}.")
    bad, seen = bad[seen > 0], seen[seen > 0]
    briefs, total = seen.size, float(seen.sum())
    if briefs == 0:
        return UnusableShare(float("nan"), 0.0, 1.0, 0, 0, 0.0, confidence)
    share = float(bad.sum()) / total
    if briefs == 1:
        return UnusableShare(share, 0.0, 1.0, int(total), 1, 1.0, confidence)
    variance = briefs / (briefs - 1) * float(np.sum((bad - seen * share) ** 2)) / total**2
    spread = share * (1.0 - share)
    n_effective = min(total, spread / variance) if spread > 0.0 and variance > 0.0 else float(briefs)
    low, high = wilson(share, n_effective, float(student.ppf(0.5 + confidence / 2.0, briefs - 1)))
    return UnusableShare(share, low, high, int(total), briefs, n_effective, confidence)
