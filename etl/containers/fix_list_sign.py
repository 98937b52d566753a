"""How our own sheet is known again in a workbook that was handed back with its faults annotated.

It is left out when the workbook is read. It is told by what stands in it, not by its name alone: a
school may have a sheet of that name, and may save the workbook as another kind of file.
"""

from __future__ import annotations

from collections.abc import Sequence

from etl.containers.sheets import Sheet, Workbook

FIX_LIST = "Fix list"
HEADINGS = ("Weight", "Sheet", "Cell", "What was found", "What to do")
# Stands in a hidden column of the sheet's first row; the cells after it remember what cells looked like.
SIGN = "Annotated by the Trust Performance Dashboard"
SIGN_COLUMN = len(HEADINGS) + 1
FROM_TEXT = f"{SIGN}; made from a text file"
_LOOKED_AT = 60  # rows


def is_fix_list(name: str, rows: Sequence[Sequence[object]]) -> bool:
    """Whether a sheet is a Fix list of ours, by its name and its first rows."""
    if not name.startswith(FIX_LIST):
        return False
    return _sign(rows).startswith(SIGN) or any(tuple(row[:5]) == HEADINGS for row in rows[:_LOOKED_AT])


def made_from_text(rows: Sequence[Sequence[object]]) -> bool:
    """Whether the workbook with this Fix list was made from a text file, whose sheet has no name of its
    own."""
    return _sign(rows) == FROM_TEXT


def _sign(rows: Sequence[Sequence[object]]) -> str:
    first = rows[0] if rows else ()
    return str(first[SIGN_COLUMN]) if len(first) > SIGN_COLUMN else ""


def without_fix_list(workbook: Workbook) -> Workbook:
    """The workbook as the school has it, without a Fix list of ours."""
    ours: list[Sheet] = []
    kept: list[Sheet] = []
    for sheet in workbook.sheets:
        (ours if is_fix_list(sheet.name, sheet.rows) else kept).append(sheet)
    if not ours:
        return workbook
    text = len(kept) == 1 and any(made_from_text(sheet.rows) for sheet in ours)
    return Workbook("text" if text else workbook.kind, kept)
