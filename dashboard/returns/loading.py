"""Loading a return, taking one back, and answering what was asked about a mark."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from dashboard import formats, this_trust
from dashboard.access import Action, check_can
from dashboard.deeds import Deed
from dashboard.returns.checked import Seen, seen_returns
from dashboard.returns.sending import Sending
from dashboard.signed_in import Viewer
from dashboard.uploads import on_disk
from etl.errors import TrustDataError
from etl.half_terms import HalfTerm
from etl.problems import stops
from etl.record import returns
from etl.returns.cohorts import CohortCount
from etl.returns.load import load, undo
from etl.returns.outcome import Outcome, Status

RECEIPTS = "returns_receipts"
# Counts up with every file that was loaded, and so empties the box that it was dropped in.
BOX = "returns_box"


@dataclass(frozen=True)
class Receipt:
    """What was loaded, and what the trust sees now: counts alone."""

    return_id: int
    urn: int
    half_term: HalfTerm
    pupils: int
    judgements: int
    held_rows: int
    effect: tuple[str, ...]
    counts: tuple[CohortCount, ...]


def load_upload(sending: Sending, seen: Seen, *, accept_good_rows: bool) -> Deed:
    """`seen`: the returns of the schools concerned when the person was shown what would change."""

    def deed(who: Viewer) -> str:
        for urn, _ in seen:
            check_can(who.scope, Action.LOAD_RETURN, urn)
        if seen_returns([urn for urn, _ in seen]) != seen:
            raise TrustDataError(
                "Somebody else loaded or undid a return of this school after you dropped your file. Nothing "
                "was loaded; below is what your file would change now."
            )
        folder = this_trust.folder()
        with on_disk(folder, sending.upload) as path:
            outcomes = load(
                folder,
                path,
                school_urn=sending.school_urn,
                half_term=sending.half_term,
                by=who.name,
                role=who.role.value,
                accept_good_rows=accept_good_rows,
                replace_whole=sending.replace_whole,
                keep=sending.keep,
            )
        taken_in = [one for one in outcomes if one.status is Status.ACCEPTED]
        if not taken_in:
            raise TrustDataError(_why_not(outcomes))
        st.session_state[RECEIPTS] = [_receipt(one) for one in taken_in]
        st.session_state[BOX] = st.session_state.get(BOX, 0) + 1
        return _said(taken_in, outcomes)

    return deed


def undo_return(return_id: int) -> Deed:
    def deed(who: Viewer) -> str:
        with this_trust.record().reading() as connection:
            concerned = returns.find_return(connection, return_id)
        if concerned is not None:
            check_can(who.scope, Action.LOAD_RETURN, concerned.urn)
        held = undo(this_trust.folder(), return_id, by=who.name, role=who.role.value)
        kept = [one for one in st.session_state.get(RECEIPTS, []) if one.return_id != return_id]
        st.session_state[RECEIPTS] = kept
        return f"Return {held.id} for {held.half_term} is undone. What stood before it stands again."

    return deed


def _receipt(outcome: Outcome) -> Receipt:
    assert outcome.return_id is not None
    assert outcome.school_urn is not None
    assert outcome.half_term is not None
    return Receipt(
        return_id=outcome.return_id,
        urn=outcome.school_urn,
        half_term=outcome.half_term,
        pupils=outcome.pupils,
        judgements=outcome.judgements,
        held_rows=outcome.held_rows,
        effect=outcome.effect,
        counts=outcome.counts,
    )


def _said(taken_in: list[Outcome], outcomes: list[Outcome]) -> str:
    pupils = formats.pupils(sum(one.pupils for one in taken_in))
    judgements = formats.whole(sum(one.judgements for one in taken_in))
    words = f"Loaded: {pupils}, {judgements} judgements, for {taken_in[0].half_term}"
    if len(outcomes) > 1:
        words += f", {len(taken_in)} of {len(outcomes)} schools in the file"
    held = sum(one.held_rows for one in taken_in)
    if held:
        waits = "1 row waits until you send it" if held == 1 else f"{held} rows wait until you send them"
        words += f"; {waits} put right. To see which, drop the same file again"
    return words + "."


def _why_not(outcomes: list[Outcome]) -> str:
    if all(one.status is Status.UNCHANGED for one in outcomes):
        return "Nothing was loaded: everything in this file stands already."
    found = [problem for one in outcomes for problem in stops(list(one.problems))]
    return "Nothing was loaded." + "".join(f"\n{problem.message}" for problem in found[:5])
