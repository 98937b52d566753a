"""Predicted, judged, result and published of one cohort, and why they differ."""

from __future__ import annotations

import streamlit as st

from dashboard import exports, formats, result_wording, theme, wording
from dashboard.charts import one_cohort as charts
from dashboard.exports import Table
from dashboard.furniture import behind, notes
from dashboard.queries.one_cohort import OneCohort, cohorts, one_cohort
from dashboard.queries.results import FORETOLD_BY
from dashboard.results_view import ResultsView
from etl.measures import MEASURES


def of_the_chosen(view: ResultsView) -> None:
    """The chosen measure and year, of the trust or a school; nothing where only one look is there."""
    assert view.measure is not None
    assert view.academic_year is not None
    held = one_cohort(view.published, view.scope, view.measure, view.academic_year, view.school_urn)
    if len(charts.looks_of(held)) < 2:
        return
    notes.subsection(
        f"Year 6 of {view.academic_year}: predicted, judged, achieved",
        "The same year group; a few pupils joined or left. Ring: predicted. Dot: judged, and the result. "
        "Diamond: as DfE published it.",
    )
    if sentence := how_right(held):
        notes.note(sentence)
    st.plotly_chart(
        charts.one_cohort_chart(held, theme.current_look()),
        key="one_cohort",
        theme=None,
        config=theme.PLOTLY_CONFIG,
        alt=charts.one_cohort_alt(held),
    )
    notes.footnotes(why_they_differ(held))
    behind.behind(
        lambda: looks_table(held),
        key="one_cohort",
        file_name=f"predicted-judged-achieved-{view.academic_year.replace('/', '-')}",
    )


def by_school(view: ResultsView) -> None:
    """Every school's last prediction before the tests beside its result, schools by name."""
    assert view.measure is not None
    assert view.academic_year is not None
    if view.school_urn is not None or view.measure not in FORETOLD_BY:
        return
    found = cohorts(view.published, view.scope, view.measure, view.academic_year, list(view.names))
    rows = [one for one in found if one.last_prediction is not None and result_wording.count(one.result)]
    if not rows:
        return
    notes.subsection(
        "Predicted and achieved, school by school",
        "Each school's last prediction before the tests beside its result. Bear it in mind when reading this "
        "year's predictions: a school whose predictions were too high may be too high again. In a class of "
        "30 one pupil is three points.",
    )
    behind.table(predictions_table(view, rows), whole=True)
    behind.downloads(
        predictions_table(view, rows),
        key="predicted_and_achieved",
        file_name=f"predicted-and-achieved-{view.academic_year.replace('/', '-')}",
    )


def how_right(cohort: OneCohort) -> str:
    """“Predicted in Spring 2: 41 of 56. Achieved: 35 of 55, …”; empty where either is hidden."""
    last, result = cohort.last_prediction, cohort.result
    if last is None or last.numerator is None or result.numerator is None:
        return ""
    said = (
        f"Predicted in {last.half_term.name}: {wording.count(last)}. Achieved: {result_wording.count(result)}"
    )
    return f"{said}{_points(cohort)}."


def _points(cohort: OneCohort) -> str:
    if cohort.apart is None:
        return ""
    last, value = cohort.last_prediction, cohort.result.value
    assert last is not None
    assert last.percentage is not None
    assert value is not None
    # Of the percentages as they are shown, so that who subtracts finds the same.
    apart = formats.rounded(last.percentage) - formats.rounded(value)
    if apart == 0:
        return ", as predicted"
    return f", {formats.points(abs(apart))} {'lower' if apart > 0 else 'higher'} than predicted"


def why_they_differ(cohort: OneCohort) -> list[str]:
    """Who is counted in each, and when; what of it accounts for differing numbers of pupils here."""
    said = []
    if cohort.predicted or cohort.judged:
        said.append(
            "Predictions and judgements are teachers', of everyone on roll in that half-term; the result is "
            "of everyone eligible in May, absent pupils and those below the tests among them. Reading and "
            "maths are tests, writing is the teachers' assessment."
        )
    last, result = cohort.last_prediction, cohort.result
    if (
        last is not None
        and last.denominator is not None
        and result.denominator is not None
        and last.denominator != result.denominator
    ):
        apart = result.denominator - last.denominator
        said.append(
            f"The result counts {formats.pupils(abs(apart))} {'more' if apart > 0 else 'fewer'} than the "
            f"prediction of {last.half_term.name}: pupils came, left, or were not eligible."
        )
    held = cohort.published
    if held is not None:
        release = f"{held.release}, " if held.release != "not stated" else ""
        published = (
            f"DfE's figure is {release}rounded, and leaves out "
            "pupils who came lately from a school abroad where the school asked for it; it may "
            "count results that were changed after the summer."
        )
        if held.cohort is not None and result.denominator is not None and held.cohort != result.denominator:
            apart = held.cohort - result.denominator
            published += (
                f" It is of {formats.pupils(held.cohort)}, {abs(apart)} {'more' if apart > 0 else 'fewer'} "
                "than here."
            )
        said.append(published)
    return said


def looks_table(cohort: OneCohort) -> Table:
    """One row a look: percentage with its interval, and its count."""
    return Table(
        title=f"{MEASURES[cohort.measure].label}, Year 6 of {cohort.academic_year}",
        columns=("What", "Percentage", "Interval from", "Interval to", "Count"),
        rows=tuple(
            (
                row.label,
                exports.whole(row.percentage),
                exports.whole(row.low),
                exports.whole(row.high),
                row.words,
            )
            for row in charts.looks_of(cohort)
        ),
        notes=tuple(why_they_differ(cohort)),
    )


def predictions_table(view: ResultsView, rows: list[OneCohort]) -> Table:
    """One row a school: its last prediction before the tests, its result, and the points between them."""
    return Table(
        title=f"{MEASURES[rows[0].measure].label}, {view.academic_year}: predicted and achieved",
        columns=(
            "School",
            "Predicted in",
            "Predicted",
            "Predicted %",
            "Achieved",
            "Achieved %",
            "Difference",
        ),
        rows=tuple(
            (
                one.result.school,
                one.last_prediction.half_term.name if one.last_prediction else None,
                wording.count(one.last_prediction) if one.last_prediction else None,
                exports.whole(one.last_prediction.percentage) if one.last_prediction else None,
                result_wording.count(one.result),
                exports.whole(one.result.value),
                _points(one).removeprefix(", ") or None,
            )
            for one in rows
        ),
    )
