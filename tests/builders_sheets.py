"""Small spreadsheets for tests: grids of cells as files of every kind, or as sheets already open."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import xlsxwriter

from etl.containers import Cell, Sheet, Workbook
from etl.containers.sheets import tidy_sheet
from etl.upn import with_check_letter

Grid = Sequence[Sequence[Cell]]
Merge = tuple[int, int, int, int]  # first row, first column, last row, last column, from 0


def made_upn(number: int) -> str:
    """A valid UPN of no real authority: 999 is an unused code."""
    return with_check_letter(f"999{9000 + number // 100000:04d}{number % 100000:05d}")


def write_csv(
    path: Path, rows: Grid, *, encoding: str = "utf-8", delimiter: str = ",", newline: str = "\r\n"
) -> Path:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=newline)
    writer.writerows([["" if value is None else value for value in row] for row in rows])
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def write_xlsx(
    path: Path,
    sheets: Mapping[str, Grid],
    *,
    merges: Mapping[str, Sequence[Merge]] | None = None,
    hidden: Sequence[str] = (),
    formulas: Mapping[str, Mapping[str, tuple[str, object]]] | None = None,
) -> Path:
    """A workbook of the grids. `formulas` are cells by sheet and address: (formula, stored value)."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        days = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row_number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, date):
                        sheet.write_datetime(row_number, column, value, days)
                    elif value is not None:
                        sheet.write(row_number, column, value)
            for first_row, first_column, last_row, last_column in (merges or {}).get(name, ()):
                text = rows[first_row][first_column]
                sheet.merge_range(first_row, first_column, last_row, last_column, text)
            for address, (formula, value) in (formulas or {}).get(name, {}).items():
                sheet.write_formula(address, formula, None, value)
            if name in hidden:
                sheet.hide()
        book.worksheets()[0].set_first_sheet()
        visible = next(sheet for sheet in book.worksheets() if sheet.get_name() not in hidden)
        visible.activate()
    return path


def open_sheets(
    sheets: Mapping[str, Grid],
    *,
    merges: Mapping[str, Sequence[Merge]] | None = None,
    hidden: Sequence[str] = (),
) -> Workbook:
    """What opening a file of these grids gives, without the file."""
    made = []
    for name, rows in sheets.items():
        sheet = Sheet(name, [list(row) for row in rows], hidden=name in hidden)
        sheet.merges = list((merges or {}).get(name, ()))
        made.append(tidy_sheet(sheet))
    return Workbook("xlsx", made)


_CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def write_raw_xlsx(path: Path, sheet_data: str, *, extra: Mapping[str, bytes] | None = None) -> Path:
    """A workbook whose one sheet, "Marks", holds this XML: for what no ordinary writer writes."""
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
            "</Relationships>"
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
            '<sheet name="Marks" sheetId="1" r:id="r1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
            "</Relationships>"
        ),
        "xl/worksheets/sheet1.xml": (
            f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{_MAIN}">{sheet_data}</worksheet>'
        ),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return path


def raw_rows(rows: Mapping[int, Mapping[str, str]]) -> str:
    """`<sheetData>` of inline texts, by row number (from 1) and column letter."""
    made = []
    for number, cells in rows.items():
        inside = "".join(
            f'<c r="{letter}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
            for letter, text in cells.items()
        )
        made.append(f'<row r="{number}">{inside}</row>')
    return f"<sheetData>{''.join(made)}</sheetData>"
