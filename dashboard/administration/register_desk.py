"""One register on the page: what is held, and a file that is looked at before it is taken in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard import deeds, exports, formats, this_trust
from dashboard.administration.registers import EVERYTHING, Choice, Register
from dashboard.deeds import Deed
from dashboard.furniture import answer, behind, markup, notes
from dashboard.signed_in import Viewer
from dashboard.uploads import MOST_MEGABYTES, SHEET_ENDINGS, Upload, on_disk, upload_of
from etl.errors import TrustDataError
from etl.record import schools

HELD_SHOWN = 200
BOX = "administration_box"


@dataclass(frozen=True)
class Comparison:
    """A file held against the register: its entries, new ones and changed ones beside what they were."""

    new: list[Any]
    changed: list[tuple[Any, Any]]
    same: int


def show(register: Register, who: Viewer) -> None:
    held = held_entries(register, who)
    notes.note(register.about)
    given = st.file_uploader(
        f"Drop a list of {register.entries} here",
        type=SHEET_ENDINGS,
        max_upload_size=MOST_MEGABYTES,
        key=f"{register.id}_file_{st.session_state.get(BOX, 0)}",
    )
    if given is not None:
        _show_given(register, who, upload_of(given))
    _show_held(register, held)


def held_entries(register: Register, who: Viewer) -> list[Any]:
    """What this person may see of a register; empty where there is no trust yet."""
    if not this_trust.folder().exists():
        return []
    with this_trust.record().reading() as connection:
        return [one for one in register.held(connection) if register.visible(who.scope, one)]


def compare(register: Register, who: Viewer, upload: Upload, choice: Choice = EVERYTHING) -> Comparison:
    """Raises TrustDataError with every fault of the file, and with every entry this person may not put in."""
    folder = this_trust.folder()
    former: dict[Any, Any] = {}
    urns: set[int] = set()
    if folder.exists():
        with this_trust.record().reading() as connection:
            former = {register.key(one): one for one in register.held(connection)}
            urns = {one.urn for one in schools.all_schools(connection)}
    with on_disk(folder, upload) as path:
        entries = register.read(path, urns, choice)
    changing = [one for one in entries if former.get(register.key(one)) != one]
    refused = [
        why for one in changing if (why := register.refusal(who.scope, one, former.get(register.key(one))))
    ]
    if refused:
        raise TrustDataError("\n".join(["Nothing was taken in.", *refused]))
    return Comparison(
        new=[one for one in changing if register.key(one) not in former],
        changed=[(former[register.key(one)], one) for one in changing if register.key(one) in former],
        same=len(entries) - len(changing),
    )


def _show_given(register: Register, who: Viewer, upload: Upload) -> None:
    try:
        choice = _choose(register, upload) if register.by_choice else EVERYTHING
        compared = compare(register, who, upload, choice)
    except TrustDataError as faults:
        answer.show_answer(str(faults), done=False)
        return
    words = f"{len(compared.new)} new, {len(compared.changed)} changed, {compared.same} as they are held."
    if not compared.new and not compared.changed:
        notes.note(f"This file would change nothing: {words}")
        return
    notes.section("What this file would change", words)
    if compared.new:
        _show_entries(register, "New", compared.new)
    if compared.changed:
        _show_changes(register, compared.changed)
    number = len(compared.new) + len(compared.changed)
    deeds.button(
        f"Take in {number} {register.entries}" if number > 1 else "Take it in",
        key=f"{register.id}_take_in",
        action=register.action,
        primary=True,
        deed=_take_in(register, upload, choice),
    )


def _choose(register: Register, upload: Upload) -> Choice:
    """Which of the schools in the file: a download may hold a whole authority."""
    with on_disk(this_trust.folder(), upload) as path:
        held = {one.urn: one.name for one in register.read(path, (), EVERYTHING)}
    left, right = st.columns(2)
    trust = left.text_input(
        "Only the schools of this trust",
        key="schools_trust",
        placeholder="all",
        help="As the file names it under “Trusts (name)”. It also becomes the trust's name here.",
    )
    urns = right.multiselect(
        "Only these schools",
        list(held),
        format_func=lambda urn: f"{held[urn]} ({urn})",
        key="schools_chosen",
        placeholder="all",
    )
    return Choice(urns=tuple(urns), trust=trust.strip() or None)


def _take_in(register: Register, upload: Upload, choice: Choice) -> Deed:
    def deed(who: Viewer) -> str:
        compared = compare(register, who, upload, choice)
        folder = this_trust.folder()
        with on_disk(folder, upload) as path:
            register.take_in(folder, path, who, choice)
        st.session_state[BOX] = st.session_state.get(BOX, 0) + 1
        return f"{register.label}: {len(compared.new)} added, {len(compared.changed)} changed."

    return deed


def _show_entries(register: Register, title: str, entries: Sequence[Any]) -> None:
    _show_rows(register, title, [register.words(one) for one in entries])


def _show_changes(register: Register, changed: Sequence[tuple[Any, Any]]) -> None:
    """Each changed value as it was and as it would be."""
    rows = []
    for former, one in changed:
        was, will_be = register.words(former), register.words(one)
        rows.append(
            tuple(
                now if before == now else f"{formats.text(before)} → {formats.text(now)}"
                for before, now in zip(was, will_be, strict=True)
            )
        )
    _show_rows(register, "Changed", rows)


def _show_rows(register: Register, title: str, rows: Sequence[tuple[Any, ...]]) -> None:
    table = exports.Table(title=f"{register.label} {title}", columns=register.headings, rows=tuple(rows))
    if title:
        notes.section(title)
    markup.show(behind.table_html(table))


def _show_held(register: Register, held: Sequence[Any]) -> None:
    called = register.entry if len(held) == 1 else register.entries
    notes.section(f"{register.label} held", f"{formats.whole(len(held))} {called}.")
    if not held:
        notes.note("Nothing yet. The download below is an empty list with the right headings.")
    else:
        _show_rows(register, "", [register.words(one) for one in held[:HELD_SHOWN]])
    table = exports.Table(
        title=register.label, columns=register.columns, rows=tuple(register.row(one) for one in held)
    )
    st.download_button(
        "Download the list (csv)",
        exports.as_csv(table),
        file_name=f"{register.id}.csv",
        mime="text/csv",
        key=f"{register.id}_download",
        help="Change it in Excel and drop it above: what you leave as it is stays.",
        on_click="ignore",
    )
