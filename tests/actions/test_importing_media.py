"""A folder of pictures becomes one brief: stored as it is, shown without metadata, the same bytes once."""

import io
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from curation.actions.actor import local_actor
from curation.actions.importing_media import files_of, import_media
from curation.errors import BadFile
from curation.models import MediaKind, Project
from curation.storage import MediaFiles, Store
from tests.actions.conftest import START

PROMPT = b"a lighthouse, Steps: 20, Sampler: Euler"


def png(colour: str, prompt: bytes = PROMPT) -> bytes:
    """A small picture whose metadata betray its maker."""
    info = PngImagePlugin.PngInfo()
    info.add_text("parameters", prompt.decode())
    buffer = io.BytesIO()
    Image.new("RGB", (8, 6), colour).save(buffer, "PNG", pnginfo=info)
    return buffer.getvalue()


@pytest.fixture
def media(tmp_path: Path) -> MediaFiles:
    """A folder for media."""
    return MediaFiles(tmp_path / "media")


def bring(store: Store, media: MediaFiles, files: list[tuple[str, bytes]], brief: str = "posters") -> tuple[int, int]:
    result = import_media(store, media, local_actor(store), files, "p", brief_text=brief, now=START)
    return result.candidates, result.unchanged


def test_each_picture_is_one_candidate_with_its_size(store: Store, media: MediaFiles) -> None:
    files = [("a.png", png("red")), ("b.png", png("blue")), ("notes.txt", b"not a picture")]
    assert bring(store, media, files) == (2, 0)
    with store.reading() as rows:
        project = rows.find(Project, name="p")
        assert project is not None
        candidates = rows.candidates.visible(project.id)
    assert [(one.media, one.width, one.height, one.media_type) for one in candidates] == [
        (MediaKind.IMAGE, 8, 6, "image/png")
    ] * 2


def test_the_original_is_kept_and_the_shown_copy_has_no_metadata(store: Store, media: MediaFiles) -> None:
    bring(store, media, [("a.png", png("red"))])
    with store.reading() as rows:
        project = rows.find(Project, name="p")
        assert project is not None
        (candidate,) = rows.candidates.visible(project.id)
    assert candidate.media_hash is not None
    assert candidate.shown_hash is not None
    assert media.read(candidate.media_hash) == png("red")
    shown = media.read(candidate.shown_hash)
    assert PROMPT in png("red")
    assert PROMPT not in shown
    assert Image.open(io.BytesIO(shown)).tobytes() == Image.open(io.BytesIO(png("red"))).tobytes()


def test_the_same_bytes_under_another_name_are_one_candidate(store: Store, media: MediaFiles) -> None:
    assert bring(store, media, [("a.png", png("red")), ("copy of a.png", png("red"))]) == (1, 0)
    assert bring(store, media, [("a.png", png("red")), ("b.png", png("blue"))]) == (1, 1)
    again = import_media(
        store, media, local_actor(store), [("x.png", png("red"))], "p", brief_text="posters", now=START
    )
    assert again.already is not None


def test_a_damaged_picture_names_its_file_and_brings_nothing(store: Store, media: MediaFiles) -> None:
    with pytest.raises(BadFile, match=r"broken\.png"):
        bring(store, media, [("a.png", png("red")), ("broken.png", png("blue")[:60])])
    with store.reading() as rows:
        assert rows.count(Project) == 0


def test_a_folder_without_pictures_says_what_it_takes(store: Store, media: MediaFiles) -> None:
    with pytest.raises(BadFile, match="JPEG, PNG"):
        bring(store, media, [("a.svg", b"<svg onload='alert(1)'/>")])


def test_a_folder_is_read_without_hidden_files_and_without_links_out_of_it(tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    (folder / "below").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    (tmp_path / "secret.png").write_bytes(png("black"))
    for name in ("b.png", "below/a.png", ".hidden/c.png", ".dot.png"):
        (folder / name).write_bytes(png("red"))
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    assert [name for name, _ in files_of(folder)] == ["b.png", str(Path("below/a.png"))]
    with pytest.raises(BadFile):
        list(files_of(tmp_path / "nowhere"))
