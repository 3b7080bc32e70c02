"""The ways between the pages, and what every one of these pages wears."""

from pathlib import Path
from typing import Any

import streamlit as st

PROJECTS = "app_pages/projects.py"
ADD = "app_pages/add.py"
JUDGE = "app_pages/compare.py"
RESULTS = "app_pages/results.py"
DELIVER = "app_pages/deliver.py"

SHEET = Path(__file__).parents[1] / "pages.css"


def wear() -> None:
    """The styles of these pages, beside those that every page has."""
    st.html(SHEET)


def go(page: str, project_id: int | None = None, brief_id: int | None = None) -> None:
    """Open another page, at a project and perhaps one of its briefs."""
    wanted = {"project": project_id, "brief": brief_id}
    st.switch_page(page, query_params={name: str(key) for name, key in wanted.items() if key is not None})


def way(
    words: str, key: str, page: str, project_id: int | None = None, brief_id: int | None = None, **how: Any
) -> None:
    """A button that leads to another page."""
    if st.button(words, key=key, **how):
        go(page, project_id, brief_id)
