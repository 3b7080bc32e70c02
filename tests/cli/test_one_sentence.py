"""Whatever is typed or handed in, the answer is one line on stderr and exit code 1."""

import io
import sys
from pathlib import Path

import pytest

from curation import cli

VOTES = "left,right,winner\na,b,left\nb,c,left\nc,a,right\na,c,left\nb,a,left\n"
OUTPUTS = "prompt,response,model\np,one,A\np,two,B\n"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CURATION_WORKSPACE", str(tmp_path / "workspace"))
    monkeypatch.delenv("CURATION_DATABASE_URL", raising=False)
    monkeypatch.setenv("LC_ALL", "C")
    (tmp_path / "votes.csv").write_text(VOTES)
    (tmp_path / "outputs.csv").write_text(OUTPUTS)
    (tmp_path / "nul.csv").write_text('prompt,left,right,winner\n"[""\\u0000""]",A,B,left\n')
    return tmp_path


def said(monkeypatch: pytest.MonkeyPatch, arguments: list[str], encoding: str = "utf-8") -> tuple[int, str, str]:
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding=encoding) for _ in range(2))
    monkeypatch.setattr(sys, "argv", ["curation", *arguments])
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    code = 0
    try:
        cli.main()
    except SystemExit as stop:
        code = int(stop.code or 0)
    for stream in (out, err):
        stream.flush()
    return code, out.buffer.getvalue().decode(encoding), err.buffer.getvalue().decode(encoding)


@pytest.mark.parametrize(
    "arguments",
    [
        ["leaderboard", "--project", "a\nb"],
        ["leaderboard", "--project", "\udcff"],
        ["import", "outputs.csv", "--project", "\udcff"],
        ["import", "nul.csv", "--project", "P", "--make-candidates", "--map", "winner=loser"],
        ["rank", "votes.csv", "--prior", "a\nb"],
        ["rank", "votes.csv", "--prior", "1e300"],
        ["rank", "votes.csv", "--prior", "1e-320", "--format", "json"],
        ["rank", "votes.csv", "--method", "elo", "--k-factor", "1e308", "--format", "json"],
        ["projects", "--workspace", "~nobody-has-this-name/x"],
        ["projects", "--database-url", "postgresql://host:abc/x"],
        ["projects", "--database-url", "postgresql://[::1/x"],
        ["projects", "--database-url", "postgresql://127.0.0.1:1/x?foo=bar"],
    ],
)
def test_what_cannot_be_used_is_one_line(place, monkeypatch, arguments) -> None:
    code, out, err = said(monkeypatch, arguments)
    assert (code, out, len(err.splitlines())) == (1, "", 1)


def test_a_key_no_row_can_have_is_not_found(place, monkeypatch) -> None:
    assert said(monkeypatch, ["import", "outputs.csv", "--project", "P"])[0] == 0
    code, _, err = said(monkeypatch, ["take-back", "9" * 23, "--project", "P"])
    assert (code, len(err.splitlines())) == (1, 1)


def test_a_prompt_with_an_escaped_nul_stays_as_it_is_written(place, monkeypatch) -> None:
    assert said(monkeypatch, ["import", "nul.csv", "--project", "N", "--make-candidates"])[0] == 0


def test_a_file_name_of_many_escapes_is_imported(place, monkeypatch) -> None:
    name = "x\x01\x01" * 60 + ".csv"
    (place / name).write_text(OUTPUTS)
    assert said(monkeypatch, ["import", name, "--project", "F"])[0] == 0


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="there is no /proc here")
def test_a_file_that_breaks_while_it_is_read_is_one_line(place, monkeypatch) -> None:
    code, out, err = said(monkeypatch, ["rank", "/proc/self/mem"])
    assert (code, out, len(err.splitlines())) == (1, "", 1)


def test_a_stream_that_cannot_write_a_letter_stops_nothing(place, monkeypatch) -> None:
    code, out, _ = said(monkeypatch, ["rank", "votes.csv"], "ascii")
    assert (code, "\\u2013" in out) == (0, True)
