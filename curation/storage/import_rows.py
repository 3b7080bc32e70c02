"""Questions about imports."""

from typing import Any

from sqlmodel import Session, col, func, select

from curation.models import Candidate, Comparison, Import, ImportState
from curation.storage.visible import visible_candidate


class ImportRows:
    """What was brought in, and whether it is visible."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def done(self, project_id: int, content_hash: str) -> Import | None:
        """The visible import of exactly these bytes, if there is one."""
        statement = select(Import).where(
            Import.project_id == project_id, Import.content_hash == content_hash, Import.state == ImportState.DONE
        )
        return self._session.exec(statement).first()

    def all(self, project_id: int) -> list[Import]:
        """Every import of a project, oldest first."""
        return list(self._session.exec(select(Import).where(Import.project_id == project_id).order_by(col(Import.id))))

    def returnable(self, project_id: int, content_hash: str, how: dict[str, Any]) -> Import | None:
        """An import of these bytes in this way that was taken back, and whose rows nobody has brought in since."""
        statement = select(Import).where(
            Import.project_id == project_id,
            Import.content_hash == content_hash,
            Import.state == ImportState.TAKEN_BACK,
        )
        alike = [found for found in self._session.exec(statement) if found.mapping == how]
        if not alike or self.done(project_id, content_hash) is not None:
            return None
        own = select(Candidate.source_key).where(Candidate.import_id == alike[-1].id)
        again = select(Candidate.id).where(*visible_candidate(project_id), col(Candidate.source_key).in_(own)).limit(1)
        return alike[-1] if self._session.exec(again).first() is None else None

    def sizes(self, import_id: int) -> tuple[int, int, int]:
        """How many candidates and judgments an import brought, and of how many judges."""
        candidates = select(func.count()).select_from(Candidate).where(Candidate.import_id == import_id)
        judgments = select(func.count(), func.count(func.distinct(Comparison.judge_id))).where(
            Comparison.import_id == import_id
        )
        return (self._session.exec(candidates).one(), *self._session.exec(judgments).one())
