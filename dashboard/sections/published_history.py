"""What DfE published of one measure over the years: ours, the authority's and England's; and the gap."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import result_wording, theme, wording
from dashboard.charts import published_years as charts
from dashboard.charts.published_years import PublishedLine
from dashboard.exports import Table
from dashboard.furniture import behind, notes
from dashboard.queries.open_figures import (
    GapToEngland,
    OpenFigure,
    OpenSeries,
    gap_to_england,
    published_series,
    trust_history,
)
from dashboard.results_view import ResultsView
from etl.measures import MEASURES
from etl.open_data.rows import Level

POOLED = (
    "The trust's line is its present schools' published figures, put together by their pupils: rounded "
    "figures, so that it may be half a point out."
)
DASHES = {Level.SCHOOL: "solid", Level.LOCAL_AUTHORITY: "dash", Level.REGION: "longdash"}


def over_the_years(view: ResultsView) -> None:
    """The chosen measure as published, with every source named behind it."""
    assert view.measure is not None
    series = published_series(view.published, view.scope, view.measure, view.school_urn)
    lines = [line for one in series for line in _lines(one)]
    if view.school_urn is None:
        years = trust_history(view.published, view.scope, view.measure)
        points = tuple((one.academic_year, one.pooled.value) for one in years if one.pooled.value is not None)
        if points:
            lines.insert(0, PublishedLine(name="Our schools", points=points, strong=True))
    if not lines:
        return
    notes.subsection(
        "As published",
        "What anyone can look up, from DfE's own files. A line breaks where the tests or the source changed, "
        "and where a year had none.",
    )
    st.plotly_chart(
        charts.published_years_chart(view.measure, lines, theme.current_look()),
        key="published_years",
        theme=None,
        config=theme.PLOTLY_CONFIG,
        alt=charts.published_years_alt(view.measure, lines),
    )
    said = [POOLED] if view.school_urn is None and lines[0].strong else []
    if any(figure.provisional for one in series for figure in one.figures):
        said.append("Provisional figures are marked so in the numbers behind this: they may still change.")
    notes.footnotes([*said, *_gap(view)])
    behind.behind(
        lambda: published_table(view.measure or "", series),
        key="published_years",
        file_name=f"published-{(view.measure or '').replace('_', '-')}",
    )


def _lines(series: OpenSeries) -> list[PublishedLine]:
    """Runs of years that follow one another: a year without a figure breaks the line."""
    runs: list[list[tuple[str, float]]] = []
    held: list[tuple[str, float]] = []
    before: int | None = None
    for figure in series.figures:
        starts = int(figure.academic_year[:4])
        if figure.value is None or (before is not None and starts != before + 1):
            runs.append(held)
            held = []
        if figure.value is not None:
            held.append((figure.academic_year, figure.value))
        before = starts
    runs.append(held)
    strong = series.level is Level.SCHOOL
    name = wording.short_school(series.name) if strong else series.name
    return [
        PublishedLine(name=name, points=tuple(run), strong=strong, dash=DASHES.get(series.level, "dot"))
        for run in runs
        if run
    ]


def _gap(view: ResultsView) -> list[str]:
    """The published gap of a school's disadvantaged pupils against England's others, said as what it is."""
    if view.school_urn is None or view.measure is None:
        return []
    for year in reversed(view.years):
        held = gap_to_england(view.published, view.scope, view.school_urn, view.measure, year)
        if held is not None:
            return [gap_words(view.measure, held)]
    return []


def gap_words(measure: str, gap: GapToEngland) -> str:
    school, england = gap.school, gap.england
    own = result_wording.published_value(measure, school.value)
    of = f" of {school.cohort}" if school.cohort else ""
    said = f"Disadvantaged pupils in {school.academic_year}: {own}{of}"
    if england is not None:
        said += (
            f"; England's pupils who are not disadvantaged: "
            f"{result_wording.published_value(measure, england.value)}"
        )
    size = f"{abs(gap.points):.0f} point{'' if round(abs(gap.points)) == 1 else 's'}"
    way = "below" if gap.points < 0 else "above"
    whose = "as DfE gives it" if gap.published else "from the two rounded figures"
    return (
        f"{said}: {size} {way}, {whose}. This is the published gap, against England's others and not against "
        "the school's own."
    )


def published_table(measure: str, series: Sequence[OpenSeries]) -> Table:
    """One row a published figure, with its coverage, release and source."""
    return Table(
        title=f"{MEASURES[measure].label}, as published",
        columns=("Academic year", "Place", "Figure", "Why none", "Pupils", "Whose", "Release", "Source"),
        rows=tuple(_row(figure) for one in series for figure in one.figures),
    )


def _row(figure: OpenFigure) -> tuple[object, ...]:
    return (
        figure.academic_year,
        figure.name,
        figure.value,
        figure.note,
        figure.cohort,
        figure.coverage,
        figure.release,
        figure.source,
    )
