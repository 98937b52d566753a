"""What was found in a file: problems, questions, how it was read, what would change, and loading it."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from dashboard import deeds, exports, formats, this_trust
from dashboard.access import Action
from dashboard.furniture import notes, problem_list, receipt, sheet_preview, verdict
from dashboard.furniture.markup import show
from dashboard.returns import annotated, differing, pupils, questions
from dashboard.returns.checked import Checked, columns_of
from dashboard.returns.loading import load_upload
from dashboard.returns.sending import Sending
from dashboard.signed_in import Viewer
from etl.problems import WEIGHTS, Problem, Severity, in_order
from etl.returns.outcome import Status

EFFECTS_SHOWN = 4
NO_SCHOOL = "Rows of no school of the trust"
CHECKS_SHOWN = 12  # more of them would hide how the sheet was read


def show_checked(who: Viewer, sending: Sending, checked: Checked) -> None:
    names = this_trust.schools()
    problems = all_problems(checked)
    several = len(checked.outcomes) > 1
    for outcome in checked.outcomes:
        school = names.get(outcome.school_urn or 0, NO_SCHOOL)
        show(verdict.verdict_html(outcome, school if several else None))
    schools = _whole_schools(checked, names) if several else {}
    read = not all(outcome.unreadable for outcome in checked.outcomes)
    if read:
        problem_list.show_counters(problems)
    # Answers come first: one may clear many of the stops below.
    questions.show_questions(checked)
    pupils.show_offers(who, checked)
    problem_list.show_problems(problems, Severity.STOP, schools)
    differing.show_choice(sending.upload, checked)
    checks = sum(problem.severity is Severity.CHECK for problem in problems)
    if checks > CHECKS_SHOWN:
        with st.expander(f"{formats.whole(checks)} checks, each with its cell: {WEIGHTS[Severity.CHECK][2]}"):
            problem_list.show_problems(problems, Severity.CHECK, schools)
    else:
        problem_list.show_problems(problems, Severity.CHECK, schools)
    if any(problem.severity is Severity.INFO for problem in problems):
        with st.expander("For information"):
            problem_list.show_problems(problems, Severity.INFO, schools)
    with st.container(horizontal=True, key="returns_downloads"):
        if any(problem.severity is not Severity.INFO and problem.cell for problem in problems):
            annotated.show_download(who, sending, checked)
        if read and problems:
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


def _whole_schools(checked: Checked, names: Mapping[int, str]) -> dict[Problem, str]:
    """Of findings about no cell in a file for several schools, which school or schools each is about."""
    found: dict[Problem, list[str]] = {}
    for outcome in checked.outcomes:
        school = names.get(outcome.school_urn or 0)
        for problem in outcome.problems:
            if school is not None and not problem.sheet:
                found.setdefault(problem, []).append(school)
    return {problem: formats.listed(schools) for problem, schools in found.items()}


def all_problems(checked: Checked) -> list[Problem]:
    """Those of all schools in a file, each once, gravest first."""
    found = dict.fromkeys(problem for outcome in checked.outcomes for problem in outcome.problems)
    return list(in_order(list(found), [column.sheet for column in columns_of(checked.outcomes)]))


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
        "Your own sheet, with what each column was read as above it, and what was found marked in its cells.",
        place=problem_list.CELLS,
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


def show_load_buttons(sending: Sending, checked: Checked) -> None:
    ready = [one for one in checked.outcomes if one.status is Status.ACCEPTED]
    waiting = [one for one in checked.outcomes if verdict.good_rows_could_go_in(one)]
    with st.container(horizontal=True, key="returns_buttons"):
        if ready:
            deeds.button(
                _load_label(sending, len(ready), len(checked.outcomes)),
                key="returns_load",
                action=Action.LOAD_RETURN,
                urn=sending.school_urn,
                primary=True,
                deed=load_upload(sending, checked.seen, accept_good_rows=False),
            )
        if waiting and not sending.replace_whole:
            held = sum(one.held_rows for one in waiting)
            deeds.button(
                f"Load the good rows, hold {held} {'row' if held == 1 else 'rows'}",
                key="returns_load_good_rows",
                action=Action.LOAD_RETURN,
                urn=sending.school_urn,
                help="Every row of the pupils concerned waits until you send the file put right.",
                deed=load_upload(sending, checked.seen, accept_good_rows=True),
            )


def _load_label(sending: Sending, ready: int, schools: int) -> str:
    if schools > 1:
        return "Load the school that is ready" if ready == 1 else f"Load the {ready} schools that are ready"
    return "Replace the whole return" if sending.replace_whole else "Load this return"
