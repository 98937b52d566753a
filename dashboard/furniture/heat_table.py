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
from dashboard.furniture.range_bar import mark_html, range_bar_html
from etl.vocabulary import Kind


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row: a school, or a year group. `figures` by column; `hrefs` alike, where a cell is a door.

    `beside` holds, by column, a second figure to stand beneath the first: what is now beneath what is
    predicted.
    """

    label: str
    figures: dict[str, Figure]
    note: str = ""
    href: str | None = None
    hrefs: dict[str, str] = field(default_factory=dict)
    beside: dict[str, Figure] = field(default_factory=dict)
    total: bool = False


def _tint(percentage: float) -> int:
    """Five steps of tint: 0 (under 20) to 4 (80 and over)."""
    return min(int(percentage // 20), 4)


def cell_html(figure: Figure, beside: Figure | None = None) -> str:
    """The inside of a cell, without its door."""
    if figure.shown is Shown.NO_DATA:
        return f'<span class="why">{formats.NOTHING}<span class="unseen"> no data</span></span>'
    if figure.shown is Shown.HIDDEN:
        return f'<span class="why">{safe(wording.why_no_percentage(figure))}</span>'
    counted = f'<span class="count">{wording.count(figure)}</span>'
    if not wording.has_percentage(figure):
        why = f'<span class="why">{safe(wording.why_no_percentage(figure))}</span>'
        return f'<span class="value">{counted}</span>{why}'
    way = wording.direction(figure)
    moved = ""
    if way:
        moved = (
            f'<span class="moved {way}"><span aria-hidden="true">{wording.shape(figure)}</span> '
            f"{wording.movement_briefly(figure)}</span>"
        )
    against = wording.target(figure)
    words = f'<span class="words">{safe(against)}</span>' if against else ""
    number = f'<span class="number">{formats.percent(figure.percentage)}</span>'
    below = f'<span class="below">{words}{moved}</span>' if words or moved else ""
    bar = range_bar_html(figure, beside)
    return f'<span class="value">{number}{counted}</span>{bar}{below}{_beside_html(beside)}'


def _beside_html(figure: Figure | None) -> str:
    """A second figure on a line of its own: “● now 53 %, 16 of 30”."""
    if figure is None:
        return ""
    mark = mark_html("open" if figure.kind is Kind.PREDICTED else "filled")
    numbers = wording.count(figure)
    if wording.has_percentage(figure):
        numbers = f"{formats.percent(figure.percentage)}, {numbers}"
    return f'<span class="beside">{mark}{wording.KIND_BRIEFLY[figure.kind]} {numbers}</span>'


def _cell(row: Row, column: str, label: str) -> str:
    figure = row.figures.get(column)
    attributes = f'data-label="{escape(label)}" role="cell"'
    if figure is None:
        return f'<td {attributes}><span class="why">{formats.NOTHING}</span></td>'
    tint = ""
    if wording.has_percentage(figure) and figure.percentage is not None:
        tint = f' class="tint-{_tint(figure.percentage)}"'
    beside = row.beside.get(column)
    inside = cell_html(figure, beside)
    href = row.hrefs.get(column)
    if href and figure.shown is not Shown.NO_DATA:
        said = [wording.sentence(one) for one in (figure, beside) if one is not None]
        inside = door(href, inside, label=" ".join(said))
    return f"<td {attributes}{tint}>{inside}</td>"


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
