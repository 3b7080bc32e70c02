"""The pictures in an AVIF or HEIC file and what is said about them: Exif, XMP and names go, what paints stays."""

from curation.media.bmff_boxes import FORMAT, VERSION_BYTES, Box, blank, boxes, child, free, number
from curation.media.bmff_data import CodedData
from curation.media.bmff_tracks import silence_handler
from curation.media.errors import BROKEN, UnreadableMedia

CHILDREN = frozenset({b"hdlr", b"pitm", b"iloc", b"iinf", b"iref", b"iprp", b"idat", b"grpl"})
# What is an item of a picture: coded data, a grid or overlay of others, a gain map.
PAINTED = frozenset({b"av01", b"hvc1", b"grid", b"iovl", b"iden", b"tmap", b"avc1", b"jpeg", b"lhv1", b"unci"})
PROPERTIES = frozenset(
    b"ispe pixi av1C hvcC lhvC avcC colr irot imir clap pasp rloc auxC a1op lsel a1lx amve clli mdcv cclv reve ndwt cmpC uncC".split()
)
FILE, IDAT = 0, 1


def silence_items(buffer: bytearray, meta: Box, data: CodedData) -> None:
    """Silence the descriptions in place, and blank the contents of items that only speak."""
    spoken: set[int] = set()
    for part in boxes(buffer, meta.body + VERSION_BYTES, meta.end):
        if part.name not in CHILDREN:
            free(buffer, part)
        elif part.name == b"hdlr":
            silence_handler(buffer, part)
        elif part.name == b"iinf":
            spoken |= _silence_infos(buffer, part)
        elif part.name == b"iprp":
            _silence_properties(buffer, part)
    inside = CodedData(budget=meta.end - meta.body)
    if box := child(buffer, meta, b"idat", VERSION_BYTES):
        inside.add(box)
    for part in boxes(buffer, meta.body + VERSION_BYTES, meta.end):
        if part.name == b"iloc":
            _blank_items(buffer, part, spoken, {FILE: (data, 0), IDAT: (inside, box.body if box else 0)})


def picture_size(buffer: bytearray, meta: Box) -> tuple[int, int] | None:
    """The largest width and height that a picture of the file gives itself."""
    properties = child(buffer, meta, b"iprp", VERSION_BYTES)
    container = child(buffer, properties, b"ipco") if properties else None
    if container is None:
        return None
    found = [
        (number(buffer, box.body + VERSION_BYTES, 4), number(buffer, box.body + VERSION_BYTES + 4, 4))
        for box in boxes(buffer, container.body, container.end)
        if box.name == b"ispe"
    ]
    return max(found, key=lambda side: side[0] * side[1], default=None)


def _silence_infos(buffer: bytearray, box: Box) -> set[int]:
    """Blank the names of the items; those that only speak become items of no kind. Returns the numbers of these."""
    spoken = set()
    version = number(buffer, box.body, 1)
    for info in boxes(buffer, box.body + VERSION_BYTES + (2 if version == 0 else 4), box.end):
        info_version = number(buffer, info.body, 1)
        width = 2 if info_version == 2 else 4
        kind = info.body + VERSION_BYTES + width + 2
        if info.name != b"infe" or info_version not in (2, 3) or kind + 4 > info.end:
            raise UnreadableMedia(FORMAT, BROKEN)
        if bytes(buffer[kind : kind + 4]) not in PAINTED:
            spoken.add(number(buffer, info.body + VERSION_BYTES, width))
            buffer[kind : kind + 4] = b"free"
        blank(buffer, kind + 4, info.end)
    return spoken


def _silence_properties(buffer: bytearray, box: Box) -> None:
    """Keep the properties that a decoder uses; others keep their place in the list, as free space."""
    for part in boxes(buffer, box.body, box.end):
        if part.name == b"ipco":
            for described in boxes(buffer, part.body, part.end):
                if described.name not in PROPERTIES:
                    free(buffer, described)
        elif part.name != b"ipma":
            free(buffer, part)


def _blank_items(buffer: bytearray, box: Box, items: set[int], sources: dict[int, tuple[CodedData, int]]) -> None:
    """Blank the contents of some items, wherever the table says they lie (ISO 14496-12, 8.11.3).

    `sources` holds for each method of construction the coded data and where its offsets count from.
    """
    version = number(buffer, box.body, 1)
    widths = number(buffer, box.body + VERSION_BYTES, 2)
    offset_bytes, length_bytes, base_bytes = widths >> 12, widths >> 8 & 15, widths >> 4 & 15
    index_bytes = widths & 15 if version else 0
    wide = 4 if version == 2 else 2
    position = box.body + VERSION_BYTES + 2

    def read(length: int) -> int:
        nonlocal position
        if position + length > box.end:
            raise UnreadableMedia(FORMAT, BROKEN)
        position += length
        return number(buffer, position - length, length)

    for _item in range(read(wide)):
        item = read(wide)
        method = read(2) & 15 if version else FILE
        read(2)
        base = read(base_bytes)
        for _extent in range(read(2)):
            read(index_bytes)
            start = base + read(offset_bytes)
            length = read(length_bytes)
            # A length that is left out means all there is, of what would then be blanked; no writer does so.
            if length == 0 or (item in items and method not in sources):
                raise UnreadableMedia(FORMAT, BROKEN)
            if item in items:
                data, origin = sources[method]
                data.blank(buffer, origin + start, origin + start + length)
