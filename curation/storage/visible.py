"""What counts: rows of imports that are done, and comparisons nobody has taken back.

A project is given by its key, or by a `bindparam` where a statement is built once and asked often.
"""

from typing import Any

from sqlalchemy import ColumnElement, or_
from sqlmodel import col, select

from curation.models import Candidate, Comparison, Criterion, Import, ImportState, Retraction


def in_done_import(import_id: Any, project_id: Any) -> ColumnElement[bool]:
    """The row was not imported, or its import is done."""
    done = select(Import.id).where(col(Import.project_id) == project_id, col(Import.state) == ImportState.DONE)
    return or_(col(import_id).is_(None), col(import_id).in_(done))


def visible_candidate(project_id: Any) -> list[ColumnElement[bool]]:
    """A candidate of this project that people see."""
    return [col(Candidate.project_id) == project_id, in_done_import(Candidate.import_id, project_id)]


def valid_comparison(project_id: Any, criterion_id: int | None = None) -> list[ColumnElement[bool]]:
    """A comparison of this project, or of one of its criteria, that counts.

    Comparisons are found through their criterion: the tally index starts with it and covers the rest.
    """
    retracted = select(Retraction.comparison_id).where(col(Retraction.project_id) == project_id)
    criteria = select(Criterion.id).where(col(Criterion.project_id) == project_id)
    wanted = col(Comparison.criterion_id)
    return [
        wanted.in_(criteria) if criterion_id is None else wanted == criterion_id,
        in_done_import(Comparison.import_id, project_id),
        col(Comparison.id).not_in(retracted),
    ]
