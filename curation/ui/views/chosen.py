"""Which project a page is about: named in the address, picked in a box when there are several."""

import streamlit as st

from curation.actions.projects import BriefCard, ProjectCard, list_projects
from curation.errors import NotFound
from curation.i18n import N_, Translate
from curation.models.base import utc_now
from curation.ui import identity
from curation.ui.state import PROJECT, asked_number, project_id, workspace

BRIEF = "brief"
TITLE_CHARACTERS = 70


def all_projects() -> list[ProjectCard]:
    """Every project of the workspace, the newest first."""
    here = workspace()
    return list_projects(here.store, here.links, identity.actor(here), now=utc_now())


def chosen_project(page: str, _: Translate) -> ProjectCard | None:
    """The project this page is about, with a box to pick another; None when there is none at all.

    Raises:
        NotFound: The address names one that is not there.
    """
    wanted = project_id()
    cards = {card.id: card for card in all_projects()}
    if wanted is None:
        return None
    if wanted not in cards:
        # Otherwise the next page would look for it too.
        st.session_state.pop(PROJECT, None)
        raise NotFound(N_("project"), str(wanted), N_("Choose one under Projects."))
    if len(cards) > 1:
        key = f"{page}.project"
        st.selectbox(
            _("Project"),
            list(cards),
            index=list(cards).index(wanted),
            format_func=lambda card_id: cards[card_id].name,
            key=key,
            label_visibility="collapsed",
            on_change=_pick_project,
            args=(key,),
            width=280,
        )
    return cards[wanted]


def chosen_brief(page: str, briefs: list[BriefCard], _: Translate) -> BriefCard:
    """The brief this page is about: the one in the address, else the first that was judged, else the first."""
    keys = [brief.id for brief in briefs]
    asked = asked_number(BRIEF)
    judged = next((brief.id for brief in briefs if brief.judged), keys[0])
    wanted = asked if asked in keys else judged
    if len(briefs) > 1:
        key = f"{page}.brief"
        titles = {brief.id: brief_title(brief.title, brief.text) for brief in briefs}
        st.selectbox(
            _("Brief"),
            keys,
            index=keys.index(wanted),
            format_func=lambda brief_id: titles[brief_id],
            key=key,
            label_visibility="collapsed",
            on_change=_pick_brief,
            args=(key,),
            width=280,
        )
    return briefs[keys.index(wanted)]


def brief_title(title: str, text: str) -> str:
    """A brief in one line: its title, or the beginning of its text."""
    line = title or " ".join(text.split())
    return line if len(line) <= TITLE_CHARACTERS else f"{line[: TITLE_CHARACTERS - 1].rstrip()}…"


def _pick_project(key: str) -> None:
    st.session_state[PROJECT] = st.session_state[key]
    st.query_params.from_dict({PROJECT: str(st.session_state[key])})


def _pick_brief(key: str) -> None:
    st.query_params[BRIEF] = str(st.session_state[key])
