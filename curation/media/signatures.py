"""The names that encoders write into the coded sound and film itself, where no decoder reads them.

They stand in unused fields of known encoders: overwritten with spaces of the same number, nothing moves and every picture
and sample decodes as before. Each pattern is long enough not to occur in coded data by chance.
"""

import re

# Fill elements of AAC and user data of MPEG-4 part 2 (how each begins, for speed, and all of it); padding of MP3.
_NAMES = {
    b"Lavc": re.compile(rb"Lavc\d{1,3}\.\d{1,3}\.\d{1,3}(?: [a-z0-9_]{2,16})?"),
    b"Lavf": re.compile(rb"Lavf\d{1,3}\.\d{1,3}\.\d{1,3}"),
    b"LAME3.": re.compile(rb"LAME3\.\d{2,3}[\w. ]{0,8}"),
    b"libfaac ": re.compile(rb"libfaac \d[\w. ()-]{2,24}"),
}
# Messages without a meaning to decoders (SEI 5) of x264 and x265: an identifier, then the version and all settings.
_IDENTIFIERS = (
    bytes.fromhex("dc45e9bde6d948b7962cd820d923eeef"),
    bytes.fromhex("2ca2de09b51747dbbb55a4fe7fc2fc4e"),
)
IDENTIFIER_BYTES = 16
BLANK = b" "


def blank_signatures(buffer: bytearray, start: int, end: int) -> None:
    """Overwrite the signatures between two positions, in place."""
    for identifier in _IDENTIFIERS:
        position = start
        while (position := buffer.find(identifier, position, end)) >= 0:
            length = min(_message_bytes(buffer, start, position), end - position)
            buffer[position : position + length] = BLANK * length
            position += length
    for beginning, pattern in _NAMES.items():
        position = start
        while (position := buffer.find(beginning, position, end)) >= 0:
            found = pattern.match(buffer, position, end)
            length = found.end() - position if found else 0
            buffer[position : position + length] = BLANK * length
            position += max(length, 1)


def _message_bytes(buffer: bytearray, start: int, position: int) -> int:
    """Length of the message whose identifier stands at a position: its last digit is before it, then digits of 255."""
    length = buffer[position - 1] if position > start else 0
    position -= 2
    while position > start and buffer[position] == 0xFF:
        length += 0xFF
        position -= 1
    return max(length, IDENTIFIER_BYTES)
