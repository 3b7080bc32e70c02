"""Keys: 63-bit, time-ordered integers that any machine can make without asking another.

Layout, from the top: 41 bits of milliseconds since 2020-01-01 UTC (until 2089), 12 bits that name the
process, drawn at random at its start, and a 10-bit counter. When the counter runs over within a
millisecond the next one is used, so keys of one process never repeat and never go back, even when
its clock does.
"""

import os
import secrets
import threading
import time

EPOCH_MILLISECONDS = 1_577_836_800_000
NODE_BITS = 12
COUNTER_BITS = 10


class KeyMaker:
    """Makes keys for one process. Thread-safe."""

    def __init__(self, node: int | None = None) -> None:
        self._lock = threading.Lock()
        self._tick = 0
        self.reseed(node)

    def reseed(self, node: int | None = None) -> None:
        """Take a new process name; called in a forked child so that parent and child differ."""
        self._node = secrets.randbits(NODE_BITS) if node is None else node

    def make(self, count: int, now_milliseconds: int | None = None) -> list[int]:
        """`count` keys in ascending order."""
        now = int(time.time() * 1000) if now_milliseconds is None else now_milliseconds
        with self._lock:
            first = max((now - EPOCH_MILLISECONDS) << COUNTER_BITS, self._tick + 1)
            self._tick = first + count - 1
        low = (1 << COUNTER_BITS) - 1
        node = self._node << COUNTER_BITS
        return [
            (tick >> COUNTER_BITS) << (NODE_BITS + COUNTER_BITS) | node | (tick & low)
            for tick in range(first, first + count)
        ]


_maker = KeyMaker()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_maker.reseed)


def new_key() -> int:
    """One key."""
    return _maker.make(1)[0]


def new_keys(count: int) -> list[int]:
    """Many keys at once, in ascending order."""
    return _maker.make(count)
