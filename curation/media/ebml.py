"""EBML, the envelope of Matroska and WebM: finding elements, and silencing them where they stand."""

from collections.abc import Iterator
from typing import NamedTuple

from curation.media.errors import BROKEN, ENDS_EARLY, UnreadableMedia

FORMAT = "WebM"
VOID, CRC32 = 0xEC, 0xBF
LONGEST_NAME, LONGEST_LENGTH = 4, 8
BLANK_BYTES = 1 << 20


class Element(NamedTuple):
    """An element: its name, where it starts, where its contents start and end; `end` is None when it does not say."""

    name: int
    start: int
    body: int
    end: int | None


def element_at(data: bytes | bytearray, position: int, end: int) -> Element:
    """The element at a position, checked against the end of what holds it (RFC 8794)."""
    first = data[position] if position < end else 0
    name_bytes = 9 - first.bit_length()
    if name_bytes > LONGEST_NAME:
        raise UnreadableMedia(FORMAT, BROKEN)
    after_name = position + name_bytes
    first = data[after_name] if after_name < end else 0
    length_bytes = 9 - first.bit_length()
    body = after_name + length_bytes
    if body > end or length_bytes > LONGEST_LENGTH:
        raise UnreadableMedia(FORMAT, ENDS_EARLY)
    ones = (1 << 7 * length_bytes) - 1
    length = int.from_bytes(data[after_name:body]) & ones
    stop = None if length == ones else body + length
    if stop is not None and stop > end:
        raise UnreadableMedia(FORMAT, ENDS_EARLY)
    return Element(int.from_bytes(data[position:after_name]), position, body, stop)


def elements(data: bytes | bytearray, start: int, end: int) -> Iterator[tuple[Element, int]]:
    """The elements between two positions, each with its end; all of them say how long they are."""
    position = start
    while position < end:
        element = element_at(data, position, end)
        if element.end is None:
            raise UnreadableMedia(FORMAT, BROKEN)
        yield element, element.end
        position = element.end


def blank(buffer: bytearray, start: int, end: int) -> None:
    """Set the bytes between two positions to zero."""
    for position in range(start, end, BLANK_BYTES):
        stop = min(position + BLANK_BYTES, end)
        buffer[position:stop] = bytes(stop - position)


def void(buffer: bytearray, start: int, end: int) -> None:
    """Turn everything between two positions, at least two bytes, into one element that means nothing."""
    length_bytes = 1
    # All bits set would mean an unknown length.
    while end - start - 1 - length_bytes >= (1 << 7 * length_bytes) - 1:
        length_bytes += 1
    body = start + 1 + length_bytes
    length = 1 << 7 * length_bytes | end - body
    buffer[start:body] = bytes((VOID,)) + length.to_bytes(length_bytes)
    blank(buffer, body, end)
