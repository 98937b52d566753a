"""What was published of one measure, year by year: a place, its authority and England on one scale.

Read it for the long run. A line joins years of one series alone: where the tests or the source changed, or
a year had none, it is broken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from dashboard import formats, result_wording, theme
from dashboard.charts.drawing import drawing
from dashboard.charts.intervals import wrapped
from etl.half_terms import academic_year_label, parse_academic_year
from etl.measures import MEASURES, Unit

HEIGHT = 300
YEARS_NAMED = 5
LABEL_ROOM = 0.14  # of the scale's height: as near as two names at the right may come


@dataclass(frozen=True, kw_only=True)
class PublishedLine:
    """One unbroken series of a place. `strong` for the place that the chart is about."""

    name: str
    points: tuple[tuple[str, float], ...]  # academic year, value
    strong: bool = False
    dash: str = "solid"


def published_years_chart(measure: str, lines: Sequence[PublishedLine], look: theme.Look) -> go.Figure:
    years = _years(lines)
    first = parse_academic_year(years[0])
    span = _span(measure, lines)
    data: list[dict[str, Any]] = []
    for line in sorted(lines, key=lambda one: one.strong):
        colour = look.accent if line.strong else look.national
        data.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "x": [parse_academic_year(year) - first for year, _ in line.points],
                "y": [value for _, value in line.points],
                "line": {"color": colour, "width": 2.5 if line.strong else 1.5, "dash": line.dash},
                "marker": {"size": 8 if line.strong else 5, "color": colour, "opacity": 1},
                "customdata": [
                    wrapped(f"{line.name}, {year}: {result_wording.published_value(measure, value)}")
                    for year, value in line.points
                ],
                "hovertemplate": "%{customdata}<extra></extra>",
            }
        )
    ticks = [parse_academic_year(year) - first for year in years]
    layout = theme.layout(
        look,
        height=HEIGHT,
        margin={"l": 48, "r": 116, "t": 12, "b": 28},
        xaxis={
            "range": [-0.3, ticks[-1] + 0.15],
            "tickvals": ticks,
            # Every year would not fit a phone.
            "ticktext": [
                year[2:] if len(years) <= YEARS_NAMED or (len(years) - at) % 2 else ""
                for at, year in enumerate(years)
            ],
            "ticklabelstandoff": 8,  # clear of the lowest number of the other scale
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "tickfont": {"color": look.quiet, "size": 12},
        },
        yaxis={
            "range": list(span),
            "gridcolor": look.rule,
            "zeroline": MEASURES[measure].unit is Unit.PROGRESS,
            "zerolinecolor": look.national,
            "fixedrange": True,
            "nticks": 6,
            "ticksuffix": f"{formats.THIN}%" if MEASURES[measure].unit is Unit.PERCENT else "",
            "tickfont": {"color": look.quiet, "size": 12},
        },
        annotations=_names(measure, lines, first, span, look),
    )
    return drawing(data, layout)


def published_years_alt(measure: str, lines: Sequence[PublishedLine]) -> str:
    """The chart in words, line by line."""
    said = []
    for line in lines:
        values = ", ".join(
            f"{year} {result_wording.published_value(measure, value)}" for year, value in line.points
        )
        said.append(f"{line.name}: {values}.")
    return f"{MEASURES[measure].label}, as published. {' '.join(said)}"


def _years(lines: Sequence[PublishedLine]) -> list[str]:
    """Every academic year from the first to the last, those without figures among them."""
    held = [parse_academic_year(year) for line in lines for year, _ in line.points]
    return [academic_year_label(starts) for starts in range(min(held), max(held) + 1)]


def _span(measure: str, lines: Sequence[PublishedLine]) -> tuple[float, float]:
    values = [value for line in lines for _, value in line.points]
    if MEASURES[measure].unit is Unit.PERCENT:
        return max(0.0, 10 * (min(values) // 10) - 5), min(104.0, 10 * (max(values) // 10 + 1) + 4)
    room = max(1.0, (max(values) - min(values)) * 0.15)
    return min(values) - room, max(values) + room


def _names(
    measure: str, lines: Sequence[PublishedLine], first: int, span: tuple[float, float], look: theme.Look
) -> list[dict[str, Any]]:
    """Each place's name with its latest value at the right of its last line, moved apart where they meet."""
    last: dict[str, PublishedLine] = {}
    for line in lines:
        held = last.get(line.name)
        if held is None or line.points[-1][0] > held.points[-1][0]:
            last[line.name] = line
    latest = max(line.points[-1][0] for line in lines)
    room = LABEL_ROOM * (span[1] - span[0])
    made: list[dict[str, Any]] = []
    lowest = span[1] + room
    for line in sorted(last.values(), key=lambda one: -one.points[-1][1]):
        year, value = line.points[-1]
        y = min(value, lowest - room)
        lowest = y
        number = result_wording.published_value(measure, value)
        # Whose latest figure is older than others' says of when it is.
        when = "" if year == latest else f" ({year[2:]})"
        words = f"{wrapped(line.name, 15)}<br>{number}{when}"
        made.append(
            {
                "text": f"<b>{words}</b>" if line.strong else words,
                "x": 1,
                "xshift": 8,
                "y": y,
                "xref": "paper",
                "yref": "y",
                "xanchor": "left",
                "yanchor": "middle",
                "showarrow": False,
                "align": "left",
                "font": {"color": look.accent if line.strong else look.quiet, "size": 13},
            }
        )
    return made
