"""What is secondary on a page, folded away under a line that says what is in it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard import signed_in


@st.fragment
def folded(draw: Callable[[], None], *, label: str, key: str) -> None:
    """Drawn when it is unfolded, and then nothing else of the page is drawn again. The label says the answer
    where there is one, so that most need not look."""
    signed_in.draw_anew_for_another()
    part = st.expander(label, key=f"{key}_folded", on_change="rerun")
    with part:
        if part.open:
            draw()
