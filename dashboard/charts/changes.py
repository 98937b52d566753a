"""Where each cohort was predicted to be a half-term ago and where it is now, with what the change is made of.

Ring: then; dot: now. The line between them is what those who stayed, those who left and those who joined make
together; the words under each name take it apart, and say whether it is more than chance. The line is grey
unless it may be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import plotly.graph_objects as go

from dashboard import formats, theme
from dashboard.charts import percent_rows
from dashboard.charts.drawing import drawing
from dashboard.charts.intervals import wrapped
from dashboard.queries.paired_predictions import Change

ROW = 96
HEAD = 6
FOOT = 26


class Strength(StrEnum):
    """Whether those who stayed moved by more than chance; the value is what the row says."""

    FIRM = "more than chance"
    LOOK = "worth a look"
    CHANCE = "could be chance"
    UNJUDGED = "too few to say whether it is chance"


@dataclass(frozen=True, kw_only=True)
class Row:
    """`verdict`: who crossed the standard, and what that is worth, in a sentence."""

    label: str
    change: Change
    strength: Strength
    verdict: str

    @property
    def marked(self) -> bool:
        return self.strength in (Strength.FIRM, Strength.LOOK)

    @property
    def rising(self) -> bool:
        return self.change.moved_in > self.change.moved_out

    @property
    def told(self) -> str:
        """“▼ more than chance”: full where firm, hollow where worth a look; no shape for chance."""
        if not self.marked:
            return self.strength.value
        full = self.strength is Strength.FIRM
        shape = ("▲" if full else "△") if self.rising else ("▼" if full else "▽")
        return f"{shape} {self.strength.value}"


def changes_chart(rows: Sequence[Row], look: theme.Look) -> go.Figure:
    """One row a place, from the top down; each has pupils at both ends."""
    count = len(rows)
    data: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    for at, row in enumerate(rows):
        y, change = count - 1 - at, row.change
        notes.append(percent_rows.words(f"<b>{row.label}</b>", x=0, y=y + 0.38, look=look))
        notes.append(percent_rows.words(then_and_now(change), x=1, y=y + 0.38, look=look, anchor="right"))
        notes.append(percent_rows.words(parts(change), x=0, y=y + 0.16, look=look, quiet=True))
        told = percent_rows.words(row.told, x=0, y=y - 0.06, look=look, quiet=not row.marked)
        colour = (look.up if row.rising else look.down) if row.marked else look.other
        if row.marked:
            told["font"] = {**told["font"], "color": colour}
        notes.append(told)
        before, now = (
            100 * change.met_before / change.pupils_before,
            100 * change.met_now / change.pupils_now,
        )
        said = wrapped(f"{row.label}: {sentence(change)} {row.verdict}")
        data.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": [before, now],
                "y": [y - 0.3, y - 0.3],
                "line": {"color": colour, "width": 3},
                "hoverinfo": "skip",
            }
        )
        ring = {"symbol": "circle", "color": look.paper, "line": {"color": look.other, "width": 2.5}}
        for x, marker in (
            (before, {**ring, "size": 12}),
            (now, {"symbol": "circle", "color": look.accent, "size": 13, "line": {"width": 0}}),
        ):
            data.append(
                {
                    "type": "scatter",
                    "mode": "markers",
                    "x": [x],
                    "y": [y - 0.3],
                    "marker": {**marker, "opacity": 1},
                    "customdata": [said],
                    "hovertemplate": "%{customdata}<extra></extra>",
                }
            )
    layout = percent_rows.layout(look, count, head=HEAD, row=ROW, foot=FOOT, annotations=notes)
    return drawing(data, layout)


def changes_alt(rows: Sequence[Row]) -> str:
    if not rows:
        return "No change to draw."
    return " ".join(f"{row.label}: {sentence(row.change)} {row.verdict}" for row in rows)


def then_and_now(change: Change) -> str:
    """“67 % → 69 %”."""
    return f"{_percent(change.met_before, change.pupils_before)} → <b>{_now(change)}</b>"


def parts(change: Change) -> str:
    """“stayed +4, left −1, joined −1 points”; of those alone who are there."""
    said = [f"stayed {_signed(change.stayers_points)}"]
    if change.left:
        said.append(f"left {_signed(change.leavers_points)}")
    if change.joined:
        said.append(f"joined {_signed(change.joiners_points)}")
    return f"{', '.join(said)} points"


def sentence(change: Change) -> str:
    """“39 of 58 then, 40 of 58 now: 2 points up. The 56 who stayed moved it up 4 points, …”"""
    way = "up" if change.points > 0 else "down"
    size = formats.rounded(change.points)
    moved = f"{formats.points(change.points)} {way}" if size else "no change in points"
    return (
        f"{formats.count_of(change.met_before, change.pupils_before)} then, "
        f"{formats.count_of(change.met_now, change.pupils_now)} now: {moved}. {_made_of(change)}"
    )


def _made_of(change: Change) -> str:
    """“The 7 who stayed moved it up 14 points, and the 1 who left down 5. Nobody joined.”"""
    parts = [
        (f"the {pupils} who {did}", formats.rounded(points))
        for pupils, points, did in (
            (change.stayers, change.stayers_points, "stayed"),
            (change.left, change.leavers_points, "left"),
            (change.joined, change.joiners_points, "joined"),
        )
        if pupils
    ]
    moving = [
        f"{who} {'' if at else 'moved it '}{'up' if points > 0 else 'down'} "
        f"{abs(points) if at else formats.points(points)}"
        for at, (who, points) in enumerate([part for part in parts if part[1]])
    ]
    still = [who for who, points in parts if not points]
    nobody = " or ".join(did for n, did in ((change.left, "left"), (change.joined, "joined")) if not n)
    said = [
        formats.listed(moving),
        f"{formats.listed(still)} made next to no difference" if still else "",
        f"nobody {nobody}" if nobody else "",
    ]
    return " ".join(f"{one[:1].upper()}{one[1:]}." for one in said if one)


def _signed(points: float) -> str:
    return formats.signed(formats.rounded(points))


def _percent(met: int, pupils: int) -> str:
    return formats.percent(100 * met / pupils)


def _now(change: Change) -> str:
    return _percent(change.met_now, change.pupils_now)
