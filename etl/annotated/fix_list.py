"""The sheet "Fix list": everything that was found, gravest first, each with a link to its cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.hyperlink import Hyperlink

from etl.annotated.cells import FILLS, INK, Annotations
from etl.annotated.formulas import put_text
from etl.annotated.job import Job
from etl.containers.fix_list_sign import FIX_LIST, HEADINGS, SIGN_COLUMN
from etl.problems import WEIGHTS, Problem

WIDTHS = (19, 22, 11, 62, 58)
_ACCENT, _QUIET, _RULE, _WASH = "12436D", "535C66", "D8D5CC", "F5F4F0"
_FACE = "Calibri"
_MOST_LINKS = 60_000  # of the 65,530 that Excel takes on one sheet
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
_LINE = Border(bottom=Side(style="thin", color=_RULE))


def add_fix_list(
    book: Any, job: Job, annotated: Annotations, said: list[str], names: Mapping[str, str]
) -> Any:
    """Put the sheet first and open it there. `said`: what is to be known of this copy of the workbook."""
    sheet = book.create_sheet(FIX_LIST, 0)
    for column, width in zip("ABCDE", WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    row = _write_head(sheet, job, said)
    if job.problems:
        _write_table(
            sheet, row, job, annotated, {name: names.get(name, name) for name in _sheets(book, names)}
        )
    _set_up(sheet, row, len(job.problems))
    _open_first(book, sheet)
    return sheet


def _sheets(book: Any, names: Mapping[str, str]) -> list[str]:
    return [*names, *(sheet.title for sheet in book.worksheets)]


def _write_head(sheet: Any, job: Job, said: list[str]) -> int:
    """Title, whose file, counts, how to go on, what to know of the copy; the row of the headings below."""
    lines = [
        (FIX_LIST, Font(name=_FACE, size=20, bold=True, color=_ACCENT)),
        (job.whose, Font(name=_FACE, size=12, bold=True, color=INK)),
        (job.counts, Font(name=_FACE, size=12, color=INK)),
        (job.how_to_go_on, Font(name=_FACE, size=12, color=INK)),
        (f"About this copy: {' '.join(said)}" if said else "", Font(name=_FACE, size=10, color=_QUIET)),
    ]
    row = 1
    for text, font in lines:
        if not text:
            continue
        cell = sheet.cell(row, 1)
        put_text(cell, ILLEGAL_CHARACTERS_RE.sub("", text)[:30_000])
        cell.font = font
        cell.alignment = _LEFT
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(HEADINGS))
        # Rows of merged cells do not grow by themselves.
        letters = sum(WIDTHS) * 11 / font.size
        height = 34.0 if row == 1 else 1.45 * font.size * (1 + len(text) // int(letters))
        sheet.row_dimensions[row].height = min(height, 400)
        row += 1
    return row + 1


def _write_table(sheet: Any, header: int, job: Job, annotated: Annotations, names: Mapping[str, str]) -> None:
    for column, heading in enumerate(HEADINGS, start=1):
        cell = sheet.cell(header, column)
        put_text(cell, heading)
        cell.font = Font(name=_FACE, size=11, bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=_ACCENT)
        cell.alignment = _LEFT
    sheet.row_dimensions[header].height = 24
    for row, problem in enumerate(job.problems, start=header + 1):
        _write_problem(sheet, row, problem, annotated, names, linked=row < _MOST_LINKS)


def _write_problem(
    sheet: Any, row: int, problem: Problem, annotated: Annotations, names: Mapping[str, str], *, linked: bool
) -> None:
    shape, word, _ = WEIGHTS[problem.severity]
    title = names.get(problem.sheet or "")
    hidden = annotated.hidden.get((problem.sheet or "", problem.cell or ""), "")
    texts = (
        f"{shape} {word}",
        title or problem.sheet or "The whole file",
        problem.cell or "",
        problem.message + (f" The cell is {hidden}." if hidden else ""),
        problem.suggestion,
    )
    for column, text in enumerate(texts, start=1):
        cell = sheet.cell(row, column)
        if text:
            put_text(cell, ILLEGAL_CHARACTERS_RE.sub("", text))
        cell.font = Font(name=_FACE, size=11, color=INK, bold=column == 1)
        cell.alignment, cell.border = _LEFT, _LINE
    sheet.cell(row, 1).fill = PatternFill("solid", fgColor=FILLS[problem.severity])
    lines = max(1 + len(text) // (width - 2) for text, width in zip(texts[1:], WIDTHS[1:], strict=True))
    sheet.row_dimensions[row].height = min(7 + 15 * lines, 400)
    if title and linked:
        place = problem.cell or "A1"
        quoted = title.replace("'", "''")
        for column in (2, 3):
            cell = sheet.cell(row, column)
            if cell.value:
                tip = f"Go to {place}"
                cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{place}", tooltip=tip)
                cell.font = Font(name=_FACE, size=11, color=_ACCENT, underline="single", bold=column == 3)


def _set_up(sheet: Any, header: int, problems: int) -> None:
    view = sheet.sheet_view
    view.showGridLines = False
    view.zoomScale = 100
    sheet.sheet_properties.tabColor = _ACCENT
    if problems:
        sheet.freeze_panes = sheet.cell(header + 1, 1)
        sheet.auto_filter.ref = f"A{header}:E{header + problems}"
        sheet.print_title_rows = f"{header}:{header}"
    sheet.print_area = f"A1:E{header + problems}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom, sheet.page_margins.footer = 0.5, 0.8, 0.4
    sheet.oddFooter.left.text = FIX_LIST
    sheet.oddFooter.right.text = "Page &P of &N"


def hide_memory(sheet: Any) -> None:
    """Hide the columns in which it is remembered what cells looked like."""
    for column in range(SIGN_COLUMN + 1, sheet.max_column + 1):
        letter = sheet.cell(1, column).column_letter
        sheet.column_dimensions[letter].hidden = True


def _open_first(book: Any, sheet: Any) -> None:
    """Open the workbook at a sheet, with no other selected: two selected sheets are typed in together."""
    for other in book._sheets:
        views = other.sheetViews.sheetView if hasattr(other, "sheetViews") else other.views.sheetView
        for view in views:
            view.tabSelected = other is sheet
    book.active = sheet
    for view in book.views:
        view.firstSheet = 0
