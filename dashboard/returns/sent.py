"""What was loaded on this visit, and every return that was sent: receipts, the grid, undoing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from dashboard import deeds, formats, navigation, this_trust
from dashboard.access import Action
from dashboard.furniture import drop_grid, notes, receipt, verdict
from dashboard.furniture.markup import show
from dashboard.returns import changes
from dashboard.returns.desk import own_schools
from dashboard.returns.loading import RECEIPTS, Receipt, undo_return
from dashboard.signed_in import Viewer
from dashboard.submissions import missing_schools, sent_returns
from etl.half_terms import HalfTerm
from etl.record import drops, returns, terms
from etl.record.returns import AcceptedReturn

RETURNS_SHOWN = 6


def show_receipts(who: Viewer) -> None:
    names = own_schools(who)
    for one in st.session_state.get(RECEIPTS, []):
        if one.urn in names:
            _show_receipt(one, names[one.urn])


def _show_receipt(one: Receipt, school: str) -> None:
    with st.container(border=True, key=f"returns_receipt_{one.return_id}"):
        notes.section(
            f"What the trust now sees of {school}",
            f"Return {one.return_id}, {one.half_term}: {formats.pupils(one.pupils)}, "
            f"{formats.whole(one.judgements)} judgements.",
        )
        receipt.show_counts(one.counts)
        school_page = navigation.href("school", urn=one.urn, half_term=one.half_term.slug)
        with st.container(horizontal=True, vertical_alignment="center"):
            show(verdict.link_html("Open the school's page", school_page))
            with this_trust.record().reading() as connection:
                held = returns.all_returns(connection, one.urn)
            key = f"returns_receipt_undo_{one.return_id}"
            _undo_button(one.return_id, one.urn, one.half_term, held, key=key)


def show_sent(who: Viewer, half_term: HalfTerm) -> None:
    schools = own_schools(who)
    with this_trust.record().reading() as connection:
        held = returns.all_returns(connection)
        all_drops = {drop.half_term: drop for drop in drops.all_drops(connection)}
        due = terms.half_term_on(connection, date.today())
    year = [HalfTerm(half_term.starts, ordinal) for ordinal in range(1, 7)]
    sent = sent_returns(held)
    missing = missing_schools(sent, this_trust.schools(), half_term)
    everyone = len(this_trust.schools())
    notes.section(
        "Who has sent",
        f"{half_term}: {everyone - len(missing)} of {everyone} schools of the trust have sent their return.",
    )
    drop_grid.show_grid(schools, year, sent, all_drops, due)
    own = [one for one in reversed(held) if one.urn in schools]
    if not own:
        return
    notes.section("Returns sent", "The latest first. Undoing one brings back what stood before it.")
    for one in own[:RETURNS_SHOWN]:
        _show_sent_return(who, one, schools, all_drops, held)
    if own[RETURNS_SHOWN:]:
        with st.expander(f"{len(own) - RETURNS_SHOWN} earlier ones"):
            show(verdict.returns_html(own[RETURNS_SHOWN:], schools))


def _show_sent_return(
    who: Viewer,
    one: AcceptedReturn,
    schools: dict[int, str],
    all_drops: dict[HalfTerm, drops.Drop],
    held: Sequence[AcceptedReturn],
) -> None:
    concerned = {one.half_term, *one.half_terms}
    closed = any(all_drops[half_term].closed for half_term in concerned if half_term in all_drops)
    with st.container(horizontal=True, vertical_alignment="center", key=f"returns_row_{one.id}"):
        show(verdict.return_html(one, schools[one.urn], closed=closed))
        changes.show_button(who, one)
        if one.stands and not closed:
            _undo_button(one.id, one.urn, one.half_term, held, key=f"returns_undo_{one.id}")
    changes.show_changes(who, one)


def _undo_button(
    return_id: int, urn: int, half_term: HalfTerm, held: Sequence[AcceptedReturn], *, key: str
) -> None:
    left = returns.in_force([one for one in held if one.id != return_id])
    then = (
        f"What stood for {half_term} before it will stand again."
        if (urn, half_term) in {(one.urn, one.half_term) for one in left}
        else f"There is then no return of the school for {half_term} until another is loaded."
    )
    deeds.confirmed(
        "Undo",
        f"Takes return {return_id} back. {then}",
        f"Undo return {return_id}",
        key=key,
        action=Action.LOAD_RETURN,
        urn=urn,
        deed=undo_return(return_id),
    )
