"""RIFF, the envelope of WebP and WAV: chunks of a name, a length and contents, padded to an even length."""

from collections.abc import Iterator
from typing import NamedTuple

from curation.media.errors import BROKEN, ENDS_EARLY, UnreadableMedia

HEADER_BYTES = 12
# A program that writes into a pipe cannot come back to fill in a length: it leaves one of these.
UNKNOWN_LENGTHS = (0xFFFFFFFF, 0x7FFFFFFF)


class Chunk(NamedTuple):
    """One chunk: its name and its contents without padding."""

    name: bytes
    body: memoryview


def end_of(data: bytes) -> int:
    """Where the file ends by its own account; what stands behind is not part of it.

    Writers count wrongly and leave out the last padding byte, so an end behind the data is no error here: a file that
    was cut off shows it by a chunk that is.
    """
    return min(int.from_bytes(data[4:8], "little") + 8, len(data))


def chunks(view: memoryview, format: str, endless: bytes = b"") -> Iterator[Chunk]:
    """The chunks one after the other; only the one named `endless` may leave its length open, and is then the last."""
    position = 0
    while position < len(view):
        name = bytes(view[position : position + 4])
        length = int.from_bytes(view[position + 4 : position + 8], "little")
        body = position + 8
        if body > len(view):
            # A last stray padding byte is no chunk.
            if not any(view[position:]):
                return
            raise UnreadableMedia(format, ENDS_EARLY)
        if not name.isascii():
            raise UnreadableMedia(format, BROKEN)
        if name == endless and length in UNKNOWN_LENGTHS:
            length = len(view) - body
        if body + length > len(view):
            raise UnreadableMedia(format, ENDS_EARLY)
        yield Chunk(name, view[body : body + length])
        position = body + length + length % 2


def add_chunk(target: bytearray, name: bytes, body: bytes | memoryview) -> None:
    """Write a chunk behind what is there, padded with zero."""
    target += name + len(body).to_bytes(4, "little")
    target += body
    target += bytes(len(body) % 2)


def file(kind: bytes, written: bytearray) -> bytes:
    """The whole file around its chunks."""
    return b"".join([b"RIFF", (len(written) + 4).to_bytes(4, "little"), kind, written])
