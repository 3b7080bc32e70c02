"""The log of judgments: one INSERT for an answer, bulk insertion for imports, one GROUP BY for the tally."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import chain, repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import case
from sqlalchemy import select as sql_select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, func, select

from curation.models import Candidate, Comparison, Judge, Outcome, Retraction
from curation.storage.visible import valid_comparison


@dataclass(frozen=True)
class PairCounts:
    """Distinct (left, right), sides as shown, with how often each outcome was given: arrays of one length."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    counts: dict[Outcome, NDArray[np.int64]]


_SAVE: dict[str, Any] = {
    "sqlite": sqlite.insert(Comparison).on_conflict_do_nothing().returning(col(Comparison.id)),
    "postgresql": postgresql.insert(Comparison).on_conflict_do_nothing().returning(col(Comparison.id)),
}


class ComparisonRows:
    """The append-only log."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def save(self, comparison: Comparison) -> bool:
        """Append one answer. False when this judge has already answered this presentation: then nothing is stored."""
        saved = _SAVE[self._session.get_bind().dialect.name]
        return self._session.connection().execute(saved, comparison.model_dump()).first() is not None

    def _execute(self, statement: Any) -> Any:
        return self._session.connection().execute(statement)

    def add_columns(self, columns: dict[str, Sequence[Any]], **same: Any) -> None:
        """Append many imported judgments given by column; `same` holds values all of them share.

        The caller has validated the columns; here they only become rows: COPY on PostgreSQL,
        one prepared statement on SQLite.
        """
        connection = self._session.connection()
        raw: Any = connection.connection.dbapi_connection
        quoted = ", ".join(f'"{name}"' for name in (*columns, *same))
        if connection.dialect.name == "postgresql":
            shared = [repeat(_plain_value(value)) for value in same.values()]
            rows = zip(*(_plain_column(values, _plain_value) for values in columns.values()), *shared, strict=False)
            with raw.cursor() as cursor, cursor.copy(f"COPY comparison ({quoted}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            # What all rows share stands in the statement: binding it a million times takes a third of the time.
            values = ", ".join([*("?" * len(columns)), *(_literal(_plain_text(value)) for value in same.values())])
            rows = zip(*(_plain_column(values, _plain_text) for values in columns.values()), strict=True)
            raw.executemany(f"INSERT INTO comparison ({quoted}) VALUES ({values})", rows)  # noqa: S608  # our own names

    def tally(self, project_id: int, criterion_id: int, brief_id: int | None = None) -> PairCounts:
        """How often each pair was shown this way round and answered so. One GROUP BY over one covering index.

        With `brief_id`, only pairs of that brief's candidates.
        """
        statement = (
            sql_select(
                col(Comparison.left_id),
                col(Comparison.right_id),
                *(func.sum(case((col(Comparison.outcome) == outcome, 1), else_=0)) for outcome in Outcome),
            )
            .where(*valid_comparison(project_id, criterion_id))
            .group_by(col(Comparison.left_id), col(Comparison.right_id))
        )
        if brief_id is not None:
            of_brief = select(Candidate.id).where(Candidate.brief_id == brief_id)
            statement = statement.where(col(Comparison.left_id).in_(of_brief))
        # A million rows as objects of SQLAlchemy would take longer than the counting.
        result = self._session.connection().execute(statement)
        cursor: Any = result.cursor
        numbers: Iterator[int] = chain.from_iterable(cursor)
        table = np.fromiter(numbers, np.int64).reshape(-1, 2 + len(Outcome))
        counts = {outcome: table[:, 2 + place] for place, outcome in enumerate(Outcome)}
        return PairCounts(table[:, 0], table[:, 1], counts)

    def log(self, project_id: int, criterion_id: int | None = None) -> list[Comparison]:
        """Every comparison that counts, in the order given."""
        statement = select(Comparison).where(*valid_comparison(project_id, criterion_id)).order_by(col(Comparison.id))
        return list(self._session.exec(statement))

    def count(self, project_id: int, judge_id: int | None = None) -> int:
        """How many comparisons count, of everybody, or given by one judge in the app."""
        statement = select(func.count()).select_from(Comparison).where(*valid_comparison(project_id))
        if judge_id is not None:
            statement = statement.where(Comparison.judge_id == judge_id, col(Comparison.presentation_id).is_not(None))
        return self._session.exec(statement).one()

    def count_by_brief(self, project_id: int) -> dict[int, int]:
        """How many comparisons that count each brief has."""
        statement = select(Comparison.brief_id, func.count()).where(*valid_comparison(project_id))
        return dict(self._session.exec(statement.group_by(col(Comparison.brief_id))).all())

    def count_judges(self, project_id: int) -> int:
        """How many judges have given a comparison that counts."""
        statement = select(func.count(func.distinct(Comparison.judge_id))).where(*valid_comparison(project_id))
        return self._session.exec(statement).one()

    def answers(
        self, project_id: int, criterion_id: int, brief_id: int | None = None
    ) -> list[tuple[int, int, Outcome, int]]:
        """(left, right, outcome, judge) of every comparison that counts, or of a brief's, in the order given."""
        statement = (
            sql_select(
                col(Comparison.left_id), col(Comparison.right_id), col(Comparison.outcome), col(Comparison.judge_id)
            )
            .where(*valid_comparison(project_id, criterion_id))
            .order_by(col(Comparison.id))
        )
        if brief_id is not None:
            of_brief = select(Candidate.id).where(Candidate.brief_id == brief_id)
            statement = statement.where(col(Comparison.left_id).in_(of_brief))
        return [(left, right, Outcome(outcome), judge) for left, right, outcome, judge in self._execute(statement)]

    def imported(self, project_id: int) -> list[tuple[int, int, str, str, datetime]]:
        """(left, right, outcome, judge's name, when) of every imported comparison that counts."""
        statement = (
            sql_select(
                col(Comparison.left_id),
                col(Comparison.right_id),
                col(Comparison.outcome),
                col(Judge.name),
                col(Comparison.created_at),
            )
            .join(Judge, col(Judge.id) == col(Comparison.judge_id))
            .where(*valid_comparison(project_id), col(Comparison.import_id).is_not(None))
        )
        return [(left, right, str(out), name, when) for left, right, out, name, when in self._execute(statement)]

    def of_judge(self, project_id: int, judge_id: int) -> list[Comparison]:
        """The answers one judge gave in the app and that count, in the order given."""
        statement = (
            select(Comparison)
            .where(*valid_comparison(project_id), Comparison.judge_id == judge_id)
            .where(col(Comparison.presentation_id).is_not(None))
        )
        return list(self._session.exec(statement.order_by(col(Comparison.id))))

    def last_of(self, project_id: int, judge_id: int) -> Comparison | None:
        """The judge's latest answer in the app that still counts: what undo takes back."""
        statement = (
            select(Comparison)
            .where(*valid_comparison(project_id), Comparison.judge_id == judge_id)
            .where(col(Comparison.presentation_id).is_not(None))
            .order_by(col(Comparison.id).desc())
            .limit(1)
        )
        return self._session.exec(statement).first()

    def retract(self, comparison: Comparison, judge_id: int, reason: str, now: datetime) -> bool:
        """Take a comparison back; False when it already was."""
        dialect = self._session.get_bind().dialect.name
        insert: Any = postgresql.insert if dialect == "postgresql" else sqlite.insert
        retraction = Retraction(
            project_id=comparison.project_id,
            comparison_id=comparison.id,
            judge_id=judge_id,
            reason=reason,
            created_at=now,
        )
        statement = insert(Retraction).values(**retraction.model_dump()).on_conflict_do_nothing()
        return self._session.connection().execute(statement.returning(Retraction.id)).first() is not None


def _plain_column(values: Sequence[Any], plain: Callable[[Any], Any]) -> Sequence[Any]:
    kinds = set(map(type, values))
    if any(issubclass(kind, StrEnum) for kind in kinds):
        known = {value: plain(value) for value in set(values)}
        return [known[value] for value in values]
    if any(issubclass(kind, datetime) for kind in kinds):
        return [plain(value) for value in values] if len(set(values)) > 1 else [plain(values[0])] * len(values)
    return values


def _plain_value(value: Any) -> Any:
    """What psycopg stores for a value; it would write an enum by its name."""
    return value.value if isinstance(value, StrEnum) else value


def _literal(value: Any) -> str:
    """A value as SQLite writes it; a quote inside a text is doubled, and nothing else is special there."""
    if value is None:
        return "NULL"
    return str(int(value)) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


def _plain_text(value: Any) -> Any:
    """What SQLAlchemy's own types would store on SQLite."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(" ", "microseconds").removesuffix("+00:00")
    return _plain_value(value)
