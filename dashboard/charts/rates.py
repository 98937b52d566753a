"""Shares row by row, each a dot with its interval; where it was stated beforehand, a tall tick stands there.

For how often stated chances came true (does the soft bar hold the tick?) and for how many predictions were
right, half-term by half-term. Rows keep the order they are given in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from dashboard import theme
from dashboard.charts import percent_rows
from dashboard.charts.drawing import drawing
from dashboard.charts.intervals import wrapped

ROW = 46
HEAD = 10
FOOT = 26


@dataclass(frozen=True, kw_only=True)
class RateRow:
    """Shares run 0 to 1. `beside` stands at the right end of the label's line; `said` is the row in words."""

    label: str
    beside: str
    said: str
    share: float
    low: float
    high: float
    stated: float | None = None


def rates_chart(rows: Sequence[RateRow], look: theme.Look) -> go.Figure:
    count = len(rows)
    data: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    shapes: list[dict[str, Any]] = []
    for at, row in enumerate(rows):
        y = count - 1 - at
        notes.append(percent_rows.words(row.label, x=0, y=y + 0.3, look=look, anchor="left"))
        notes.append(percent_rows.words(row.beside, x=1, y=y + 0.3, look=look, anchor="right"))
        data.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": [100 * row.low, 100 * row.high],
                "y": [y - 0.14, y - 0.14],
                "line": {"color": look.interval, "width": 9},
                "hoverinfo": "skip",
            }
        )
        data.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [100 * row.share],
                "y": [y - 0.14],
                "marker": {
                    "size": 13,
                    "color": look.accent,
                    "line": {"color": look.paper, "width": 1.5},
                    "opacity": 1,
                },
                "customdata": [wrapped(row.said)],
                "hovertemplate": "%{customdata}<extra></extra>",
            }
        )
        if row.stated is not None:
            line = {"color": look.target, "width": 2.5}
            x = 100 * row.stated
            shapes.append({"type": "line", "x0": x, "x1": x, "y0": y - 0.34, "y1": y + 0.06, "line": line})
    layout = percent_rows.layout(look, count, head=HEAD, row=ROW, foot=FOOT, annotations=notes, shapes=shapes)
    return drawing(data, layout)


def rates_alt(rows: Sequence[RateRow]) -> str:
    """The chart in words, row by row."""
    return " ".join(row.said for row in rows) if rows else "Nothing to draw."
