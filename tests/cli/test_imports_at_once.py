"""Several processes bring the same file in at the same moment."""

import subprocess
import sys
from pathlib import Path


def test_one_of_them_brings_it_in_and_the_others_say_so(database_url: str, tmp_path: Path) -> None:
    file = tmp_path / "outputs.csv"
    file.write_text("prompt,response,model\n" + "".join(f"p,{number},A\n" for number in range(300)))
    command = [sys.executable, "-m", "curation", "import", str(file), "--project", "P"]
    options = ["--workspace", str(tmp_path / "workspace"), "--database-url", database_url]
    started = [
        subprocess.Popen([*command, *options], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    ended = [process.communicate() for process in started]
    assert all(len(err.splitlines()) <= 1 for _, err in ended), ended
    listed = subprocess.run(
        [sys.executable, "-m", "curation", "imports", "--project", "P", *options], capture_output=True, text=True
    )
    assert sum(" done " in line for line in listed.stdout.splitlines()) == 1
