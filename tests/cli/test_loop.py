"""The whole loop through the command line: outputs and crowd votes in, leaderboards, winners out."""

import csv
import io
from pathlib import Path

from tests.cli.conftest import CommandLine

LLMFAO = Path(__file__).parents[1] / "data" / "votes_and_outputs_llmfao_CC-BY-4.0"


def bring_in(curation: CommandLine) -> None:
    outputs = curation.run(
        "import", LLMFAO / "results.jsonl", "--project", "llmfao",
        "--map", "response=result", "--map", "model=name", "--briefs", LLMFAO / "prompts.jsonl",
    )  # fmt: skip
    assert (outputs.code, outputs.err) == (0, "")
    assert "19 new briefs, 70 new recipes, 1,133 new candidates" in outputs.out
    votes = curation.run("import", LLMFAO / "crowd-comparisons.csv", "--project", "llmfao", "--map", "judge=worker")
    assert (votes.code, votes.err) == (0, "")
    assert "8,931 judgments, 124 judges" in votes.out


def test_outputs_and_crowd_votes_in_winners_out(curation: CommandLine, tmp_path: Path) -> None:
    bring_in(curation)

    recipes = curation.run("leaderboard", "--project", "llmfao", "--by", "recipe", "--format", "json").json[0]
    assert recipes["comparisons"] == 8931
    assert recipes["judges"] == 124
    assert recipes["standings"][0]["name"] == "GPT 4"
    assert sum(line["comparisons"] for line in recipes["standings"]) == 2 * 8931

    candidates = curation.run("leaderboard", "--project", "llmfao", "--format", "json").json
    assert len(candidates) == 19
    assert sum(board["comparisons"] for board in candidates) == 8931

    target = tmp_path / "winners.csv"
    exported = curation.run("export", "--project", "llmfao", "--top", "5", "--format", "csv", "--output", target)
    assert exported.code == 0
    assert "65 candidates of 13 briefs" in exported.out
    rows = list(csv.DictReader(io.StringIO(target.read_text("utf-8-sig"))))
    assert len(rows) == 65
    by_brief = {board["brief"]: board for board in candidates}
    first = [row for row in rows if row["rank"] == "1"]
    assert {row["recipe"] for row in first if row["brief"] in by_brief} <= {
        line["name"] for board in candidates for line in board["standings"][:2]
    }


def test_the_recipe_leaderboard_is_the_ranking_of_the_votes_file(curation: CommandLine) -> None:
    bring_in(curation)
    votes = curation.run("rank", LLMFAO / "crowd-comparisons.csv", "--format", "json").json
    recipes = curation.run("leaderboard", "--project", "llmfao", "--by", "recipe", "--format", "json").json[0]
    ratings = {line["name"]: line["rating"] for line in recipes["standings"] if line["comparisons"]}
    assert ratings.keys() == {line["name"] for line in votes["standings"]}
    order = sorted(ratings, key=ratings.__getitem__)
    assert order[-5:] == [line["name"] for line in reversed(votes["standings"][:5])]


def test_the_same_file_twice_changes_nothing_and_says_so(curation: CommandLine) -> None:
    bring_in(curation)
    again = curation.run("import", LLMFAO / "crowd-comparisons.csv", "--project", "llmfao", "--map", "judge=worker")
    assert again.code == 0
    assert "already. Nothing was changed." in again.out
    assert "8931 judgments" in curation.run("projects").out


def test_an_import_can_be_taken_back_and_brought_in_again(curation: CommandLine) -> None:
    bring_in(curation)
    listed = curation.run("imports", "--project", "llmfao").out.splitlines()
    votes = next(line for line in listed if "crowd-comparisons.csv" in line)
    taken = curation.run("take-back", votes.split()[0], "--project", "llmfao")
    assert taken.code == 0
    assert "0 judgments" in curation.run("projects").out
    twice = curation.run("take-back", votes.split()[0], "--project", "llmfao")
    assert (twice.code, twice.out) == (1, "")
    again = curation.run("import", LLMFAO / "crowd-comparisons.csv", "--project", "llmfao", "--map", "judge=worker")
    assert "8,931 judgments" in again.out


def test_a_trial_run_changes_nothing(curation: CommandLine) -> None:
    tried = curation.run(
        "import", LLMFAO / "results.jsonl", "--project", "trial", "--map", "response=result", "--map", "model=name",
        "--dry-run",
    )  # fmt: skip
    assert "1,133 new candidates" in tried.out
    assert "There are no projects yet" in curation.run("projects").out
