"""Two groups of pupils side by side: how far apart they are, and whether that could be no gap at all.

The dot is the group in question, the grey diamond the others. The soft bar is where the group could
plausibly be, seen from the others: where it reaches the diamond, it could be no gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from dashboard import formats, theme, wording
from dashboard.charts import percent_rows
from dashboard.charts.drawing import drawing
from dashboard.charts.intervals import dot, wrapped
from dashboard.figures import Figure
from dashboard.queries.gaps import GroupGap, Verdict

ROW = 84  # pixels: three lines of words, one of marks
HEAD = 4
FOOT = 26
COMPARED = (Verdict.MORE_THAN_CHANCE, Verdict.COULD_BE_NO_GAP)


def group_gaps_chart(gaps: Sequence[GroupGap], look: theme.Look) -> go.Figure:
    """One row a group: what may be said and both sides' counts, and the marks under them."""
    count = len(gaps)
    data: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    for at, gap in enumerate(gaps):
        y = count - 1 - at
        lines = (f"<b>{gap.label}</b>", verdict_words(gap), counts_words(gap))
        for line, (text, quiet) in enumerate(zip(lines, (False, False, True), strict=True)):
            notes.append(percent_rows.words(text, x=0, y=y + 0.41 - 0.21 * line, look=look, quiet=quiet))
        if gap.verdict in COMPARED:
            data += _marks(gap, y - 0.27, look)
    layout = percent_rows.layout(look, count, head=HEAD, row=ROW, foot=FOOT, annotations=notes)
    return drawing(data, layout)


def verdict_words(gap: GroupGap) -> str:
    """“14 points lower, more than chance”; “6 points higher: could be no gap”."""
    if gap.difference is None or gap.verdict not in COMPARED:
        return gap.verdict.value
    apart = formats.rounded(gap.difference)
    way = "lower" if apart < 0 else "higher"
    size = f"{formats.points(gap.difference)} {way}" if apart else "level"
    if gap.focus.school_urn is None:
        # The trust's gap is weighed school by school: it can differ from the two dots' distance.
        size += " within schools"
    joined = ", " if gap.verdict is Verdict.MORE_THAN_CHANCE else ": "
    return f"{size}{joined}{gap.verdict.value}"


def counts_words(gap: GroupGap) -> str:
    """Both sides' counts: “6 of 12 and 14 of 18”; empty where nothing may be said."""
    if None in (gap.focus.numerator, gap.other.numerator):
        return ""
    return f"{wording.count(gap.focus)} and {wording.count(gap.other)}"


def gaps_alt(gaps: Sequence[GroupGap]) -> str:
    """The chart in words, row by row."""
    if not gaps:
        return "No groups to compare."
    said = []
    for gap in gaps:
        counted = counts_words(gap)
        said.append(f"{gap.label}: {f'{counted}; ' if counted else ''}{verdict_words(gap)}.")
    return " ".join(said)


def _marks(gap: GroupGap, y: float, look: theme.Look) -> list[dict[str, Any]]:
    here, there = gap.focus.percentage or 0.0, gap.other.percentage or 0.0
    made: list[dict[str, Any]] = []
    if gap.low is not None and gap.high is not None:
        ends = [min(max(there + end, 0.0), 100.0) for end in (gap.low, gap.high)]
        made.append(_bar(ends, y, look.interval, 9))
    made.append(_bar([here, there], y, look.other, 2))
    made.append(
        {
            **_mark(gap.other, y, look),
            "marker": {"symbol": "diamond", "size": 12, "color": look.other, "line": {"width": 0}},
        }
    )
    made.append({**_mark(gap.focus, y, look), "marker": dot(gap.focus.kind, look, size=13)})
    return made


def _bar(ends: list[float], y: float, colour: str, width: float) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": ends,
        "y": [y, y],
        "line": {"color": colour, "width": width},
        "hoverinfo": "skip",
    }


def _mark(figure: Figure, y: float, look: theme.Look) -> dict[str, Any]:
    of_whom = wording.group_words(figure.group, figure.group_value)
    left = "right" if (figure.percentage or 0) < 50 else "left"
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [figure.percentage],
        "y": [y],
        "customdata": [wrapped(f"{of_whom}: {wording.briefly(figure)}")],
        "hovertemplate": "%{customdata}<extra></extra>",
        "hoverlabel": {"align": left},
    }
