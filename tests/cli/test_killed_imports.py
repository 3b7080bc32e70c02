"""An import killed in the middle leaves nothing visible, and the same file can be brought in afterwards."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine

ROWS = 60_000


@pytest.mark.slow
def test_a_killed_import_is_invisible_and_can_be_repeated(
    curation: CommandLine, workspace: Path, tmp_path: Path
) -> None:
    names = [f"recipe {number}" for number in range(300)]
    outputs = "prompt,response,model\n" + "".join(f"A haiku,text {name},{name}\n" for name in names)
    (tmp_path / "outputs.csv").write_text(outputs, "utf-8")
    assert curation.run("import", tmp_path / "outputs.csv", "--project", "haiku").code == 0
    votes = "".join(f"{names[n % 300]},{names[(n * 7 + 1) % 300]},left\n" for n in range(ROWS) if (n * 6 + 1) % 300)
    (tmp_path / "votes.csv").write_text("left,right,winner\n" + votes * 8, "utf-8")
    command = [sys.executable, "-m", "curation", "import", str(tmp_path / "votes.csv"), "--project", "haiku"]
    process = subprocess.Popen(command, env={**os.environ, "CURATION_WORKSPACE": str(workspace)})
    written = 0
    while not written and process.poll() is None:
        with sqlite3.connect(workspace / "curation.sqlite") as connection:
            (written,) = connection.execute("SELECT count(*) FROM comparison").fetchone()
        connection.close()
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert written > 0
    assert ": 1 briefs, 300 candidates, 0 judgments" in curation.run("projects").out
    again = curation.run("import", tmp_path / "votes.csv", "--project", "haiku")
    assert again.code == 0
    count = votes.count("\n") * 8
    assert f"{count} judgments" in curation.run("projects").out
