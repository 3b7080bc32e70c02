"""Questions about presentations."""

from datetime import datetime

from sqlmodel import Session, col, select, update

from curation.models import Presentation


class PresentationRows:
    """Pairs as shown to judges."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def open_of(self, project_id: int, judge_id: int) -> Presentation | None:
        """The pair this judge has before them, at most one per project."""
        statement = select(Presentation).where(
            Presentation.project_id == project_id,
            Presentation.judge_id == judge_id,
            col(Presentation.closed_at).is_(None),
        )
        return self._session.exec(statement).first()

    def by_token(self, token: str) -> Presentation | None:
        """The presentation a browser means."""
        return self._session.exec(select(Presentation).where(Presentation.token == token)).first()

    def close(self, presentation_id: int, now: datetime) -> None:
        """It was answered, undone or given back; a late answer still counts."""
        statement = update(Presentation).where(
            col(Presentation.id) == presentation_id, col(Presentation.closed_at).is_(None)
        )
        self._session.connection().execute(statement.values(closed_at=now))

    def recent_briefs(self, project_id: int, judge_id: int, limit: int) -> list[int]:
        """The briefs of the pairs this judge was shown last, latest first."""
        statement = (
            select(Presentation.brief_id)
            .where(Presentation.project_id == project_id, Presentation.judge_id == judge_id)
            .order_by(col(Presentation.id).desc())
            .limit(limit)
        )
        return list(self._session.exec(statement))

    def pairs_seen(
        self, project_id: int, judge_id: int, criterion_id: int, brief_id: int | None
    ) -> list[tuple[int, int]]:
        """Every pair, or every pair of a brief, that this judge was ever shown for this criterion, sides as shown."""
        statement = select(Presentation.left_id, Presentation.right_id).where(
            Presentation.project_id == project_id,
            Presentation.judge_id == judge_id,
            Presentation.criterion_id == criterion_id,
        )
        if brief_id is not None:
            statement = statement.where(Presentation.brief_id == brief_id)
        return [(left, right) for left, right in self._session.exec(statement)]
