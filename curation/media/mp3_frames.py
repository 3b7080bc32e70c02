"""The frames of an MP3: what their headers say of their length and of where their coded sound lies."""

import re
from collections.abc import Iterator
from typing import NamedTuple

# Sync code of eleven bits, any version, layer III, with or without a checksum.
SYNC = re.compile(rb"\xff[\xe2\xe3\xf2\xf3\xfa\xfb]")
KBITS = {
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0),
}
HERTZ = {3: (44_100, 48_000, 32_000, 0), 2: (22_050, 24_000, 16_000, 0), 0: (11_025, 12_000, 8_000, 0), 1: (0,) * 4}
MPEG1, MONO = 3, 3
HEADER_BYTES, CHECKSUM_BYTES = 4, 2


class Frame(NamedTuple):
    """One frame: its place, its length, what identifies its stream, and where its coded sound starts within it."""

    start: int
    length: int
    stream: tuple[int, int]
    is_mpeg1: bool
    is_mono: bool
    side: int

    @property
    def side_bytes(self) -> int:
        """Length of the description of the coded sound."""
        return (17 if self.is_mono else 32) if self.is_mpeg1 else (9 if self.is_mono else 17)


def frame_at(data: bytes | bytearray, position: int) -> Frame | None:
    """The frame that starts at a position by its header, whole or not; None when there is none."""
    if not SYNC.match(data, position) or position + HEADER_BYTES > len(data):
        return None
    version, rate = data[position + 1] >> 3 & 3, data[position + 2] >> 2 & 3
    is_mpeg1 = version == MPEG1
    kbits, hertz = KBITS[is_mpeg1][data[position + 2] >> 4], HERTZ[version][rate]
    if not kbits or not hertz:
        return None
    length = (144_000 if is_mpeg1 else 72_000) * kbits // hertz + (data[position + 2] >> 1 & 1)
    side = HEADER_BYTES + (0 if data[position + 1] & 1 else CHECKSUM_BYTES)
    frame = Frame(position, length, (version, rate), is_mpeg1, data[position + 3] >> 6 == MONO, side)
    return frame if frame.side + frame.side_bytes <= length else None


def contiguous(data: bytes | bytearray, position: int) -> Iterator[Frame]:
    """The frames that lie one right after the other from a position to the end."""
    while frame := frame_at(data, position):
        yield frame
        position += frame.length
