"""FLAC: the description of the stream, the table for seeking, the frames.

The frames have no length, so the end of the last one is found by its checksum: what stands behind it goes.
"""

from curation.media import checksums
from curation.media.errors import BROKEN, EMPTY, ENDS_EARLY, UnreadableMedia
from curation.media.tagged import after_id3, before_tags
from curation.media.xiph import LAST, SEEK_TABLE, STREAM, blocks

MAGIC = b"fLaC"
STREAM_BYTES = 34
# How a frame begins: with blocks of one length, or of several.
SYNCS = (b"\xff\xf8", b"\xff\xf9")
LONGEST_HEADER = 16
# A frame is at most 16 MB by the field that says it; no program writes one of more than a few hundred kB.
LONGEST_FRAME = 1 << 20
MOST_GUESSES = 100_000
MOST_FRAMES = 8


def strip(data: bytes) -> bytes:
    """The same frames behind a header that says only how to decode them."""
    start = after_id3(data)
    if data[start : start + len(MAGIC)] != MAGIC:
        raise UnreadableMedia("FLAC", BROKEN)
    description = b""
    table = b""
    frames = start
    for block in blocks(data, start + len(MAGIC), len(data)):
        frames = block.end
        if (block.kind == STREAM) != (not description):
            raise UnreadableMedia("FLAC", BROKEN)
        if block.kind == STREAM:
            description = data[block.body : block.end]
        elif block.kind == SEEK_TABLE:
            table = data[block.body : block.end]
    if len(description) != STREAM_BYTES:
        raise UnreadableMedia("FLAC", BROKEN)
    end = _end_of_frames(data, frames, before_tags(data, frames), _Stream(description))
    parts = [MAGIC, bytes((STREAM if table else STREAM | LAST,)), STREAM_BYTES.to_bytes(3), description]
    if table:
        parts += [bytes((SEEK_TABLE | LAST,)), len(table).to_bytes(3), table]
    return b"".join([*parts, data[frames:end]])


class _Stream:
    """What the description of the stream says of its frames."""

    def __init__(self, description: bytes) -> None:
        self.block_samples = int.from_bytes(description[2:4])
        self.longest_frame = int.from_bytes(description[7:10]) or LONGEST_FRAME
        self.samples = int.from_bytes(description[13:18]) & ((1 << 36) - 1)

    def is_last(self, header: bytes) -> bool:
        """Whether a frame with this header is well formed and, where the stream says how long it is, its last."""
        counted = _coded_number(header[4:])
        if counted is None or header[2] < 0x10:
            return False
        number, used = counted
        position = 4 + used
        code = header[2] >> 4
        if code in (6, 7):
            width = code - 5
            samples = int.from_bytes(header[position : position + width]) + 1
            position += width
        else:
            samples = 192 if code == 1 else 576 << (code - 2) if code < 6 else 256 << (code - 8)
        position += {12: 1, 13: 2, 14: 2}.get(header[2] & 15, 0)
        if position >= len(header) or checksums.flac_header(header[:position]) != header[position]:
            return False
        first = number if header[1] & 1 else number * self.block_samples
        return not self.samples or first + samples == self.samples


def _coded_number(data: bytes) -> tuple[int, int] | None:
    """A number in the manner of UTF-8, up to 36 bits, and the bytes it takes."""
    if not data or data[0] < 0x80:
        return (data[0], 1) if data else None
    used = 8 - (data[0] ^ 0xFF).bit_length()
    tail = data[1:used]
    if not 2 <= used <= 7 or len(tail) != used - 1 or any(byte & 0xC0 != 0x80 for byte in tail):
        return None
    number = data[0] & (0x7F >> used)
    for byte in tail:
        number = number << 6 | byte & 0x3F
    return number, used


def _end_of_frames(data: bytes, start: int, end: int, stream: _Stream) -> int:
    """Where the last frame ends: the last place where one starts, and the last byte that its checksum vouches for."""
    if start >= end:
        raise UnreadableMedia("FLAC", EMPTY)
    sync = data[start : start + 2]
    if sync not in SYNCS:
        raise UnreadableMedia("FLAC", BROKEN)
    frames = 0
    position = end
    for _guess in range(MOST_GUESSES):
        position = data.rfind(sync, start, position)
        if position < start or frames == MOST_FRAMES:
            break
        if stream.is_last(data[position : position + LONGEST_HEADER]):
            frames += 1
            longest = min(end, position + min(stream.longest_frame, LONGEST_FRAME))
            if length := checksums.flac_frame_end(memoryview(data)[position:longest]):
                return position + length
    raise UnreadableMedia("FLAC", ENDS_EARLY)
