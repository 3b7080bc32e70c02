"""What every page wears: the sheet of styles, the page's title and icon, the logo."""

from pathlib import Path

import streamlit as st

HERE = Path(__file__).parent
STATIC = HERE / "static"


def dress(*, with_logo: bool) -> None:
    """Called once per script run, before anything else is shown."""
    st.set_page_config("Curation", page_icon=str(STATIC / "favicon.svg"), layout="wide")
    st.html(HERE / "look.css")
    if with_logo:
        dark = st.context.theme.type == "dark"
        st.logo(str(STATIC / ("logo-dark.svg" if dark else "logo.svg")), size="large")
