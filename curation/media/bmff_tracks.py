"""The tracks of MP4 and MOV: what a player needs of their descriptions."""

from curation.media.bmff_boxes import FORMAT, VERSION_BYTES, Box, blank, boxes, child, free, number
from curation.media.errors import BROKEN, UnreadableMedia
from curation.media.signatures import blank_signatures
from curation.media.xiph import silence_blocks

SOUND = b"soun"
PICTURES = frozenset({b"vide", b"pict", b"auxv"})
# What may stand in what. Every box has one place, so a walk along this table is never deeper than the table.
CONTAINERS = {
    b"moov": frozenset(b"mvhd trak mvex".split()),
    b"mvex": frozenset(b"mehd trex".split()),
    b"trak": frozenset(b"tkhd edts tref mdia tapt trgr".split()),
    b"edts": frozenset({b"elst"}),
    # Which track is the transparency of which; a reference to chapters leads nowhere any more.
    b"tref": frozenset({b"auxl", b"prem"}),
    b"mdia": frozenset(b"mdhd hdlr minf".split()),
    b"minf": frozenset(b"vmhd smhd nmhd hdlr dinf stbl".split()),
    b"dinf": frozenset({b"dref"}),
    b"stbl": frozenset(
        b"stsd stts ctts cslg stsc stsz stz2 stco co64 stss stsh stps sdtp sbgp sgpd subs padb stdp".split()
    ),
    b"moof": frozenset(b"mfhd traf".split()),
    b"traf": frozenset(b"tfhd tfdt trun sdtp sbgp sgpd subs".split()),
    b"mfra": frozenset(b"tfra mfro".split()),
}
TIMES = frozenset({b"mvhd", b"tkhd", b"mdhd"})
# What a sample description may say about how its samples are coded, coloured, shaped and spread over loudspeakers.
CODING = frozenset(
    b"avcC hvcC lhvC vvcC av1C vpcC dvcC dvvC dvwC hvcE esds d263 dac3 dec3 dac4 dOps dfLa alac wave damr mhaC"
    b" colr pasp clap fiel gama mdcv clli SmDm CoLL amve ccst auxi chan chnl pcmC srat st3d sv3d".split()
)
ENTRIES = VERSION_BYTES + 4
VENDOR, SHAPE, COMPRESSOR, COLOUR_TABLE, PICTURE_BYTES = 12, 24, slice(42, 74), 76, 78
SOUND_BYTES = {0: 28, 1: 44, 2: 64}


def walk(buffer: bytearray, parent: Box, handler: bytes = b"") -> None:
    """Silence everything in a box: free what is not in the table, and empty what speaks.

    It calls itself, but CONTAINERS has no circle, so never deeper than the table: seven boxes.
    """
    for box in boxes(buffer, parent.body, parent.end):
        if box.name not in CONTAINERS[parent.name]:
            free(buffer, box)
        elif box.name in CONTAINERS:
            walk(buffer, box, handler_of(buffer, box) if box.name == b"trak" else handler)
        else:
            _silence(buffer, box, handler)


def handler_of(buffer: bytearray, track: Box) -> bytes:
    """What kind of data a track holds: `vide`, `soun`, ..."""
    media = child(buffer, track, b"mdia")
    handler = child(buffer, media, b"hdlr") if media else None
    return bytes(buffer[handler.body + 8 : handler.body + 12]) if handler else b""


def silence_handler(buffer: bytearray, box: Box) -> None:
    """What handles the data keeps its type and loses its maker and its name."""
    blank(buffer, min(box.body + VERSION_BYTES + 8, box.end), box.end)


def track_number(buffer: bytearray, track: Box) -> int:
    """The number by which fragments refer to a track."""
    header = child(buffer, track, b"tkhd")
    if header is None:
        raise UnreadableMedia(FORMAT, BROKEN)
    times = 16 if number(buffer, header.body, 1) == 1 else 8
    return number(buffer, header.body + VERSION_BYTES + times, 4)


def _silence(buffer: bytearray, box: Box, handler: bytes) -> None:
    if box.name in TIMES:
        times = 16 if number(buffer, box.body, 1) == 1 else 8
        blank(buffer, box.body + VERSION_BYTES, min(box.body + VERSION_BYTES + times, box.end))
    elif box.name == b"hdlr":
        silence_handler(buffer, box)
    elif box.name == b"dref":
        for place in boxes(buffer, box.body + ENTRIES, box.end):
            blank(buffer, min(place.body + VERSION_BYTES, place.end), place.end)
    elif box.name == b"stsd":
        for entry in boxes(buffer, box.body + ENTRIES, box.end):
            _silence_entry(buffer, entry, handler)
        blank_signatures(buffer, box.body, box.end)


def _silence_entry(buffer: bytearray, entry: Box, handler: bytes) -> None:
    """One sample description: maker and name of the encoder go, and boxes that say nothing about the coding."""
    if handler == SOUND:
        fields = SOUND_BYTES.get(number(buffer, entry.body + 8, 2), SOUND_BYTES[0])
        maker = slice(VENDOR, VENDOR + 4)
    else:
        fields = PICTURE_BYTES + _colour_table(buffer, entry)
        maker = slice(VENDOR, SHAPE)
    if entry.body + fields > entry.end:
        raise UnreadableMedia(FORMAT, BROKEN)
    blank(buffer, entry.body + maker.start, entry.body + maker.stop)
    if handler != SOUND:
        blank(buffer, entry.body + COMPRESSOR.start, entry.body + COMPRESSOR.stop)
    for box in boxes(buffer, entry.body + fields, entry.end):
        if box.name not in CODING:
            free(buffer, box)
        elif box.name == b"dfLa":
            silence_blocks(buffer, box.body + VERSION_BYTES, box.end)


def _colour_table(buffer: bytearray, entry: Box) -> int:
    """Length of the colour table of QuickTime, which stands there when its number is 0."""
    if number(buffer, entry.body + COLOUR_TABLE, 2):
        return 0
    return 8 + 8 * (number(buffer, entry.body + PICTURE_BYTES + 6, 2) + 1)
