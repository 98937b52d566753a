"""Tables as files: CSV and XLSX of exactly what a page shows, harmless to whoever opens them.

Text that a spreadsheet would run as a formula is kept as text: it comes from files that others typed.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import xlsxwriter

from dashboard import formats, wording
from dashboard.figures import Figure, Shown
from etl.harmless import harmless


@dataclass(frozen=True, kw_only=True)
class Table:
    """What stands in a table: headings, rows of values (None: nothing), and what must be known with it."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    notes: tuple[str, ...] = field(default=())


class Linked(str):
    """Text that is a door where it stands on a page, and the text alone in a file."""

    href: str

    def __new__(cls, text: str, href: str) -> Linked:
        made = super().__new__(cls, text)
        made.href = href
        return made


@dataclass(frozen=True)
class Explained:
    """A number that explains itself where it stands on a page, and the number alone in a file."""

    number: float | None
    href: str


# Where a figure explains itself.
Explain = Callable[[Figure], str]


def _plain(value: Any) -> Any:
    if isinstance(value, Explained):
        value = value.number
    if formats.is_nothing(value):
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return value


def as_csv(table: Table) -> bytes:
    """UTF-8 with a mark at its start, without which Excel on Windows garbles every dash."""
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\r\n")
    lines.writerow([harmless(column) for column in table.columns])
    lines.writerows([harmless(_plain(value)) for value in row] for row in table.rows)
    for note in table.notes:
        lines.writerow([harmless(note)])
    return written.getvalue().encode("utf-8-sig")


def as_xlsx(table: Table) -> bytes:
    """One sheet: title, headings, rows, notes. No cell is a formula or a link."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(
        written, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet("Table")
    bold = book.add_format({"bold": True})
    heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    sheet.write_string(0, 0, table.title, bold)
    for at, column in enumerate(table.columns):
        sheet.write_string(2, at, column, heading)
    for down, row in enumerate(table.rows, start=3):
        for at, value in enumerate(row):
            plain = _plain(value)
            if isinstance(plain, (int, float)) and not isinstance(plain, bool):
                sheet.write_number(down, at, plain)
            elif plain != "":
                sheet.write_string(down, at, formats.text(plain))
    for down, note in enumerate(table.notes, start=len(table.rows) + 4):
        sheet.write_string(down, 0, note)
    for at, width in enumerate(_widths(table)):
        sheet.set_column(at, at, width)
    sheet.freeze_panes(3, 1)
    book.close()
    return written.getvalue()


def _widths(table: Table) -> list[int]:
    columns: list[Sequence[Any]] = list(zip(*table.rows, strict=True)) if table.rows else []
    longest = [max((len(str(_plain(value))) for value in column), default=0) for column in columns]
    return [
        min(max(10, len(heading) // 2, longest[at] if at < len(longest) else 0) + 2, 48)
        for at, heading in enumerate(table.columns)
    ]


FIGURE_COLUMNS = (
    "Half-term",
    "School",
    "Year group",
    "Pupil group",
    "Measure",
    "Kind",
    "Met the standard",
    "On roll",
    "Assessed",
    "Percentage",
    "Interval from",
    "Interval to",
    "Target %",
    "Pupils short of target",
    "England %",
    "England, year",
    "Movement",
    "Shown",
)


def figures_table(
    title: str, figures: Sequence[Figure], notes: Sequence[str] = (), *, explain: Explain | None = None
) -> Table:
    """One row a figure, with what the page shows of it and nothing more: percentages are whole.

    `explain`: where each figure explains itself, which its count then leads to.
    """
    return Table(
        title=title,
        columns=FIGURE_COLUMNS,
        rows=tuple(_figure_row(figure, explain) for figure in figures),
        notes=tuple(notes),
    )


def met_of(figure: Figure, explain: Explain | None) -> Explained | int | None:
    """How many met the standard, as they stand in a table."""
    if explain is None or figure.numerator is None:
        return figure.numerator
    return Explained(figure.numerator, explain(figure))


def whole(value: float | None) -> int | None:
    """A percentage or a difference as it is shown: whole."""
    return None if value is None else formats.rounded(value)


def _figure_row(figure: Figure, explain: Explain | None) -> tuple[Any, ...]:
    stands = wording.has_percentage(figure)
    counted = figure.shown in (Shown.FULL, Shown.COUNT_ONLY)
    target, national = figure.target, figure.national
    percentage, low, high = (figure.percentage, figure.low, figure.high) if stands else (None, None, None)
    return (
        str(figure.half_term),
        figure.school or "All schools",
        wording.cohort_of(figure),
        wording.group_words(figure.group, figure.group_value) or "All pupils",
        wording.measure_label(figure.measure),
        figure.kind.label,
        met_of(figure, explain) if counted else None,
        figure.denominator if counted else None,
        figure.assessed if counted else None,
        whole(percentage),
        whole(low),
        whole(high),
        target.basis_points / 100 if target and stands else None,
        target.pupils_short if target and stands else None,
        whole(national.value if national else None),
        national.academic_year if national else None,
        wording.movement(figure) or None,
        wording.why_no_percentage(figure) or "yes",
    )
