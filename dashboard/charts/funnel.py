"""A measure's results of every school against how many pupils stand behind them: a funnel plot.

Read it for who stands outside the funnel: within it, a school may differ from England by chance alone, and
the fewer its pupils the wider it is. Schools are neither joined nor put in order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from dashboard import formats, result_wording, theme
from dashboard.charts.intervals import wrapped
from dashboard.funnel_limits import ALARM, ALERT, limits
from dashboard.result_figures import ResultFigure

HEIGHT = 380
NAME_ROOM = 5.0  # points between two names, one above the other
LABEL_UP_TO = 14  # schools; more of them are told by pointing at them, but for those outside


def funnel_chart(
    schools: Sequence[tuple[str, ResultFigure]], look: theme.Look, *, centre: float, centre_label: str
) -> go.Figure:
    """(name, figure) by school. `centre`: the percentage that they are held against, with its name."""
    drawn = [(name, one) for name, one in schools if result_wording.has_value(one) and one.denominator]
    most = max((one.denominator or 0 for _, one in drawn), default=30)
    end = max(20, int(most * 1.3) + 2)
    data: list[dict[str, Any]] = []
    pupils = list(range(4, end + 1))
    for ends, dash in ((ALARM, "dot"), (ALERT, "solid")):
        found = [limits(number, centre / 100, ends) for number in pupils]
        for which in (0, 1):
            data.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "x": pupils,
                    "y": [100 * one[which] for one in found],
                    "line": {"color": look.national, "width": 1.25, "dash": dash, "shape": "spline"},
                    "hoverinfo": "skip",
                }
            )
    data.append(
        {
            "type": "scatter",
            "mode": "markers",
            "x": [one.denominator for _, one in drawn],
            "y": [one.value for _, one in drawn],
            "marker": {
                "size": 13,
                "opacity": 1,
                "color": [look.accent if inside(one, centre) else look.paper for _, one in drawn],
                "line": {
                    "color": look.accent,
                    "width": [1 if inside(one, centre) else 3 for _, one in drawn],
                },
            },
            "customdata": [wrapped(_hover(name, one, centre)) for name, one in drawn],
            "hovertemplate": "%{customdata}<extra></extra>",
        }
    )
    notes = [
        _note(
            f"{centre_label} {formats.percent(centre)}",
            x=end,
            y=centre,
            look=look,
            anchor="right",
            quiet=True,
        ),
        *_edges(end, centre, look),
        *_names(drawn, centre, end, look),
    ]
    layout = theme.layout(
        look,
        height=HEIGHT,
        margin={"l": 40, "r": 14, "t": 10, "b": 46},
        xaxis={
            "range": [0, end],
            "title": {"text": "Pupils", "font": {"color": look.quiet, "size": 13}, "standoff": 6},
            "gridcolor": look.rule,
            "zeroline": False,
            "fixedrange": True,
            "tickfont": {"color": look.quiet, "size": 12},
        },
        yaxis={
            "range": [0, 104],
            "tickvals": [0, 25, 50, 75, 100],
            "ticktext": ["0", "25", "50", "75", f"100{formats.THIN}%"],
            "gridcolor": look.rule,
            "zeroline": False,
            "fixedrange": True,
            "tickfont": {"color": look.quiet, "size": 12},
        },
        shapes=[
            {
                "type": "line",
                "x0": 0,
                "x1": end,
                "y0": centre,
                "y1": centre,
                "line": {"color": look.national, "width": 1.5},
            }
        ],
        annotations=notes,
    )
    return go.Figure({"data": data, "layout": layout})


def inside(figure: ResultFigure, centre: float) -> bool:
    """Whether a school lies within the inner limits, where chance alone would do."""
    low, high = limits(figure.denominator or 0, centre / 100, ALERT)
    return 100 * low <= (figure.value or 0.0) <= 100 * high


def funnel_alt(schools: Sequence[tuple[str, ResultFigure]], *, centre: float, centre_label: str) -> str:
    """The chart in words, school by school."""
    drawn = [(name, one) for name, one in schools if result_wording.has_value(one)]
    if not drawn:
        return "No schools' results to draw."
    head = f"{drawn[0][1].rule.label}, {drawn[0][1].academic_year}, against {centre_label} "
    said = [
        f"{name}: {result_wording.briefly(one)}, {'within' if inside(one, centre) else 'outside'} the limits."
        for name, one in drawn
    ]
    return f"{head}{formats.percent(centre)}. {' '.join(said)}"


def _hover(name: str, one: ResultFigure, centre: float) -> str:
    low, high = limits(one.denominator or 0, centre / 100, ALERT)
    return (
        f"{name}: {result_wording.value(one.measure, one.value)}, {result_wording.count(one)}. One pupil is "
        f"{100 / (one.denominator or 1):.1f} points. Chance alone would leave 19 in 20 such schools between "
        f"{formats.rounded(100 * low)} and {formats.percent(100 * high)}."
    )


def _edges(end: int, centre: float, look: theme.Look) -> list[dict[str, Any]]:
    """What the inner and outer limits are, where they are widest apart from the dots: at the left."""
    made = []
    at = max(8, end // 7)
    for ends, words in ((ALERT, "19 in 20"), (ALARM, "998 in 1,000")):
        low, _ = limits(at, centre / 100, ends)
        made.append(_note(words, x=at, y=100 * low, look=look, anchor="left", quiet=True, size=12))
    return made


def _names(
    drawn: Sequence[tuple[str, ResultFigure]], centre: float, end: int, look: theme.Look
) -> list[dict[str, Any]]:
    """Beside each dot its school: those close to one another on either side in turn, and moved apart."""
    named = [pair for pair in drawn if len(drawn) <= LABEL_UP_TO or not inside(pair[1], centre)]
    sides: dict[bool, list[tuple[str, float, float]]] = {True: [], False: []}
    left = False
    for name, one in sorted(named, key=lambda pair: -(pair[1].value or 0.0)):
        x, y = float(one.denominator or 0), one.value or 0.0
        close = [beside for beside in sides[left] if abs(beside[1] - x) < 0.3 * end]
        if close and close[-1][2] - y < NAME_ROOM:
            left = not left
        sides[left].append((name, x, y))
    made = []
    for to_the_left, held in sides.items():
        lowest = 200.0
        for name, x, y in held:
            at = min(y, lowest - NAME_ROOM)
            lowest = at
            made.append(
                {
                    **_note(name, x=x, y=at, look=look, anchor="right" if to_the_left else "left"),
                    "bgcolor": "rgba(0,0,0,0)",  # or it would cover the dots beside it
                    "xshift": -10 if to_the_left else 10,
                }
            )
    return made


def _note(
    text: str,
    *,
    x: float,
    y: float,
    look: theme.Look,
    anchor: str,
    quiet: bool = False,
    size: int = 13,
) -> dict[str, Any]:
    return {
        "text": text,
        "x": x,
        "y": y,
        "xref": "x",
        "yref": "y",
        "xanchor": anchor,
        "yanchor": "bottom" if quiet else "middle",
        "showarrow": False,
        "font": {"color": look.quiet if quiet else look.ink, "size": size},
        "bgcolor": look.paper,
        "borderpad": 1,
    }
