"""What FLAC, Vorbis and Opus share, in whatever file they travel: comments, and the blocks before the sound of a FLAC."""

from collections.abc import Iterator
from typing import NamedTuple

from curation.media.errors import ENDS_EARLY, UnreadableMedia

STREAM, PADDING, SEEK_TABLE, COMMENT = 0, 1, 3, 4
LAST = 0x80
BLOCK_HEADER_BYTES = 4
LENGTH_BYTES = 4


class Block(NamedTuple):
    """A metadata block of a FLAC: where its header and its contents start, and its end."""

    kind: int
    last: bool
    start: int
    body: int
    end: int


def empty_comment(length: int) -> bytes | None:
    """A comment of that many bytes that says nothing: a vendor of zeros and no comments; None when it is too short."""
    vendor = length - 2 * LENGTH_BYTES
    return None if vendor < 0 else vendor.to_bytes(LENGTH_BYTES, "little") + bytes(vendor + LENGTH_BYTES)


def empty_vorbis_packet(length: int) -> bytes | None:
    """The second packet of a Vorbis stream, saying nothing."""
    comment = empty_comment(length - 8)
    return None if comment is None else b"\x03vorbis" + comment + b"\1"


def empty_opus_packet(length: int) -> bytes | None:
    """The second packet of an Opus stream, saying nothing."""
    comment = empty_comment(length - 8)
    return None if comment is None else b"OpusTags" + comment


def blocks(data: bytes | bytearray, start: int, end: int) -> Iterator[Block]:
    """The metadata blocks of a FLAC, to the one that calls itself the last."""
    last = False
    while not last:
        body = start + BLOCK_HEADER_BYTES
        stop = body + int.from_bytes(data[start + 1 : body])
        if stop > end:
            raise UnreadableMedia("FLAC", ENDS_EARLY)
        last = bool(data[start] & LAST)
        yield Block(data[start] & ~LAST, last, start, body, stop)
        start = stop


def silence_block(header: int, body: bytes) -> bytes:
    """A block of the same size that plays the same and says nothing. A comment stays one: Ogg demands it."""
    kind = header & ~LAST
    if kind in (STREAM, SEEK_TABLE):
        return bytes((header,)) + len(body).to_bytes(3) + body
    comment = empty_comment(len(body)) if kind == COMMENT else None
    kind = PADDING if comment is None else COMMENT
    return bytes((header & LAST | kind,)) + len(body).to_bytes(3) + (comment or bytes(len(body)))


def silence_blocks(buffer: bytearray, start: int, end: int) -> None:
    """Silence every block between two positions, in place."""
    for block in list(blocks(buffer, start, end)):
        buffer[block.start : block.end] = silence_block(buffer[block.start], bytes(buffer[block.body : block.end]))
