"""Figures in rows and columns as a reader laid them out: shares, counts, and how far each is from others.

A real table for those who listen; on a phone each row stands by itself, with each cell under its column's
name. The tint is one hue by percentage: it is data, never a verdict.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from dashboard import formats, wording
from dashboard.figures import Figure
from dashboard.furniture.heat_table import explain_label, head_html, tint_step
from dashboard.furniture.markup import door, safe, show
from dashboard.furniture.range_bar import range_bar_html

COLUMN = 7.5  # rem

Column = tuple[str, str | None]  # its name, and where that leads


@dataclass(frozen=True, kw_only=True)
class PivotCell:
    """`why` says why there is nobody in it; `apart` how far it is from what it is held against.

    `shape` marks a difference: full where it is more than chance, hollow where it is worth a look.
    """

    figure: Figure
    said: str  # the whole cell in a sentence, for those who listen
    why: str = ""
    apart: str = ""
    shape: str = ""
    way: str = ""  # up, down
    explained: str | None = None  # the address of its explanation
    total: bool = False


@dataclass(frozen=True, kw_only=True)
class PivotRow:
    label: str
    cells: tuple[PivotCell, ...]
    note: str = ""
    href: str | None = None  # where its name leads
    total: bool = False


def cell_html(cell: PivotCell, *, ranges: bool) -> str:
    """The inside of a cell, without its door."""
    figure = cell.figure
    if cell.why:
        return f'<span class="why">{safe(cell.why)}</span>'
    counted = f'<span class="count">{wording.count(figure)}</span>'
    if not wording.has_percentage(figure):
        why = safe(wording.why_no_percentage(figure))
        return f'<span class="value">{counted}</span><span class="why">{why}</span>'
    below = ""
    if cell.apart:
        shape = f'<span aria-hidden="true">{cell.shape}</span> ' if cell.shape else ""
        css = f"moved {cell.way}" if cell.shape else "words"
        below = f'<span class="below"><span class="{css}">{shape}{safe(cell.apart)}</span></span>'
    plausible = ""
    if ranges:
        words = formats.interval(figure.low, figure.high)
        plausible = f'{range_bar_html(figure)}<span class="below">{words}</span>'
    number = f'<span class="number">{formats.percent(figure.percentage)}</span>'
    return f'<span class="value">{number}{counted}</span>{below}{plausible}'


def pivot_html(
    rows: Sequence[PivotRow], columns: Sequence[Column], *, caption: str, first: str, ranges: bool = False
) -> str:
    """`first` heads the column of row labels; `ranges` adds each cell's plausible range."""
    heads = "".join(head_html(label, href) for label, href in columns)
    body = []
    for row in rows:
        name = door(row.href, safe(row.label)) if row.href else safe(row.label)
        note = f'<span class="row-note">{safe(row.note)}</span>' if row.note else ""
        cells = "".join(
            _td(cell, label, ranges=ranges) for cell, (label, _) in zip(row.cells, columns, strict=True)
        )
        css = ' class="total"' if row.total else ""
        body.append(f'<tr role="row"{css}><th scope="row" role="rowheader">{name}{note}</th>{cells}</tr>')
    width = f"min-width:{11 + COLUMN * len(columns):g}rem"
    return (
        f'<div class="heat pivot" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f'<table role="table" style="{width}"><caption class="unseen">{safe(caption)}</caption>'
        f'<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">{safe(first)}</th>{heads}'
        f'</tr></thead><tbody role="rowgroup">{"".join(body)}</tbody></table></div>'
    )


def _td(cell: PivotCell, label: str, *, ranges: bool) -> str:
    inside = cell_html(cell, ranges=ranges)
    css = ["together"] if cell.total else []
    if wording.has_percentage(cell.figure) and cell.figure.percentage is not None and not cell.total:
        css.append(f"tint-{tint_step(cell.figure.percentage)}")
    if cell.explained and not cell.why:
        inside = door(cell.explained, inside, label=explain_label(cell.said))
    classes = f' class="{" ".join(css)}"' if css else ""
    return f'<td data-label="{escape(label)}" role="cell"{classes}>{inside}</td>'


def pivot(
    rows: Sequence[PivotRow], columns: Sequence[Column], *, caption: str, first: str, ranges: bool = False
) -> None:
    show(pivot_html(rows, columns, caption=caption, first=first, ranges=ranges))
