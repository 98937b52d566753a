"""Results in rows and columns: measures or schools by academic years, every cell with its count.

A real table for those who listen; on a phone each row stands by itself, each cell under its year. The tint
is one hue by percentage: it is data, never a verdict. A year that cannot be compared with the one before
stands behind a line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from dashboard import formats, result_wording
from dashboard.figures import Shown
from dashboard.furniture.markup import door, safe, show
from dashboard.furniture.result_bar import along, result_bar_html
from dashboard.result_figures import ResultFigure


@dataclass(frozen=True, kw_only=True)
class ResultRow:
    """One row: a measure or a school, and its figure of each column."""

    label: str
    figures: dict[str, ResultFigure]
    note: str = ""
    href: str | None = None
    hrefs: dict[str, str] = field(default_factory=dict)
    total: bool = False
    head: str = ""  # said over the row, where a new part of the table begins


def cell_html(figure: ResultFigure) -> str:
    if not result_wording.has_value(figure):
        counted = result_wording.count(figure)
        first = f'<span class="value"><span class="count">{counted}</span></span>' if counted else ""
        if figure.shown is Shown.NO_DATA and not figure.why:
            return f'<span class="why">{formats.NOTHING}<span class="unseen"> no results</span></span>'
        return f'{first}<span class="why">{safe(result_wording.why_no_value(figure))}</span>'
    number = f'<span class="number">{result_wording.value(figure.measure, figure.value)}</span>'
    counted = f'<span class="count">{result_wording.count(figure)}</span>'
    below = ""
    if figure.england is not None:
        england = result_wording.published_value(figure.measure, figure.england.value)
        if figure.england.academic_year != figure.academic_year:
            england = f"{figure.england.academic_year}: {england}"
        shape = ""
        if figure.against is not None:
            look = result_wording.LOOKS[figure.against]
            shape = (
                f'<span class="chip small" style="background:{look.fill};color:{look.text}">'
                f'<span aria-hidden="true">{look.shape}</span>'
                f'<span class="unseen"> {safe(figure.against.value)}</span></span>'
            )
        below = f'<span class="below">{shape}<span>England {england}</span></span>'
    return f'<span class="value">{number}{counted}</span>{result_bar_html(figure)}{below}'


def _cell(row: ResultRow, column: str, label: str, before: ResultFigure | None) -> str:
    figure = row.figures.get(column)
    css = []
    if figure is not None and figure.is_share and result_wording.has_value(figure):
        css.append(f"tint-{min(int((figure.value or 0) // 20), 4)}")
    elif figure is not None and result_wording.has_value(figure) and figure.value is not None:
        css.append(f"tint-{min(int(along(figure.rule.unit, figure.value) // 20), 4)}")
    if figure is not None and before is not None and figure.series != before.series:
        css.append("apart")
    attributes = f'data-label="{escape(label)}" role="cell"' + (f' class="{" ".join(css)}"' if css else "")
    if figure is None:
        return f'<td {attributes}><span class="why">{formats.NOTHING}</span></td>'
    inside = cell_html(figure)
    href = row.hrefs.get(column)
    if href and figure.shown is not Shown.NO_DATA:
        inside = door(href, inside, label=result_wording.sentence(figure))
    return f"<td {attributes}>{inside}</td>"


def result_table_html(
    rows: Sequence[ResultRow], columns: Sequence[tuple[str, str]], *, caption: str, first: str
) -> str:
    """`columns` are (id, label); `first` heads the column of row labels."""
    heads = "".join(f'<th scope="col" role="columnheader">{safe(label)}</th>' for _, label in columns)
    body = []
    for row in rows:
        name = door(row.href, safe(row.label)) if row.href else safe(row.label)
        note = f'<span class="row-note">{safe(row.note)}</span>' if row.note else ""
        cells = []
        before: ResultFigure | None = None
        for column, label in columns:
            cells.append(_cell(row, column, label, before))
            before = row.figures.get(column)
        if row.head:
            body.append(
                f'<tr role="row" class="part"><th scope="rowgroup" role="rowheader" '
                f'colspan="{len(columns) + 1}">{safe(row.head)}</th></tr>'
            )
        css = ' class="total"' if row.total else ""
        cells_html = "".join(cells)
        body.append(
            f'<tr role="row"{css}><th scope="row" role="rowheader">{name}{note}</th>{cells_html}</tr>'
        )
    head = f'<tr role="row"><th scope="col" role="columnheader">{safe(first)}</th>{heads}</tr>'
    return (
        f'<div class="heat"><table role="table"><caption class="unseen">{safe(caption)}</caption>'
        f'<thead role="rowgroup">{head}</thead><tbody role="rowgroup">{"".join(body)}</tbody></table></div>'
    )


def result_table(
    rows: Sequence[ResultRow], columns: Sequence[tuple[str, str]], *, caption: str, first: str
) -> None:
    show(result_table_html(rows, columns, caption=caption, first=first))
