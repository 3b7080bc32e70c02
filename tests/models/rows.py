"""The least each word needs to be made, for the tests that go through all of them."""

from typing import Any

from curation import models
from curation.models.base import Row

WORDS: dict[type[Row], dict[str, Any]] = {
    models.Project: {"name": "Spring posters"},
    models.Brief: {"project_id": 1, "text": "A poster for the market"},
    models.Connection: {"name": "local", "kind": "openai"},
    models.Recipe: {"project_id": 1, "name": "plain"},
    models.Criterion: {"project_id": 1},
    models.Tag: {"project_id": 1, "slug": "too-long", "label_en": "Too long", "label_fr": "Trop long"},
    models.Run: {"project_id": 1},
    models.Import: {"project_id": 1, "kind": "candidates", "file_name": "outputs.csv", "content_hash": "0" * 64},
    models.Candidate: {"project_id": 1, "brief_id": 1, "recipe_id": 1, "text": "Come early."},
    models.Decision: {"project_id": 1, "candidate_id": 1, "judge_id": 1, "kind": "keep"},
    models.Tagging: {"project_id": 1, "candidate_id": 1, "tag_id": 1, "judge_id": 1},
    models.Judge: {"name": "Ada"},
    models.Presentation: {
        "project_id": 1,
        "brief_id": 1,
        "criterion_id": 1,
        "judge_id": 1,
        "left_id": 1,
        "right_id": 2,
        "policy": "random",
    },
    models.Comparison: {
        "project_id": 1,
        "brief_id": 1,
        "criterion_id": 1,
        "judge_id": 1,
        "presentation_id": 1,
        "left_id": 1,
        "right_id": 2,
        "outcome": "left",
    },
    models.Retraction: {"project_id": 1, "comparison_id": 1, "judge_id": 1},
}


def make(word: type[Row], **changes: Any) -> Row:
    """A valid row of this word, but for the changes."""
    return word(**{**WORDS[word], **changes})
