"""Which pair of recipes meets on which brief, in which order: the body of a study."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from curation.ranking.recipes.layout import Integers, Layout


@dataclass(frozen=True)
class Slot:
    """A pair of candidates to be shown: the number of its pair of recipes, and the candidates of the first and second."""

    pair: int
    first: int
    second: int


def schedule(layout: Layout, n_pairs: int | None, rng: np.random.Generator) -> list[Slot]:
    """The first n_pairs pairs of candidates of a balanced order (all pairs of recipes on all briefs once by default).

    Every recipe on every brief: pair t mod P on brief (t + t div lcm(P, B)) mod B, both lists shuffled; P pairs of
    recipes, B briefs. Every start of that order is balanced within one over pairs and over briefs. Otherwise pairs in
    turn, each on the brief it has met least, then the brief least used, then by chance.

    Raises:
        ValueError: more pairs than there are pairs of candidates, or none at all.
    """
    cells: dict[tuple[int, int], list[int]] = {}
    for candidate in rng.permutation(layout.n_candidates):
        cells.setdefault((int(layout.recipe[candidate]), int(layout.brief[candidate])), []).append(int(candidate))
    meetings = _meetings(layout, cells, rng)
    capacity = {
        (pair, brief): len(cells[pair[0], brief]) * len(cells[pair[1], brief])
        for pair in meetings
        for brief in meetings[pair]
    }
    total = sum(capacity.values())
    if total == 0:
        raise ValueError("There is nothing to compare: no two recipes have candidates on one brief.")
    wanted = len(capacity) if n_pairs is None else n_pairs
    if not 1 <= wanted <= total:
        raise ValueError(f"{wanted} pairs were asked for, but there are {total} different pairs of candidates.")
    complete = len(capacity) == len(meetings) * layout.n_briefs and len(set(capacity.values())) == 1
    order = _rotation(meetings, layout.n_briefs, wanted, rng) if complete else _in_turn(meetings, capacity, wanted, rng)
    numbers = {pair: n for n, pair in enumerate(meetings)}
    met: Counter[tuple[tuple[int, int], int]] = Counter()
    slots = []
    for pair, brief in order:
        ours, theirs = cells[pair[0], brief], cells[pair[1], brief]
        time = met[pair, brief]
        met[pair, brief] += 1
        second = (time + time // int(np.lcm(len(ours), len(theirs)))) % len(theirs)
        slots.append(Slot(numbers[pair], ours[time % len(ours)], theirs[second]))
    return slots


def _meetings(
    layout: Layout, cells: dict[tuple[int, int], list[int]], rng: np.random.Generator
) -> dict[tuple[int, int], list[int]]:
    """Pairs of recipes, shuffled, with the briefs they share."""
    pairs = [(a, b) for a in range(layout.n_recipes) for b in range(a + 1, layout.n_recipes)]
    shared = {}
    for n in rng.permutation(len(pairs)):
        a, b = pairs[n]
        briefs = [brief for brief in range(layout.n_briefs) if (a, brief) in cells and (b, brief) in cells]
        if briefs:
            shared[a, b] = briefs
    return shared


def _rotation(
    meetings: dict[tuple[int, int], list[int]], n_briefs: int, wanted: int, rng: np.random.Generator
) -> list[tuple[tuple[int, int], int]]:
    pairs, briefs = list(meetings), rng.permutation(n_briefs)
    cycle = int(np.lcm(len(pairs), n_briefs))
    return [(pairs[t % len(pairs)], int(briefs[(t + t // cycle) % n_briefs])) for t in range(wanted)]


def _in_turn(
    meetings: dict[tuple[int, int], list[int]],
    capacity: dict[tuple[tuple[int, int], int], int],
    wanted: int,
    rng: np.random.Generator,
) -> list[tuple[tuple[int, int], int]]:
    order: list[tuple[tuple[int, int], int]] = []
    met: Counter[tuple[tuple[int, int], int]] = Counter()
    used: Counter[int] = Counter()
    while True:
        for pair, briefs in meetings.items():
            free = [brief for brief in briefs if met[pair, brief] < capacity[pair, brief]]
            if not free:
                continue
            chance: Integers = rng.permutation(len(free))
            brief = min(zip(free, chance, strict=True), key=lambda one: (met[pair, one[0]], used[one[0]], one[1]))[0]
            order.append((pair, brief))
            met[pair, brief] += 1
            used[brief] += 1
            if len(order) == wanted:
                return order
