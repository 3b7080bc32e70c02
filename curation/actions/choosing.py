"""Which pair comes next: keeps, for each brief, what its selector has learnt, and renews it from the log."""

import atexit
import subprocess
import sys
import threading
from collections.abc import Sequence, Set
from dataclasses import dataclass, field

import numpy as np

from curation.actions.policies import AcrossRecipes, Adaptive, Answer, Balanced, Chooser, Outlook, Pair, ToGo
from curation.models import Goal, MediaKind, Outcome, Project
from curation.storage import Rows
from curation.storage.candidate_rows import CandidateKey

REBUILD_AFTER = 10
LOOK_AFTER = 5
RECOUNT_AFTER = 50
# More were not measured; see benchmarks/results/judgments.md.
MOST_ADAPTIVE_ITEMS = 2_000


@dataclass
class KeyChooser:
    """A chooser that speaks of candidates by key: of one brief, or of a whole project."""

    ids: list[int]
    chooser: Chooser
    answers_since: int = 0
    planned: dict[int, Pair] = field(default_factory=dict)
    place: dict[int, int] = field(init=False)
    answers_told: int = 0
    _outlook: Outlook | None = None
    _looked_at: int = 0
    _lock: threading.RLock = field(default_factory=threading.RLock, repr=False)

    def __post_init__(self) -> None:
        self.place = {key: index for index, key in enumerate(self.ids)}

    def take(self, judge_id: int, seen: Set[frozenset[int]]) -> Pair | None:
        """The next (left, right) for this judge, or None when they have seen every pair."""
        with self._lock:
            pair = self.planned.pop(judge_id, None)
            if pair is None or frozenset(pair) in seen or not self.place.keys() >= set(pair):
                pair = self._ask(seen)
            return pair

    def plan(self, judge_id: int, seen: Set[frozenset[int]], current: Pair) -> Pair | None:
        """Choose the pair after the current one, so that its media can be fetched in advance."""
        with self._lock:
            if judge_id not in self.planned:
                pair = self._ask(seen | {frozenset(current)})
                if pair is not None:
                    self.planned[judge_id] = pair
            return self.planned.get(judge_id)

    def tell(self, answers: Sequence[Answer]) -> None:
        """Learn answers about candidates; those about candidates that are not here (any more) say nothing."""
        known = [
            (self.place[left], self.place[right], outcome, judge)
            for left, right, outcome, judge in answers
            if left in self.place and right in self.place
        ]
        with self._lock:
            self.chooser.tell(known)
            self.answers_since += len(answers)
            self.answers_told += len(answers)

    def outlook(self) -> Outlook:
        """How far it is; worked out anew every few answers, since imagining the rest takes longer than choosing."""
        with self._lock:
            since = self.answers_told - self._looked_at
            if self._outlook is None or since >= LOOK_AFTER:
                self._outlook = Outlook(self.chooser.to_go(), self.chooser.settled())
                self._looked_at, since = self.answers_told, 0
            to_go, settled = self._outlook
            if to_go is not None:
                to_go = ToGo(*(max(count - since, 0) for count in to_go))
            return Outlook(to_go, settled)

    def _ask(self, seen: Set[frozenset[int]]) -> Pair | None:
        avoid = frozenset(frozenset(self.place[key] for key in pair) for pair in seen if self.place.keys() >= pair)
        asked = self.chooser.ask(avoid)
        return None if asked is None else (self.ids[asked[0]], self.ids[asked[1]])


@dataclass
class _Judged:
    """How many comparisons each brief of a project has, counted some answers ago."""

    by_brief: dict[int, int]
    answers_since: int = 0


@dataclass(frozen=True)
class Roster:
    """The visible candidates of a project, by brief, as they were at `state`."""

    state: tuple[int, int]
    keys: list[CandidateKey]
    by_brief: dict[int, list[CandidateKey]]

    @classmethod
    def of(cls, state: tuple[int, int], keys: list[CandidateKey]) -> "Roster":
        """Sort keys by brief."""
        by_brief: dict[int, list[CandidateKey]] = {}
        for key in keys:
            by_brief.setdefault(key.brief_id, []).append(key)
        return cls(state, keys, by_brief)

    @property
    def compares_recipes(self) -> bool:
        """Whether two recipes share a brief."""
        return any(len({key.recipe_id for key in keys}) > 1 for keys in self.by_brief.values())


class Choosers:
    """The choosers of this process, renewed from the log when candidates changed or enough was answered.

    Between renewals a process learns its own answers at once; renewing brings those of other processes.
    """

    def __init__(self, rng: np.random.Generator, *, compiled: bool = True) -> None:
        """With `compiled=False`, pairs are chosen in turn until `prepare` has compiled the adaptive choice."""
        self._rng = rng
        self._lock = threading.RLock()
        self._compiled = threading.Event()
        self._closed = threading.Event()
        self._preparing: threading.Thread | None = None
        self._compiler: subprocess.Popen[bytes] | None = None
        self._known: dict[tuple[int | None, int], KeyChooser] = {}
        self._judged: dict[int, _Judged] = {}
        self._rosters: dict[int, Roster] = {}
        self._given: dict[tuple[int, int], int] = {}
        if compiled:
            self._compiled.set()

    def prepare(self) -> threading.Thread:
        """Compile the adaptive choice in another process, into its cache on disk, then start to use it here."""
        self._preparing = threading.Thread(target=self._prepare, name="curation-prepare", daemon=True)
        self._preparing.start()
        # A thread that is still compiling when the interpreter goes takes the whole process down with it.
        atexit.register(self.close)
        return self._preparing

    def close(self) -> None:
        """Give up compiling, if that is still going on."""
        self._closed.set()
        if self._compiler is not None:
            self._compiler.kill()
        if self._preparing is not None:
            self._preparing.join()
        atexit.unregister(self.close)

    def roster(self, rows: Rows, project_id: int) -> Roster:
        """The visible candidates of a project; read again only when there are more, fewer or newer ones."""
        state = rows.candidates.state(project_id)
        with self._lock:
            known = self._rosters.get(project_id)
            if known is None or known.state != state:
                known = self._rosters[project_id] = Roster.of(state, rows.candidates.keys(project_id))
            return known

    def of(
        self,
        rows: Rows,
        project: Project,
        criterion_id: int,
        brief_id: int | None,
        winners: int,
        keys: Sequence[CandidateKey],
    ) -> KeyChooser:
        """The chooser of a brief, or of the whole project (`brief_id` None), up to date with its candidates `keys`."""
        place = (brief_id, criterion_id)
        with self._lock:
            known = self._known.get(place)
            policy = self._policy(project.goal, keys, whole=brief_id is None)
            worn = known is not None and known.answers_since >= max(REBUILD_AFTER, len(keys) // 2)
            ids = [key.id for key in keys]
            if known is None or worn or known.ids != ids or known.chooser.policy != policy:
                planned = known.planned if known else {}
                known = KeyChooser(ids, self._new(policy, keys, project, winners), planned=planned)
                known.tell(rows.comparisons.answers(project.id, criterion_id, brief_id))
                known.answers_since = 0
                self._known[place] = known
            return known

    def _policy(self, goal: Goal, keys: Sequence[CandidateKey], *, whole: bool) -> str:
        if goal is Goal.STUDY or not self._compiled.is_set() or not 2 < len(keys) <= MOST_ADAPTIVE_ITEMS:
            return Balanced.policy
        return AcrossRecipes.policy if whole else Adaptive.policy

    def _new(self, policy: str, keys: Sequence[CandidateKey], project: Project, winners: int) -> Chooser:
        if policy == AcrossRecipes.policy:
            return AcrossRecipes(keys, project.baseline_recipe_id, self._rng)
        if policy == Adaptive.policy:
            return Adaptive(len(keys), winners, self._rng)
        return Balanced(len(keys), self._rng)

    def covers_recipes(self, project: Project, roster: Roster) -> bool:
        """Whether pairs are chosen over the whole project: its goal is a recipe, and two recipes share a brief."""
        if project.goal is not Goal.CHOOSE_RECIPE or not self._compiled.is_set():
            return False
        return len(roster.keys) <= MOST_ADAPTIVE_ITEMS and roster.compares_recipes

    def forget(self, project_id: int, brief_id: int, criterion_id: int) -> None:
        """Renew at the next use: something was taken back."""
        with self._lock:
            self._known.pop((brief_id, criterion_id), None)
            self._known.pop((None, criterion_id), None)
            self._judged.pop(project_id, None)

    def judged(self, rows: Rows, project_id: int) -> dict[int, int]:
        """How many comparisons each brief has; counted anew now and then, since that reads the whole log."""
        with self._lock:
            counted = self._judged.get(project_id)
            if counted is None or counted.answers_since >= RECOUNT_AFTER:
                counted = self._judged[project_id] = _Judged(rows.comparisons.count_by_brief(project_id))
            return counted.by_brief

    def given(self, rows: Rows, project_id: int, judge_id: int, *, anew: bool) -> int:
        """How many answers of a judge count; read from the log when asked `anew`, else as this process knows it."""
        with self._lock:
            if anew or (project_id, judge_id) not in self._given:
                self._given[(project_id, judge_id)] = rows.comparisons.count(project_id, judge_id)
            return self._given[(project_id, judge_id)]

    def count_answer(self, project_id: int, brief_id: int, judge_id: int) -> None:
        """One more comparison of a brief, given by this judge."""
        with self._lock:
            if (project_id, judge_id) in self._given:
                self._given[(project_id, judge_id)] += 1
            if counted := self._judged.get(project_id):
                counted.by_brief[brief_id] = counted.by_brief.get(brief_id, 0) + 1
                counted.answers_since += 1

    def _prepare(self) -> None:
        # Compiling holds the interpreter for seconds; a page served by this process would stand still meanwhile.
        self._compiler = subprocess.Popen([sys.executable, "-m", "curation.actions.choosing"])  # our own module
        if self._closed.is_set():
            self._compiler.kill()
        if self._compiler.wait() == 0 and not self._closed.is_set():
            _exercise()
            self._compiled.set()


def _exercise() -> None:
    """Use every way of choosing once, so that it is compiled."""
    rng = np.random.default_rng(0)
    keys = [CandidateKey(place, place // 3, place % 3, MediaKind.TEXT) for place in range(12)]
    for chooser in (Adaptive(12, 2, rng), AcrossRecipes(keys, None, rng)):
        for outcome in (*Outcome, Outcome.LEFT):
            pair = chooser.ask(frozenset())
            if pair is not None:
                chooser.tell([(*pair, outcome, 0)])
            chooser.to_go()
            chooser.settled()


if __name__ == "__main__":
    _exercise()
