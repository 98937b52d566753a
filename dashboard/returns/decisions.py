"""What was said of who is who: each answer can be taken back, and whom it is about is shown on purpose."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import deeds, formats, signed_in, this_trust
from dashboard.access import Action, can, check_can
from dashboard.deeds import Deed
from dashboard.furniture import notes
from dashboard.signed_in import Viewer
from etl.reading.persons import full_name
from etl.record import audit, returns, who_is_who
from etl.record.who_is_who import About, Decision
from etl.returns.confirming import take_back
from etl.returns.listings import listings

NAMED = "returns_decided_named"  # the school whose pupils are named beside the answers
SAID = {
    (About.MATCH, True): "a row without a UPN is a pupil who is known",
    (About.MATCH, False): "a row without a UPN is not the pupil who was offered",
    (About.REISSUED, True): "a UPN is the new one of a pupil who had another",
    (About.REISSUED, False): "a UPN is not the new one of the pupil who was offered",
}


def show_decisions(who: Viewer, urn: int) -> None:
    """What was said of a school's pupils so far; each answer can be taken back."""
    with this_trust.record().reading() as connection:
        held = who_is_who.all_decisions(connection, urn)
    if not held:
        return
    number = "1 answer" if len(held) == 1 else f"{len(held)} answers"
    with st.expander(f"Who is who: {number} kept"):
        notes.note("A question that is taken back is asked again with your next file.")
        may = can(who.scope, Action.SEE_PUPILS, urn)
        named = may and st.session_state.get(NAMED) == urn
        if may and not named:
            label = "Show whom each is about"
            st.button(label, key="returns_decided_names", on_click=_show_names, args=(urn,))
        names = _names(urn, held) if named else {}
        for one in reversed(held):
            with st.container(horizontal=True, vertical_alignment="center", key=f"returns_decided_{one.id}"):
                day = formats.day(formats.here(one.decided_at))
                whom = f": {names[one.upn]}" if one.upn in names else ""
                notes.note(f"{day}, {one.decided_by}: {SAID[one.what, one.same]}{whom}.")
                deeds.button(
                    "Take back",
                    key=f"returns_take_back_{one.id}",
                    action=Action.LOAD_RETURN,
                    urn=urn,
                    deed=_take_back(one),
                )


def _show_names(urn: int) -> None:
    who = signed_in.viewer()
    check_can(who.scope, Action.SEE_PUPILS, urn)
    audit.log(this_trust.record(), who.name, who.role.value, "look at who is who", "the answers kept", urn)
    st.session_state[NAMED] = urn


def _names(urn: int, held: Sequence[Decision]) -> dict[str, str]:
    """By UPN, as the school's own returns list the pupil last; whom another school alone lists has none."""
    with this_trust.record().reading() as connection:
        refs = [one.ref for one in returns.in_force(returns.all_returns(connection, urn))]
        present = who_is_who.reissued(who_is_who.all_decisions(connection))
    upns = {present.get(one.upn, one.upn) for one in held}
    found = listings(this_trust.folder(), refs, upns, (), present)
    last = {one.upn: one for one in sorted(found, key=lambda one: one.half_term)}
    return {
        one.upn: ", ".join(filter(None, (full_name(now.forename, now.surname), now.class_name)))
        for one in held
        if (now := last.get(present.get(one.upn, one.upn)))
    }


def _take_back(one: Decision) -> Deed:
    def deed(who: Viewer) -> str:
        take_back(this_trust.folder(), one.id, by=who.name, role=who.role.value)
        return "The answer is taken back."

    return deed
