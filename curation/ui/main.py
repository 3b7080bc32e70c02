"""The pages and the way between them. Streamlit runs this script anew for every interaction."""

from urllib.parse import urlsplit

import streamlit as st

from curation.ui.boundary import boundary
from curation.ui.language import translate
from curation.ui.look import dress

_ = translate()

# Judging fills the window: nothing else is on that screen, and Close leads back.
judging = urlsplit(st.context.url or "").path.rstrip("/").endswith("/compare")
dress(with_logo=not judging)

page = st.navigation(
    [
        st.Page("app_pages/projects.py", title=_("Projects"), default=True),
        st.Page("app_pages/add.py", title=_("Add"), url_path="add"),
        st.Page("app_pages/compare.py", title=_("Judge"), url_path="compare"),
        st.Page("app_pages/results.py", title=_("Results"), url_path="leaderboard"),
        st.Page("app_pages/deliver.py", title=_("Deliver"), url_path="deliver"),
    ],
    position="hidden" if judging else "top",
)
with boundary():
    page.run()
