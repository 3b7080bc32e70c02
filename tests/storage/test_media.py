"""Media files: named by content, there whole or not at all, never by a path somebody else chose."""

import hashlib
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.errors import WorkspaceUnwritable
from curation.storage import MediaFiles


def test_the_same_bytes_are_stored_once(tmp_path: Path) -> None:
    media = MediaFiles(tmp_path / "media")
    first = media.save(b"picture")
    assert media.save(io.BytesIO(b"picture")) == first == hashlib.sha256(b"picture").hexdigest()
    assert [path.name for path in (tmp_path / "media").rglob("*") if path.is_file()] == [first]
    assert media.read(first) == b"picture"
    assert media.has(first)


@given(st.text().filter(lambda name: len(name) != 64))
def test_only_a_hash_names_a_file(name: str) -> None:
    with pytest.raises(ValueError, match="64 hexadecimal digits"):
        MediaFiles(Path("media")).path(name)


def test_a_traversal_of_the_right_length_is_refused() -> None:
    with pytest.raises(ValueError, match="64 hexadecimal digits"):
        MediaFiles(Path("media")).path("../" * 21 + "a")


def test_a_write_that_breaks_leaves_nothing(tmp_path: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError(28, "No space left on device")

    with pytest.raises(WorkspaceUnwritable, match="No space left"):
        MediaFiles(tmp_path / "media").save(Broken())
    assert [path for path in (tmp_path / "media").rglob("*") if path.is_file()] == []


def test_a_folder_that_cannot_be_made_is_one_sentence(readonly_place: Path) -> None:
    with pytest.raises(WorkspaceUnwritable):
        MediaFiles(readonly_place).save(b"picture")
