"""Boxes, the parts of ISO base media files (MP4, MOV, M4A, AVIF, HEIC): finding them, and silencing them where they stand.

Nothing ever changes its size or place, so every offset in the file stays true: a box that goes becomes one of free space.
"""

from collections.abc import Iterator
from typing import NamedTuple

from curation.media.errors import BROKEN, ENDS_EARLY, UnreadableMedia

FORMAT = "MP4"
HEADER_BYTES, LARGE_HEADER_BYTES, VERSION_BYTES = 8, 16, 4
BLANK_BYTES = 1 << 20


class Box(NamedTuple):
    """A box: its name, where it starts, where its contents start and end."""

    name: bytes
    start: int
    body: int
    end: int


def number(buffer: bytes | bytearray, position: int, length: int) -> int:
    """An unsigned big-endian number."""
    return int.from_bytes(buffer[position : position + length])


def box_at(buffer: bytes | bytearray, position: int, end: int) -> Box | None:
    """The box at a position; None when its length does not fit before `end`."""
    if position + HEADER_BYTES > end:
        return None
    length, body = number(buffer, position, 4), position + HEADER_BYTES
    if length == 1:
        length, body = number(buffer, body, 8), position + LARGE_HEADER_BYTES
    elif length == 0:
        length = end - position
    stop = position + length
    return Box(bytes(buffer[position + 4 : position + 8]), position, body, stop) if body <= stop <= end else None


def boxes(buffer: bytearray, start: int, end: int) -> Iterator[Box]:
    """The boxes between two positions. Zeros at the end are the terminator that QuickTime puts there."""
    position = start
    while position < end:
        if not any(buffer[position : position + HEADER_BYTES]) or position + HEADER_BYTES > end:
            blank(buffer, position, end)
            return
        box = box_at(buffer, position, end)
        if box is None:
            raise UnreadableMedia(FORMAT, BROKEN)
        yield box
        position = box.end


def child(buffer: bytearray, parent: Box, name: bytes, skip: int = 0) -> Box | None:
    """The first box of that name in another."""
    return next((box for box in boxes(buffer, parent.body + skip, parent.end) if box.name == name), None)


def blank(buffer: bytearray, start: int, end: int) -> None:
    """Set the bytes between two positions to zero."""
    if end > len(buffer):
        raise UnreadableMedia(FORMAT, ENDS_EARLY)
    for position in range(start, end, BLANK_BYTES):
        stop = min(position + BLANK_BYTES, end)
        buffer[position:stop] = bytes(stop - position)


def free(buffer: bytearray, box: Box) -> None:
    """Turn a box into free space."""
    buffer[box.start + 4 : box.start + 8] = b"free"
    blank(buffer, box.body, box.end)
