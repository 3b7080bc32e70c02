"""README says what happens: its commands are run and what it prints is compared."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from curation import cli

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
LLMFAO = ROOT / "tests" / "data" / "votes_and_outputs_llmfao_CC-BY-4.0"
# An import's number differs from run to run, so README leaves that line out.
UNTOLD = re.compile(r"^Take it back with: .*\n", re.MULTILINE)


def console_block(name: str) -> str:
    """The fenced block after the comment `<!-- example: NAME -->`."""
    found = re.search(rf"<!-- example: {name} -->\n```console\n(.*?)```", README, re.DOTALL)
    assert found, f"README has no example {name}"
    return found.group(1)


def test_the_loop_on_the_command_line_prints_what_readme_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("results.jsonl", "prompts.jsonl", "crowd-comparisons.csv"):
        shutil.copy(LLMFAO / name, tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CURATION_WORKSPACE", str(tmp_path / "workspace"))
    monkeypatch.delenv("CURATION_DATABASE_URL", raising=False)
    monkeypatch.setenv("LC_ALL", "C")
    said = ""
    for line in console_block("llmfao").splitlines():
        if line.startswith("$ "):
            monkeypatch.setattr("sys.argv", shlex.split(line.removeprefix("$ ")))
            with pytest.raises(SystemExit) as stop:
                cli.main()
            assert stop.value.code == 0
            said += line + "\n" + UNTOLD.sub("", capsys.readouterr().out)
    assert [line.rstrip() for line in said.splitlines() if line] == [
        line.rstrip() for line in console_block("llmfao").splitlines()
    ]


def test_every_command_is_in_the_table_of_readme() -> None:
    for name in cli.COMMANDS:
        assert f"curation {name}" in README


@pytest.mark.parametrize("target", re.findall(r"\]\((?!https?:)([^)#]+)\)", README))
def test_every_link_of_readme_leads_to_a_file(target: str) -> None:
    assert (ROOT / target).exists()


@pytest.mark.parametrize(
    ("marker", "command"),
    [("demo", "pip install . && curation demo"), ("test", 'pip install -e ".[test]" && pytest')],
)
def test_the_two_commands_ci_runs_are_in_readme(marker: str, command: str) -> None:
    assert f"<!-- ci: {marker} -->\n```\n{command}\n```" in README
