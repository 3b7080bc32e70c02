"""How many judgments `crowd_bradley_terry` needs when two of ten judges click at random, against dropping the two by hand."""

import numpy as np
from numpy.typing import NDArray
from scipy.stats import kendalltau

from curation.ranking import Tally, bradley_terry, crowd_bradley_terry

N_ITEMS, N_JUDGES, N_CLICKERS = 50, 10, 2
PER_ITEM = (8, 12, 16, 24, 32, 48, 64)
# The level that a hand-cleaned project reaches with this many judgments per item (clickers' included).
REFERENCE = 24
METHODS = ("clickers dropped by hand", "crowd_bradley_terry", "naive")


def crowd(seeds: int) -> dict[str, object]:
    """Kendall's tau by judgments per item for each method, and the ratio of judgments needed for the reference level."""
    curves = {name: np.zeros((seeds, len(PER_ITEM))) for name in METHODS}
    for seed in range(seeds):
        for place, per_item in enumerate(PER_ITEM):
            for name, tau in _one_project(seed, per_item * N_ITEMS).items():
                curves[name][seed, place] = tau
    level = float(curves[METHODS[0]].mean(axis=0)[PER_ITEM.index(REFERENCE)])
    ratios = {name: _needed(curves[name].mean(axis=0), level) / REFERENCE for name in METHODS}
    rng = np.random.default_rng(0)
    drawn = []
    for _ in range(200):
        rows = rng.integers(0, seeds, seeds)
        target = float(curves[METHODS[0]][rows].mean(axis=0)[PER_ITEM.index(REFERENCE)])
        drawn.append(_needed(curves[METHODS[1]][rows].mean(axis=0), target) / REFERENCE)
    return {
        "seeds": seeds,
        "per_item": PER_ITEM,
        "tau": {name: curve.mean(axis=0).tolist() for name, curve in curves.items()},
        "level": level,
        "ratio": ratios,
        "ratio_error": float(np.std(drawn)),
    }


def _one_project(seed: int, n: int) -> dict[str, float]:
    rng = np.random.default_rng([seed, n])
    truth = rng.normal(0.0, 2.0, N_ITEMS)
    left = rng.integers(0, N_ITEMS, n)
    right = (left + rng.integers(1, N_ITEMS, n)) % N_ITEMS
    judge = np.arange(n) % N_JUDGES
    outcome = (rng.random(n) < 1.0 / (1.0 + np.exp(truth[right] - truth[left]))).astype(float)
    clicked = judge < N_CLICKERS
    outcome[clicked] = rng.integers(0, 2, int(clicked.sum()))
    kept = ~clicked
    fits = {
        METHODS[0]: bradley_terry(_tally(left[kept], right[kept], outcome[kept]), prior_variance=4.0),
        METHODS[1]: crowd_bradley_terry(judge, left, right, outcome, n_items=N_ITEMS, prior_variance=4.0),
        METHODS[2]: bradley_terry(_tally(left, right, outcome), prior_variance=4.0),
    }
    return {name: float(kendalltau(fit.strengths, truth).statistic) for name, fit in fits.items()}


def _tally(left: NDArray[np.int64], right: NDArray[np.int64], outcome: NDArray[np.float64]) -> Tally:
    return Tally.from_arrays(left, right, outcome, N_ITEMS)


def _needed(curve: NDArray[np.float64], level: float) -> float:
    """Judgments per item at which the mean curve reaches the level, linear between readings in log judgments."""
    return float(np.exp(np.interp(level, np.maximum.accumulate(curve), np.log(PER_ITEM))))
