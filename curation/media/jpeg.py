"""JPEG: the tables and the coded scans are kept; of the application segments, only what gives the colours their meaning.

What follows the end marker goes (a phone's film, the gain map of an "Ultra HDR" photograph, an archive in disguise).
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from curation.media.errors import BROKEN, EMPTY, ENDS_EARLY, UnreadableMedia
from curation.media.exif import only_orientation

START, END, SCAN = 0xD8, 0xD9, 0xDA
APP0, APP1, APP2, APP14 = 0xE0, 0xE1, 0xE2, 0xEE
APPLICATION = range(0xE0, 0xF0)
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# Huffman and arithmetic tables, quantisation, number of lines, restart interval, hierarchical progression, expansion.
TABLES = frozenset({0xC4, 0xCC, 0xDB, 0xDC, 0xDD, 0xDE, 0xDF})
JFIF = b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
EXIF = b"Exif\0\0"
PROFILE = b"ICC_PROFILE\0"
ADOBE_BYTES = 12
# Within coded data 0xFF is followed by 0 (a literal 0xFF) or by a restart marker; anything else is the next segment.
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")


class Segment(NamedTuple):
    """One marker with its contents, and the coded data behind it when it starts a scan."""

    marker: int
    body: memoryview
    scan: memoryview


def strip(data: bytes) -> bytes:
    """The same coded picture with its colour profile, its colour transform and its orientation."""
    shown = bytearray(b"\xff\xd8")
    frames = scans = 0
    written: set[int] = set()
    for marker, body, scan in _segments(data):
        if marker in FRAMES or marker in TABLES or marker == SCAN:
            shown += _head(marker, body)
            shown += body
            shown += scan
            frames += marker in FRAMES
            scans += marker == SCAN
        elif (kept := _application(marker, bytes(body))) and (marker == APP2 or marker not in written):
            written.add(marker)
            shown += _head(marker, kept) + kept
    if not frames or not scans:
        raise UnreadableMedia("JPEG", EMPTY)
    return bytes(shown + b"\xff\xd9")


def size(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels as coded, before any orientation, from the header."""
    try:
        for marker, body, _scan in _segments(data):
            if marker in FRAMES and len(body) >= 5:
                return int.from_bytes(body[3:5]), int.from_bytes(body[1:3])
    except UnreadableMedia:
        return None
    return None


def _application(marker: int, body: bytes) -> bytes:
    """What is kept of an application segment; no bytes for a comment, and for all that says who made the picture."""
    if marker == APP0 and body.startswith(b"JFIF\0"):
        return JFIF
    if marker == APP1 and body.startswith(EXIF):
        tiff = only_orientation(body[len(EXIF) :])
        return EXIF + tiff if tiff else b""
    if marker == APP2 and body.startswith(PROFILE):
        return body
    if marker == APP14 and body.startswith(b"Adobe") and len(body) >= ADOBE_BYTES:
        # The last byte says how the colours are coded; version and flags before it change nothing.
        return b"Adobe\0\x64\0\0\0\0" + body[ADOBE_BYTES - 1 : ADOBE_BYTES]
    return b""


def _segments(data: bytes) -> Iterator[Segment]:
    """The segments from the start marker to the end marker."""
    view = memoryview(data)
    position = 2
    while True:
        marker, position = _marker(data, position)
        if marker == END:
            return
        length = int.from_bytes(view[position : position + 2])
        if length < 2 or not (marker in FRAMES or marker in TABLES or marker == SCAN or marker >= APP0):
            raise UnreadableMedia("JPEG", ENDS_EARLY if position + 2 > len(data) else BROKEN)
        body, position = view[position + 2 : position + length], position + length
        if position > len(data):
            raise UnreadableMedia("JPEG", ENDS_EARLY)
        scan = view[:0]
        if marker == SCAN:
            following = _AFTER_SCAN.search(data, position)
            if following is None:
                raise UnreadableMedia("JPEG", ENDS_EARLY)
            scan, position = view[position : following.start()], following.start()
        yield Segment(marker, body, scan)


def _marker(data: bytes, position: int) -> tuple[int, int]:
    """The marker at a position, after any fill bytes, and the position behind it."""
    start = position
    while data[position : position + 1] == b"\xff":
        position += 1
    if position >= len(data):
        raise UnreadableMedia("JPEG", ENDS_EARLY)
    if position == start:
        raise UnreadableMedia("JPEG", BROKEN)
    return data[position], position + 1


def _head(marker: int, body: bytes | memoryview) -> bytes:
    return bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2)
