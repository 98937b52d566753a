"""Figures in rows and columns: counts, words, range bars and a quiet tint. A row's and a column's name leads
on; a number explains itself.

A real table for those who listen; on a phone each row stands by itself, with each cell under its
column's name. The tint is one hue by percentage: it is data, never a verdict.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from dashboard import formats, wording
from dashboard.figures import Figure, Shown
from dashboard.furniture.markup import door, safe, show
from dashboard.furniture.range_bar import mark_html, range_bar_html
from etl.vocabulary import Kind


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row: a school, or a year group. `figures` by column; `explained` alike: where each is explained.

    `beside` holds, by column, a second figure to stand beneath the first: what is now beneath what is
    predicted; it is explained where `beside_explained` says.
    """

    label: str
    figures: dict[str, Figure]
    note: str = ""
    href: str | None = None
    explained: dict[str, str] = field(default_factory=dict)
    beside: dict[str, Figure] = field(default_factory=dict)
    beside_explained: dict[str, str] = field(default_factory=dict)
    total: bool = False


def tint_step(percentage: float) -> int:
    """Five steps of tint: 0 (under 20) to 4 (80 and over)."""
    return min(int(percentage // 20), 4)


def explain_label(sentence: str) -> str:
    """What a number that explains itself is called for those who listen: with all that it says."""
    return f"Explain: {sentence}"


def cell_html(figure: Figure, beside: Figure | None = None) -> str:
    """The inside of a cell, without its door and without the second figure, which only the bar shows."""
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
    return f'<span class="value">{number}{counted}</span>{bar}{below}'


def _beside_html(figure: Figure | None, href: str | None) -> str:
    """A second figure on a line of its own: “● now 53 %, 16 of 30”."""
    if figure is None:
        return ""
    mark = mark_html("open" if figure.kind is Kind.PREDICTED else "filled")
    numbers = wording.count(figure)
    if wording.has_percentage(figure):
        numbers = f"{formats.percent(figure.percentage)}, {numbers}"
    said = f"{mark}<span>{wording.KIND_BRIEFLY[figure.kind]} {numbers}</span>"
    if href is None:
        return f'<span class="beside">{said}</span>'
    return door(href, said, css="beside", label=explain_label(wording.sentence(figure)))


def _cell(row: Row, column: str, label: str) -> str:
    figure = row.figures.get(column)
    attributes = f'data-label="{escape(label)}" role="cell"'
    if figure is None:
        return f'<td {attributes}><span class="why">{formats.NOTHING}</span></td>'
    tint = ""
    if wording.has_percentage(figure) and figure.percentage is not None:
        tint = f' class="tint-{tint_step(figure.percentage)}"'
    beside = row.beside.get(column)
    inside = cell_html(figure, beside)
    href = row.explained.get(column)
    if href and figure.shown is not Shown.NO_DATA:
        inside = door(href, inside, label=explain_label(wording.sentence(figure)))
    if wording.has_percentage(figure):
        inside += _beside_html(beside, row.beside_explained.get(column))
    return f"<td {attributes}{tint}>{inside}</td>"


def heat_table_html(
    rows: Sequence[Row],
    columns: Sequence[tuple[str, str]],
    *,
    caption: str,
    first: str,
    leads: Mapping[str, str] | None = None,
) -> str:
    """`columns` are (id, label); `first` heads the row labels; `leads`: where a column's name leads."""
    heads = "".join(head_html(label, (leads or {}).get(column)) for column, label in columns)
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


def head_html(label: str, href: str | None = None) -> str:
    """A column's heading; its name leads on where there is somewhere to go."""
    inside = door(href, safe(label)) if href else safe(label)
    return f'<th scope="col" role="columnheader">{inside}</th>'


def heat_table(
    rows: Sequence[Row],
    columns: Sequence[tuple[str, str]],
    *,
    caption: str,
    first: str,
    leads: Mapping[str, str] | None = None,
) -> None:
    show(heat_table_html(rows, columns, caption=caption, first=first, leads=leads))
