"""The parts of the page on data drops: closing and opening them, and what is in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from dashboard import deeds, exports, formats, this_trust
from dashboard.access import Action
from dashboard.deeds import Deed
from dashboard.drops import chasing
from dashboard.furniture import behind, drop_grid, notes
from dashboard.furniture.markup import show
from dashboard.signed_in import Viewer
from dashboard.submissions import Sent, missing_schools, sent_returns
from etl.folder import DataFolder
from etl.half_terms import HalfTerm, academic_year_label, parse_half_term
from etl.publish.drop_changes import DropChanges, drop_changes
from etl.record import drops, returns, terms
from etl.record.drops import Drop
from etl.record.returns import AcceptedReturn
from etl.returns.closing import close_drop, reopen_drop

HISTORY_SHOWN = 30
YEAR_WIDTH = 240  # pixels


def show_year(who: Viewer) -> None:
    """A choice of academic year, who has sent what in it, what is still missing, and its drops."""
    with this_trust.record().reading() as connection:
        due = terms.half_term_on(connection, date.today())
        held = {drop.half_term: drop for drop in drops.all_drops(connection)}
        all_returns = returns.all_returns(connection)
    years = sorted(
        {due.starts, *(one.starts for one in held), *(one.half_term.starts for one in all_returns)},
        reverse=True,
    )
    year = st.selectbox(
        "Academic year", years, format_func=academic_year_label, key="drops_year", width=YEAR_WIDTH
    )
    half_terms = [HalfTerm(year, ordinal) for ordinal in range(1, 7)]
    sent = sent_returns(all_returns)
    drop_grid.show_grid(this_trust.schools(), half_terms, sent, held, due)
    chasing.show_missing(who, half_terms, sent, held, due)

    notes.section(
        "Open and close",
        "A closed drop is frozen and numbered: nothing in it can be loaded, corrected or undone, and its "
        "figures are kept as they stood.",
    )
    for half_term in sorted(half_terms, reverse=True):
        if half_term <= due or half_term in held:
            _show_drop(held.get(half_term, Drop(half_term=half_term)), sent, held)
    _show_history(all_returns)


def _show_drop(drop: Drop, sent: Mapping[tuple[int, HalfTerm], Sent], held: Mapping[HalfTerm, Drop]) -> None:
    schools = this_trust.schools()
    missing = missing_schools(sent, schools, drop.half_term)
    came = len(schools) - len(missing)
    slug = drop.half_term.slug
    with st.container(horizontal=True, vertical_alignment="center", key=f"drop_{slug}"):
        show(drop_grid.drop_html(drop, came, missing))
        if drop.closed:
            deeds.confirmed(
                "Open it again",
                f"Returns for {drop.half_term} can then be loaded, corrected and undone. What was kept as "
                f"drop {drop.label} stays; closing again makes drop {drops_label_after(drop, held)}.",
                f"Open drop {drop.label}",
                key=f"drop_open_{slug}",
                action=Action.CLOSE_DROP,
                deed=_open(drop.half_term),
            )
        elif came:
            still = f"Still missing: {formats.listed(missing)}. " if missing else ""
            still += _rows_held(drop.half_term, sent, schools)
            deeds.confirmed(
                "Close",
                f"{came} of {len(schools)} returns are in. {still}Closing freezes {drop.half_term} as drop "
                f"{drops_label_after(drop, held)}: until it is opened again no return for it can be loaded, "
                "corrected or undone.",
                f"Close {drop.half_term}",
                key=f"drop_close_{slug}",
                action=Action.CLOSE_DROP,
                deed=_close(drop.half_term),
            )
    if drop.revision:
        _show_corrections(drop.half_term)


def _rows_held(
    half_term: HalfTerm, sent: Mapping[tuple[int, HalfTerm], Sent], schools: Mapping[int, str]
) -> str:
    """Whose rows wait to be put right, which a closed drop would leave out; empty where none do."""
    held = {name: sent[urn, half_term].held_rows for urn, name in schools.items() if (urn, half_term) in sent}
    waiting = [f"{formats.whole(number)} of {name}" for name, number in held.items() if number]
    return f"Rows that were held and would be left out: {formats.listed(waiting)}. " if waiting else ""


def _show_corrections(half_term: HalfTerm) -> None:
    """What late corrections changed, each time that the drop was closed again."""
    for one in _corrections(str(this_trust.folder().root), half_term.slug, this_trust.published().number):
        with st.expander(f"What changed from drop {one.former} to drop {one.latter}"):
            names = this_trust.schools()
            if not one.schools:
                notes.note("Nothing that figures rest on.")
            else:
                show(behind.table_html(_corrections_table(one, names)))


@st.cache_data(max_entries=50, show_spinner=False)
def _corrections(root: str, half_term: str, number: int) -> list[DropChanges]:
    return drop_changes(DataFolder.find(root), parse_half_term(half_term))


def _corrections_table(one: DropChanges, names: Mapping[int, str]) -> exports.Table:
    return exports.Table(
        title=f"From drop {one.former} to drop {one.latter}",
        columns=(
            "School",
            "Marks altered",
            "New marks",
            "Marks taken out",
            "Pupils added",
            "Pupils taken off",
        ),
        rows=tuple(
            (
                names.get(each.school_urn, str(each.school_urn)),
                each.altered_marks,
                each.new_marks,
                each.marks_taken_out,
                each.pupils_added,
                each.pupils_taken_off,
            )
            for each in one.schools
        ),
    )


def drops_label_after(drop: Drop, held: Mapping[HalfTerm, Drop]) -> str:
    """The label that a drop gets when it is closed next."""
    if drop.number is not None:
        return f"{drop.number}.{drop.revision + 1}"
    return str(max((one.number or 0 for one in held.values()), default=0) + 1)


def _close(half_term: HalfTerm) -> Deed:
    def deed(who: Viewer) -> str:
        closed = close_drop(this_trust.folder(), half_term, by=who.name, role=who.role.value)
        return f"{half_term} is closed as drop {closed.label}. Its figures are kept as they stand."

    return deed


def _open(half_term: HalfTerm) -> Deed:
    def deed(who: Viewer) -> str:
        opened = reopen_drop(this_trust.folder(), half_term, by=who.name, role=who.role.value)
        return f"{half_term} is open again. What was kept as drop {opened.label} stays."

    return deed


def _show_history(held: Sequence[AcceptedReturn]) -> None:
    if not held:
        return
    names = this_trust.schools()
    latest = list(reversed(held))
    notes.section("Every return", "The latest first.")
    show(behind.table_html(_short_history(latest[:HISTORY_SHOWN], names)))
    st.download_button(
        "Download every return (csv)",
        exports.as_csv(_history_table(latest, names)),
        file_name="returns.csv",
        mime="text/csv",
        key="drops_history",
        on_click="ignore",
    )


def _short_history(held: Sequence[AcceptedReturn], names: Mapping[int, str]) -> exports.Table:
    return exports.Table(
        title="Returns",
        columns=("Return", "Half-term", "School", "Pupils", "Judgements", "Rows held", "Loaded", "State"),
        rows=tuple(
            (
                str(one.id),
                str(one.half_term),
                names[one.urn],
                one.pupils,
                one.judgements,
                one.held_rows,
                formats.day(formats.here(one.loaded_at)),
                "Stands" if one.undone_at is None else f"Undone {formats.day(formats.here(one.undone_at))}",
            )
            for one in held
        ),
    )


def _history_table(held: Sequence[AcceptedReturn], names: Mapping[int, str]) -> exports.Table:
    return exports.Table(
        title="Returns",
        columns=(
            "Return", "Half-term", "School", "URN", "Pupils", "Judgements", "Rows held", "Whole return",
            "Loaded", "Loaded by", "Undone", "Undone by",
        ),
        rows=tuple(
            (
                one.id,
                str(one.half_term),
                names[one.urn],
                str(one.urn),
                one.pupils,
                one.judgements,
                one.held_rows,
                one.whole_return,
                formats.here(one.loaded_at),
                one.loaded_by,
                formats.here(one.undone_at) if one.undone_at else None,
                one.undone_by,
            )
            for one in held
        ),
    )  # fmt: skip
