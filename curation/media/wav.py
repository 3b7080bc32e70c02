"""WAV: how the samples are coded, how many there are, and the samples."""

from curation.media.errors import BROKEN, EMPTY, UnreadableMedia
from curation.media.riff import HEADER_BYTES, add_chunk, chunks, end_of, file

PLAIN_BYTES = 16
COUNTED_BYTES = 18
KEPT_ONCE = (b"fmt ", b"fact", b"data")


def strip(data: bytes) -> bytes:
    """The same samples; lengths that a streaming writer left open are filled in."""
    found: dict[bytes, bytes | memoryview] = {}
    for name, body in chunks(memoryview(data)[HEADER_BYTES : end_of(data)], "WAV", endless=b"data"):
        if name in KEPT_ONCE:
            found.setdefault(name, body)
    if not found.get(b"fmt ") or not found.get(b"data"):
        raise UnreadableMedia("WAV", EMPTY)
    found[b"fmt "] = _coding(bytes(found[b"fmt "]))
    found[b"fact"] = found.get(b"fact", b"")[:4]
    shown = bytearray()
    for name in KEPT_ONCE:
        if found[name]:
            add_chunk(shown, name, found[name])
    return file(b"WAVE", shown)


def _coding(body: bytes) -> bytes:
    """The coding of the samples without what a writer put behind it."""
    if len(body) < PLAIN_BYTES:
        raise UnreadableMedia("WAV", BROKEN)
    if len(body) < COUNTED_BYTES:
        return body[:PLAIN_BYTES]
    return body[: COUNTED_BYTES + int.from_bytes(body[PLAIN_BYTES:COUNTED_BYTES], "little")]
