"""A brief and outputs pasted into two boxes, and what they would make, said before anything is made."""

from dataclasses import dataclass

import streamlit as st

from curation.actions.pasting import SEPARATORS, split_outputs
from curation.i18n import Translate
from curation.ui.boundary import boundary
from curation.ui.views.wording import counted

SHOWN_OUTPUTS = 5


@dataclass(frozen=True)
class Pasted:
    """What stands in the boxes."""

    brief: str
    outputs: list[str]


def pasting(page: str, _: Translate) -> Pasted:
    """The boxes, and under them how many outputs that is and how the first ones begin."""
    if st.session_state.pop(f"{page}.clear", False):
        st.session_state[f"{page}.outputs"] = ""
    brief = st.text_area(
        _("Brief: what was asked for"),
        key=f"{page}.brief_text",
        height=72,
        placeholder=_("A slogan for a night train, ten words at most"),
    )
    pasted = st.text_area(
        _("Outputs"), key=f"{page}.outputs", height=160, placeholder=_("Paste them one under another")
    )
    separator = st.segmented_control(
        _("Outputs are told apart"),
        list(SEPARATORS),
        format_func=lambda name: _(SEPARATORS[name][0]),
        default="blank",
        required=True,
        key=f"{page}.separator",
    )
    outputs: list[str] = []
    with boundary():
        outputs = split_outputs(pasted or "", separator or "blank")
    st.markdown(_says(outputs, _))
    if outputs:
        first = [{_("Outputs"): " ".join(output.split())[:200]} for output in outputs[:SHOWN_OUTPUTS]]
        st.dataframe(first, hide_index=True, key=f"{page}.first_outputs", row_height=36)
    return Pasted(brief or "", outputs)


def clear_pasted(page: str) -> None:
    """Empty the box of outputs when it is next drawn, for more of the same brief."""
    st.session_state[f"{page}.clear"] = True


def _says(outputs: list[str], _: Translate) -> str:
    if not outputs:
        return _("Nothing pasted yet. The same text twice is one output.")
    if len(outputs) <= SHOWN_OUTPUTS:
        return _("This makes {outputs}:").format(outputs=counted(len(outputs), "outputs", _))
    return _("This makes {outputs}. The first {shown}:").format(
        outputs=counted(len(outputs), "outputs", _), shown=SHOWN_OUTPUTS
    )
