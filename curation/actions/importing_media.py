"""Bringing in pictures, sound and film: a folder is one brief, every file one candidate, shown without its metadata."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from curation.actions.actor import Actor, require
from curation.actions.importing import ImportResult
from curation.actions.projects import brief_with_text, new_project, recipe_named
from curation.errors import BadFile
from curation.i18n import N_
from curation.media import MediaType, UnreadableMedia, size, sniff, strip
from curation.models import Candidate, Import, ImportKind, ImportState, Project
from curation.storage import MediaFiles, Rows, Store

IMPORTED = "imported"
HEAD_BYTES = 4096
MOST_BYTES = 2 << 30
Progress = Callable[[int], None]


@dataclass(frozen=True)
class _Kept:
    """A file that is stored: what its candidate needs."""

    name: str
    original: str
    shown: str
    type: MediaType
    width: int | None
    height: int | None


@dataclass
class _Incoming:
    """What was read from the files handed in."""

    kept: dict[str, _Kept] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


def files_of(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of a folder and its subfolders with its name, in the order of their paths; hidden ones are left out.

    Raises:
        BadFile: There is no such folder, or a file cannot be read.
    """
    if not folder.is_dir():
        raise BadFile(folder.name, N_("nothing there"), N_("a folder"))
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        # A link could lead out of the folder that was handed in.
        if path.is_symlink() or not path.is_file() or any(part.startswith(".") for part in inside.parts):
            continue
        try:
            yield str(inside), path.read_bytes() if path.stat().st_size <= MOST_BYTES else b""
        except OSError as error:
            raise BadFile(str(inside), error.strerror or str(error), N_("a file that can be read")) from error


def import_media(
    store: Store,
    media: MediaFiles,
    actor: Actor,
    files: Iterable[tuple[str, bytes]],
    project_name: str,
    *,
    brief_text: str,
    now: datetime,
    progress: Progress = lambda _done: None,
) -> ImportResult:
    """Bring files into one brief of a project, which is made if missing. The same bytes twice are one candidate.

    Files that are no pictures, sound or film are left out.

    Args:
        files: (name, content); read one at a time, so that a folder larger than memory can be brought in.
        progress: Is told how many files are stored.

    Raises:
        BadFile: No file can be used; or one is broken, so that it cannot be shown without its metadata.
    """
    require(actor, "curate")
    incoming = _store_files(media, files, progress)
    if incoming.broken:
        raise BadFile(incoming.broken[0], N_("a damaged file"), N_("a picture, sound or film that can be read whole"))
    if not incoming.kept:
        found = N_("no pictures, sound or film")
        raise BadFile(
            brief_text[:60], found, N_("JPEG, PNG, WebP, AVIF, GIF, MP3, WAV, FLAC, OGG, M4A, MP4, WebM or MOV")
        )
    content_hash = hashlib.sha256("".join(sorted(incoming.kept)).encode()).hexdigest()
    with store.writing() as rows:
        project = rows.find(Project, name=project_name) or new_project(rows, project_name, now)
        if before := rows.imports.done(project.id, content_hash):
            return ImportResult(
                None, project_name, brief_text, ImportKind.CANDIDATES, before.rows, already=before.created_at
            )
        record = Import(
            project_id=project.id,
            judge_id=actor.judge_id,
            kind=ImportKind.CANDIDATES,
            state=ImportState.DONE,
            file_name=brief_text[:200],
            content_hash=content_hash,
            rows=len(incoming.kept),
            created_at=now,
            finished_at=now,
        )
        rows.add(record)
        added = _add_candidates(rows, project.id, record.id, brief_text, incoming, now)
    return ImportResult(
        import_id=record.id,
        project=project_name,
        file=brief_text,
        kind=ImportKind.CANDIDATES,
        rows=len(incoming.kept),
        candidates=added,
        unchanged=len(incoming.kept) - added,
    )


def _store_files(media: MediaFiles, files: Iterable[tuple[str, bytes]], progress: Progress) -> _Incoming:
    incoming = _Incoming()
    for name, content in files:
        kind = sniff(content[:HEAD_BYTES])
        if kind is None:
            incoming.left_out.append(name)
            continue
        try:
            shown, extent = strip(content), size(content)
        except UnreadableMedia:
            incoming.broken.append(name)
            continue
        width, height = extent or (None, None)
        original = media.save(content)
        incoming.kept.setdefault(original, _Kept(name, original, media.save(shown), kind, width, height))
        progress(len(incoming.kept))
    return incoming


def _add_candidates(
    rows: Rows, project_id: int, import_id: int, brief_text: str, incoming: _Incoming, now: datetime
) -> int:
    brief = brief_with_text(rows, project_id, brief_text, now)
    recipe = recipe_named(rows, project_id, IMPORTED, now)
    known = {row.media_hash for row in rows.candidates.visible(project_id, brief.id)}
    new = [
        Candidate(
            project_id=project_id,
            brief_id=brief.id,
            recipe_id=recipe.id,
            import_id=import_id,
            source_key=one.original,
            media=one.type.kind,
            media_hash=one.original,
            shown_hash=one.shown,
            media_type=one.type.mime,
            width=one.width,
            height=one.height,
            parameters={"file": one.name},
            created_at=now,
        )
        for one in incoming.kept.values()
        if one.original not in known
    ]
    rows.add_all(new)
    return len(new)
