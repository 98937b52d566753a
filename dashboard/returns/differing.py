"""Marks in a file for which others stand: the person chooses which of the two to keep."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

import pandas as pd
import streamlit as st

from dashboard import formats
from dashboard.exports import Table
from dashboard.furniture import behind, notes
from dashboard.furniture.markup import show
from dashboard.returns.checked import Checked
from dashboard.uploads import Upload
from etl.harmless import harmless
from etl.returns.differing import NOTHING_KEPT, Differing, Keeping

TAKE = "Take this file's"
SHOWN = 30  # without being asked for one by one


class Choice(StrEnum):
    REPLACE = "Take this file's marks: it is a correction"
    KEEP = "Keep what was sent before; add only what is new"
    EACH = "Choose one by one"


def _key(upload: Upload) -> str:
    return f"returns_differing_{upload.digest[:12]}"


def chosen(upload: Upload) -> Keeping:
    """What the person has chosen for a file so far: to begin with its marks replace what stands."""
    how = st.session_state.get(_key(upload), Choice.REPLACE)
    if how == Choice.KEEP:
        return Keeping(everything=True)
    if how == Choice.EACH:
        return kept_cells(
            st.session_state.get(f"{_key(upload)}_cells", ()),
            st.session_state.get(f"{_key(upload)}_each", {}),
        )
    return NOTHING_KEPT


def kept_cells(cells: tuple[tuple[str, str], ...], edited: dict) -> Keeping:
    """From the rows of the table in which the tick was taken away."""
    rows = edited.get("edited_rows", {})
    kept = [int(row) for row, change in rows.items() if change.get(TAKE) is False]
    return Keeping(cells=frozenset(cells[row] for row in kept if row < len(cells)))


def show_choice(upload: Upload, checked: Checked) -> None:
    found = [one for outcome in checked.outcomes for one in outcome.differing]
    if not found:
        return
    marks = (
        "1 mark in this file is" if len(found) == 1 else f"{formats.whole(len(found))} marks in this file are"
    )
    notes.section(
        "Different from what was sent before",
        f"{marks} not what was sent before for the same pupil, subject and half-term.",
    )
    how = st.radio("Which should count?", list(Choice), key=_key(upload))
    table = differing_table(found)
    if how != Choice.EACH:
        with st.expander("The marks that differ"):
            show(behind.table_html(replace(table, rows=table.rows[:SHOWN])))
            if len(found) > SHOWN:
                notes.note(
                    f"And {formats.whole(len(found) - SHOWN)} more: choose one by one to see them all."
                )
        return
    st.session_state[f"{_key(upload)}_cells"] = tuple((one.sheet, one.cell) for one in found)
    # The browser can save this table as it stands.
    rows = [[harmless(value) for value in row] for row in table.rows]
    frame = pd.DataFrame(rows, columns=list(table.columns))
    frame.insert(0, TAKE, True)
    st.data_editor(
        frame,
        key=f"{_key(upload)}_each",
        hide_index=True,
        disabled=list(table.columns),
        column_config={
            TAKE: st.column_config.CheckboxColumn(help="Without the tick, what was sent before is kept.")
        },
    )


def differing_table(found: list[Differing]) -> Table:
    return Table(
        title="Marks that differ from what stands",
        columns=("Where", "Pupil", "Subject", "Kind", "Sent before", "In this file"),
        rows=tuple(
            (
                f"{one.sheet} {one.cell}",
                one.name,
                one.subject.label,
                one.kind.label,
                one.stands,
                one.given,
            )
            for one in found
        ),
    )
