"""The judging screen: the brief, the question, two cards, the bar, and nothing else."""

import time

import streamlit as st

from curation.actions.judging import Pair
from curation.i18n import Translate
from curation.ui.boundary import boundary
from curation.ui.compare.bar import bar
from curation.ui.compare.cards import brief, cards, head, reads
from curation.ui.compare.interludes import nothing, unveil
from curation.ui.compare.showing import Showing, showing, toggle_raw
from curation.ui.language import on_phone, translate


@st.fragment
def judging(project_id: int, brief_id: int | None) -> None:
    """Draw what this tab has before it. A press draws this part anew, and nothing around it."""
    with boundary():
        tab, _ = showing(project_id, brief_id), translate()
        if tab.revealed is not None:
            unveil(tab.revealed, project_id, _)
        elif isinstance(tab.view, Pair):
            _pair(tab, tab.view, _)
            tab.shown_at = tab.shown_at or time.monotonic()
        else:
            nothing(tab.view, project_id, _)


def _pair(tab: Showing, pair: Pair, _: Translate) -> None:
    phone = on_phone()
    st.html(head(pair, _, notice=tab.notice))
    if reads(pair):
        words = _("Set text") if tab.raw else _("Raw text")
        st.button(words, key="compare.raw", shortcut="T", type="tertiary", on_click=toggle_raw)
    if (whole := brief(pair)) is not None:
        st.html(whole)
    st.html(cards(pair, tab.chosen or pair.earlier, _, raw=tab.raw, on_phone=phone))
    bar(pair.token, _, on_phone=phone)
