"""PNG and APNG: chunks that paint are kept, all others go, and with them whatever stands after the end.

A picture with NovelAI's "stealth" metadata carries it in the lowest bits of its transparency: these are pixels, and
pixels are never touched, so it stays.
"""

import zlib
from collections.abc import Iterator
from typing import NamedTuple

from curation.media.errors import BROKEN, CHECKSUM, EMPTY, ENDS_EARLY, UnreadableMedia
from curation.media.exif import only_orientation

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MOST = (1 << 31) - 1
NAMED_PROFILE = b"ICC\0\0"

# Chunks that paint, with the lengths they may have: a chunk of another length is not what its name says.
CRITICAL = {b"IHDR": (13, 13), b"PLTE": (3, 768), b"IDAT": (0, MOST), b"IEND": (0, 0)}
ANCILLARY = {
    b"tRNS": (1, 256),
    b"gAMA": (4, 4),
    b"cHRM": (32, 32),
    b"sRGB": (1, 1),
    b"cICP": (4, 4),
    b"mDCV": (24, 24),
    b"mDCv": (24, 24),
    b"cLLI": (8, 8),
    b"cLLi": (8, 8),
    b"sBIT": (1, 4),
    b"bKGD": (1, 6),
    b"acTL": (8, 8),
    b"fcTL": (26, 26),
    b"fdAT": (4, MOST),
}
LENGTHS = CRITICAL | ANCILLARY


class Chunk(NamedTuple):
    """One chunk: its name, its contents, and both as they stand in the file."""

    name: bytes
    body: memoryview
    whole: memoryview


def strip(data: bytes) -> bytes:
    """The same picture with nothing but what paints it."""
    shown = bytearray(SIGNATURE)
    has_data = False
    for chunk in _chunks(data):
        if chunk.name in LENGTHS:
            shown += _kept(chunk)
        elif chunk.name == b"iCCP":
            shown += _profile(chunk)
        elif chunk.name == b"eXIf" and (tiff := only_orientation(bytes(chunk.body))):
            shown += _chunk(b"eXIf", tiff)
        elif chunk.name[0] & 0x20 == 0:
            # A decoder that does not know a critical chunk cannot paint the picture.
            raise UnreadableMedia("PNG", BROKEN)
        has_data = has_data or chunk.name == b"IDAT"
    if not has_data:
        raise UnreadableMedia("PNG", EMPTY)
    return bytes(shown)


def size(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels, from the header."""
    if data[12:16] != b"IHDR" or len(data) < 24:
        return None
    return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])


def _chunks(data: bytes) -> Iterator[Chunk]:
    """The chunks to IEND, each checked against the file and its checksum."""
    view = memoryview(data)
    position = len(SIGNATURE)
    name = b""
    while name != b"IEND":
        body = position + 8
        end = body + int.from_bytes(view[position : position + 4])
        if end + 4 > len(data):
            raise UnreadableMedia("PNG", ENDS_EARLY)
        name = bytes(view[position + 4 : body])
        if not name.isalpha() or (position == len(SIGNATURE)) != (name == b"IHDR"):
            raise UnreadableMedia("PNG", BROKEN)
        if zlib.crc32(view[position + 4 : end]) != int.from_bytes(view[end : end + 4]):
            raise UnreadableMedia("PNG", CHECKSUM)
        yield Chunk(name, view[body:end], view[position : end + 4])
        position = end + 4


def _kept(chunk: Chunk) -> bytes | memoryview:
    shortest, longest = LENGTHS[chunk.name]
    if shortest <= len(chunk.body) <= longest:
        return chunk.whole
    if chunk.name in CRITICAL:
        raise UnreadableMedia("PNG", BROKEN)
    return b""


def _profile(chunk: Chunk) -> bytes:
    """The colour profile under a name that says nothing of the program that wrote it."""
    name, separator, compressed = bytes(chunk.body[:82]).partition(b"\0")
    if not separator or not name or compressed[:1] != b"\0":
        return b""
    return _chunk(b"iCCP", NAMED_PROFILE + bytes(chunk.body[len(name) + 2 :]))


def _chunk(name: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4) + name + body + zlib.crc32(name + body).to_bytes(4)
