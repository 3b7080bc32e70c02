"""Candidates, where they come from (runs and imports) and what people decided about them."""

from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import StringConstraints, model_validator
from sqlalchemy import Index
from sqlmodel import Field

from curation.models.base import (
    TEXT_LENGTH,
    Row,
    UTCDateTime,
    by_value,
    json_field,
    key_field,
    optional_reference,
    reference,
    time_field,
)
from curation.models.enums import DecisionKind, ImportKind, ImportState, MediaKind, RunState

HASH_PATTERN = r"^[0-9a-f]{64}$"


class Run(Row, table=True):
    """One request to generate: briefs x recipes x n, within a budget in US dollars."""

    id: int = key_field()
    project_id: int = reference("project.id", index=True)
    judge_id: int | None = optional_reference("judge.id")
    state: RunState = Field(default=RunState.PLANNED, sa_type=by_value(RunState))
    plan: dict[str, Any] = json_field()
    budget_usd: float | None = Field(default=None, ge=0)
    round: int = Field(default=0, ge=0)
    created_at: datetime = time_field()


class Import(Row, table=True):
    """One bringing-in of a file. Its rows are visible only while it is DONE."""

    __table_args__ = (Index("ix_import_project_content", "project_id", "content_hash"),)

    id: int = key_field()
    project_id: int = reference("project.id")
    judge_id: int | None = optional_reference("judge.id")
    kind: ImportKind = Field(sa_type=by_value(ImportKind))
    state: ImportState = Field(default=ImportState.PENDING, sa_type=by_value(ImportState))
    file_name: str = Field(max_length=500)
    content_hash: Annotated[str, StringConstraints(pattern=HASH_PATTERN)] = Field(max_length=64)
    mapping: dict[str, Any] = json_field()
    rows: int = Field(default=0, ge=0)
    created_at: datetime = time_field()
    finished_at: datetime | None = Field(default=None, sa_type=UTCDateTime, nullable=True)


class Candidate(Row, table=True):
    """One output, with everything needed to make it again and to say where it came from.

    `media_hash` names the original file, `shown_hash` the copy without metadata that judges see.
    """

    __table_args__ = (
        Index("ix_candidate_brief_recipe", "project_id", "brief_id", "recipe_id"),
        Index("ix_candidate_source", "project_id", "source_key"),
    )

    id: int = key_field()
    project_id: int = reference("project.id")
    brief_id: int = reference("brief.id", index=True)
    recipe_id: int = reference("recipe.id", index=True)
    run_id: int | None = optional_reference("run.id", index=True)
    import_id: int | None = optional_reference("import.id", index=True)
    call_id: str | None = Field(default=None, max_length=128, unique=True)
    parent_id: int | None = optional_reference("candidate.id")
    round: int = Field(default=0, ge=0)
    source_key: str | None = Field(default=None, max_length=64)
    prompt: str = Field(default="", max_length=TEXT_LENGTH)
    media: MediaKind = Field(default=MediaKind.TEXT, sa_type=by_value(MediaKind))
    text: str | None = Field(default=None, max_length=TEXT_LENGTH)
    media_hash: Annotated[str, StringConstraints(pattern=HASH_PATTERN)] | None = Field(default=None, max_length=64)
    shown_hash: Annotated[str, StringConstraints(pattern=HASH_PATTERN)] | None = Field(default=None, max_length=64)
    media_type: str | None = Field(default=None, max_length=100)
    width: int | None = Field(default=None, ge=1)
    height: int | None = Field(default=None, ge=1)
    parameters: dict[str, Any] = json_field()
    finish_reason: str | None = Field(default=None, max_length=64)
    cost_usd: float | None = Field(default=None, ge=0)
    seconds: float | None = Field(default=None, ge=0)
    input_tokens: int | None = Field(default=None, ge=0)
    output_tokens: int | None = Field(default=None, ge=0)
    created_at: datetime = time_field()

    @model_validator(mode="after")
    def _has_content(self) -> Self:
        if self.media is MediaKind.TEXT and self.text is None:
            raise ValueError("a text candidate needs its text")
        if self.media is not MediaKind.TEXT and self.media_hash is None:
            raise ValueError("a candidate of pictures, sound or video needs its media file")
        return self


class Decision(Row, table=True):
    """Keep or reject in the first pass, picked by hand, merged with another. Append-only; the latest counts."""

    __table_args__ = (Index("ix_decision_project_candidate", "project_id", "candidate_id"),)

    id: int = key_field()
    project_id: int = reference("project.id")
    candidate_id: int = reference("candidate.id")
    judge_id: int = reference("judge.id")
    kind: DecisionKind = Field(sa_type=by_value(DecisionKind))
    into_id: int | None = optional_reference("candidate.id")
    rank: int | None = Field(default=None, ge=1)
    note: str = Field(default="", max_length=5000)
    seconds: float | None = Field(default=None, ge=0)
    created_at: datetime = time_field()

    @model_validator(mode="after")
    def _merge_has_target(self) -> Self:
        if (self.kind is DecisionKind.MERGED) != (self.into_id is not None):
            raise ValueError("a merge, and only a merge, names the candidate it goes into")
        if self.into_id == self.candidate_id:
            raise ValueError("a candidate cannot be merged into itself")
        return self


class Tagging(Row, table=True):
    """A tag put on a candidate by a judge, perhaps while judging a pair. Taking it off stores when."""

    __table_args__ = (Index("ix_tagging_candidate", "candidate_id", "tag_id", "judge_id"),)

    id: int = key_field()
    project_id: int = reference("project.id", index=True)
    candidate_id: int = reference("candidate.id")
    tag_id: int = reference("tag.id")
    judge_id: int = reference("judge.id")
    presentation_id: int | None = optional_reference("presentation.id")
    created_at: datetime = time_field()
    removed_at: datetime | None = Field(default=None, sa_type=UTCDateTime, nullable=True)
