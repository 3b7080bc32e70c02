"""The words of Curation: one class per word, validated when made. See each module's first line."""

from curation.models.candidates import Candidate, Decision, Import, Run, Tagging
from curation.models.enums import (
    DecisionKind,
    Degree,
    Goal,
    ImportKind,
    ImportState,
    JudgeKind,
    MediaKind,
    Origin,
    Outcome,
    Role,
    RunState,
)
from curation.models.judgments import Comparison, Judge, Presentation, Retraction
from curation.models.keys import new_key, new_keys
from curation.models.projects import Brief, Connection, Criterion, Project, Recipe, Tag

__all__ = [
    "Brief",
    "Candidate",
    "Comparison",
    "Connection",
    "Criterion",
    "Decision",
    "DecisionKind",
    "Degree",
    "Goal",
    "Import",
    "ImportKind",
    "ImportState",
    "Judge",
    "JudgeKind",
    "MediaKind",
    "Origin",
    "Outcome",
    "Presentation",
    "Project",
    "Recipe",
    "Retraction",
    "Role",
    "Run",
    "RunState",
    "Tag",
    "Tagging",
    "new_key",
    "new_keys",
]
