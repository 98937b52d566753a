"""A pass over the records of an .xls ([MS-XLS]): error cells, and cells that lie far away.

The fast reader gives an error cell as a blank, and sizes a sheet by its farthest cell.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from etl.containers import limits
from etl.containers.compound_file import CompoundFile, CompoundFileError
from etl.containers.sheets import Fault, FaultKind
from etl.errors import UnreadableFileError

_FORMULAS = (0x0006, 0x0206, 0x0406)
_BOOL_OR_ERROR = 0x0205
# Records of one cell each that hold a value; MULRK holds several in a row.
_VALUES = frozenset((0x0203, 0x027E, 0x00FD, 0x0204, 0x00D6, _BOOL_OR_ERROR, *_FORMULAS))
_MULTIPLE = 0x00BD
_SHEET, _BEGIN, _END, _ENCRYPTED = 0x0085, 0x0809, 0x000A, 0x002F
# A number that no record has: readers pass over a record that they do not know.
_UNKNOWN = 0xEEEE

ERROR_NAMES = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}


@dataclass
class RecordScan:
    """One sheet's findings; cells are (place of its record in the stream, row, column)."""

    faults: dict[tuple[int, int], Fault] = field(default_factory=dict)
    cells: list[tuple[int, int, int]] = field(default_factory=list)
    trimmed: int = 0


def scan_and_trim(raw: bytes) -> tuple[list[RecordScan], bytes]:
    """The findings of each sheet in the order of the workbook, and the file without its far cells."""
    try:
        container = CompoundFile(raw)
        name = next(n for n in container.names() if n.lower() in ("workbook", "book"))
        piece, places, size = container.stream_places(name)
    except (CompoundFileError, StopIteration) as fault:
        raise UnreadableFileError(limits.DAMAGED) from fault
    stream = b"".join(raw[place : place + piece] for place in places)[:size]
    scans: list[RecordScan] = []
    changed: bytearray | None = None
    for start in _sheet_starts(stream):
        scan = _scan_sheet(stream, start)
        scans.append(scan)
        row_end = limits.end_of_table((row for _, row, _ in scan.cells), limits.ROW_GAP)
        column_end = limits.end_of_table((column for _, _, column in scan.cells), limits.COLUMN_GAP)
        far = [cell for cell in scan.cells if cell[1] > row_end or cell[2] > column_end]
        scan.trimmed = len(far)
        scan.faults = {
            at: fault for at, fault in scan.faults.items() if at[0] <= row_end and at[1] <= column_end
        }
        for place, _, _ in far:
            changed = changed or bytearray(raw)
            for offset, byte in enumerate(struct.pack("<H", _UNKNOWN)):
                which, part = divmod(place + offset, piece)
                changed[places[which] + part] = byte
    return scans, bytes(changed) if changed else raw


def _records(stream: bytes, place: int) -> list[tuple[int, int, int, int]]:
    """(number, place, place of its content, length) of each record up to the end of a substream."""
    found = []
    depth = 0
    end = len(stream) - 4
    unpack = struct.Struct("<HH").unpack_from
    while place <= end:
        number, length = unpack(stream, place)
        found.append((number, place, place + 4, length))
        if number == _BEGIN:
            depth += 1
        elif number == _END:
            depth -= 1
            if depth <= 0:
                break
        place += 4 + length
    return found


def _sheet_starts(stream: bytes) -> list[int]:
    starts = []
    for number, _, content, length in _records(stream, 0):
        if number == _ENCRYPTED:
            raise UnreadableFileError(limits.ENCRYPTED)
        if number == _SHEET and length >= 6:
            starts.append(struct.unpack_from("<I", stream, content)[0])
    return starts


def _scan_sheet(stream: bytes, start: int) -> RecordScan:
    scan = RecordScan()
    for number, place, content, length in _records(stream, start):
        if number in _VALUES and length >= 6 and content + length <= len(stream):
            row, column = struct.unpack_from("<HH", stream, content)
            scan.cells.append((place, row, column))
            if number == _BOOL_OR_ERROR and length >= 8 and stream[content + 7] == 1:
                scan.faults[(row, column)] = _error(stream[content + 6])
            elif (
                number in _FORMULAS
                and length >= 14
                and stream[content + 12 : content + 14] == b"\xff\xff"
                and stream[content + 6] == 2
            ):
                scan.faults[(row, column)] = _error(stream[content + 8])
        elif number == _MULTIPLE and length >= 12:
            row, first = struct.unpack_from("<HH", stream, content)
            last = struct.unpack_from("<H", stream, content + length - 2)[0]
            scan.cells.append((place, row, last if last >= first else first))
    return scan


def _error(code: int) -> Fault:
    return Fault(FaultKind.ERROR, ERROR_NAMES.get(code, "#ERROR"))
