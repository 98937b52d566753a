"""A figure as a thin bar: where it is, where it could plausibly be, and what it is held against.

The same marks as in every chart: a dot for the figure (filled for what is now, open for what is
predicted), a soft bar for its interval, a tall tick for the target, a dotted line for England, a diamond
for the authority. Drawn with borders, which print where backgrounds do not.
"""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import wording
from dashboard.figures import Figure
from dashboard.furniture.markup import safe
from etl.vocabulary import Kind

MARKS = ("filled", "open", "interval", "target", "national", "authority")

MARK_WORDS = {
    "open": "predicted for the year's end",
    "filled": "judged now",
    "interval": "where a school just like this one could plausibly have landed",
    "target": "target",
    "national": "England",
    "authority": "the local authority",
}


def _inside(value: float) -> float:
    return min(max(value, 0.0), 100.0)


def _mark(which: str, left: float, width: float | None = None) -> str:
    wide = "" if width is None else f";width:{width:.2f}%"
    return f'<i class="{which}" style="left:{left:.2f}%{wide}"></i>'


def range_bar_html(figure: Figure, beside: Figure | None = None) -> str:
    """Drawn over 0 to 100 and as wide as its place; empty where there is no percentage.

    `beside` adds a second figure's dot: what is now on the bar of what is predicted.

    Said in words beside it, so hidden from those who listen.
    """
    if not wording.has_percentage(figure) or figure.percentage is None:
        return ""
    marks = []
    if figure.low is not None and figure.high is not None:
        marks.append(_mark("interval", figure.low, figure.high - figure.low))
    if figure.national is not None:
        marks.append(_mark("national", _inside(figure.national.value)))
    if figure.authority is not None:
        marks.append(_mark("authority", _inside(figure.authority.value)))
    if figure.target is not None:
        marks.append(_mark("target", _inside(figure.target.basis_points / 100)))
    for one in (beside, figure):
        if one is not None and one.percentage is not None and wording.has_percentage(one):
            dot = "open" if one.kind is Kind.PREDICTED else "filled"
            marks.append(_mark(dot, _inside(one.percentage)))
    return f'<span class="range" aria-hidden="true">{"".join(marks)}</span>'


def mark_html(which: str) -> str:
    """One mark alone, to stand before the words that explain it. One of MARKS."""
    return f'<span class="range mark" aria-hidden="true"><i class="{which}"></i></span>'


def key_html(marks: Sequence[str]) -> str:
    """What the marks of a table mean, each beside its words; of MARK_WORDS."""
    items = "".join(f"<li>{mark_html(which)} {safe(MARK_WORDS[which])}</li>" for which in marks)
    return f'<ul class="marks-key">{items}</ul>'
