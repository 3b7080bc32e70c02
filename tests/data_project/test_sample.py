"""The sample project in data/: complete, clean, and rebuilt to the same bytes."""

import importlib.util
import json
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest
from PIL import Image

DATA = Path(__file__).parents[2] / "data"
SAMPLE = json.loads((DATA / "sample.json").read_text("utf-8"))
JUDGMENTS = [json.loads(line) for line in (DATA / "judgments.jsonl").read_text("utf-8").splitlines()]
BRIEFS = {brief["key"]: brief for brief in SAMPLE["briefs"]}
CANDIDATES = {candidate["key"]: candidate for candidate in SAMPLE["candidates"]}
PICTURES = [candidate for candidate in SAMPLE["candidates"] if "media" in candidate]
SIZES = {"poster": ((960, 1200), 150_000), "tiles": ((720, 720), 60_000)}
PICTURE_TAGS = {
    "striking",
    "original",
    "well-composed",
    "on-brand",
    "cliche",
    "looks-ai",
    "deformed",
    "garbled-text",
    "off-brief",
}
TEXT_TAGS = {
    "clear",
    "right-tone",
    "vivid",
    "surprising",
    "cliche",
    "wrong-tone",
    "invented-fact",
    "too-long",
    "off-brief",
}


def made_of(brief: str) -> list[dict]:
    return [candidate for candidate in SAMPLE["candidates"] if candidate["brief"] == brief]


def recipes_of(brief: str) -> list[int]:
    return sorted(Counter(candidate["recipe"] for candidate in made_of(brief)).values())


def chunks(webp: bytes) -> list[bytes]:
    """The names of a RIFF file's chunks."""
    found, at = [], 12
    while at < len(webp):
        found.append(webp[at : at + 4])
        at += 8 + int.from_bytes(webp[at + 4 : at + 8], "little") + at % 2
        at += at % 2
    return found


def test_there_are_six_briefs_and_the_fresh_posters_come_first():
    assert list(BRIEFS) == ["poster", "tiles", "slogan", "haiku", "opening", "lampe"]
    assert len(CANDIDATES) == len(SAMPLE["candidates"]) == 12 + 24 + 4 * 16


def test_every_brief_has_candidates_of_three_recipes():
    assert recipes_of("poster") == [4, 4, 4]
    assert recipes_of("tiles") == [8, 8, 8]
    for text in ("slogan", "haiku", "opening", "lampe"):
        assert recipes_of(text) == [5, 5, 6]


def test_every_candidate_belongs_to_a_brief_and_a_recipe_and_is_what_its_brief_asks_for():
    recipes = {recipe["key"] for recipe in SAMPLE["recipes"]}
    for candidate in CANDIDATES.values():
        assert candidate["recipe"] in recipes
        expected = "media" if BRIEFS[candidate["brief"]]["media_kind"] == "image" else "text"
        assert candidate.keys() & {"media", "text"} == {expected}
        assert candidate[expected].strip() == candidate[expected] != ""


def test_no_two_candidates_are_the_same():
    contents = [(DATA / c["media"]).read_bytes() if "media" in c else c["text"] for c in CANDIDATES.values()]
    assert len(set(contents)) == len(contents)


@pytest.mark.parametrize("candidate", PICTURES, ids=lambda candidate: candidate["key"])
def test_a_picture_decodes_at_its_size_and_carries_no_metadata(candidate):
    path = DATA / candidate["media"]
    size, most_bytes = SIZES[candidate["brief"]]
    with Image.open(path) as picture:
        picture.load()
        assert (picture.format, picture.size) == ("WEBP", size)
        assert not picture.getexif()
    assert path.stat().st_size < most_bytes
    assert set(chunks(path.read_bytes())) <= {b"VP8 ", b"VP8L"}


def test_every_picture_in_the_folders_is_a_candidate():
    on_disk = {
        path.relative_to(DATA).as_posix() for folder in ("posters", "tiles") for path in (DATA / folder).iterdir()
    }
    assert on_disk == {candidate["media"] for candidate in PICTURES}


def test_neither_names_nor_bytes_of_a_candidate_tell_its_recipe():
    names = [recipe[field].lower() for recipe in SAMPLE["recipes"] for field in ("key", "name", "model")]
    for candidate in PICTURES:
        content = (DATA / candidate["media"]).read_bytes().lower()
        for name in names:
            assert name not in candidate["media"]
            assert name not in candidate["key"]
            assert name.encode() not in content


def test_numbers_in_file_names_do_not_follow_the_recipes():
    for brief in BRIEFS:
        order = [candidate["recipe"] for candidate in made_of(brief)]
        assert order != sorted(order)
        assert all(len(set(order[i : i + 4])) > 1 for i in range(len(order) - 3))


def test_recipes_do_not_claim_a_model():
    assert all(recipe["model"].startswith("sample/") for recipe in SAMPLE["recipes"])


def test_the_prompt_is_the_recipe_applied_to_the_brief_and_its_inputs():
    templates = {recipe["key"]: recipe["prompt_template"] for recipe in SAMPLE["recipes"]}
    for candidate in CANDIDATES.values():
        brief = BRIEFS[candidate["brief"]]
        before, after = templates[candidate["recipe"]].split("{brief}")
        asked = candidate["prompt"].removeprefix(before).removesuffix(after)
        assert asked.startswith(brief["text"])
        assert all(value in asked for value in brief["inputs"].values())


def test_the_posters_have_not_been_judged():
    assert not [judgment for judgment in JUDGMENTS if judgment["brief"] == "poster"]


def test_every_other_brief_has_sixty_to_a_hundred_judgments():
    counts = Counter(judgment["brief"] for judgment in JUDGMENTS)
    assert set(counts) == set(BRIEFS) - {"poster"}
    assert all(60 <= count <= 100 for count in counts.values())


def test_judgments_compare_two_candidates_of_the_brief_they_name():
    for judgment in JUDGMENTS:
        left, right = CANDIDATES[judgment["left"]], CANDIDATES[judgment["right"]]
        assert left["brief"] == right["brief"] == judgment["brief"]
        assert left["key"] != right["key"]


def test_every_candidate_but_the_posters_was_compared_at_least_six_times():
    shown = Counter(judgment[side] for judgment in JUDGMENTS for side in ("left", "right"))
    assert all(shown[key] >= 6 for key, candidate in CANDIDATES.items() if candidate["brief"] != "poster")


def test_judgments_are_marked_as_samples_of_three_judges_and_use_every_outcome():
    assert {judgment["judge_kind"] for judgment in JUDGMENTS} == {"sample"}
    judges = {judgment["judge"] for judgment in JUDGMENTS}
    assert len(judges) == 3
    assert all(judge.startswith("Sample judge ") for judge in judges)
    outcomes = {judgment["outcome"] for judgment in JUDGMENTS}
    assert outcomes == {"left", "right", "both_good", "both_bad", "tie", "skip"}


def test_neither_side_is_favoured():
    sides = Counter(judgment["outcome"] for judgment in JUDGMENTS)
    # 4 standard deviations of a fair coin.
    assert abs(sides["left"] - sides["right"]) < 4 * (sides["left"] + sides["right"]) ** 0.5


def test_one_judge_answers_one_pair_at_a_time():
    for judge in {judgment["judge"] for judgment in JUDGMENTS}:
        answered = [judgment for judgment in JUDGMENTS if judgment["judge"] == judge]
        moments = [judgment["judged_at"] for judgment in answered]
        assert moments == sorted(set(moments))
        assert all(moment.endswith("+00:00") for moment in moments)
        assert all(0 < judgment["seconds"] < 120 for judgment in answered)


def test_judges_share_pairs_so_that_agreement_can_be_measured():
    pairs = {}
    for judgment in JUDGMENTS:
        pairs.setdefault(judgment["judge"], set()).add(frozenset((judgment["left"], judgment["right"])))
    assert all(len(one & other) >= 40 for one, other in combinations(pairs.values(), 2))


def test_tags_are_the_default_ones_and_label_a_candidate_that_was_shown():
    given = [(judgment, tag) for judgment in JUDGMENTS for tag in judgment["tags"]]
    assert len(given) > 50
    for judgment, tag in given:
        assert tag["candidate"] in (judgment["left"], judgment["right"])
        assert tag["tag"] in (PICTURE_TAGS if judgment["brief"] == "tiles" else TEXT_TAGS)


def test_make_rebuilds_the_committed_bytes():
    spec = importlib.util.spec_from_file_location("sample_make", DATA / "make.py")
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    for name, content in make.make().items():
        assert (DATA / name).read_bytes() == content.encode()


def test_the_licence_is_there_and_names_what_it_covers():
    licence = (DATA / "LICENSE.md").read_text("utf-8")
    assert all(word in licence for word in ("MIT", "SIL Open Font License", "draw/", "samples"))


def test_the_whole_sample_is_under_three_megabytes():
    total = sum(path.stat().st_size for path in DATA.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    assert total < 3_000_000
