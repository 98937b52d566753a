"""Loading a file of results, and taking one back."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard import formats, this_trust
from dashboard.access import Action, check_can
from dashboard.deeds import Deed
from dashboard.result_loading.checked import Seen, seen_results
from dashboard.result_loading.desk import BOX, SendingResults
from dashboard.signed_in import Viewer
from dashboard.uploads import on_disk
from etl.errors import TrustDataError
from etl.problems import stops
from etl.record import results
from etl.results.load import load_results, undo_results
from etl.results.outcome import ResultOutcome
from etl.returns.outcome import Status


def load_upload(sending: SendingResults, seen: Seen, *, accept_good_rows: bool) -> Deed:
    """`seen`: the results of the schools concerned when the person was shown what would change."""

    def deed(who: Viewer) -> str:
        for urn, _ in seen:
            check_can(who.scope, Action.LOAD_RETURN, urn)
        if seen_results([urn for urn, _ in seen]) != seen:
            raise TrustDataError(
                "Somebody else loaded or undid results of this school after you dropped your file. Nothing "
                "was loaded; below is what your file would change now."
            )
        asked = replace(sending.asked, accept_good_rows=accept_good_rows)
        folder = this_trust.folder()
        with on_disk(folder, sending.upload) as path:
            outcomes = load_results(folder, path, asked, by=who.name, role=who.role.value)
        taken_in = [one for one in outcomes if one.status is Status.ACCEPTED]
        if not taken_in:
            raise TrustDataError(_why_not(outcomes))
        st.session_state[BOX] = st.session_state.get(BOX, 0) + 1
        return _said(taken_in)

    return deed


def undo(return_id: int) -> Deed:
    def deed(who: Viewer) -> str:
        with this_trust.record().reading() as connection:
            concerned = results.find_results(connection, return_id)
        if concerned is None:
            raise TrustDataError("There is no such file of results.")
        check_can(who.scope, Action.LOAD_RETURN, concerned.urn)
        undo_results(this_trust.folder(), return_id, by=who.name, role=who.role.value)
        return (
            f"The results of {concerned.assessment.label} {concerned.academic_year} are undone. What a later "
            "file gave as well stays; otherwise what stood before them stands again."
        )

    return deed


def _said(taken_in: list[ResultOutcome]) -> str:
    occasions = formats.listed(list(dict.fromkeys(one.occasion for one in taken_in)))
    pupils = formats.pupils(sum(one.pupils for one in taken_in))
    number = formats.results(sum(one.results for one in taken_in))
    held = sum(one.held_rows for one in taken_in)
    words = f"Loaded: {occasions}, {pupils}, {number}"
    if held:
        words += f"; {held} {'row waits' if held == 1 else 'rows wait'} until you send them put right"
    return f"{words}."


def _why_not(outcomes: list[ResultOutcome]) -> str:
    if all(one.status is Status.UNCHANGED for one in outcomes):
        return "Nothing was loaded: everything in this file stands already."
    found = [problem for one in outcomes for problem in stops(list(one.problems))]
    return "Nothing was loaded." + "".join(f"\n{problem.message}" for problem in found[:5])
