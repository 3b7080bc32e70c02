"""Ways of choosing pairs, one class each: items numbered from 0, answers in, the next pair out."""

from collections.abc import Sequence, Set
from typing import NamedTuple, Protocol

import numpy as np

from curation.models import Outcome
from curation.ranking.least_compared import LeastCompared
from curation.storage.candidate_rows import CandidateKey

SHARES = {Outcome.LEFT: 1.0, Outcome.RIGHT: 0.0}
Pair = tuple[int, int]
Answer = tuple[int, int, Outcome, int]


class ToGo(NamedTuple):
    """How many more judgments until it is settled: nine times in ten between low and high, about expected."""

    low: int
    expected: int
    high: int


class Outlook(NamedTuple):
    """How many more judgments are useful, and the probability that what leads now will not change."""

    to_go: ToGo | None
    settled: float | None


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
        told = [answer for answer in answers if answer[2] is not Outcome.SKIP]
        if len(told) == 1:
            left, right, outcome, judge = told[0]
            good, bad = outcome is Outcome.BOTH_GOOD, outcome is Outcome.BOTH_BAD
            self._selector.tell(left, right, SHARES.get(outcome, 0.5), judge=judge, both_good=good, both_bad=bad)
        elif told:
            lefts, rights, outcomes, judges = zip(*told, strict=True)
            self._selector.tell_many(
                lefts,
                rights,
                [SHARES.get(outcome, 0.5) for outcome in outcomes],
                judge=judges,
                both_good=[outcome is Outcome.BOTH_GOOD for outcome in outcomes],
                both_bad=[outcome is Outcome.BOTH_BAD for outcome in outcomes],
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
