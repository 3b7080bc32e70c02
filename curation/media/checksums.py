"""The checksums that audio files carry and the standard library has not."""

import zlib

_REVERSED = bytes(int(f"{value:08b}"[::-1], 2) for value in range(256))


def _table(polynomial: int, width: int, reflected: bool) -> tuple[int, ...]:
    """Remainders of the 256 bytes. A reflected polynomial is given bit-reversed, as its standards write it."""
    top, mask = 1 << (width - 1), (1 << width) - 1
    remainders = []
    for value in range(256):
        rest = value if reflected else value << (width - 8)
        for _bit in range(8):
            if reflected:
                rest = rest >> 1 ^ (polynomial if rest & 1 else 0)
            else:
                rest = rest << 1 & mask ^ (polynomial if rest & top else 0)
        remainders.append(rest)
    return tuple(remainders)


_CRC8 = _table(0x07, 8, reflected=False)
_CRC16 = _table(0x8005, 16, reflected=False)
_CRC16_ARC = _table(0xA001, 16, reflected=True)


def flac_header(data: bytes) -> int:
    """CRC-8 of a FLAC frame header (RFC 9639, section 9.1.8)."""
    rest = 0
    for byte in data:
        rest = _CRC8[rest ^ byte]
    return rest


def flac_frame_end(data: bytes | memoryview) -> int:
    """Length of the longest beginning of `data` that ends with its own CRC-16 (RFC 9639, section 9.3); 0 for none."""
    rest = 0
    end = 0
    for position, byte in enumerate(data, 1):
        rest = (rest << 8 & 0xFFFF) ^ _CRC16[rest >> 8 ^ byte]
        if rest == 0:
            end = position
    return end


def lame(data: bytes | bytearray) -> int:
    """CRC-16 of the information frame that LAME writes at the start of an MP3 file."""
    rest = 0
    for byte in data:
        rest = rest >> 8 ^ _CRC16_ARC[(rest ^ byte) & 0xFF]
    return rest


def ogg_page(page: bytes) -> int:
    """CRC-32 of an Ogg page whose checksum field is zero (RFC 3533, section 6).

    It is the CRC-32 of zlib with the bits of every byte, and of the result, in the other order and no inversion.
    """
    mirrored = zlib.crc32(page.translate(_REVERSED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{mirrored:032b}"[::-1], 2)
