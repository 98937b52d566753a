"""The pupils of a year group or class by name: opened on purpose, and every opening written down."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import this_trust, wording
from dashboard.access import Action, can
from dashboard.exports import Table
from dashboard.furniture import behind, notes
from dashboard.furniture.markup import show
from dashboard.queries.by_class import class_figures
from dashboard.queries.pupils import PupilLine, pupil_list
from dashboard.sections.year_groups import CLASS
from dashboard.view import View
from etl.groups import GROUPS
from etl.record import audit
from etl.vocabulary import RWM_SUBJECTS, Kind

OPENED = "pupils_opened"  # which list this visit has opened last


def by_name(view: View, urn: int) -> None:
    """A button that opens the list of the chosen year group, or of one of its classes."""
    if not can(view.scope, Action.SEE_PUPILS, urn):
        return
    notes.subsection(
        "Pupils",
        "Names are opened on purpose: each opening is written down, with who and when.",
        place="pupils",
    )
    if view.year_group is None:
        notes.note("Choose one year group to see its pupils.")
        return
    class_name = _class_asked_for(view, urn)
    list_name = f"{wording.cohort(view.year_group)}{f', class {class_name}' if class_name else ''}"
    which = (urn, view.half_term.slug, view.year_group, class_name, view.viewer.role.value)
    if st.session_state.get(OPENED) != which:
        st.button(
            f"Show the pupils of {list_name}",
            key="open_pupils",
            on_click=_open,
            args=(view, urn, list_name, which),
        )
        return
    lines = pupil_list(view.published, view.scope, urn, view.half_term, view.year_group, class_name)
    if not lines:
        notes.note(f"Nobody is on roll in {list_name} this half-term.")
        return
    table = pupils_table(f"{list_name}, {view.half_term}", lines)
    show(behind.table_html(table))
    behind.downloads(
        table,
        key="pupils",
        file_name=f"{urn}-year-{view.year_group}-{view.half_term.slug}",
        on_download=lambda: log(view, urn, "download a list of pupils", list_name),
    )


def _class_asked_for(view: View, urn: int) -> str | None:
    """The class that the address names, if the year group has it: no other text of an address is repeated."""
    asked = st.query_params.get(CLASS)
    held = class_figures(
        view.published, view.scope, urn, view.half_term, view.kind, view.year_group, view.measures[:1]
    )
    return asked if asked in {figure.class_name for figure in held} else None


def _open(view: View, urn: int, list_name: str, which: tuple[object, ...]) -> None:
    log(view, urn, "open a list of pupils", list_name)
    st.session_state[OPENED] = which


def log(view: View, urn: int, action: str, list_name: str) -> None:
    """Write down that names are shown: who, which list of which half-term. No name of a pupil is in it."""
    audit.log(
        this_trust.record(),
        view.viewer.name,
        view.viewer.role.value,
        action,
        f"{list_name}, {view.half_term}",
        urn,
    )


def pupils_table(title: str, lines: Sequence[PupilLine]) -> Table:
    """One row a pupil: who, which groups, and each headline subject's mark as judged and as predicted."""
    marks = [(subject, kind) for subject in RWM_SUBJECTS for kind in (Kind.CURRENT, Kind.PREDICTED)]
    sen = GROUPS["sen"].values
    return Table(
        title=title,
        columns=(
            "Name",
            "Class",
            "Sex",
            "Disadvantaged",
            "Pupil premium",
            "SEN",
            "EAL",
            *(
                f"{subject.label}, {'now' if kind is Kind.CURRENT else 'predicted'}"
                for subject, kind in marks
            ),
        ),
        rows=tuple(
            (
                line.name,
                line.class_name,
                line.sex,
                line.disadvantaged,
                line.pupil_premium,
                sen.get(line.sen) if line.sen else None,
                line.eal,
                *(line.judgement(subject, kind) for subject, kind in marks),
            )
            for line in lines
        ),
    )
