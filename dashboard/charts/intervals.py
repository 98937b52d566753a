"""One measure for several places or cohorts: each as a dot with its interval, on one scale.

Read it for whether places differ by more than their intervals, and which stand clear of the target or
of England; never as an order of merit: rows keep the order they are given in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from dashboard import formats, theme, wording
from dashboard.charts.drawing import drawing
from dashboard.figures import Figure
from etl.vocabulary import Kind

ROW = 46  # pixels: a line for the name, a line for the marks
HEAD = 34
FOOT = 26


def intervals_chart(rows: Sequence[tuple[str, Figure]], look: theme.Look) -> go.Figure:
    """(label, figure) by row, from the top down. A figure without a percentage keeps its row and says why."""
    count = len(rows)
    height = HEAD + ROW * count + FOOT
    drawn: list[tuple[float, Figure]] = []
    notes: list[dict[str, Any]] = []
    shapes: list[dict[str, Any]] = []
    for at, (label, figure) in enumerate(rows):
        y = count - 1 - at
        notes.append(_text(label, x=0, y=y + 0.3, look=look, anchor="left"))
        if not wording.has_percentage(figure):
            counted = "" if figure.numerator is None else f"{wording.count(figure)}, "
            why = f"{counted}{wording.why_no_percentage(figure)}"
            # On the line of the marks: beside a long name there would be no room for it on a phone.
            notes.append(_text(why, x=0, y=y - 0.14, look=look, anchor="left", quiet=True))
            continue
        beside = f"<b>{formats.percent(figure.percentage)}</b>  {wording.count(figure)}"
        notes.append(_text(beside, x=1, y=y + 0.3, look=look, anchor="right"))
        drawn.append((y - 0.14, figure))
        if figure.target is not None:
            x = figure.target.basis_points / 100
            shapes.append(_line(x, x, y - 0.32, y + 0.04, look.target, width=2.5))
    national = next((figure.national for _, figure in rows if figure.national), None)
    if national is not None:
        shapes.append(_line(national.value, national.value, -0.5, count - 0.5, look.national, dash="dot"))
        notes.append(
            _text(
                f"England {national.academic_year} {formats.percent(national.value)}",
                x=national.value,
                y=count - 0.5,
                look=look,
                anchor=_anchor(national.value),
                quiet=True,
                along=True,
                above=True,
            )
        )
    layout = theme.layout(
        look,
        height=height,
        margin={"l": 12, "r": 18, "t": HEAD, "b": FOOT},
        xaxis={
            "range": [0, 100],
            "fixedrange": True,
            "tickvals": [0, 25, 50, 75, 100],
            "ticktext": ["0", "25", "50", "75", f"100{formats.THIN}%"],
            "gridcolor": look.rule,
            "gridwidth": 1,
            "zeroline": False,
            "tickfont": {"color": look.quiet, "size": 13},
        },
        yaxis={"range": [-0.5, count - 0.5], "visible": False, "fixedrange": True},
        annotations=notes,
        shapes=shapes,
    )
    return drawing(_marks(drawn, look), layout)


def intervals_alt(rows: Sequence[tuple[str, Figure]]) -> str:
    """The chart in words, row by row."""
    if not rows:
        return "No figures to draw."
    first = rows[0][1]
    head = f"{wording.measure_label(first.measure)}, {wording.KIND_WORDS[first.kind]}, by row. "
    return head + " ".join(f"{label}: {wording.briefly(figure)}." for label, figure in rows)


def _marks(drawn: Sequence[tuple[float, Figure]], look: theme.Look) -> list[dict[str, Any]]:
    """All intervals as one broken line and all dots as one trace: a hundred schools are still two traces."""
    if not drawn:
        return []
    along: list[float | None] = []
    across: list[float | None] = []
    for y, figure in drawn:
        along += [figure.low, figure.high, None]
        across += [y, y, None]
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": along,
            "y": across,
            "connectgaps": False,
            "line": {"color": look.interval, "width": 9},
            "hoverinfo": "skip",
        },
        {
            "type": "scatter",
            "mode": "markers",
            "x": [figure.percentage for _, figure in drawn],
            "y": [y for y, _ in drawn],
            "marker": {**dot(drawn[0][1].kind, look, size=13), "opacity": 1},
            "hovertemplate": "%{customdata}<extra></extra>",
            "customdata": [wrapped(wording.sentence(figure)) for _, figure in drawn],
        },
    ]


def dot(kind: Kind, look: theme.Look, *, size: float) -> dict[str, Any]:
    """A figure's mark: filled for what is now, open for what is predicted."""
    if kind is Kind.CURRENT:
        return {"size": size, "color": look.accent, "line": {"color": look.paper, "width": 1.5}}
    return {"size": size, "color": look.paper, "line": {"color": look.accent, "width": 3}}


def wrapped(sentence: str, width: int = 44) -> str:
    """A sentence in lines short enough for a hover label on a phone."""
    lines = [""]
    for word in sentence.split(" "):
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "<br>".join(lines)


def _anchor(value: float) -> str:
    return "left" if value < 20 else "right" if value > 80 else "center"


def _line(
    x0: float, x1: float, y0: float, y1: float, colour: str, *, width: float = 2, dash: str = "solid"
) -> dict[str, Any]:
    line = {"color": colour, "width": width, "dash": dash}
    return {"type": "line", "x0": x0, "x1": x1, "y0": y0, "y1": y1, "line": line}


def _text(
    text: str,
    *,
    x: float,
    y: float,
    look: theme.Look,
    anchor: str,
    quiet: bool = False,
    along: bool = False,
    above: bool = False,
) -> dict[str, Any]:
    """A label. `x` runs 0 to 1 across the chart, or along the scale where `along`."""
    return {
        "text": text,
        "x": x,
        "y": y,
        "xref": "x" if along else "paper",
        "yref": "y",
        "xanchor": anchor,
        "yanchor": "bottom" if above else "middle",
        "showarrow": False,
        "font": {"color": look.quiet if quiet else look.ink, "size": 14},
        "bgcolor": look.paper,
        "borderpad": 1,
    }
