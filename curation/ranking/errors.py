"""Errors of the numeric half. They are `ValueError`s: numbers that cannot be used, said in one sentence.

ValueError
  NoMaximumLikelihood     the judgments do not bound the strengths, and no prior was given
  CovarianceTooLarge      a dense covariance was asked for more items than fit in memory
"""

from collections.abc import Sequence

SHOWN_ITEMS = 5


def _some(items: Sequence[int]) -> str:
    shown = ", ".join(str(item) for item in items[:SHOWN_ITEMS])
    return f"{shown}, ..." if len(items) > SHOWN_ITEMS else shown


class NoMaximumLikelihood(ValueError):
    """Plain maximum likelihood has no finite answer: the items fall into pieces that never beat each other.

    Attributes:
        pieces: number of strongly connected pieces of the graph "i beat or tied j".
        only_win: items that never lost or tied, though they were compared.
        only_lose: items that never won or tied, though they were compared.
        never_compared: items without any comparison.
    """

    def __init__(
        self,
        pieces: int,
        only_win: Sequence[int] = (),
        only_lose: Sequence[int] = (),
        never_compared: Sequence[int] = (),
    ) -> None:
        self.pieces = pieces
        self.only_win = tuple(only_win)
        self.only_lose = tuple(only_lose)
        self.never_compared = tuple(never_compared)
        named = (
            ("only win", self.only_win),
            ("only lose", self.only_lose),
            ("were never compared", self.never_compared),
        )
        causes = [f"{len(items)} {verb} (item {_some(items)})" for verb, items in named if items]
        because = "; of the items, " + ", ".join(causes) if causes else ""
        super().__init__(
            f"maximum likelihood does not exist: the items fall into {pieces} pieces with no win or tie "
            f"leading back from one to the next{because}; give a prior variance or add comparisons between the pieces"
        )


class CovarianceTooLarge(ValueError):
    """A dense covariance of this many items would not fit; the standard errors are still available."""

    def __init__(self, n_items: int, limit: int) -> None:
        self.n_items = n_items
        self.limit = limit
        super().__init__(
            f"the covariance of {n_items} items is not computed as a dense matrix (limit {limit}); "
            "use standard_errors, which are available for any number of items"
        )
