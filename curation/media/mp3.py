"""MP3: the frames of sound and the frame before them that says how long they are. See `mp3_ancillary` for what hides in them.

Tags before and behind go, and so does what stands between two frames or after the last whole one: no player plays it.
"""

from curation.media import checksums
from curation.media.errors import EMPTY, UnreadableMedia
from curation.media.mp3_ancillary import silence_ancillary
from curation.media.mp3_frames import HEADER_BYTES, SYNC, Frame, frame_at
from curation.media.tagged import after_id3, before_tags

XING = (b"Xing", b"Info")
# The fields of an information frame, in order, each there when its bit of the flags is: frames, bytes, table, quality.
XING_FIELDS = ((1, 4), (2, 4), (4, 100), (8, 4))
QUALITY = 8
# Players believe the delays (what makes sound gapless) of these writers only, and of all three alike: one name for all.
WRITERS = (b"LAME", b"Lavf", b"Lavc")
WRITER = b"LAME"
LAME_BYTES = 36
DELAYS = slice(21, 24)
GAINS = slice(11, 19)
LENGTHS = slice(28, 34)
LAME_CHECKSUM = 34


def strip(data: bytes) -> bytes:
    """The same frames, gapless as before."""
    start = after_id3(data)
    runs = _runs(data, start, before_tags(data, start))
    buffer = bytearray().join(memoryview(data)[first:end] for first, end in runs)
    first = frame_at(buffer, 0)
    if first is None:
        raise UnreadableMedia("MP3", EMPTY)
    sound = first.length if _silence_information(buffer, first) else 0
    silence_ancillary(buffer, sound)
    return bytes(buffer)


def _runs(data: bytes, position: int, end: int) -> list[tuple[int, int]]:
    """Where whole frames of the first stream found lie one after the other: from and to."""
    runs: list[tuple[int, int]] = []
    stream: tuple[int, int] | None = None
    while position < end:
        frame = frame_at(data, position)
        follows = bool(runs) and runs[-1][1] == position
        if frame and stream in (None, frame.stream) and _is_whole(data, frame, end, follows):
            stream = frame.stream
            position += frame.length
            if follows:
                runs[-1] = (runs[-1][0], position)
            else:
                runs.append((frame.start, position))
        else:
            following = SYNC.search(data, position + 1, end)
            position = following.start() if following else end
    return runs


def _is_whole(data: bytes, frame: Frame, end: int, follows: bool) -> bool:
    """Whether a frame is all there; one that does not follow another at once must be followed by one to be believed."""
    stop = frame.start + frame.length
    if follows or stop >= end:
        return stop <= end
    following = frame_at(data, stop)
    return following is not None and following.stream == frame.stream


def _silence_information(buffer: bytearray, frame: Frame) -> bool:
    """Leave of the information frame what a player needs: lengths, the table for seeking, delays, gains."""
    for start in (HEADER_BYTES + frame.side_bytes, frame.side + frame.side_bytes):
        if buffer[start : start + 4] in XING and start + 8 <= frame.length:
            break
    else:
        return buffer[36:40] == b"VBRI" and frame.length > 40
    flags = buffer[start + 7]
    position = start + 8
    for flag, length in XING_FIELDS:
        if flags & flag:
            if flag == QUALITY:
                buffer[position : position + length] = bytes(length)
            position += length
    tag = bytes(buffer[position : min(position + LAME_BYTES, frame.length)])
    buffer[position : frame.length] = bytes(max(frame.length - position, 0))
    if tag.startswith(WRITERS) and len(tag) == LAME_BYTES:
        kept = bytearray(LAME_BYTES)
        kept[:4] = WRITER
        for field in (GAINS, DELAYS, LENGTHS):
            kept[field] = tag[field]
        buffer[position : position + LAME_BYTES] = kept
        checked = position + LAME_CHECKSUM
        buffer[checked : checked + 2] = checksums.lame(buffer[:checked]).to_bytes(2)
    return True
