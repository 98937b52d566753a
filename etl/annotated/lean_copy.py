"""A workbook as openpyxl can bear it: without formatted blank cells far from the table.

openpyxl makes an object of every cell that is written out. A sheet whose formats run to its last row has
a million of them, of which none holds anything. Filled cells are all kept, wherever they lie.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field

from etl.containers import a1, ooxml
from etl.errors import UnreadableFileError

# So many formatted blank rows and columns beside and below the table are kept.
MARGIN = 50
# More cells than this take openpyxl longer than anybody waits.
MOST_CELLS = 400_000

TOO_MANY_CELLS = "The file holds far more cells than a return, so no annotated copy of it is made."

Stored = dict[str, tuple[str, str]]  # address of a formula -> (type, value) as they stand in the file


@dataclass
class LeanCopy:
    """The workbook to open, and the results of its formulas, which openpyxl drops, by sheet and cell."""

    raw: bytes
    stored: dict[str, Stored] = field(default_factory=dict)
    cut: bool = False  # formatted blank cells were left out


def lean_copy(raw: bytes) -> LeanCopy:
    """Raises UnreadableFileError where a sheet holds more than openpyxl can bear."""
    made = LeanCopy(raw)
    replaced: dict[str, bytes] = {}
    cells = 0
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        for name, part in ooxml.sheet_parts(archive).items():
            scan = ooxml.scan_sheet(archive, part)
            stored: Stored = {}
            texts, cut, number = _lean_sheet(archive, scan, stored, MOST_CELLS - cells)
            cells += number
            made.stored[name] = stored
            if cut:
                replaced[part] = b"".join(texts)
        if replaced:
            made.cut = True
            made.raw = _with_parts(archive, replaced)
    return made


def _lean_sheet(
    archive: zipfile.ZipFile, scan: ooxml.SheetScan, stored: Stored, most: int
) -> tuple[list[bytes], bool, int]:
    """The sheet's part in pieces, whether anything of it was left out, and how many cells it has."""
    texts: list[bytes] = []
    cut, number = False, 0
    last_row, last_column = scan.row_end + MARGIN, scan.column_end + MARGIN
    for row, text in ooxml.walk_rows(archive, scan.part):
        if row is None:
            texts.append(text)
            continue
        filled = ooxml.FILLED.search(text) is not None
        if row > last_row and not filled:
            cut = True
            continue
        if text.count(b"<c ") + text.count(b":c ") > last_column + 1 or (row > last_row and filled):
            kept = ooxml.without_blank_cells(text, last_column if row <= last_row else -1)
            cut = cut or len(kept) < len(text)
            text = kept
        number += text.count(b"<c ") + text.count(b":c ")
        if number > most:
            raise UnreadableFileError(TOO_MANY_CELLS)
        if filled and ooxml.FORMULA.search(text):
            for column, attributes, content in ooxml.cells_of(text):
                value = ooxml.stored_value(attributes, content) if ooxml.FORMULA.search(content) else None
                if value is not None:
                    stored[a1(row, column)] = value
        texts.append(text)
    return texts, cut, number


def _with_parts(archive: zipfile.ZipFile, replaced: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as copy:
        for part in archive.infolist():
            name = part.filename
            copy.writestr(name, replaced[name] if name in replaced else archive.read(name))
    return out.getvalue()
