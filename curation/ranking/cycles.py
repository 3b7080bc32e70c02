"""Do preferences contradict each other: a over b, b over c, c over a? And is that more than chance?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from curation.ranking._bradley_terry import bradley_terry
from curation.ranking.tally import Tally

Ints = NDArray[np.int64]

DENSE_SHARE = 0.05
N_EXAMPLES = 10


@dataclass(frozen=True, eq=False)
class PreferenceCycles:
    """Contradicting triads, and whether chance explains them.

    Attributes:
        triads: triads of items of which every pair was judged and has a majority.
        contradicting: those of them that go round in a circle.
        expected: mean number of contradicting triads when taste has one order and only chance contradicts it.
        low, high: what 95 of 100 such simulations give.
        p_value: probability of at least as many by chance, (1 + those) / (1 + simulations). Small (below .05, say): no
            single order describes these judges; the candidates may be good in different ways, or the judges disagree.
        random: number expected if every majority were a coin flip, triads / 4.
        examples: (up to 10, 3) items a over b over c over a, those with the most judgments first.
        n_simulations: as asked.
    """

    triads: int
    contradicting: int
    expected: float
    low: float
    high: float
    p_value: float
    random: float
    examples: Ints
    n_simulations: int

    @property
    def chance_explains(self) -> bool:
        """Whether the contradictions are no more than chance brings, at the level of .05."""
        return self.p_value > 0.05


def preference_cycles(tally: Tally, *, rng: np.random.Generator, n_simulations: int = 200) -> PreferenceCycles:
    """Count triads whose majorities contradict each other, and compare with judgments simulated from the fitted order.

    In each simulation every decided judgment of the tally is drawn anew with P(i beats j) = sigmoid(t_i - t_j), t the
    fit of `bradley_terry`; ties stay. The counted triads vary with the majorities, as they do in the data.

    Args:
        tally: the judgments. A pair with equally many wins each way has no majority.
        rng: source of the simulated judgments.
        n_simulations: how many; the p-value cannot be below 1 / (1 + n_simulations).

    Returns:
        counts and p-value. Without any complete triad: zeros, and a p-value of 1.

    Raises:
        ValueError: n_simulations is not at least 1.

    Example:
        >>> circle = Tally.from_arrays([0, 1, 2] * 9, [1, 2, 0] * 9, [1.0] * 27, 3)
        >>> found = preference_cycles(circle, rng=np.random.default_rng(0))
        >>> found.triads, found.contradicting, found.chance_explains  # one of four triads of coin flips goes round
        (1, 1, True)

    Source: M. G. Kendall, B. Babington Smith, Biometrika 31 (1940) 324-345, doi:10.1093/biomet/31.3-4.324; the
    comparison with the fitted order is a parametric bootstrap.
    """
    if n_simulations < 1:
        raise ValueError(f"n_simulations must be at least 1, not {n_simulations}")
    first, second, n_items = tally.first, tally.second, tally.n_items
    margin = 2.0 * tally.wins - tally.count
    contradicting, triads = _count(first, second, np.sign(margin), n_items)
    nothing = np.empty((0, 3), np.int64)
    if triads == 0:
        return PreferenceCycles(0, 0, 0.0, 0.0, 0.0, 1.0, 0.0, nothing, n_simulations)
    strengths = bradley_terry(tally, tolerance=1e-6).strengths
    p = 1.0 / (1.0 + np.exp(strengths[second] - strengths[first]))
    decided = np.rint(tally.count - tally.ties).astype(np.int64)
    found = np.empty(n_simulations)
    for k in range(n_simulations):
        found[k], _ = _count(first, second, np.sign(2.0 * rng.binomial(decided, p) - decided), n_items)
    low, high = np.quantile(found, [0.025, 0.975])
    return PreferenceCycles(
        triads=triads,
        contradicting=contradicting,
        expected=float(found.mean()),
        low=float(low),
        high=float(high),
        p_value=float((1 + np.sum(found >= contradicting)) / (1 + n_simulations)),
        random=triads / 4.0,
        examples=_examples(tally, margin) if contradicting else nothing,
        n_simulations=n_simulations,
    )


def _count(first: Ints, second: Ints, sign: NDArray[np.float64], n_items: int) -> tuple[int, int]:
    """(contradicting, all) triads of the majorities `sign` of each pair (1: first, -1: second, 0: none).

    With A the matrix of majorities, trace(A^3) / 3 triads go round, and trace((A + A')^3) / 6 are complete.
    """
    has = sign != 0
    winner = np.where(sign > 0, first, second)[has]
    loser = np.where(sign > 0, second, first)[has]
    if has.sum() > DENSE_SHARE * n_items**2:
        over = np.zeros((n_items, n_items), np.float32)
        over[winner, loser] = 1.0
        either = over + over.T
        round_trips = float(np.sum((over @ over) * over.T, dtype=np.float64))
        trips = float(np.sum((either @ either) * either, dtype=np.float64))
    else:
        from scipy.sparse import csr_array

        sparse = csr_array((np.ones(winner.size), (winner, loser)), shape=(n_items, n_items))
        both = sparse + sparse.T
        round_trips = float((sparse @ sparse).multiply(sparse.T).sum())
        trips = float((both @ both).multiply(both).sum())
    return round(round_trips / 3.0), round(trips / 6.0)


def _examples(tally: Tally, margin: NDArray[np.float64]) -> Ints:
    """Contradicting triads that rest on the most judgments: the least judged of their pairs counts."""
    has = margin != 0
    winner = np.where(margin > 0, tally.first, tally.second)[has]
    loser = np.where(margin > 0, tally.second, tally.first)[has]
    judged = dict(zip(zip(winner.tolist(), loser.tolist(), strict=True), tally.count[has].tolist(), strict=True))
    beats: dict[int, set[int]] = {}
    beaten_by: dict[int, set[int]] = {}
    for one, other in judged:
        beats.setdefault(one, set()).add(other)
        beaten_by.setdefault(other, set()).add(one)
    found: dict[tuple[int, int, int], float] = {}
    for (one, other), count in sorted(judged.items(), key=lambda entry: -entry[1]):
        for third in beats.get(other, set()) & beaten_by.get(one, set()):
            start = min(one, other, third)
            triad = (
                (one, other, third) if start == one else (other, third, one) if start == other else (third, one, other)
            )
            found[triad] = min(count, judged[other, third], judged[third, one])
        if len(found) >= 10 * N_EXAMPLES:
            break
    best = sorted(found, key=lambda triad: (-found[triad], triad))[:N_EXAMPLES]
    return np.array(best, np.int64).reshape(-1, 3)
