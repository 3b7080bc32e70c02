"""Film built box by box and element by element, with words of its maker planted wherever a program could put them."""

from tests.media.sound_samples import PLANTED, WRITER, Sample, flac_blocks, noise, vorbis_packets, with_last

X264 = bytes.fromhex("dc45e9bde6d948b7962cd820d923eeef")
TIME = (3_800_000_000).to_bytes(4)


def box(name: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return (len(body) + 8).to_bytes(4) + name + body


def full(name: bytes, *parts: bytes) -> bytes:
    return box(name, bytes(4), *parts)


def handler(kind: bytes) -> bytes:
    return full(b"hdlr", b"mhlr", kind, b"FFMP", bytes(8), PLANTED + b"\0")


def table(name: bytes, *entries: bytes) -> bytes:
    return full(name, len(entries).to_bytes(4), *entries)


def described(kind: bytes) -> bytes:
    """The description of samples: vendor and compressor for pictures, vendor for sound, comments of FLAC in sound."""
    start = bytes(6) + b"\0\1" + bytes(4) + b"FFMP"
    if kind == b"vide":
        shape = bytes(8) + b"\0\x10\0\x10" + bytes(14) + PLANTED.ljust(32, b"\0") + b"\0\x18\xff\xff"
        return box(b"avc1", start, shape, box(b"avcC", noise(20, 1)), box(b"name", PLANTED), box(b"pasp", bytes(8)))
    if kind == b"soun":
        blocks = b"".join(with_last(flac_blocks(1)))
        return box(b"fLaC", start, bytes(12), full(b"dfLa", blocks), box(b"uuid", PLANTED))
    return box(b"text", bytes(8), PLANTED)


def track(number: int, kind: bytes, chunks: list[tuple[int, int]]) -> bytes:
    """A track whose samples, one in each chunk, lie at the given offsets with the given lengths."""
    samples = box(
        b"stbl",
        table(b"stsd", described(kind)),
        table(b"stts", len(chunks).to_bytes(4) + (100).to_bytes(4)),
        table(b"stsc", (1).to_bytes(4) * 3),
        full(b"stsz", bytes(4), len(chunks).to_bytes(4), *(length.to_bytes(4) for _, length in chunks)),
        table(b"stco", *(offset.to_bytes(4) for offset, _ in chunks)),
    )
    place = table(b"dref", box(b"url ", b"\0\0\0\1", PLANTED))
    media = box(b"mdia", full(b"mdhd", TIME * 2, bytes(12)), handler(kind), box(b"minf", box(b"dinf", place), samples))
    header = full(b"tkhd", TIME * 2, number.to_bytes(4), bytes(68))
    said = box(b"udta", box(b"name", PLANTED)), box(b"meta", PLANTED), box(b"tref", box(b"chap", (3).to_bytes(4)))
    return box(b"trak", header, box(b"edts", table(b"elst", bytes(12))), media, *said)


def movie(tracks: list[bytes]) -> bytes:
    said = box(b"udta", full(b"meta", handler(b"mdir"), box(b"ilst", PLANTED))), box(b"uuid", PLANTED)
    return box(b"moov", full(b"mvhd", TIME * 2, bytes(88)), *tracks, *said, box(b"iods", PLANTED))


def message() -> bytes:
    """What x264 writes into the first picture: no decoder reads it."""
    text = X264 + b"x264 - core 164 - H.264/MPEG-4 AVC codec - options: cabac=1 " + PLANTED * 20
    return b"\x06\x05" + b"\xff" * (len(text) // 255) + bytes((len(text) % 255,)) + text + b"\x80"


def mp4(brand: bytes = b"isom", large: bool = False, first: bool = False) -> Sample:
    """Pictures, sound and a track of words, in one box of data, before or behind the description."""
    sei, picture, sound, words = message(), noise(900, 1), noise(500, 2), PLANTED * 3
    start = box(b"ftyp", brand, b"\0\0\2\0", b"isomiso2")
    head = start + box(b"free", PLANTED) + box(b"uuid", PLANTED * 2)
    pieces = [sei + picture, sound + WRITER + sound, words]
    length = sum(map(len, pieces))
    data = b"\0\0\0\1mdat" + (length + 16).to_bytes(8) if large else (length + 8).to_bytes(4) + b"mdat"

    def description(offset: int) -> bytes:
        places = []
        for piece in pieces:
            places.append((offset, len(piece)))
            offset += len(piece)
        kinds = (b"vide", b"soun", b"text")
        return movie([track(index, kind, [places[index - 1]]) for index, kind in enumerate(kinds, 1)])

    if first:
        told = description(len(head) + len(description(0)) + len(data))
        whole = head + told + data + b"".join(pieces)
    else:
        whole = head + data + b"".join(pieces) + description(len(head) + len(data))
    tail = box(b"mfra", table(b"tfra")) + box(b"meta", PLANTED) + box(b"emsg", PLANTED) + box(b"free", PLANTED)
    return Sample(whole + tail + PLANTED, [picture, sound, noise(20, 1)])


def fragmented() -> Sample:
    """A film in fragments, as it is streamed."""
    parts = []
    coded = [noise(300, seed) for seed in (1, 2)]
    for index, piece in enumerate(coded, 1):
        run = full(b"tfhd", (1).to_bytes(4)), full(b"trun", (1).to_bytes(4), len(piece).to_bytes(4))
        parts += [box(b"styp", b"msdh" + bytes(4)), full(b"prft", PLANTED), full(b"emsg", PLANTED)]
        parts.append(box(b"moof", full(b"mfhd", index.to_bytes(4)), box(b"traf", *run, box(b"uuid", PLANTED))))
        parts.append(box(b"mdat", piece))
    extended = box(b"mvex", full(b"trex", bytes(20)), box(b"udta", PLANTED))
    told = movie([track(1, b"vide", []), extended])
    return Sample(box(b"ftyp", b"iso5", bytes(4)) + told + b"".join(parts), coded)


def element(name: int, *parts: bytes, unknown: bool = False) -> bytes:
    body = b"".join(parts)
    length = b"\x01" + (b"\xff" * 7 if unknown else len(body).to_bytes(7))
    return name.to_bytes((name.bit_length() + 7) // 8) + length + body


def laced(packets: list[bytes]) -> bytes:
    lengths = b"".join(b"\xff" * (len(packet) // 255) + bytes((len(packet) % 255,)) for packet in packets[:-1])
    return bytes((len(packets) - 1,)) + lengths + b"".join(packets)


def matroska_track(number: int, kind: int, codec: bytes, private: bytes) -> bytes:
    said = element(0x536E, PLANTED), element(0x258688, PLANTED), element(0xBF, bytes(4))
    known = element(0xD7, bytes((number,))), element(0x83, bytes((kind,))), element(0x86, codec)
    shape = element(0xE0, element(0xB0, b"\x10"), element(0xBA, b"\x10"), element(0xEC, PLANTED))
    return element(0xAE, *known, *said, element(0x63A2, private), shape if kind == 1 else b"")


def webm(live: bool = False, sound_only: bool = False) -> Sample:
    """Pictures, sound and words; written at leisure, or live, when nothing says how long it will be."""
    header = element(0x1A45DFA3, element(0x4282, b"webm"), element(0xEC, PLANTED))
    names = element(0x7BA9, PLANTED), element(0x4D80, WRITER), element(0x5741, WRITER), element(0x4461, TIME * 2)
    info = element(0x1549A966, element(0x2AD7B1, b"\x0f\x42\x40"), *names, element(0x73A4, PLANTED))
    packets = vorbis_packets(2 if sound_only else 30)
    tracks = [matroska_track(2, 2, b"A_VORBIS", laced(packets))]
    if not sound_only:
        tracks = [matroska_track(1, 1, b"V_VP9", b""), *tracks, matroska_track(3, 17, b"D_WEBVTT/SUBTITLES", PLANTED)]
        tracks.append(matroska_track(4, 2, b"A_FLAC", b"fLaC" + b"".join(with_last(flac_blocks(1)))))
    clusters, coded = [], [packets[0], packets[2]]
    for seed in (1, 2):
        picture, sound = noise(300, seed), noise(200, seed + 9)
        coded += [picture, sound]
        blocks = [
            element(0xE7, b"\0"),
            element(0xA3, b"\x81\0\0\x80", picture) if not sound_only else b"",
            element(0xA0, element(0xA1, b"\x82\0\0\0", sound), element(0x9B, b"\1"), element(0xEC, PLANTED)),
            element(0xA0, element(0xA1, b"\x83\0\0\0", PLANTED)),
            element(0xA3, b"\x82\0\0\x80", WRITER),
            element(0xEC, PLANTED),
        ]
        clusters.append(element(0x1F43B675, *blocks, unknown=live))
    said = element(0x1254C367, PLANTED), element(0x1941A469, PLANTED), element(0x1043A770, PLANTED * 20)
    parts = [element(0x114D9B74), element(0xEC, PLANTED), info, element(0x1654AE6B, *tracks), *clusters, *said]
    if live:
        return Sample(header + element(0x18538067, *parts, unknown=True), coded)
    coded = [piece for piece in coded if not sound_only or piece not in (noise(300, 1), noise(300, 2))]
    return Sample(header + element(0x18538067, *parts) + PLANTED, coded)


FILMS = {
    "MP4": mp4(),
    "MP4 described first": mp4(first=True),
    "MP4 with a large box": mp4(large=True),
    "MP4 in fragments": fragmented(),
    "MOV": mp4(b"qt  "),
    "M4A": mp4(b"M4A "),
    "WebM": webm(),
    "WebM, live": webm(live=True),
    "WebM with sound only": webm(sound_only=True),
}
