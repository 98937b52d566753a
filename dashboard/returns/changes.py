"""What a return changed, opened on purpose: it names pupils, so every opening is written down."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard import formats, signed_in, this_trust
from dashboard.access import Action, can, check_can
from dashboard.exports import Table
from dashboard.furniture import behind, notes
from dashboard.furniture.markup import show
from dashboard.signed_in import Viewer
from etl.folder import DataFolder
from etl.record import audit
from etl.record.returns import AcceptedReturn
from etl.returns.changes import ChangeList, change_list
from etl.vocabulary import Kind, Subject

OPENED = "returns_changes_of"  # the return whose changes are open
SHOWN = 60


def show_button(who: Viewer, one: AcceptedReturn) -> None:
    if not can(who.scope, Action.SEE_PUPILS, one.urn):
        return
    opened = st.session_state.get(OPENED) == one.id
    st.button(
        "Close" if opened else "What it changed",
        key=f"returns_changes_{one.id}",
        on_click=_close if opened else _open,
        args=() if opened else (one,),
    )


def _open(one: AcceptedReturn) -> None:
    who = signed_in.viewer()
    check_can(who.scope, Action.SEE_PUPILS, one.urn)
    audit.log(this_trust.record(), who.name, who.role.value, "look at changes", f"return {one.id}", one.urn)
    st.session_state[OPENED] = one.id


def _close() -> None:
    st.session_state.pop(OPENED, None)


def show_changes(who: Viewer, one: AcceptedReturn) -> None:
    """The change list of a return where it is the one that is open."""
    if st.session_state.get(OPENED) != one.id or not can(who.scope, Action.SEE_PUPILS, one.urn):
        return
    found = _changes(str(this_trust.folder().root), one.token, one.id, this_trust.record().version())
    notes.note(in_words(found))
    table = changes_table(one, found)
    if not table.rows:
        return
    show(behind.table_html(replace(table, rows=table.rows[:SHOWN])))
    if len(table.rows) > SHOWN:
        notes.note(f"And {formats.whole(len(table.rows) - SHOWN)} more, all of them in the download.")
    behind.downloads(
        table,
        key=f"returns_changes_{one.id}_table",
        file_name=f"changes-of-return-{one.id}",
        on_download=lambda: audit.log(
            this_trust.record(), who.name, who.role.value, "download changes", f"return {one.id}", one.urn
        ),
    )


# For the session alone: it names pupils.
@st.cache_resource(scope="session", max_entries=2, show_spinner="Working out what changed…")
def _changes(root: str, token: str, return_id: int, version: int) -> ChangeList:
    return change_list(DataFolder.find(root), return_id)


def in_words(found: ChangeList) -> str:
    """“12 marks new, 3 marks altered, 2 pupils came on roll.” What did not happen is left out."""
    came = sum(one.on_roll for one in found.roll)
    gone = len(found.roll) - came
    said = (
        (found.new, f"{_marks(found.new)} new"),
        (found.altered, f"{_marks(found.altered)} altered"),
        (found.taken_out, f"{_marks(found.taken_out)} taken out"),
        (came, f"{formats.pupils(came)} came on roll"),
        (gone, f"{formats.pupils(gone)} came off roll"),
    )
    happened = [words for number, words in said if number]
    return f"{', '.join(happened)}." if happened else "Nothing that figures rest on."


def _marks(number: int) -> str:
    return f"{formats.whole(number)} {'mark' if number == 1 else 'marks'}"


def changes_table(one: AcceptedReturn, found: ChangeList) -> Table:
    roll = [
        (
            str(each.half_term),
            each.name,
            each.upn,
            "Roll",
            "",
            *(("–", "on roll") if each.on_roll else ("on roll", "–")),
        )
        for each in found.roll
    ]
    marks = [
        (
            str(each.half_term),
            each.name,
            each.upn,
            Subject(each.subject).label,
            Kind(each.kind).label,
            each.before or "–",
            each.after or "–",
        )
        for each in found.marks
    ]
    return Table(
        title=f"What return {one.id} changed",
        columns=("Half-term", "Pupil", "UPN", "What", "Kind", "Before", "After"),
        rows=tuple(marks + roll),
    )
