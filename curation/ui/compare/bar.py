"""The five answers. Their keys never change: a button named after its pair would be pressed again for the next one."""

import streamlit as st

from curation.i18n import N_, Translate
from curation.models import Outcome
from curation.ui.compare.showing import answer

# name: outcome, words, words on a phone, keyboard
CHOICES = {
    "left": (Outcome.LEFT, N_("This one"), N_("Top one"), "Left"),
    "both_good": (Outcome.BOTH_GOOD, N_("Both good"), N_("Both good"), "G"),
    "both_bad": (Outcome.BOTH_BAD, N_("Both bad"), N_("Both bad"), "B"),
    "skip": (Outcome.SKIP, N_("Skip"), N_("Skip"), "S"),
    "right": (Outcome.RIGHT, N_("This one"), N_("Bottom one"), "Right"),
}


def bar(token: str, _: Translate, *, on_phone: bool) -> None:
    """The answers to the pair with this token; on a phone the style sheet puts them in two rows."""
    with st.container(key="compare-bar", horizontal=True, wrap=on_phone, gap="small"):
        for name, (outcome, words, words_on_phone, shortcut) in CHOICES.items():
            st.button(
                _(words_on_phone if on_phone else words),
                key=f"compare.{name}",
                width="stretch" if name in ("left", "right") else "content",
                shortcut=shortcut,
                on_click=answer,
                args=(outcome, token),
            )
