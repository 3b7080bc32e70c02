"""Where the samples of a track lie, by its tables (ISO 14496-12, 8.7)."""

from collections.abc import Iterator
from itertools import pairwise

from curation.media.bmff_boxes import FORMAT, VERSION_BYTES, Box, boxes, number
from curation.media.errors import BROKEN, UnreadableMedia

TABLE = VERSION_BYTES + 4
TABLES = frozenset({b"stco", b"co64", b"stsc", b"stsz", b"stz2"})


def sample_ranges(buffer: bytearray, tables: Box) -> Iterator[tuple[int, int]]:
    """From and to of each chunk of a track; `tables` is its box `stbl`."""
    found = {box.name: box for box in boxes(buffer, tables.body, tables.end) if box.name in TABLES}
    offsets, runs = found.get(b"co64") or found.get(b"stco"), found.get(b"stsc")
    if offsets is None or runs is None:
        return
    width = 8 if offsets.name == b"co64" else 4
    sizes = _sizes(buffer, found)
    chunks = _entries(buffer, offsets, VERSION_BYTES, width)
    starts = [number(buffer, entry, 4) - 1 for entry in _entries(buffer, runs, VERSION_BYTES, 12)]
    counts = [number(buffer, entry + 4, 4) for entry in _entries(buffer, runs, VERSION_BYTES, 12)]
    if starts != sorted(set(starts)) or (starts and starts[0]):
        raise UnreadableMedia(FORMAT, BROKEN)
    for (first, following), samples in zip(pairwise([*starts, len(chunks)]), counts, strict=True):
        for entry in chunks[first:following]:
            start = number(buffer, entry, width)
            yield start, start + sizes(samples)


class _Sizes:
    """Total size of the next samples, one call after the other."""

    def __init__(self, table: Iterator[int], same: int) -> None:
        self._table = table
        self._same = same

    def __call__(self, samples: int) -> int:
        if self._same:
            return samples * self._same
        return sum(size for _index, size in zip(range(samples), self._table, strict=False))


def _sizes(buffer: bytearray, found: dict[bytes, Box]) -> _Sizes:
    table = found.get(b"stsz")
    if table is None:
        # The compact table: 4, 8 or 16 bits; only ever seen in the specification.
        if b"stz2" in found:
            raise UnreadableMedia(FORMAT, BROKEN)
        return _Sizes(iter(()), 0)
    same = number(buffer, table.body + VERSION_BYTES, 4)
    entries = range(0) if same else _entries(buffer, table, TABLE, 4)
    return _Sizes((number(buffer, entry, 4) for entry in entries), same)


def _entries(buffer: bytearray, box: Box, count_at: int, width: int) -> range:
    """Where the entries of a table stand, behind their count."""
    first = box.body + count_at + 4
    end = first + number(buffer, box.body + count_at, 4) * width
    if end > box.end:
        raise UnreadableMedia(FORMAT, BROKEN)
    return range(first, end, width)
