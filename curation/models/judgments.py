"""Who judges, what they were shown, what they answered. Presentations and comparisons are never rewritten."""

import secrets
from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import StringConstraints, model_validator
from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlmodel import Field

from curation.models.base import (
    NAME_LENGTH,
    Row,
    UTCDateTime,
    by_value,
    json_field,
    key_field,
    optional_reference,
    reference,
    time_field,
    unchecked_reference,
)
from curation.models.enums import Degree, JudgeKind, Origin, Outcome

TOKEN_PATTERN = r"^[A-Za-z0-9_-]{16,64}$"


def new_token() -> str:
    """128 random bits: all that a browser knows of a presentation."""
    return secrets.token_urlsafe(16)


class Judge(Row, table=True):
    """A person who judges. Imported and sample judges belong to one project; persons to the workspace."""

    __table_args__ = (UniqueConstraint("project_id", "kind", "name"),)

    id: int = key_field()
    project_id: int | None = optional_reference("project.id")
    kind: JudgeKind = Field(default=JudgeKind.PERSON, sa_type=by_value(JudgeKind))
    name: str = Field(default="", max_length=NAME_LENGTH)
    external_ids: dict[str, Any] = json_field()
    created_at: datetime = time_field()


class Presentation(Row, table=True):
    """A pair as shown to one judge. At most one is open per judge and project."""

    __table_args__ = (
        Index(
            "uq_presentation_open",
            "project_id",
            "judge_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_presentation_judge", "project_id", "judge_id", "criterion_id"),
    )

    id: int = key_field()
    project_id: int = reference("project.id")
    brief_id: int = reference("brief.id")
    criterion_id: int = reference("criterion.id")
    judge_id: int = reference("judge.id")
    token: Annotated[str, StringConstraints(pattern=TOKEN_PATTERN)] = Field(
        default_factory=new_token, unique=True, max_length=64
    )
    left_id: int = reference("candidate.id")
    right_id: int = reference("candidate.id")
    policy: str = Field(min_length=1, max_length=64)
    repeat_of: int | None = optional_reference("presentation.id")
    undo_of: int | None = Field(default=None, sa_type=BigInteger)
    gold: Outcome | None = Field(default=None, sa_type=by_value(Outcome), nullable=True)
    created_at: datetime = time_field()
    expires_at: datetime | None = Field(default=None, sa_type=UTCDateTime, nullable=True)
    closed_at: datetime | None = Field(default=None, sa_type=UTCDateTime, nullable=True)

    @model_validator(mode="after")
    def _two_candidates(self) -> Self:
        if self.left_id == self.right_id:
            raise ValueError("a candidate cannot be compared with itself")
        return self


class Comparison(Row, table=True):
    """The answer to a pair. Append-only; undo is a Retraction.

    Rows it refers to are never deleted, and actions bind them by key; foreign keys would take three quarters of the
    time of a bulk import, so only the presentation, which imports do not have, is checked by the database.
    """

    __table_args__ = (
        # Imported judgments have no presentation; leaving them out halves the cost of a bulk import.
        Index(
            "uq_comparison_judge_presentation",
            "judge_id",
            "presentation_id",
            unique=True,
            sqlite_where=text("presentation_id IS NOT NULL"),
            postgresql_where=text("presentation_id IS NOT NULL"),
        ),
        # A criterion belongs to one project, so the tally needs no project in front of it.
        Index("ix_comparison_tally", "criterion_id", "left_id", "right_id", "outcome", "import_id"),
    )

    id: int = key_field()
    project_id: int = unchecked_reference()
    brief_id: int = unchecked_reference()
    criterion_id: int = unchecked_reference()
    judge_id: int = unchecked_reference()
    presentation_id: int | None = optional_reference("presentation.id")
    import_id: int | None = Field(default=None, sa_type=BigInteger)
    left_id: int = unchecked_reference()
    right_id: int = unchecked_reference()
    outcome: Outcome = Field(sa_type=by_value(Outcome))
    degree: Degree | None = Field(default=None, sa_type=by_value(Degree), nullable=True)
    note: str = Field(default="", max_length=5000)
    seconds: float | None = Field(default=None, ge=0)
    origin: Origin = Field(default=Origin.APP, sa_type=by_value(Origin))
    sides_known: bool = True
    created_at: datetime = time_field()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.left_id == self.right_id:
            raise ValueError("a candidate cannot be compared with itself")
        if self.degree is not None and self.outcome not in (Outcome.LEFT, Outcome.RIGHT):
            raise ValueError("only a choice of one side can be clear or slight")
        if self.origin is Origin.APP and self.presentation_id is None:
            raise ValueError("a judgment made in the app belongs to a presentation")
        return self


class Retraction(Row, table=True):
    """A comparison taken back, by undo or by an owner. The comparison itself stays in the log."""

    id: int = key_field()
    project_id: int = reference("project.id", index=True)
    comparison_id: int = Field(foreign_key="comparison.id", unique=True, sa_type=BigInteger, ge=0)
    judge_id: int = reference("judge.id")
    reason: str = Field(default="undo", max_length=200)
    created_at: datetime = time_field()
