"""Asks which recipe is best, or which beat the baseline, with the fewest judgments, for briefs not seen yet."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from curation.ranking.pairing.protocol import AvoidedPairs, Judge, NothingToAsk, Pair, Remaining
from curation.ranking.recipes import choosing, stopping
from curation.ranking.recipes.layout import Integers, Layout, integers
from curation.ranking.recipes.model import (
    DEFAULT_PRIOR,
    START_PRECISION,
    START_SHIFT,
    Floats,
    Log,
    Posterior,
    Prior,
    RecipeFit,
    outcomes,
)
from curation.ranking.recipes.unusable import UnusableShare, unusable_share
from curation.ranking.recipes.wins import WinProbability, win_probability

DRAWS = 1000
FEWEST_BETWEEN_REFITS = 10
WORTH_ANOTHER_JUDGE = 0.5


class RecipeSelector:
    """Chooses pairs across recipes within a brief, rotates the briefs, learns from each answer, and knows when to stop.

    The pair is the best recipe so far and the one that would be missed most if it were better (or the baseline and the
    least certain verdict), weighed by how much the answer tells about the recipes; that leads to fresh briefs as long as
    there are any. Each answer moves the belief at once; every 2 R answers (at least 10) it is fitted anew, and only then
    may "settled" change. The same arguments, generator and answers give the same pairs.

    Args:
        recipe, brief: integers from 0 on, one entry per candidate; a recipe may be missing on some briefs.
        rng: decides sides and equals.
        baseline: the recipe to beat. With it the question is which recipes beat it; without, which is the best.
        prior: variances believed beforehand.

    Raises:
        ValueError: arrays that do not fit together, a baseline without candidates.

    Example:
        >>> import numpy as np
        >>> briefs = 30
        >>> recipe, brief = np.tile([0, 1, 2], briefs), np.repeat(np.arange(briefs), 3)
        >>> selector = RecipeSelector(recipe, brief, rng=np.random.default_rng(1))
        >>> for _ in range(60):
        ...     left, right = selector.ask()
        ...     selector.tell(left, right, float(recipe[left] > recipe[right]))
        >>> selector.top()[0], selector.settled() > 0.95
        (2, True)

    Source: Jones, Schonlau & Welch, Journal of Global Optimization 13 (1998) 455-492 (what is at stake); Houlsby et al.,
        arXiv:1112.5745 (2011) (what an answer tells); measured against peers by `python -m benchmarks.recipes`.
    """

    def __init__(
        self,
        recipe: npt.ArrayLike,
        brief: npt.ArrayLike,
        *,
        rng: np.random.Generator,
        baseline: int | None = None,
        prior: Prior = DEFAULT_PRIOR,
    ) -> None:
        self._rng, self._prior, self.baseline = rng, prior, baseline
        self._log = Log()
        self._shown_candidates: Integers = np.zeros(0, dtype=np.int64)
        self._open_candidates: npt.NDArray[np.bool_] = np.zeros(0, dtype=np.bool_)
        self._priority_candidates: Floats = np.zeros(0)
        self._looks: list[tuple[int, bool]] = []
        self._lay_out(Layout.of(recipe, brief))
        if baseline is not None and (not 0 <= baseline < self.layout.n_recipes or not self.layout.present[baseline]):
            raise ValueError(f"The baseline, recipe {baseline}, has no candidate to compare with.")

    def _lay_out(self, layout: Layout) -> None:
        new = layout.n_candidates - self._shown_candidates.size
        self._shown_candidates = np.concatenate([self._shown_candidates, np.zeros(new, dtype=np.int64)])
        self._open_candidates = np.concatenate([self._open_candidates, np.ones(new, dtype=np.bool_)])
        self._priority_candidates = np.concatenate([self._priority_candidates, self._rng.random(new)])
        # Fixed points of an integral rather than chance: the same log must be as settled after a restart.
        self._normals = np.random.default_rng(0).standard_normal((DRAWS, layout.n_recipes))
        self.layout = layout
        self._posterior = Posterior(layout, self._prior)
        self._refit()

    @property
    def judgments_between_refits(self) -> int:
        """2 R judgments, at least 10."""
        return max(2 * self.layout.n_recipes, FEWEST_BETWEEN_REFITS)

    @property
    def n_judgments(self) -> int:
        return self._log.size

    def add(self, recipe: npt.ArrayLike, brief: npt.ArrayLike) -> None:
        """Candidates that arrive while judging goes on; they take the next numbers, and all answers are fitted anew."""
        more = Layout.of(recipe, brief)
        old = self.layout
        layout = Layout.of(np.concatenate([old.recipe, more.recipe]), np.concatenate([old.brief, more.brief]))
        size = self._log.size
        for places in (self._log.left, self._log.right):
            places[:size] = layout.position[old.order[places[:size]]]
        self._lay_out(layout)

    def retire(self, candidate: int) -> None:
        """Do not show this candidate any more; what was said about it still counts for its recipe."""
        self._open_candidates[self._known(candidate)] = False

    def _known(self, candidate: int) -> int:
        if not 0 <= candidate < self.layout.n_candidates:
            raise ValueError(f"Candidate {candidate} is unknown: there are {self.layout.n_candidates}, counted from 0.")
        return candidate

    def _in_order(self, posterior: Posterior, taken: set[int]) -> Iterator[tuple[int, int, float]]:
        """Candidate pairs, most decisive first, with their score; then every other pair across recipes, by information."""
        layout = self.layout
        open_ = self._open_candidates.copy()
        open_[list(taken)] = False
        playing = np.zeros(layout.n_recipes, dtype=np.bool_)
        playing[layout.recipe[open_]] = True
        if np.count_nonzero(playing) < 2:
            return
        cells = choosing.least_shown(
            posterior,
            open_[layout.order],
            self._shown_candidates[layout.order],
            self._priority_candidates[layout.order],
        )
        pairs, weight = choosing.swap_pairs(posterior, playing, self.baseline)
        yield from self._best_first(cells, pairs, weight[:, None] * self._information(posterior, cells, pairs), open_)
        pairs = choosing.every_pair(playing)
        yield from self._best_first(cells, pairs, 1e-6 * self._information(posterior, cells, pairs), open_)

    def _information(self, posterior: Posterior, cells: Integers, pairs: Integers) -> Floats:
        information = choosing.recipe_information(posterior, cells, pairs)
        return np.where(information < 0.0, -np.inf, information)

    def _best_first(
        self, cells: Integers, pairs: Integers, scores: Floats, open_: npt.NDArray[np.bool_]
    ) -> Iterator[tuple[int, int, float]]:
        """Candidates of the best (pair, brief) on; equals by chance; the other candidates of a cell after its first."""
        order = self.layout.order
        scores = scores.copy()
        while scores.size and np.isfinite(best := float(scores.max())):
            equals = np.argwhere(scores >= best - 1e-12 * abs(best))
            p, b = equals[self._rng.integers(len(equals))] if len(equals) > 1 else equals[0]
            scores[p, b] = -np.inf
            first, second = int(order[cells[b, pairs[p, 0]]]), int(order[cells[b, pairs[p, 1]]])
            yield first, second, best
            if self.layout.one_per_cell:
                continue
            for i in self._cell_mates(first, open_):
                for j in self._cell_mates(second, open_):
                    if (i, j) != (first, second):
                        yield i, j, best

    def _cell_mates(self, candidate: int, open_: npt.NDArray[np.bool_]) -> list[int]:
        layout = self.layout
        same = (layout.recipe == layout.recipe[candidate]) & (layout.brief == layout.brief[candidate]) & open_
        mates = np.flatnonzero(same)
        ranked = np.lexsort((self._priority_candidates[mates], self._shown_candidates[mates]))
        return [int(mate) for mate in mates[ranked]]

    def ask(self, *, avoid: AvoidedPairs = frozenset()) -> Pair:
        """The next pair (left, right) of candidates, of two recipes on one brief; the side is a coin.

        Args:
            avoid: pairs this judge has seen or that are being judged elsewhere, in either order.

        Raises:
            NothingToAsk: fewer than two recipes share a brief, or every such pair is to be avoided.
        """
        avoided = {frozenset(pair) for pair in avoid}
        for first, second, _ in self._in_order(self._posterior, set()):
            if frozenset((first, second)) not in avoided:
                return self._sides(first, second)
        raise NothingToAsk("No pair is left to ask: no two recipes have candidates on one brief that may be shown.")

    def ask_many(self, n: int, *, avoid: AvoidedPairs = frozenset()) -> list[Pair]:
        """At most n pairs for as many judges at once, no candidate twice.

        Each next pair is chosen as if the ones before it had been answered (as much certainty, no news); it ends early when
        a pair would decide less than half as much as the first.

        Raises:
            NothingToAsk: as `ask`.
        """
        avoided = {frozenset(pair) for pair in avoid}
        belief, taken, pairs, first_score = self._posterior.copy(), set[int](), list[Pair](), 0.0
        for _ in range(n):
            candidates = (c for c in self._in_order(belief, taken) if frozenset(c[:2]) not in avoided)
            found = next(candidates, None)
            if found is None or (pairs and found[2] < WORTH_ANOTHER_JUDGE * first_score):
                break
            first, second, score = found
            first_score = first_score or score
            taken |= {first, second}
            position = self.layout.position
            belief.observe(int(position[first]), int(position[second]), 0.5, expected_only=True)
            pairs.append(self._sides(first, second))
        if n > 0 and not pairs:
            raise NothingToAsk("No pair is left to ask: no two recipes have candidates on one brief that may be shown.")
        return pairs

    def _sides(self, first: int, second: int) -> Pair:
        return (first, second) if self._rng.random() < 0.5 else (second, first)

    def tell(self, left: int, right: int, outcome: float, *, judge: Judge | None = None) -> None:
        """One answer: 1 left is better, 0 right, .5 no difference (also both good, both bad: half a win each way).

        Args:
            left, right: candidates as shown, of one brief.
            outcome: for the left.
            judge: who answered; taken for the protocol's sake, the model has no judges yet.
        """
        lefts, rights, y = integers([left], "left"), integers([right], "right"), outcomes([outcome])
        self.layout.check_pairs(lefts, rights)
        i, j = int(self.layout.position[left]), int(self.layout.position[right])
        w, h = self._posterior.observe(i, j, float(y[0]))
        self._log.extend(np.array([i]), np.array([j]), y, w, h)
        self._shown_candidates[[left, right]] += 1
        if self._log.size % self.judgments_between_refits == 0:
            self._refit()

    def tell_many(
        self, left: npt.ArrayLike, right: npt.ArrayLike, outcome: npt.ArrayLike, *, judge: npt.ArrayLike | None = None
    ) -> None:
        """Answers made before, all at once; fitted together, which also counts as a moment to test "settled".

        Args:
            left, right, outcome: as `tell`, one entry per answer.
            judge: as `tell`.
        """
        lefts, rights, y = integers(left, "left"), integers(right, "right"), outcomes(outcome)
        self.layout.check_pairs(lefts, rights)
        if y.size != lefts.size:
            raise ValueError(f"There are {lefts.size} pairs but {y.size} outcomes.")
        position = self.layout.position
        self._log.extend(position[lefts], position[rights], y, START_PRECISION, START_SHIFT * (y - 0.5))
        for shown in (lefts, rights):
            np.add.at(self._shown_candidates, shown, 1)
        self._refit()

    def tell_decision(self, candidate: int, keep: bool) -> None:
        """One look at one candidate in the first pass: kept, or rejected as unusable. Counts in `unusable()` only."""
        self._looks.append((self._known(candidate), keep))

    def _refit(self) -> None:
        sweeps, converged = self._posterior.refit(self._log)
        self._checkpoint = self._posterior.summary(self._log, sweeps, converged)
        self._reading = self._checkpoint

    @property
    def fit(self) -> RecipeFit:
        """All answers so far, fitted anew; reading it changes neither the pairs to come nor `settled`."""
        if self._reading.n_judgments != self._log.size:
            twin, log = self._posterior.copy(), Log()
            left, right, y = self._log.used()
            log.extend(left, right, y, self._log.w[: self._log.size], self._log.h[: self._log.size])
            self._reading = twin.summary(log, *twin.refit(log))
        return self._reading

    @property
    def strengths(self) -> Floats:
        """Posterior mean effect of each recipe, natural log-odds, 0 the average recipe."""
        return self.fit.strengths

    def top(self) -> list[int]:
        """Recipes, best first; those without a candidate last."""
        ranked = np.argsort(np.where(self.layout.present, -self.strengths, np.inf), kind="stable")
        return [int(recipe) for recipe in ranked]

    def win_probability(self, against: int | None = None, *, confidence: float = 0.95) -> WinProbability:
        """On new briefs, with interval: against a recipe, by default the baseline, or else the best one so far."""
        if self.layout.n_recipes == 0:
            raise ValueError("There are no recipes yet to give a win probability for.")
        if against is None:
            against = self.baseline if self.baseline is not None else self.top()[0]
        return win_probability(self.fit, against, confidence=confidence)

    def _playing(self, fit: RecipeFit) -> tuple[Floats, Floats, Floats, int | None]:
        """Means, covariance and draws of the recipes that have candidates, and the baseline's place among them."""
        here = np.flatnonzero(self.layout.present)
        place = None if self.baseline is None else int(np.searchsorted(here, self.baseline))
        return fit.strengths[here], fit.covariance[np.ix_(here, here)], self._normals[:, : here.size], place

    def settled(self, within: float = 0.3) -> float:
        """Probability that the answer is at most `within` logits off, as of the last refit (every 2 R judgments).

        Best recipe: none is more than `within` better than the chosen one. Baseline: no recipe on the wrong side of it
        differs by more than `within`. .3 is a 56:44 preference on new briefs. Fewer than two recipes: 1.
        """
        means, covariance, normals, baseline = self._playing(self._checkpoint)
        return stopping.settled_probability(means, covariance, normals, within, baseline)

    def remaining(self, within: float = 0.3) -> Remaining:
        """How many more judgments until `settled(within)` reaches .95, as of the last refit."""
        means, covariance, normals, baseline = self._playing(self._checkpoint)
        worth = float(self._checkpoint.n_judgments + 2 * self.layout.n_recipes)
        return stopping.remaining_judgments(means, covariance, normals, within, baseline, worth)

    def briefs_needed(self, within: float = 0.3) -> int | None:
        """When unsettled because there are too few briefs: how many there should be in all. Otherwise None."""
        if self.settled(within) >= stopping.NOMINAL:
            return None
        fit = self._checkpoint
        return stopping.briefs_needed(fit, self.layout.n_briefs, within, compared=self.layout.present)

    def unusable(self, *, confidence: float = 0.95) -> list[UnusableShare]:
        """Share of unusable outputs of each recipe over new briefs, from the decisions told."""
        layout = self.layout
        looks = np.zeros((layout.n_recipes, layout.n_briefs))
        bad = np.zeros_like(looks)
        for candidate, keep in self._looks:
            cell = layout.recipe[candidate], layout.brief[candidate]
            looks[cell] += 1
            bad[cell] += not keep
        return [unusable_share(bad[r], looks[r], confidence=confidence) for r in range(layout.n_recipes)]
