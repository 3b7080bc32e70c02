"""Strengths from choices among several: the best of four, or whole rankings."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from curation.ranking._judgments import check_n_items
from curation.ranking._pairs import Pairs, check_ranked_pieces
from curation.ranking.tally import Tally

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MAX_STEP = 3.0


@dataclass(frozen=True, eq=False)
class PlackettLuceFit:
    """Strengths from choices.

    Attributes:
        strengths: (N,) natural log-odds, sum zero, on the scale of `bradley_terry`.
        standard_errors: (N,) relative to the mean of the items, from the curvature at the fit.
        prior_variance: as asked. iterations, converged: of Newton's method.
    """

    strengths: Floats
    standard_errors: Floats
    prior_variance: float
    iterations: int
    converged: bool


def choices_of_rankings(rankings: Sequence[Sequence[int]]) -> list[list[int]]:
    """The choices that make a ranking, best first: the first over all others, the second over the rest, and so on.

    Example:
        >>> choices_of_rankings([[2, 0, 1]])
        [[2, 0, 1], [0, 1]]
    """
    return [list(ranking[place:]) for ranking in rankings for place in range(len(ranking) - 1)]


def plackett_luce(
    choices: Sequence[Sequence[int]],
    *,
    n_items: int,
    prior_variance: float = 4.0,
    tolerance: float = 1e-10,
    max_iterations: int = 100,
) -> PlackettLuceFit:
    """Estimate strengths t where item c is chosen among a set A with probability exp(t_c) / sum over A of exp(t_a).

    Maximises sum over choices of t_c - log sum exp(t_a), less t't / (2 s2), by Newton's method; dense in items. A choice
    of one from two is a judgment of a pair, and gives what `bradley_terry` gives.

    Args:
        choices: item numbers of each choice, the chosen one first, the others in any order. Rankings are turned into
            choices by `choices_of_rankings`.
        n_items: number of items.
        prior_variance: s2 of the strengths, log-odds squared; inf for plain maximum likelihood.
        tolerance: largest step at which Newton's method stops, log-odds.
        max_iterations: most steps.

    Decided: without choices all strengths are 0. An item never offered keeps the prior.

    Raises:
        NoMaximumLikelihood: as `bradley_terry`, the chosen item counting as having beaten each of the others.
        ValueError: a choice among fewer than two items, or with an item twice or out of range.

    Example:
        >>> plackett_luce([[0, 1, 2], [1, 0, 2], [2, 0, 1]], n_items=3, prior_variance=float("inf")).strengths.round(6)
        array([0., 0., 0.])

    Source: R. L. Plackett, Applied Statistics 24 (1975) 193-202, doi:10.2307/2346567; D. R. Hunter, Annals of Statistics
    32 (2004) 384-406, doi:10.1214/aos/1079120141.
    """
    if not prior_variance > 0.0:
        raise ValueError(f"prior_variance must be above 0 (inf for none), not {prior_variance}")
    n_items = check_n_items(n_items)
    items, offered = _padded(choices, n_items)
    if np.isinf(prior_variance):
        chosen = np.repeat(items[:, :1], items.shape[1], axis=1)[:, 1:][offered[:, 1:]]
        beaten = items[:, 1:][offered[:, 1:]]
        check_ranked_pieces(Pairs.of(Tally.from_arrays(chosen, beaten, np.ones(chosen.size), n_items)))
    strengths = np.zeros(n_items)
    iterations, converged = 0, False
    while not converged and iterations < max_iterations:
        iterations += 1
        gradient, covariance = _slope_and_covariance(strengths, items, offered, prior_variance)
        step = covariance @ gradient
        farthest = float(np.abs(step).max())
        strengths += step * min(1.0, MAX_STEP / max(farthest, 1e-300))
        converged = farthest < tolerance
    _, covariance = _slope_and_covariance(strengths, items, offered, prior_variance)
    errors = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    return PlackettLuceFit(strengths - strengths.mean(), errors, float(prior_variance), iterations, converged)


def _padded(choices: Sequence[Sequence[int]], n_items: int) -> tuple[Ints, NDArray[np.bool_]]:
    """(M, K) items of each choice, and which places are real."""
    size = max((len(choice) for choice in choices), default=1)
    items = np.zeros((len(choices), size), np.int64)
    offered = np.zeros((len(choices), size), np.bool_)
    for row, choice in enumerate(choices):
        if len(choice) < 2 or len(set(choice)) < len(choice):
            raise ValueError(f"choice {row} must name at least two items, each once, not {list(choice)}")
        if min(choice) < 0 or max(choice) >= n_items:
            raise ValueError(f"choice {row} names {list(choice)}, but items are numbered 0 to {n_items - 1}")
        items[row, : len(choice)] = choice
        offered[row, : len(choice)] = True
    return items, offered


def _slope_and_covariance(
    strengths: Floats, items: Ints, offered: NDArray[np.bool_], prior_variance: float
) -> tuple[Floats, Floats]:
    """(N,) gradient, and (N, N) inverse of the negative Hessian relative to the mean of the items."""
    n_items = strengths.size
    shown = np.where(offered, strengths[items], -np.inf)
    odds = np.exp(shown - shown.max(axis=1, keepdims=True, initial=-1e300))
    p = odds / odds.sum(axis=1, keepdims=True)
    gradient = -strengths / prior_variance - np.bincount(items.ravel(), p.ravel(), n_items)
    gradient += np.bincount(items[:, 0], minlength=n_items) if len(items) else 0.0
    hessian = np.diag(np.bincount(items.ravel(), p.ravel(), n_items) + 1.0 / prior_variance)
    np.add.at(hessian, (items[:, :, None], items[:, None, :]), -p[:, :, None] * p[:, None, :])
    # The mean is not determined by choices: any curvature along it will do, and is removed from the inverse.
    anchor = 1.0
    covariance = np.linalg.inv(hessian + anchor / n_items)
    covariance -= 1.0 / (n_items * (anchor + 1.0 / prior_variance))
    return np.asarray(gradient), np.asarray(covariance)
