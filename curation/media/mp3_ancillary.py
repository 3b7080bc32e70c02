"""The bytes of an MP3 that no decoder reads: encoders fill them with their name and version.

The coded sound of a frame starts up to 511 bytes before its own place (`main_data_begin`) and ends where the lengths of
its parts say; what lies between that end and the start of the next frame's sound is padding (ISO 11172-3, 2.4.2.7).
"""

from array import array

from curation.media.mp3_frames import Frame, contiguous


def silence_ancillary(buffer: bytearray, start: int) -> None:
    """Set the padding of the frames, which lie one after the other from `start`, to zero."""
    sound = bytearray()
    begins, bits = array("q"), array("q")
    for frame in contiguous(buffer, start):
        side = frame.start + frame.side
        before, length = _extent(buffer[side : side + frame.side_bytes], frame)
        begins.append(len(sound) - before)
        bits.append(length)
        sound += buffer[side + frame.side_bytes : frame.start + frame.length]
    begins.append(len(sound))
    _silence_gaps(sound, begins, bits)
    read = 0
    for frame in contiguous(buffer, start):
        body, end = frame.start + frame.side + frame.side_bytes, frame.start + frame.length
        buffer[body:end] = sound[read : read + end - body]
        read += end - body


def _silence_gaps(sound: bytearray, begins: "array[int]", bits: "array[int]") -> None:
    """`begins` holds where the sound of each frame starts, in bytes, and the end of all; `bits` how long it is."""
    gap = 0
    for index, length in enumerate(bits):
        begin, following = begins[index], begins[index + 1]
        end = begin * 8 + length
        if gap < begin:
            sound[gap:begin] = bytes(begin - gap)
        if begin < 0 or end > following * 8:
            # Sound that is not all there, or overlaps the next: nothing around it is certain to be padding.
            gap = max(following, 0)
            continue
        if end % 8:
            sound[end // 8] &= 0xFF << (8 - end % 8) & 0xFF
        gap = -(-end // 8)
    sound[gap:] = bytes(len(sound) - gap)


def _extent(side: bytes | bytearray, frame: Frame) -> tuple[int, int]:
    """How many bytes before the frame's own its sound starts, and its length in bits."""
    channels = 1 if frame.is_mono else 2
    value = int.from_bytes(side)
    total = len(side) * 8

    def field(offset: int, width: int) -> int:
        return value >> (total - offset - width) & ((1 << width) - 1)

    if frame.is_mpeg1:
        first, width, granules = 9 + (5 if frame.is_mono else 3) + 4 * channels, 59, 2
    else:
        first, width, granules = 8 + channels, 63, 1
    bits = sum(field(first + part * width, 12) for part in range(granules * channels))
    return field(0, 9 if frame.is_mpeg1 else 8), bits
