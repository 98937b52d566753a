"""The smallest .xls, .xlsb and .ods files that hold a grid, for tests: no library here writes the first two.

A cell may be an Error, which is written as the error that it names.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

_ERROR_CODES = {"#DIV/0!": 0x07, "#REF!": 0x17, "#N/A": 0x2A}


@dataclass(frozen=True)
class Error:
    text: str


Value = str | float | Error | None
Cells = Mapping[tuple[int, int], Value]


def cells_of(rows: Sequence[Sequence[Value]]) -> dict[tuple[int, int], Value]:
    return {
        (row, column): value
        for row, values in enumerate(rows)
        for column, value in enumerate(values)
        if value is not None
    }


def write_xls(
    path: Path, sheets: Mapping[str, Cells], *, hidden: Sequence[str] = (), encrypted: bool = False
) -> Path:
    """A BIFF8 workbook ([MS-XLS]) in a compound file of one stream."""

    def record(number: int, content: bytes = b"") -> bytes:
        return struct.pack("<HH", number, len(content)) + content

    def begin(kind: int) -> bytes:
        return record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 1996, 0, 6))

    bodies = []
    for cells in sheets.values():
        body = begin(0x0010)
        for (row, column), value in cells.items():
            place = struct.pack("<HHH", row, column, 0)
            if isinstance(value, Error):
                body += record(0x0205, place + bytes((_ERROR_CODES[value.text], 1)))
            elif isinstance(value, str):
                body += record(0x0204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
            elif value is not None:
                body += record(0x0203, place + struct.pack("<d", value))
        bodies.append(body + record(0x000A))
    protection = record(0x002F, struct.pack("<HHHH", 0, 0, 1, 1)) if encrypted else b""
    names = [name.encode("utf-16-le") for name in sheets]
    length = (
        len(begin(5)) + len(protection) + sum(len(record(0x0085, b"x" * (8 + len(n)))) for n in names) + 4
    )
    listing, place = b"", length
    for name, encoded, body in zip(sheets, names, bodies, strict=True):
        state = 1 if name in hidden else 0
        listing += record(0x0085, struct.pack("<IBBBB", place, state, 0, len(encoded) // 2, 1) + encoded)
        place += len(body)
    stream = begin(0x0005) + protection + listing + record(0x000A) + b"".join(bodies)
    path.write_bytes(compound_file("Workbook", stream))
    return path


def compound_file(name: str, stream: bytes) -> bytes:
    """A compound file ([MS-CFB]) that holds one stream."""
    stream = stream.ljust(4096, b"\0")
    stream += b"\0" * (-len(stream) % 512)
    sectors = len(stream) // 512
    tables = -(-(sectors + 1) // 126)
    links = [0xFFFFFFFD] * tables + [0xFFFFFFFE]
    first = tables + 1
    links += [first + n + 1 for n in range(sectors - 1)] + [0xFFFFFFFE]
    links += [0xFFFFFFFF] * (tables * 128 - len(links))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += b"\0" * 6 + struct.pack("<IIIIIIIII", 0, tables, tables, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack(f"<{tables}I", *range(tables)) + b"\xff" * 4 * (109 - tables)

    def entry(title: str, kind: int, start: int, size: int, child: int) -> bytes:
        encoded = title.encode("utf-16-le") + b"\0\0"
        made = encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded), kind, 1)
        made += struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child) + b"\0" * 36
        return made + struct.pack("<IQ", start, size)

    directory = entry("Root Entry", 5, 0xFFFFFFFE, 0, 1) + entry(name, 2, first, len(stream), 0xFFFFFFFF)
    return header + struct.pack(f"<{len(links)}I", *links) + directory.ljust(512, b"\0") + stream


def write_xlsb(path: Path, sheets: Mapping[str, Cells], *, hidden: Sequence[str] = ()) -> Path:
    """A binary workbook ([MS-XLSB])."""

    def record(number: int, content: bytes = b"") -> bytes:
        head = bytes((number,)) if number < 128 else bytes((number & 0x7F | 0x80, number >> 7))
        length, size = b"", len(content)
        while True:
            length += bytes((size & 0x7F | (0x80 if size > 0x7F else 0),))
            size >>= 7
            if not size:
                return head + length + content

    def wide(text: str) -> bytes:
        return struct.pack("<I", len(text)) + text.encode("utf-16-le")

    book = record(131) + record(143)
    relations = ""
    parts: dict[str, bytes] = {}
    for number, (name, cells) in enumerate(sheets.items(), start=1):
        book += record(156, struct.pack("<II", int(name in hidden), number) + wide(f"r{number}") + wide(name))
        relations += (
            f'<Relationship Id="r{number}" Target="worksheets/sheet{number}.bin" Type='
            '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/>'
        )
        rows = max((row for row, _ in cells), default=0)
        columns = max((column for _, column in cells), default=0)
        body = record(129) + record(148, struct.pack("<IIII", 0, rows, 0, columns)) + record(145)
        for row in sorted({row for row, _ in cells}):
            body += record(0, struct.pack("<IIHBBBI", row, 0, 300, 0, 0, 0, 0))
            for (at, column), value in sorted(cells.items()):
                if at != row:
                    continue
                place = struct.pack("<II", column, 0)
                if isinstance(value, Error):
                    body += record(3, place + bytes((_ERROR_CODES[value.text],)))
                elif isinstance(value, str):
                    body += record(6, place + wide(value))
                elif value is not None:
                    body += record(5, place + struct.pack("<d", value))
        parts[f"xl/worksheets/sheet{number}.bin"] = body + record(146) + record(130)
    book += record(144) + record(132)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/_rels/workbook.bin.rels", f"<Relationships>{relations}</Relationships>")
        for part, data in parts.items():
            archive.writestr(part, data)
    return path


_ODS_NAMES = " ".join(
    f'xmlns:{short}="urn:{long}"'
    for short, long in {
        "office": "oasis:names:tc:opendocument:xmlns:office:1.0",
        "table": "oasis:names:tc:opendocument:xmlns:table:1.0",
        "text": "oasis:names:tc:opendocument:xmlns:text:1.0",
        "style": "oasis:names:tc:opendocument:xmlns:style:1.0",
        "calcext": "org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
    }.items()
)


def ods_cell(value: Value) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, Error):
        return (
            '<table:table-cell office:value-type="string" calcext:value-type="error">'
            f"<text:p>{value.text}</text:p></table:table-cell>"
        )
    if isinstance(value, str):
        kind = 'office:value-type="string"'
    else:
        kind = f'office:value-type="float" office:value="{value}"'
    return f"<table:table-cell {kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"


def ods_rows(rows: Sequence[Sequence[Value]]) -> str:
    return "".join(f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in rows)


def write_ods(
    path: Path, sheets: Mapping[str, str], *, hidden: Sequence[str] = (), manifest: str = ""
) -> Path:
    """An OpenDocument spreadsheet of tables whose rows are given as XML (see `ods_rows`)."""
    tables = "".join(
        f'<table:table table:name="{name}" table:style-name="{"off" if name in hidden else "on"}">'
        f"{rows}</table:table>"
        for name, rows in sheets.items()
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ODS_NAMES}>'
        "<office:automatic-styles>"
        '<style:style style:name="off" style:family="table"><style:table-properties table:display="false"/>'
        f"</style:style></office:automatic-styles><office:body><office:spreadsheet>{tables}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
        archive.writestr("content.xml", content)
    return path
