"""Files made to hurt: whatever the bytes, the answer is a clean copy or one sentence, soon, and in little memory."""

import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.media import UnreadableMedia, size, sniff, strip
from curation.media.strip import STRIPPERS
from tests.media.film_samples import FILMS, box, element, full, track
from tests.media.picture_samples import PICTURES, TURNED_PICTURES, png_chunk
from tests.media.sound_samples import ID3, SOUNDS, mp3_frame, noise, ogg_pages, vorbis

SAMPLES = [
    *PICTURES.values(),
    *TURNED_PICTURES.values(),
    *(sample.data for name, sample in {**SOUNDS, **FILMS}.items() if len(sample.data) < 20_000),
    vorbis(4).data,
]
HEADS = [sample[:length] for sample in SAMPLES for length in (8, 12, 16, 40, 100)]
MANY = 20_000
SOON_SECONDS = 5
MOST_MEMORY = 8

PNG = b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", bytes(7) + b"\1\x08\2\0\0\0")
MOVIE = box(b"ftyp", b"isom", bytes(4))
WEBM = element(0x1A45DFA3, element(0x4282, b"webm"))
FLAC = b"fLaC\x80\0\0\x22" + bytes(34)
HOSTILE = {
    "a PNG of empty chunks": PNG + png_chunk(b"tEXt", b"") * MANY,
    "a JPEG of fill bytes": b"\xff\xd8\xff\xda\0\2" + b"\xff" * (MANY * 20) + b"\0",
    "a JPEG of empty segments": b"\xff\xd8" + b"\xff\xfe\0\2" * MANY * 4,
    "a JPEG of scans": b"\xff\xd8" + b"\xff\xda\0\2" * MANY * 4,
    "a GIF of empty extensions": b"GIF89a" + bytes(7) + b"!\xfe\0" * MANY * 4,
    "a WebP of empty chunks": b"RIFF\xff\xff\xff\xffWEBP" + b"junk\0\0\0\0" * MANY,
    "a WebP of empty frames": b"RIFF\xff\xff\xff\xffWEBP" + b"ANMF\x10\0\0\0" + bytes(16),
    "a WAV of empty chunks": b"RIFF\xff\xff\xff\xffWAVE" + b"LIST\0\0\0\0" * MANY,
    "tags before tags": b"ID3\4\0\0\0\0\0\0" * MANY,
    "tags behind tags": ID3 + mp3_frame([b""] * 4, 0, b"") * 2 + (b"TAG" + bytes(125)) * (MANY // 10),
    "an MP3 of sync codes": ID3 + mp3_frame([b""] * 4, 0, b"") * 2 + b"\xff\xfb\x90\x64" * MANY,
    "an MP3 that always starts early": ID3 + mp3_frame([noise(500, 1)] * 4, 511, b"") * (MANY // 100),
    "a FLAC of sync codes": FLAC + b"\xff\xf8" * MANY * 4,
    "a FLAC of headers": FLAC + b"\xff\xf8\x19\x02\0\xe1\0" * MANY,
    "a FLAC of blocks": b"fLaC" + b"\1\0\0\0" * MANY * 4,
    "an Ogg of empty pages": b"".join(ogg_pages([b"\x01vorbis"], 1)) + ogg_pages([b""], 1, first=1)[0] * (MANY // 2),
    "an Ogg of streams": b"".join(ogg_pages([b"\x01vorbis"], 1)) * (MANY // 2),
    "an MP4 of empty boxes": MOVIE + box(b"free") * MANY * 2,
    "an MP4 of nested boxes": MOVIE + b"".join((8 * (MANY - n)).to_bytes(4) + b"moov" for n in range(MANY)),
    "an MP4 of tracks": MOVIE + box(b"moov", track(1, b"text", [(0, 1)]) * (MANY // 600)) + box(b"mdat", bytes(99)),
    "an MP4 whose tables overlap": MOVIE
    + box(b"mdat", bytes(MANY))
    + box(b"moov", track(1, b"text", [(len(MOVIE) + 8, MANY)] * (MANY // 10)) + track(2, b"vide", [])),
    "an MP4 whose table counts to four thousand million": MOVIE
    + box(b"moov", box(b"trak", box(b"mdia", box(b"minf", box(b"stbl", full(b"stsz", b"\0\0\0\1" + b"\xff" * 4)))))),
    "an AVIF whose items overlap": box(b"ftyp", b"avif", bytes(4))
    + full(
        b"meta",
        full(b"hdlr", bytes(4), b"pict", bytes(13)),
        full(b"iinf", b"\0\1", b"\0\0\0\x14infe\2\0\0\0\0\1\0\0Exif"),
        full(b"iloc", b"\x44\0\0\1\0\1\0\0\xff\xff", (b"\0\0\0\x08" + (MANY).to_bytes(4)) * 0xFFFF),
    )
    + box(b"mdat", bytes(MANY)),
    "a WebM of voids": WEBM + element(0x18538067, b"\xec\x80" * MANY * 2),
    "a WebM of clusters without an end": WEBM + element(0x18538067, b"\x1f\x43\xb6\x75\xff" * MANY, unknown=True),
    "a WebM of nested groups": WEBM + element(0x18538067, b"\xa0\xff" * MANY, unknown=True),
}


def stripped(data: bytes) -> bytes | None:
    """The copy; None when it is refused, in one sentence."""
    try:
        return strip(data)
    except UnreadableMedia as error:
        sentence = str(error)
        assert sentence.endswith(".")
        assert "\n" not in sentence
        return None


@pytest.mark.parametrize("data", HOSTILE.values(), ids=list(HOSTILE))
def test_a_hostile_file_is_done_with_soon_and_in_little_memory(data):
    assert sniff(data) in STRIPPERS, "not hostile: it is turned away at the door"
    started = time.process_time()
    stripped(data)
    size(data)
    assert time.process_time() - started < SOON_SECONDS
    tracemalloc.start()
    try:
        stripped(data)
        assert tracemalloc.get_traced_memory()[1] < MOST_MEMORY * len(data) + (1 << 20)
    finally:
        tracemalloc.stop()


@given(st.sampled_from(HEADS), st.binary(max_size=600))
def test_bytes_behind_any_beginning_are_copied_cleanly_or_refused(head, rest):
    shown = stripped(head + rest)
    size(head + rest)
    if shown is not None:
        assert strip(shown) == shown


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A real file with some bytes changed, taken out, put in or repeated."""
    data = bytearray(draw(st.sampled_from(SAMPLES)))
    for _change in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        length = draw(st.sampled_from([0, 1, 1, 2, 4, 30, 1000]))
        piece = draw(
            st.one_of(st.binary(max_size=8), st.sampled_from([b"\0" * 8, b"\xff" * 8, bytes(data[start : start + 60])]))
        )
        data[start : start + length] = piece
    return bytes(data)


@settings(max_examples=300)
@given(damaged())
def test_a_damaged_file_is_copied_cleanly_or_refused(data):
    shown = stripped(data)
    size(data)
    sniff(data)
    if shown is not None:
        assert strip(shown) == shown
        assert sniff(shown) is not None


@pytest.mark.slow
@settings(max_examples=20_000)
@given(damaged())
def test_a_file_damaged_in_many_more_ways_is_copied_cleanly_or_refused(data):
    shown = stripped(data)
    size(data)
    if shown is not None:
        assert strip(shown) == shown
