"""How much of a file is read, and where a sheet ends when stray cells lie far away."""

from __future__ import annotations

from collections.abc import Iterable

MAX_FILE_BYTES = 150_000_000
MAX_TEXT_BYTES = 60_000_000
MAX_UNPACKED_BYTES = 500_000_000
MAX_PARTS = 5_000
# A part this many times larger unpacked than packed is made to do harm; a sheet full of formatted
# blank cells stays below it.
MAX_RATIO = 250
# Filled cells of a sheet, and the cells of the rectangle around them, which the fast reader makes room for.
MAX_CELLS = 4_000_000
MAX_AREA = 12_000_000
# What a sheet of Excel can have; a text file may have more blank ones to the right and below.
MAX_ROWS = 1_048_576
# Filled rows of a file, of all its sheets: the largest trust's pupils, three rows each.
MAX_FILLED_ROWS = 200_000
MAX_COLUMNS = 16_384
# Separators in one line of a text file: beyond it the line is not even taken apart.
MAX_SEPARATORS = 2_000_000
WORKER_BYTES = 900_000_000
# How long the processors may work on a file, and how long it is waited for where they work for others too.
WORKER_SECONDS = 20
WAITED_FOR = 60

# Filled cells beyond so many blank rows or columns are strays, not part of the table.
ROW_GAP = 1_000
COLUMN_GAP = 100


def end_of_table(filled: Iterable[int], gap: int) -> int:
    """The last of the filled rows (or columns), counted from 0, before the first gap; -1 where none is.

    A gap also counts at the start: nothing is found in a sheet whose first filled row is row 2,000.
    """
    last = -1
    for number in sorted(set(filled)):
        if number - last > gap:
            break
        last = number
    return last


EMPTY = "The file is empty. Send the tracker again; it may not have been saved or uploaded whole."
TOO_LARGE = (
    "The file is larger than any return. Remove what is not needed (pictures, other years, blank rows and "
    "columns), or split it into several files."
)
DAMAGED = (
    "The file is damaged or cut short and cannot be opened. Open it in Excel, save it again as .xlsx and "
    "send that copy."
)
ALTERED = "The file was altered while it was read. Close it in every other program and send it again."
ENCRYPTED = (
    "The file is protected by a password. In Excel choose File, Info, Protect Workbook, Encrypt with "
    "Password, empty the box, save, and send it again."
)
BOMB = (
    "The file unpacks to far more than any return holds, so it was not opened. Copy the table into a new "
    "workbook and send that."
)
NO_SHEETS = (
    "The workbook holds no sheet with cells, only charts or nothing. Send the workbook that holds the marks."
)
