"""Results: one sentence that answers, the picture of it, and every line in a table."""

import streamlit as st

from curation.actions.leaderboards import Leaderboard, leaderboards
from curation.actions.projects import BriefCard, ProjectCard, briefs_of
from curation.actions.verdicts import Verdict, verdict
from curation.i18n import Translate
from curation.models import Goal
from curation.models.base import utc_now
from curation.ui import identity
from curation.ui.language import on_phone, translate
from curation.ui.state import workspace
from curation.ui.views import hanging
from curation.ui.views.chosen import brief_title, chosen_brief, chosen_project
from curation.ui.views.empty import no_outputs
from curation.ui.views.markup import heading
from curation.ui.views.ways import DELIVER, JUDGE, way, wear
from curation.ui.views.wording import counted

BY = ("candidate", "recipe")


def results(project: ProjectCard, briefs: list[BriefCard], _: Translate) -> None:
    """What is asked for with the boxes at the top."""
    words = {"candidate": _("Outputs"), "recipe": _("Recipes")}
    by = st.segmented_control(
        _("Rank"),
        BY,
        format_func=lambda name: words[name],
        default="recipe" if project.goal is Goal.CHOOSE_RECIPE else "candidate",
        required=True,
        key="results.by",
        label_visibility="collapsed",
    )
    by_recipe = by == "recipe"
    brief = None if by_recipe else chosen_brief("results", briefs, _)
    here, now = workspace(), utc_now()
    boards = leaderboards(
        here.store,
        identity.actor(here),
        project.id,
        by="recipe" if by_recipe else "candidate",
        brief_id=brief.id if brief else None,
        links=here.links,
        now=now,
    )
    with answer:
        for board in boards:
            show(board, project, brief, _)


def show(board: Leaderboard, project: ProjectCard, brief: BriefCard | None, _: Translate) -> None:
    """One leaderboard."""
    judged = verdict(board)
    head(board, judged, project, brief, _)
    if not board.comparisons:
        return
    left, right = st.columns([17, 7], gap="large")
    with left:
        hanging.chart(board, judged, _)
    with right:
        hanging.beside(board, judged, _)
    st.subheader(_("All recipes") if board.by == "recipe" else _("All outputs"), anchor=False)
    hanging.table(board, _)


def head(board: Leaderboard, judged: Verdict, project: ProjectCard, brief: BriefCard | None, _: Translate) -> None:
    """The sentence, and the two ways on."""
    with st.container(horizontal=not on_phone(), vertical_alignment="bottom", gap="medium", key="results-head"):
        with st.container(gap="xxsmall"):
            heading(_about(board, project, brief, _), judged.message(_))
        with st.container(horizontal=True, width="content", gap="small", key="results-actions"):
            brief_id = brief.id if brief else None
            if judged.is_open:
                words = _("Keep judging") if board.comparisons else _("Judge")
                way(words, "results.judge", JUDGE, project.id, brief_id, type="primary")
            if board.comparisons:
                kind = "secondary" if judged.is_open else "primary"
                way(_("Deliver"), "results.deliver", DELIVER, project.id, type=kind)


def _about(board: Leaderboard, project: ProjectCard, brief: BriefCard | None, _: Translate) -> str:
    judgments = counted(board.comparisons, "judgments", _)
    if brief is None:
        people = counted(board.judges, "people", _)
        recipes = counted(len(board.standings), "recipes", _)
        line = _("{name}. {recipes}, {judgments} by {people}")
        return line.format(name=project.name, recipes=recipes, judgments=judgments, people=people)
    candidates = counted(len(board.standings), "candidates", _)
    line = _("{name}, {brief}. {candidates}, {judgments}")
    title = brief_title(brief.title, brief.text)
    return line.format(name=project.name, brief=title, candidates=candidates, judgments=judgments)


_ = translate()
wear()
controls = st.container(horizontal=True, gap="small", key="results-controls")
answer = st.container(key="results-answer", gap="medium")
with controls:
    chosen = chosen_project("results", _)
    here = workspace()
    listed = briefs_of(here.store, identity.actor(here), chosen.id) if chosen else []
    if chosen and listed:
        results(chosen, listed, _)
if not listed:
    no_outputs("results", chosen.id if chosen else None, _)
