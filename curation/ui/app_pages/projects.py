"""The projects of this workspace, and a new one."""

import streamlit as st

from curation.actions.sample import load_sample
from curation.i18n import Translate
from curation.models.base import utc_now
from curation.ui import identity
from curation.ui.language import translate
from curation.ui.state import workspace
from curation.ui.views.chosen import all_projects
from curation.ui.views.empty import frames
from curation.ui.views.new_project import open_new_project
from curation.ui.views.project_rows import project_row
from curation.ui.views.ways import ADD, JUDGE, go, way, wear


def nothing_yet(_: Translate) -> None:
    """The first page of an empty workspace."""
    with st.container(key="empty", horizontal_alignment="center", gap="small"):
        frames(_)
        st.title(_("Nothing on the wall yet"), anchor=False, text_alignment="center")
        st.markdown(_("Bring in outputs you already have. Two are enough to begin."), text_alignment="center")
        with st.container(horizontal=True, horizontal_alignment="center", gap="small"):
            if st.button(_("New project"), key="projects.new"):
                open_new_project(_)
            way(_("Add outputs"), "projects.add", ADD, type="primary")
        if st.button(_("or open the sample project"), key="projects.sample", type="tertiary"):
            here = workspace()
            sample = load_sample(here.store, here.media, identity.actor(here), now=utc_now())
            go(JUDGE, sample.id)


_ = translate()
wear()
cards = all_projects()
if cards:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.title(_("Projects"), anchor=False, width="stretch")
        if st.button(_("New project"), key="projects.new", type="primary"):
            open_new_project(_)
    with st.container(key="projects-list", gap="small"):
        for place, card in enumerate(cards):
            project_row(place, card, _)
else:
    nothing_yet(_)
