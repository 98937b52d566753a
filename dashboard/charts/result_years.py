"""One statutory measure year by year for one place: its results, England and the authority.

Read it for whether a year differs by more than its interval from the others: each year is other children.
Years without assessments are gaps, and no line crosses a change of framework.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from dashboard import formats, result_wording, theme
from dashboard.charts.drawing import drawing
from dashboard.charts.intervals import wrapped
from dashboard.figures import Shown
from dashboard.result_figures import Beside, ResultFigure
from etl.measures import Unit

HEIGHT = 170
ROOM_FOR_A_NUMBER = 0.05  # of the width, right of the last dot
STROKE = 0.4  # of England, to either side of its year


def result_years_chart(
    figures: Sequence[ResultFigure],
    look: theme.Look,
    *,
    span: tuple[float, float],
    height: int = HEIGHT,
    labelled: bool = False,
) -> go.Figure:
    """`figures`: one a year, in time order, those without a value among them. `span`: the scale's ends, the
    same for all that stand together: see `common_span`. `labelled` names England's line and the authority's.
    """
    data: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    shapes: list[dict[str, Any]] = []
    for at, figure in enumerate(figures):
        notes.append(_note(figure.academic_year[2:], x=at, y=0, colour=look.quiet, paper=True))
        if at and figure.series != figures[at - 1].series:
            shapes.append(_between(at - 0.5, look))
    data.append(_england(figures, look))
    drawn = [(at, one) for at, one in enumerate(figures) if result_wording.has_value(one)]
    along: list[float | None] = []
    across: list[float | None] = []
    for at, one in drawn:
        if one.low is not None and one.high is not None:
            along += [at, at, None]
            across += [max(one.low, span[0]), min(one.high, span[1]), None]
    data.append(_lines(along, across, look.interval, 9))
    for run in _runs(figures):
        data.append(_lines([at for at, _ in run], [one.value for _, one in run], look.accent, 1.5))
    data.append(_authority(figures, look, STROKE / 4 if labelled else STROKE / 2))
    data.append(_dots(drawn, look))
    for at, one in drawn:
        notes.append(_value_note(at, one, span, look))
    for at, figure in enumerate(figures):
        if not result_wording.has_value(figure) and (figure.why or figure.shown is not Shown.NO_DATA):
            why = wrapped(result_wording.briefly(figure), 11)
            notes.append(_note(why, x=at, y=sum(span) / 2, colour=look.quiet, size=12))
    if labelled:
        notes += _labels(figures, look)
    layout = theme.layout(
        look,
        height=height,
        margin={"l": 40, "r": 10, "t": 12, "b": 22},
        xaxis={
            "range": [-0.5, len(figures) - 0.5 + ROOM_FOR_A_NUMBER * len(figures)],
            "visible": False,
            "fixedrange": True,
        },
        yaxis={
            "range": list(span),
            "tickvals": _ticks(span),
            "ticktext": [_tick(tick, figures) for tick in _ticks(span)],
            "gridcolor": look.rule,
            "zeroline": False,
            "fixedrange": True,
            "tickfont": {"color": look.quiet, "size": 12},
        },
        annotations=notes,
        shapes=shapes,
    )
    return drawing(data, layout)


def common_span(figures: Sequence[ResultFigure]) -> tuple[float, float]:
    """Where the scale of charts that stand together begins and ends: round numbers around every interval."""
    share = not figures or figures[0].is_share
    values: list[float] = []
    for one in figures:
        if result_wording.has_value(one):
            values += [end for end in (one.low, one.high, one.value) if end is not None]
        values += [held.value for held in (one.england, one.authority) if held is not None]
    if not values:
        return (0.0, 100.0) if share else (95.0, 110.0)
    if share:
        lowest = min(values)
        return (0.0 if lowest < 30 else 20.0 if lowest < 45 else 40.0), 106.0
    step = 5.0
    top = step * (max(values) // step + 1)
    if figures[0].rule.unit is Unit.SCORE:
        top = min(top, 25.5)
    return step * (min(values) // step), top


def result_years_alt(figures: Sequence[ResultFigure]) -> str:
    """The chart in words, year by year."""
    if not figures:
        return "No results to draw."
    head = f"{result_wording.place(figures[0])}: {figures[0].rule.label}. "
    return head + " ".join(_said(one) for one in figures)


def _said(figure: ResultFigure) -> str:
    england = result_wording.beside(figure.measure, figure.england, whose=False)
    return f"{figure.academic_year}: {result_wording.briefly(figure)}{f'; {england}' if england else ''}."


def _runs(figures: Sequence[ResultFigure]) -> list[list[tuple[int, ResultFigure]]]:
    """Unbroken runs of years of one series: what a line may join."""
    made: list[list[tuple[int, ResultFigure]]] = []
    for at, one in enumerate(figures):
        if not result_wording.has_value(one):
            continue
        joins = made and made[-1][-1][0] == at - 1 and made[-1][-1][1].series == one.series
        if joins:
            made[-1].append((at, one))
        else:
            made.append([(at, one)])
    return made


def _of_the_year(figure: ResultFigure, held: Beside | None) -> bool:
    return held is not None and held.academic_year == figure.academic_year


def _england(figures: Sequence[ResultFigure], look: theme.Look) -> dict[str, Any]:
    """A dotted stroke a year, where England's figure is of that very year."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    for at, figure in enumerate(figures):
        if figure.england is not None and _of_the_year(figure, figure.england):
            xs += [at - STROKE, at + STROKE, None]
            ys += [figure.england.value, figure.england.value, None]
    return {**_lines(xs, ys, look.national, 2), "line": {"color": look.national, "width": 2, "dash": "dot"}}


def _authority(figures: Sequence[ResultFigure], look: theme.Look, beside: float) -> dict[str, Any]:
    """A diamond a year beside the dot, where the authority's figure is of that very year."""
    held = [
        (at, figure.authority, figure)
        for at, figure in enumerate(figures)
        if figure.authority is not None and _of_the_year(figure, figure.authority)
    ]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [at - beside for at, _, _ in held],
        "y": [one.value for _, one, _ in held],
        "marker": {
            "symbol": "diamond",
            "size": 8,
            "color": look.paper,
            "opacity": 1,
            "line": {"color": look.national, "width": 2},
        },
        "customdata": [wrapped(result_wording.beside(figure.measure, one)) for _, one, figure in held],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _labels(figures: Sequence[ResultFigure], look: theme.Look) -> list[dict[str, Any]]:
    """England's figure, over the left end of its stroke or, where the result is close above it, under it."""
    made = []
    for at, figure in enumerate(figures):
        england = figure.england
        if england is None or not _of_the_year(figure, england):
            continue
        under = figure.value is not None and figure.value >= england.value
        made.append(
            {
                **_note(
                    f"England {result_wording.published_value(figure.measure, england.value)}",
                    x=at - STROKE,
                    y=england.value,
                    colour=look.quiet,
                    size=12,
                ),
                "xanchor": "left",
                "yanchor": "top" if under else "bottom",
                "yshift": -5 if under else 5,  # clear of the authority's diamond
            }
        )
    return made


def _lines(
    xs: Sequence[float | None], ys: Sequence[float | None], colour: str, width: float
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": list(xs),
        "y": list(ys),
        "connectgaps": False,
        "line": {"color": colour, "width": width},
        "hoverinfo": "skip",
    }


def _dots(drawn: Sequence[tuple[int, ResultFigure]], look: theme.Look) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [at for at, _ in drawn],
        "y": [one.value for _, one in drawn],
        "marker": {
            "size": 11,
            "color": look.accent,
            "opacity": 1,
            "line": {"color": look.paper, "width": 1.5},
        },
        "customdata": [wrapped(result_wording.sentence(one)) for _, one in drawn],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _value_note(at: int, one: ResultFigure, span: tuple[float, float], look: theme.Look) -> dict[str, Any]:
    words = f"<b>{result_wording.value(one.measure, one.value)}</b>"
    made = _note(words, x=at, y=one.value or 0.0, colour=look.accent)
    return {
        **made,
        "xanchor": "left",
        "xshift": 9,
        "yanchor": "middle",
        "bgcolor": look.paper,
        "borderpad": 1,
    }


def _between(x: float, look: theme.Look) -> dict[str, Any]:
    line = {"color": look.national, "width": 1.5, "dash": "dashdot"}
    return {"type": "line", "x0": x, "x1": x, "yref": "paper", "y0": 0, "y1": 1, "line": line}


def _ticks(span: tuple[float, float]) -> list[float]:
    width = span[1] - span[0]
    step = 50 if width > 90 else 20 if width > 50 else 10 if width > 18 else 5
    first = int(span[0] // step) * step
    return [
        float(tick) for tick in range(first, int(span[1]) + 1, step) if span[0] <= tick <= min(span[1], 120)
    ]


def _tick(tick: float, figures: Sequence[ResultFigure]) -> str:
    share = not figures or figures[0].is_share
    return formats.percent(tick) if share and tick == 100 else f"{tick:.0f}"


def _note(
    text: str, *, x: float, y: float, colour: str, paper: bool = False, size: int = 13
) -> dict[str, Any]:
    return {
        "text": text,
        "x": x,
        "y": y,
        "xref": "x",
        "yref": "paper" if paper else "y",
        "xanchor": "center",
        "yanchor": "top" if paper else "middle",
        "showarrow": False,
        "font": {"color": colour, "size": size},
    }
