"""The same rows again, in another file or after a take-back: counted once, and nothing of people's work is lost."""

from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine

OUTPUTS = "prompt,response,model\nA haiku,snow falls,one\nA haiku,rain falls,two\nA haiku,hail falls,three\n"
VOTES = "left,right,winner,judge\none,two,left,Ada\none,two,left,Ada\ntwo,three,right,Ben\n"


@pytest.fixture
def started(curation: CommandLine, tmp_path: Path) -> CommandLine:
    """Three candidates and three judgments."""
    (tmp_path / "outputs.csv").write_text(OUTPUTS, "utf-8")
    (tmp_path / "votes.csv").write_text(VOTES, "utf-8")
    assert curation.run("import", tmp_path / "outputs.csv", "--project", "haiku").code == 0
    assert "3 judgments, 2 judges" in curation.run("import", tmp_path / "votes.csv", "--project", "haiku").out
    return curation


def judged(curation: CommandLine) -> int:
    (board,) = curation.run("leaderboard", "--project", "haiku", "--format", "json").json
    return int(board["comparisons"])


def test_other_line_ends_bring_nothing_new(started: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "again.csv").write_bytes(VOTES.replace("\n", "\r\n").encode())
    assert "3 rows were there already" in started.run("import", tmp_path / "again.csv", "--project", "haiku").out
    assert judged(started) == 3


def test_a_longer_export_of_the_same_log_adds_only_its_new_rows(started: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "longer.csv").write_text(VOTES + "one,two,left,Ada\none,three,left,Ben\n", "utf-8")
    said = started.run("import", tmp_path / "longer.csv", "--project", "haiku").out
    assert "2 judgments" in said
    assert "3 rows were there already" in said
    assert judged(started) == 5


def test_judgments_without_judges_or_times_all_count(started: CommandLine, tmp_path: Path) -> None:
    for number in (1, 2):
        text = "left,right,winner\none,two,left\n" + "two,three,tie\n" * number
        (tmp_path / f"{number}.csv").write_text(text, "utf-8")
        assert started.run("import", tmp_path / f"{number}.csv", "--project", "haiku").code == 0
    assert judged(started) == 3 + 2 + 3


def test_candidates_taken_back_and_brought_in_again_have_their_judgments(started: CommandLine, tmp_path: Path) -> None:
    listed = started.run("imports", "--project", "haiku").out.splitlines()
    outputs = next(line for line in listed if "outputs.csv" in line).split()[0]
    assert started.run("take-back", outputs, "--project", "haiku").code == 0
    assert "no candidates yet" in started.run("leaderboard", "--project", "haiku").out
    again = started.run("import", tmp_path / "outputs.csv", "--project", "haiku")
    assert "3 new candidates" in again.out
    assert judged(started) == 3
    assert [line.split()[3] for line in started.run("imports", "--project", "haiku").out.splitlines()] == [
        "done",
        "done",
    ]


def test_candidates_brought_in_by_another_file_meanwhile_are_not_doubled(started: CommandLine, tmp_path: Path) -> None:
    listed = started.run("imports", "--project", "haiku").out.splitlines()
    outputs = next(line for line in listed if "outputs.csv" in line).split()[0]
    assert started.run("take-back", outputs, "--project", "haiku").code == 0
    (tmp_path / "other.csv").write_bytes(OUTPUTS.replace("\n", "\r\n").encode())
    assert "3 new candidates" in started.run("import", tmp_path / "other.csv", "--project", "haiku").out
    assert "3 rows were there already" in started.run("import", tmp_path / "outputs.csv", "--project", "haiku").out
    assert "3 candidates" in started.run("projects").out
