"""What a file is, by its first bytes: never by its name, which may lie, or tell who made it.

SVG, HTML and PDF are none of these: a browser would run what is in them.
"""

import re
from dataclasses import dataclass

from curation.media.mp3_frames import SYNC, frame_at
from curation.media.tagged import after_id3
from curation.models import MediaKind


@dataclass(frozen=True)
class MediaType:
    """A format that candidates come in.

    Attributes:
        kind: picture, sound or film.
        mime: the type that a browser is told.
        extension: of a file in that format, with its dot.
    """

    kind: MediaKind
    mime: str
    extension: str


PNG = MediaType(MediaKind.IMAGE, "image/png", ".png")
JPEG = MediaType(MediaKind.IMAGE, "image/jpeg", ".jpg")
WEBP = MediaType(MediaKind.IMAGE, "image/webp", ".webp")
GIF = MediaType(MediaKind.IMAGE, "image/gif", ".gif")
AVIF = MediaType(MediaKind.IMAGE, "image/avif", ".avif")
HEIC = MediaType(MediaKind.IMAGE, "image/heic", ".heic")
MP3 = MediaType(MediaKind.AUDIO, "audio/mpeg", ".mp3")
WAV = MediaType(MediaKind.AUDIO, "audio/wav", ".wav")
FLAC = MediaType(MediaKind.AUDIO, "audio/flac", ".flac")
OGG = MediaType(MediaKind.AUDIO, "audio/ogg", ".ogg")
M4A = MediaType(MediaKind.AUDIO, "audio/mp4", ".m4a")
MP4 = MediaType(MediaKind.VIDEO, "video/mp4", ".mp4")
MOV = MediaType(MediaKind.VIDEO, "video/quicktime", ".mov")
WEBM = MediaType(MediaKind.VIDEO, "video/webm", ".webm")
WEBM_SOUND = MediaType(MediaKind.AUDIO, "audio/webm", ".weba")

HEAD_BYTES = 4096
_MAGIC = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), PNG),
    (re.compile(rb"\xff\xd8\xff"), JPEG),
    (re.compile(rb"GIF8[79]a"), GIF),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), WEBP),
    (re.compile(rb"RIFF.{4}WAVE", re.DOTALL), WAV),
    (re.compile(rb"fLaC"), FLAC),
    (re.compile(rb"OggS\0.{21}.[\0-\xff]{1,255}?(?:\x01vorbis|OpusHead|\x7fFLAC|fishead\0)", re.DOTALL), OGG),
    # Films by QuickTime from before it wrote what it is: a box of moderate size, then its name.
    (re.compile(rb"\0.{3}(?:moov|mdat|wide)", re.DOTALL), MOV),
)
# Brands of ISO base media files, the more particular before the more general.
_BRANDS = (
    (frozenset({b"avif", b"avis"}), AVIF),
    (frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}), HEIC),
    (frozenset({b"M4A ", b"M4B ", b"F4A ", b"F4B "}), M4A),
    (frozenset({b"qt  "}), MOV),
)
_OTHER_FILES = frozenset({b"jp2 ", b"jpx ", b"jpm ", b"crx ", b"cdm ", b"jxl "})
_DOC_TYPE = re.compile(rb"\x42\x82(?:\x84|\x40\x04|[\x01-\x3f][\0-\xff]{0,7}?)webm", re.DOTALL)
_CODEC = re.compile(rb"\x86[\0-\xff]{1,8}?([VAS])_[A-Z]")
_TRACKS = b"\x16\x54\xae\x6b"


def sniff(head: bytes) -> MediaType | None:
    """The format of a file whose first bytes (4 kB, or all of it) are `head`; None for anything that is not shown."""
    for magic, media in _MAGIC:
        if magic.match(head, 0, HEAD_BYTES):
            return media
    if head[4:8] == b"ftyp":
        return _by_brand(head)
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return _webm(head[:HEAD_BYTES])
    return _tagged(head)


def _by_brand(head: bytes) -> MediaType | None:
    """MP4 and its relatives: the brand that the file calls itself, then those it says it is compatible with."""
    end = min(int.from_bytes(head[:4]), HEAD_BYTES)
    major, compatible = head[8:12], {head[place : place + 4] for place in range(16, end - 3, 4)}
    if major in _OTHER_FILES:
        return None
    for brands, media in _BRANDS:
        if major in brands and (major not in (b"mif1", b"msf1") or not compatible & _BRANDS[0][0]):
            return media
    if compatible & _BRANDS[0][0] and major in (b"mif1", b"msf1", b"miaf"):
        return AVIF
    return MP4


def _webm(head: bytes) -> MediaType | None:
    """WebM, but not the rest of Matroska; sound only when the list of its tracks is here, and names nothing else."""
    if not _DOC_TYPE.search(head):
        return None
    codecs = list(_CODEC.finditer(head))
    # The index at the start names the list of tracks too; the list itself is the last name before the first codec.
    start = head.rfind(_TRACKS, 0, codecs[0].start()) if codecs else -1
    if start < 0 or any(found[1] != b"A" for found in codecs) or not _is_whole(head, start + len(_TRACKS)):
        return WEBM
    return WEBM_SOUND


def _is_whole(head: bytes, position: int) -> bool:
    """Whether an element ends within the head, by the length that stands at a position."""
    width = 9 - head[position].bit_length() if position < len(head) else 9
    length = int.from_bytes(head[position : position + width]) & ((1 << 7 * width) - 1)
    return position + width + length <= len(head)


def _tagged(head: bytes) -> MediaType | None:
    """MP3 and FLAC behind tags. A tag longer than the head hides what is behind it, which is then MP3 in practice."""
    start = after_id3(head)
    if head[start : start + 4] == b"fLaC":
        return FLAC
    if start >= len(head) or start > HEAD_BYTES:
        return MP3 if start else None
    return MP3 if _frames_follow(head, start, bool(start)) else None


def _frames_follow(head: bytes, start: int, tagged: bool) -> bool:
    """Whether two frames of one stream follow each other; behind a tag, they may come after some padding."""
    first = SYNC.search(head, start, start + HEAD_BYTES) if tagged else SYNC.match(head, start)
    frame = frame_at(head, first.start()) if first else None
    if frame is None:
        return False
    stop = frame.start + frame.length
    following = frame_at(head, stop)
    return stop == len(head) or (following is not None and following.stream == frame.stream)
