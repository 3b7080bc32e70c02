"""Questions about presentations. They are asked with every judgment, so their statements are built once."""

from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import Session, col, select, update

from curation.models import Presentation

_OF_JUDGE = (
    col(Presentation.project_id) == bindparam("project_id"),
    col(Presentation.judge_id) == bindparam("judge_id"),
)
_OPEN = select(Presentation).where(*_OF_JUDGE, col(Presentation.closed_at).is_(None))
_BY_TOKEN = select(Presentation).where(col(Presentation.token) == bindparam("token"))
_CLOSE = (
    update(Presentation)
    .where(col(Presentation.id) == bindparam("presentation_id"), col(Presentation.closed_at).is_(None))
    .values(closed_at=bindparam("now"))
)
_RECENT = select(Presentation.brief_id).where(*_OF_JUDGE).order_by(col(Presentation.id).desc()).limit(bindparam("most"))
_SEEN = select(Presentation.left_id, Presentation.right_id).where(
    *_OF_JUDGE, col(Presentation.criterion_id) == bindparam("criterion_id")
)
_SEEN_OF_BRIEF = _SEEN.where(col(Presentation.brief_id) == bindparam("brief_id"))


class PresentationRows:
    """Pairs as shown to judges."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def open_of(self, project_id: int, judge_id: int) -> Presentation | None:
        """The pair this judge has before them, at most one per project."""
        return self._session.exec(_OPEN, params={"project_id": project_id, "judge_id": judge_id}).first()

    def by_token(self, token: str) -> Presentation | None:
        """The presentation a browser means."""
        return self._session.exec(_BY_TOKEN, params={"token": token}).first()

    def close(self, presentation_id: int, now: datetime) -> None:
        """It was answered, undone or given back; a late answer still counts."""
        self._session.connection().execute(_CLOSE, {"presentation_id": presentation_id, "now": now})

    def recent_briefs(self, project_id: int, judge_id: int, limit: int) -> list[int]:
        """The briefs of the pairs this judge was shown last, latest first."""
        asked = {"project_id": project_id, "judge_id": judge_id, "most": limit}
        return list(self._session.connection().execute(_RECENT, asked).scalars())

    def pairs_seen(
        self, project_id: int, judge_id: int, criterion_id: int, brief_id: int | None
    ) -> list[tuple[int, int]]:
        """Every pair, or every pair of a brief, that this judge was ever shown for this criterion, sides as shown."""
        asked = {"project_id": project_id, "judge_id": judge_id, "criterion_id": criterion_id}
        if brief_id is None:
            rows = self._session.connection().execute(_SEEN, asked)
        else:
            rows = self._session.connection().execute(_SEEN_OF_BRIEF, {**asked, "brief_id": brief_id})
        return [(left, right) for left, right in rows]
