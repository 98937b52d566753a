"""What was found in a file of results: its verdicts, its problems, how it was read, and loading it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from dashboard import deeds, exports, formats, this_trust
from dashboard.access import Action, can, check_can
from dashboard.furniture import notes, problem_list
from dashboard.furniture.markup import safe, show
from dashboard.result_loading.checked import CheckedResults
from dashboard.result_loading.desk import SendingResults
from dashboard.result_loading.loading import load_upload
from dashboard.returns.annotated import MIME
from dashboard.returns.found import problems_table
from dashboard.signed_in import Viewer
from dashboard.uploads import on_disk
from etl.annotated import annotate, checked_name
from etl.problems import Problem, Severity, stops
from etl.record import audit
from etl.results.load import check_results
from etl.results.outcome import ResultOutcome
from etl.returns.outcome import Status

MANY_ALIKE = 4  # so many findings of the same words stand in one line
CELLS_NAMED = 12


def show_checked(who: Viewer, sending: SendingResults, checked: CheckedResults) -> None:
    names = this_trust.schools()
    several = len(checked.outcomes) > 1
    for at, outcome in enumerate(checked.outcomes):
        good = checked.good_rows[at] if at < len(checked.good_rows) else None
        show(verdict_html(outcome, names.get(outcome.school_urn or 0) if several else None, good))
    problems = all_problems(checked)
    problem_list.show_counters(problems)
    together = alike_together(problems)
    problem_list.show_problems(together, Severity.STOP)
    problem_list.show_problems(together, Severity.CHECK)
    if any(problem.severity is Severity.INFO for problem in problems):
        with st.expander("For information"):
            problem_list.show_problems(together, Severity.INFO)
    with st.container(horizontal=True, key="results_downloads"):
        _annotated(who, sending, checked)
        if problems:
            st.download_button(
                "Download what was found (csv)",
                exports.as_csv(problems_table(problems)),
                file_name="what-was-found.csv",
                mime="text/csv",
                key="results_problems",
                on_click="ignore",
            )
    _show_reading(checked)


def all_problems(checked: CheckedResults) -> list[Problem]:
    """Each once, gravest first."""
    found = dict.fromkeys(problem for outcome in checked.outcomes for problem in outcome.problems)
    order = list(Severity)
    return sorted(found, key=lambda problem: order.index(problem.severity))


def alike_together(problems: Sequence[Problem]) -> list[Problem]:
    """Findings that say the same of many cells in one line that names the cells; few stay as they are."""
    alike: dict[tuple[str, str, str, str | None], list[Problem]] = {}
    for problem in problems:
        where = (problem.code, problem.message, problem.suggestion, problem.sheet)
        alike.setdefault(where, []).append(problem)
    made: list[Problem] = []
    for held in alike.values():
        cells = [one.cell for one in held if one.cell]
        if len(cells) < MANY_ALIKE:
            made += held
            continue
        named = ", ".join(cells[:CELLS_NAMED])
        more = f" and {len(cells) - CELLS_NAMED} more" if len(cells) > CELLS_NAMED else ""
        made.append(replace(held[0], cell=None, message=f"{held[0].message} In {named}{more}."))
    return made


def verdict_html(outcome: ResultOutcome, school: str | None, good: ResultOutcome | None = None) -> str:
    """What would become of one school's results in an assessment and year. `good`: what loading its good
    rows alone would do, where others are at fault."""
    size = f"{formats.pupils(outcome.pupils)}, {formats.results(outcome.results)}"
    if outcome.status is Status.UNCHANGED:
        kind, shape, words = "same", "=", "Nothing to load: everything in this file stands already."
    elif outcome.status is Status.ACCEPTED:
        kind, shape = "ready", "✓"
        words = f"Ready to load: {outcome.occasion}, {size}. {' '.join(outcome.effect)}"
    else:
        number = len(stops(list(outcome.problems)))
        kind, shape = "stopped", "■"
        words = f"Not ready: {number} {'thing' if number == 1 else 'things'} to put right first."
        if good is not None and good.status is Status.ACCEPTED:
            words += f" Or load the other {size} of {outcome.occasion} now. {' '.join(good.effect)}"
        elif good is not None and good.status is Status.UNCHANGED:
            words += f" The other {size} of {outcome.occasion} stand already."
    named = f"<b>{safe(school)}</b>: " if school else ""
    return (
        f'<p class="verdict {kind}" role="status"><span class="shape" aria-hidden="true">{shape}</span> '
        f"{named}{safe(words)}</p>"
    )


def show_load_buttons(sending: SendingResults, checked: CheckedResults) -> None:
    ready = [one for one in checked.outcomes if one.status is Status.ACCEPTED]
    waiting = [one for one in checked.good_rows if one.status is Status.ACCEPTED and one.held_rows]
    with st.container(horizontal=True, key="results_buttons"):
        if ready:
            deeds.button(
                "Load these results",
                key="results_load",
                action=Action.LOAD_RETURN,
                urn=sending.asked.school_urn,
                primary=True,
                deed=load_upload(sending, checked.seen, accept_good_rows=False),
            )
        if waiting:
            held = sum(one.held_rows for one in waiting)
            deeds.button(
                f"Load the good rows, hold {held} {'row' if held == 1 else 'rows'}",
                key="results_load_good_rows",
                action=Action.LOAD_RETURN,
                urn=sending.asked.school_urn,
                help="Every row of the pupils concerned waits until you send the file put right.",
                deed=load_upload(sending, checked.seen, accept_good_rows=True),
            )


def _show_reading(checked: CheckedResults) -> None:
    if not checked.previews:
        return
    notes.section(
        "How your file was read",
        "Your own file, with what each column was read as above it. Cells in which something was found are "
        "marked.",
    )
    names = list(checked.previews)
    if len(names) == 1:
        show(checked.previews[names[0]])
        return
    for tab, name in zip(st.tabs(names), names, strict=True):
        with tab:
            show(checked.previews[name])


def _annotated(who: Viewer, sending: SendingResults, checked: CheckedResults) -> None:
    """The file annotated, for whoever may load everything in it; none of what is no sheet."""
    urns = {one.school_urn for one in checked.outcomes if one.school_urn is not None}
    if any(one.unreadable for one in checked.outcomes) or not checked.previews:
        return
    if not any(problem.cell for one in checked.outcomes for problem in one.problems):
        return  # nothing would be marked in it
    if not all(can(who.scope, Action.LOAD_RETURN, urn) for urn in urns):
        return
    st.download_button(
        "Download your file with every fault marked",
        _annotated_when_asked(who, sending, tuple(urns)),
        file_name=checked_name(sending.upload.name),
        mime=MIME,
        key="results_annotated",
        on_click="ignore",
        help="A workbook with a list of what was found in front. Correct it there and send it again.",
    )


def _annotated_when_asked(who: Viewer, sending: SendingResults, urns: tuple[int, ...]) -> Callable[[], bytes]:
    """Makes the workbook when it is asked for. Logged, because it holds pupils' names."""
    folder, names, record = this_trust.folder(), this_trust.schools(), this_trust.record()

    def made() -> bytes:
        for urn in urns:
            check_can(who.scope, Action.LOAD_RETURN, urn)
        with on_disk(folder, sending.upload) as path:
            content = annotate(path, check_results(folder, path, sending.asked), names)
        concerned = sending.asked.school_urn or (urns[0] if len(urns) == 1 else None)
        audit.log(record, who.name, who.role.value, "download an annotated workbook", "of results", concerned)
        return content

    return made
