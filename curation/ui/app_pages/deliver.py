"""Deliver: the best of each brief, as a file."""

import streamlit as st

from curation.actions.exporting import export_top
from curation.actions.projects import ProjectCard
from curation.i18n import Translate
from curation.ui import identity
from curation.ui.boundary import boundary
from curation.ui.language import translate
from curation.ui.state import workspace
from curation.ui.views.chosen import chosen_project
from curation.ui.views.delivery import FORMATS, delivered, nothing_judged
from curation.ui.views.empty import no_outputs
from curation.ui.views.ways import wear

MOST = 1_000


def deliver(project: ProjectCard, _: Translate) -> None:
    """How many and in which format, then what that is, then the file."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="deliver-boxes"):
        top = st.number_input(
            _("Best of each brief"), min_value=1, max_value=MOST, value=3, key="deliver.top", width=200
        )
        name = st.selectbox(
            _("Format"), list(FORMATS), format_func=lambda one: _(FORMATS[one]), key="deliver.format", width=280
        )
    with boundary():
        here = workspace()
        result = export_top(here.store, identity.actor(here), project.id, top=int(top or 1), format=name)
        delivered(project.name, result, int(top or 1), name, _)


_ = translate()
wear()
st.title(_("Deliver"), anchor=False)
chosen = chosen_project("deliver", _)
if chosen is None or not chosen.candidates:
    no_outputs("deliver", chosen.id if chosen else None, _)
elif not chosen.judged:
    nothing_judged(chosen.id, _)
else:
    deliver(chosen, _)
