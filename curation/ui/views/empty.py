"""What stands on a page when there is nothing to show: the fact, then the way out."""

import streamlit as st

from curation.i18n import Translate
from curation.ui.look import STATIC
from curation.ui.views.ways import ADD, way


def frames(_: Translate) -> None:
    """Two empty frames."""
    dark = st.context.theme.type == "dark"
    st.image(str(STATIC / ("empty-dark.svg" if dark else "empty.svg")), width=168, alt=_("Two empty frames"))


def no_outputs(page: str, project_id: int | None, _: Translate) -> None:
    """No candidate is here yet."""
    with st.container(key="empty", horizontal_alignment="center", gap="small"):
        frames(_)
        st.title(_("Nothing to compare yet"), anchor=False, text_alignment="center")
        st.markdown(_("Add outputs first. Two are enough to begin."), text_alignment="center")
        way(_("Add outputs"), f"{page}.add", ADD, project_id, type="primary")
