"""Results in rows and columns: measures or schools by academic years, every cell with its count.

A real table for those who listen; on a phone each row stands by itself, each cell under its year. The tint
is one hue by percentage: it is data, never a verdict. A year that cannot be compared with the one before
stands behind a line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from dashboard import formats, result_wording
from dashboard.figures import Shown
from dashboard.furniture.heat_table import explain_label, head_html
from dashboard.furniture.markup import door, safe, show
from dashboard.furniture.result_bar import along, result_bar_html
from dashboard.result_figures import ResultFigure

COLUMN = 7.5  # rem, of a wide table


@dataclass(frozen=True, kw_only=True)
class Below:
    """What stands beneath a number in place of England: how far it is from what it is held against."""

    words: str
    shape: str = ""  # full where the difference is more than chance, hollow where it is worth a look
    way: str = ""  # up, down


NOTHING_BELOW = Below(words="")


@dataclass(frozen=True, kw_only=True)
class ResultRow:
    """One row: a measure or a school, and its figure of each column. `below` None: England beneath each."""

    label: str
    figures: dict[str, ResultFigure]
    note: str = ""
    href: str | None = None
    explained: dict[str, str] = field(default_factory=dict)  # by column: where its number is explained
    total: bool = False
    head: str = ""  # said over the row, where a new part of the table begins
    below: dict[str, Below] | None = None


def cell_html(figure: ResultFigure, below: Below | None = None) -> str:
    if not result_wording.has_value(figure):
        counted = result_wording.count(figure)
        first = f'<span class="value"><span class="count">{counted}</span></span>' if counted else ""
        if figure.shown is Shown.NO_DATA and not figure.why:
            return f'<span class="why">{formats.NOTHING}<span class="unseen"> no results</span></span>'
        return f'{first}<span class="why">{safe(result_wording.why_no_value(figure))}</span>'
    number = f'<span class="number">{result_wording.value(figure.measure, figure.value)}</span>'
    counted = f'<span class="count">{result_wording.count(figure)}</span>'
    beneath = _england_html(figure) if below is None else _below_html(below)
    return f'<span class="value">{number}{counted}</span>{result_bar_html(figure)}{beneath}'


def _below_html(below: Below) -> str:
    if not below.words:
        return ""
    shape = f'<span aria-hidden="true">{below.shape}</span> ' if below.shape else ""
    css = f"moved {below.way}" if below.shape else "words"
    return f'<span class="below"><span class="{css}">{shape}{safe(below.words)}</span></span>'


def _england_html(figure: ResultFigure) -> str:
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
    return below


def _cell(row: ResultRow, column: str, label: str, before: ResultFigure | None) -> str:
    figure = row.figures.get(column)
    css = []
    if figure is not None and figure.is_share and result_wording.has_value(figure):
        css.append(f"tint-{min(int((figure.value or 0) // 20), 4)}")
    elif figure is not None and result_wording.has_value(figure) and figure.value is not None:
        css.append(f"tint-{min(int(along(figure.rule.unit, figure.value) // 20), 4)}")
    if figure is not None and before is not None and _new_series(figure, before):
        css.append("apart")
    attributes = f'data-label="{escape(label)}" role="cell"' + (f' class="{" ".join(css)}"' if css else "")
    if figure is None:
        return f'<td {attributes}><span class="why">{formats.NOTHING}</span></td>'
    inside = cell_html(figure, None if row.below is None else row.below.get(column, NOTHING_BELOW))
    href = row.explained.get(column)
    if href and figure.shown is not Shown.NO_DATA:
        said = row.below[column].words if row.below and column in row.below else ""
        sentence = result_wording.sentence(figure)
        inside = door(href, inside, label=explain_label(f"{sentence} {said}.".replace(" .", "")))
    return f"<td {attributes}>{inside}</td>"


def _new_series(figure: ResultFigure, before: ResultFigure) -> bool:
    """Whether two years of one measure stand side by side that cannot be compared."""
    return figure.measure == before.measure and figure.series != before.series


def result_table_html(
    rows: Sequence[ResultRow],
    columns: Sequence[tuple[str, str]],
    *,
    caption: str,
    first: str,
    leads: Mapping[str, str] | None = None,
    wide: bool = False,
) -> str:
    """`columns` are (id, label); `first` heads the row labels; `leads`: where a column's name leads.
    `wide`: however many columns there are, the table scrolls and the page does not.
    """
    heads = "".join(head_html(label, (leads or {}).get(column)) for column, label in columns)
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
    opening = '<div class="heat"><table role="table">'
    if wide:
        opening = (
            f'<div class="heat pivot" tabindex="0" role="region" aria-label="{escape(caption)}">'
            f'<table role="table" style="min-width:{11 + COLUMN * len(columns):g}rem">'
        )
    return (
        f'{opening}<caption class="unseen">{safe(caption)}</caption>'
        f'<thead role="rowgroup">{head}</thead><tbody role="rowgroup">{"".join(body)}</tbody></table></div>'
    )


def result_table(
    rows: Sequence[ResultRow],
    columns: Sequence[tuple[str, str]],
    *,
    caption: str,
    first: str,
    leads: Mapping[str, str] | None = None,
    wide: bool = False,
) -> None:
    show(result_table_html(rows, columns, caption=caption, first=first, leads=leads, wide=wide))
