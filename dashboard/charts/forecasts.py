"""Forecasts of several places on one scale: what is predicted, what is forecast, and the target.

Read it for whether the target lies inside the soft bar: there it could go either way. Places keep the order
they are given in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from dashboard import formats, theme
from dashboard.charts import percent_rows
from dashboard.charts.drawing import drawing
from dashboard.charts.intervals import dot, wrapped
from dashboard.forecast.track_record import in_words
from dashboard.queries.forecasts import PlaceForecast
from etl.vocabulary import Kind

ROW = 46
HEAD = 10
FOOT = 26


def forecasts_chart(rows: Sequence[tuple[str, PlaceForecast]], look: theme.Look) -> go.Figure:
    """(label, forecast) by row, from the top down."""
    count = len(rows)
    data: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    shapes: list[dict[str, Any]] = []
    for at, (label, place) in enumerate(rows):
        y = count - 1 - at
        found = place.forecast
        low, high = found.likely
        notes.append(percent_rows.words(label, x=0, y=y + 0.3, look=look, anchor="left"))
        notes.append(percent_rows.words(beside(place), x=1, y=y + 0.3, look=look, anchor="right"))
        data.append(_bar(percent(low, place), percent(high, place), y - 0.14, look))
        data.append(
            _mark(percent(found.predicted, place), y - 0.14, dot(Kind.PREDICTED, look, size=12), place)
        )
        diamond = {
            "symbol": "diamond",
            "size": 13,
            "color": look.accent,
            "line": {"color": look.paper, "width": 1.5},
            "opacity": 1,
        }
        data.append(_mark(percent(found.mean, place), y - 0.14, diamond, place))
        if place.target is not None:
            x = place.target.basis_points / 100
            shapes.append(
                {
                    "type": "line",
                    "x0": x,
                    "x1": x,
                    "y0": y - 0.34,
                    "y1": y + 0.06,
                    "line": {"color": look.target, "width": 2.5},
                }
            )
    layout = percent_rows.layout(look, count, head=HEAD, row=ROW, foot=FOOT, annotations=notes, shapes=shapes)
    return drawing(data, layout)


def percent(pupils: float, place: PlaceForecast) -> float:
    return 100 * pupils / place.forecast.pupils if place.forecast.pupils else 0.0


def beside(place: PlaceForecast) -> str:
    """“forecast 50 of 58, plausibly 47–53”, the number in bold."""
    low, high = place.forecast.likely
    mean = formats.rounded(place.forecast.mean)
    return f"<b>{mean}</b> of {place.forecast.pupils}  ({low}–{high})"


def forecasts_alt(rows: Sequence[tuple[str, PlaceForecast]]) -> str:
    """The chart in words, row by row."""
    if not rows:
        return "No forecasts to draw."
    return " ".join(f"{label}: {in_words(place.forecast, place.record)}" for label, place in rows)


def _bar(low: float, high: float, y: float, look: theme.Look) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [low, high],
        "y": [y, y],
        "line": {"color": look.interval, "width": 9},
        "hoverinfo": "skip",
    }


def _mark(x: float, y: float, marker: dict[str, Any], place: PlaceForecast) -> dict[str, Any]:
    low, high = place.forecast.nearly_sure
    said = f"{in_words(place.forecast, place.record)} 19 times in 20 between {low} and {high}."
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x],
        "y": [y],
        "marker": marker,
        "customdata": [wrapped(said)],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
