"""Who is asking. The only place that answers it: today the one person of a laptop, who is asked for no name."""

from weakref import WeakKeyDictionary

from curation.actions.actor import Actor, local_actor
from curation.app import Curation
from curation.storage import Store

_known: WeakKeyDictionary[Store, Actor] = WeakKeyDictionary()


def actor(curation: Curation) -> Actor:
    """The person in front of this browser."""
    known = _known.get(curation.store)
    if known is None:
        known = _known[curation.store] = local_actor(curation.store)
    return known
