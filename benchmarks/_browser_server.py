"""Run by the browser benchmark in a process of its own: the product, or the framework's bare counter.

    python -m benchmarks._browser_server product WORKSPACE
    python -m benchmarks._browser_server counter

The counter is served by the same code with the same settings as the product, so that the two differ in nothing but
what they show. The product gives every connection its own judge, as a server with several people would have it.
"""

import os
import sys
import threading
from pathlib import Path

import streamlit as st
from streamlit import config

from curation.actions.actor import Actor
from curation.app import Curation
from curation.models import Judge
from curation.settings import WORKSPACE_VARIABLE, Settings
from curation.ui import identity, server, state

COUNTER = Path(__file__).parent / "_browser_counter.py"


def judge_of_session(curation: Curation) -> Actor:
    """A judge for each browser session, made when it first asks."""
    if "judge" not in st.session_state:
        with curation.store.writing() as rows:
            judge = Judge(name=f"judge {rows.count(Judge)}")
            rows.add(judge)
        st.session_state["judge"] = Actor(judge.id, judge.name)
    actor: Actor = st.session_state["judge"]
    return actor


def main() -> None:
    """Serve on any free port; the address is the first line printed."""
    what, *rest = sys.argv[1:]
    if what == "counter":
        # The settings are found beside the product's main script, also for the counter.
        config._main_script_path = str(server.MAIN)
        server.MAIN = COUNTER
    else:
        identity.actor = judge_of_session
    workspace = Path(rest[0])
    os.environ[WORKSPACE_VARIABLE] = str(workspace)
    state.workspace(prepare=True)
    # What is measured is the steady state: the choice of pairs is compiled, as it is a minute after a first start.
    for thread in threading.enumerate():
        if thread.name == "curation-prepare":
            thread.join()
    server.serve(Settings(workspace), port=0, headless=True, announce=lambda url: print(url, flush=True))


if __name__ == "__main__":
    main()
