"""What the browser benchmark measures: a workspace of pictures drawn here, and servers in processes of their own."""

import os
import struct
import subprocess
import sys
import threading
import time
import urllib.request
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from curation.actions.projects import new_project
from curation.app import build
from curation.models import Brief, Candidate, MediaKind, Recipe
from curation.models.base import utc_now
from curation.settings import Settings

HOST = "127.0.0.1"
START_SECONDS = 180


def png(pixels: NDArray[np.uint8]) -> bytes:
    """An RGB array (height, width, 3) as a PNG file."""
    height, width, _ = pixels.shape
    rows = np.concatenate([np.zeros((height, 1), np.uint8), pixels.reshape(height, width * 3)], axis=1).tobytes()

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 6)) + chunk(b"IEND", b"")


def picture(seed: int, width: int = 1024, height: int = 1280) -> bytes:
    """A picture of bands with a little grain, about as heavy as an illustration."""
    rng = np.random.default_rng(seed)
    down, across = np.linspace(0, 1, height)[:, None, None], np.linspace(0, 1, width)[None, :, None]
    waves = 0.6 + 0.4 * np.sin(across * rng.integers(3, 20) + down * rng.integers(3, 20))
    bands = (rng.integers(0, 255, 3) * (1 - down) + rng.integers(0, 255, 3) * down) * waves
    grain = rng.integers(0, 6, (height, width, 1))
    return png((bands + grain).clip(0, 255).astype(np.uint8))


@dataclass(frozen=True)
class World:
    """A workspace with one project of pictures and one of texts."""

    settings: Settings
    pictures: int
    texts: int


def make_world(folder: Path, candidates: int = 40) -> World:
    """Forty pictures and forty texts, each for one brief, from three recipes."""
    settings = Settings(folder)
    opened = build(settings)
    now = utc_now()
    hashes = [opened.media.save(picture(seed)) for seed in range(candidates)]
    with opened.store.writing() as rows:
        ids = []
        for name, media in (("pictures", MediaKind.IMAGE), ("texts", MediaKind.TEXT)):
            project = new_project(rows, name, now)
            brief = Brief(project_id=project.id, text="A poster for concerts on the beach at dusk.")
            recipes = [Recipe(project_id=project.id, name=f"recipe {letter}", model=letter) for letter in "ABC"]
            rows.add(brief, *recipes)
            for place in range(candidates):
                content = (
                    {"media_hash": hashes[place], "shown_hash": hashes[place]}
                    if media is MediaKind.IMAGE
                    else {"text": f"## Text {place}\n\n" + "The tide goes out, and the band plays on. " * 40}
                )
                recipe = recipes[place % 3].id
                rows.add(Candidate(project_id=project.id, brief_id=brief.id, recipe_id=recipe, media=media, **content))
            ids.append(project.id)
    opened.close()
    return World(settings, *ids)


class ServerProcess:
    """One of our servers in a process of its own, with what it costs."""

    def __init__(self, *arguments: str, environment: dict[str, str] | None = None) -> None:
        command = [sys.executable, "-m", "benchmarks._browser_server", *arguments]
        self.process = subprocess.Popen(
            command,
            env={**os.environ, **(environment or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.output: list[str] = []
        self.url = ""
        threading.Thread(target=self._read, daemon=True).start()
        deadline = time.monotonic() + START_SECONDS
        while not self.url:
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the server did not start:\n" + "".join(self.output))
            time.sleep(0.05)
        urllib.request.urlopen(f"{self.url}_stcore/health", timeout=10).close()

    def _read(self) -> None:
        for line in self.process.stdout or ():
            self.output.append(line)
            if line.startswith("http://"):
                self.url = line.strip()

    def cpu_seconds(self) -> float:
        """User and system time spent so far, of all its threads."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(timeout=20)


@contextmanager
def serving(*arguments: str, environment: dict[str, str] | None = None) -> Iterator[ServerProcess]:
    """A server for the length of a block."""
    server = ServerProcess(*arguments, environment=environment)
    try:
        yield server
    finally:
        server.stop()
