"""The command line, run in this process with its own workspace."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from curation import cli


@dataclass(frozen=True)
class Answer:
    """What one command said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """stdout, which must be JSON and nothing else."""
        return json.loads(self.out)


class CommandLine:
    """`run("rank", file)` is `curation rank FILE`."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys = capsys
        self._monkeypatch = monkeypatch

    def run(self, *arguments: object) -> Answer:
        """Run one command and collect what it printed."""
        self._monkeypatch.setattr("sys.argv", ["curation", *map(str, arguments)])
        code = 0
        try:
            cli.main()
        except SystemExit as stop:
            code = int(stop.code or 0)
        said = self._capsys.readouterr()
        return Answer(code, said.out, said.err)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace of this test's own."""
    folder = tmp_path / "workspace"
    monkeypatch.setenv("CURATION_WORKSPACE", str(folder))
    monkeypatch.delenv("CURATION_DATABASE_URL", raising=False)
    monkeypatch.setenv("LC_ALL", "C")
    return folder


@pytest.fixture
def curation(workspace: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The command, in a workspace of its own."""
    return CommandLine(capsys, monkeypatch)
