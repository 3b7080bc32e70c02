"""Project and what it asks for: briefs, recipes, criteria, tags, and the connections that make candidates."""

import hashlib
import json
from datetime import datetime
from typing import Annotated, Any

from pydantic import StringConstraints, field_validator
from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field

from curation.models.base import (
    NAME_LENGTH,
    TEXT_LENGTH,
    Row,
    by_value,
    json_field,
    key_field,
    optional_reference,
    reference,
    time_field,
)
from curation.models.enums import Goal, MediaKind

DEFAULT_QUESTION = "Which would you publish?"
SLUG_PATTERN = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
VARIABLE_PATTERN = r"^[A-Z_][A-Z0-9_]*$"


def fingerprint(**content: Any) -> str:
    """SHA-256 of canonical JSON: the same content has the same fingerprint on every machine."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


class Project(Row, table=True):
    """Briefs and candidates judged together, with a goal and a number of winners per brief."""

    id: int = key_field()
    name: str = Field(min_length=1, max_length=NAME_LENGTH, unique=True)
    goal: Goal = Field(default=Goal.PICK_BEST, sa_type=by_value(Goal))
    winners_per_brief: int = Field(default=1, ge=1, le=100_000)
    baseline_recipe_id: int | None = Field(default=None, sa_type=BigInteger)
    is_sample: bool = False
    created_at: datetime = time_field()

    @field_validator("name")
    @classmethod
    def _trimmed(cls, name: str) -> str:
        if name != name.strip() or not name.isprintable():
            raise ValueError("a project's name has no spaces around it and no control characters")
        return name


class Brief(Row, table=True):
    """One thing asked for. Immutable once a candidate refers to it; a change is a new version of the same lineage."""

    __table_args__ = (UniqueConstraint("project_id", "fingerprint"), UniqueConstraint("lineage_id", "version"))

    id: int = key_field()
    project_id: int = reference("project.id", index=True)
    lineage_id: int = Field(default=0, sa_type=BigInteger)
    version: int = Field(default=1, ge=1)
    key: str | None = Field(default=None, max_length=NAME_LENGTH, index=True)
    title: str = Field(default="", max_length=NAME_LENGTH)
    text: str = Field(max_length=TEXT_LENGTH)
    inputs: dict[str, Any] = json_field()
    winners: int | None = Field(default=None, ge=1, le=100_000)
    position: int = Field(default=0, ge=0)
    fingerprint: str = Field(default="", max_length=64)
    created_at: datetime = time_field()

    def __init__(self, **data: Any) -> None:
        super().__init__(**data)
        if data:
            self.lineage_id = self.lineage_id or self.id
            self.fingerprint = self.fingerprint or fingerprint(text=self.text, inputs=self.inputs)


class Connection(Row, table=True):
    """A service that turns prompts into outputs. It names the environment variable of its key, never the key."""

    id: int = key_field()
    name: str = Field(min_length=1, max_length=NAME_LENGTH, unique=True)
    kind: str = Field(min_length=1, max_length=64)
    base_url: str | None = Field(default=None, max_length=2000)
    key_variable: Annotated[str, StringConstraints(pattern=VARIABLE_PATTERN)] | None = Field(
        default=None, max_length=NAME_LENGTH
    )
    options: dict[str, Any] = json_field()
    created_at: datetime = time_field()


class Recipe(Row, table=True):
    """How candidates are made. Immutable once used; a change is a new version under the same name."""

    __table_args__ = (UniqueConstraint("project_id", "name", "version"), UniqueConstraint("project_id", "fingerprint"))

    id: int = key_field()
    project_id: int = reference("project.id", index=True)
    name: str = Field(min_length=1, max_length=NAME_LENGTH)
    version: int = Field(default=1, ge=1)
    connection_id: int | None = optional_reference("connection.id")
    model: str = Field(default="", max_length=NAME_LENGTH)
    prompt_template: str = Field(default="", max_length=TEXT_LENGTH)
    system_prompt: str = Field(default="", max_length=TEXT_LENGTH)
    parameters: dict[str, Any] = json_field()
    fingerprint: str = Field(default="", max_length=64)
    created_at: datetime = time_field()

    def __init__(self, **data: Any) -> None:
        super().__init__(**data)
        if data:
            self.fingerprint = self.fingerprint or fingerprint(
                name=self.name,
                connection=self.connection_id,
                model=self.model,
                prompt_template=self.prompt_template,
                system_prompt=self.system_prompt,
                parameters=self.parameters,
            )


class Criterion(Row, table=True):
    """What is judged, with the question asked. The lowest position is asked first and drives the choice of pairs."""

    __table_args__ = (UniqueConstraint("project_id", "name"),)

    id: int = key_field()
    project_id: int = reference("project.id")
    name: str = Field(default="overall", min_length=1, max_length=NAME_LENGTH)
    question: str = Field(default=DEFAULT_QUESTION, min_length=1, max_length=500)
    position: int = Field(default=0, ge=0)
    created_at: datetime = time_field()


class Tag(Row, table=True):
    """A label judges put on candidates, in English and French; `media` says for which kind it is offered."""

    __table_args__ = (UniqueConstraint("project_id", "slug"),)

    id: int = key_field()
    project_id: int = reference("project.id")
    slug: Annotated[str, StringConstraints(pattern=SLUG_PATTERN)] = Field(max_length=64)
    label_en: str = Field(min_length=1, max_length=64)
    label_fr: str = Field(min_length=1, max_length=64)
    media: MediaKind | None = Field(default=None, sa_type=by_value(MediaKind), nullable=True)
    position: int = Field(default=0, ge=0)
    created_at: datetime = time_field()
