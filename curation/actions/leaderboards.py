"""The leaderboard of a project: by candidate within each brief, or by recipe over all of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from curation.actions.actor import Actor, require
from curation.actions.media_links import MediaLinks
from curation.actions.projects import EXCERPT_CHARACTERS
from curation.actions.rating import CENTRE, Estimate, Ranking, RatingSettings, rank_tally
from curation.models import Brief, Candidate, Criterion, MediaKind, Outcome, Recipe
from curation.ranking import Tally
from curation.storage import Rows, Store
from curation.storage.candidate_rows import CandidateKey
from curation.storage.comparison_rows import PairCounts

By = Literal["candidate", "recipe"]


@dataclass(frozen=True)
class Standing:
    """One line of a leaderboard: a candidate or a recipe, and its estimate."""

    id: int
    estimate: Estimate
    recipe: str
    excerpt: str = ""
    media: MediaKind = MediaKind.TEXT
    url: str | None = None
    tags: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Leaderboard:
    """Standings, best first, with what made them.

    Attributes:
        brief_id: The brief whose candidates these are; None for recipes over all briefs.
        judges: How many judges gave the judgments of the whole project.
        prior_variance: Of the fit, log-odds squared.
    """

    by: By
    brief_id: int | None
    brief_title: str
    brief_text: str
    winners: int
    comparisons: int
    judges: int
    settings: RatingSettings
    prior_variance: float | None
    standings: list[Standing]


def leaderboards(
    store: Store,
    actor: Actor,
    project_id: int,
    *,
    by: By = "candidate",
    brief_id: int | None = None,
    settings: RatingSettings | None = None,
    links: MediaLinks | None = None,
    now: datetime | None = None,
) -> list[Leaderboard]:
    """One leaderboard per brief (by candidate), or a single one (by recipe).

    Candidates nobody has compared yet stand at the centre with the interval of the prior. Media addresses are minted
    when `links` and `now` are given. Briefs without candidates are left out.
    """
    require(actor, "see results")
    settings = settings or RatingSettings()
    with store.reading() as rows:
        keys = rows.candidates.keys(project_id, brief_id)
        criterion = rows.all(Criterion, project_id=project_id)[0]
        counts = rows.comparisons.tally(project_id, criterion.id, brief_id)
        names = {recipe.id: _recipe_label(recipe) for recipe in rows.all(Recipe, project_id=project_id)}
        judges = rows.comparisons.count_judges(project_id)
        if by == "recipe":
            return _by_recipe(keys, counts, names, judges, brief_id, settings)
        tags = rows.candidates.tags(project_id)
        briefs = sorted(rows.all(Brief, project_id=project_id), key=lambda brief: (brief.position, brief.id))
        boards = []
        for brief in briefs:
            own = [key for key in keys if key.brief_id == brief.id]
            if own:
                ranking = _rank([key.id for key in own], [key.id for key in own], counts, settings)
                content = rows.candidates.with_ids([key.id for key in own])
                standings = [
                    _standing(content[int(estimate.name)], estimate, names, tags, links, now)
                    for estimate in ranking.estimates
                ]
                boards.append(_board(rows, brief, ranking, standings, judges))
        return boards


def _board(rows: Rows, brief: Brief, ranking: Ranking, standings: list[Standing], judges: int) -> Leaderboard:
    from curation.models import Project

    project = rows.get(Project, brief.project_id)
    winners = brief.winners or (project.winners_per_brief if project else 1)
    return Leaderboard(
        by="candidate",
        brief_id=brief.id,
        brief_title=brief.title,
        brief_text=brief.text,
        winners=winners,
        comparisons=ranking.comparisons,
        judges=judges,
        settings=ranking.settings,
        prior_variance=ranking.prior_variance,
        standings=standings,
    )


def _by_recipe(
    keys: Sequence[CandidateKey],
    counts: PairCounts,
    names: dict[int, str],
    judges: int,
    brief_id: int | None,
    settings: RatingSettings,
) -> list[Leaderboard]:
    if not keys:
        return []
    ranking = _rank([key.id for key in keys], [key.recipe_id for key in keys], counts, settings)
    standings = [
        Standing(int(estimate.name), estimate, names[int(estimate.name)], names[int(estimate.name)])
        for estimate in ranking.estimates
    ]
    board = Leaderboard(
        by="recipe",
        brief_id=brief_id,
        brief_title="",
        brief_text="",
        winners=1,
        comparisons=ranking.comparisons,
        judges=judges,
        settings=settings,
        prior_variance=ranking.prior_variance,
        standings=standings,
    )
    return [board]


def _rank(candidates: Sequence[int], groups: Sequence[int], counts: PairCounts, settings: RatingSettings) -> Ranking:
    """Rank the groups that candidates belong to (themselves, or their recipes); pairs within a group say nothing."""
    labels = sorted(set(groups))
    place = {label: number for number, label in enumerate(labels)}
    item_of = {key: place[group] for key, group in zip(candidates, groups, strict=True)}
    left, right = _items(counts.left, item_of), _items(counts.right, item_of)
    kept = (left >= 0) & (right >= 0) & (left != right)
    zero = np.zeros(len(left), np.int64)
    ties = zero if settings.ties == "drop" else sum_of_ties(counts)
    tally = Tally.from_pairs(
        left[kept],
        right[kept],
        counts.counts[Outcome.LEFT][kept],
        counts.counts[Outcome.RIGHT][kept],
        ties[kept],
        len(labels),
    )
    return rank_tally([str(label) for label in labels], tally, settings)


def sum_of_ties(counts: PairCounts) -> NDArray[np.int64]:
    """Answers that choose neither side, per pair; skips are none."""
    tied = counts.counts
    return np.asarray(tied[Outcome.BOTH_GOOD] + tied[Outcome.BOTH_BAD] + tied[Outcome.TIE], np.int64)


def _items(keys: NDArray[np.int64], item_of: dict[int, int]) -> NDArray[np.int64]:
    return np.array([item_of.get(key, -1) for key in keys.tolist()], np.int64)


def _recipe_label(recipe: Recipe) -> str:
    return recipe.name if recipe.version == 1 else f"{recipe.name} v{recipe.version}"


def _standing(
    candidate: Candidate,
    estimate: Estimate,
    names: dict[int, str],
    tags: dict[int, dict[str, int]],
    links: MediaLinks | None,
    now: datetime | None,
) -> Standing:
    shown = candidate.shown_hash if links is not None and now is not None else None
    return Standing(
        id=candidate.id,
        estimate=estimate,
        recipe=names[candidate.recipe_id],
        excerpt=" ".join((candidate.text or "").split())[:EXCERPT_CHARACTERS],
        media=candidate.media,
        url=links.url(candidate.project_id, shown, now) if links and now and shown else None,
        tags=tags.get(candidate.id, {}),
    )


def method_line(board: Leaderboard) -> str:
    """The method in one line to copy; English, since it is meant for a paper or a report."""
    prior = (
        "no prior"
        if board.prior_variance is None or np.isinf(board.prior_variance)
        else (
            f"normal prior, variance {board.prior_variance:.2f}"
            + (" (empirical Bayes)" if board.settings.prior_variance is None else "")
        )
    )
    ties = "ties half a win each way" if board.settings.ties == "half" else "ties dropped"
    return (
        f"Bradley–Terry, {ties}, {prior}, 95 % sandwich intervals, centre {CENTRE:.0f}, "
        f"{board.comparisons} judgments by {board.judges} judges"
    )
