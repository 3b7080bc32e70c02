"""A small component beside the pair: guards the keys in the browser, tells screen readers, fetches the next pictures.

It stands outside of what a press draws anew and reads what it needs from the head of the pair, so that it costs nothing
with each judgment.
"""

from pathlib import Path

import streamlit as st

_mount = st.components.v2.component(
    "curation.watch",
    html='<div role="status" aria-live="polite"></div>',
    js=(Path(__file__).parent / "watch.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def watch() -> None:
    """Put it on the page."""
    _mount(key="compare.watch", height=1)
