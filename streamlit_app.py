"""For `streamlit run streamlit_app.py` and `uvicorn streamlit_app:app`: the same product as `curation serve`."""

import streamlit as st

from curation.ui.server import parts

# Written out, since `streamlit run` looks for this very call in the file.
app = st.App(**parts())
