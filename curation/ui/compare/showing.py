"""What one browser tab has before it, and what its buttons do. Streamlit calls these before it draws the screen anew."""

import time
from dataclasses import dataclass

import streamlit as st

from curation.actions.judging import NoPair, Pair
from curation.actions.projects import list_projects
from curation.actions.reveal import Reveal, reveal
from curation.app import Curation
from curation.errors import DatabaseBusy
from curation.i18n import N_
from curation.models import Outcome
from curation.models.base import utc_now
from curation.ui import identity
from curation.ui.boundary import boundary
from curation.ui.state import workspace

KEY = "compare.showing"
# A pair that has been on the screen for less than this was not looked at: the press was meant for the one before.
YOUNGEST_SECONDS = 0.3
SAMPLE_ANSWERS = 12

NOT_SAVED = N_("Not saved. Your choice is still here: press it again.")
NOTHING_TO_UNDO = N_("There is nothing to undo.")
NOT_UNDONE = N_("Not undone: another program is using the database. Press it again.")


@dataclass
class Showing:
    """The screen of one tab.

    Attributes:
        view: The pair, or why there is none.
        shown_at: When it stood on the screen, by `time.monotonic`; None until it does.
        chosen: What was pressed and could not be saved.
        notice: A sentence about the last press; it is translated where it is shown.
        revealed: What was chosen blind, once the moment has come to say it.
        raw: Whether texts are shown character for character.
    """

    project_id: int
    brief_id: int | None
    view: Pair | NoPair
    shown_at: float | None = None
    chosen: Outcome | None = None
    notice: str = ""
    revealed: Reveal | None = None
    raw: bool = False

    def show(self, view: Pair | NoPair) -> None:
        """Put another pair on the screen."""
        self.view, self.shown_at, self.chosen, self.notice, self.revealed = view, None, None, "", None

    def say(self, sentence: str) -> None:
        """Tell what went wrong with the last press."""
        self.notice = sentence

    def is_ripe(self, token: str) -> bool:
        """Whether this pair is the one on the screen, and has been for long enough to be meant."""
        if not isinstance(self.view, Pair) or self.view.token != token or self.shown_at is None:
            return False
        return time.monotonic() - self.shown_at >= YOUNGEST_SECONDS


def showing(project_id: int, brief_id: int | None) -> Showing:
    """What this tab shows of a project: what it had, or the pair that is open for this judge."""
    known: Showing | None = st.session_state.get(KEY)
    if known is None or (known.project_id, known.brief_id) != (project_id, brief_id):
        here = workspace()
        view = here.judging.pair(identity.actor(here), project_id, now=utc_now(), brief_id=brief_id)
        known = st.session_state[KEY] = Showing(project_id, brief_id, view)
    return known


def forget() -> None:
    """Ask the workspace anew when the screen is next drawn."""
    st.session_state.pop(KEY, None)


def answer(outcome: Outcome, token: str) -> None:
    """A choosing button was pressed while this pair was on the screen."""
    tab: Showing | None = st.session_state.get(KEY)
    if tab is None or tab.shown_at is None or not isinstance(tab.view, Pair) or not tab.is_ripe(token):
        return
    here, before, seconds = workspace(), tab.view, time.monotonic() - tab.shown_at
    tab.chosen = outcome
    with boundary(tab.say):
        try:
            view = here.judging.answer(
                identity.actor(here), token, outcome, now=utc_now(), seconds=seconds, brief_id=tab.brief_id
            )
        except DatabaseBusy:
            tab.notice = NOT_SAVED
            return
        tab.show(view)
        if before.judged < SAMPLE_ANSWERS <= view.judged:
            tab.revealed = _revealed(here, before)


def undo() -> None:
    """Take the latest answer back and show its pair again."""
    tab: Showing | None = st.session_state.get(KEY)
    if tab is None:
        return
    here = workspace()
    with boundary(tab.say):
        try:
            view = here.judging.undo(identity.actor(here), tab.project_id, now=utc_now())
        except DatabaseBusy:
            tab.notice = NOT_UNDONE
            return
        if view is None:
            tab.notice = NOTHING_TO_UNDO
        else:
            tab.show(view)


def toggle_raw() -> None:
    """Show texts character for character, or as they are meant to be read."""
    tab: Showing | None = st.session_state.get(KEY)
    if tab is not None:
        tab.raw = not tab.raw


def go_on() -> None:
    """Enough of the reveal: the next pair."""
    tab: Showing | None = st.session_state.get(KEY)
    if tab is not None:
        tab.revealed = None


def _revealed(here: Curation, pair: Pair) -> Reveal | None:
    """What this judge chose blind; only the sample says it, where nobody's later judgments can suffer from knowing."""
    actor = identity.actor(here)
    tab: Showing = st.session_state[KEY]
    projects = list_projects(here.store, here.links, actor, now=utc_now())
    if not any(project.id == tab.project_id and project.is_sample for project in projects):
        return None
    return reveal(here.store, actor, tab.project_id, pair.brief_id)
