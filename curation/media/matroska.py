"""WebM (Matroska): everything that describes becomes a void of the same size, so that every position stays true.

Coded pictures and sound stay. A track of words (subtitles, chapters' titles) goes with its blocks.
"""

from curation.media.ebml import FORMAT, Element, blank, element_at, elements, void
from curation.media.errors import BROKEN, EMPTY, UnreadableMedia
from curation.media.signatures import blank_signatures
from curation.media.xiph import empty_vorbis_packet, silence_blocks

EBML, SEGMENT = 0x1A45DFA3, 0x18538067
SEEK_HEAD, INFO, TRACKS, CLUSTER, CUES = 0x114D9B74, 0x1549A966, 0x1654AE6B, 0x1F43B675, 0x1C53BB6B
TAGS, CHAPTERS, ATTACHMENTS = 0x1254C367, 0x1043A770, 0x1941A469
TRACK, NUMBER, KIND, CODEC, PRIVATE = 0xAE, 0xD7, 0x83, 0x86, 0x63A2
VIDEO, AUDIO, COLOUR, MASTERING, PROJECTION = 0xE0, 0xE1, 0x55B0, 0x55D0, 0x7670
GROUP, BLOCK, SIMPLE_BLOCK, ADDITIONS, ADDITION = 0xA0, 0xA1, 0xA3, 0x75A1, 0xA6
MUXER, WRITER = 0x4D80, 0x5741
SHOWN_KINDS = (1, 2)
MOST_TRACKS = 1000
LEVEL_ONE = frozenset({SEEK_HEAD, INFO, TRACKS, CLUSTER, CUES, TAGS, CHAPTERS, ATTACHMENTS})

# What may stand in what (RFC 9559): what is not named here becomes a void, and with it every checksum.
CHILDREN = {
    EBML: frozenset({0x4286, 0x42F7, 0x42F2, 0x42F3, 0x4282, 0x4287, 0x4285}),
    SEGMENT: frozenset({SEEK_HEAD, INFO, TRACKS, CLUSTER, CUES}),
    SEEK_HEAD: frozenset({0x4DBB}),
    0x4DBB: frozenset({0x53AB, 0x53AC}),
    # Scale of time, duration; and the two names that a file must have, emptied.
    INFO: frozenset({0x2AD7B1, 0x4489, MUXER, WRITER}),
    TRACKS: frozenset({TRACK}),
    TRACK: frozenset(
        {NUMBER, 0x73C5, KIND, CODEC, PRIVATE, VIDEO, AUDIO}
        # Flags, lacing, caches, durations, scale, additions, languages, delay and preroll of the codec.
        | {
            0xB9,
            0x88,
            0x55AA,
            0x9C,
            0x6DE7,
            0x6DF8,
            0x23E383,
            0x23314F,
            0x55EE,
            0x22B59C,
            0x22B59D,
            0x56AA,
            0x56BB,
            0xAA,
        }
    ),
    # Size, cropping, shape, interlacing, stereo and transparency of the picture.
    VIDEO: frozenset(
        {0xB0, 0xBA, 0x54AA, 0x54BB, 0x54CC, 0x54DD, 0x54B0, 0x54BA, 0x54B2, 0x54B3, 0x9A, 0x9D, 0x53B8, 0x53C0}
        | {0x2383E3, COLOUR, PROJECTION}
    ),
    COLOUR: frozenset({*range(0x55B1, 0x55BE), MASTERING}),
    MASTERING: frozenset(range(0x55D1, 0x55DB)),
    PROJECTION: frozenset({0x7671, 0x7672, 0x7673, 0x7674, 0x7675}),
    AUDIO: frozenset({0xB5, 0x78B5, 0x9F, 0x6264, 0x52F1}),
    CLUSTER: frozenset({0xE7, 0xA7, 0xAB, SIMPLE_BLOCK, GROUP}),
    GROUP: frozenset({BLOCK, 0x9B, 0xFA, 0xFB, 0x75A2, ADDITIONS}),
    # The transparency of VP8 and VP9 travels as an addition.
    ADDITIONS: frozenset({ADDITION}),
    ADDITION: frozenset({0xEE, 0xA5}),
    CUES: frozenset({0xBB}),
    0xBB: frozenset({0xB3, 0xB7}),
    0xB7: frozenset({0xF7, 0xF1, 0xF0, 0xB2, 0x5378}),
}


def strip(data: bytes) -> bytes:
    """The same file of the same size, saying nothing; what follows its segment goes."""
    buffer = bytearray(data)
    header = element_at(buffer, 0, len(buffer))
    if header.name != EBML or header.end is None:
        raise UnreadableMedia(FORMAT, BROKEN)
    _silence(buffer, header.name, header.body, header.end)
    segment = element_at(buffer, header.end, len(buffer))
    if segment.name != SEGMENT:
        raise UnreadableMedia(FORMAT, BROKEN)
    end = len(buffer) if segment.end is None else segment.end
    tracks: dict[int, bool] = {}
    position = segment.body
    clusters = 0
    while position < end:
        element = element_at(buffer, position, end)
        stop = _end_of_cluster(buffer, element, end) if element.end is None else element.end
        position = stop
        if element.name not in CHILDREN[SEGMENT]:
            void(buffer, element.start, stop)
            continue
        if element.name == TRACKS:
            _drop_silent_tracks(buffer, element.body, stop, tracks)
        elif element.name == CLUSTER:
            clusters += 1
            _drop_blocks(buffer, element.body, stop, tracks)
        _silence(buffer, element.name, element.body, stop)
        if element.name == CLUSTER:
            blank_signatures(buffer, element.body, stop)
    if not clusters or not any(tracks.values()):
        raise UnreadableMedia(FORMAT, EMPTY)
    return bytes(memoryview(buffer)[:end])


def _end_of_cluster(buffer: bytearray, element: Element, end: int) -> int:
    """The end of a cluster that was written live: where something begins that cannot stand in one."""
    if element.name != CLUSTER:
        raise UnreadableMedia(FORMAT, BROKEN)
    position = element.body
    while position < end:
        inner = element_at(buffer, position, end)
        if inner.name in LEVEL_ONE:
            break
        if inner.end is None:
            raise UnreadableMedia(FORMAT, BROKEN)
        position = inner.end
    return position


def _silence(buffer: bytearray, name: int, start: int, end: int) -> None:
    """Silence what stands in an element. CHILDREN has no circle, so this is never deeper than the table."""
    for element, stop in elements(buffer, start, end):
        if element.name not in CHILDREN[name]:
            void(buffer, element.start, stop)
        elif element.name in (MUXER, WRITER):
            blank(buffer, element.body, stop)
        elif element.name in CHILDREN:
            _silence(buffer, element.name, element.body, stop)


def _drop_silent_tracks(buffer: bytearray, start: int, end: int, tracks: dict[int, bool]) -> None:
    """Void the tracks that are neither picture nor sound, and note which tracks there are and whether they stay."""
    for track, stop in elements(buffer, start, end):
        if track.name != TRACK:
            continue
        found = {element.name: (element.body, last) for element, last in elements(buffer, track.body, stop)}
        kind, number = (_number(buffer, found.get(name)) for name in (KIND, NUMBER))
        tracks[number] = kind in SHOWN_KINDS
        if len(tracks) > MOST_TRACKS:
            raise UnreadableMedia(FORMAT, BROKEN)
        if not tracks[number]:
            void(buffer, track.start, stop)
        elif CODEC in found and PRIVATE in found:
            _silence_private(buffer, bytes(buffer[slice(*found[CODEC])]), *found[PRIVATE])


def _number(buffer: bytearray, span: tuple[int, int] | None) -> int:
    return int.from_bytes(buffer[slice(*span)]) if span and span[1] - span[0] <= 8 else 0


def _silence_private(buffer: bytearray, codec: bytes, start: int, end: int) -> None:
    """Empty the comments that Vorbis and FLAC carry among what a decoder needs."""
    if codec.startswith(b"A_FLAC"):
        silence_blocks(buffer, start + 4, end)
    elif codec.startswith(b"A_VORBIS"):
        # Number of packets less one, the lengths of all but the last in digits of 255, the packets.
        lengths = []
        position = start + 1
        for _packet in range(2):
            length = 0
            while position < end and buffer[position] == 255:
                length += 255
                position += 1
            lengths.append(length + (buffer[position] if position < end else 0))
            position += 1
        comment = position + lengths[0]
        packet = empty_vorbis_packet(lengths[1])
        if buffer[start] != 2 or comment + lengths[1] > end or packet is None:
            raise UnreadableMedia(FORMAT, BROKEN)
        buffer[comment : comment + lengths[1]] = packet


def _drop_blocks(buffer: bytearray, start: int, end: int, tracks: dict[int, bool]) -> None:
    """Void the blocks of tracks that went, or that were never announced."""
    for element, stop in elements(buffer, start, end):
        block = element.body
        if element.name == GROUP:
            block = next((inner.body for inner, _ in elements(buffer, element.body, stop) if inner.name == BLOCK), stop)
        elif element.name != SIMPLE_BLOCK:
            continue
        if block >= stop or not tracks.get(_track_of(buffer, block, stop)):
            void(buffer, element.start, stop)


def _track_of(buffer: bytearray, block: int, end: int) -> int:
    """The number of the track at the start of a block, written like a length."""
    width = 9 - buffer[block].bit_length()
    return int.from_bytes(buffer[block : min(block + width, end)]) & ((1 << 7 * width) - 1)
