"""Which pair comes next: keeps, for each brief, what its selector has learnt, and renews it from the log."""

import subprocess
import sys
import threading
from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

import numpy as np

from curation.models import Goal, MediaKind, Outcome, Project
from curation.ranking.least_compared import LeastCompared
from curation.storage import Rows
from curation.storage.candidate_rows import CandidateKey

REBUILD_AFTER = 10
RECOUNT_AFTER = 50
# Above this the covariance no longer pays; see benchmarks/results/judgments.md.
MOST_ADAPTIVE_ITEMS = 5_000
SHARES = {Outcome.LEFT: 1.0, Outcome.RIGHT: 0.0}
Pair = tuple[int, int]
Answer = tuple[int, int, Outcome, int]


class ToGo(NamedTuple):
    """How many more judgments until it is settled: nine times in ten between low and high, about expected."""

    low: int
    expected: int
    high: int


class Chooser(Protocol):
    """Chooses pairs of items, numbered from 0, and learns from answers."""

    policy: str

    def ask(self, avoid: Set[frozenset[int]]) -> Pair | None:
        """The next (left, right), or None when every pair is to be avoided."""
        ...

    def tell(self, answers: Sequence[Answer]) -> None:
        """Answers as (left, right, outcome, judge)."""
        ...

    def to_go(self) -> ToGo | None:
        """How many more judgments are useful; None when it cannot say."""
        ...

    def settled(self) -> float | None:
        """Probability that the winners will not change; None when it cannot say."""
        ...


class Balanced:
    """Every pair equally often: for studies, and until the adaptive choice is ready."""

    policy = "least-compared"

    def __init__(self, n_items: int, rng: np.random.Generator) -> None:
        self._selector = LeastCompared(n_items, rng=rng)

    def ask(self, avoid: Set[frozenset[int]]) -> Pair | None:
        """See Chooser."""
        return self._selector.ask(avoid=avoid)

    def tell(self, answers: Sequence[Answer]) -> None:
        """See Chooser."""
        for left, right, _outcome, _judge in answers:
            self._selector.tell(left, right)

    def to_go(self) -> ToGo | None:
        """See Chooser."""
        return None

    def settled(self) -> float | None:
        """See Chooser."""
        return None


class Adaptive:
    """The pair that decides most about who the winners are."""

    policy = "swap-bald"

    def __init__(self, n_items: int, winners: int, rng: np.random.Generator) -> None:
        # Loads scipy and the compiled kernels, which the start of the app does not wait for.
        from curation.ranking.pairing import NothingToAsk, PairSelector

        self._nothing_to_ask = NothingToAsk
        self._selector = PairSelector(n_items, winners=winners, rng=rng)

    def ask(self, avoid: Set[frozenset[int]]) -> Pair | None:
        """See Chooser."""
        try:
            return self._selector.ask(avoid=avoid)
        except self._nothing_to_ask:
            return None

    def tell(self, answers: Sequence[Answer]) -> None:
        """See Chooser."""
        for left, right, outcome, judge in answers:
            if outcome is not Outcome.SKIP:
                self._selector.tell(
                    left,
                    right,
                    SHARES.get(outcome, 0.5),
                    judge=judge,
                    both_good=outcome is Outcome.BOTH_GOOD,
                    both_bad=outcome is Outcome.BOTH_BAD,
                )

    def to_go(self) -> ToGo | None:
        """See Chooser."""
        remaining = self._selector.remaining()
        return ToGo(remaining.low, remaining.expected, remaining.high)

    def settled(self) -> float | None:
        """See Chooser."""
        return self._selector.settled()


class AcrossRecipes:
    """The pair that decides most about which recipe is best for new briefs: two recipes, one brief, briefs rotated."""

    policy = "recipes"

    def __init__(self, keys: Sequence[CandidateKey], baseline: int | None, rng: np.random.Generator) -> None:
        from curation.ranking.pairing import NothingToAsk
        from curation.ranking.recipes import RecipeSelector

        recipes = {recipe: place for place, recipe in enumerate(sorted({key.recipe_id for key in keys}))}
        briefs = {brief: place for place, brief in enumerate(sorted({key.brief_id for key in keys}))}
        self._nothing_to_ask = NothingToAsk
        self._selector = RecipeSelector(
            [recipes[key.recipe_id] for key in keys],
            [briefs[key.brief_id] for key in keys],
            rng=rng,
            baseline=recipes.get(baseline) if baseline is not None else None,
        )
        self._recipe_of = [key.recipe_id for key in keys]
        self._brief_of = [key.brief_id for key in keys]

    def ask(self, avoid: Set[frozenset[int]]) -> Pair | None:
        """See Chooser."""
        try:
            return self._selector.ask(avoid=avoid)
        except self._nothing_to_ask:
            return None

    def tell(self, answers: Sequence[Answer]) -> None:
        """See Chooser. Pairs of one recipe, or of two briefs, say nothing about recipes."""
        told = [
            (left, right, SHARES.get(outcome, 0.5), judge)
            for left, right, outcome, judge in answers
            if outcome is not Outcome.SKIP
            and self._recipe_of[left] != self._recipe_of[right]
            and self._brief_of[left] == self._brief_of[right]
        ]
        if len(told) == 1:
            self._selector.tell(*told[0][:3], judge=told[0][3])
        elif told:
            left, right, share, judge = zip(*told, strict=True)
            self._selector.tell_many(left, right, share, judge=judge)

    def to_go(self) -> ToGo | None:
        """See Chooser."""
        remaining = self._selector.remaining()
        return ToGo(remaining.low, remaining.expected, remaining.high)

    def settled(self) -> float | None:
        """See Chooser."""
        return self._selector.settled()


@dataclass
class KeyChooser:
    """A chooser that speaks of candidates by key: of one brief, or of a whole project."""

    ids: list[int]
    chooser: Chooser
    answers_since: int = 0
    planned: dict[int, Pair] = field(default_factory=dict)
    place: dict[int, int] = field(init=False)
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

    def to_go(self) -> ToGo | None:
        """How many more judgments are useful."""
        with self._lock:
            return self.chooser.to_go()

    def settled(self) -> float | None:
        """Probability that the winners, or the chosen recipe, will not change."""
        with self._lock:
            return self.chooser.settled()

    def _ask(self, seen: Set[frozenset[int]]) -> Pair | None:
        avoid = frozenset(frozenset(self.place[key] for key in pair) for pair in seen if self.place.keys() >= pair)
        asked = self.chooser.ask(avoid)
        return None if asked is None else (self.ids[asked[0]], self.ids[asked[1]])


@dataclass
class _Judged:
    """How many comparisons each brief of a project has, counted some answers ago."""

    by_brief: dict[int, int]
    answers_since: int = 0


class Choosers:
    """The choosers of this process, renewed from the log when candidates changed or enough was answered.

    Between renewals a process learns its own answers at once; renewing brings those of other processes.
    """

    def __init__(self, rng: np.random.Generator, *, compiled: bool = True) -> None:
        """With `compiled=False`, pairs are chosen in turn until `prepare` has compiled the adaptive choice."""
        self._rng = rng
        self._lock = threading.RLock()
        self._compiled = threading.Event()
        self._known: dict[tuple[int | None, int], KeyChooser] = {}
        self._judged: dict[int, _Judged] = {}
        if compiled:
            self._compiled.set()

    def prepare(self) -> threading.Thread:
        """Compile the adaptive choice in another process, into its cache on disk, then start to use it here."""
        thread = threading.Thread(target=self._prepare, name="curation-prepare", daemon=True)
        thread.start()
        return thread

    def of(self, rows: Rows, project: Project, criterion_id: int, brief_id: int | None, winners: int) -> KeyChooser:
        """The chooser of a brief, or of the whole project (`brief_id` None), up to date with its visible candidates."""
        keys = rows.candidates.keys(project.id, brief_id)
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

    def covers_recipes(self, rows: Rows, project: Project) -> bool:
        """Whether pairs are chosen over the whole project: its goal is a recipe, and two recipes share a brief."""
        if project.goal is not Goal.CHOOSE_RECIPE or not self._compiled.is_set():
            return False
        recipes_of: dict[int, set[int]] = {}
        keys = rows.candidates.keys(project.id)
        for key in keys:
            recipes_of.setdefault(key.brief_id, set()).add(key.recipe_id)
        return len(keys) <= MOST_ADAPTIVE_ITEMS and any(len(recipes) > 1 for recipes in recipes_of.values())

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

    def count_answer(self, project_id: int, brief_id: int) -> None:
        """One more comparison of a brief."""
        with self._lock:
            if counted := self._judged.get(project_id):
                counted.by_brief[brief_id] = counted.by_brief.get(brief_id, 0) + 1
                counted.answers_since += 1

    def _prepare(self) -> None:
        # Compiling holds the interpreter for seconds; a page served by this process would stand still meanwhile.
        subprocess.run([sys.executable, "-m", "curation.actions.choosing"], check=False)  # our own module
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
