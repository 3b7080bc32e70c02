"""Exif: the one value in it that changes how a picture looks, its orientation, and a record that holds only that."""

ORIENTATION = 0x0112
UPRIGHT = 1
LAST_ORIENTATION = 8
SHORT = 3
ENTRY_BYTES = 12


def orientation(tiff: bytes) -> int:
    """The orientation in a TIFF structure, 1 to 8; 1 (upright) when it holds none that can be read.

    A reader takes the first entry of that tag in the first directory, and so do we.
    """
    order = {b"II*\0": "little", b"MM\0*": "big"}.get(tiff[:4])
    if order is None:
        return UPRIGHT

    def number(position: int, length: int) -> int:
        field = tiff[position : position + length]
        return int.from_bytes(field, "little" if order == "little" else "big")

    directory = number(4, 4)
    for index in range(number(directory, 2)):
        entry = directory + 2 + index * ENTRY_BYTES
        if entry + ENTRY_BYTES > len(tiff):
            break
        if number(entry, 2) == ORIENTATION:
            found = number(entry + 8, 2)
            usable = number(entry + 2, 2) == SHORT and number(entry + 4, 4) == 1
            return found if usable and UPRIGHT <= found <= LAST_ORIENTATION else UPRIGHT
    return UPRIGHT


def only_orientation(tiff: bytes) -> bytes:
    """A TIFF structure of 26 bytes with nothing but the orientation; no bytes at all for an upright picture."""
    found = orientation(tiff)
    if found == UPRIGHT:
        return b""
    entry = ORIENTATION.to_bytes(2) + SHORT.to_bytes(2) + (1).to_bytes(4) + found.to_bytes(2) + bytes(2)
    return b"MM\0*" + (8).to_bytes(4) + (1).to_bytes(2) + entry + bytes(4)
