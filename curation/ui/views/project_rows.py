"""The list of projects: a row each, with its goal, what it holds, how far it is, and the way to judging."""

import streamlit as st

from curation.actions.projects import ProjectCard
from curation.i18n import Translate
from curation.ui.views.markup import pictures, quiet, quotation, title_and_line
from curation.ui.views.ways import ADD, JUDGE, RESULTS, way
from curation.ui.views.wording import GOALS, counted


def project_row(place: int, card: ProjectCard, _: Translate) -> None:
    """One project."""
    with st.container(key=f"row-{place}"):
        name, content, progress, ways = st.columns([5, 4.2, 3.2, 1.7], gap="medium", vertical_alignment="center")
        with name:
            title_and_line(card.name, _goal_line(card, _))
        with content:
            if card.media_urls:
                pictures(card.media_urls, "small")
            elif card.excerpt:
                quotation(card.excerpt, _)
        with progress:
            quiet(_progress_line(card, _))
        with ways.container(gap="xxsmall"):
            if card.candidates < 2:
                way(_("Add outputs"), f"projects.add.{place}", ADD, card.id, width="stretch")
            else:
                way(_("Judge"), f"projects.judge.{place}", JUDGE, card.id, width="stretch")
            if card.judged:
                way(_("See results"), f"projects.results.{place}", RESULTS, card.id, width="stretch", type="tertiary")


def _goal_line(card: ProjectCard, _: Translate) -> str:
    """What the project is for, how much is in it, and whether it is only a sample."""
    parts = [_(GOALS[card.goal]), counted(card.candidates, "candidates", _)]
    if card.briefs > 1:
        parts.insert(1, counted(card.briefs, "briefs", _))
    line = ", ".join(parts)
    return _("Sample. {line}").format(line=line) if card.is_sample else line


def _progress_line(card: ProjectCard, _: Translate) -> str:
    if not card.candidates:
        return _("No outputs yet.")
    if not card.judged:
        return _("Not judged yet.")
    return _("{judgments} by {people}").format(
        judgments=counted(card.judged, "judgments", _), people=counted(card.judges, "people", _)
    )
