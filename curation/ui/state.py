"""The workspace this process has open, and the project the browser is looking at."""

import threading

import streamlit as st

from curation.actions.projects import list_projects
from curation.app import Curation, build
from curation.models.base import utc_now
from curation.settings import Settings
from curation.ui import identity

_lock = threading.Lock()
_open: dict[Settings, Curation] = {}

PROJECT = "project"


def workspace(*, prepare: bool = False) -> Curation:
    """The workspace that the environment names; opened by the server, or here when a page runs without one.

    With `prepare`, opening it starts to compile the adaptive choice of pairs in the background.
    """
    settings = Settings.read()
    with _lock:
        known = _open.get(settings)
        if known is None:
            known = _open[settings] = build(settings, prepare=prepare)
        return known


def close_workspaces() -> None:
    """Close what is open, at the end of the process."""
    with _lock:
        while _open:
            _open.popitem()[1].close()


def asked_number(name: str) -> int | None:
    """A key from the address, such as `?project=12`; None when it is missing or no number."""
    text = st.query_params.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None


def project_id() -> int | None:
    """The project in the address, else the one looked at last, else the newest. None when there is none at all."""
    wanted = asked_number(PROJECT) or st.session_state.get(PROJECT)
    if wanted is None:
        here = workspace()
        cards = list_projects(here.store, here.links, identity.actor(here), now=utc_now())
        wanted = cards[0].id if cards else None
    if wanted is not None:
        st.session_state[PROJECT] = wanted
        if st.query_params.get(PROJECT) != str(wanted):
            st.query_params[PROJECT] = str(wanted)
    return wanted
