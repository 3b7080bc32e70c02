"""The product in a process of its own, started the ways people start it."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from curation.settings import DATABASE_VARIABLE, WORKSPACE_VARIABLE

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60
SERVE = """
import sys
from curation.settings import Settings
from curation.ui.server import serve
serve(Settings.read(), port=int(sys.argv[1]), headless=True, announce=lambda url: print(url, flush=True))
"""


def unused_port() -> int:
    """A port nobody listens at, for a moment."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: dict[str, str]
    content: bytes


def get(url: str, **headers: str) -> Answer:
    """Ask, and take errors as answers."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=20) as answer:
            return Answer(answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read())
    except urllib.error.HTTPError as error:
        return Answer(error.code, {name.lower(): value for name, value in error.headers.items()}, error.read())


class Server:
    """A running server, known to answer."""

    def __init__(self, workspace: Path, command: Sequence[str] | None = None, cwd: Path | None = None) -> None:
        self.port = unused_port()
        self.url = f"http://127.0.0.1:{self.port}"
        filled = [part.format(port=self.port) for part in command] if command else ["-c", SERVE, str(self.port)]
        environment = {
            **os.environ,
            WORKSPACE_VARIABLE: str(workspace),
            "PYTHONPATH": str(ROOT),
            "HOME": str(workspace),
        }
        environment.pop(DATABASE_VARIABLE, None)
        self.process = subprocess.Popen(
            [sys.executable, *filled],
            cwd=cwd or workspace,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.output: list[str] = []
        threading.Thread(target=lambda: self.output.extend(self.process.stdout or ()), daemon=True).start()
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise AssertionError("the server did not start:\n" + "".join(self.output))
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def kill(self) -> None:
        """As a power cut would, as far as a process can tell."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=20)

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Ask it to end; returns its exit code."""
        self.process.send_signal(number)
        return self.process.wait(timeout=20)
