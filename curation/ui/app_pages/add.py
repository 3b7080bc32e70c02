"""Add outputs to a project: paste them, or bring in files."""

import streamlit as st

from curation.actions.pasting import add_pasted
from curation.i18n import Translate
from curation.models.base import utc_now
from curation.ui import identity
from curation.ui.boundary import boundary
from curation.ui.language import translate
from curation.ui.state import PROJECT, project_id, workspace
from curation.ui.views.bringing_in import DONE, bringing_in, said_before
from curation.ui.views.chosen import all_projects
from curation.ui.views.imports_list import imports_list
from curation.ui.views.markup import quiet
from curation.ui.views.pasting import clear_pasted, pasting
from curation.ui.views.ways import JUDGE, way, wear
from curation.ui.views.wording import counted


def project_box(_: Translate) -> str:
    """The name of the project that outputs go to: one that is there, or a new one."""
    cards = all_projects()
    names = [card.name for card in cards]
    wanted = project_id()
    current = next((place for place, card in enumerate(cards) if card.id == wanted), None)
    chosen = st.selectbox(
        _("Project"),
        names,
        index=current,
        key="add.project",
        accept_new_options=True,
        placeholder=_("Choose a project, or type the name of a new one"),
        width=480,
    )
    for card in cards:
        if card.name == chosen:
            st.session_state[PROJECT] = card.id
            st.query_params[PROJECT] = str(card.id)
    return (chosen or "").strip()


def paste(project_name: str, _: Translate) -> None:
    """Outputs of one brief, pasted."""
    pasted = pasting("add", _)
    if st.button(_("Add outputs"), key="add.paste", type="primary"):
        here = workspace()
        with boundary():
            added = add_pasted(
                here.store, identity.actor(here), project_name, pasted.brief, pasted.outputs, now=utc_now()
            )
            new = counted(added, "outputs", _) if added else _("nothing new")
            st.session_state[DONE] = _("Brought into “{project}”: {what}.").format(project=project_name, what=new)
            clear_pasted("add")
            st.rerun()


def start_judging(project_name: str, _: Translate) -> None:
    """The way on, once there are two to compare."""
    card = next((card for card in all_projects() if card.name == project_name), None)
    if card and card.candidates > 1:
        with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="add-ways"):
            line = _("{candidates} are in “{project}”.")
            quiet(line.format(candidates=counted(card.candidates, "candidates", _), project=card.name))
            way(_("Start judging"), "add.judge", JUDGE, card.id)


_ = translate()
wear()
st.title(_("Add outputs"), anchor=False)
name = project_box(_)
said_before(_)
from_files, from_clipboard = st.tabs([_("Files"), _("Paste")])
with from_files:
    bringing_in(name, _)
with from_clipboard:
    paste(name, _)
start_judging(name, _)
if any(card.name == name for card in all_projects()):
    imports_list(name, _)
