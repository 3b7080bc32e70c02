"""The copy of a picture that is shown: every pixel as it was, and no word about its maker."""

from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from curation.media import UnreadableMedia, size, strip
from tests.media.picture_samples import (
    FOUND,
    ORIENTATION,
    PICTURES,
    PLANTED,
    PROFILE,
    TURNED,
    TURNED_PICTURES,
    WORDS,
    jpeg_segment,
    noise,
    pixels,
    png_chunk,
    riff_chunk,
    saved,
)

SPOKEN = (
    b"parameters",
    b"prompt",
    b"Steps:",
    b"workflow",
    b"UNICODE",
    b"Software",
    b"tEXt",
    b"iTXt",
    b"zTXt",
    b"Dream",
)
# The samples name further pictures that are not there.
pytestmark = pytest.mark.filterwarnings("ignore:Image appears to be a malformed MPO")
every_picture = pytest.mark.parametrize("data", PICTURES.values(), ids=list(PICTURES))
every_found_picture = pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
every_turned_picture = pytest.mark.parametrize("data", TURNED_PICTURES.values(), ids=list(TURNED_PICTURES))


@every_picture
def test_every_pixel_is_the_same(data):
    assert pixels(strip(data)) == pixels(data)


@every_picture
def test_no_word_of_the_maker_is_left(data):
    assert PLANTED in data
    shown = strip(data)
    assert PLANTED not in shown
    with Image.open(BytesIO(shown)) as image:
        image.load()
        assert dict(image.getexif()) == {}
        assert getattr(image, "text", {}) == {}
        assert WORDS not in repr(image.info)
        assert not {"xmp", "comment", "photoshop", "mp"} & set(image.info)


@every_picture
def test_stripping_twice_is_stripping_once(data):
    assert strip(strip(data)) == strip(data)


@every_picture
def test_the_size_is_read_from_the_header(data):
    with Image.open(BytesIO(data)) as image:
        assert size(data) == size(strip(data)) == image.size


@pytest.mark.parametrize("name", [name for name in PICTURES if not name.startswith("GIF")])
def test_the_colour_profile_is_kept_to_the_byte(name):
    with Image.open(BytesIO(strip(PICTURES[name]))) as image:
        assert image.info["icc_profile"] == PROFILE
        ImageCms.ImageCmsProfile(BytesIO(image.info["icc_profile"]))


@every_turned_picture
def test_the_orientation_is_kept_and_nothing_else_of_exif(data):
    with Image.open(BytesIO(strip(data))) as image:
        assert dict(image.getexif()) == {ORIENTATION: TURNED}
    assert PLANTED not in strip(data)
    assert pixels(strip(data)) == pixels(data)
    assert strip(strip(data)) == strip(data)


@every_found_picture
def test_pictures_of_real_generators_lose_their_recipe_and_keep_their_pixels(path: Path):
    data = path.read_bytes()
    shown = strip(data)
    assert pixels(shown) == pixels(data)
    assert [word for word in SPOKEN if word in shown] == []
    assert strip(shown) == shown
    with Image.open(path) as image:
        assert size(data) == image.size


def test_the_samples_do_hold_recipes():
    spoken = {path.name for path in FOUND if any(word in path.read_bytes() for word in SPOKEN)}
    assert len(spoken) > len(FOUND) // 2


def test_an_empty_file_is_refused_in_a_sentence():
    with pytest.raises(UnreadableMedia, match=r"cannot be shown: it is not AVIF, .*PNG.*\.$"):
        strip((FOUND[0].parents[1] / "images_sd-parsers_MIT" / "empty_file.png").read_bytes())


def test_colours_without_a_profile_keep_their_meaning_in_png():
    data = saved(noise(), "PNG")
    said = png_chunk(b"gAMA", (45_455).to_bytes(4)) + png_chunk(b"cHRM", bytes(range(32))) + png_chunk(b"sRGB", b"\0")
    spoken = data[:33] + said + png_chunk(b"pHYs", bytes(9)) + data[33:]
    assert strip(spoken) == data[:33] + said + data[33:]


def test_a_chunk_that_is_not_what_its_name_says_goes():
    data = saved(noise(), "PNG")
    assert strip(data[:33] + png_chunk(b"gAMA", PLANTED) + png_chunk(b"sBIT", PLANTED) + data[33:]) == strip(data)


def test_every_colour_profile_in_a_png_gets_the_same_name():
    profile = saved(noise(), "PNG", icc_profile=PROFILE)
    start = profile.index(b"iCCP") - 4
    end = start + 12 + int.from_bytes(profile[start : start + 4])
    named = png_chunk(b"iCCP", PLANTED + b"\0\0" + profile[start + 8 : end - 4].partition(b"\0\0")[2])
    assert strip(profile[:start] + named + profile[end:]) == strip(profile)


def test_a_file_without_words_is_left_as_it_is():
    for data in (
        saved(noise(), "PNG"),
        saved(noise(), "WEBP"),
        saved(noise().quantize(9), "GIF"),
        saved(noise(), "JPEG"),
    ):
        assert strip(data) == data


@every_picture
def test_a_picture_that_is_cut_off_never_lets_a_word_through(data):
    """Wherever it is cut: refused, or the words are gone."""
    for length in range(0, len(data), max(1, len(data) // 400)):
        with suppress(UnreadableMedia):
            assert PLANTED not in strip(data[:length])


def test_text_after_the_pixels_of_a_truncated_png_is_refused():
    data = saved(noise(), "PNG")
    with pytest.raises(UnreadableMedia, match="ends in the middle"):
        strip(data[:-12] + png_chunk(b"tEXt", b"prompt\0" + PLANTED)[:-3])


def test_a_wrong_checksum_in_a_png_is_refused():
    data = bytearray(saved(noise(), "PNG"))
    data[60] ^= 1
    with pytest.raises(UnreadableMedia, match="checksum"):
        strip(bytes(data))


def test_a_jpeg_with_something_between_its_segments_is_refused():
    data = saved(noise(), "JPEG")
    scan = data.index(b"\xff\xda")
    with pytest.raises(UnreadableMedia, match="do not fit together"):
        strip(data[:scan] + PLANTED + data[scan:])


def test_a_picture_without_a_picture_is_refused():
    png = saved(noise(), "PNG")
    for empty in (
        png[:33] + png[-12:],
        b"\xff\xd8" + jpeg_segment(0xFE, PLANTED) + b"\xff\xd9",
        b"GIF89a" + bytes(7) + b";",
    ):
        with pytest.raises(UnreadableMedia, match="no picture or sound"):
            strip(empty)
    with pytest.raises(UnreadableMedia, match="no picture or sound"):
        strip(b"RIFF\x16\0\0\0WEBP" + riff_chunk(b"VP8X", bytes(10)))


def test_a_decompression_bomb_is_known_by_its_header():
    bomb = b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", (60_000).to_bytes(4) * 2 + b"\x08\2\0\0\0")
    assert size(bomb) == (60_000, 60_000)


@pytest.mark.parametrize(
    "data", [b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"RIFF\0\0\0\0WEBPVP8X", b"<svg/>"]
)
def test_a_header_that_says_no_size_has_none(data):
    assert size(data) is None


def test_the_loops_of_a_gif_are_kept_and_other_applications_go():
    shown = strip(PICTURES["GIF, moving"])
    assert shown.count(b"!\xff") == shown.count(b"NETSCAPE2.0\x03\x01\x03\0\0") == 1


def test_the_words_in_transparency_stay_because_they_are_pixels():
    """NovelAI writes its recipe into the lowest bits of the transparency: documented, and left alone."""
    stealth = next(path for path in FOUND if path.name == "automatic1111_stealth.png").read_bytes()
    assert pixels(strip(stealth)) == pixels(stealth)
