"""What was brought into a project, newest first, and taking it back."""

import streamlit as st

from curation.actions.importing import list_imports, take_back
from curation.i18n import N_, Translate
from curation.models import Import, ImportKind, ImportState
from curation.ui import identity
from curation.ui.boundary import boundary
from curation.ui.state import workspace
from curation.ui.views.markup import quiet
from curation.ui.views.wording import counted, day

SHOWN = 20
STATES = {
    ImportState.PENDING: N_("Not finished: nothing of it is visible."),
    ImportState.TAKEN_BACK: N_("Taken back: nothing of it is visible."),
}
KINDS = {ImportKind.CANDIDATES: N_("outputs"), ImportKind.JUDGMENTS: N_("judgments")}


def imports_list(project_name: str, _: Translate) -> None:
    """The imports of a project that exists."""
    here = workspace()
    imports = list_imports(here.store, identity.actor(here), project_name)
    if not imports:
        return
    st.subheader(_("Brought in"), anchor=False)
    for one in reversed(imports[-SHOWN:]):
        _row(project_name, one, _)


def _row(project_name: str, one: Import, _: Translate) -> None:
    with st.container(key=f"row-import-{one.id}", horizontal=True, vertical_alignment="center", gap="medium"):
        about = _("{file}: {rows} of {kind}, {day}.")
        line = about.format(
            file=one.file_name, rows=counted(one.rows, "rows", _), kind=_(KINDS[one.kind]), day=day(one.created_at)
        )
        quiet(f"{line} {_(STATES[one.state])}" if one.state in STATES else line)
        if one.state is not ImportState.DONE:
            return
        with st.popover(_("Take back"), key=f"add.back.{one.id}", type="tertiary"):
            st.markdown(_("Its outputs and judgments disappear from the project. The files can be brought in again."))
            if st.button(_("Take back"), key=f"add.take_back.{one.id}"):
                with boundary():
                    here = workspace()
                    take_back(here.store, identity.actor(here), project_name, one.id)
                    st.rerun()
