"""The log of answers, and its likelihood as a list of Bradley-Terry terms.

With d = t_first - t_second and the judge's noisy impression u = d + logistic noise, every answer that says "u lies
between a and b" has the likelihood sigmoid(d - a) sigmoid(b - d) (1 - exp(a - b)): a product of two terms with
offsets. Here: no difference when |u| < h; "much better" when u > h + g; "slightly better" in between.

Strength 0 is the bar; item i is strength i + 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
BAR = 0
Term = tuple[int, int, float, float, float]
"""first, second, offset, slope, weight"""


class Kind(IntEnum):
    """What was answered about the first and the second of a pair; the first is the preferred one, if any."""

    BETTER = 0
    SLIGHTLY = 1
    MUCH = 2
    TIE = 3
    BOTH_GOOD = 4
    BOTH_BAD = 5
    MIXED = 6
    """How a TIE is read where BOTH_GOOD and BOTH_BAD were on offer: one above the bar, one below; never stored."""


_FIRST, _SECOND, _THE_BAR = range(3)
_TIED = ((_FIRST, _SECOND, 1, 0, 1.0), (_SECOND, _FIRST, 1, 0, 1.0))
_BOTH = ((_FIRST, _THE_BAR, 0, 0, 1.0), (_SECOND, _THE_BAR, 0, 0, 1.0))
_HALF = tuple((*roles, 0, 0, 0.5) for side in (_FIRST, _SECOND) for roles in ((side, _THE_BAR), (_THE_BAR, side)))

LIKELIHOOD: dict[int, tuple[tuple[int, int, int, int, float], ...]] = {
    Kind.BETTER: ((_FIRST, _SECOND, -1, 0, 1.0),),
    Kind.SLIGHTLY: ((_FIRST, _SECOND, -1, 0, 1.0), (_SECOND, _FIRST, 1, 1, 1.0)),
    Kind.MUCH: ((_FIRST, _SECOND, -1, -1, 1.0),),
    Kind.TIE: _TIED,
    Kind.BOTH_GOOD: _TIED + _BOTH,
    Kind.BOTH_BAD: (*_TIED, (_THE_BAR, _FIRST, 0, 0, 1.0), (_THE_BAR, _SECOND, 0, 0, 1.0)),
    Kind.MIXED: _TIED + _HALF,
}
"""Who beats whom in each kind of answer, the signs of h and g in the offset, and the weight."""


@dataclass(frozen=True)
class Habits:
    """How people use the buttons; fitted to the answers. Log-odds, except the two sharpnesses (ratios to a pair's)."""

    tie_width: float = 0.0
    """h: no difference is answered when the impression is within h. 0 while there is no such answer."""
    grade_width: float = float(np.exp(0.4))
    """g: much better is answered when the impression exceeds h + g."""
    keep_sharpness: float = 1.0
    """s: P(keep) = sigmoid(s (t - bar))."""
    worst_sharpness: float = 1.0
    """How sharply the worst of four is seen, relative to the best."""


class Rows:
    """A growing table of integers."""

    def __init__(self, n_columns: int) -> None:
        self._table = np.empty((64, n_columns), np.int64)
        self._length = 0

    def __len__(self) -> int:
        return self._length

    @property
    def values(self) -> Integers:
        """The rows so far; a view."""
        return self._table[: self._length]

    def append(self, row: Sequence[int]) -> None:
        self._make_room(1)
        self._table[self._length] = row
        self._length += 1

    def extend(self, rows: Integers) -> None:
        self._make_room(len(rows))
        self._table[self._length : self._length + len(rows)] = rows
        self._length += len(rows)

    def _make_room(self, n: int) -> None:
        needed = self._length + n
        if needed > len(self._table):
            grown = np.empty((max(needed, 2 * len(self._table)), self._table.shape[1]), np.int64)
            grown[: self._length] = self.values
            self._table = grown


@dataclass(frozen=True)
class Terms:
    """Likelihood factors sigmoid(slope (t_first - t_second) + offset) ** weight; `row` is the answer they came from.

    offset = tie_sign * h + grade_sign * g. Terms of decisions have row -1.
    """

    first: Integers
    second: Integers
    tie_sign: Floats
    grade_sign: Floats
    slope: Floats
    weight: Floats
    row: Integers
    offset: Floats


class AnswerLog:
    """Everything that was answered: pairs, screens of four, keep or reject."""

    def __init__(self) -> None:
        self._pairs = Rows(4)
        self._fours = Rows(6)
        self._decisions = Rows(2)
        self.has_ties = False
        self.has_absolutes = False
        self._graders: set[int] = set()

    @property
    def pairs(self) -> Integers:
        """Columns: first, second (strengths), kind, judge."""
        return self._pairs.values

    @property
    def fours(self) -> Integers:
        """Columns: best, three others (strengths; the worst last if known), whether the worst is known, judge."""
        return self._fours.values

    @property
    def decisions(self) -> Integers:
        """Columns: strength, kept."""
        return self._decisions.values

    def __len__(self) -> int:
        return len(self._pairs) + len(self._fours) + len(self._decisions)

    def add_pair(self, first: int, second: int, kind: int, judge: int) -> None:
        """One answer; first and second are strengths, the first the preferred one, if any."""
        self._pairs.append((first, second, kind, judge))
        self.has_ties = self.has_ties or kind >= Kind.TIE
        self.has_absolutes = self.has_absolutes or kind >= Kind.BOTH_GOOD
        if kind == Kind.MUCH:
            self._graders.add(judge)

    def add_pairs(self, rows: Integers) -> None:
        """Rows of first, second, kind, judge."""
        self._pairs.extend(rows)
        kinds = rows[:, 2]
        self.has_ties = self.has_ties or bool((kinds >= Kind.TIE).any())
        self.has_absolutes = self.has_absolutes or bool((kinds >= Kind.BOTH_GOOD).any())
        self._graders.update(np.unique(rows[kinds == Kind.MUCH, 3]).tolist())

    def add_four(self, items: Sequence[int], worst_known: bool, judge: int) -> None:
        """Four strengths, the best first, the worst last when it is known."""
        self._fours.append([*items, int(worst_known), judge])

    def add_decision(self, strength: int, keep: bool) -> None:
        self._decisions.append([strength, int(keep)])

    def single(self, first: int, second: int, kind: int, judge: int, habits: Habits, weight: float) -> list[Term]:
        """The terms of one answer about a pair, for the live update."""
        strengths = (first, second, BAR)
        return [
            (
                strengths[winner],
                strengths[loser],
                tie * habits.tie_width + grade * habits.grade_width,
                1.0,
                share * weight,
            )
            for winner, loser, tie, grade, share in LIKELIHOOD[self._as_read(kind, judge)]
        ]

    def _as_read(self, kind: int, judge: int) -> int:
        if kind == Kind.SLIGHTLY and judge not in self._graders:
            return int(Kind.BETTER)
        if kind == Kind.TIE and self.has_absolutes:
            return int(Kind.MIXED)
        return kind

    def _pair_terms(self, habits: Habits, judge_weight: Floats) -> Terms:
        rows = self.pairs
        strengths = (rows[:, 0], rows[:, 1], np.full(len(rows), BAR))
        kind = rows[:, 2].copy()
        kind[(kind == Kind.SLIGHTLY) & ~np.isin(rows[:, 3], list(self._graders))] = Kind.BETTER
        if self.has_absolutes:
            kind[kind == Kind.TIE] = Kind.MIXED
        weight = judge_weight[rows[:, 3]]
        pieces = []
        for one, terms in LIKELIHOOD.items():
            at = np.flatnonzero(kind == one)
            for winner, loser, tie, grade, share in terms if len(at) else ():
                signs = np.full(len(at), float(tie)), np.full(len(at), float(grade))
                pieces.append((strengths[winner][at], strengths[loser][at], *signs, share * weight[at], at))
        if not pieces:
            return _no_terms()
        first, second, tie_sign, grade_sign, shared, row = (np.concatenate(part) for part in zip(*pieces, strict=True))
        offset = tie_sign * habits.tie_width + grade_sign * habits.grade_width
        return Terms(first, second, tie_sign, grade_sign, np.ones(len(first)), shared, row, offset)

    def _decision_terms(self, habits: Habits) -> Terms:
        item, kept = self.decisions.T
        bar = np.full(len(item), BAR)
        zero, one = np.zeros(len(item)), np.ones(len(item))
        first, second = np.where(kept == 1, item, bar), np.where(kept == 1, bar, item)
        slope = habits.keep_sharpness * one
        return Terms(first, second, zero, zero, slope, one, np.full(len(item), -1), zero)

    def terms(self, habits: Habits, judge_weight: Floats) -> Terms:
        """The terms of all pairs, each weighted by its judge, and of all decisions."""
        pairs = self._pair_terms(habits, judge_weight)
        if not len(self._decisions):
            return pairs
        decisions = self._decision_terms(habits)
        return Terms(
            *(np.concatenate([getattr(pairs, one.name), getattr(decisions, one.name)]) for one in fields(Terms))
        )


def _no_terms() -> Terms:
    nobody, nothing = np.empty(0, np.int64), np.empty(0)
    return Terms(nobody, nobody, nothing, nothing, nothing, nothing, nobody, nothing)
