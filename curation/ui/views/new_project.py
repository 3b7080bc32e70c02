"""A new project: its name, the question, how many win, and outputs pasted in."""

import streamlit as st

from curation.actions.pasting import start_project
from curation.i18n import Translate
from curation.models.base import utc_now
from curation.models.projects import DEFAULT_QUESTION
from curation.ui import identity
from curation.ui.boundary import boundary
from curation.ui.language import translate
from curation.ui.state import workspace
from curation.ui.views.pasting import Pasted, pasting
from curation.ui.views.ways import ADD, JUDGE, go

MOST_WINNERS = 100_000


def open_new_project(_: Translate) -> None:
    """Open the dialog."""
    st.dialog(_("New project"), width="medium")(new_project_form)()


def new_project_form() -> None:
    """The boxes of a new project and the button that makes it."""
    # A dialog runs by itself: what goes wrong in it is said in it.
    with boundary():
        _ = translate()
        name = st.text_input(_("Name"), key="new.name")
        asked, winners_box = st.columns([3, 1])
        question = asked.text_input(_("Question to the judges"), value=_(DEFAULT_QUESTION), key="new.question")
        winners = winners_box.number_input(
            _("Winners per brief"), min_value=1, max_value=MOST_WINNERS, value=1, key="new.winners"
        )
        pasted = pasting("new", _)
        if st.button(_("Make project"), key="new.make", type="primary"):
            _make(name or "", question or "", int(winners or 1), pasted, _)


def _make(name: str, question: str, winners: int, pasted: Pasted, _: Translate) -> None:
    here, now = workspace(), utc_now()
    actor = identity.actor(here)
    # The question that stands there unchanged is the product's own: it is stored in English, shown in any language.
    asked = DEFAULT_QUESTION if question.strip() == _(DEFAULT_QUESTION) else question.strip()
    project, made = start_project(
        here.store,
        actor,
        name.strip(),
        pasted.brief,
        pasted.outputs,
        now=now,
        question=asked,
        winners_per_brief=winners,
    )
    go(JUDGE if made > 1 else ADD, project.id)
