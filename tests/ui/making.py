"""Workspaces to look at: a few rows and files, made through the product's own doors."""

import struct
import zlib
from dataclasses import dataclass, field
from pathlib import Path

from curation.actions.projects import new_project
from curation.app import Curation, build
from curation.models import Brief, Candidate, MediaKind, Recipe
from curation.models.base import utc_now
from curation.settings import Settings

# What a judge must not learn before the answer; tests look for these words in everything that reaches the browser.
SECRETS = ("quiet-otter", "loud-heron", "model-of-otters", "model-of-herons", "prompt-of-the-maker", "0.777")
QUESTION = "Which would you hang?"


def png(red: int, green: int, blue: int, width: int = 60, height: int = 80) -> bytes:
    """A picture in one colour."""
    rows = (b"\0" + bytes((red, green, blue)) * width) * height

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@dataclass
class Made:
    """A workspace folder and the key of its project."""

    folder: Path
    project: int
    briefs: list[int] = field(default_factory=list)

    def open(self) -> Curation:
        """Open it as the product does."""
        return build(Settings(self.folder))

    def answers(self) -> list[tuple[int, str]]:
        """(presentation, outcome) of every comparison that counts."""
        opened = self.open()
        with opened.store.reading() as rows:
            log = [(row.presentation_id or 0, row.outcome.value) for row in rows.comparisons.log(self.project)]
        opened.close()
        return log


def make(
    folder: Path,
    *,
    pictures: int = 0,
    texts: list[str] | None = None,
    is_sample: bool = False,
    brief: str = "A poster for the fair.",
    inputs: dict[str, str] | None = None,
    name: str = "The fair",
) -> Made:
    """A project with one brief and candidates of two recipes that take turns."""
    opened = build(Settings(folder))
    now = utc_now()
    hashes = [opened.media.save(png(20 * place % 256, 90, 255 - 15 * place % 256)) for place in range(pictures)]
    with opened.store.writing() as rows:
        project = new_project(rows, name, now, question=QUESTION, is_sample=is_sample)
        asked = Brief(project_id=project.id, title="The fair", text=brief, inputs=inputs or {})
        recipes = [
            Recipe(project_id=project.id, name=SECRETS[0], model=SECRETS[2], parameters={"temperature": 0.777}),
            Recipe(project_id=project.id, name=SECRETS[1], model=SECRETS[3], parameters={"temperature": 0.777}),
        ]
        rows.add(asked, *recipes)
        same = {"project_id": project.id, "brief_id": asked.id, "prompt": SECRETS[4], "parameters": {"t": 0.777}}
        for place, media_hash in enumerate(hashes):
            rows.add(
                Candidate(
                    **same,
                    recipe_id=recipes[place % 2].id,
                    media=MediaKind.IMAGE,
                    media_hash=media_hash,
                    shown_hash=media_hash,
                )
            )
        for place, text in enumerate(texts or []):
            rows.add(Candidate(**same, recipe_id=recipes[place % 2].id, media=MediaKind.TEXT, text=text))
    opened.close()
    return Made(folder, project.id, [asked.id])
