"""GIF: the screen, the pictures, their timing and the number of loops; comments and other extensions go."""

from curation.media.errors import BROKEN, EMPTY, ENDS_EARLY, UnreadableMedia

TRAILER, EXTENSION, IMAGE = 0x3B, 0x21, 0x2C
CONTROL, APPLICATION, PLAIN_TEXT = 0xF9, 0xFF, 0x01
HEADER_BYTES = 13
LOOPING = (b"\x0bNETSCAPE2.0", b"\x0bANIMEXTS1.0")


def strip(data: bytes) -> bytes:
    """The same pictures with their colours, timing, transparency and looping."""
    position = _after_table(data, HEADER_BYTES, data[10:11])
    shown = bytearray(data[:position])
    control = b""
    pictures = 0
    while (kind := _byte(data, position)) != TRAILER:
        start = position
        if kind == IMAGE:
            # The descriptor, its colours, the width of the codes, the codes.
            position = _after_blocks(data, _after_table(data, position + 10, data[position + 9 : position + 10]) + 1)
            shown += control + data[start:position]
            control = b""
            pictures += 1
        elif kind == EXTENSION:
            position = _after_blocks(data, position + 2)
            label = data[start + 1]
            if label == CONTROL:
                control = _control(data[start:position])
            elif label == APPLICATION:
                shown += _looping(data[start:position])
            elif label == PLAIN_TEXT:
                # The control before it was for the text, which no browser shows.
                control = b""
        else:
            raise UnreadableMedia("GIF", BROKEN)
    if not pictures:
        raise UnreadableMedia("GIF", EMPTY)
    return bytes(shown + bytes((TRAILER,)))


def size(data: bytes) -> tuple[int, int] | None:
    """Width and height of the screen in pixels, from the header."""
    if len(data) < HEADER_BYTES:
        return None
    return int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")


def _byte(data: bytes, position: int) -> int:
    if position >= len(data):
        raise UnreadableMedia("GIF", ENDS_EARLY)
    return data[position]


def _after_table(data: bytes, position: int, flags: bytes) -> int:
    """The position behind a colour table, if the flags announce one."""
    if flags and flags[0] & 0x80:
        position += 3 << ((flags[0] & 7) + 1)
    if not flags or position > len(data):
        raise UnreadableMedia("GIF", ENDS_EARLY)
    return position


def _after_blocks(data: bytes, position: int) -> int:
    """The position behind a series of blocks, each headed by its length, ended by one of length 0."""
    while length := _byte(data, position):
        position += length + 1
    return position + 1


def _control(extension: bytes) -> bytes:
    """Timing and transparency: one block of four bytes."""
    return extension[:7] + b"\0" if extension[2] == 4 else b""


def _looping(extension: bytes) -> bytes:
    """The number of loops, of all application extensions; no bytes for any other."""
    if not extension[2:].startswith(LOOPING):
        return b""
    position = 2 + len(LOOPING[0])
    while length := extension[position]:
        if length == 3 and extension[position + 1] & 7 == 1:
            return extension[: 2 + len(LOOPING[0])] + extension[position : position + 4] + b"\0"
        position += length + 1
    return b""
