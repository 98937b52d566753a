"""How judgements are spread: one bar a subject and kind, from pre-key stage to greater depth.

Read it for who is close to the next band: what a percentage at the standard hides. Pupils without a
judgement keep their place at the end of the bar.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from dashboard import formats, theme, wording
from dashboard.charts.drawing import drawing
from dashboard.queries.bands import Spread
from etl.vocabulary import Judgement

ROW = 44
HEAD = 4
FOOT = 8
# A number is written into a piece of bar that is at least this share of it.
ROOM_FOR_A_NUMBER = {1: 0.03, 2: 0.045, 3: 0.06}  # by digits
NOT_ASSESSED = "Not assessed"


def band_spreads_chart(spreads: Sequence[Spread], look: theme.Look) -> go.Figure:
    """Bars are shares of everyone on roll, the numbers in them are pupils."""
    count = len(spreads)
    data: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    for at, spread in enumerate(spreads):
        y = count - 1 - at
        label = f"{spread.subject.label}, {wording.KIND_BRIEFLY[spread.kind]}"
        notes.append(_text(label, x=0, y=y + 0.36, colour=look.ink, anchor="left"))
        start = 0.0
        for name, pupils, fill, ink in _pieces(spread, look):
            share = 100 * pupils / spread.on_roll if spread.on_roll else 0.0
            data.append(_piece(start, share, y - 0.12, fill, look, f"{label}: {name}, {_of(pupils, spread)}"))
            if pupils and share >= 100 * ROOM_FOR_A_NUMBER[min(len(str(pupils)), 3)]:
                notes.append({**_text(f"{pupils}", x=start + share / 2, y=y - 0.12, colour=ink), "xref": "x"})
            start += share
    layout = theme.layout(
        look,
        height=HEAD + ROW * count + FOOT,
        margin={"l": 2, "r": 2, "t": HEAD, "b": FOOT},
        barmode="overlay",
        xaxis={"range": [0, 100], "visible": False, "fixedrange": True},
        yaxis={"range": [-0.5, count - 0.5], "visible": False, "fixedrange": True},
        annotations=notes,
    )
    return drawing(data, layout)


def bands_alt(spreads: Sequence[Spread]) -> str:
    """The chart in words, bar by bar."""
    if not spreads:
        return "No judgements to show."
    said = []
    for spread in spreads:
        parts = [f"{pupils} {judgement.label.lower()}" for judgement, pupils in spread.pupils.items()]
        if spread.not_assessed:
            parts.append(f"{spread.not_assessed} not assessed")
        said.append(f"{spread.subject.label}, {wording.KIND_BRIEFLY[spread.kind]}: {', '.join(parts)}.")
    return " ".join(said)


def _pieces(spread: Spread, look: theme.Look) -> list[tuple[str, int, str, str]]:
    """(name, pupils, fill, colour of the number) from the lowest band up, then those without one."""
    pieces = [
        (judgement.label, spread.pupils[judgement], *look.bands[judgement.rank]) for judgement in Judgement
    ]
    return [*pieces, (NOT_ASSESSED, spread.not_assessed, look.paper, look.quiet)]


def key(look: theme.Look) -> list[tuple[str, str]]:
    """(name, fill) of every piece that there can be, as they stand from left to right."""
    return [*((one.label, look.bands[one.rank][0]) for one in Judgement), (NOT_ASSESSED, look.paper)]


def _of(pupils: int, spread: Spread) -> str:
    return formats.count_of(pupils, spread.on_roll)


def _piece(start: float, share: float, y: float, fill: str, look: theme.Look, said: str) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "base": [start],
        "x": [share],
        "y": [y],
        "width": 0.5,
        "marker": {
            "color": fill,
            "line": {"color": look.rule if fill == look.paper else look.paper, "width": 2},
        },
        "customdata": [said],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _text(text: str, *, x: float, y: float, colour: str, anchor: str = "center") -> dict[str, Any]:
    return {
        "text": text,
        "x": x,
        "y": y,
        "xref": "paper",
        "yref": "y",
        "xanchor": anchor,
        "yanchor": "middle",
        "showarrow": False,
        "font": {"color": colour, "size": 14},
    }
