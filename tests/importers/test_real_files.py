"""Whole files that others have published; tests/data says where each is from."""

from collections import Counter
from pathlib import Path

import pytest

from curation.importers import read_briefs, read_candidates, read_judgments, read_table, recognise
from curation.models import ImportKind, Outcome

DATA = Path(__file__).parents[1] / "data"
LLMFAO = DATA / "votes_and_outputs_llmfao_CC-BY-4.0"
EVALICA = DATA / "ratings_evalica_Apache-2.0"
OUTPUTS = {"response": "result", "model": "name"}


def test_the_crowd_votes_of_llmfao_are_read_whole():
    table = read_table(LLMFAO / "crowd-comparisons.csv")
    assert recognise(table) is ImportKind.JUDGMENTS
    votes = read_judgments(table)
    assert len(votes) == 8_931
    assert Counter(votes.outcome) == {Outcome.TIE: 3_471, Outcome.LEFT: 2_911, Outcome.RIGHT: 2_549}
    assert (votes.left[0], votes.right[0], votes.judge[0], votes.brief[0]) == (
        "Airoboros L2 70B",
        "Weaver 12k",
        "58",
        "8",
    )
    assert len({frozenset(pair) for pair in zip(votes.left, votes.right, votes.brief, strict=True)}) == 2_139
    assert len({*votes.left, *votes.right}) == 59
    assert (votes.lines[0], votes.lines[-1], votes.sides_known, votes.left_out) == (2, 8_932, True, 0)


def test_the_judge_of_llmfao_can_be_mapped_as_the_readme_says():
    table = read_table(LLMFAO / "crowd-comparisons.csv")
    assert read_judgments(table, {"judge": "worker"}) == read_judgments(table)


def test_the_outputs_of_llmfao_are_read_whole_with_the_empty_ones():
    table = read_table(LLMFAO / "results.jsonl")
    assert recognise(table, OUTPUTS) is ImportKind.CANDIDATES
    candidates = read_candidates(table, OUTPUTS)
    assert len(candidates) == 1_133
    assert len({candidate.recipe for candidate in candidates}) == 70
    assert sum(not candidate.response.strip() for candidate in candidates) == 69
    assert candidates[0].response.startswith("For Kubernetes, a plea,\n")
    assert candidates[0].parameters == {
        "id": 0,
        "model": 97,
        "duration": 6837.0,
        "rate": 11.55,
        "api_id": "jondurbin/airoboros-l2-70b-2.1",
        "api": "openrouter",
        "type": "chat",
        "org": "Jon Durbin",
        "slug": "k8s",
    }


def test_every_vote_of_llmfao_finds_its_two_outputs_and_every_output_its_brief():
    votes = read_judgments(read_table(LLMFAO / "crowd-comparisons.csv"))
    outputs = {(row.prompt, row.recipe) for row in read_candidates(read_table(LLMFAO / "results.jsonl"), OUTPUTS)}
    briefs = read_briefs(read_table(LLMFAO / "prompts.jsonl"))
    assert len(briefs) == 19
    assert briefs["8"] == "Argue for and against the use of kubernetes in the style of a haiku."
    assert {prompt for prompt, _ in outputs} <= briefs.keys()
    for names in (votes.left, votes.right):
        assert set(zip(votes.brief, names, strict=True)) <= outputs


@pytest.mark.parametrize(
    ("file", "count", "names"),
    [("food.csv", 30, {"Tacos", "Sushi", "Burger", "Pasta", "Pizza"}), ("simple.csv", 16, {"0", "1", "2", "3", "4"})],
)
def test_the_files_of_evalica_are_read_whole(file, count, names):
    votes = read_judgments(read_table(EVALICA / file))
    assert len(votes) == count
    assert {*votes.left, *votes.right} == names
    assert votes.brief == votes.judge == [None] * count
    lines = (EVALICA / file).read_text().splitlines()[1:]
    written = [f"{a},{b},{won.value}" for a, b, won in zip(votes.left, votes.right, votes.outcome, strict=True)]
    assert written == lines
