"""Which pair comes next: keeps, for each brief, what the pair selector has learnt, and renews it from the log."""

import threading
from dataclasses import dataclass, field

import numpy as np

from curation.models import Outcome
from curation.ranking.least_compared import LeastCompared
from curation.storage import Rows

REBUILD_AFTER = 10
Pair = tuple[int, int]


@dataclass
class BriefChooser:
    """The selector of one brief and criterion, in candidate keys instead of positions."""

    ids: list[int]
    selector: LeastCompared
    answers_since: int = 0
    planned: dict[int, Pair] = field(default_factory=dict)

    def take(self, judge_id: int, seen: set[frozenset[int]]) -> Pair | None:
        """The next (left, right) for this judge, or None when they have seen every pair."""
        known = set(self.ids)
        pair = self.planned.pop(judge_id, None)
        if pair is None or frozenset(pair) in seen or not known.issuperset(pair):
            pair = self._ask(seen)
        return pair

    def plan(self, judge_id: int, seen: set[frozenset[int]], current: Pair) -> Pair | None:
        """Choose the pair after the current one, so that its media can be fetched in advance."""
        if judge_id not in self.planned:
            pair = self._ask(seen | {frozenset(current)})
            if pair is not None:
                self.planned[judge_id] = pair
        return self.planned.get(judge_id)

    def tell(self, left: int, right: int, outcome: Outcome) -> None:
        """Learn one answer at once; the log corrects it at the next renewal."""
        place = {key: index for index, key in enumerate(self.ids)}
        if left in place and right in place:
            self.selector.tell(place[left], place[right])
        self.answers_since += 1

    @property
    def policy(self) -> str:
        """How pairs are chosen, as kept with each presentation."""
        return "least-compared"

    def to_go(self) -> int | None:
        """How many more judgments are useful, about; None when the selector cannot say."""
        return None

    def _ask(self, seen: set[frozenset[int]]) -> Pair | None:
        place = {key: index for index, key in enumerate(self.ids)}
        avoid = {frozenset(place[key] for key in pair) for pair in seen if all(key in place for key in pair)}
        asked = self.selector.ask(avoid=avoid)
        return None if asked is None else (self.ids[asked[0]], self.ids[asked[1]])


class Choosers:
    """The choosers of this process, renewed from the log when candidates changed or enough was answered."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self._lock = threading.RLock()
        self._known: dict[tuple[int, int], BriefChooser] = {}

    def of(self, rows: Rows, project_id: int, brief_id: int, criterion_id: int) -> BriefChooser:
        """The chooser of a brief, up to date with its visible candidates."""
        ids = [key.id for key in rows.candidates.keys(project_id, brief_id)]
        with self._lock:
            known = self._known.get((brief_id, criterion_id))
            if known is None or known.ids != ids or known.answers_since >= max(REBUILD_AFTER, len(ids) // 2):
                known = self._build(rows, project_id, brief_id, criterion_id, ids, known)
                self._known[(brief_id, criterion_id)] = known
            return known

    def forget(self, brief_id: int, criterion_id: int) -> None:
        """Renew at the next use: something was taken back."""
        with self._lock:
            if known := self._known.get((brief_id, criterion_id)):
                known.answers_since = 1 << 30

    def _build(
        self, rows: Rows, project_id: int, brief_id: int, criterion_id: int, ids: list[int], old: BriefChooser | None
    ) -> BriefChooser:
        selector = LeastCompared(len(ids), rng=self._rng)
        place = {key: index for index, key in enumerate(ids)}
        counts = rows.comparisons.tally(project_id, criterion_id, brief_id)
        total = sum(counts.counts.values(), start=np.zeros(len(counts.left), np.int64))
        for left, right, count in zip(counts.left.tolist(), counts.right.tolist(), total.tolist(), strict=True):
            if left in place and right in place:
                selector.tell(place[left], place[right], count)
        return BriefChooser(ids, selector, planned=old.planned if old else {})
