"""Sound and film built byte by byte, with words of their maker planted wherever a program could put them.

`SOUND` of each sample is what has to be found again in its copy, unchanged.
"""

from random import Random
from typing import NamedTuple

PLANTED = b"PLANTED BY THE MAKER"
WRITER = b"Lavf61.7.100"


class Sample(NamedTuple):
    """A file, and the pieces of coded sound and film in it."""

    data: bytes
    coded: list[bytes]


def crc(data: bytes, polynomial: int, width: int, reflected: bool = False) -> int:
    """A checksum bit by bit, the slow way that the standards describe."""
    rest = 0
    for byte in data:
        if reflected:
            byte = int(f"{byte:08b}"[::-1], 2)
        rest ^= byte << (width - 8)
        for _bit in range(8):
            rest = (rest << 1 ^ polynomial if rest >> (width - 1) else rest << 1) & ((1 << width) - 1)
    return int(f"{rest:0{width}b}"[::-1], 2) if reflected else rest


def noise(length: int, seed: int) -> bytes:
    """Bytes without 0xFF, so that no sync code occurs in them by chance."""
    return bytes(value % 255 for value in Random(seed).randbytes(length))


def synchsafe(number: int) -> bytes:
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))


ID3 = b"ID3\4\0\0" + synchsafe(len(PLANTED) + 20) + b"TSSE" + PLANTED + bytes(16)
ID3V1 = b"TAG" + PLANTED.ljust(125, b"\0")
APE = PLANTED + b"APETAGEX" + (2000).to_bytes(4, "little") + (len(PLANTED) + 32).to_bytes(4, "little") + bytes(16)
LYRICS = b"LYRICSBEGIN" + PLANTED + f"{11 + len(PLANTED):06}".encode() + b"LYRICS200"


def wav() -> Sample:
    def chunk(name: bytes, body: bytes) -> bytes:
        return name + len(body).to_bytes(4, "little") + body + bytes(len(body) % 2)

    sound = noise(1001, 1)
    coding = b"\1\0\1\0" + (8000).to_bytes(4, "little") * 2 + b"\1\0\x08\0"
    spoken = b"".join(chunk(name, PLANTED) for name in (b"bext", b"iXML", b"id3 ", b"PEAK", b"cue ", b"JUNK", b"_PMX"))
    info = chunk(b"LIST", b"INFOISFT" + (20).to_bytes(4, "little") + PLANTED)
    body = b"WAVE" + spoken + chunk(b"fmt ", coding) + info + chunk(b"data", sound) + info + spoken
    return Sample(b"RIFF" + len(body).to_bytes(4, "little") + body + PLANTED, [sound])


def mp3_frame(kept: list[bytes], before: int, body: bytes) -> bytes:
    """A frame of 417 bytes, MPEG-1, 128 kbit/s, stereo, whose sound starts `before` bytes early, in four parts."""
    side = f"{before:09b}" + "0" * 11
    side += "".join(f"{len(part) * 8:012b}".ljust(59, "0") for part in kept)
    return b"\xff\xfb\x90\x64" + int(side, 2).to_bytes(32) + body.ljust(381, b"\0")


def mp3() -> Sample:
    """An information frame; a frame with padding; one that starts early, in the frame before it; tags on both sides."""
    first = [noise(40, seed) for seed in range(4)]
    second = [noise(60, seed) for seed in range(4, 8)]
    joined, early = b"".join(second), 100
    padding = (PLANTED + b"LAME3.100") * 10
    one = (b"".join(first) + padding)[: 381 - early].ljust(381 - early, b"U") + joined[:early]
    two = (joined[early:] + padding)[:381]
    tag = b"LAME3.100" + b"\x04\xc3" + bytes(8) + b"\x55\x80" + bytes.fromhex("24007b") + PLANTED[:12]
    information = b"Info" + (0xF).to_bytes(4) + (2).to_bytes(4) + (1251).to_bytes(4) + bytes(range(100)) + bytes(4)
    frames = [
        b"\xff\xfb\x90\x64" + bytes(32) + (information + tag + PLANTED).ljust(381, b"\0"),
        mp3_frame(first, 0, one),
        mp3_frame(second, early, two),
    ]
    return Sample(ID3 + b"".join(frames) + APE + LYRICS + ID3V1, [b"".join(first), joined[:early], joined[early:]])


def flac_frame(number: int, samples: int, seed: int) -> bytes:
    """A frame of verbatim samples of 8 bits, one channel."""
    head = b"\xff\xf8\x70\x02" + bytes((number,)) + (samples - 1).to_bytes(2)
    frame = head + bytes((crc(head, 0x07, 8),)) + b"\x02" + noise(samples, seed)
    return frame + crc(frame, 0x8005, 16).to_bytes(2)


def flac_blocks(frames: int) -> list[bytes]:
    """Description, comments, application, cue sheet, picture, padding, table for seeking; without the mark of the last."""
    count = frames * 400
    description = (400).to_bytes(2) * 2 + bytes(6) + (8000 << 44 | 7 << 36 | count).to_bytes(8) + bytes(16)
    vendor = len(PLANTED).to_bytes(4, "little") + PLANTED
    blocks = [(0, description), (4, vendor + (1).to_bytes(4, "little") + vendor), (2, b"abcd" + PLANTED)]
    blocks += [(5, PLANTED), (6, PLANTED), (1, PLANTED), (3, bytes(18))]
    return [bytes((kind,)) + len(body).to_bytes(3) + body for kind, body in blocks]


def with_last(blocks: list[bytes]) -> list[bytes]:
    return [*blocks[:-1], bytes((blocks[-1][0] | 0x80,)) + blocks[-1][1:]]


def flac(counted: bool = True) -> Sample:
    frames = [flac_frame(number, 400, number) for number in range(3)]
    blocks = b"".join(with_last(flac_blocks(len(frames) if counted else 0)))
    return Sample(ID3 + b"fLaC" + blocks + b"".join(frames) + PLANTED + ID3V1, [b"".join(frames)])


def ogg_pages(packets: list[bytes], serial: int, first: int = 0) -> list[bytes]:
    """Pages of at most 255 segments, each packet starting a page of its own."""
    pages = []
    for packet in packets:
        lacing = [255] * (len(packet) // 255) + [len(packet) % 255]
        for start in range(0, len(lacing), 255):
            part = lacing[start : start + 255]
            flags = (1 if start else 0) | (2 if not pages and not first else 0)
            body = packet[start * 255 : start * 255 + sum(part)]
            head = b"OggS\0" + bytes((flags,)) + bytes(8) + serial.to_bytes(4, "little")
            head += (first + len(pages)).to_bytes(4, "little")
            end = bytes((len(part),)) + bytes(part) + body
            pages.append(head + crc(head + bytes(4) + end, 0x04C11DB7, 32).to_bytes(4, "little") + end)
    return pages


def comments(repeated: int) -> bytes:
    said = len(PLANTED).to_bytes(4, "little") + PLANTED
    return said + repeated.to_bytes(4, "little") + said * repeated


def vorbis_packets(repeated: int) -> list[bytes]:
    return [b"\x01vorbis" + noise(23, 1), b"\x03vorbis" + comments(repeated) + b"\1", b"\x05vorbis" + noise(300, 2)]


def vorbis(repeated: int = 3000) -> Sample:
    sound = noise(700, 3)
    return Sample(b"".join(ogg_pages([*vorbis_packets(repeated), sound], 77)) + PLANTED, [noise(300, 2), sound])


def opus() -> Sample:
    head, sound = b"OpusHead\1\1" + noise(9, 1), noise(700, 3)
    skeleton = ogg_pages([b"fishead\0" + bytes(56), b"fisbone\0" + PLANTED], 5)
    pages = ogg_pages([head, b"OpusTags" + comments(3) + PLANTED, sound], 77)
    return Sample(b"".join([skeleton[0], pages[0], skeleton[1], *pages[1:]]), [head, sound])


def ogg_flac() -> Sample:
    first, *others = with_last(flac_blocks(1))
    sound = flac_frame(0, 400, 1)
    packets = [b"\x7fFLAC\1\0" + len(others).to_bytes(2) + b"fLaC" + first, *others, sound]
    return Sample(b"".join(ogg_pages(packets, 77)), [first, sound])


SOUNDS = {
    "WAV": wav(),
    "MP3": mp3(),
    "FLAC": flac(),
    "FLAC, of unknown length": flac(counted=False),
    "Vorbis with comments over several pages": vorbis(),
    "Opus with a skeleton": opus(),
    "FLAC in Ogg": ogg_flac(),
}
