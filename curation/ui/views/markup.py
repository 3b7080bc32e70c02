"""Words of people and candidates as HTML of ours: every value is escaped, nothing in it is fetched or run."""

import re
from collections.abc import Sequence
from html import escape

import streamlit as st

from curation.i18n import Translate


def heading(line: str, answer: str) -> None:
    """A quiet line and what answers first; where it does not fit on one line, it breaks between its sentences."""
    sentences = "".join(f"<span>{escape(sentence)} </span>" for sentence in re.split(r"(?<=\.) ", answer))
    st.html(f'<p class="quiet-line" dir="auto">{escape(line)}</p><h1 class="sentence" dir="auto">{sentences}</h1>')


def title_and_line(title: str, line: str) -> None:
    """A name, and a quiet line under it."""
    st.html(f'<h2 class="row-name" dir="auto">{escape(title)}</h2><p class="quiet-line" dir="auto">{escape(line)}</p>')


def quiet(line: str) -> None:
    """A quiet line."""
    st.html(f'<p class="quiet-line" dir="auto">{escape(line)}</p>')


def pictures(urls: Sequence[str], size: str) -> None:
    """Small prints in a row; they only repeat what is elsewhere, so a screen reader passes over them."""
    drawn = "".join(f'<img src="{escape(url)}" alt="" loading="lazy">' for url in urls)
    st.html(f'<div class="prints {size}">{drawn}</div>')


def quotation(text: str, _: Translate) -> None:
    """The beginning of a text, between the reader's quotation marks."""
    quoted = _("“{text}”").format(text=text.strip())
    st.html(f'<p class="quotation" dir="auto">{escape(quoted)}</p>')


def legend(filled: str, hollow: str, line: str) -> None:
    """What the dots and the lines of a chart mean."""
    dots = f"<b>●</b> {escape(filled)}, ○ {escape(hollow)}. {escape(line)}"
    st.html(f'<p class="legend">{dots}</p>')
