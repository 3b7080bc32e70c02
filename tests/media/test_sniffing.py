"""A file is what its bytes are, whatever it is called; what a browser would run is never taken for a picture."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.media import UnknownMedia, UnreadableMedia, sniff, strip
from curation.media.sniff import HEAD_BYTES
from curation.media.strip import SIZES, STRIPPERS
from curation.models import MediaKind
from tests.media.film_samples import FILMS, box
from tests.media.picture_samples import FOUND, PICTURES, noise, saved
from tests.media.sound_samples import SOUNDS, mp3_frame

EXPECTED = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "WebP": "image/webp",
    "GIF": "image/gif",
    "AVIF": "image/avif",
    "WAV": "audio/wav",
    "MP3": "audio/mpeg",
    "FLAC": "audio/flac",
    "FLAC in Ogg": "audio/ogg",
    "Vorbis": "audio/ogg",
    "Opus": "audio/ogg",
    "MP4": "video/mp4",
    "MOV": "video/quicktime",
    "M4A": "audio/mp4",
    "WebM": "video/webm",
    "WebM with sound only": "audio/webm",
}
FILES = {**PICTURES, **{name: sample.data for name, sample in {**SOUNDS, **FILMS}.items()}}


def expected(name: str) -> str:
    return EXPECTED[max((known for known in EXPECTED if name.startswith(known)), key=len)]


@pytest.mark.parametrize("name", FILES)
def test_every_format_is_recognised_by_its_first_bytes(name):
    for head in (FILES[name][:HEAD_BYTES], FILES[name]):
        found = sniff(head)
        assert found is not None
        assert found.mime == expected(name)
        assert found.mime.startswith(found.kind.value)


@pytest.mark.parametrize("name", FILES)
def test_the_shown_copy_is_of_the_same_format(name):
    assert sniff(strip(FILES[name])) == sniff(FILES[name])


def test_real_files_are_recognised_by_their_contents():
    for path in FOUND:
        found = sniff(path.read_bytes()[:HEAD_BYTES])
        assert found is not None
        assert found.extension == path.suffix.replace("jpeg", "jpg")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<?xml version='1.0'?><svg/>",
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"%PDF-1.7",
        b"PK\3\4",
        b"GIF88a" + bytes(20),
        b"RIFF\0\0\0\0AVI " + bytes(20),
        b"ID3",
        b"\xff\xfe" + "words".encode("utf-16-le") * 100,
        b"\xff\xfb\x90\x64" + bytes(1000),
        b"\x1a\x45\xdf\xa3\x93\x42\x82\x88matroska" + bytes(40),
        b"OggS\0\2" + bytes(20) + b"\1\x2a\x80theora" + bytes(35),
        box(b"ftyp", b"jxl ", bytes(4)),
        b"un texte, tout simplement",
    ],
)
def test_everything_else_is_nothing(data):
    assert sniff(data) is None
    with pytest.raises(UnknownMedia, match=r"^This file cannot be shown: it is not AVIF, FLAC, .*\.$"):
        strip(data)


@pytest.mark.parametrize(
    ("major", "compatible", "mime"),
    [
        (b"avif", [b"mif1", b"miaf"], "image/avif"),
        (b"avis", [b"avif"], "image/avif"),
        (b"mif1", [b"avif", b"miaf"], "image/avif"),
        (b"mif1", [b"heic"], "image/heic"),
        (b"heic", [b"mif1"], "image/heic"),
        (b"M4A ", [b"isom"], "audio/mp4"),
        (b"qt  ", [], "video/quicktime"),
        (b"isom", [b"iso2", b"avc1"], "video/mp4"),
        (b"mp42", [], "video/mp4"),
        (b"dash", [], "video/mp4"),
    ],
)
def test_the_brand_tells_the_relatives_of_mp4_apart(major, compatible, mime):
    found = sniff(box(b"ftyp", major, bytes(4), *compatible))
    assert found is not None
    assert found.mime == mime


def test_a_film_by_quicktime_from_before_it_said_so_is_recognised():
    found = sniff(b"\0\0\0\x08wide\0\0\0\x08mdat")
    assert found is not None
    assert found.mime == "video/quicktime"


def test_heic_is_recognised_and_refused_because_most_browsers_do_not_show_it():
    with pytest.raises(
        UnreadableMedia, match=r"^This HEIC file cannot be shown: most browsers cannot show it; convert"
    ):
        strip(box(b"ftyp", b"heic", bytes(4), b"mif1") + box(b"mdat", bytes(9)))


def test_sound_behind_a_long_tag_is_mp3_and_flac_behind_a_short_one_is_flac():
    long = b"ID3\4\0\0\0\0\x7f\x7f" + bytes(40)
    short = b"ID3\4\0\0\0\0\0\x04" + bytes(4)
    frames = mp3_frame([b""] * 4, 0, b"") * 2
    found = [sniff(data) for data in (long, short + b"fLaC", short + frames, short + bytes(9) + frames, frames)]
    assert [media and media.extension for media in found] == [".mp3", ".flac", ".mp3", ".mp3", ".mp3"]


def test_every_format_that_is_recognised_is_stripped_and_every_picture_has_a_size():
    assert {media for media in STRIPPERS if media.kind is MediaKind.IMAGE} == set(SIZES)
    assert len({media.extension for media in STRIPPERS}) == len(STRIPPERS) == len({media.mime for media in STRIPPERS})


@given(st.binary(max_size=300), st.sampled_from(["<svg", "<html", "<!DOCTYPE html", "<script", "%PDF-"]))
def test_nothing_that_a_browser_would_run_is_taken_for_media(rest, start):
    assert sniff(start.encode() + rest) is None


def test_a_picture_with_a_page_behind_it_loses_the_page():
    page = b"<html><script>alert(1)</script></html>"
    for format in ("PNG", "JPEG", "GIF", "WEBP"):
        assert page not in strip(saved(noise(), format) + page)
