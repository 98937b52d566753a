"""One cohort as predicted, as judged, in its results and as published: a row each, on one scale.

Read it for how far what was foretold lay from what came, in view of how much so few pupils can stray.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from dashboard import formats, result_wording, theme, wording
from dashboard.charts import percent_rows
from dashboard.charts.drawing import drawing
from dashboard.charts.intervals import dot, wrapped
from dashboard.queries.one_cohort import OneCohort
from dashboard.result_figures import ResultFigure
from etl.vocabulary import Kind

ROW = 46
HEAD = 12
FOOT = 26


@dataclass(frozen=True, kw_only=True)
class Look:
    """One row: what it is, its percentage with its interval, its count, and how it is marked."""

    label: str
    percentage: float | None
    words: str  # its count, or why there is no percentage
    low: float | None = None
    high: float | None = None
    mark: str = "filled"  # open for what is predicted, diamond for what is published


def looks_of(cohort: OneCohort) -> list[Look]:
    """A row for each half-term's prediction, the last judgement, the result and what was published."""
    made = []
    for figure, named in [
        *((one, f"Predicted in {one.half_term.name}") for one in cohort.predicted),
        *([(cohort.judged, f"Judged in {cohort.judged.half_term.name}")] if cohort.judged else []),
    ]:
        stands = wording.has_percentage(figure)
        counted = "" if figure.numerator is None else wording.count(figure)
        why = wording.why_no_percentage(figure)
        made.append(
            Look(
                label=named,
                percentage=figure.percentage if stands else None,
                low=figure.low if stands else None,
                high=figure.high if stands else None,
                words=counted if stands else ", ".join(one for one in (counted, why) if one),
                mark="open" if figure.kind is Kind.PREDICTED else "filled",
            )
        )
    made.append(look_of_result("Result", cohort.result))
    held = cohort.published
    if held is not None and held.value is not None:
        of = f"of {formats.pupils(held.cohort)}" if held.cohort else ""
        made.append(
            Look(
                label="As DfE published it" + (", provisional" if held.provisional else ""),
                percentage=held.value,
                words=of,
                mark="diamond",
            )
        )
    return made


def look_of_result(label: str, result: ResultFigure) -> Look:
    """A share among results under a name of its own."""
    stands = result_wording.has_value(result)
    counted = result_wording.count(result)
    why = result_wording.why_no_value(result)
    return Look(
        label=label,
        percentage=result.value if stands else None,
        low=result.low if stands else None,
        high=result.high if stands else None,
        words=counted if stands else ", ".join(one for one in (counted, why) if one),
    )


def one_cohort_chart(cohort: OneCohort, look: theme.Look) -> go.Figure:
    return looks_chart(looks_of(cohort), look)


def looks_chart(rows: Sequence[Look], look: theme.Look) -> go.Figure:
    """A row a look, in the order given: on one scale of per cent."""
    count = len(rows)
    data: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    for at, row in enumerate(rows):
        y = count - 1 - at
        notes.append(percent_rows.words(row.label, x=0, y=y + 0.3, look=look, anchor="left"))
        if row.percentage is None:
            notes.append(percent_rows.words(row.words, x=0, y=y - 0.14, look=look, anchor="left", quiet=True))
            continue
        beside = f"<b>{formats.percent(row.percentage)}</b>  {row.words}"
        notes.append(percent_rows.words(beside, x=1, y=y + 0.3, look=look, anchor="right"))
        if row.low is not None and row.high is not None:
            data.append(_bar(row.low, row.high, y - 0.14, look))
        data.append(_mark(row, y - 0.14, look))
    layout = percent_rows.layout(look, count, head=HEAD, row=ROW, foot=FOOT, annotations=notes)
    return drawing(data, layout)


def one_cohort_alt(cohort: OneCohort) -> str:
    """The chart in words, row by row."""
    return f"{cohort.result.rule.label}, {cohort.academic_year}. {looks_alt(looks_of(cohort))}"


def looks_alt(rows: Sequence[Look]) -> str:
    said = []
    for row in rows:
        number = "" if row.percentage is None else f"{formats.percent(row.percentage)}, "
        said.append(f"{row.label}: {number}{row.words}.")
    return " ".join(said)


def _bar(low: float, high: float, y: float, look: theme.Look) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [low, high],
        "y": [y, y],
        "line": {"color": look.interval, "width": 9},
        "hoverinfo": "skip",
    }


def _mark(row: Look, y: float, look: theme.Look) -> dict[str, Any]:
    if row.mark == "diamond":
        marker: dict[str, Any] = {
            "symbol": "diamond-open",
            "size": 12,
            "color": look.national,
            "line": {"color": look.national, "width": 2.5},
        }
    else:
        marker = dot(Kind.PREDICTED if row.mark == "open" else Kind.CURRENT, look, size=13)
    plausible = f", plausibly {formats.interval(row.low, row.high)}" if row.low is not None else ""
    said = f"{row.label}: {formats.percent(row.percentage)}, {row.words}{plausible}."
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [row.percentage],
        "y": [y],
        "marker": {**marker, "opacity": 1},
        "customdata": [wrapped(said)],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
