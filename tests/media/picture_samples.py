"""Pictures of every kind that is shown, small, with words of their maker planted wherever a program could put them."""

import zlib
from io import BytesIO
from pathlib import Path
from random import Random

from PIL import Image, ImageSequence
from PIL.ImageCms import ImageCmsProfile, createProfile
from PIL.PngImagePlugin import PngInfo

DATA = Path(__file__).resolve().parents[1] / "data"
FOLDERS = ("images_png-metadata_MIT", "images_sd-metadata_MIT", "images_sd-parsers_MIT")
FOUND = sorted(
    path
    for folder in FOLDERS
    for path in (DATA / folder).rglob("*.*")
    if path.suffix in {".png", ".jpg", ".jpeg", ".webp"} and path.stat().st_size
)
PLANTED = b"PLANTED BY THE MAKER"
WORDS = PLANTED.decode()
PROFILE = ImageCmsProfile(createProfile("sRGB")).tobytes()
ORIENTATION, SOFTWARE, ARTIST = 0x0112, 0x0131, 0x013B
TURNED = 6


def noise(mode: str = "RGB", size: tuple[int, int] = (24, 16), seed: int = 1) -> Image.Image:
    """A picture in which every pixel counts."""
    bands = {"RGB": 3, "RGBA": 4, "CMYK": 4, "L": 1, "LA": 2, "I;16": 2}[mode]
    return Image.frombytes(mode, size, Random(seed).randbytes(size[0] * size[1] * bands))


def exif(turned: bool = False) -> bytes:
    """Exif as a camera or a generator writes it."""
    record = Image.Exif()
    record[SOFTWARE] = record[ARTIST] = WORDS
    record.get_ifd(0x8769)[0x9286] = b"UNICODE\0" + PLANTED
    if turned:
        record[ORIENTATION] = TURNED
    return record.tobytes()


def saved(image: Image.Image, format: str, **options: object) -> bytes:
    target = BytesIO()
    image.save(target, format, **options)
    return target.getvalue()


def png_chunk(name: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4) + name + body + zlib.crc32(name + body).to_bytes(4)


def spoken_png(image: Image.Image, turned: bool = False, **options: object) -> bytes:
    """A PNG with text before and after the picture, C2PA, a time, Exif, and an archive behind its end."""
    text = PngInfo()
    text.add_text("parameters", WORDS)
    text.add_text("Comment", WORDS, zip=True)
    text.add_itxt("XML:com.adobe.xmp", f"<x>{WORDS}</x>")
    data = saved(image, "PNG", pnginfo=text, icc_profile=PROFILE, exif=exif(turned), **options)
    late = png_chunk(b"caBX", PLANTED) + png_chunk(b"tEXt", b"prompt\0" + PLANTED) + png_chunk(b"tIME", bytes(7))
    return data[:-12] + late + data[-12:] + b"PK" + PLANTED


def jpeg_segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2) + body


def spoken_jpeg(image: Image.Image, turned: bool = False, **options: object) -> bytes:
    """A JPEG with Exif, XMP, IPTC, C2PA, a thumbnail, comments, an unknown segment, and a film behind its end."""
    data = saved(image, "JPEG", quality=90, exif=exif(turned), icc_profile=PROFILE, comment=PLANTED, **options)
    spoken = b"".join(
        [
            jpeg_segment(0xE0, b"JFXX\0\x10" + PLANTED),
            jpeg_segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + PLANTED),
            jpeg_segment(0xE2, b"MPF\0" + PLANTED),
            jpeg_segment(0xEB, b"JP\0\1" + PLANTED),
            jpeg_segment(0xED, b"Photoshop 3.0\0" + PLANTED),
            jpeg_segment(0xE5, PLANTED),
            jpeg_segment(0xFE, PLANTED),
        ]
    )
    scan = data.index(b"\xff\xda")
    return data[:2] + spoken + data[2:scan] + spoken + data[scan:] + b"ftypmp42" + PLANTED


def riff_chunk(name: bytes, body: bytes) -> bytes:
    return name + len(body).to_bytes(4, "little") + body + bytes(len(body) % 2)


def spoken_webp(image: Image.Image, turned: bool = False, **options: object) -> bytes:
    """A WebP with Exif, XMP, an unknown chunk, and something behind its end."""
    data = saved(image, "WEBP", exif=exif(turned), xmp=PLANTED, icc_profile=PROFILE, **options)
    body = data[8:] + riff_chunk(b"C2PA", PLANTED)
    return b"RIFF" + len(body).to_bytes(4, "little") + body + PLANTED


def spoken_gif(frames: list[Image.Image], **options: object) -> bytes:
    """A GIF with comments, XMP and a plain text extension, and something behind its end."""
    data = saved(frames[0], "GIF", save_all=True, append_images=frames[1:], comment=PLANTED, **options)
    block = bytes((len(PLANTED),)) + PLANTED + b"\0"
    spoken = b"!\xfe" + block + b"!\xff\x0bXMP DataXMP" + block + b"!\x01\x0c" + bytes(12) + block
    return data[:-1] + spoken + b";" + PLANTED


def spoken_avif(image: Image.Image, **options: object) -> bytes:
    """An AVIF with Exif and XMP."""
    return saved(image, "AVIF", exif=exif(), xmp=PLANTED, icc_profile=PROFILE, speed=10, **options)


def animation(mode: str = "RGB") -> list[Image.Image]:
    return [noise(mode, seed=seed) for seed in (1, 2, 3)]


def pixels(data: bytes) -> list[tuple[object, ...]]:
    """All that a viewer shows of a picture: each frame with its mode, colours, transparency and duration."""
    with Image.open(BytesIO(data)) as image:
        return [
            (
                frame.mode,
                frame.size,
                frame.getpalette(),
                frame.tobytes(),
                *(frame.info.get(name) for name in ("duration", "loop", "transparency", "gamma", "adobe_transform")),
            )
            for frame in ImageSequence.Iterator(image)
        ]


MOVING = {"save_all": True, "append_images": animation()[1:], "duration": [40, 80, 120], "loop": 3}
PICTURES = {
    "PNG": spoken_png(noise("RGB")),
    "PNG with transparency": spoken_png(noise("RGBA")),
    "PNG of 16 bits": spoken_png(noise("I;16")),
    "PNG with a palette": spoken_png(noise("RGB").quantize(17), transparency=3),
    "PNG in grey": spoken_png(noise("LA")),
    "PNG, moving": spoken_png(noise("RGB"), **MOVING),
    "JPEG": spoken_jpeg(noise("RGB")),
    "JPEG, progressive": spoken_jpeg(noise("RGB"), progressive=True),
    "JPEG for print": spoken_jpeg(noise("CMYK")),
    "JPEG in grey": spoken_jpeg(noise("L")),
    "JPEG with restarts": spoken_jpeg(noise("RGB", (64, 64)), restart_marker_blocks=2),
    "WebP": spoken_webp(noise("RGB")),
    "WebP without loss": spoken_webp(noise("RGBA"), lossless=True),
    "WebP with transparency": spoken_webp(noise("RGBA")),
    "WebP, moving": spoken_webp(noise("RGB"), **MOVING),
    "GIF": spoken_gif([noise("RGB").quantize(16)]),
    "GIF, moving": spoken_gif([frame.quantize(16) for frame in animation()], duration=[40, 80, 120], loop=3),
    "AVIF": spoken_avif(noise("RGB")),
    "AVIF with transparency": spoken_avif(noise("RGBA")),
    "AVIF, moving": spoken_avif(noise("RGB"), save_all=True, append_images=animation()[1:], duration=80),
}
TURNED_PICTURES = {
    "PNG": spoken_png(noise(), turned=True),
    "JPEG": spoken_jpeg(noise(), turned=True),
    "WebP": spoken_webp(noise(), turned=True),
}
