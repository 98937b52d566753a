"""OpenDocument spreadsheets (.ods): read here, because the fast reader loses their errors."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime, timedelta
from typing import Any
from xml.parsers import expat

from etl.containers import limits
from etl.containers.sheets import Cell, Fault, FaultKind, Sheet
from etl.errors import UnreadableFileError

_DURATION = re.compile(r"^-?P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$")
# Text inside these is not what the cell shows.
_ASIDES = ("office:annotation", "draw:frame", "table:shapes", "text:note", "svg:title", "svg:desc")


def read_open_document(raw: bytes) -> list[Sheet]:
    """Every table of the file as a Sheet."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        content = archive.open("content.xml")
        reader = _ContentReader()
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = reader.start
        parser.EndElementHandler = reader.end
        parser.CharacterDataHandler = reader.text
        parser.StartDoctypeDeclHandler = reader.doctype
        with content:
            parser.ParseFile(content)
    return reader.sheets


class _ContentReader:
    """Turns the events of content.xml into sheets; repeated blank rows and cells cost nothing."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self.hidden_styles: set[str] = set()
        self.style_name = ""
        self.table: Sheet | None = None
        self.nested = 0
        self.aside = 0
        self.row_number = 0
        self.row: dict[int, Cell] = {}
        self.row_faults: dict[int, Fault] = {}
        self.row_repeats = 1
        self.column = 0
        self.cell: dict[str, str] | None = None
        self.paragraphs: list[str] = []
        self.rows: dict[int, dict[int, Cell]] = {}
        self.cells = 0

    def doctype(self, *_: Any) -> None:
        raise UnreadableFileError(limits.DAMAGED)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in _ASIDES:
            self.aside += 1
        if self.aside:
            return
        if tag == "table:table":
            if self.table is not None:
                self.nested += 1
                return
            hidden = attributes.get("table:style-name", "") in self.hidden_styles
            self.table = Sheet(attributes.get("table:name", ""), [], hidden=hidden)
            self.rows, self.row_number = {}, 0
        elif tag == "style:style":
            self.style_name = attributes.get("style:name", "")
        elif tag == "style:table-properties" and attributes.get("table:display") == "false":
            self.hidden_styles.add(self.style_name)
        elif self.table is None or self.nested:
            return
        elif tag == "table:table-row":
            self.row, self.row_faults, self.column = {}, {}, 0
            self.row_repeats = _count(attributes, "table:number-rows-repeated")
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            self.cell, self.paragraphs = attributes, []
        elif tag == "text:p":
            self.paragraphs.append("")
        elif tag == "text:line-break":
            self.text("\n")
        elif tag == "text:tab":
            self.text("\t")
        elif tag == "text:s":
            self.text(" " * min(_count(attributes, "text:c"), 1000))

    def text(self, text: str) -> None:
        if self.cell is not None and self.paragraphs and not self.aside:
            self.paragraphs[-1] += text

    def end(self, tag: str) -> None:
        if tag in _ASIDES:
            self.aside -= 1
            return
        if self.aside:
            return
        if tag == "table:table" and self.nested:
            self.nested -= 1
        elif self.nested or self.table is None:
            return
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            self._end_cell()
        elif tag == "table:table-row":
            self._end_row()
        elif tag == "table:table":
            self._end_table()

    def _end_cell(self) -> None:
        assert self.cell is not None
        assert self.table is not None
        repeats = _count(self.cell, "table:number-columns-repeated")
        shown = "\n".join(self.paragraphs)
        value, fault = _value(self.cell, shown)
        if value is not None or fault is not None:
            if repeats > 16_384:
                raise UnreadableFileError(limits.BOMB)
            for column in range(self.column, self.column + repeats):
                if value is not None:
                    self.row[column] = value
                if fault is not None:
                    self.row_faults[column] = fault
        across = _count(self.cell, "table:number-columns-spanned")
        down = _count(self.cell, "table:number-rows-spanned")
        if across > 1 or down > 1:
            at = (self.row_number, self.column, self.row_number + down - 1, self.column + across - 1)
            self.table.merges.append(at)
        self.column += repeats
        self.cell = None

    def _end_row(self) -> None:
        assert self.table is not None
        if self.row or self.row_faults:
            self.cells += self.row_repeats * (len(self.row) + len(self.row_faults))
            if self.cells > limits.MAX_CELLS:
                raise UnreadableFileError(limits.TOO_LARGE)
            for row_number in range(self.row_number, self.row_number + self.row_repeats):
                self.rows[row_number] = self.row
                for column, fault in self.row_faults.items():
                    self.table.faults[(row_number, column)] = fault
        self.row_number += self.row_repeats

    def _end_table(self) -> None:
        assert self.table is not None
        sheet = self.table
        columns = {column for row in self.rows.values() for column in row}
        columns |= {column for _, column in sheet.faults}
        row_end = limits.end_of_table((*self.rows, *(row for row, _ in sheet.faults)), limits.ROW_GAP)
        column_end = limits.end_of_table(columns, limits.COLUMN_GAP)
        for row_number in range(row_end + 1):
            row = self.rows.get(row_number, {})
            near = [column for column in row if column <= column_end]
            sheet.trimmed += len(row) - len(near)
            cells: list[Cell] = [None] * (max(near, default=-1) + 1)
            for column in near:
                cells[column] = row[column]
            sheet.rows.append(cells)
        sheet.trimmed += sum(row_number > row_end for row_number in self.rows)
        sheet.faults = {at: f for at, f in sheet.faults.items() if at[0] <= row_end and at[1] <= column_end}
        self.sheets.append(sheet)
        self.table = None


def _count(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    return max(1, int(text)) if text.isdigit() else 1


def _value(cell: dict[str, str], shown: str) -> tuple[Cell, Fault | None]:
    kind = cell.get("office:value-type") or cell.get("calcext:value-type") or ""
    if cell.get("calcext:value-type") == "error":
        return None, Fault(FaultKind.ERROR, shown.strip() or "#ERROR")
    if kind in ("float", "percentage", "currency"):
        return _number(cell.get("office:value"), shown), None
    if kind == "date":
        return _date(cell.get("office:date-value", ""), shown), None
    if kind == "time":
        return _duration(cell.get("office:time-value", ""), shown), None
    if kind == "boolean":
        return cell.get("office:boolean-value") == "true", None
    if kind == "string":
        text = shown or cell.get("office:string-value", "")
        return text or None, None
    if cell.get("table:formula") and not shown:
        return None, Fault(FaultKind.NO_VALUE)
    return shown or None, None


def _number(text: str | None, shown: str) -> Cell:
    try:
        return float(text) if text is not None else shown or None
    except ValueError:
        return shown or None


def _date(text: str, shown: str) -> Cell:
    try:
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError:
        return shown or None


def _duration(text: str, shown: str) -> Cell:
    found = _DURATION.match(text)
    if not found:
        return shown or None
    days, hours, minutes, seconds = (float(part or 0) for part in found.groups())
    return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
