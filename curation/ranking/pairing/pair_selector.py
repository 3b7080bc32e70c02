"""Which pair to show next when the goal is to pick the best k of N, and when to stop."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from curation.ranking.pairing.belief import Belief
from curation.ranking.pairing.disjoint import best_disjoint
from curation.ranking.pairing.fours import best_four
from curation.ranking.pairing.information import information_table
from curation.ranking.pairing.protocol import NothingToAsk, Pair, Remaining
from curation.ranking.pairing.stopping import imagined_remaining, settled_probability, top_probability

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

DEFAULT_WITHIN = 0.5
_CRITICAL_PAIRS = 12
_IMAGINE_AGAIN_AFTER = 0.05


class PairSelector(Belief):
    """Finds the best k of N items with few judgments (swap-BALD).

    Estimates strengths under Bradley-Terry, P(i beats j) = sigmoid(t_i - t_j), t ~ N(prior mean, s2), as a Gaussian
    N(mu, S). With T the k items of highest mu, it asks the pair of an i in T and a j outside that maximises

        Phi(-(mu_i - mu_j) / sqrt(v)) * I(mu_i - mu_j, v),   v = S_ii + S_jj - 2 S_ij,

    the probability that they would change places times the information of the answer. When that pair is to be avoided,
    any pair may be asked, by what it tells about the twelve best ones: score max P(change places) * I(k d, k^2 u), u the
    part of the variance of the asked difference that the critical difference explains, k = 1 / sqrt(1 + pi (v - u) / 8).

    With as many winners as items, or more, there is nothing to decide: every item wins, `settled` is 1, and `ask`
    still answers, with the most informative pair. With one item left `ask` raises NothingToAsk and `settled` is 1.
    Without any judgment the winners are arbitrary, drawn by `rng`.

    Args:
        n_items: N, 0 or more; items are numbered from 0.
        winners: k, 1 or more.
        rng: decides sides, equal scores and draws. The same rng and the same calls give the same answers.
        prior_mean: strengths expected beforehand, log-odds, one for all or shape (N,).
        prior_variance: log-odds squared; by default learnt.

    Raises:
        ValueError: for winners below 1 or a prior that makes no sense.

    Example:
        >>> selector = PairSelector(20, winners=2, rng=np.random.default_rng(0))
        >>> left, right = selector.ask()
        >>> selector.tell(left, right, 1.0)
        >>> selector.top()[0] == left
        True

    Source: swap-BALD is this project's own combination (knowledge file ranking.md, section 1); the information is
        Houlsby et al. (2011), arXiv:1112.5745; active choice of pairs for the top k: Maystre & Grossglauser, ICML 2017.
    """

    def __init__(
        self,
        n_items: int,
        *,
        winners: int,
        rng: np.random.Generator,
        prior_mean: ArrayLike | None = None,
        prior_variance: float | None = None,
    ) -> None:
        if winners < 1:
            raise ValueError(f"winners must be 1 or more, not {winners}.")
        super().__init__(n_items, rng=rng, prior_mean=prior_mean, prior_variance=prior_variance)
        self.winners = winners
        self._imagined: tuple[int, int, float, Remaining] | None = None

    def top(self) -> list[int]:
        """The k winners, best first, after a refit (a live posterior costs about 10 % more judgments); fewer than k
        when fewer are left."""
        if self._stale or self._live:
            self.refit()
        best: list[int] = self._ranked()[: self.winners].tolist()
        return best

    def probability_of_top(self) -> Floats:
        """Probability of each item to be among the k strongest, shape (n_items,); retired items have 0."""
        self._catch_up()
        alive = np.flatnonzero(self._alive)
        probability = np.zeros(self.n_items)
        probability[alive] = top_probability(self._posterior, alive + 1, self.winners, self._fresh_rng())
        return probability

    def settled(self, within: float = DEFAULT_WITHIN) -> float:
        """Probability that no other item is better than any winner by more than `within` log-odds.

        Args:
            within: .5 (the default) is a 62:38 preference, .25 strict; with 0 near ties never end.

        Returns: between 0 and 1, from 500 draws that are the same at every call.
        """
        self._catch_up()
        inside, outside = self._sides()
        return settled_probability(self._posterior, inside + 1, outside + 1, within, self._fresh_rng())

    def remaining(self, within: float = DEFAULT_WITHIN) -> Remaining:
        """How many more judgments of pairs until `settled(within)` reaches .95: likely range and median.

        Imagined under the present posterior, see `imagined_remaining`; between two imaginations, which are 5 % of the
        way apart, the answers told since are subtracted.
        """
        self._catch_up()
        inside, outside = self._sides()
        if not len(inside) or not len(outside):
            return Remaining(0, 0, 0)
        if self._imagined is not None:
            told, alive, before, then = self._imagined
            since = self.n_told - told
            if alive == int(self._alive.sum()) and before == within and since <= _IMAGINE_AGAIN_AFTER * then.expected:
                return Remaining(max(then.low - since, 0), max(then.expected - since, 0), max(then.high - since, 0))
        _, _, scores = self._scores()
        state = (self._posterior, inside + 1, outside + 1)
        result = imagined_remaining(*state, scores, within, self._fresh_rng())
        self._imagined = (self.n_told, int(self._alive.sum()), within, result)
        return result

    def ask_four(self) -> list[int]:
        """Four items for one screen: a winner in question with its three best challengers.

        The best pair (i, j) of `ask`, then the two next best challengers of the same i; when fewer than three items
        are outside, the next winners. The order on the screen is shuffled.

        Raises:
            NothingToAsk: when fewer than four items are left.
        """
        return self._ask_four(worst=False)

    def ask_best_and_worst(self) -> list[int]:
        """Four items for one screen that asks for the best and the worst: the two best disjoint pairs of `ask`.

        Raises:
            NothingToAsk: when fewer than four items are left.
        """
        return self._ask_four(worst=True)

    def _ask_four(self, *, worst: bool) -> list[int]:
        self._catch_up()
        if self._alive.sum() < 4:
            raise NothingToAsk("Fewer than four items are left, so there is no screen of four.")
        four = best_four(*self._scores(), self._ranked(), worst=worst)
        self._rng.shuffle(four)
        return four

    def _sides(self) -> tuple[Integers, Integers]:
        ranked = self._ranked()
        return ranked[: self.winners], ranked[self.winners :]

    def _boundary(self) -> Integers | None:
        return self._ranked()[: self.winners] + 1

    def _ranked_pairs(self, avoided: Integers, most: int) -> list[Pair]:
        rows, columns, scores = self._scores()
        if not len(avoided) or not scores.size:
            return best_disjoint(rows, columns, scores, avoided, most)
        best = divmod(int(scores.argmax()), len(columns))
        pair = {int(rows[best[0]]), int(columns[best[1]])}
        if not (np.isin(avoided, list(pair)).all(axis=1)).any():
            return best_disjoint(rows, columns, scores, avoided, most)
        return best_disjoint(*self._detours(rows, columns, scores), avoided, most)

    def _detours(self, rows: Integers, columns: Integers, scores: Floats) -> tuple[Integers, Integers, Floats]:
        """Scores of all pairs by what they tell about the twelve best pairs, the best of which may not be asked."""
        from curation.ranking.pairing import _scores

        most = min(_CRITICAL_PAIRS, scores.size)
        at = np.argpartition(-scores.ravel(), most - 1)[:most]
        critical = np.stack([rows[at // len(columns)], columns[at % len(columns)]], axis=1)
        starts, items, state = np.unique(critical), self._ranked(), self._posterior
        difference, variance = state.difference(critical[:, 0] + 1, critical[:, 1] + 1)
        detours = _scores.detour_scores(
            state.mean,
            state.variance,
            state.covariance,
            state.position,
            critical + 1,
            ndtr(-difference / np.sqrt(variance)),
            starts + 1,
            items + 1,
            information_table(),
        )
        return starts, items, detours

    def _scores(self) -> tuple[Integers, Integers, Floats]:
        from curation.ranking.pairing import _scores

        inside, outside = self._sides()
        state = self._posterior
        scores = _scores.swap_scores(
            state.mean,
            state.variance,
            state.covariance,
            state.position,
            inside + 1,
            outside + 1,
            information_table(),
        )
        return inside, outside, scores
