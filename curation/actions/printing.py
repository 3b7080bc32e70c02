"""Rankings and leaderboards as plain tables and as JSON, for the command line."""

from collections.abc import Sequence
from typing import Any

from curation.actions.leaderboards import Leaderboard, Standing
from curation.actions.rating import Estimate, Ranking

EXCERPT_WIDTH = 60


def ranking_json(ranking: Ranking) -> dict[str, Any]:
    """`{"method", "settings", "standings"}`; unknown bounds are null."""
    chosen = ranking.settings
    settings: dict[str, Any] = {"ties": chosen.ties}
    if chosen.method == "elo":
        settings |= {"k_factor": chosen.k_factor, "initial": chosen.initial, "scale": chosen.scale}
    else:
        settings |= _prior(chosen.prior_variance, ranking.prior_variance)
    standings = [_estimate_json(estimate) for estimate in ranking.estimates]
    return {"method": chosen.method, "settings": settings, "standings": standings}


def board_json(board: Leaderboard) -> dict[str, Any]:
    """A leaderboard of a project as one JSON object."""
    return {
        "by": board.by,
        "brief": board.brief_title or board.brief_text or None,
        "method": board.settings.method,
        "settings": {"ties": board.settings.ties, **_prior(board.settings.prior_variance, board.prior_variance)},
        "comparisons": board.comparisons,
        "judges": board.judges,
        "standings": [_standing_json(standing) for standing in board.standings],
    }


def estimates_table(estimates: Sequence[Estimate]) -> str:
    """Rank, rating, interval, comparisons and name, one line each, right-aligned numbers."""
    return _table([(estimate, estimate.name) for estimate in estimates])


def board_table(board: Leaderboard, top: int) -> str:
    """The first lines of a leaderboard under the name of its brief."""
    lines = _table([(standing.estimate, _label(board, standing)) for standing in board.standings[:top]])
    title = " ".join((board.brief_title or board.brief_text).split())
    heading = f"{title[:100]}\n" if board.by == "candidate" else ""
    more = len(board.standings) - top
    return heading + lines + (f"\n  … {more}" if more > 0 else "")


def _label(board: Leaderboard, standing: Standing) -> str:
    if board.by == "recipe":
        return standing.recipe
    excerpt = standing.excerpt[:EXCERPT_WIDTH]
    return f"{standing.recipe}  {excerpt}" if excerpt else standing.recipe


def _table(lines: Sequence[tuple[Estimate, str]]) -> str:
    rows = [("rank", "rating", "95 % interval", "judged", "")]
    for estimate, label in lines:
        unknown = estimate.low is None or estimate.high is None
        interval = "" if unknown else f"{estimate.low:.0f} – {estimate.high:.0f}"
        rows.append((str(estimate.rank), f"{estimate.rating:.0f}", interval, str(estimate.comparisons), label))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join(
        "  ".join([*(cell.rjust(width) for cell, width in zip(row, widths, strict=False)), row[4]]).rstrip()
        for row in rows
    )


def _prior(asked: float | None, used: float | None) -> dict[str, Any]:
    if asked is None:
        return {"prior": "auto", "prior_variance": used}
    return {
        "prior": "none" if asked == float("inf") else asked,
        "prior_variance": None if asked == float("inf") else used,
    }


def _estimate_json(estimate: Estimate) -> dict[str, Any]:
    return {
        "rank": estimate.rank,
        "name": estimate.name,
        "rating": estimate.rating,
        "low": estimate.low,
        "high": estimate.high,
        "strength": estimate.strength,
        "comparisons": estimate.comparisons,
    }


def _standing_json(standing: Standing) -> dict[str, Any]:
    return {
        **_estimate_json(standing.estimate),
        "name": standing.recipe,
        "id": standing.id,
        "rank_low": standing.estimate.rank_low,
        "rank_high": standing.estimate.rank_high,
        "wins": standing.estimate.wins,
        "excerpt": standing.excerpt,
        "tags": standing.tags,
    }
