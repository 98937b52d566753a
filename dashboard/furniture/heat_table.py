"""Figures in rows and columns: counts, words, range bars and a quiet tint; every cell a door.

A real table for those who listen; on a phone each row stands by itself, with each cell under its
column's name. The tint is one hue by percentage: it is data, never a verdict.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from dashboard import formats, wording
from dashboard.figures import Figure, Shown
from dashboard.furniture.markup import door, safe, show
from dashboard.furniture.range_bar import range_bar_html


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row: a school, or a year group. `figures` by column; `hrefs` alike, where a cell is a door."""

    label: str
    figures: dict[str, Figure]
    note: str = ""
    href: str | None = None
    hrefs: dict[str, str] = field(default_factory=dict)
    total: bool = False


def _tint(percentage: float) -> int:
    """Five steps of tint: 0 (under 20) to 4 (80 and over)."""
    return min(int(percentage // 20), 4)


def cell_html(figure: Figure) -> str:
    """The inside of a cell, without its door."""
    if figure.shown in (Shown.HIDDEN, Shown.NO_DATA):
        return f'<span class="why">{safe(wording.why_no_percentage(figure))}</span>'
    counted = f'<span class="count">{wording.count(figure)}</span>'
    if not wording.has_percentage(figure):
        why = f'<span class="why">{safe(wording.why_no_percentage(figure))}</span>'
        return f'<span class="value">{counted}</span>{why}'
    way = wording.direction(figure)
    moved = ""
    if way:
        shape = "▲" if way == "up" else "▼"
        moved = (
            f'<span class="moved {way}"><span aria-hidden="true">{shape}</span> '
            f"{wording.movement_briefly(figure)}</span>"
        )
    against = wording.target(figure)
    words = f'<span class="words">{safe(against)}</span>' if against else ""
    number = f'<span class="number">{formats.percent(figure.percentage)}</span>'
    return f'<span class="value">{number}{counted}</span>{range_bar_html(figure)}' + (
        f'<span class="below">{words}{moved}</span>' if words or moved else ""
    )


def _cell(row: Row, column: str, label: str) -> str:
    figure = row.figures.get(column)
    said = f'data-label="{escape(label)}" role="cell"'
    if figure is None:
        return f'<td {said}><span class="why">{formats.NOTHING}</span></td>'
    tint = ""
    if wording.has_percentage(figure) and figure.percentage is not None:
        tint = f' class="tint-{_tint(figure.percentage)}"'
    inside = cell_html(figure)
    href = row.hrefs.get(column)
    if href and figure.shown is not Shown.NO_DATA:
        inside = door(href, inside, label=wording.sentence(figure))
    return f"<td {said}{tint}>{inside}</td>"


def heat_table_html(
    rows: Sequence[Row], columns: Sequence[tuple[str, str]], *, caption: str, first: str
) -> str:
    """`columns` are (id, label); `first` heads the column of row labels."""
    heads = "".join(f'<th scope="col" role="columnheader">{safe(label)}</th>' for _, label in columns)
    body = []
    for row in rows:
        name = door(row.href, safe(row.label)) if row.href else safe(row.label)
        note = f'<span class="row-note">{safe(row.note)}</span>' if row.note else ""
        cells = "".join(_cell(row, column, label) for column, label in columns)
        css = ' class="total"' if row.total else ""
        body.append(f'<tr role="row"{css}><th scope="row" role="rowheader">{name}{note}</th>{cells}</tr>')
    head = f'<tr role="row"><th scope="col" role="columnheader">{safe(first)}</th>{heads}</tr>'
    return (
        f'<div class="heat"><table role="table"><caption class="unseen">{safe(caption)}</caption>'
        f'<thead role="rowgroup">{head}</thead><tbody role="rowgroup">{"".join(body)}</tbody></table></div>'
    )


def heat_table(rows: Sequence[Row], columns: Sequence[tuple[str, str]], *, caption: str, first: str) -> None:
    show(heat_table_html(rows, columns, caption=caption, first=first))
