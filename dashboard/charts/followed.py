"""One cohort over its years in the school: what was predicted and what was judged, half-term by half-term.

Read it for whether predictions came nearer to what was judged, and whether the cohort keeps its place from
year to year. Each year expects more: a line stands between years, and judgements are not joined over it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from dashboard import formats, theme, wording
from dashboard.charts.drawing import drawing
from dashboard.charts.intervals import dot, wrapped
from dashboard.charts.trajectories import YEAR_STRIDE, position
from dashboard.figures import Figure
from dashboard.queries.followed import Followed, Step
from etl.vocabulary import Kind, year_group_label

HEIGHT = 320
# Predicted and judged of one half-term stand a little apart, so that neither hides the other's interval.
ASIDE = {Kind.PREDICTED: 0.16, Kind.CURRENT: -0.16}
BESIDE = 0.55  # how far words stand from their dot
# The share of the chart's width that the words at its end need on a phone.
ROOM_FOR_WORDS = 0.19
NEAR = 17  # points within which the words at two ends would meet


def followed_chart(held: Followed, look: theme.Look) -> go.Figure:
    """Every half-term in which there is a percentage to show."""
    years = sorted({step.half_term.starts for step in held.steps})
    first = min(years, default=0)
    span = (max(years, default=0) - first + 1) * YEAR_STRIDE
    data: list[dict[str, Any]] = []
    ends: list[float] = []
    for kind in (Kind.CURRENT, Kind.PREDICTED):
        figures = drawn(held, kind)
        if figures:
            ends.append(_x(figures[-1], first) + BESIDE + ROOM_FOR_WORDS * span)
            data += [
                _intervals(figures, first, look),
                _line(figures, first, look),
                _dots(figures, first, look),
            ]
    layout = theme.layout(
        look,
        height=HEIGHT,
        margin={"l": 40, "r": 8, "t": 48, "b": 24},
        xaxis={"range": [0, max([span + 0.4, *ends])], "visible": False, "fixedrange": True},
        yaxis={
            "range": [-2, 104],
            "tickvals": [0, 25, 50, 75, 100],
            "ticktext": ["0", "25", "50", "75", formats.percent(100)],
            "gridcolor": look.rule,
            "zeroline": False,
            "fixedrange": True,
            "tickfont": {"color": look.quiet, "size": 12},
        },
        annotations=[*_years(held, years, first, look), *_ends(held, first, look)],
        shapes=[_break((year - first) * YEAR_STRIDE + 0.1, look) for year in years if year > first],
    )
    return drawing(data, layout)


def followed_alt(held: Followed) -> str:
    """The chart in words, half-term by half-term."""
    said = []
    for step in held.steps:
        parts = [
            f"{wording.KIND_BRIEFLY[figure.kind]} {wording.briefly(figure)}"
            for figure in (step.predicted, step.current)
            if figure is not None
        ]
        if parts:
            said.append(
                f"{year_group_label(step.year_group)}, {step.half_term}: {'; '.join(parts)}{_moves(step)}."
            )
    head = f"{wording.measure_label(held.measure)}, one cohort as it moved up the school. "
    return head + " ".join(said) if said else "No figures of this cohort that can be shown."


def drawn(held: Followed, kind: Kind) -> list[Figure]:
    """The figures of a kind that may stand as percentages, in time order."""
    figures = [step.predicted if kind is Kind.PREDICTED else step.current for step in held.steps]
    return [one for one in figures if one is not None and wording.has_percentage(one)]


def _moves(step: Step) -> str:
    moved = [f"{step.joined} joined"] if step.joined else []
    moved += [f"{step.left} left"] if step.left else []
    return f"; {' and '.join(moved)}" if moved else ""


def _x(figure: Figure, first: int) -> float:
    return position(figure.half_term, first) + ASIDE[figure.kind]


def _intervals(figures: Sequence[Figure], first: int, look: theme.Look) -> dict[str, Any]:
    along: list[float | None] = []
    across: list[float | None] = []
    for one in figures:
        along += [_x(one, first), _x(one, first), None]
        across += [one.low, one.high, None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": along,
        "y": across,
        "connectgaps": False,
        "line": {"color": look.interval, "width": 4},
        "hoverinfo": "skip",
    }


def _line(figures: Sequence[Figure], first: int, look: theme.Look) -> dict[str, Any]:
    """Broken where a half-term is missing, and for judgements at each summer."""
    along: list[float | None] = []
    across: list[float | None] = []
    for before, one in zip([None, *figures], figures, strict=False):
        gap = before is not None and before.half_term != one.half_term.previous
        summer = before is not None and before.half_term.starts != one.half_term.starts
        if gap or (summer and one.kind is Kind.CURRENT):
            along.append(None)
            across.append(None)
        along.append(_x(one, first))
        across.append(one.percentage)
    dash = "dot" if figures[0].kind is Kind.PREDICTED else "solid"
    return {
        "type": "scatter",
        "mode": "lines",
        "x": along,
        "y": across,
        "connectgaps": False,
        "line": {"color": look.accent, "width": 2, "dash": dash},
        "hoverinfo": "skip",
    }


def _dots(figures: Sequence[Figure], first: int, look: theme.Look) -> dict[str, Any]:
    mark = dot(figures[0].kind, look, size=9)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [_x(one, first) for one in figures],
        "y": [one.percentage for one in figures],
        "marker": {**mark, "line": {**mark["line"], "width": min(mark["line"]["width"], 2)}, "opacity": 1},
        "customdata": [wrapped(f"{one.half_term}. {wording.sentence(one)}") for one in figures],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _years(held: Followed, years: Sequence[int], first: int, look: theme.Look) -> list[dict[str, Any]]:
    """Over each year what the cohort was then, and who came and went; under it the academic year."""
    made = []
    for year in years:
        steps = [step for step in held.steps if step.half_term.starts == year]
        middle = (year - first) * YEAR_STRIDE + 3.5
        joined, left = sum(step.joined for step in steps), sum(step.left for step in steps)
        head = f"<b>{year_group_label(steps[0].year_group)}</b>"
        if joined or left:
            head += f"<br>+{joined} {formats.MINUS}{left}"
        made.append(_note(head, middle, 1, look.ink, "bottom", paper=True))
        made.append(_note(f"{year}/{(year + 1) % 100:02d}", middle, 0, look.quiet, "top", paper=True))
    return made


def _ends(held: Followed, first: int, look: theme.Look) -> list[dict[str, Any]]:
    """At the right of the last dot of each kind, what it is."""
    last = {kind: figures[-1] for kind in ASIDE if (figures := drawn(held, kind))}
    made = []
    for kind, figure in last.items():
        other = next((one for held_kind, one in last.items() if held_kind is not kind), None)
        level, beside = figure.percentage or 0.0, (other.percentage or 0.0) if other else -100.0
        # Of two that would meet the higher stands above; where they are equal, what is predicted.
        higher = level > beside or (level == beside and kind is Kind.PREDICTED)
        near = abs(level - beside) < NEAR
        note = _note(
            f"<b>{formats.percent(level)}</b><br>{wording.KIND_BRIEFLY[kind]}",
            _x(figure, first) + BESIDE,
            level + ((1 if higher else -1) if near else 0),
            look.accent,
            ("bottom" if higher else "top") if near else "middle",
        )
        made.append({**note, "xanchor": "left", "align": "left"})
    return made


def _break(x: float, look: theme.Look) -> dict[str, Any]:
    line = {"color": look.national, "width": 1.5, "dash": "dash"}
    return {"type": "line", "x0": x, "x1": x, "yref": "paper", "y0": 0, "y1": 1, "line": line}


def _note(text: str, x: float, y: float, colour: str, valign: str, *, paper: bool = False) -> dict[str, Any]:
    return {
        "text": text,
        "x": x,
        "y": y,
        "xref": "x",
        "yref": "paper" if paper else "y",
        "xanchor": "center",
        "yanchor": valign,
        "showarrow": False,
        "font": {"color": colour, "size": 13},
    }
