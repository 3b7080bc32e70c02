"""Which pair to show next when the whole order is wanted."""

import numpy as np
from numpy.typing import NDArray

from curation.ranking.pairing.belief import Belief
from curation.ranking.pairing.pair_selector import DEFAULT_WITHIN
from curation.ranking.pairing.protocol import Remaining
from curation.ranking.pairing.stopping import order_gaps

_CONFIDENCE = 0.95
_CURVATURE = 0.2
_SMALLEST_WITHIN = 0.01


class OrderSelector(Belief):
    """Finds the whole order of N items: asks the pair with the most information, over all pairs.

    Args, determinism and degenerate cases as `PairSelector`, without a number of winners: one item is settled.

    Example:
        >>> selector = OrderSelector(3, rng=np.random.default_rng(0))
        >>> for _ in range(60):
        ...     left, right = selector.ask()
        ...     selector.tell(left, right, float(left < right))
        >>> selector.top()
        [0, 1, 2]

    Source: Houlsby et al. (2011), arXiv:1112.5745; for pairs Mikhailiuk et al., Active sampling for pairwise
        comparisons (ASAP), ICPR 2020.
    """

    def top(self) -> list[int]:
        """All items not retired, best first, after a refit."""
        if self._stale or self._live:
            self.refit()
        order: list[int] = self._ranked().tolist()
        return order

    def settled(self, within: float = DEFAULT_WITHIN) -> float:
        """Probability that no item is better than one ranked above it by more than `within` log-odds."""
        self._catch_up()
        return float((self._gaps() <= within).mean())

    def remaining(self, within: float = DEFAULT_WITHIN) -> Remaining:
        """How many more judgments until `settled(within)` reaches .95, extrapolated.

        Gaps shrink like the standard deviation of a strength, and a judgment of a close pair adds about w = .2 to the
        precision of two items: n = N / (2 w) * ((q / within)^2 - 1) / v, q the .95 quantile of the gap now and v the
        mean variance now. The range is that of the .8 and .99 quantiles.
        """
        self._catch_up()
        gaps = self._gaps()
        if (gaps <= within).mean() >= _CONFIDENCE:
            return Remaining(0, 0, 0)
        items = int(self._alive.sum())
        variance = float(self._posterior.variance[1:][self._alive].mean())
        ratio = np.maximum(np.quantile(gaps, [0.8, _CONFIDENCE, 0.99]) / max(within, _SMALLEST_WITHIN), 1.0)
        low, expected, high = np.ceil(items / (2.0 * _CURVATURE) * (ratio**2 - 1.0) / variance).astype(int).tolist()
        return Remaining(low, expected, high)

    def _gaps(self) -> NDArray[np.float64]:
        return order_gaps(self._posterior, self._ranked() + 1, self._fresh_rng())
