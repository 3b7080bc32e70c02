"""Rebuild `sample.json` and `judgments.jsonl` from `recipes.toml` and `briefs/`: `python data/make.py`. Same bytes each time.

The judgments are simulated. Every candidate has a `quality` (log-odds), given by us after reading or looking; a sample
judge perceives `sharpness * quality` plus Gumbel noise, which makes the choice between two a Bradley-Terry choice.
"""

import json
import math
import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent
BRIEFS = ("poster", "tiles", "slogan", "haiku", "opening", "lampe")
SEED = 12_14_09
# A round shows every candidate of a brief once. Some rounds go to all judges, so that their agreement can be measured.
SHARED_ROUNDS = {"tiles": 1, "slogan": 2, "haiku": 2, "opening": 2, "lampe": 2}
SINGLE_ROUNDS = {"tiles": 5, "slogan": 4, "haiku": 4, "opening": 4, "lampe": 4}
FIRST_SITTING = datetime(2026, 10, 5, 17, 30, tzinfo=UTC)


@dataclass(frozen=True)
class SampleJudge:
    """How a sample judge decides: how clearly quality is seen, from which perceived quality a text is good enough, pace."""

    name: str
    sharpness: float
    bar: float
    pace: float


JUDGES = (
    SampleJudge("Sample judge Ada", sharpness=1.3, bar=0.6, pace=1.15),
    SampleJudge("Sample judge Ben", sharpness=0.8, bar=0.2, pace=0.7),
    SampleJudge("Sample judge Chloé", sharpness=1.1, bar=1.2, pace=1.0),
)

Table = dict[str, Any]


def asked(brief: Table) -> str:
    """The brief as a recipe's `{brief}` receives it: what is asked, then its inputs, one a line."""
    inputs = [f"{name}: {value}" for name, value in brief.get("inputs", {}).items()]
    return "\n\n".join(part for part in (brief["text"], "\n".join(inputs)) if part)


def candidate(brief: Table, recipe: Table, position: int, source: Table) -> Table:
    made = {
        "key": f"{brief['key']}-{position:02d}",
        "brief": brief["key"],
        "recipe": recipe["key"],
        "prompt": recipe["prompt_template"].replace("{brief}", asked(brief)),
    }
    made |= {"media": source["media"]} if "media" in source else {"text": source["text"].strip()}
    seed = random.Random(f"{SEED} {made['key']}").randrange(1_000, 10_000)
    return made | {"parameters": recipe["parameters"] | {"seed": seed}}


def sample(recipes: list[Table], briefs: list[Table]) -> Table:
    by_key = {recipe["key"]: recipe for recipe in recipes}
    return {
        "project": {
            "name": "Low Tide & other briefs",
            "goal": "pick_best",
            "question": "Which would you publish?",
            "winners": 2,
            "note": "Sample made by this project: pictures drawn by code, texts written by hand, judgments simulated.",
        },
        "recipes": recipes,
        "briefs": [
            {
                "key": brief["key"],
                "title": brief["title"],
                "text": brief["text"],
                "inputs": brief.get("inputs", {}),
                "media_kind": brief["media_kind"],
                "winners": brief["winners"],
            }
            for brief in briefs
        ],
        "candidates": [
            candidate(brief, by_key[source["recipe"]], position, source)
            for brief in briefs
            for position, source in enumerate(brief["candidate"], start=1)
        ],
    }


def a_round(keys: list[str], seen: set[frozenset[str]], chance: random.Random) -> list[tuple[str, str]]:
    """All candidates in pairs, none of them a pair already seen; sides by a coin."""
    while True:
        order = chance.sample(keys, len(keys))
        pairs = list(zip(order[::2], order[1::2], strict=True))
        if not any(frozenset(pair) in seen for pair in pairs):
            seen.update(frozenset(pair) for pair in pairs)
            return pairs


def sittings(brief: Table, keys: list[str], chance: random.Random) -> Iterator[tuple[SampleJudge, str, str]]:
    """Who judges which pair, in order."""
    seen: set[frozenset[str]] = set()
    work: dict[str, list[tuple[str, str]]] = {judge.name: [] for judge in JUDGES}
    for _ in range(SHARED_ROUNDS.get(brief["key"], 0)):
        pairs = a_round(keys, seen, chance)
        for judge in JUDGES:
            work[judge.name] += [pair if chance.random() < 0.5 else pair[::-1] for pair in pairs]
    turns = 0
    for _ in range(SINGLE_ROUNDS.get(brief["key"], 0)):
        for pair in a_round(keys, seen, chance):
            work[JUDGES[turns % len(JUDGES)].name].append(pair)
            turns += 1
    for judge in JUDGES:
        for left, right in chance.sample(work[judge.name], len(work[judge.name])):
            yield judge, left, right


def perceived(judge: SampleJudge, quality: float, chance: random.Random) -> float:
    return judge.sharpness * quality - math.log(-math.log(chance.random()))


def answer(judge: SampleJudge, left: float, right: float, chance: random.Random) -> str:
    """The outcome for two perceived qualities."""
    if chance.random() < 0.02:
        return "skip"
    gap = abs(left - right)
    if gap < 1.5 and min(left, right) > judge.bar + 1.3:
        return "both_good"
    if gap < 1.5 and max(left, right) < judge.bar:
        return "both_bad"
    if gap < 0.08:
        return "tie"
    return "left" if left > right else "right"


def seconds(judge: SampleJudge, brief: Table, shown: list[Table], gap: float, chance: random.Random) -> float:
    """Longer texts and closer pairs take longer."""
    characters = sum(len(source.get("text", "")) for source in shown)
    base = 3.4 if brief["media_kind"] == "image" else 3.0 + characters / 60
    return round(judge.pace * base * (1 + 0.8 * math.exp(-gap)) * math.exp(chance.gauss(0, 0.3)), 1)


def tags(outcome: str, shown: dict[str, Table], chosen: str | None, chance: random.Random) -> list[Table]:
    """Now and then a reason: a merit of what was chosen, or a fault of what was not."""
    given = []
    for key, source in shown.items():
        strong = source["quality"] > 0
        fits = outcome == ("both_good" if strong else "both_bad") or (chosen is not None and (key == chosen) == strong)
        if fits and source["tags"] and chance.random() < 0.3:
            given.append({"candidate": key, "tag": chance.choice(source["tags"])})
    return given


def judgments(briefs: list[Table]) -> Iterator[Table]:
    for day, brief in enumerate(briefs):
        chance = random.Random(f"{SEED} {brief['key']}")
        sources = {f"{brief['key']}-{n:02d}": source for n, source in enumerate(brief["candidate"], start=1)}
        clock = {judge: FIRST_SITTING + timedelta(days=day, minutes=50 * n) for n, judge in enumerate(JUDGES)}
        for judge, left, right in sittings(brief, list(sources), chance):
            shown = {left: sources[left], right: sources[right]}
            seen_left, seen_right = (perceived(judge, source["quality"], chance) for source in shown.values())
            outcome = answer(judge, seen_left, seen_right, chance)
            took = seconds(judge, brief, list(shown.values()), abs(seen_left - seen_right), chance)
            clock[judge] += timedelta(seconds=took + 0.4)
            chosen = {"left": left, "right": right}.get(outcome)
            yield {
                "brief": brief["key"],
                "left": left,
                "right": right,
                "outcome": outcome,
                "judge": judge.name,
                "judge_kind": "sample",
                "seconds": took,
                "judged_at": clock[judge].isoformat(timespec="milliseconds"),
                "tags": tags(outcome, shown, chosen, chance),
            }


def make() -> dict[str, str]:
    """File name -> content."""
    recipes = tomllib.loads((DATA / "recipes.toml").read_text("utf-8"))["recipe"]
    briefs = [tomllib.loads((DATA / "briefs" / f"{key}.toml").read_text("utf-8")) for key in BRIEFS]
    judged = [brief for brief in briefs if brief["key"] in SINGLE_ROUNDS]
    lines = [json.dumps(judgment, ensure_ascii=False) for judgment in judgments(judged)]
    return {
        "sample.json": json.dumps(sample(recipes, briefs), ensure_ascii=False, indent=1) + "\n",
        "judgments.jsonl": "\n".join(lines) + "\n",
    }


if __name__ == "__main__":
    for name, content in make().items():
        (DATA / name).write_bytes(content.encode())
