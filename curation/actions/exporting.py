"""Delivering the top-rated candidates of each brief."""

from dataclasses import dataclass
from pathlib import Path

from curation.actions.actor import Actor, require
from curation.actions.leaderboards import Leaderboard, Standing, leaderboards
from curation.actions.rating import RatingSettings
from curation.errors import BadValue, NothingToDo
from curation.exporters import EXPORTERS, ExportRow
from curation.i18n import N_
from curation.models import Candidate
from curation.storage import Store
from curation.storage.whole_file import write_whole


@dataclass(frozen=True)
class ExportResult:
    """What was delivered."""

    rows: list[ExportRow]
    content: bytes
    briefs: int
    briefs_without_judgments: int


def export_top(
    store: Store,
    actor: Actor,
    project_id: int,
    *,
    top: int,
    format: str,
    brief_id: int | None = None,
    settings: RatingSettings | None = None,
) -> ExportResult:
    """The best `top` candidates of each brief that has judgments, as rows and in the bytes of a format.

    Ties at the last place are cut in the order of the leaderboard. Briefs nobody has judged are left out and counted.

    Raises:
        NothingToDo: There are no candidates, or no judgments to rate them by.
        BadValue: A format that is not one of EXPORTERS, or a top below 1.
    """
    require(actor, "export")
    if format not in EXPORTERS:
        raise BadValue("--format", f"“{format}”", ", ".join(EXPORTERS))
    if top < 1:
        raise BadValue("--top", str(top), N_("a number of at least 1"))
    boards = leaderboards(store, actor, project_id, brief_id=brief_id, settings=settings)
    if not boards:
        raise NothingToDo(N_("There is nothing to export: the project has no candidates yet. Import some first."))
    judged = [board for board in boards if board.comparisons]
    if not judged:
        raise NothingToDo(
            N_("There is nothing to export: no candidate was compared yet. Judge some pairs or import judgments first.")
        )
    best = [standing.id for board in judged for standing in board.standings[:top]]
    with store.reading() as rows:
        content = rows.candidates.with_ids(best)
    lines = [_row(board, standing, content[standing.id]) for board in judged for standing in board.standings[:top]]
    return ExportResult(lines, EXPORTERS[format](lines), len(judged), len(boards) - len(judged))


def export_file(store: Store, actor: Actor, project_id: int, path: Path, *, top: int, format: str) -> ExportResult:
    """As `export_top`, written beside the target and renamed over it, so that it is never half a file."""
    result = export_top(store, actor, project_id, top=top, format=format)
    write_whole(path, result.content)
    return result


def _row(board: Leaderboard, standing: Standing, candidate: Candidate) -> ExportRow:
    estimate = standing.estimate
    return {
        "brief": board.brief_title or board.brief_text,
        "rank": estimate.rank,
        "rating": _rounded(estimate.rating),
        "low": _rounded(estimate.low),
        "high": _rounded(estimate.high),
        "comparisons": estimate.comparisons,
        "recipe": standing.recipe,
        "prompt": candidate.prompt,
        "tags": sorted(standing.tags),
        "media": candidate.media.value,
        "media_hash": candidate.media_hash,
        "text": candidate.text,
        "parameters": candidate.parameters,
        "candidate": candidate.id,
    }


def _rounded(rating: float | None) -> float | None:
    return None if rating is None else round(rating, 2)
