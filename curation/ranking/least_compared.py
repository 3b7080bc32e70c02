"""The pair least compared so far: balanced coverage without a model."""

from collections.abc import Collection

import numpy as np


class LeastCompared:
    """Asks for the item with the fewest comparisons, against the item it has met least.

    Memory grows with n_items squared; meant for up to a few thousand items.

    Example:
        >>> selector = LeastCompared(3, rng=np.random.default_rng(0))
        >>> selector.tell(0, 1)
        >>> 2 in selector.ask()
        True
    """

    def __init__(self, n_items: int, *, rng: np.random.Generator) -> None:
        self._rng = rng
        self._met = np.zeros((n_items, n_items), np.int32)

    def tell(self, left: int, right: int, count: int = 1) -> None:
        """`count` more comparisons of this pair."""
        self._met[left, right] += count
        self._met[right, left] += count

    def ask(self, *, avoid: Collection[frozenset[int]] = frozenset()) -> tuple[int, int] | None:
        """(left, right), with a coin for the sides; None when every pair is to be avoided."""
        n_items = len(self._met)
        barred = np.eye(n_items, dtype=bool)
        for pair in avoid:
            one, other = pair
            barred[one, other] = barred[other, one] = True
        load = self._met.sum(axis=1)
        for item in np.lexsort((self._rng.random(n_items), load)):
            open_to = np.flatnonzero(~barred[item])
            if open_to.size:
                order = np.lexsort((self._rng.random(open_to.size), load[open_to], self._met[item, open_to]))
                other = int(open_to[order[0]])
                return (int(item), other) if self._rng.random() < 0.5 else (other, int(item))
        return None
