"""Choosing whose file it is, of which half-term, and how it joins what was sent before."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import streamlit as st

from dashboard import this_trust
from dashboard.access import Action, can
from dashboard.furniture import notes, verdict
from dashboard.furniture.markup import show
from dashboard.returns import column_uses
from dashboard.returns.loading import BOX
from dashboard.signed_in import Viewer
from dashboard.submissions import awaited_half_term, sent_returns
from etl.half_terms import HalfTerm
from etl.record import drops, returns, terms

ANY_SCHOOL = "As the file says: one school or several"
HALF_TERMS_OFFERED = 9  # the one that is due, and those before it


def own_schools(who: Viewer) -> dict[int, str]:
    """The schools whose returns this person may load."""
    return {
        urn: name for urn, name in this_trust.schools().items() if can(who.scope, Action.LOAD_RETURN, urn)
    }


def box_key() -> str:
    """The name of the box that files are dropped in: a new one after each load, so that it is empty."""
    return f"returns_file_{st.session_state.get(BOX, 0)}"


def file_dropped() -> bool:
    """Whether the box holds a file: then what it would do comes first on the page."""
    return st.session_state.get(box_key()) is not None


def choose(who: Viewer) -> tuple[int | None, HalfTerm]:
    """The school (None: the file says which, one or several) and half-term that a file is for."""
    schools = own_schools(who)
    offered, awaited = half_terms_offered(schools)
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    urn: int | None
    if len(schools) == 1:
        urn, name = next(iter(schools.items()))
        with left:
            show(verdict.own_school_html(name))
    else:
        urn = left.selectbox(
            "School",
            [None, *schools],
            format_func=lambda one: ANY_SCHOOL if one is None else schools[one],
            key="returns_school",
        )
    half_term = right.selectbox(
        "Half-term", offered, index=offered.index(awaited), format_func=str, key="returns_half_term"
    )
    with this_trust.record().reading() as connection:
        drop = drops.drop_of(connection, half_term)
    if drop.closed:
        notes.note(
            f"The data drop for {half_term} is closed (drop {drop.label}), so nothing in it can change. "
            "To send a correction, ask the trust to open it."
        )
    return urn, half_term


def half_terms_offered(own: Collection[int]) -> tuple[list[HalfTerm], HalfTerm]:
    """The half-terms a file can be for, latest first, and the one that their next file is likely of."""
    with this_trust.record().reading() as connection:
        due = terms.half_term_on(connection, date.today())
        known = {drop.half_term: drop for drop in drops.all_drops(connection)}
        sent = sent_returns(returns.all_returns(connection))
    offered = [due]
    while len(offered) < HALF_TERMS_OFFERED:
        offered.append(offered[-1].previous)
    closed = {half_term for half_term, drop in known.items() if drop.closed}
    return sorted({*offered, *known}, reverse=True), awaited_half_term(sent, own, due, closed)


def ask_replace(urn: int | None, half_term: HalfTerm) -> bool:
    """Asked only where there may be something to take out: a return that counts, in an open drop."""
    with this_trust.record().reading() as connection:
        closed = drops.drop_of(connection, half_term).closed
        sent = returns.in_force(returns.all_returns(connection, urn))
    if closed or not any(half_term in (one.half_term, *one.half_terms) for one in sent):
        return False
    return st.checkbox(
        f"This file is the whole return: take out pupils and marks of {half_term} that it does not hold",
        key="returns_replace",
        help="Leave this unticked to add to what was sent before: marks in this file then replace those of "
        "the same pupil and subject, and everything else stays.",
    )


def show_column_uses() -> None:
    with st.expander("What each column of your sheet is used for"):
        show(column_uses.uses_html())
