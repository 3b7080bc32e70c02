"""The copy of a sound or a film that is shown: every coded byte as it was, and no word about its maker.

The samples are built here. Files of real encoders were compared frame by frame with a decoder by hand.
"""

import wave
from contextlib import suppress
from io import BytesIO

import pytest

from curation.media import UnreadableMedia, strip
from tests.media.film_samples import FILMS, TIME, X264, box, element, fragmented, full, message, mp4, track, webm
from tests.media.sound_samples import (
    PLANTED,
    SOUNDS,
    WRITER,
    Sample,
    crc,
    flac,
    flac_frame,
    mp3,
    noise,
    ogg_pages,
    opus,
    vorbis,
    vorbis_packets,
    wav,
)

SAMPLES = {**SOUNDS, **FILMS}
IN_PLACE = [sample for name, sample in SAMPLES.items() if name.startswith(("M4A", "MP4", "MOV", "WebM", "Vorbis"))]
every_sample = pytest.mark.parametrize("sample", SAMPLES.values(), ids=list(SAMPLES))


@every_sample
def test_every_coded_byte_is_the_same_and_in_the_same_order(sample: Sample):
    shown = strip(sample.data)
    assert sample.coded
    assert [piece for piece in sample.coded if piece not in shown] == []


@every_sample
def test_no_word_of_the_maker_is_left(sample: Sample):
    assert PLANTED in sample.data
    shown = strip(sample.data)
    for words in (PLANTED[:12], WRITER[:4], b"LAME3", b"x264", X264, b"FFMP", TIME):
        assert words not in shown


@every_sample
def test_stripping_twice_is_stripping_once(sample: Sample):
    assert strip(strip(sample.data)) == strip(sample.data)


@pytest.mark.parametrize("sample", IN_PLACE)
def test_nothing_moves_in_a_file_that_is_full_of_positions(sample: Sample):
    shown = strip(sample.data)
    assert len(shown) in (len(sample.data), len(sample.data) - len(PLANTED))
    for piece in sample.coded:
        assert shown.find(piece) == sample.data.find(piece)


@every_sample
def test_a_file_that_is_cut_off_never_lets_a_word_through(sample: Sample):
    """Wherever it is cut: refused, or the words are gone."""
    for length in range(0, len(sample.data), max(1, len(sample.data) // 300)):
        with suppress(UnreadableMedia):
            assert PLANTED[:12] not in strip(sample.data[:length])


def test_the_samples_of_a_wav_are_the_same():
    with wave.open(BytesIO(wav().data)) as before, wave.open(BytesIO(strip(wav().data))) as after:
        assert after.getparams() == before.getparams()
        assert after.readframes(2000) == before.readframes(2000)


def test_a_wav_whose_writer_could_not_go_back_gets_its_lengths():
    """Speech services stream WAV and leave both lengths open."""
    sound = noise(1000, 1)
    target = BytesIO()
    with wave.open(target, "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", "not compressed"))
        file.writeframes(sound)
    whole = target.getvalue()
    streamed = whole[:4] + b"\xff" * 4 + whole[8:40] + b"\xff" * 4 + sound
    assert strip(streamed) == strip(whole) == whole


def test_an_mp3_stays_gapless_and_its_information_frame_valid():
    shown = strip(mp3().data)
    tag = shown.index(b"LAME")
    assert tag == 4 + 32 + 120
    assert shown[tag + 4 : tag + 9] == bytes(5)
    assert shown[tag + 21 : tag + 24] == bytes.fromhex("24007b")
    assert int.from_bytes(shown[tag + 34 : tag + 36]) == crc(shown[: tag + 34], 0x8005, 16, reflected=True)
    assert len(shown) == 3 * 417


def test_only_the_padding_of_an_mp3_is_silenced():
    shown, sample = strip(mp3().data), mp3()
    one, two = shown[417 + 36 : 834], shown[834 + 36 :]
    assert one == sample.coded[0] + bytes(381 - 160 - 100) + sample.coded[1]
    assert two == sample.coded[2] + bytes(381 - 140)


def test_what_stands_between_the_frames_of_an_mp3_goes():
    data = strip(mp3().data)
    assert strip(data[:834] + PLANTED * 10 + data[834:] + data[834:] + data[834:]) == data + data[834:] * 2


def test_a_flac_keeps_its_description_and_its_table():
    shown = strip(flac().data)
    assert shown[:4] == b"fLaC"
    assert [shown[4] & 0x7F, shown[42] & 0x7F] == [0, 3]
    assert shown[42] & 0x80
    assert shown[4 + 38 + 4 + 18 :] == flac().coded[0]


def test_a_flac_that_lost_its_last_frame_is_refused():
    with pytest.raises(UnreadableMedia, match="ends in the middle"):
        strip(flac().data[: flac().data.index(flac_frame(2, 400, 2))])


def test_the_pages_of_an_ogg_keep_their_checksums_right():
    for sample in (vorbis(), opus(), SOUNDS["FLAC in Ogg"]):
        shown = strip(sample.data)
        position = 0
        while position < len(shown):
            table = position + 27 + shown[position + 26]
            end = table + sum(shown[position + 27 : table])
            page = shown[position : position + 22] + bytes(4) + shown[position + 26 : end]
            assert int.from_bytes(shown[position + 22 : position + 26], "little") == crc(page, 0x04C11DB7, 32)
            position = end


def test_an_emptied_vorbis_comment_is_one():
    shown = strip(vorbis(2).data)
    start = shown.index(b"\x03vorbis") + 7
    vendor = int.from_bytes(shown[start : start + 4], "little")
    assert vendor == len(vorbis_packets(2)[1]) - 16
    assert shown[start + 4 : start + 4 + vendor + 5] == bytes(vendor + 4) + b"\1"


def test_a_second_ogg_behind_the_first_is_cleaned_too():
    """Internet radio chains streams; each starts with comments of its own."""
    second = b"".join(ogg_pages([*vorbis_packets(9), noise(99, 4)], 78))
    shown = strip(vorbis(2).data.removesuffix(PLANTED) + second)
    assert PLANTED[:12] not in shown
    assert noise(99, 4) in shown


@pytest.mark.parametrize("head", [b"\x80theora" + bytes(40), b"Speex   " + bytes(40)])
def test_an_ogg_that_browsers_do_not_play_is_refused(head):
    skeleton = ogg_pages([b"fishead\0" + bytes(56)], 5)
    with pytest.raises(UnreadableMedia, match="most browsers cannot show it"):
        strip(b"".join(skeleton + ogg_pages([head], 1)))


def test_an_ogg_with_a_wrong_checksum_is_refused():
    data = bytearray(vorbis(2).data)
    data[-40] ^= 1
    with pytest.raises(UnreadableMedia, match="checksum"):
        strip(bytes(data))


def test_a_track_of_words_goes_with_its_samples():
    sample = mp4()
    shown = strip(sample.data)
    assert shown.count(b"trak") == 2
    offset = sample.data.rindex(PLANTED * 3)
    assert shown[offset : offset + 60] == bytes(60)


def test_the_message_of_an_encoder_becomes_one_of_spaces_of_the_same_length():
    start = mp4().data.index(message())
    shown = strip(mp4().data)[start : start + len(message())]
    head = message().index(X264)
    assert shown == message()[:head] + b" " * (len(message()) - head - 1) + message()[-1:]


def test_samples_outside_the_data_are_refused():
    """A table that points into the description would have us blank what we have just read."""
    told = box(b"moov", track(1, b"vide", [(0, 4)]), track(2, b"text", [(0, 40)]))
    with pytest.raises(UnreadableMedia, match="do not fit together"):
        strip(box(b"ftyp", b"isom", bytes(4)) + told + box(b"mdat", bytes(100)))


def test_fragments_of_a_track_that_went_are_refused():
    told = box(b"moov", track(1, b"vide", []), track(2, b"text", []))
    part = box(b"moof", box(b"traf", full(b"tfhd", (2).to_bytes(4))))
    with pytest.raises(UnreadableMedia, match="convert it first"):
        strip(box(b"ftyp", b"iso5", bytes(4)) + told + part + box(b"mdat", PLANTED))


def test_a_film_without_pictures_and_sound_is_refused():
    head = box(b"ftyp", b"isom", bytes(4))
    for data in (
        head,
        head + box(b"mdat", PLANTED),
        head + box(b"moov", track(1, b"text", [])) + box(b"mdat", PLANTED),
    ):
        with pytest.raises(UnreadableMedia, match="no picture or sound"):
            strip(data)


def test_a_webm_written_live_keeps_its_open_lengths():
    shown = strip(webm(live=True).data)
    assert shown.count(b"\x1f\x43\xb6\x75\x01" + b"\xff" * 7) == 2


def test_a_void_takes_exactly_the_place_of_what_it_replaces():
    """At 128 and at 16 kB the length of the length changes."""
    start = webm(sound_only=True).data.removesuffix(PLANTED)
    header, segment = start[: start.index(b"\x18\x53\x80\x67")], start[start.index(b"\x18\x53\x80\x67") + 12 :]
    for length in [*range(110, 135), *range(16_370, 16_390), 2_097_140, 2_097_150]:
        said = element(0x1254C367, bytes(length))
        shown = strip(header + element(0x18538067, segment, said))
        assert len(shown) == len(header + element(0x18538067, segment, said))
        assert strip(shown) == shown


def test_a_fragmented_film_keeps_its_fragments():
    shown = strip(fragmented().data)
    assert [shown.count(name) for name in (b"moof", b"traf", b"trun", b"trex", b"mdat")] == [2, 2, 2, 1, 2]
