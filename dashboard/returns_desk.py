"""The parts of the page on which returns are sent: choosing, what was found, loading, what was sent."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import streamlit as st

from dashboard import (
    annotated_workbook,
    column_uses,
    deeds,
    exports,
    formats,
    navigation,
    return_changes,
    return_differing,
    return_questions,
    return_who,
    this_trust,
)
from dashboard.access import Action, can
from dashboard.checked_return import Checked, columns_of
from dashboard.furniture import drop_grid, notes, problem_list, receipt, sheet_preview, verdict
from dashboard.furniture.markup import show
from dashboard.return_deeds import BOX, RECEIPTS, Receipt, load_upload, undo_return
from dashboard.signed_in import Viewer
from dashboard.submissions import awaited_half_term, missing_schools, sent_returns
from dashboard.uploads import Upload
from etl.half_terms import HalfTerm
from etl.problems import WEIGHTS, Problem, Severity
from etl.record import drops, returns, terms
from etl.record.returns import AcceptedReturn
from etl.returns import Status

ANY_SCHOOL = "As the file says: one school or several"
HALF_TERMS_OFFERED = 9  # the one that is due, and those before it
RETURNS_SHOWN = 6
EFFECTS_SHOWN = 4


def own_schools(who: Viewer) -> dict[int, str]:
    """The schools whose returns this person may load."""
    return {
        urn: name for urn, name in this_trust.schools().items() if can(who.scope, Action.LOAD_RETURN, urn)
    }


def box_key() -> str:
    """The name of the box that files are dropped in: a new one after each load, so that it is empty."""
    return f"returns_file_{st.session_state.get(BOX, 0)}"


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


def ask_replace(half_term: HalfTerm) -> bool:
    return st.checkbox(
        f"This file is the whole return: take out pupils and marks of {half_term} that it does not hold",
        key="returns_replace",
        help="Leave this unticked to add to what was sent before: marks in this file then replace those of "
        "the same pupil and subject, and everything else stays.",
    )


def show_column_uses() -> None:
    with st.expander("What each column of your sheet is used for"):
        show(column_uses.uses_html())


# What was found


def show_checked(
    who: Viewer,
    upload: Upload,
    checked: Checked,
    school_urn: int | None,
    half_term: HalfTerm,
    *,
    replace_whole: bool,
) -> None:
    names = this_trust.schools()
    problems = all_problems(checked)
    for outcome in checked.outcomes:
        school = names.get(outcome.school_urn) if outcome.school_urn is not None else None
        show(verdict.verdict_html(outcome, school if len(checked.outcomes) > 1 else None))
    problem_list.show_counters(problems)
    problem_list.show_problems(problems, Severity.STOP)
    return_questions.show_questions(checked)
    return_who.show_offers(who, checked)
    return_differing.show_choice(upload, checked)
    problem_list.show_problems(problems, Severity.CHECK)
    if any(problem.severity is Severity.INFO for problem in problems):
        with st.expander("For information"):
            problem_list.show_problems(problems, Severity.INFO)
    with st.container(horizontal=True, key="returns_downloads"):
        annotated_workbook.show_download(
            who, upload, checked, school_urn, half_term, replace_whole=replace_whole
        )
        if problems:
            st.download_button(
                "Download what was found (csv)",
                exports.as_csv(problems_table(problems)),
                file_name="what-was-found.csv",
                mime="text/csv",
                key="returns_problems",
                on_click="ignore",
            )
    _show_reading(checked)
    _show_effect(checked)


def all_problems(checked: Checked) -> list[Problem]:
    """Those of all schools in a file, each once, gravest first."""
    found = dict.fromkeys(problem for outcome in checked.outcomes for problem in outcome.problems)
    order = list(Severity)
    return sorted(found, key=lambda problem: order.index(problem.severity))


def problems_table(problems: list[Problem]) -> exports.Table:
    return exports.Table(
        title="What was found in the file",
        columns=("Weight", "Sheet", "Cell", "What was found", "What to do"),
        rows=tuple(
            (one.severity.value, one.sheet, one.cell, one.message, one.suggestion) for one in problems
        ),
    )


def _show_reading(checked: Checked) -> None:
    if not checked.previews:
        return
    notes.section(
        "How your sheet was read",
        "Your own sheet, with what each column was read as above it. Cells in which something was found are "
        "annotated.",
    )
    names = list(checked.previews)
    if len(names) == 1:
        show(checked.previews[names[0]])
    else:
        _show_sheets(checked, names)
    columns = columns_of(checked.outcomes)
    if columns:
        with st.expander("Every column, and what each mark was read as"):
            sheet_preview.show_columns(columns)


def _show_sheets(checked: Checked, names: list[str]) -> None:
    """A tab for each sheet, with how many stops are in it; the first that has any is open."""
    stops = [one for one in all_problems(checked) if one.severity is Severity.STOP]
    number = {name: sum(one.sheet == name for one in stops) for name in names}
    shape = WEIGHTS[Severity.STOP][0]
    labels = [f"{name} {shape} {number[name]}" if number[name] else name for name in names]
    faulty = next((label for label, name in zip(labels, names, strict=True) if number[name]), labels[0])
    for tab, name in zip(st.tabs(labels, default=faulty), names, strict=True):
        with tab:
            show(checked.previews[name])


def _show_effect(checked: Checked) -> None:
    changing = [one for one in checked.outcomes if one.effect]
    if not changing:
        return
    names = this_trust.schools()
    notes.section("What would change")
    several = len(checked.outcomes) > 1
    for outcome in changing:
        title = names.get(outcome.school_urn or 0, "") if several else ""
        # The oldest year group comes first, and how the roll changes last.
        first, others = outcome.effect[:EFFECTS_SHOWN], outcome.effect[EFFECTS_SHOWN:]
        about_roll = [sentence for sentence in others[-1:] if "roll" in sentence]
        show(verdict.effect_html([*first, *about_roll], title))
        with st.expander(f"Every year group{f' of {title}' if title else ''}, as the trust would see it"):
            if len(others) > len(about_roll):
                show(verdict.effect_html(outcome.effect))
            receipt.show_counts(outcome.counts)


def show_load_buttons(
    upload: Upload, checked: Checked, school_urn: int | None, half_term: HalfTerm, replace_whole: bool
) -> None:
    ready = [one for one in checked.outcomes if one.status is Status.ACCEPTED]
    waiting = [one for one in checked.outcomes if verdict.good_rows_could_go_in(one)]
    with st.container(horizontal=True, key="returns_buttons"):
        if ready:
            deeds.button(
                "Replace the whole return" if replace_whole else "Load this return",
                key="returns_load",
                action=Action.LOAD_RETURN,
                urn=school_urn,
                primary=True,
                deed=load_upload(
                    upload,
                    school_urn,
                    half_term,
                    checked.seen,
                    accept_good_rows=False,
                    replace_whole=replace_whole,
                    keep=return_differing.chosen(upload),
                ),
            )
        if waiting:
            held = sum(one.held_rows for one in waiting)
            deeds.button(
                f"Load the good rows, hold {held} {'row' if held == 1 else 'rows'}",
                key="returns_load_good_rows",
                action=Action.LOAD_RETURN,
                urn=school_urn,
                help="Every row of the pupils concerned waits until you send the file put right.",
                deed=load_upload(
                    upload,
                    school_urn,
                    half_term,
                    checked.seen,
                    accept_good_rows=True,
                    replace_whole=replace_whole,
                    keep=return_differing.chosen(upload),
                ),
            )


# What was loaded


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
            _undo_button(one.return_id, one.urn, one.half_term, key=f"returns_receipt_undo_{one.return_id}")


# What was sent


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
        _show_sent_return(who, one, schools, all_drops)
    if own[RETURNS_SHOWN:]:
        with st.expander(f"{len(own) - RETURNS_SHOWN} earlier ones"):
            show(verdict.returns_html(own[RETURNS_SHOWN:], schools))


def _show_sent_return(
    who: Viewer, one: AcceptedReturn, schools: dict[int, str], all_drops: dict[HalfTerm, drops.Drop]
) -> None:
    concerned = {one.half_term, *one.half_terms}
    closed = any(all_drops[half_term].closed for half_term in concerned if half_term in all_drops)
    with st.container(horizontal=True, vertical_alignment="center", key=f"returns_row_{one.id}"):
        show(verdict.return_html(one, schools[one.urn], closed=closed))
        return_changes.show_button(who, one)
        if one.stands and not closed:
            _undo_button(one.id, one.urn, one.half_term, key=f"returns_undo_{one.id}")
    return_changes.show_changes(who, one)


def _undo_button(return_id: int, urn: int, half_term: HalfTerm, *, key: str) -> None:
    deeds.confirmed(
        "Undo",
        f"Takes return {return_id} back. What stood for {half_term} before it will stand again.",
        f"Undo return {return_id}",
        key=key,
        action=Action.LOAD_RETURN,
        urn=urn,
        deed=undo_return(return_id),
    )
