"""Questions about imports."""

from sqlmodel import Session, col, select

from curation.models import Comparison, Import, ImportState


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

    def has_comparisons(self, import_id: int) -> bool:
        """Whether this import brought in judgments."""
        return (
            self._session.exec(select(Comparison.id).where(Comparison.import_id == import_id).limit(1)).first()
            is not None
        )
