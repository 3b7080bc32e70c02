"""The part common to the selectors of pairs: taking in answers of every kind, and asking the best pairs by a score."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from curation.ranking.pairing.answers import BAR, AnswerLog, Habits, Kind
from curation.ranking.pairing.checking import kind_of, pair_rows
from curation.ranking.pairing.disjoint import best_disjoint
from curation.ranking.pairing.habits import fit_habits
from curation.ranking.pairing.information import information_table
from curation.ranking.pairing.judges import NOBODY, JudgeReliability
from curation.ranking.pairing.posterior import FULL_COVARIANCE_UP_TO, Posterior
from curation.ranking.pairing.prediction import (
    agreement_of_fours,
    agreement_of_pairs,
    expected_best,
    expected_preference,
)
from curation.ranking.pairing.protocol import AvoidedPairs, Judge, NothingToAsk, Pair

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_FIRST_TIE_WIDTH = 0.5
_REFIT_ROUNDS = 12


class Belief:
    """Posterior of the strengths of n items under everything told, whatever is asked next.

    Args:
        n_items: 0 or more.
        rng: for the sides of a pair, for ties of the score and for the draws behind probabilities.
        prior_mean: strengths expected beforehand, log-odds, one for all or shape (n_items,). 0 by default.
        prior_variance: log-odds squared; by default learnt from the answers, from 1.5^2 on.

    Raises:
        ValueError: for a negative number of items, or a prior that is not finite or not positive.
    """

    def __init__(
        self,
        n_items: int,
        *,
        rng: np.random.Generator,
        prior_mean: ArrayLike | None = None,
        prior_variance: float | None = None,
    ) -> None:
        if n_items < 0:
            raise ValueError(f"n_items must be 0 or more, not {n_items}.")
        if prior_variance is not None and not (np.isfinite(prior_variance) and prior_variance > 0):
            raise ValueError(f"prior_variance must be positive and finite, not {prior_variance}.")
        mean = np.broadcast_to(np.asarray(0.0 if prior_mean is None else prior_mean, float), n_items)
        if not np.isfinite(mean).all():
            raise ValueError("prior_mean must be finite.")
        self._rng = rng
        self._draw_seed = int(rng.integers(2**63))
        self._turn = rng.permutation(n_items)
        self._alive = np.ones(n_items, bool)
        self._posterior = Posterior(n_items, prior_mean=mean, prior_variance=prior_variance)
        self._log = AnswerLog()
        self._habits = Habits()
        self._judges = JudgeReliability()
        self._live = 0
        self._stale = False
        self._avoided: tuple[AvoidedPairs, Integers] = (frozenset(), np.empty((0, 2), np.int64))

    # What is believed.

    @property
    def n_items(self) -> int:
        """Items, the retired ones included."""
        return len(self._alive)

    @property
    def n_told(self) -> int:
        """Answers so far: pairs, screens of four and decisions."""
        return len(self._log)

    @property
    def strengths(self) -> Floats:
        """Posterior mean of each item, log-odds, shape (n_items,)."""
        self._catch_up()
        return self._posterior.mean[1:].copy()

    @property
    def deviations(self) -> Floats:
        """Posterior standard deviation of each strength, log-odds, shape (n_items,)."""
        self._catch_up()
        return np.sqrt(self._posterior.variance[1:])

    @property
    def bar(self) -> tuple[float, float]:
        """Posterior mean and standard deviation of the bar, log-odds.

        Learnt from BOTH_GOOD, BOTH_BAD and decisions. From ties alone its deviation is too small: a nominal 90 %
        interval covers .72-.81 (fewer.md, section 3), so it should not be shown as one.
        """
        self._catch_up()
        return float(self._posterior.mean[BAR]), float(np.sqrt(self._posterior.variance[BAR]))

    @property
    def habits(self) -> Habits:
        """The fitted widths and sharpnesses of the answers."""
        self._catch_up()
        return self._habits

    def reliability(self, judge: Judge) -> float:
        """0 (answers by chance) to 1; .9 for a judge not seen before."""
        self._catch_up()
        return self._judges.reliability(judge)

    def benched(self, judge: Judge) -> bool:
        """Whether this judge's answers are so near to chance that asking again wastes a judgment."""
        self._catch_up()
        return self._judges.benched(judge)

    # Telling.

    def tell(
        self,
        left: int,
        right: int,
        outcome: float,
        *,
        judge: Judge | None = None,
        much: bool | None = False,
        both_good: bool = False,
        both_bad: bool = False,
    ) -> None:
        """One answer about a pair.

        Args:
            left, right: two different items; retired ones are fine, a late answer counts.
            outcome: 1.0 left is better, 0.0 right is better, 0.5 no difference.
            judge: anything hashable; None when not known.
            much: "much better". Once a judge has said it, that judge's other answers mean "slightly better"; None says
                that the grade was not asked.
            both_good, both_bad: with outcome 0.5, that both are above or below the bar. As soon as one of them was
                told, a plain 0.5 is read as "one above, one below".

        Raises:
            ValueError: for an unknown item, an item against itself, or an outcome that contradicts the rest.
        """
        kind = kind_of(outcome, much, both_good, both_bad)
        if left == right or not (0 <= left < self.n_items and 0 <= right < self.n_items):
            raise ValueError(f"A pair is two different items below {self.n_items}, not {left} and {right}.")
        first, second = (right, left) if outcome == 0.0 else (left, right)
        index = self._judges.index(judge)
        self._log.add_pair(first + 1, second + 1, kind, index)
        self._notice_ties()
        if self._stale:
            return
        self._watch_judge(first + 1, second + 1, kind, index)
        weight = self._judges.weight(index)
        self._posterior.tell(self._log.single(first + 1, second + 1, kind, index, self._habits, weight))
        self._count_live()

    def tell_many(
        self,
        left: ArrayLike,
        right: ArrayLike,
        outcome: ArrayLike,
        *,
        judge: Sequence[Judge | None] | None = None,
        much: ArrayLike = False,
        both_good: ArrayLike = False,
        both_bad: ArrayLike = False,
    ) -> None:
        """Many answers at once, such as all judgments already made; one refit when next read.

        Args:
            left, right: items, shape (n,).
            outcome: 1.0, 0.5 or 0.0 for the left, shape (n,).
            judge: n judges, or None when not known.
            much, both_good, both_bad: as in `tell`, one for all or shape (n,).

        Raises:
            ValueError: as `tell`, or for different lengths; then nothing was told.
        """
        rows = pair_rows(left, right, outcome, much, both_good, both_bad, self.n_items)
        if judge is not None:
            if len(judge) != len(rows):
                raise ValueError(f"There are {len(rows)} answers and {len(judge)} judges.")
            rows[:, 3] = [self._judges.index(one) for one in judge]
        self._log.add_pairs(rows)
        self._notice_ties()
        self._stale = True

    def tell_four(
        self, items: Sequence[int], best: int, worst: int | None = None, *, judge: Judge | None = None
    ) -> None:
        """One screen of four: the best, and the worst if it was asked.

        Args:
            items: four different items.
            best, worst: two different ones of them; `worst` may be None.

        Raises:
            ValueError: when that is not so.
        """
        if len(items) != 4 or len(set(items)) != 4 or min(items) < 0 or max(items) >= self.n_items:
            raise ValueError(f"A screen has four different items below {self.n_items}, not {list(items)}.")
        if best not in items or (worst is not None and (worst not in items or worst == best)):
            raise ValueError("The best and the worst are two different items of the four.")
        middle = [item for item in items if item not in (best, worst)]
        ordered = [best, *middle] if worst is None else [best, *middle, worst]
        index = self._judges.index(judge)
        row = np.array(ordered) + 1
        self._log.add_four(row.tolist(), worst is not None, index)
        if self._stale:
            return
        p = expected_best(self._posterior, row)
        hit = np.eye(4)[0]
        self._judges.observe(index, 2.0 * float((hit - 0.25) @ (p - 0.25)), 2.0 * float(((p - 0.25) ** 2).sum()))
        weight = self._judges.weight(index)
        self._posterior.tell_four(row, worst is not None, self._habits.worst_sharpness, weight)
        self._count_live()

    def tell_decision(self, item: int, keep: bool) -> None:
        """Keep or reject in the first pass: P(keep) = sigmoid(s (t - bar)), with its own fitted sharpness s."""
        if not 0 <= item < self.n_items:
            raise ValueError(f"There is no item {item} among {self.n_items}.")
        self._log.add_decision(item + 1, keep)
        if not self._stale:
            first, second = (item + 1, BAR) if keep else (BAR, item + 1)
            self._posterior.tell([(first, second, 0.0, self._habits.keep_sharpness, 1.0)])
            self._count_live()

    def add(self, n: int) -> None:
        """n new items, numbered on from the last; their prior mean is 0."""
        if n < 0:
            raise ValueError(f"n must be 0 or more, not {n}.")
        self._turn = np.concatenate([self._turn, self.n_items + self._rng.permutation(n)])
        self._alive = np.concatenate([self._alive, np.ones(n, bool)])
        self._posterior.add(np.zeros(n))
        self._stale = True

    def retire(self, item: int) -> None:
        """Never asked and never chosen again; what was said about it still tells about the others."""
        if not 0 <= item < self.n_items:
            raise ValueError(f"There is no item {item} among {self.n_items}.")
        self._alive[item] = False

    def refit(self) -> None:
        """Fits everything to all answers, until the habits and the judges' reliabilities agree with it."""
        winners = self._boundary()
        for _ in range(_REFIT_ROUNDS):
            weights = self._judges.weights
            terms = self._log.terms(self._habits, weights)
            fours = self._log.fours
            self._posterior.refit(terms, fours, weights[fours[:, 5]], self._habits.worst_sharpness, winners)
            before = np.concatenate([_numbers(self._habits), weights])
            self._habits = fit_habits(self._log, self._posterior, terms, weights, self._habits)
            self._review_judges()
            after = np.concatenate([_numbers(self._habits), self._judges.weights])
            if np.abs(after - before).max() < 0.01:
                break
        self._live = 0
        self._stale = False

    def _notice_ties(self) -> None:
        if self._log.has_ties and self._habits.tie_width == 0:
            self._habits = replace(self._habits, tie_width=_FIRST_TIE_WIDTH)
            self._stale = True

    def _watch_judge(self, first: int, second: int, kind: Kind, judge: int) -> None:
        if judge == NOBODY:
            return
        d, v = self._posterior.difference(np.array([first]), np.array([second]))
        expected = float(expected_preference(d, v, self._habits.tie_width)[0])
        self._judges.observe(judge, expected if kind < Kind.TIE else 0.0, expected**2)

    def _review_judges(self) -> None:
        if not self._judges.compared:
            return
        n = len(self._judges.weights)
        terms = self._log.terms(self._habits, self._judges.weights)
        agreement, evidence = agreement_of_pairs(self._log, self._posterior, terms, self._habits, n)
        more_agreement, more_evidence = agreement_of_fours(self._log.fours, self._posterior, n)
        self._judges.reset(agreement + more_agreement, evidence + more_evidence)

    def _count_live(self) -> None:
        self._live += 1
        if self._live >= self._refit_every():
            self.refit()

    def _refit_every(self) -> int:
        if self.n_items <= FULL_COVARIANCE_UP_TO:
            return max(10, self.n_items // 2)
        return 100

    def _catch_up(self) -> None:
        if self._stale:
            self.refit()

    def _boundary(self) -> Integers | None:
        """Strengths of the present winners, for the posterior of many items."""
        return None

    # Asking.

    def _ranked(self) -> Integers:
        """Items not retired, strongest first; equal ones in a random but lasting order."""
        turn = self._turn[self._alive[self._turn]]
        return turn[np.argsort(-self._posterior.mean[turn + 1], kind="stable")]

    def _information(self) -> tuple[Integers, Integers, Floats]:
        """Items of the rows, of the columns, and the information of asking each row against each column."""
        from curation.ranking.pairing import _scores

        items, state = self._ranked(), self._posterior
        scores = _scores.information_scores(
            state.mean, state.variance, state.covariance, state.position, items + 1, information_table()
        )
        return items, items, scores

    def ask(self, *, avoid: AvoidedPairs = frozenset()) -> Pair:
        """The pair whose answer helps most, (left, right); sides by a coin.

        Args:
            avoid: pairs this judge has seen, or that are reserved elsewhere: tuples in either order, or frozensets.

        Raises:
            NothingToAsk: when every pair is avoided, or fewer than two items are left.
        """
        return self.ask_many(1, avoid=avoid)[0]

    def ask_many(self, n: int, *, avoid: AvoidedPairs = frozenset()) -> list[Pair]:
        """Pairs for several judges at once, best first: no item twice, each worth at least half of the best.

        At most n and at most a tenth of the items, for more would be wasted; at least one.

        Raises:
            NothingToAsk: as `ask`.
        """
        if n < 1:
            raise ValueError(f"n must be 1 or more, not {n}.")
        self._catch_up()
        if self._alive.sum() < 2:
            raise NothingToAsk("Fewer than two items are left, so there is no pair to ask.")
        most = min(n, max(1, round(int(self._alive.sum()) / 10)))
        avoided = self._avoided_rows(avoid)
        pairs = self._ranked_pairs(avoided, most)
        if not pairs:
            pairs = best_disjoint(*self._information(), avoided, most)
        if not pairs:
            raise NothingToAsk("Every pair of the items left is to be avoided.")
        return [pair if self._rng.random() < 0.5 else pair[::-1] for pair in pairs]

    def _ranked_pairs(self, avoided: Integers, most: int) -> list[Pair]:
        """The best pairs by the selector's score; none when all it scores are avoided."""
        return best_disjoint(*self._information(), avoided, most)

    def _avoided_rows(self, avoid: AvoidedPairs) -> Integers:
        if avoid is self._avoided[0]:
            return self._avoided[1]
        rows = np.array([tuple(pair) for pair in avoid], np.int64).reshape(-1, 2)
        rows = rows[((rows >= 0) & (rows < self.n_items)).all(axis=1)]
        if isinstance(avoid, frozenset):  # It cannot change, so the same object means the same pairs.
            self._avoided = (avoid, rows)
        return rows

    def _fresh_rng(self) -> np.random.Generator:
        """The same draws whenever it is asked: reading a probability twice gives the same number."""
        return np.random.default_rng(self._draw_seed)


def _numbers(habits: Habits) -> Floats:
    return np.array([habits.tie_width, habits.grade_width, habits.keep_sharpness, habits.worst_sharpness])
