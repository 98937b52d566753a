"""A school's year groups by measures, small enough for a printed page: predicted, now, target, last year.

What is predicted stands first and largest; what it is held against stands beneath it, a line each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from html import escape

from dashboard import formats, result_wording, wording
from dashboard.figures import Figure, Shown
from dashboard.furniture.markup import door, safe
from dashboard.furniture.range_bar import mark_html, range_bar_html
from dashboard.queries.school_sheet import YearGroupCell
from dashboard.result_figures import ResultFigure


@dataclass(frozen=True, kw_only=True)
class SheetRow:
    """One year group, with a cell a measure."""

    label: str
    note: str
    cells: dict[str, YearGroupCell]
    href: str = ""  # where its name leads
    explained: dict[str, str] = field(default_factory=dict)  # by measure: where its number is explained


def sheet_table_html(rows: Sequence[SheetRow], columns: Sequence[tuple[str, str]], caption: str) -> str:
    """`columns` are (measure, label). A real table; on a phone each row stands by itself."""
    heads = "".join(f'<th scope="col" role="columnheader">{safe(label)}</th>' for _, label in columns)
    body = "".join(
        f'<tr role="row"><th scope="row" role="rowheader">{_name(row)}'
        f'<span class="row-note">{safe(row.note)}</span></th>'
        + "".join(
            f'<td role="cell" data-label="{escape(label)}">{_behind_a_door(row, measure)}</td>'
            for measure, label in columns
        )
        + "</tr>"
        for row in rows
    )
    return (
        f'<table class="sheet-table" role="table"><caption class="unseen">{safe(caption)}</caption>'
        f'<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Year group</th>{heads}'
        f'</tr></thead><tbody role="rowgroup">{body}</tbody></table>'
    )


def _name(row: SheetRow) -> str:
    return door(row.href, safe(row.label)) if row.href else safe(row.label)


def _behind_a_door(row: SheetRow, measure: str) -> str:
    cell, href = row.cells[measure], row.explained.get(measure)
    if not href or cell.predicted.shown is Shown.NO_DATA:
        return cell_html(cell)
    return door(href, cell_html(cell), css="explains")


def cell_html(cell: YearGroupCell) -> str:
    predicted, current = cell.predicted, cell.current
    lines = [_line("filled", "now", current)]
    if against := wording.target(predicted):
        lines.append(_words("target", f"target {wording.target_of(predicted)}: {_briefly(against)}"))
    if cell.last_year is not None:
        lines.append(_line("", f"{cell.last_year.half_term.academic_year} predicted", cell.last_year))
    if achieved := _achieved(cell.achieved):
        lines.append(_words("", achieved))
    if predicted.national is not None:
        lines.append(_words("national", f"England {formats.percent(predicted.national.value)}"))
    # The authority's mark is left out: there is no room for the words that would say whose it is.
    bar = range_bar_html(replace(predicted, authority=None), current)
    return f"{_first(predicted)}{bar}{''.join(lines)}"


def _first(figure: Figure) -> str:
    if wording.has_percentage(figure):
        way = wording.direction(figure)
        moved = ""
        if way:
            moved = (
                f'<span class="moved {way}"><span aria-hidden="true">{wording.shape(figure)}</span> '
                f"{wording.movement_briefly(figure)}</span>"
            )
        return (
            f'<span class="value"><b class="number">{formats.percent(figure.percentage)}</b>'
            f'<span class="count">{wording.count(figure)}</span>{moved}</span>'
        )
    if figure.shown is Shown.NO_DATA:
        nothing = f'{formats.NOTHING}<span class="unseen"> no data</span>'
        return f'<span class="value"><span class="why">{nothing}</span></span>'
    counted = "" if figure.shown is Shown.HIDDEN else f'<b class="number">{wording.count(figure)}</b>'
    why = safe(wording.why_no_percentage(figure))
    return f'<span class="value">{counted}<span class="why">{why}</span></span>'


def _line(mark: str, words: str, figure: Figure) -> str:
    """“now 60 %, 18 of 30”; nothing where there is nothing, nor where it is hidden."""
    if figure.shown in (Shown.NO_DATA, Shown.HIDDEN) or figure.assessed == 0:
        return ""
    numbers = wording.count(figure)
    if wording.has_percentage(figure):
        numbers = f"{formats.percent(figure.percentage)}, {numbers}"
    return _words(mark, f"{words} {numbers}")


def _achieved(result: ResultFigure | None) -> str:
    """“2025/26 achieved 43 %, 26 of 60”; empty where there is no result, or it is hidden."""
    if result is None:
        return ""
    counted = result_wording.count(result)
    if result_wording.has_value(result):
        counted = f"{result_wording.value(result.measure, result.value)}, {counted}"
    return f"{result.academic_year} achieved {counted}" if counted else ""


def _words(mark: str, words: str) -> str:
    shape = mark_html(mark) if mark else '<span class="mark"></span>'
    return f'<span class="line">{shape}<span>{safe(words)}</span></span>'


def _briefly(against: str) -> str:
    """“2 short”, “met”, “met, 2 to spare”."""
    return (
        against.replace(" of target", "")
        .replace("meets the target with ", "met, ")
        .replace("meets the target", "met")
    )
