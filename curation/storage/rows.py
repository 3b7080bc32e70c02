"""The rows of one transaction. What is asked of several words together lives in the modules beside this one."""

import hashlib
from collections.abc import Iterable
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import false, text
from sqlmodel import Session, SQLModel, col, func, select

from curation.storage.candidate_rows import CandidateRows
from curation.storage.comparison_rows import ComparisonRows
from curation.storage.import_rows import ImportRows
from curation.storage.presentation_rows import PresentationRows

Word = TypeVar("Word", bound=SQLModel)


class Rows:
    """What an action reads and writes within one transaction."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def add(self, *words: SQLModel) -> None:
        """Store new words, or the changed fields of known ones."""
        self.session.add_all(words)
        self.session.flush()

    def add_all(self, words: Iterable[SQLModel]) -> None:
        """Store many new words."""
        self.add(*words)

    def one_at_a_time(self, name: str) -> None:
        """Until this transaction ends, no other one goes on that asks for the same name.

        What is looked for first and made if missing would otherwise be made twice. SQLite has one writer anyway.
        """
        if self.session.get_bind().dialect.name == "postgresql":
            key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
            self.session.connection().execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})

    def get(self, word: type[Word], key: int) -> Word | None:
        """The word with this key."""
        return self.session.get(word, key) if 0 <= key < 1 << 63 else None

    def find(self, word: type[Word], **equal: Any) -> Word | None:
        """The first word whose columns have these values, or None."""
        found: Word | None = self.session.exec(_matching(word, equal).limit(1)).first()
        return found

    def all(self, word: type[Word], **equal: Any) -> list[Word]:
        """Every word whose columns have these values, oldest key first."""
        return list(self.session.exec(_matching(word, equal)))

    def count(self, word: type[SQLModel], **equal: Any) -> int:
        """How many words have these values."""
        return self.session.exec(select(func.count()).select_from(_matching(word, equal).subquery())).one()

    @cached_property
    def candidates(self) -> CandidateRows:
        """Candidates as people see them: those of imports that are done."""
        return CandidateRows(self.session)

    @cached_property
    def comparisons(self) -> ComparisonRows:
        """The log of judgments, and its tally."""
        return ComparisonRows(self.session)

    @cached_property
    def imports(self) -> ImportRows:
        """Imports and their state."""
        return ImportRows(self.session)

    @cached_property
    def presentations(self) -> PresentationRows:
        """Pairs as shown."""
        return PresentationRows(self.session)


def _matching(word: type[Word], equal: dict[str, Any]) -> Any:
    statement = select(word)
    for name, value in equal.items():
        if isinstance(value, str) and not _storable(value):
            # The engines refuse to look for what cannot be there.
            return statement.where(false())
        column = col(getattr(word, name))
        statement = statement.where(column.is_(None) if value is None else column == value)
    return statement.order_by(col(word.id))  # type: ignore[attr-defined]


def _storable(text: str) -> bool:
    """Whether a row may hold this text: no NUL, no half of a character."""
    return "\x00" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)
