"""Files that schools really send, and files that are made to do harm: each one function of where to write it.

All that can be read hold the same two pupils of Year 6 with a mark each.
"""

from __future__ import annotations

import io
import os
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

import openpyxl
import xlsxwriter

from tests.builders_binary_sheets import (
    Error,
    Value,
    cells_of,
    compound_file,
    ods_rows,
    write_ods,
    write_xls,
    write_xlsb,
)
from tests.builders_returns import upn
from tests.builders_sheets import Grid, raw_rows, write_csv, write_raw_xlsx, write_xlsx

Make = Callable[[Path], Path]  # writes into a folder, and gives what to check

HEADINGS = ["UPN", "Year", "Reading"]
ROWS: list[list[str]] = [HEADINGS, [upn(1), "6", "WTS"], [upn(2), "6", "EXS"]]
FAULTY: list[list[Value]] = [*ROWS[:2], [upn(2), "6", Error("#N/A")], [upn(3), Error("#REF!"), "EXS"]]
TEXTS = {number: dict(zip("ABC", row, strict=True)) for number, row in enumerate(ROWS, start=1)}
SHEET = raw_rows(TEXTS)
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384


def _with_errors(sheet: str) -> str:
    last = f'<c r="C3" t="inlineStr"><is><t>{ROWS[2][2]}</t></is></c></row>'
    assert last in sheet
    more = raw_rows({4: {"A": upn(3), "B": "6", "C": "EXS"}})[len("<sheetData>") : -len("</sheetData>")]
    more = more.replace(
        '<c r="B4" t="inlineStr"><is><t>6</t></is></c>', '<c r="B4" t="e"><f>1/0</f><v>#REF!</v></c>'
    )
    return sheet.replace(last, f'<c r="C3" t="e"><v>#N/A</v></c></row>{more}')


ERRORS_IN_XML = _with_errors(SHEET)

# Text


def text(
    *, encoding: str = "utf-8", delimiter: str = ",", name: str = "return.csv", rows: Grid = ROWS
) -> Make:
    return lambda folder: write_csv(folder / name, rows, encoding=encoding, delimiter=delimiter)


def content(data: bytes, name: str = "return.xlsx") -> Make:
    def make(folder: Path) -> Path:
        (folder / name).write_bytes(data)
        return folder / name

    return make


CSV = "".join(",".join(row) + "\r\n" for row in ROWS).encode()


def pupils(number: int) -> bytes:
    rows = (f"{upn(one)},6,EXS" for one in range(1, number + 1))
    return "\n".join([",".join(HEADINGS), *rows]).encode()


def long_text() -> str:
    """Five million letters that no archive makes small."""
    return random.Random(1).randbytes(2_500_000).hex()


def wide_text(filled: bytes) -> bytes:
    """A million columns beside the table's."""
    first, rest = CSV.split(b"\r\n", 1)
    return first + (b"," + filled) * 1_000_000 + b"\r\n" + rest


# Workbooks


def workbook(name: str, write: Callable[[Path], Path]) -> Make:
    return lambda folder: write(folder / name)


def xlsx(rows: Grid = ROWS, **rest: object) -> Make:
    return workbook("return.xlsx", lambda path: write_xlsx(path, {"Marks": rows}, **rest))  # type: ignore[arg-type]


def raw_xlsx(sheet: str = SHEET, extra: Mapping[str, bytes] | None = None, name: str = "return.xlsx") -> Make:
    return workbook(name, lambda path: write_raw_xlsx(path, sheet, extra=extra))


def xls(rows: Sequence[Sequence[Value]] = ROWS, **more: Value) -> Make:
    """`more` is a cell by its place, written `r65535c255`."""
    return workbook("return.xls", lambda path: write_xls(path, {"Marks": _with(rows, more)}))


def xlsb(rows: Sequence[Sequence[Value]] = ROWS, **more: Value) -> Make:
    return workbook("return.xlsb", lambda path: write_xlsb(path, {"Marks": _with(rows, more)}))


def _with(rows: Sequence[Sequence[Value]], more: Mapping[str, Value]) -> dict[tuple[int, int], Value]:
    far = {tuple(int(part) for part in place[1:].split("c")): value for place, value in more.items()}
    return {**cells_of(rows), **{(row, column): value for (row, column), value in far.items()}}


def ods(rows: Sequence[Sequence[Value]] = ROWS, after: str = "", manifest: str = "") -> Make:
    return workbook(
        "return.ods", lambda path: write_ods(path, {"Marks": ods_rows(rows) + after}, manifest=manifest)
    )


FAR_ODS = (
    '<table:table-row table:number-rows-repeated="1048000">'
    '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>' + ods_rows([["far"]])
)
FAR_XLSX = raw_rows({**TEXTS, LAST_ROW: {"XFD": "far"}})


def used_to_the_last_row() -> str:
    blank = "".join(
        f'<row r="{n}" ht="15" s="1"><c r="A{n}" s="0"/><c r="B{n}" s="0"/></row>'
        for n in range(4, LAST_ROW + 1)
    )
    return SHEET.replace("</sheetData>", f"{blank}</sheetData>")


def written_with_xlsxwriter(adorn: Callable[[xlsxwriter.Workbook, object], None], **options: object) -> Make:
    """The two pupils on the sheet Marks, and whatever `adorn` adds to the workbook."""

    def make(folder: Path) -> Path:
        path = folder / "return.xlsx"
        with xlsxwriter.Workbook(path, options) as book:
            sheet = book.add_worksheet("Marks")
            for number, row in enumerate(ROWS):
                sheet.write_row(number, 0, row)
            adorn(book, sheet)
        return path

    return make


def styled_and_hidden(book: xlsxwriter.Workbook, sheet: object) -> None:
    loud = book.add_format({"bold": True, "bg_color": "#ffcc00", "rotation": 45, "font_strikeout": True})
    sheet.set_column(0, 40, 30, loud, {"hidden": False})
    sheet.set_column(1, 1, 10, None, {"hidden": True})
    sheet.set_row(2, 40, loud, {"hidden": True})
    sheet.conditional_format(
        "C2:C3", {"type": "text", "criteria": "containing", "value": "E", "format": loud}
    )
    sheet.data_validation("C2:C9", {"validate": "list", "source": ["WTS", "EXS"]})
    sheet.insert_chart("F2", _chart(book))
    sheet.write_comment("C2", "A note that nobody reads")
    sheet.autofilter("A1:C3")
    sheet.protect("password")
    other = book.add_worksheet("Hidden")
    other.write(0, 0, "nothing")
    other.hide()
    very = book.add_worksheet("Very hidden")
    very.write_row(0, 0, HEADINGS)
    very.write_row(1, 0, [upn(9), 6, "GDS"])
    very.very_hidden()


def _chart(book: xlsxwriter.Workbook) -> object:
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Marks!$B$2:$B$3"})
    return chart


def charts_alone(folder: Path) -> Path:
    path = folder / "return.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Marks")
        book.add_chartsheet("Chart").set_chart(_chart(book))
    return path


def thousand_sheets(folder: Path) -> Path:
    notes: dict[str, Grid] = {f"Note {number}": [[f"note {number}"]] for number in range(999)}
    return write_xlsx(folder / "return.xlsx", {"Marks": ROWS, **notes})


def born_in_1904s_days(folder: Path) -> Path:
    """Birth dates counted from 1904, as old Macs do: read from 1900 they would be four years out."""
    path = folder / "return.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as book:
        sheet = book.add_worksheet("Marks")
        sheet.write_row(0, 0, [*HEADINGS, "DOB"])
        days = book.add_format({"num_format": "dd/mm/yyyy"})
        for number, row in enumerate(ROWS[1:], start=1):
            sheet.write_row(number, 0, row)
            sheet.write_datetime(number, 3, date(2015, 3, number), days)  # type: ignore[arg-type]
    return path


def formulas_that_openpyxl_wrote(folder: Path) -> Path:
    """A program that knows no results writes formulas without any."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEADINGS, [upn(1), 6, "=D2"], [upn(2), 6, '=IF(1,"EXS","")']):
        sheet.append(row)
    book.save(folder / "return.xlsx")
    return folder / "return.xlsx"


def merged_many(number: int) -> str:
    ranges = "".join(f'<mergeCell ref="AA{n}:AB{n}"/>' for n in range(1, number + 1))
    return f'{SHEET}<mergeCells count="{number}">{ranges}</mergeCells>'


def shared(strings: str, rows: int = 0) -> Make:
    """A workbook whose shared texts are given; its own cells do not need them."""
    part = f'<?xml version="1.0"?><sst xmlns="{MAIN}">{strings}</sst>'.encode()

    def make(folder: Path) -> Path:
        return _with_shared_texts(write_raw_xlsx(folder / "return.xlsx", SHEET), part)

    return make


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _with_shared_texts(path: Path, part: bytes) -> Path:
    def relate(text: bytes) -> bytes:
        relation = f'<Relationship Id="r2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        return text.replace(b"</Relationships>", relation.encode() + b"</Relationships>")

    return rewritten(path, {"xl/_rels/workbook.xml.rels": relate}, {"xl/sharedStrings.xml": part})


def rewritten(
    path: Path, parts: Mapping[str, Callable[[bytes], bytes]], more: Mapping[str, bytes] | None = None
) -> Path:
    """A workbook with some of its parts altered, and others added."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, parts[name](data) if name in parts else data)
        for name, data in (more or {}).items():
            new.writestr(name, data)
    path.write_bytes(out.getvalue())
    return path


# Files that are made to do harm


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)


def entities_in(part: str, root: bytes) -> Make:
    def make(folder: Path) -> Path:
        def laugh(data: bytes) -> bytes:
            return data.replace(b"<" + root, LAUGHS.encode() + b"<" + root, 1).replace(b"WTS", b"&j;")

        strings = f'<?xml version="1.0"?><sst xmlns="{MAIN}"><si><t>x</t></si></sst>'.encode()
        path = _with_shared_texts(write_raw_xlsx(folder / "return.xlsx", SHEET), strings)
        return rewritten(path, {part: laugh})

    return make


def bomb(part: str, says: int | None, before: bytes = b"") -> Make:
    """Two megabytes that unpack to two gigabytes, in one part; `says`: the size that its list tells."""

    def make(folder: Path) -> Path:
        path = write_raw_xlsx(folder / "return.xlsx", SHEET)
        with zipfile.ZipFile(path) as old:
            parts = {name: old.read(name) for name in old.namelist() if name != part}
        block = zlib.compressobj(9, zlib.DEFLATED, -15)
        million = block.compress(b"A" * 1_000_000) + block.flush(zlib.Z_FULL_FLUSH)
        start = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = start.compress(before) + start.flush(zlib.Z_FULL_FLUSH) + million * 2_000
        packed += zlib.compressobj(9, zlib.DEFLATED, -15).flush()
        path.write_bytes(_archive(parts, part, packed, says or 2_000_000_000 + len(before)))
        return path

    return make


def _archive(parts: Mapping[str, bytes], last: str, packed: bytes, size: int) -> bytes:
    """A zip archive made by hand, because no library writes a part whose size is a lie."""
    entries = [(name, 0, data, len(data), zlib.crc32(data)) for name, data in parts.items()]
    entries.append((last, 8, packed, size, 0))
    body, listing = b"", b""
    for name, method, data, unpacked, check in entries:
        common = struct.pack("<HHHHHIIIHH", 20, 0, method, 0, 33, check, len(data), unpacked, len(name), 0)
        listing += (
            b"PK\x01\x02" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, len(body))
        )
        listing += name.encode()
        body += b"PK\x03\x04" + common + name.encode() + data
    end = struct.pack("<HHHHIIH", 0, 0, len(entries), len(entries), len(listing), len(body), 0)
    return body + listing + b"PK\x05\x06" + end


def cut_short(keep: float, make: Make | None = None) -> Make:
    """The first so many bytes of a file, as a share of it or a number (below zero: from its end)."""

    def cut(folder: Path) -> Path:
        path = (make or xlsx())(folder)
        whole = path.read_bytes()
        path.write_bytes(whole[: int(keep * len(whole)) if 0 < keep < 1 else int(keep)])
        return path

    return cut


def documents(part: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(part, "<document/>")
    return out.getvalue()


HTML = f"<html><body><table><tr><td>UPN</td></tr><tr><td>{upn(1)}</td></tr></table></body></html>".encode()
XML_2003 = (
    b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet/></Workbook>'
)
ENCRYPTED = compound_file("EncryptedPackage", b"\0" * 5_000)
BUDGET: Grid = [["Cost centre", "Budget", "Spent"], ["Catering", "12000", "4000"], ["Trips", "800", "1200"]]


# What stands at the path is not an ordinary file


def link(to: str | None) -> Make:
    """A symbolic link to the return, to nothing, or (`to` its own name) to itself."""

    def make(folder: Path) -> Path:
        if to is None:
            text(name="target.csv")(folder)
        (folder / "return.csv").symlink_to(to or "target.csv")
        return folder / "return.csv"

    return make


def pipe(folder: Path) -> Path:
    os.mkfifo(folder / "return.csv")
    return folder / "return.csv"


def device(folder: Path) -> Path:
    return Path("/dev/zero")


def directory(folder: Path) -> Path:
    (folder / "return.xlsx").mkdir()
    return folder / "return.xlsx"


def nothing(folder: Path) -> Path:
    return folder / "return.xlsx"


def unreadable(folder: Path) -> Path:
    path = text()(folder)
    path.chmod(0)
    return path
