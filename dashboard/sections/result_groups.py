"""Pupil groups in one measure's results, with what so few pupils can show and cannot."""

from __future__ import annotations

from dashboard import exports, formats, result_wording
from dashboard.exports import Table
from dashboard.furniture import behind, notes
from dashboard.queries.gaps import Verdict
from dashboard.queries.result_gaps import ResultGap, result_gaps
from dashboard.results_view import ResultsView
from etl.measures import MEASURES

NOT_FOR_YOU = "Pupil groups in results are for the trust's leaders and each school's own staff."
SAID = (Verdict.MORE_THAN_CHANCE, Verdict.COULD_BE_NO_GAP)


def between_groups(view: ResultsView) -> None:
    """The chosen measure and year; nothing from outside, or of a measure that is a mean."""
    if view.measure is None or view.academic_year is None:
        return
    if not view.sees_whole():
        notes.footnotes([NOT_FOR_YOU])
        return
    found = result_gaps(view.published, view.scope, view.measure, view.academic_year, view.school_urn)
    held = [gap for gap in found if gap.verdict is not Verdict.NO_DATA]
    if not held:
        return
    within = (
        " The gap is worked out within schools, so that where pupils go to school does not count: it may "
        "differ from the two percentages' difference."
        if view.school_urn is None
        else ""
    )
    notes.subsection(
        f"Between groups of pupils, {view.academic_year}",
        f"The group named first beside the others.{within} A gap is more than chance only where its whole "
        "range lies on one side of zero.",
    )
    table = gaps_table(view.measure, view.academic_year, held)
    behind.table(table, whole=True)
    missing = [gap.label for gap in found if gap.verdict is Verdict.NO_DATA]
    if missing:
        notes.footnotes(
            [f"Not marked in these results or in the returns of that year: {'; '.join(missing)}."]
        )
    behind.downloads(
        table, key="result_groups", file_name=f"result-groups-{view.academic_year.replace('/', '-')}"
    )


def gap_words(gap: ResultGap) -> str:
    """“14 points lower, more than chance”; “6 points higher: could be no gap”; or why not."""
    if gap.difference is None or gap.verdict not in SAID:
        return gap.verdict.value
    apart = formats.rounded(gap.difference)
    size = f"{formats.points(gap.difference)} {'lower' if apart < 0 else 'higher'}" if apart else "level"
    return f"{size}{', ' if gap.verdict is Verdict.MORE_THAN_CHANCE else ': '}{gap.verdict.value}"


def _range(gap: ResultGap) -> str | None:
    if gap.low is None or gap.high is None:
        return None
    return f"{formats.signed(formats.rounded(gap.low))} to {formats.signed(formats.rounded(gap.high))}"


def gaps_table(measure: str, academic_year: str, gaps: list[ResultGap]) -> Table:
    """One row a gap: what may be said, which a narrow screen shows first, and both sides' counts."""
    return Table(
        title=f"{MEASURES[measure].label} between groups, {academic_year}",
        columns=(
            "Groups",
            "The gap",
            "Range in points",
            "First group %",
            "First group",
            "Others %",
            "Others",
        ),
        rows=tuple(
            (
                gap.label,
                gap_words(gap),
                _range(gap),
                exports.whole(gap.focus.value),
                result_wording.count(gap.focus),
                exports.whole(gap.other.value),
                result_wording.count(gap.other),
            )
            for gap in gaps
        ),
    )
