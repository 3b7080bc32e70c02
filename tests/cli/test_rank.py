"""`curation rank FILE` against published ratings, and its settings."""

import json
import math
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine

DATA = Path(__file__).parents[1] / "data"
EVALICA = DATA / "ratings_evalica_Apache-2.0"
EXPECTED = json.loads((DATA / "expected_ratings.json").read_text("utf-8"))


@pytest.mark.parametrize("name", ["food", "simple"])
def test_elo_in_file_order_equals_the_published_ratings(curation: CommandLine, name: str) -> None:
    published = EXPECTED["evalica"]["golden"][name]["elo"]
    said = curation.run("rank", EVALICA / f"{name}.csv", "--method", "elo", "--k-factor", 4, "--format", "json").json
    assert said["method"] == "elo"
    assert said["settings"] == {"ties": "half", "k_factor": 4.0, "initial": 1000.0, "scale": 400.0}
    assert {line["name"]: line["rating"] for line in said["standings"]} == pytest.approx(published, abs=1e-9)
    for line in said["standings"]:
        assert (line["low"], line["high"]) == (None, None)
        assert line["strength"] == pytest.approx((line["rating"] - 1000) * math.log(10) / 400)


@pytest.mark.parametrize("name", ["food", "simple"])
def test_maximum_likelihood_equals_the_published_ratios(curation: CommandLine, name: str) -> None:
    published = EXPECTED["evalica"]["golden"][name]["bradley_terry"]
    said = curation.run("rank", EVALICA / f"{name}.csv", "--prior", "none", "--format", "json").json
    worth = {line["name"]: math.exp(line["strength"]) for line in said["standings"]}
    total = sum(worth.values())
    assert {key: value / total for key, value in worth.items()} == pytest.approx(published, rel=1e-6)
    assert said["settings"]["prior"] == "none"
    assert [line["rank"] for line in said["standings"]] == [1, 2, 3, 4, 5]


def test_the_wikipedia_case_equals_its_published_strengths(curation: CommandLine, tmp_path: Path) -> None:
    lines = ["model_a,model_b,winner"]
    for winner, loser, times in EXPECTED["wikipedia_bt"]["wins"]:
        lines += [f"{winner},{loser},model_a"] * times
    (tmp_path / "wins.csv").write_text("\n".join(lines), "utf-8")
    said = curation.run("rank", tmp_path / "wins.csv", "--prior", "none", "--format", "json").json
    worth = {line["name"]: math.exp(line["strength"]) for line in said["standings"]}
    assert worth == pytest.approx(EXPECTED["wikipedia_bt"]["expected_geomean1"], abs=5e-3)


@pytest.mark.parametrize("case", ["testcase-pairwise-1.json", "testcase-pairwise-2.json"])
def test_the_choix_cases_equal_their_published_estimates(curation: CommandLine, tmp_path: Path, case: str) -> None:
    published = EXPECTED["choix"]["cases"][case]
    rows = [json.dumps({"left": str(one), "right": str(other), "winner": "left"}) for one, other in published["data"]]
    (tmp_path / "wins.jsonl").write_text("\n".join(rows), "utf-8")
    said = curation.run("rank", tmp_path / "wins.jsonl", "--prior", "none", "--format", "json").json
    strengths = {int(line["name"]): line["strength"] for line in said["standings"]}
    assert [strengths[item] for item in range(published["n_items"])] == pytest.approx(published["ml_est"], abs=1e-6)


def test_maximum_likelihood_that_does_not_exist_is_one_sentence(curation: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "wins.csv").write_text("left,right,winner\na,b,left\n", "utf-8")
    said = curation.run("rank", tmp_path / "wins.csv", "--prior", "none")
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert "wins.csv" in said.err
    assert curation.run("rank", tmp_path / "wins.csv").code == 0


def test_ties_can_be_dropped_and_skips_always_are(curation: CommandLine, tmp_path: Path) -> None:
    rows = ["left,right,winner", "a,b,left", "a,b,right", "a,b,tie", "a,b,both_bad", "a,b,skip"]
    (tmp_path / "votes.csv").write_text("\n".join(rows), "utf-8")
    for ties, counted in (("half", 4), ("drop", 2)):
        said = curation.run("rank", tmp_path / "votes.csv", "--ties", ties, "--format", "json").json
        assert [line["comparisons"] for line in said["standings"]] == [counted, counted]
        assert [line["rank"] for line in said["standings"]] == [1, 1]


@pytest.mark.parametrize("option", [("--prior", "-1"), ("--prior", "much"), ("--scale", "0"), ("--k-factor", "nan")])
def test_a_setting_out_of_range_is_one_sentence(curation: CommandLine, option: tuple[str, str]) -> None:
    said = curation.run("rank", EVALICA / "food.csv", "--method", "elo", *option)
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert option[0] in said.err


def test_a_table_shows_rank_rating_interval_and_name(curation: CommandLine) -> None:
    said = curation.run("rank", EVALICA / "food.csv")
    assert said.out.splitlines()[1].split()[0] == "1"
    assert said.out.splitlines()[1].endswith("Tacos")


def test_no_judgment_that_chooses_is_said(curation: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "votes.csv").write_text("left,right,winner\na,b,skip\n", "utf-8")
    said = curation.run("rank", tmp_path / "votes.csv")
    assert (said.code, said.out) == (1, "")
    assert "nothing to rank" in said.err
