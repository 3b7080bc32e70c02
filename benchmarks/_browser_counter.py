"""The least that Streamlit can do: a button with a key, and a number. Everything the product shows costs more."""

import streamlit as st

if st.button("Add", key="add", shortcut="Right"):
    st.session_state["count"] = st.session_state.get("count", 0) + 1
st.write(f"count {st.session_state.get('count', 0)}")
