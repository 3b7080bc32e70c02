"""Undo, the keys and the way out: beside the pair, and not drawn anew with each judgment."""

import streamlit as st

from curation.i18n import N_, Translate
from curation.ui.compare.interludes import PROJECTS_PAGE, leave
from curation.ui.compare.showing import undo

# Letters and arrows only: the same on every keyboard. Up and Down are left to the page.
KEYS = (
    ("← →", N_("choose the left or the right one")),
    ("G", N_("both are good")),
    ("B", N_("both are bad")),
    ("S", N_("skip this pair")),
    ("U", N_("undo, as often as you like")),
    ("T", N_("texts character for character")),
    ("H", N_("this list")),
)


def tools(project_id: int, _: Translate, *, on_phone: bool) -> None:
    """What a judge may do besides answering."""
    with st.container(key="compare-tools", horizontal=True, width="content", vertical_alignment="center", gap="small"):
        st.button(_("Undo"), key="compare.undo", shortcut="U", type="tertiary", on_click=undo)
        if not on_phone and st.button(_("Keys"), key="compare.help", shortcut="H", type="tertiary"):
            st.dialog(_("Keys"))(_list_keys)(_)
        leave(_("Close"), "compare.close", PROJECTS_PAGE, project_id, quiet=True)


def _list_keys(_: Translate) -> None:
    rows = "".join(f"<tr><th>{key}</th><td>{_(what)}</td></tr>" for key, what in KEYS)
    st.html(f'<table class="keys">{rows}</table>')
