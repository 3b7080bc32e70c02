"""Choosing pairs: which one to show next, what is believed after the answers, and when to stop."""

from curation.ranking.pairing.answers import Habits
from curation.ranking.pairing.order_selector import OrderSelector
from curation.ranking.pairing.pair_selector import PairSelector
from curation.ranking.pairing.protocol import AvoidedPairs, Judge, NothingToAsk, Pair, Remaining, Selector

__all__ = [
    "AvoidedPairs",
    "Habits",
    "Judge",
    "NothingToAsk",
    "OrderSelector",
    "Pair",
    "PairSelector",
    "Remaining",
    "Selector",
]
