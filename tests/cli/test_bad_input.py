"""Bad input: one sentence with file, line, found and expected; exit code 1; nothing is imported."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine

GOOD = "prompt,response,model\nA haiku,snow falls,one\nA haiku,rain falls,two\n"

CANDIDATES = {
    "wrong columns": (b"apples,pears\n1,2\n", ["apples", "prompt"]),
    "an Excel workbook": (b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00rest of a zip file", ["expected"]),
    "not UTF-8": ("prompt,response\nun café,très bon\n".encode("latin-1"), ["UTF-8"]),
    "an empty file": (b"", ["empty"]),
    "a header only": (b"prompt,response\n", ["row"]),
    "a cell of 50 MB": (b"prompt,response\nx," + b"a" * 50_000_000 + b"\n", ["line 2"]),
    "a NUL": (b"prompt,response\nx,a\x00b\n", ["line 2"]),
    "a missing response": (b"prompt,response\nx,\n", ["line 2"]),
    "broken JSON": (b'{"prompt": "x", "response": "y"}\n{"prompt": \n', ["line 2"]),
}
JUDGMENTS = {
    "a candidate against itself": (b"prompt,left,right,winner\nA haiku,one,one,left\n", ["line 2", "one"]),
    "a winner nobody knows": (
        b"prompt,left,right,winner\nA haiku,one,two,left\nA haiku,one,two,zebra\n",
        ["line 3", "zebra"],
    ),
    "an unknown candidate": (b"prompt,left,right,winner\nA haiku,one,three,left\n", ["line 2", "three"]),
    "an unknown brief": (b"prompt,left,right,winner\nA sonnet,one,two,left\n", ["line 2", "A sonnet"]),
}


def everything(workspace: Path) -> list[str]:
    """The content of the database, as SQL."""
    with sqlite3.connect(workspace / "curation.sqlite") as connection:
        dump = list(connection.iterdump())
    connection.close()
    return dump


def check_one_sentence(curation: CommandLine, workspace: Path, path: Path, words: list[str]) -> None:
    before = everything(workspace)
    said = curation.run("import", path, "--project", "haiku")
    assert (said.code, said.out) == (1, "")
    assert said.err.count("\n") == 1
    assert len(said.err) < 500
    for word in (path.name, *words):
        assert word in said.err
    assert everything(workspace) == before


@pytest.fixture
def started(curation: CommandLine, tmp_path: Path) -> CommandLine:
    """A project with two candidates of one brief."""
    (tmp_path / "good.csv").write_text(GOOD, "utf-8")
    assert curation.run("import", tmp_path / "good.csv", "--project", "haiku").code == 0
    return curation


@pytest.mark.parametrize("name", CANDIDATES)
def test_a_file_of_candidates_that_cannot_be_used(
    started: CommandLine, workspace: Path, tmp_path: Path, name: str
) -> None:
    content, words = CANDIDATES[name]
    (tmp_path / "bad.csv").write_bytes(content)
    check_one_sentence(started, workspace, tmp_path / "bad.csv", words)


@pytest.mark.parametrize("name", JUDGMENTS)
def test_a_file_of_judgments_that_cannot_be_used(
    started: CommandLine, workspace: Path, tmp_path: Path, name: str
) -> None:
    content, words = JUDGMENTS[name]
    (tmp_path / "bad.csv").write_bytes(content)
    check_one_sentence(started, workspace, tmp_path / "bad.csv", words)


def test_several_candidates_for_one_side_name_the_line(started: CommandLine, workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "more.csv").write_text("prompt,response,model\nA haiku,hail falls,one\n", "utf-8")
    assert started.run("import", tmp_path / "more.csv", "--project", "haiku").code == 0
    (tmp_path / "votes.csv").write_text("prompt,left,right,winner\nA haiku,one,two,left\n", "utf-8")
    check_one_sentence(started, workspace, tmp_path / "votes.csv", ["line 2", "several"])


def test_a_file_that_is_not_there(curation: CommandLine, tmp_path: Path) -> None:
    said = curation.run("import", tmp_path / "none.csv", "--project", "p")
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert "none.csv" in said.err


def test_an_unknown_project_is_one_sentence(curation: CommandLine, tmp_path: Path) -> None:
    for command in (("leaderboard",), ("export", "--output", tmp_path / "x.csv"), ("imports",)):
        said = curation.run(*command, "--project", "nobody")
        assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
        assert "nobody" in said.err
    assert not (tmp_path / "x.csv").exists()


def test_nothing_to_export_says_why(started: CommandLine, tmp_path: Path) -> None:
    said = started.run("export", "--project", "haiku", "--output", tmp_path / "x.csv")
    assert (said.code, said.out) == (1, "")
    assert "no candidate was compared yet" in said.err
    assert not (tmp_path / "x.csv").exists()


def test_an_export_that_fails_leaves_the_old_file(started: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "votes.csv").write_text("left,right,winner\none,two,left\n", "utf-8")
    assert started.run("import", tmp_path / "votes.csv", "--project", "haiku").code == 0
    said = started.run("export", "--project", "haiku", "--output", tmp_path / "no" / "x.csv")
    assert (said.code, said.err.count("\n")) == (1, 1)
    target = tmp_path / "x.csv"
    target.write_text("old")
    assert started.run("export", "--project", "haiku", "--top", 0, "--output", target).code == 1
    assert target.read_text() == "old"
    assert started.run("export", "--project", "haiku", "--format", "docx", "--output", target).code == 1
    assert target.read_text() == "old"


def test_a_workspace_that_cannot_be_written_is_one_sentence(curation: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    said = curation.run("projects", "--workspace", tmp_path / "file" / "below")
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)


def test_a_newer_database_is_one_sentence_and_left_alone(started: CommandLine, workspace: Path) -> None:
    with sqlite3.connect(workspace / "curation.sqlite") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = everything(workspace)
    said = started.run("projects")
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert "newer version" in said.err
    assert everything(workspace) == before


def test_judgments_can_make_the_candidates_they_name(curation: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "votes.csv").write_text("model_a,model_b,winner\nx,y,model_a\ny,z,tie (bothbad)\n", "utf-8")
    refused = curation.run("import", tmp_path / "votes.csv", "--project", "arena")
    assert refused.code == 1
    assert "--make-candidates" in refused.err
    assert "There are no projects yet" in curation.run("projects").out
    made = curation.run("import", tmp_path / "votes.csv", "--project", "arena", "--make-candidates")
    assert "3 new candidates, 2 judgments" in made.out


def test_the_same_sentences_in_french(started: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    said = started.run("leaderboard", "--project", "personne")
    assert said.err.startswith("Introuvable ici")


def test_python_m_curation_is_the_same_command() -> None:
    said = subprocess.run([sys.executable, "-m", "curation", "--version"], capture_output=True, text=True, check=True)
    assert said.stdout.startswith("curation ")


def test_judgments_of_empty_conversations_are_of_one_unnamed_brief(curation: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "votes.csv").write_text('prompt,left,right,winner\n"[]",x,y,left\n"[null]",x,y,right\n', "utf-8")
    made = curation.run("import", tmp_path / "votes.csv", "--project", "arena", "--make-candidates")
    assert "1 new brief, 2 new recipes, 2 new candidates, 2 judgments" in made.out
