"""Pair counts in the form the kernels read, and what can be asked of the graph they make."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from curation.ranking.errors import NoMaximumLikelihood
from curation.ranking.tally import Tally

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MAX_SOLVER_ITERATIONS = 1000
SOLVER_ACCURACY = 1e-4
RESPONSE_ACCURACY = 1e-3
QUICK_SWEEPS = 4
SPARSE_PAIRS = 4


@dataclass(frozen=True, eq=False)
class Pairs:
    """A tally frozen for fitting: rows of pairs (see `_kernels`). The tally may grow meanwhile; this does not."""

    n_items: int
    first: Ints
    second: NDArray[np.int32]
    row_start: Ints
    count: Floats
    wins: Floats
    ties: Floats

    @classmethod
    def of(cls, tally: Tally) -> "Pairs":
        """The pairs of a tally as they are now."""
        first = tally.first
        row_start = np.zeros(tally.n_items + 1, np.int64)
        np.cumsum(np.bincount(first, minlength=tally.n_items), out=row_start[1:])
        return cls(tally.n_items, first, tally.second.astype(np.int32), row_start, tally.count, tally.wins, tally.ties)

    @property
    def is_thin(self) -> bool:
        """Whether a sparse factorisation stays sparse: few pairs per item, such as a chain or a tree."""
        return self.count.size <= SPARSE_PAIRS * self.n_items

    @cached_property
    def totals(self) -> tuple[Floats, Floats]:
        """(N,) judgments of each item and (N,) its wins plus half of its ties, in weights."""
        from curation.ranking import _kernels

        item_count, item_wins = np.empty(self.n_items), np.empty(self.n_items)
        _kernels.item_totals(self.row_start, self.second, self.count, self.wins, item_count, item_wins)
        return item_count, item_wins

    def start(self) -> Floats:
        """The log-odds of each item's share of wins, half a win added on each side: right against average opponents."""
        item_count, item_wins = self.totals
        strengths = np.log((item_wins + 0.5) / (item_count - item_wins + 0.5))
        return np.asarray(strengths - strengths.mean(), np.float64)

    def maximise(
        self, strengths: Floats, prior_variance: float, tolerance: float, max_iterations: int
    ) -> tuple[int, bool]:
        """Move `strengths` in place to the maximum; return (steps, converged)."""
        from curation.ranking import _newton

        precision = np.full(self.n_items, 1.0 / prior_variance)
        iterations, converged, ran_out = _newton.newton(
            self.row_start,
            self.second,
            self.count,
            self.totals[1],
            precision,
            strengths,
            tolerance,
            max_iterations,
            MAX_SOLVER_ITERATIONS if self.is_thin else 20 * MAX_SOLVER_ITERATIONS,
        )
        if ran_out and self.is_thin:
            from curation.ranking._direct import maximise_directly

            return maximise_directly(self, strengths, prior_variance, tolerance, max_iterations)
        return int(iterations), bool(converged)

    def weights(self, strengths: Floats, prior_variance: float) -> tuple[Floats, Floats]:
        """(P,) w_ij = C p (1 - p) at `strengths`, and (N,) the diagonal of the Hessian H = I / s2 + Laplacian(w)."""
        from curation.ranking import _newton

        weight, diagonal = np.empty(self.count.size), np.empty(self.n_items)
        precision = np.full(self.n_items, 1.0 / prior_variance)
        _newton.weigh(
            self.row_start,
            self.second,
            self.count,
            self.totals[1],
            strengths,
            precision,
            weight,
            diagonal,
            np.empty(self.n_items),
        )
        return weight, diagonal

    def probability(self, strengths: Floats) -> Floats:
        """(P,) probability that the first item of each pair wins."""
        return np.asarray(1.0 / (1.0 + np.exp(np.minimum(strengths[self.second] - strengths[self.first], 700.0))))

    def net(self, score: Floats) -> Floats:
        """(N,) a score of each pair, added to its first item and taken from its second."""
        first, second = (np.bincount(ends, score, self.n_items) for ends in (self.first, self.second))
        return np.asarray(first - second, np.float64)

    def total(self, amount: Floats) -> Floats:
        """(N,) an amount of each pair, added to both of its items."""
        first, second = (np.bincount(ends, amount, self.n_items) for ends in (self.first, self.second))
        return np.asarray(first + second, np.float64)

    def laplacian(self, weight: Floats) -> Floats:
        """(N, N) sum over pairs of weight (e_i - e_j)(e_i - e_j)', dense."""
        matrix = np.zeros((self.n_items, self.n_items))
        matrix[self.first, self.second] = -weight
        matrix[self.second, self.first] = -weight
        np.fill_diagonal(matrix, -matrix.sum(axis=1))
        return matrix

    def response_variance(
        self, weight: Floats, diagonal: Floats, filling: Floats, prior_variance: float, n_draws: int
    ) -> Floats:
        """(N,) estimate of the diagonal of S (Laplacian(filling) + I / s2) S, centred; see `intervals`."""
        from curation.ranking import _newton

        if np.isinf(prior_variance) and self.is_thin:
            from curation.ranking._direct import response_variance_directly

            return response_variance_directly(self, weight, diagonal, filling, prior_variance, n_draws)
        return _newton.response_variance(
            self.row_start,
            self.second,
            weight,
            filling,
            np.full(self.n_items, 1.0 / prior_variance),
            diagonal,
            n_draws,
            RESPONSE_ACCURACY,
            MAX_SOLVER_ITERATIONS,
        )

    def solve(
        self,
        weight: Floats,
        diagonal: Floats,
        prior_variance: float | Floats,
        right_side: Floats,
        accuracy: float = SOLVER_ACCURACY,
    ) -> Floats:
        """(N,) x with (I / s2 + Laplacian(weight)) x = right_side; s2 may differ between items."""
        from curation.ranking import _newton

        solution = np.empty(self.n_items)
        _newton.solve(
            self.row_start,
            self.second,
            weight,
            np.full(self.n_items, 1.0 / np.asarray(prior_variance)),
            diagonal,
            right_side,
            solution,
            accuracy,
            MAX_SOLVER_ITERATIONS,
        )
        return solution

    def curvature_change(self, weight: Floats, strengths: Floats, change: Floats) -> Floats:
        """(P,) derivative of each w = C p (1 - p) when the strengths move along `change`."""
        from curation.ranking import _newton

        bend = np.empty(weight.size)
        _newton.curvature_change(self.row_start, self.second, weight, strengths, change, bend)
        return bend

    def probed_traces(
        self, weight: Floats, diagonal: Floats, bend: Floats, prior_variance: float, n_probes: int
    ) -> tuple[float, float]:
        """Estimates of tr S and tr(S Laplacian(bend)), from `n_probes` fixed random sign vectors."""
        from curation.ranking import _newton

        return _newton.probe_traces(
            self.row_start,
            self.second,
            weight,
            bend,
            np.full(self.n_items, 1.0 / prior_variance),
            diagonal,
            n_probes,
            SOLVER_ACCURACY,
            MAX_SOLVER_ITERATIONS,
        )


def check_ranked_pieces(pairs: Pairs) -> None:
    """Raise `NoMaximumLikelihood` unless every item leads to every other along wins or ties (Ford 1957)."""
    from curation.ranking import _kernels

    if _kernels.all_reach_first(pairs.row_start, pairs.second, pairs.count, pairs.wins, QUICK_SWEEPS):
        return
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    beat, beaten = pairs.wins > 0.0, pairs.wins < pairs.count
    winners = np.concatenate([pairs.first[beat], pairs.second[beaten]])
    losers = np.concatenate([pairs.second[beat], pairs.first[beaten]])
    graph = coo_array((np.ones(winners.size, np.int8), (winners, losers)), shape=(pairs.n_items, pairs.n_items))
    pieces, _ = connected_components(graph, directed=True, connection="strong")
    if pieces > 1:
        item_count, item_wins = pairs.totals
        compared = item_count > 0.0
        raise NoMaximumLikelihood(
            int(pieces),
            only_win=np.flatnonzero(compared & (item_wins >= item_count)).tolist(),
            only_lose=np.flatnonzero(compared & (item_wins <= 0.0)).tolist(),
            never_compared=np.flatnonzero(~compared).tolist(),
        )
