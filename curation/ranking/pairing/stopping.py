"""When enough has been judged: joint draws of the strengths, and judgments imagined until they settle."""

import numpy as np
from numpy.typing import NDArray

from curation.ranking.pairing.information import information_table
from curation.ranking.pairing.posterior import Posterior
from curation.ranking.pairing.protocol import Remaining

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

DRAWS = 500
_IMAGINED_CONFIDENCE = 0.9
"""Imagined posteriors are modes without skew, which say .9 when `settled` says .95 (benchmarks/results/judgments.md)."""
_NEGLIGIBLE_DEVIATIONS = 6.0
_IMAGINED_RUNS = 16
_IMAGINED_ITEMS = 40
_IMAGINED_DRAWS = 100
_RELEVANT_SHARE = 0.02
_GROWTH = 1.6


def settled_probability(
    posterior: Posterior, inside: Integers, outside: Integers, within: float, rng: np.random.Generator
) -> float:
    """P((best outsider) - (worst insider) <= within) under the posterior.

    Args:
        inside, outside: strengths of the winners and of the others.
        within: log-odds; .5 is a 62:38 preference.
        rng: for 500 joint draws.

    Returns: between 0 and 1; 1 when there is nobody inside or nobody outside.

    Source: ranking.md of this project, section 1.4 (Monte Carlo of the Laplace posterior).
    """
    if not len(inside) or not len(outside):
        return 1.0
    inside, outside = _in_question(posterior, inside, outside, within)
    if not len(inside):
        return 1.0
    drawn = posterior.draws(np.concatenate([inside, outside]), rng.standard_normal((DRAWS, len(inside) + len(outside))))
    gap = drawn[:, len(inside) :].max(axis=1) - drawn[:, : len(inside)].min(axis=1)
    return float((gap <= within).mean())


def _in_question(posterior: Posterior, inside: Integers, outside: Integers, within: float) -> tuple[Integers, Integers]:
    """Leaves out who is more than six deviations from making a difference."""
    reach = _NEGLIGIBLE_DEVIATIONS * np.sqrt(posterior.variance)
    high, low = posterior.mean + reach, posterior.mean - reach
    near_inside = inside[low[inside] + within < high[outside].max()]
    near_outside = outside[high[outside] > low[inside].min() + within]
    return (near_inside, near_outside) if len(near_inside) and len(near_outside) else (inside[:0], outside[:0])


def top_probability(posterior: Posterior, items: Integers, winners: int, rng: np.random.Generator) -> Floats:
    """Probability of each of `items` to be among the strongest `winners` of them, shape (len(items),); sums to winners."""
    if winners >= len(items):
        return np.ones(len(items))
    drawn = posterior.draws(items, rng.standard_normal((DRAWS, len(items))))
    best = np.argpartition(-drawn, winners - 1, axis=1)[:, :winners]
    counts: Floats = np.bincount(best.ravel(), minlength=len(items)) / DRAWS
    return counts


def order_gaps(posterior: Posterior, ordered: Integers, rng: np.random.Generator) -> Floats:
    """The largest amount by which an item is better than one ranked above it, in each of 500 draws; -inf for one item.

    Args:
        ordered: strengths, best first.

    Returns: shape (500,), log-odds.
    """
    if len(ordered) < 2:
        return np.full(DRAWS, -np.inf)
    drawn = posterior.draws(ordered, rng.standard_normal((DRAWS, len(ordered))))
    worst_above = np.minimum.accumulate(drawn, axis=1)[:, :-1]
    gaps: Floats = (drawn[:, 1:] - worst_above).max(axis=1)
    return gaps


def imagined_remaining(
    posterior: Posterior,
    inside: Integers,
    outside: Integers,
    scores: Floats,
    within: float,
    rng: np.random.Generator,
) -> Remaining:
    """How many more judgments until settled, by imagining them.

    A truth is drawn from the posterior, pairs are chosen and answered as they would be until the winners are settled;
    sixteen times. Items that hardly matter any more are left out; when more than 40 matter, a sample of them stands for
    all and the count is scaled up by the share left out, to the power 1.6: from 20 to 200 items the judgments per item
    grow like N^.6 (benchmarks/results/judgments.md).

    Args:
        scores: of every insider against every outsider, shape (len(inside), len(outside)).
        within: log-odds, as in `settled_probability`.

    Returns: 5 % point, median and 95 % point of the imagined counts.
    """
    from curation.ranking.pairing import _imagine

    rows, columns, scale = _who_matters(scores)
    chosen = np.concatenate([inside[rows], outside[columns]])
    mean, covariance = posterior.mean[chosen], posterior.covariance_of(chosen)
    longest = 40 * len(chosen)
    counts = np.empty(_IMAGINED_RUNS)
    truths = posterior.draws(chosen, rng.standard_normal((_IMAGINED_RUNS, len(chosen))))
    for run in range(_IMAGINED_RUNS):
        counts[run] = _imagine.imagine(
            mean.copy(),
            covariance.copy(),
            len(rows),
            truths[run],
            within,
            _IMAGINED_CONFIDENCE,
            rng.random(longest),
            rng.standard_normal((_IMAGINED_DRAWS, len(chosen))),
            information_table(),
        )
    low, expected, high = np.ceil(scale**_GROWTH * np.quantile(counts, [0.05, 0.5, 0.95])).astype(int).tolist()
    return Remaining(low, expected, high)


def _who_matters(scores: Floats) -> tuple[Integers, Integers, float]:
    """Rows and columns with a score worth mentioning, thinned out evenly to 40, and the factor they stand for."""
    least = _RELEVANT_SHARE * scores.max()
    rows = np.flatnonzero(scores.max(axis=1) >= least)
    columns = np.flatnonzero(scores.max(axis=0) >= least)
    matter = len(rows) + len(columns)
    scale = max(1.0, matter / _IMAGINED_ITEMS)
    return _thinned(rows, scale), _thinned(columns, scale), scale


def _thinned(places: Integers, factor: float) -> Integers:
    n = max(1, round(len(places) / factor))
    return places[np.linspace(0, len(places) - 1, n).round().astype(int)] if n < len(places) else places
