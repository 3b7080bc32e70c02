"""The design of a study: balanced, seeded, fixed before the first answer, the same whatever the answers are."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from curation.ranking.recipes.layout import Integers, Layout
from curation.ranking.recipes.schedule import Slot, schedule


@dataclass(frozen=True, eq=False)
class Presentations:
    """What is to be shown: one entry per answer wanted, sorted by judge and then by the order in which that judge sees them.

    Attributes:
        left, right: candidates. judge: seat, 0 to n_judges - 1. shared: whether every judge sees this pair.
    """

    left: Integers
    right: Integers
    judge: Integers
    shared: npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class StudyDesign:
    """Which judge sees which pair, on which sides and in which order.

    Every pair of recipes that share a brief is shown equally often, and every brief, within one; no brief comes back for a
    pair of recipes before all have been used. Each pair of candidates is answered by `judges_per_pair` judges, dealt round
    robin within pairs of recipes, so that every judge's load, and their load of every pair of recipes, is equal within one.
    Each pair of recipes shows either one left in half of its answers, within one, overall and for each judge. The shared
    pairs are answered by everybody, mixed in blind, for agreement. Orders are shuffled for each judge.

    With a recipe missing on some briefs, pairs of recipes stay balanced until one has run out of pairs, and briefs are
    balanced as far as they can be.

    Args:
        recipe, brief: integers from 0 on, one entry per candidate.
        n_judges: seats; judges take them as they come.
        seed: the design is a function of the arguments and of this.
        n_pairs: different pairs of candidates shown, shared ones included; by default every pair of recipes once on
            every brief they share.
        judges_per_pair: answers to each pair that is not shared.
        shared_pairs: pairs answered by every judge. 50 for 3 judges, 30 for 5 and 100 for 2 make Krippendorff's alpha
            known within .2; under 20 its interval is not honest.

    Raises:
        ValueError: fewer judges than `judges_per_pair`, more pairs than there are, nothing to compare.

    Example:
        >>> design = StudyDesign([0, 1, 0, 1], [0, 0, 1, 1], n_judges=2, seed=7)
        >>> design.presentations.judge.tolist(), design.for_judge(0).shape
        ([0, 1], (1, 2))

    Source: Cochran & Cox, Experimental Designs, 1957, chapters 9-11 (balanced incomplete blocks, crossed observers).
    """

    recipe: npt.ArrayLike
    brief: npt.ArrayLike
    n_judges: int
    seed: int
    n_pairs: int | None = None
    judges_per_pair: int = 1
    shared_pairs: int = 0

    def __post_init__(self) -> None:
        if not 1 <= self.judges_per_pair <= self.n_judges:
            raise ValueError(f"{self.judges_per_pair} judges per pair need as many judges, found {self.n_judges}.")
        if not 0 <= self.shared_pairs <= len(self._slots):
            raise ValueError(f"{self.shared_pairs} shared pairs are more than the {len(self._slots)} pairs shown.")

    @cached_property
    def layout(self) -> Layout:
        return Layout.of(self.recipe, self.brief)

    @cached_property
    def _slots(self) -> list[Slot]:
        return schedule(self.layout, self.n_pairs, np.random.default_rng([self.seed, 0]))

    @cached_property
    def presentations(self) -> Presentations:
        rng = np.random.default_rng([self.seed, 1])
        rows: list[tuple[int, float, int, int, bool]] = []
        seen = np.zeros((self.n_judges, self.layout.n_briefs), dtype=np.int64)
        dealt = 0
        for pair in sorted({slot.pair for slot in self._slots}):
            slots = [n for n, slot in enumerate(self._slots) if slot.pair == pair]
            answers = self._deal(slots, dealt, seen, rng)
            dealt += self.judges_per_pair * sum(slot >= self.shared_pairs for slot in slots)
            rows += self._sides(answers, rng)
        rows.sort()
        left, right = (np.array([row[side] for row in rows], dtype=np.int64) for side in (2, 3))
        judge, shared = (
            np.array([row[0] for row in rows], dtype=np.int64),
            np.array([row[4] for row in rows], dtype=np.bool_),
        )
        return Presentations(left, right, judge, shared)

    def _deal(self, slots: list[int], dealt: int, seen: Integers, rng: np.random.Generator) -> list[tuple[int, int]]:
        """(judge, slot) for the slots of one pair of recipes: judges in turn, each on the brief they have seen least."""
        everybody = range(self.n_judges)
        answers = [(judge, slot) for slot in slots if slot < self.shared_pairs for judge in everybody]
        for judge, slot in answers:
            seen[judge, self._brief(slot)] += 1
        left = [slots[n] for n in rng.permutation(len(slots)) if slots[n] >= self.shared_pairs]
        briefs = np.array([self._brief(slot) for slot in left], dtype=np.int64)
        free = np.ones(len(left), dtype=np.bool_)
        for _ in left:
            judges = (dealt + np.arange(self.judges_per_pair)) % self.n_judges
            dealt += self.judges_per_pair
            load = np.where(free, seen[np.ix_(judges, briefs)].sum(axis=0), np.iinfo(np.int64).max)
            chosen = int(np.argmin(load))
            free[chosen] = False
            seen[judges, briefs[chosen]] += 1
            answers += [(int(judge), left[chosen]) for judge in judges]
        return answers

    def _brief(self, slot: int) -> int:
        return int(self.layout.brief[self._slots[slot].first])

    def _sides(
        self, answers: list[tuple[int, int]], rng: np.random.Generator
    ) -> list[tuple[int, float, int, int, bool]]:
        """Alternate sides along one pair of recipes, judge after judge: halves within one for each judge and overall."""
        ranks = rng.permutation(self.n_judges)
        ordered = [answers[n] for n in rng.permutation(len(answers))]
        ordered.sort(key=lambda answer: int(ranks[answer[0]]))
        swap = bool(rng.integers(2))
        rows = []
        for n, (judge, slot) in enumerate(ordered):
            first, second = self._slots[slot].first, self._slots[slot].second
            if swap ^ bool(n % 2):
                first, second = second, first
            rows.append((judge, float(rng.random()), first, second, slot < self.shared_pairs))
        return rows

    def for_judge(self, judge: int) -> Integers:
        """The pairs (left, right) of one judge in order, shape (n, 2)."""
        if not 0 <= judge < self.n_judges:
            raise ValueError(f"Judge {judge} has no seat: there are {self.n_judges}, counted from 0.")
        plan = self.presentations
        mine = plan.judge == judge
        return np.column_stack([plan.left[mine], plan.right[mine]])
