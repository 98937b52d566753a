"""What every kind of file becomes: sheets of cells, with their addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache

Cell = str | int | float | bool | date | datetime | time | timedelta | None

# What a spreadsheet shows in place of a value it could not work out; LibreOffice writes Err:502, and
# a row of # is a column too narrow for its number, saved as text.
_ERROR_TEXT = re.compile(
    r"^(#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|BUSY!|UNKNOWN!"
    r"|GETTING_DATA)|Err:\d{3}|#{3,})$",
    re.IGNORECASE,
)
# Whole numbers below are years, ages and scores, and few; above they may be as many as there are cells.
_KEPT_BELOW = 10_000


class FaultKind(StrEnum):
    ERROR = "error"  # the cell shows #N/A, #REF! …
    NO_VALUE = "no value"  # a formula that was saved without its result


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a cell has no value to read. `text` is what the spreadsheet shows there, if anything."""

    kind: FaultKind
    text: str = ""


@dataclass(slots=True)
class Sheet:
    """One sheet.

    `rows[0]` is row 1 whatever the file leaves out above; a row is as long as its last filled cell, and
    a blank cell is None. `merges` are (first row, first column, last row, last column), `faults` (row,
    column); all count from 0. `trimmed` is how many filled cells were left out for lying far away from
    the rest.
    """

    name: str
    rows: list[list[Cell]]
    hidden: bool = False
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    faults: dict[tuple[int, int], Fault] = field(default_factory=dict)
    trimmed: int = 0

    def cell(self, row: int, column: int) -> Cell:
        if row < len(self.rows) and column < len(self.rows[row]):
            return self.rows[row][column]
        return None

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)


@dataclass(slots=True)
class Workbook:
    """A file's sheets in their order. `kind` is xlsx, xls, xlsb, ods or text."""

    kind: str
    sheets: list[Sheet]


@cache
def column_letter(column: int) -> str:
    """The letter of a column counted from 0: A, Z, AA."""
    letters = ""
    column += 1
    while column:
        column, place = divmod(column - 1, 26)
        letters = chr(65 + place) + letters
    return letters


@cache
def column_number(letters: str) -> int:
    """The inverse of `column_letter`."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def a1(row: int, column: int) -> str:
    """The address of a cell whose row and column count from 0."""
    return f"{column_letter(column)}{row + 1}"


def is_error_text(text: str) -> bool:
    """Whether a text is what a spreadsheet shows for an error."""
    return text[:1] in "#Ee" and bool(_ERROR_TEXT.match(text.strip()))


class _Tidied(dict[object, Cell]):
    """What each value becomes: kept, because few distinct ones stand in very many cells.

    0 and 1 are not kept, which True and False equal, nor numbers of which there may be millions.
    """

    def __missing__(self, value: Cell) -> Cell:
        kind = type(value)
        if kind is str or kind is date:
            self[value] = value
        elif kind is float and value.is_integer():  # type: ignore[union-attr]
            whole = int(value)  # type: ignore[arg-type]
            if 1 < whole < _KEPT_BELOW:
                self[value] = whole
            return whole
        return value


def tidy_sheet(sheet: Sheet) -> Sheet:
    """Blank texts as None, whole numbers as int, no blank tail, and errors that are text as faults: the same
    sheet, changed in place.

    Equal texts become one object, which makes a large sheet several times smaller.
    """
    tidied = _Tidied({"": None})
    for row in sheet.rows:
        row[:] = map(tidied.__getitem__, row)
        while row and row[-1] is None:
            row.pop()
    while sheet.rows and not sheet.rows[-1]:
        sheet.rows.pop()
    _add_errors(sheet, tidied)
    return sheet


def add_error_texts(sheet: Sheet) -> None:
    """Mark as faults the cells that hold an error as text, which is how some files store one."""
    _add_errors(sheet, set().union(*sheet.rows))


def _add_errors(sheet: Sheet, values: Iterable[object]) -> None:
    """Mark as faults those of the sheet's distinct values that are an error as text."""
    errors = {value for value in values if type(value) is str and is_error_text(value)}
    for row_number, row in enumerate(sheet.rows if errors else ()):
        for column, value in enumerate(row):
            if type(value) is str and value in errors:
                sheet.faults.setdefault((row_number, column), Fault(FaultKind.ERROR, value.strip()))
