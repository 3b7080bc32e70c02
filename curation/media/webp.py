"""WebP: the coded picture or animation, its transparency and its colour profile."""

from curation.media.errors import BROKEN, EMPTY, UnreadableMedia
from curation.media.exif import only_orientation
from curation.media.riff import HEADER_BYTES, Chunk, add_chunk, chunks, end_of, file

PAINTED = frozenset({b"VP8 ", b"VP8L", b"ALPH"})
PICTURES = frozenset({b"VP8 ", b"VP8L", b"ANMF"})
KEPT = PAINTED | {b"ICCP", b"ANIM"}
FRAME_BYTES = 16
EXTENDED_BYTES = 10
HAS_EXIF, HAS_XMP, RESERVED = 0x08, 0x04, 0xC1
EXIF = b"Exif\0\0"


def strip(data: bytes) -> bytes:
    """The same picture without Exif (but its orientation), XMP and chunks that no decoder knows."""
    body = memoryview(data)[HEADER_BYTES : end_of(data)]
    # The header, which comes first, says whether Exif follows, which comes last.
    tiff = next((_turned(part) for part in chunks(body, "WebP") if part.name == b"EXIF"), b"")
    shown = bytearray()
    has_picture = is_extended = False
    for part in chunks(body, "WebP"):
        has_picture = has_picture or part.name in PICTURES
        if part.name == b"VP8X":
            is_extended = True
            add_chunk(shown, b"VP8X", _extended(part.body, bool(tiff)))
        elif part.name == b"ANMF":
            add_chunk(shown, b"ANMF", _frame(part.body))
        elif part.name in KEPT:
            add_chunk(shown, part.name, part.body)
    if not has_picture:
        raise UnreadableMedia("WebP", EMPTY)
    if tiff and is_extended:
        add_chunk(shown, b"EXIF", tiff)
    return file(b"WEBP", shown)


def size(data: bytes) -> tuple[int, int] | None:
    """Width and height of the canvas in pixels, from the header."""
    name, body = data[12:16], data[20:30]
    if len(body) < EXTENDED_BYTES:
        return None
    if name == b"VP8X":
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    if name == b"VP8L" and body[0] == 0x2F:
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if name == b"VP8 " and body[3:6] == b"\x9d\x01\x2a":
        return int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF
    return None


def _turned(part: Chunk) -> bytes:
    # The specification has the TIFF structure alone; some programs write the prefix of JPEG before it.
    return only_orientation(bytes(part.body).removeprefix(EXIF))


def _extended(body: memoryview, turned: bool) -> bytes:
    """The header of a WebP with several chunks; its flags say which."""
    if len(body) < EXTENDED_BYTES:
        raise UnreadableMedia("WebP", BROKEN)
    flags = body[0] & ~(HAS_EXIF | HAS_XMP | RESERVED) | (HAS_EXIF if turned else 0)
    return bytes((flags, 0, 0, 0)) + bytes(body[4:EXTENDED_BYTES])


def _frame(body: memoryview) -> bytes:
    """One frame of an animation: place and duration, then the chunks that paint it."""
    if len(body) < FRAME_BYTES:
        raise UnreadableMedia("WebP", BROKEN)
    shown = bytearray(body[:FRAME_BYTES])
    for part in chunks(body[FRAME_BYTES:], "WebP"):
        if part.name in PAINTED:
            add_chunk(shown, part.name, part.body)
    return bytes(shown)
