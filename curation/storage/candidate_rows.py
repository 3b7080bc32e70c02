"""Questions about candidates and their tags."""

from typing import NamedTuple

from sqlalchemy import bindparam, case
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, func, select

from curation.models import Candidate, MediaKind, Tag, Tagging
from curation.storage.visible import visible_candidate


class CandidateKey(NamedTuple):
    """What binding, ranking and pairing need to know of a candidate."""

    id: int
    brief_id: int
    recipe_id: int
    media: MediaKind


_STATE = sql_select(func.count(), func.max(col(Candidate.id))).where(*visible_candidate(bindparam("project_id")))
_WITH_IDS = select(Candidate).where(col(Candidate.id).in_(bindparam("ids", expanding=True)))


class CandidateRows:
    """Candidates as people see them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def state(self, project_id: int) -> tuple[int, int]:
        """How many candidates are visible and the newest key: as long as both stay, the candidates are the same."""
        count, newest = self._session.connection().execute(_STATE, {"project_id": project_id}).one()
        return count, newest or 0

    def keys(self, project_id: int, brief_id: int | None = None) -> list[CandidateKey]:
        """Every visible candidate in the order they came, without its content."""
        statement = select(Candidate.id, Candidate.brief_id, Candidate.recipe_id, Candidate.media)
        statement = statement.where(*visible_candidate(project_id)).order_by(col(Candidate.id))
        if brief_id is not None:
            statement = statement.where(Candidate.brief_id == brief_id)
        return [
            CandidateKey(key, brief, recipe, MediaKind(media))
            for key, brief, recipe, media in self._session.exec(statement)
        ]

    def visible(self, project_id: int, brief_id: int | None = None) -> list[Candidate]:
        """Every visible candidate with its content, in the order they came."""
        statement = select(Candidate).where(*visible_candidate(project_id)).order_by(col(Candidate.id))
        if brief_id is not None:
            statement = statement.where(Candidate.brief_id == brief_id)
        return list(self._session.exec(statement))

    def first(self, project_id: int, limit: int) -> list[Candidate]:
        """The first few visible candidates, pictures before texts."""
        statement = select(Candidate).where(*visible_candidate(project_id))
        by_picture = case((col(Candidate.shown_hash).is_(None), 1), else_=0)
        return list(self._session.exec(statement.order_by(by_picture, col(Candidate.id)).limit(limit)))

    def with_ids(self, ids: list[int]) -> dict[int, Candidate]:
        """Candidates by key; asked in slices, since engines limit the number of parameters."""
        found: dict[int, Candidate] = {}
        for start in range(0, len(ids), 500):
            part = ids[start : start + 500]
            found.update((row.id, row) for row in self._session.exec(_WITH_IDS, params={"ids": part}))
        return found

    def source_keys(self, project_id: int) -> set[str]:
        """The source keys of the visible candidates, so that a row is not brought in twice."""
        statement = select(Candidate.source_key).where(*visible_candidate(project_id))
        return {key for key in self._session.exec(statement.where(col(Candidate.source_key).is_not(None))) if key}

    def count_by_brief(self, project_id: int) -> dict[int, int]:
        """How many visible candidates each brief has."""
        statement = select(Candidate.brief_id, func.count()).where(*visible_candidate(project_id))
        return dict(self._session.exec(statement.group_by(col(Candidate.brief_id))).all())

    def use_brief(self, brief_id: int) -> bool:
        """Whether any candidate, visible or not, refers to this brief."""
        return (
            self._session.exec(select(Candidate.id).where(Candidate.brief_id == brief_id).limit(1)).first() is not None
        )

    def use_recipe(self, recipe_id: int) -> bool:
        """Whether any candidate, visible or not, refers to this recipe."""
        found = select(Candidate.id).where(Candidate.recipe_id == recipe_id).limit(1)
        return self._session.exec(found).first() is not None

    def tags(self, project_id: int) -> dict[int, dict[str, int]]:
        """Candidate -> tag slug -> how many judges put it there."""
        statement = (
            select(Tagging.candidate_id, Tag.slug, func.count(func.distinct(Tagging.judge_id)))
            .join(Tag, col(Tag.id) == col(Tagging.tag_id))
            .where(Tagging.project_id == project_id, col(Tagging.removed_at).is_(None))
            .group_by(col(Tagging.candidate_id), col(Tag.slug))
            .order_by(col(Tagging.candidate_id), col(Tag.slug))
        )
        tags: dict[int, dict[str, int]] = {}
        for candidate, slug, judges in self._session.exec(statement):
            tags.setdefault(candidate, {})[slug] = judges
        return tags
