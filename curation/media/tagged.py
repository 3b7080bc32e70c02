"""Tags that programs put before and behind sound of any format: ID3, APE, Lyrics3."""

ID3V2_BYTES, ID3V1_BYTES, APE_BYTES = 10, 128, 32
FOOTER, APE_HAS_HEADER = 0x10, 1 << 31
LYRICS3_END = b"LYRICS200"


def after_id3(data: bytes, position: int = 0) -> int:
    """The position behind all ID3v2 tags that stand one after the other; it may lie behind the end of the data."""
    while data[position : position + 3] == b"ID3" and position + ID3V2_BYTES <= len(data):
        digits = data[position + 6 : position + 10]
        if max(digits) > 0x7F or 0xFF in data[position + 3 : position + 5]:
            break
        length = 0
        for digit in digits:
            length = length << 7 | digit
        position += ID3V2_BYTES + length + (ID3V2_BYTES if data[position + 5] & FOOTER else 0)
    return position


def before_tags(data: bytes, start: int) -> int:
    """The position where the tags at the end begin; nothing before `start` is looked at."""
    end = len(data)
    while (shorter := _before_tag(data, start, end)) < end:
        end = shorter
    return end


def _before_tag(data: bytes, start: int, end: int) -> int:
    """The position before one tag that ends at `end`, or `end` when there is none."""
    before = end
    if data[max(start, end - ID3V1_BYTES) : end].startswith(b"TAG") and end - ID3V1_BYTES >= start:
        before = end - ID3V1_BYTES
    elif data[max(start, end - APE_BYTES) : end].startswith(b"APETAGEX"):
        footer = data[end - APE_BYTES : end]
        has_header = int.from_bytes(footer[20:24], "little") & APE_HAS_HEADER
        before = end - int.from_bytes(footer[12:16], "little") - (APE_BYTES if has_header else 0)
    elif data[max(start, end - len(LYRICS3_END)) : end] == LYRICS3_END:
        digits = data[end - 15 : end - 9]
        before = end - 15 - int(digits) if digits.isdigit() else end
    return before if start <= before < end else end
