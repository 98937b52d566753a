"""The parts of the page on administration, and which of them a person is offered."""

from __future__ import annotations

import streamlit as st

from dashboard import address, signed_in
from dashboard.access import Action, can
from dashboard.administration import backup_desk, log_desk, register_desk, settings_desk, sign_out_desk
from dashboard.administration.registers import PEOPLE, REGISTERS
from dashboard.signed_in import Viewer

LABELS = {one.id: one.label for one in REGISTERS.values()} | {
    "settings": "Settings",
    "backup": "Back up and restore",
    "log": "Log",
}
ACTIONS = {one.id: one.action for one in REGISTERS.values()} | {
    "settings": Action.MANAGE_SETTINGS,
    "backup": Action.BACK_UP,
    "log": Action.SEE_AUDIT,
}
PART = "part"  # in the address
# The only part that there is before there is a trust: it begins with its schools.
FIRST = "schools"


def offered(who: Viewer) -> list[str]:
    return [part for part, action in ACTIONS.items() if can(who.scope, action)]


def require() -> Viewer:
    """Whoever looks, if any part is theirs; else a plain word in the page's place."""
    here = signed_in.viewer()
    if offered(here):
        return here
    # Refuses, with the reason.
    return signed_in.require(Action.MANAGE_SETTINGS)


def choose(who: Viewer) -> str:
    """The part that the address names, among those that this person is offered."""
    parts = offered(who)
    asked = address.now().get(PART, "")
    # The address decides; the widget only shows what it says, so that going back shows it too.
    st.session_state[PART] = asked if asked in parts else parts[0]
    st.segmented_control(
        "Part",
        parts,
        format_func=LABELS.__getitem__,
        required=True,
        key=PART,
        on_change=_put_part,
        label_visibility="collapsed",
    )
    return str(st.session_state[PART])


def _put_part() -> None:
    st.query_params[PART] = st.session_state[PART]


def show(part: str, who: Viewer) -> None:
    if part != FIRST:
        signed_in.require_trust()
    if part in REGISTERS:
        register_desk.show(REGISTERS[part], who)
        if part == PEOPLE.id:
            sign_out_desk.show(who)
    elif part == "settings":
        settings_desk.show()
    elif part == "backup":
        backup_desk.show(who)
    elif part == "log":
        log_desk.show()
