"""A new workbook of the sheets and values that were read: for kinds that openpyxl does not open.

Text stays text, so that 007, UPNs and “=1+1” are what they were.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook as NewWorkbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter

from etl.annotated.formulas import put_text
from etl.annotated.lean_copy import MOST_CELLS, TOO_MANY_CELLS
from etl.containers import FaultKind, Sheet, Workbook
from etl.containers.fix_list_sign import made_from_text, without_fix_list
from etl.containers.text_files import read_text
from etl.containers.worker import read_sheets
from etl.errors import UnreadableFileError

_LONGEST_NAME = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_WIDEST = 48
_MOST_MERGED = 2_000  # cells in one merge; a larger one is no heading
_LONGEST_CELL = 32_767

FORMATS: tuple[tuple[type, str], ...] = (
    (datetime, "dd/mm/yyyy hh:mm"),
    (date, "dd/mm/yyyy"),
    (time, "hh:mm:ss"),
    (timedelta, "[h]:mm:ss"),
)

KINDS = {
    "xls": "an older Excel workbook (xls)",
    "xlsb": "a binary Excel workbook (xlsb)",
    "ods": "an OpenDocument spreadsheet",
    "text": "a text file",
}
NOT_COPIED = (
    "Your workbook could not be copied with its formats, so this one has its sheets and values; formulas "
    "are given as their values."
)


def said_of(kind: str) -> str:
    """What is said of a workbook that was made anew from a file of a kind."""
    if kind not in KINDS:
        return NOT_COPIED
    if kind == "text":
        return "Your file was a text file; this is an Excel workbook with the same values, all kept as text."
    return (
        f"Your file was {KINDS[kind]}; this is an Excel workbook (xlsx) with the same sheets and values. "
        "Formats are not kept, and formulas are given as their values."
    )


def read_cells(kind: str, path: Path) -> tuple[Workbook, bool]:
    """The file's sheets, and whether they come from a text file. Raises UnreadableFileError."""
    raw = path.read_bytes()
    if kind == "text":
        return Workbook(kind, [read_text(raw, path.stem)]), True
    held = Workbook(kind, read_sheets(kind, raw))
    text = any(made_from_text(sheet.rows) for sheet in held.sheets)
    return without_fix_list(held), text


def workbook_of(held: Workbook) -> tuple[Any, dict[str, str]]:
    """A workbook for openpyxl, and what each sheet is called in it. Raises UnreadableFileError."""
    if sum(len(row) for sheet in held.sheets for row in sheet.rows) > MOST_CELLS:
        raise UnreadableFileError(TOO_MANY_CELLS)
    book = NewWorkbook()
    book.remove(book.active)
    names = legal_names([sheet.name for sheet in held.sheets])
    for sheet in held.sheets:
        made = book.create_sheet(names[sheet.name])
        if sheet.hidden:
            made.sheet_state = "hidden"
        _fill(made, sheet)
    return book, names


def _fill(made: Any, sheet: Sheet) -> None:
    for row_number, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row, start=1):
            if value is not None:
                _put(made.cell(row_number, column), value)
    for (row_number, column), fault in sheet.faults.items():
        cell = made.cell(row_number + 1, column + 1)
        if fault.kind is FaultKind.NO_VALUE:
            cell.value = "=NA()"  # saved without a result, as the school's own formula was
        else:
            put_text(cell, fault.text or "#N/A")
    for top, left, bottom, right in sheet.merges:
        if 1 < (bottom - top + 1) * (right - left + 1) <= _MOST_MERGED:
            made.merge_cells(
                start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1
            )
    for column, width in enumerate(_widths(sheet), start=1):
        made.column_dimensions[get_column_letter(column)].width = width


def _put(cell: Any, value: Any) -> None:
    if isinstance(value, str):
        put_text(cell, ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST_CELL])
        return
    if isinstance(value, date) and value.year < 1900:
        put_text(cell, value.isoformat())
        return
    cell.value = value
    for kind, number_format in FORMATS:
        if isinstance(value, kind):
            cell.number_format = number_format
            return


def _widths(sheet: Sheet) -> list[float]:
    """By the texts of the first rows; a title that runs over its neighbours counts for none."""
    widths = [0] * sheet.width
    for row in sheet.rows[:200]:
        if sum(value is not None for value in row) < 2:
            continue
        for column, value in enumerate(row):
            longest = 10 if isinstance(value, date) else len(str(value)) if value is not None else 0
            widths[column] = max(widths[column], longest)
    return [min(max(width + 2, 8), _WIDEST) for width in widths]


def legal_names(names: Iterable[str]) -> dict[str, str]:
    """A name that Excel takes for each sheet's own. Of a name that is too long its end is kept, where
    files are wont to say year group, subject and half-term."""
    given: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        plain = _NOT_IN_NAMES.sub("-", name).strip("' ")
        if plain.casefold() == "history":
            plain += " sheet"
        base = _cut(plain) or "Sheet"
        legal, number = base, 2
        while legal.casefold() in taken:
            legal = f"{_cut(base, len(f' ({number})'))} ({number})"
            number += 1
        taken.add(legal.casefold())
        given[name] = legal
    return given


def _cut(name: str, room: int = 0) -> str:
    # Excel counts as UTF-16 does, in which a picture letter takes two.
    while len(name.encode("utf-16-le")) // 2 > _LONGEST_NAME - room:
        name = name[1:]
    return name.strip("' ")
