"""How far each judge can be relied on, by moments of what was predicted against what was said."""

import numpy as np
from numpy.typing import NDArray

from curation.ranking.pairing.protocol import Judge

Floats = NDArray[np.float64]

_START_AGREEMENT, _START_EVIDENCE = 3.6, 4.0
_BENCH_BELOW, _BENCH_EVIDENCE = 0.5, 8.0
NOBODY = 0
"""The index of an answer whose judge is not known: its weight is 1."""


class JudgeReliability:
    """Each judge's reliability r: the share of the predicted preference that comes true.

    A judge who answers by chance a share 1 - r of the time has E(s) = r e, s = +1, -1 or 0 (no difference) the answer
    and e the expected s before the answer was known. So r = (3.6 + sum s e) / (4 + sum e^2), clipped to [0, 1]: it
    starts at .9. It weighs the judge's terms in the likelihood. With fewer than two known judges there is nobody to
    compare with and every weight is 1.
    """

    def __init__(self) -> None:
        self._index: dict[Judge, int] = {}
        self.agreement = np.full(1, _START_AGREEMENT)
        self.evidence = np.full(1, _START_EVIDENCE)

    def index(self, judge: Judge | None) -> int:
        """The integer of this judge; a new one for a new judge."""
        if judge is None:
            return NOBODY
        if judge not in self._index:
            self._index[judge] = len(self._index) + 1
            self.agreement = np.append(self.agreement, _START_AGREEMENT)
            self.evidence = np.append(self.evidence, _START_EVIDENCE)
        return self._index[judge]

    def observe(self, judge: int, agreement: float, evidence: float) -> None:
        """Adds sum s e and sum e^2 of one answer."""
        self.agreement[judge] += agreement
        self.evidence[judge] += evidence

    def reset(self, agreement: Floats, evidence: Floats) -> None:
        """Starts again from the sums over all answers, by judge index."""
        self.agreement = _START_AGREEMENT + agreement
        self.evidence = _START_EVIDENCE + evidence

    @property
    def compared(self) -> bool:
        """Whether at least two judges are known."""
        return len(self._index) >= 2

    @property
    def weights(self) -> Floats:
        """Reliability by judge index, 0 to 1; index 0, nobody known, is 1."""
        if not self.compared:
            return np.ones(len(self.agreement))
        weights: Floats = np.clip(self.agreement / self.evidence, 0.0, 1.0)
        weights[NOBODY] = 1.0
        return weights

    def weight(self, judge: int) -> float:
        """One of `weights`."""
        if judge == NOBODY or not self.compared:
            return 1.0
        return float(min(max(self.agreement[judge] / self.evidence[judge], 0.0), 1.0))

    def reliability(self, judge: Judge) -> float:
        """Between 0 (chance) and 1; .9 for a judge who has not answered yet."""
        index = self._index.get(judge)
        if index is None:
            return _START_AGREEMENT / _START_EVIDENCE
        return float(np.clip(self.agreement[index] / self.evidence[index], 0.0, 1.0))

    def benched(self, judge: Judge) -> bool:
        """Whether asking this judge again would waste a judgment: r < .5 on evidence of more than 8."""
        index = self._index.get(judge)
        if index is None or not self.compared:
            return False
        return self.reliability(judge) < _BENCH_BELOW and bool(self.evidence[index] > _BENCH_EVIDENCE)
