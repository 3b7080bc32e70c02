"""The language of the person in front of the browser, asked anew at every script run."""

import streamlit as st

from curation.i18n import Translate, translator

MARKDOWN = frozenset("\\`*_{}[]<>()#+-!|~$:^")


def translate() -> Translate:
    """The translator of this browser. Pages name it `_`, the name the catalogue is collected by."""
    return translator(st.context.locale)


def on_phone() -> bool:
    """Whether the browser says that it is a phone's: there, one card stands above the other."""
    return "Mobile" in (st.context.headers.get("User-Agent") or "")


def plain(text: str) -> str:
    """A text that Streamlit's Markdown shows as it is: for names and values that people wrote."""
    return "".join(f"\\{character}" if character in MARKDOWN else character for character in text)
