"""Which column is meant: the names a file may give to what is read from it, and what `--map target=column` says.

A column named with --map comes first. Otherwise the synonyms are tried in the order written here, the canonical name
first; case, spaces, hyphens and underscores do not matter. A column serves one target only. `--map target=` without a
column says that the file has none, whatever its columns are called.
"""

import re
import shlex
from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType

from curation.errors import BadValue, MissingColumn
from curation.importers.excerpts import listed, quoted
from curation.importers.tables import Table

NO_MAPPING: Mapping[str, str] = MappingProxyType({})
Synonyms = Mapping[str, tuple[str, ...]]

PROMPT = ("prompt", "brief", "question", "instruction", "input", "prompt_text", "caption", "prompt_id", "question_id")

CANDIDATE_TARGETS: Synonyms = MappingProxyType(
    {
        "prompt": PROMPT,
        "response": ("response", "output", "completion", "answer", "text", "result", "generation"),
        "model": ("model", "recipe", "model_name", "model_id", "llm", "name"),
        "tags": ("tags",),
    }
)

JUDGMENT_TARGETS: Synonyms = MappingProxyType(
    {
        "left": ("left", "model_a", "left_choice_id", "model_1", "system_a", "image_0_uid", "model_0", "model_x"),
        "right": ("right", "model_b", "right_choice_id", "model_2", "system_b", "image_1_uid", "model_1", "model_y"),
        "winner": ("winner", "outcome", "preference", "verdict", "winner_id"),
        "loser": ("loser", "loser_id"),
        "left_wins": ("winner_model_a", "winner_a", "label_0"),
        "right_wins": ("winner_model_b", "winner_b", "label_1"),
        "tie": ("winner_tie", "tie"),
        "judge": (
            *("judge", "worker", "annotator", "user", "rater", "voter"),
            *("judge_id", "worker_id", "annotator_id", "user_id", "session_id"),
        ),
        "prompt": PROMPT,
        "left_response": ("left_response", "response_a", "response_left", "output_a", "response_1", "response_0"),
        "right_response": ("right_response", "response_b", "response_right", "output_b", "response_2", "response_1"),
        "degree": ("degree",),
        "seconds": ("seconds", "duration_seconds", "seconds_taken", "response_time_(s)"),
        "judged_at": ("judged_at", "tstamp", "timestamp", "created_at", "time"),
        "valid": ("valid",),
    }
)

# Their synonyms stand in the same order: the first pair that is complete is meant.
PAIRED = (("left", "right"), ("left_wins", "right_wins"), ("left_response", "right_response"))

BRIEF_TARGETS: Synonyms = MappingProxyType(
    {
        "id": ("id", "key", "prompt_id", "question_id", "brief_id"),
        "text": ("text", "prompt", "brief", "question", "instruction", "input", "prompt_text", "caption"),
    }
)

ALIASES: Mapping[str, str] = MappingProxyType({"brief": "prompt", "recipe": "model"})


def plain(name: str) -> str:
    """A column's name without what people vary: `Model A`, `model-a` and `model_a` are the same.

    Example:
        >>> plain(" Left Choice ID")
        'left_choice_id'
    """
    return re.sub(r"[\s_-]+", "_", name.strip().casefold())


def columns_by_target(table: Table, mapping: Mapping[str, str], targets: Synonyms) -> dict[str, str]:
    """The column of the table for each target that has one. A target mapped to nothing (`--map seconds=`) has none.

    Raises:
        BadValue: the mapping names a target that does not exist.
        MissingColumn: the mapping names a column that is not in the file.
    """
    chosen = {_known(target, targets): _mapped(table, target, column) for target, column in mapping.items()}
    free: dict[str, str] = {}
    for column in table.columns:
        if column not in chosen.values():
            free.setdefault(plain(column), column)
    for left, right in PAIRED:
        if left in targets and left not in chosen and right not in chosen:
            pairs = zip(targets[left], targets[right], strict=True)
            pair = next((pair for pair in pairs if free.keys() >= set(pair)), None)
            chosen |= {left: free.pop(pair[0]), right: free.pop(pair[1])} if pair else {left: "", right: ""}
    for target, synonyms in targets.items():
        name = next((name for name in synonyms if name in free), None)
        if target not in chosen and name is not None:
            chosen[target] = free.pop(name)
    return {target: column for target, column in chosen.items() if column}


def missing(table: Table, expected: str, target: str, taken: Collection[str] = ()) -> MissingColumn:
    """The sentence for a table without what is needed, with an example made of a column that is not `taken`."""
    column = next((name for name in table.columns if name not in taken), next(iter(table.columns), "column"))
    return MissingColumn(table.file, listed(table.columns), expected, f"{target}={shlex.quote(column)}")


def _known(target: str, targets: Iterable[str]) -> str:
    name = plain(target)
    name = ALIASES.get(name, name)
    if name not in targets:
        raise BadValue("--map", quoted(target), ", ".join(targets))
    return name


def _mapped(table: Table, target: str, column: str) -> str:
    if not column or column in table.values:
        return column
    for name in table.columns:
        if plain(name) == plain(column):
            return name
    raise missing(table, quoted(column), target)
