"""A measure's results of every school against how many pupils stand behind them: a funnel plot.

Read it for who stands outside the funnel: within it, a school may differ from England by chance alone, and
the fewer its pupils the wider it is. Schools are neither joined nor put in order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from dashboard import formats, result_wording, theme
from dashboard.charts.drawing import drawing
from dashboard.charts.intervals import wrapped
from dashboard.funnel_limits import ALARM, ALERT, limits, ordinary_spread
from dashboard.result_figures import ResultFigure

HEIGHT = 380
NAME_ROOM = 5.0  # points between two names, one above the other
LABEL_UP_TO = 14  # schools; more of them are told by pointing at them, but for those outside


@dataclass(frozen=True, kw_only=True)
class Held:
    """What schools are held against: a percentage with its name, and how much they differ ordinarily."""

    against: float
    label: str
    spread: float = 0.0

    def limits(self, pupils: int | None) -> tuple[float, float]:
        """The inner limits for a school of so many pupils, in percent."""
        low, high = limits(pupils or 0, self.against / 100, ALERT, self.spread)
        return 100 * float(low), 100 * float(high)

    def inside(self, figure: ResultFigure) -> bool:
        """Whether a school lies within the inner limits, where chance (and the ordinary) would do."""
        low, high = self.limits(figure.denominator)
        return low <= (figure.value or 0.0) <= high


def held_against(figures: Sequence[ResultFigure], against: float, label: str) -> Held:
    """The limits for some schools: widened where so many differ by more than chance would make it."""
    drawn = [one for one in figures if result_wording.has_value(one)]
    spread = ordinary_spread(
        [one.numerator or 0 for one in drawn], [one.denominator or 0 for one in drawn], against / 100
    )
    return Held(against=against, label=label, spread=spread)


def funnel_chart(schools: Sequence[tuple[str, ResultFigure]], look: theme.Look, held: Held) -> go.Figure:
    """(name, figure) by school."""
    drawn = [(name, one) for name, one in schools if result_wording.has_value(one) and one.denominator]
    most = max((one.denominator or 0 for _, one in drawn), default=30)
    end = max(20, int(most * 1.3) + 2)
    data: list[dict[str, Any]] = []
    pupils = list(range(4, end + 1))
    for ends, dash in ((ALARM, "dot"), (ALERT, "solid")):
        for found in limits(pupils, held.against / 100, ends, held.spread):
            data.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "x": pupils,
                    "y": (100 * found).tolist(),
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
                "color": [look.accent if held.inside(one) else look.paper for _, one in drawn],
                "line": {
                    "color": look.accent,
                    "width": [1 if held.inside(one) else 3 for _, one in drawn],
                },
            },
            "customdata": [wrapped(_hover(name, one, held)) for name, one in drawn],
            "hovertemplate": "%{customdata}<extra></extra>",
        }
    )
    notes = [
        _note(
            f"{held.label} {formats.percent(held.against)}",
            x=0,
            y=held.against,
            look=look,
            anchor="left",
            quiet=True,
        ),
        *_edges(end, held, look),
        *_names(drawn, held, end, look),
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
                "y0": held.against,
                "y1": held.against,
                "line": {"color": look.national, "width": 1.5},
            }
        ],
        annotations=notes,
    )
    return drawing(data, layout)


def funnel_alt(schools: Sequence[tuple[str, ResultFigure]], held: Held) -> str:
    """The chart in words, school by school."""
    drawn = [(name, one) for name, one in schools if result_wording.has_value(one)]
    if not drawn:
        return "No schools' results to draw."
    head = f"{drawn[0][1].rule.label}, {drawn[0][1].academic_year}, against {held.label} "
    said = [
        f"{name}: {result_wording.briefly(one)}, {'within' if held.inside(one) else 'outside'} the limits."
        for name, one in drawn
    ]
    return f"{head}{formats.percent(held.against)}. {' '.join(said)}"


def _hover(name: str, one: ResultFigure, held: Held) -> str:
    low, high = held.limits(one.denominator)
    alone = "Chance and ordinary differences" if held.spread else "Chance alone"
    return (
        f"{name}: {result_wording.value(one.measure, one.value)}, {result_wording.count(one)}. One pupil is "
        f"{100 / (one.denominator or 1):.1f} points. {alone} would leave 19 in 20 such schools between "
        f"{formats.rounded(low)} and {formats.percent(high)}."
    )


def _edges(end: int, held: Held, look: theme.Look) -> list[dict[str, Any]]:
    """What the inner and outer limits are, at the left, where they are widest apart from the dots."""
    made = []
    at = max(8, end // 7)
    for ends, words in ((ALERT, "19 in 20"), (ALARM, "998 in 1,000")):
        low, _ = limits(at, held.against / 100, ends, held.spread)
        made.append(_note(words, x=at, y=100 * float(low), look=look, anchor="left", quiet=True, size=12))
    return made


def _names(
    drawn: Sequence[tuple[str, ResultFigure]], held: Held, end: int, look: theme.Look
) -> list[dict[str, Any]]:
    """Beside each dot its school: those close to one another on either side in turn, and moved apart."""
    named = [pair for pair in drawn if len(drawn) <= LABEL_UP_TO or not held.inside(pair[1])]
    sides: dict[bool, list[tuple[str, float, float]]] = {True: [], False: []}
    left = False
    for name, one in sorted(named, key=lambda pair: -(pair[1].value or 0.0)):
        x, y = float(one.denominator or 0), one.value or 0.0
        close = [beside for beside in sides[left] if abs(beside[1] - x) < 0.3 * end]
        if close and close[-1][2] - y < NAME_ROOM:
            left = not left
        sides[left].append((name, x, y))
    made = []
    for to_the_left, beside in sides.items():
        lowest = 200.0
        for name, x, y in beside:
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
