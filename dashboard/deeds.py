"""What people do on pages: allowed or refused at the moment of doing, done once, and answered in words.

A deed runs in the callback of its button, before the page is drawn again: it is never repeated by a
rerun, and a second click on a button that was drawn before the first deed counts for nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboard import signed_in
from dashboard.access import AccessDenied, Action, check_can
from dashboard.furniture import answer, markup
from dashboard.signed_in import Viewer
from etl.errors import TrustDataError

# A deed does what it does as somebody, and says in a sentence what it did.
Deed = Callable[[Viewer], str]

DONE = "deeds_done"  # how many so far in this visit
ANSWER = "deeds_answer"


def button(
    label: str,
    *,
    key: str,
    action: Action,
    deed: Deed,
    urn: int | None = None,
    primary: bool = False,
    disabled: bool = False,
    help: str | None = None,
) -> None:
    """A button that does a deed. `urn` is the school that the deed concerns, where it concerns one."""
    st.button(
        label,
        key=key,
        type="primary" if primary else "secondary",
        disabled=disabled,
        help=help,
        on_click=do,
        args=(st.session_state.get(DONE, 0), action, urn, deed),
    )


def confirmed(label: str, consequence: str, confirm: str, *, key: str, **of_button: Any) -> None:
    """A deed that is asked about first: the label opens the consequence and the button that confirms."""
    with st.popover(label, key=f"{key}_ask"):
        markup.show(f"<p>{markup.safe(consequence)}</p>")
        button(confirm, key=key, primary=True, **of_button)


def do(drawn_after: int, action: Action, urn: int | None, deed: Deed) -> None:
    """`drawn_after`: how many deeds had been done when the button was drawn."""
    if drawn_after < st.session_state.get(DONE, 0):
        return
    try:
        who = signed_in.viewer()
        check_can(who.scope, action, urn)
        said = deed(who)
    except (TrustDataError, AccessDenied) as refused:
        st.session_state[ANSWER] = (False, str(refused))
        return
    st.session_state[DONE] = drawn_after + 1
    st.session_state[ANSWER] = (True, said)


def show_answer() -> None:
    """What came of the last deed, once; a page calls it under its header."""
    done, said = st.session_state.pop(ANSWER, (True, ""))
    if said:
        answer.show_answer(said, done=done)
