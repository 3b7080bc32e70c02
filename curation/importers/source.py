"""A file opened for reading: what it is not, its lines as text, its fingerprint; read from disk once."""

import hashlib
import io
from codecs import getincrementaldecoder
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO

from curation.errors import BadFile, BadRow
from curation.i18n import N_
from curation.importers.excerpts import escaped, grouped, phrase

HEAD_BYTES = 1 << 16
LINE_BYTES = 1 << 27
UTF8_MARK = b"\xef\xbb\xbf"
EXPECTED_TEXT = N_("a CSV or JSONL file")
EXPECTED_UTF8 = N_("text in UTF-8; save the file again in that encoding")
EXPECTED_SHEET = N_("CSV or JSONL text; save the sheet as “CSV UTF-8”")

# The first bytes of what people send by mistake. Longer beginnings come before those they start with.
SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", N_("a ZIP archive"), EXPECTED_TEXT),
    (b"PK\x05\x06", N_("an empty ZIP archive"), EXPECTED_TEXT),
    (b"\xd0\xcf\x11\xe0", N_("an old Office document (.xls or .doc)"), EXPECTED_SHEET),
    (b"\x1f\x8b", N_("a gzip archive"), EXPECTED_TEXT),
    (b"%PDF", N_("a PDF document"), EXPECTED_TEXT),
    (b"PAR1", N_("a Parquet file"), EXPECTED_TEXT),
    (b"SQLite format 3\x00", N_("an SQLite database"), EXPECTED_TEXT),
    (b"\x89PNG", N_("a PNG picture"), EXPECTED_TEXT),
    (b"\xff\xd8\xff", N_("a JPEG picture"), EXPECTED_TEXT),
    (b"\xff\xfe\x00\x00", N_("text in UTF-32"), EXPECTED_UTF8),
    (b"\x00\x00\xfe\xff", N_("text in UTF-32"), EXPECTED_UTF8),
    (b"\xff\xfe", N_("text in UTF-16"), EXPECTED_UTF8),
    (b"\xfe\xff", N_("text in UTF-16"), EXPECTED_UTF8),
)
CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))
OFFICE_MARKS = (b"[Content_Types].xml", b"xl/", b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet")


class _Hashing(io.RawIOBase):
    """Passes the bytes of a file on and keeps their SHA-256."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file
        self.digest = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        chunk = self._file.read(len(buffer))
        buffer[: len(chunk)] = chunk
        self.digest.update(chunk)
        return len(chunk)


class Source:
    """One file of text. `head` is its beginning; `lines` reads it through, once."""

    def __init__(self, name: str, file: BinaryIO) -> None:
        self.name = escaped(name)
        self._hashing = _Hashing(file)
        self._bytes = io.BufferedReader(self._hashing, HEAD_BYTES)
        self.head = self._bytes.peek(HEAD_BYTES)
        _refuse_what_is_not_text(self.name, self.head)

    @property
    def content_hash(self) -> str:
        """SHA-256 of the whole file; reads what has not been read yet."""
        while self._bytes.read(HEAD_BYTES):
            pass
        return self._hashing.digest.hexdigest()

    def lines(self) -> Iterator[str]:
        """The lines with their ends, whichever of the three ends they have; no byte order mark.

        Raises:
            BadRow: on the line with a byte that is not UTF-8, a NUL character, or more than 128 MiB.
        """
        number = offset = 0
        for raw in iter(partial(self._bytes.readline, LINE_BYTES), b""):
            number += 1
            if len(raw) == LINE_BYTES:
                raise BadRow(
                    self.name,
                    number,
                    phrase(N_("a line of more than {count} bytes"), count=grouped(LINE_BYTES)),
                    EXPECTED_TEXT,
                )
            line = self._decoded(raw.removeprefix(UTF8_MARK) if number == 1 else raw, number, offset)
            if "\0" in line:
                raise BadRow(self.name, number, N_("a NUL character"), N_("text without it"))
            offset += len(raw)
            if "\r" in line[:-2]:
                pieces = io.StringIO(line, newline="").readlines()
                number += len(pieces) - 1
                yield from pieces
            else:
                yield line

    def _decoded(self, raw: bytes, number: int, offset: int) -> str:
        try:
            return raw.decode()
        except UnicodeDecodeError as error:
            mark = len(UTF8_MARK) if number == 1 and self.head.startswith(UTF8_MARK) else 0
            found = phrase(
                N_("the byte 0x{byte} at offset {offset}, which is not UTF-8"),
                byte=f"{raw[error.start]:02X}",
                offset=grouped(offset + mark + error.start),
            )
            raise BadRow(self.name, number + raw.count(b"\r", 0, error.start), found, EXPECTED_UTF8) from None


def _refuse_what_is_not_text(name: str, head: bytes) -> None:
    """Raise for an empty file and for everything that is recognised as something else than UTF-8 text."""
    if not head.removeprefix(UTF8_MARK).strip() and len(head) < HEAD_BYTES:
        raise BadFile(name, N_("an empty file"), EXPECTED_TEXT)
    if head.startswith(b"PK\x03\x04") and any(mark in head for mark in OFFICE_MARKS):
        raise BadFile(name, N_("a spreadsheet (.xlsx or .ods)"), EXPECTED_SHEET)
    for start, found, expected in SIGNATURES:
        if head.startswith(start):
            raise BadFile(name, found, expected)
    if head.lstrip().lower().startswith((b"<!doctype html", b"<html")):
        raise BadFile(name, N_("a web page (HTML)"), EXPECTED_TEXT)
    nul_bytes = head.count(0)
    if nul_bytes * 3 > len(head) and max(head[0::2].count(0), head[1::2].count(0)) > nul_bytes * 0.9:
        raise BadFile(name, N_("text in UTF-16"), EXPECTED_UTF8)
    controls = len(head) - len(head.translate(None, CONTROLS))
    if controls > 8 + len(head) // 50 and (nul_bytes or not _is_utf8(head)):
        raise BadFile(name, N_("a binary file"), EXPECTED_TEXT)


def _is_utf8(head: bytes) -> bool:
    """Whether these bytes decode; the last character may be cut."""
    try:
        getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True


@contextmanager
def open_source(path: Path) -> Iterator[Source]:
    """Open a file; what the system refuses becomes one sentence."""
    try:
        file = path.open("rb", buffering=0)
    except FileNotFoundError:
        raise BadFile(escaped(str(path)), N_("no such file"), EXPECTED_TEXT) from None
    except IsADirectoryError:
        raise BadFile(escaped(str(path)), N_("a folder"), EXPECTED_TEXT) from None
    except OSError as error:
        raise BadFile(escaped(str(path)), escaped(error.strerror or str(error)), EXPECTED_TEXT) from None
    with file:
        try:
            yield Source(path.name, file)
        except OSError as error:  # found out by reading only: a broken disk, a file of the system
            raise BadFile(escaped(str(path)), escaped(error.strerror or str(error)), EXPECTED_TEXT) from None
