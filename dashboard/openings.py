"""Which lists of names and pupils' pages stand open in this visit: each opening is written down, once.

The same drawn again is no other opening. Leaving the page and coming back to it is one, and so is looking
with another role or through other eyes.
"""

from __future__ import annotations

import streamlit as st

OPEN = "openings"
DRAWN = "openings_drawn"


def begin(page: str, looks: object) -> None:
    """Before a whole page is drawn: what stood open on another page, or for other eyes, does so no longer.

    `looks`: whoever looks, to be compared with whoever looked before.
    """
    if st.session_state.get(DRAWN) != (page, looks):
        st.session_state[DRAWN] = (page, looks)
        st.session_state[OPEN] = {}


def is_open(what: str, which: object) -> bool:
    """Whether this is what stands open under a name."""
    return bool(_open().get(what) == which)


def opens(what: str, which: object) -> bool:
    """Whether showing this is another opening, which is then to be written down."""
    if is_open(what, which):
        return False
    _open()[what] = which
    return True


def close(what: str) -> None:
    _open().pop(what, None)


def _open() -> dict[str, object]:
    held: dict[str, object] = st.session_state.setdefault(OPEN, {})
    return held
