"""ISO base media files: MP4, MOV, M4A, AVIF. What describes is silenced in place; coded pictures and sound stay.

A box is kept only when it is known to be needed for playing. Times become zero; names of handlers and encoders too.
A track that is neither picture nor sound (chapters, timecodes, a camera's measurements) goes with its samples.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from curation.media.bmff_boxes import FORMAT, VERSION_BYTES, Box, blank, box_at, boxes, child, free, number
from curation.media.bmff_data import CodedData
from curation.media.bmff_items import picture_size, silence_items
from curation.media.bmff_samples import sample_ranges
from curation.media.bmff_tracks import PICTURES, SOUND, handler_of, track_number, walk
from curation.media.errors import EMPTY, ENDS_EARLY, NOT_FOR_BROWSERS, UnreadableMedia

FILE_TYPES = frozenset({b"ftyp", b"styp"})
KEPT = FILE_TYPES | {b"moov", b"moof", b"mfra", b"mdat", b"meta", b"sidx", b"ssix"}
TOP = KEPT | {b"free", b"skip", b"wide", b"uuid"}
UNSPOKEN = frozenset({b"mdat", b"sidx", b"ssix"})


@dataclass
class _Found:
    """What a file turned out to hold.

    Attributes:
        data: the coded data.
        played: how many tracks and pictures there are to show.
        dropped: numbers of the tracks that went.
    """

    data: CodedData
    played: int = 0
    dropped: set[int] = field(default_factory=set)


def strip(data: bytes) -> bytes:
    """The same file with every part in its place, and nothing in it about who made it."""
    buffer = bytearray(data)
    found = _Found(CodedData(budget=len(data)))
    for box in _top(buffer):
        if box.name == b"mdat":
            found.data.add(box)
    end = 0
    for box in _top(buffer):
        end = box.end
        if box.name in FILE_TYPES:
            # The version of a brand means nothing to players, and tells the program that wrote it.
            blank(buffer, min(box.body + 4, box.end), min(box.body + 8, box.end))
        elif box.name == b"moov":
            _silence_movie(buffer, box, found)
        elif box.name == b"meta" and _holds_pictures(buffer, box):
            silence_items(buffer, box, found.data)
            found.played += 1
        elif box.name in (b"moof", b"mfra"):
            _silence_fragment(buffer, box, found)
        elif box.name not in UNSPOKEN:
            free(buffer, box)
    if not found.played or not found.data:
        raise UnreadableMedia(FORMAT, EMPTY)
    found.data.blank_signatures(buffer)
    return bytes(memoryview(buffer)[:end])


def size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a picture in pixels, before any rotation, from the header."""
    buffer = bytearray(data)
    try:
        meta = next((box for box in _top(buffer) if box.name == b"meta"), None)
        return picture_size(buffer, meta) if meta else None
    except UnreadableMedia:
        return None


def _top(buffer: bytearray) -> Iterator[Box]:
    """The outermost boxes; what follows the last one and is none is no part of the file."""
    position = 0
    while position < len(buffer):
        box = box_at(buffer, position, len(buffer))
        if box is None:
            if bytes(buffer[position + 4 : position + 8]) in TOP:
                raise UnreadableMedia(FORMAT, ENDS_EARLY)
            return
        yield box
        position = box.end


def _holds_pictures(buffer: bytearray, meta: Box) -> bool:
    """The handler comes first where a file is made of items; in a film, `meta` holds tags in one of several forms."""
    handler = box_at(buffer, meta.body + VERSION_BYTES, meta.end)
    return handler is not None and handler.name == b"hdlr" and buffer[handler.body + 8 : handler.body + 12] == b"pict"


def _silence_movie(buffer: bytearray, movie: Box, found: _Found) -> None:
    """Free the tracks that nobody plays, and silence the others."""
    for track in boxes(buffer, movie.body, movie.end):
        if track.name != b"trak":
            continue
        handler = handler_of(buffer, track)
        if handler == SOUND or handler in PICTURES:
            found.played += 1
        else:
            _blank_samples(buffer, track, found.data)
            found.dropped.add(track_number(buffer, track))
            free(buffer, track)
    walk(buffer, movie)


def _blank_samples(buffer: bytearray, track: Box, data: CodedData) -> None:
    box: Box | None = track
    for name in (b"mdia", b"minf", b"stbl"):
        box = child(buffer, box, name) if box else None
    if box:
        for start, end in sample_ranges(buffer, box):
            data.blank(buffer, start, end)


def _silence_fragment(buffer: bytearray, fragment: Box, found: _Found) -> None:
    for part in boxes(buffer, fragment.body, fragment.end):
        header = child(buffer, part, b"tfhd") if part.name == b"traf" else None
        if header and number(buffer, header.body + VERSION_BYTES, 4) in found.dropped:
            raise UnreadableMedia(FORMAT, NOT_FOR_BROWSERS)
    walk(buffer, fragment)
