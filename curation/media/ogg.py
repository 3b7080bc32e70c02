"""Ogg with Vorbis, Opus or FLAC: the comments are emptied where they stand, so that no page changes its size."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from curation.media import checksums
from curation.media.errors import BROKEN, CHECKSUM, EMPTY, ENDS_EARLY, NOT_FOR_BROWSERS, UnreadableMedia
from curation.media.xiph import BLOCK_HEADER_BYTES, LAST, empty_opus_packet, empty_vorbis_packet, silence_block

MAGIC = b"OggS\0"
HEADER_BYTES = 27
CHECKSUM_FIELD = slice(22, 26)
CONTINUED, FIRST = 1, 2
SKELETON = b"fishead\0"
MOST_STREAMS = 1000


class Page(NamedTuple):
    """A page: where it starts, where its contents start and end, and what its header says."""

    start: int
    body: int
    end: int
    flags: int
    serial: bytes
    lacing: bytes


class Codec(Protocol):
    """How the header packets of a stream are emptied. The first, number 0, only says how to decode."""

    def empty(self, number: int, packet: bytes) -> bytes | None:
        """A packet of the same length that says nothing; None for one that cannot stand there."""

    def is_last(self, number: int, packet: bytes) -> bool:
        """Whether the sound starts after this packet."""


class Vorbis:
    """Three headers: the coding, the comments, the code books."""

    def empty(self, number: int, packet: bytes) -> bytes | None:
        """Only the second speaks."""
        if number == 1:
            return empty_vorbis_packet(len(packet)) if packet.startswith(b"\x03vorbis") else None
        return packet if packet.startswith(b"\x05vorbis") else None

    def is_last(self, number: int, packet: bytes) -> bool:
        """The code books."""
        return number == 2


class Opus:
    """Two headers: the coding with its gain, and the comments."""

    def empty(self, number: int, packet: bytes) -> bytes | None:
        """The comments."""
        return empty_opus_packet(len(packet)) if packet.startswith(b"OpusTags") else None

    def is_last(self, number: int, packet: bytes) -> bool:
        """The comments."""
        return True


class Flac:
    """A block in each packet, to the one that calls itself the last."""

    def empty(self, number: int, packet: bytes) -> bytes | None:
        """Comments, pictures and what applications put there."""
        if len(packet) - BLOCK_HEADER_BYTES != int.from_bytes(packet[1:BLOCK_HEADER_BYTES]):
            return None
        return silence_block(packet[0], packet[BLOCK_HEADER_BYTES:])

    def is_last(self, number: int, packet: bytes) -> bool:
        """The block with that flag."""
        return bool(packet[0] & LAST)


CODECS: dict[bytes, Codec] = {b"\x01vorbis": Vorbis(), b"OpusHead": Opus(), b"\x7fFLAC": Flac()}


@dataclass
class Stream:
    """One stream of a file, while its headers are read: the number of the packet, and where its pieces stand."""

    codec: Codec
    packet: int = 0
    spans: list[tuple[int, int]] = field(default_factory=list)
    is_sound: bool = False


def strip(data: bytes) -> bytes:
    """The same packets of sound on the same pages; a skeleton, which describes the streams in words, is left out."""
    buffer = bytearray(data)
    streams: dict[bytes, Stream | None] = {}
    read: list[Stream] = []
    for page in _pages(data):
        if page.flags & FIRST or page.serial not in streams:
            stream = streams[page.serial] = _stream(data[page.body : page.end])
            read += [stream] if stream else []
            if len(streams) > MOST_STREAMS or len(read) > MOST_STREAMS:
                raise UnreadableMedia("OGG", BROKEN)
        if (stream := streams[page.serial]) and not stream.is_sound:
            _follow(buffer, page, stream)
    if not read:
        raise UnreadableMedia("OGG", EMPTY)
    if not all(stream.is_sound for stream in read):
        raise UnreadableMedia("OGG", ENDS_EARLY)
    return b"".join(_sealed(data, buffer))


def _pages(data: bytes) -> Iterator[Page]:
    """The pages, each checked against the file and its checksum; what follows the last one is no part of the file."""
    position = 0
    while data[position : position + len(MAGIC)] == MAGIC:
        header = data[position : position + HEADER_BYTES]
        body = position + HEADER_BYTES + (header[-1] if len(header) == HEADER_BYTES else 0)
        lacing = data[position + HEADER_BYTES : body]
        end = body + sum(lacing)
        if len(header) < HEADER_BYTES or end > len(data):
            raise UnreadableMedia("OGG", ENDS_EARLY)
        if _checksum(data[position:end]) != header[CHECKSUM_FIELD]:
            raise UnreadableMedia("OGG", CHECKSUM)
        yield Page(position, body, end, header[5], header[14:18], lacing)
        position = end
    if data.find(MAGIC, position) >= 0:
        raise UnreadableMedia("OGG", BROKEN)


def _checksum(page: bytes) -> bytes:
    blank = page[: CHECKSUM_FIELD.start] + bytes(4) + page[CHECKSUM_FIELD.stop :]
    return checksums.ogg_page(blank).to_bytes(4, "little")


def _stream(first: bytes) -> Stream | None:
    """A stream by its first packet; None for a skeleton."""
    for magic, codec in CODECS.items():
        if first.startswith(magic):
            return Stream(codec)
    if first.startswith(SKELETON):
        return None
    raise UnreadableMedia("OGG", NOT_FOR_BROWSERS)


def _follow(buffer: bytearray, page: Page, stream: Stream) -> None:
    """Follow the headers of a stream through a page, and empty each that is complete."""
    if bool(page.flags & CONTINUED) != bool(stream.spans):
        raise UnreadableMedia("OGG", BROKEN)
    position = page.body
    for length in page.lacing:
        stream.spans.append((position, position + length))
        position += length
        if length < 255:
            _finish(buffer, stream)
            if stream.is_sound:
                return


def _finish(buffer: bytearray, stream: Stream) -> None:
    """Empty the header that has just ended."""
    if stream.packet:
        packet = b"".join(buffer[start:end] for start, end in stream.spans)
        emptied = stream.codec.empty(stream.packet, packet) if packet else None
        if emptied is None:
            raise UnreadableMedia("OGG", BROKEN)
        position = 0
        for start, end in stream.spans:
            buffer[start:end] = emptied[position : position + end - start]
            position += end - start
        stream.is_sound = stream.codec.is_last(stream.packet, packet)
    stream.packet += 1
    stream.spans = []


def _sealed(data: bytes, buffer: bytearray) -> Iterator[bytes]:
    """The pages that are kept, with the checksums of what they now hold, in runs."""
    skeletons: set[bytes] = set()
    start = end = 0
    for page in _pages(data):
        if page.flags & FIRST:
            is_skeleton = data[page.body : page.end].startswith(SKELETON)
            (skeletons.add if is_skeleton else skeletons.discard)(page.serial)
        buffer[page.start + CHECKSUM_FIELD.start : page.start + CHECKSUM_FIELD.stop] = _checksum(
            bytes(buffer[page.start : page.end])
        )
        if page.serial in skeletons:
            yield bytes(buffer[start : page.start])
            start = page.end
        end = page.end
    yield bytes(buffer[start:end])
