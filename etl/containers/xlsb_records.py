"""A pass over the binary parts of an .xlsb ([MS-XLSB]): error cells, and cells that lie far away."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from etl.containers import limits
from etl.containers.ooxml import part_names, relation_targets
from etl.containers.sheets import Fault, FaultKind
from etl.containers.xls_records import ERROR_NAMES

_ROW, _BLANK = 0, 1
_ERRORS = (3, 11)  # an error cell; a formula whose result is an error
_LAST_CELL = 11  # records 1 to 11 are cells
_MERGE = 176
_DIMENSION = 148
_BUNDLED_SHEET = 156


@dataclass
class BinaryScan:
    part: str
    faults: dict[tuple[int, int], Fault] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    trimmed: int = 0


def _records(data: bytes) -> Iterator[tuple[int, int, int, int]]:
    """(number, start, start of its content, end) of each record of a part."""
    place, size = 0, len(data)
    while place < size:
        start = place
        number = data[place]
        place += 1
        if number & 0x80 and place < size:
            number = (number & 0x7F) | (data[place] & 0x7F) << 7
            place += 1
        length = 0
        for shift in (0, 7, 14, 21):
            if place >= size:
                return
            byte = data[place]
            place += 1
            length |= (byte & 0x7F) << shift
            if not byte & 0x80:
                break
        if place + length > size:
            return
        yield number, start, place, place + length
        place += length


def scan_part(part: str, data: bytes) -> BinaryScan:
    """Where the part's filled cells, merges and errors are."""
    scan = BinaryScan(part)
    row = -1
    for number, _, content, end in _records(data):
        if number == _ROW and end - content >= 4:
            row = struct.unpack_from("<I", data, content)[0]
        elif _BLANK < number <= _LAST_CELL and end - content >= 8:
            column = struct.unpack_from("<I", data, content)[0]
            scan.rows.add(row)
            scan.columns.add(column)
            if number in _ERRORS and end - content >= 9:
                name = ERROR_NAMES.get(data[content + 8], "#ERROR")
                scan.faults[(row, column)] = Fault(FaultKind.ERROR, name)
        elif number == _MERGE and end - content >= 16:
            first, last, left, right = struct.unpack_from("<IIII", data, content)
            scan.merges.append((first, left, last, right))
    return scan


def scan_and_trim(raw: bytes) -> tuple[dict[str, BinaryScan], bytes]:
    """The findings of each worksheet part, by its name, and the file without its far cells."""
    scans: dict[str, BinaryScan] = {}
    cut: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        for part in archive.infolist():
            if not part.filename.lower().startswith("xl/worksheets/") or not part.filename.lower().endswith(
                ".bin"
            ):
                continue
            if "binaryindex" in part.filename.lower():
                continue
            data = archive.read(part)
            scan = scan_part(part.filename, data)
            scans[part.filename] = scan
            row_end = limits.end_of_table(scan.rows, limits.ROW_GAP)
            column_end = limits.end_of_table(scan.columns, limits.COLUMN_GAP)
            scan.trimmed = sum(row > row_end for row in scan.rows)
            scan.trimmed += sum(column > column_end for column in scan.columns)
            if scan.trimmed:
                scan.faults = {
                    at: fault for at, fault in scan.faults.items() if at[0] <= row_end and at[1] <= column_end
                }
                cut[part.filename] = _without_far(data, row_end, column_end)
        if not cut:
            return scans, raw
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as copy:
            for part in archive.infolist():
                name = part.filename
                copy.writestr(name, cut[name] if name in cut else archive.read(part))
    return scans, out.getvalue()


def _without_far(data: bytes, row_end: int, column_end: int) -> bytes:
    kept = []
    row = -1
    for number, start, content, end in _records(data):
        if number == _ROW and end - content >= 4:
            row = struct.unpack_from("<I", data, content)[0]
            if row > row_end:
                continue
        elif _BLANK <= number <= _LAST_CELL and end - content >= 8:
            if row > row_end or struct.unpack_from("<I", data, content)[0] > column_end:
                continue
        elif number == _DIMENSION and end - content == 16:
            kept.append(data[start:content] + struct.pack("<IIII", 0, max(row_end, 0), 0, max(column_end, 0)))
            continue
        kept.append(data[start:end])
    return b"".join(kept)


def sheet_parts(raw: bytes) -> dict[str, str]:
    """The part that holds each sheet, by the sheet's name, from the workbook's binary part."""
    parts: dict[str, str] = {}
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        targets = relation_targets(archive, "xl/_rels/workbook.bin.rels")
        names = part_names(archive)
        data = archive.read(names["xl/workbook.bin"])
    for number, _, content, end in _records(data):
        if number != _BUNDLED_SHEET or end - content < 16:
            continue
        relation, place = _wide_text(data, content + 8)
        name, _ = _wide_text(data, place)
        part = names.get(targets.get(relation, ("", ""))[0])
        if part:
            parts[name] = part
    return parts


def _wide_text(data: bytes, place: int) -> tuple[str, int]:
    length = struct.unpack_from("<I", data, place)[0]
    end = place + 4 + 2 * length
    return data[place + 4 : end].decode("utf-16-le", "replace"), end
