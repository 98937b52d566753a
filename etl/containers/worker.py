"""Reads one workbook in a process of its own, which may be ended by its limits: the fast reader is
native code, and a hostile file can make it abort.

`python -m etl.containers.worker KIND FILE [in-turn]` writes a pickled answer to standard output: either
{"refused": sentence} or {"sheets": [(name, rows, hidden, merges, faults, trimmed)]}, where faults are
{(row, column): (kind, text)}. It imports little, because it is started for every file.

A large sheet is read while it is still scanned, which a far cell may end, or the scan may show to be of no
use. Nothing is answered then, and whoever asked asks again, for one after the other: `in-turn`.
"""

from __future__ import annotations

import contextlib
import gc
import io
import os
import pickle
import struct
import sys
import zipfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

from etl.containers import limits
from etl.containers.kinds import kind_of
from etl.containers.sheets import Sheet, tidy_sheet
from etl.errors import UnreadableFileError

# A sheet's XML, from which reading it takes longer than starting a thread does.
_LARGE_BYTES = 5_000_000


def limit_itself(seconds: int) -> None:
    """Ask the system to refuse more memory than any sensible workbook needs and to end the process after so
    many seconds of work, where it can, and to keep no image of it then."""
    try:
        import resource
    except ImportError:  # as on Windows
        return
    for what, soft, hard in (
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_CPU, seconds, seconds + 1),
        (resource.RLIMIT_AS, limits.WORKER_BYTES, limits.WORKER_BYTES),
    ):
        with contextlib.suppress(ValueError, OSError):  # not every system knows every limit
            resource.setrlimit(what, (soft, hard))


class _InTurnError(Exception):
    """The fast reader must not have the file as it is, and may have it already."""


def read_sheets(kind: str, raw: bytes, *, at_once: bool = False) -> list[Sheet]:
    """Every sheet of cells of a workbook. Raises UnreadableFileError; `at_once` a large sheet is read while
    it is scanned, which may raise _InTurnError or end the process."""
    try:
        if kind == "ods":
            from etl.containers.open_document import read_open_document

            return [tidy_sheet(sheet) for sheet in read_open_document(raw)]
        return _read_excel(kind, raw, at_once=at_once)
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        KeyError,
        ExpatError,
        NotImplementedError,
    ) as fault:
        raise UnreadableFileError(limits.DAMAGED) from fault
    except MemoryError as fault:
        if at_once:
            raise _InTurnError from fault
        raise UnreadableFileError(limits.TOO_LARGE) from fault


def _read_excel(kind: str, raw: bytes, *, at_once: bool) -> list[Sheet]:
    import python_calamine as calamine

    large = _large_sheet(raw) if at_once and kind == "xlsx" else None
    begun: dict[str, Any] = {}
    if large is None:
        raw, notes = _scan(kind, raw)
    else:
        book, begun[large], notes = _begin_at_once(raw, large)
    try:
        if not begun:
            book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw))
        sheets = []
        for position, metadata in enumerate(book.sheets_metadata):
            if metadata.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            name = metadata.name
            found = begun.pop(name) if name in begun else book.get_sheet_by_name(name)
            if found.total_height * found.total_width > limits.MAX_AREA:
                raise UnreadableFileError(limits.TOO_LARGE)
            rows: list[list[Any]] = found.to_python(skip_empty_area=False)
            note = notes.get(name if kind != "xls" else str(position))
            if note is None:
                if rows and kind != "xls":
                    # Its part was not found beforehand, so its errors would be lost without a word.
                    raise UnreadableFileError(limits.DAMAGED)
                note = {}
            merges = note.get("merges")
            if merges is None:
                merges = [(a[0], a[1], b[0], b[1]) for a, b in found.merged_cell_ranges or []]
            sheet = Sheet(
                name,
                rows,
                hidden=metadata.visible != calamine.SheetVisibleEnum.Visible,
                merges=merges,
                faults=dict(note.get("faults", {})),
                trimmed=note.get("trimmed", 0),
            )
            sheets.append(tidy_sheet(sheet))
        return sheets
    except calamine.PasswordError as fault:
        raise UnreadableFileError(limits.ENCRYPTED) from fault
    except (calamine.CalamineError, OSError, ValueError) as fault:
        raise UnreadableFileError(limits.DAMAGED) from fault
    except BaseException as fault:
        # A panic of the native reader derives from BaseException alone.
        if type(fault).__name__ != "PanicException":
            raise
        raise UnreadableFileError(limits.DAMAGED) from fault


def _begin_at_once(raw: bytes, large: str) -> tuple[Any, Any, dict[str, dict[str, Any]]]:
    """The workbook of an .xlsx, its large sheet, and what its scan found: the fast reader, which lets other
    threads go on, has the sheet while the scan goes over the file. Raises _InTurnError where either comes
    upon anything, so that what is then said does not hang on which was first."""
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw))
        sheet = ThreadPoolExecutor(1).submit(book.get_sheet_by_name, large)
        scanned, notes = _scan("xlsx", raw)
        if scanned is raw:
            return book, sheet.result(), notes
    except BaseException as fault:
        raise _InTurnError from fault
    raise _InTurnError


def _large_sheet(raw: bytes) -> str | None:
    """The name of the largest sheet of an .xlsx, where it is so large that another thread is worth while."""
    from etl.containers import ooxml

    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        sizes = {name: archive.getinfo(part).file_size for name, part in ooxml.sheet_parts(archive).items()}
    largest = max(sizes, key=lambda name: sizes[name], default="")
    return largest if sizes.get(largest, 0) > _LARGE_BYTES else None


def _scan(kind: str, raw: bytes) -> tuple[bytes, dict[str, dict[str, Any]]]:
    """The file without far cells, and per sheet (by name, or by place in the workbook) what the fast
    reader does not tell."""
    if kind == "xls":
        from etl.containers import xls_records

        found, raw = xls_records.scan_and_trim(raw)
        return raw, {
            str(place): {"faults": scan.faults, "trimmed": scan.trimmed} for place, scan in enumerate(found)
        }
    from etl.containers import ooxml

    if kind == "xlsb":
        from etl.containers import xlsb_records

        by_part, raw = xlsb_records.scan_and_trim(raw)
        parts = xlsb_records.sheet_parts(raw)
        return raw, {
            name: {"faults": scan.faults, "merges": scan.merges, "trimmed": scan.trimmed}
            for name, part in parts.items()
            if (scan := by_part.get(part))
        }
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        scans = {name: ooxml.scan_sheet(archive, part) for name, part in ooxml.sheet_parts(archive).items()}
    if any(scan.must_cut for scan in scans.values()):
        raw = ooxml.without_far_cells(raw, list(scans.values()))
    return raw, {
        name: {"faults": scan.faults, "merges": scan.merges, "trimmed": scan.trimmed}
        for name, scan in scans.items()
    }


def main() -> None:
    limit_itself(limits.WORKER_SECONDS)
    gc.disable()  # nothing here is circular, and looking for it takes longer than reading
    kind, path, in_turn = sys.argv[1], Path(sys.argv[2]), "in-turn" in sys.argv[3:]
    try:
        raw = path.read_bytes()
        # What was looked at before it was given here must be what is read: a file can be replaced meanwhile.
        if kind_of(raw) != kind:
            raise UnreadableFileError(limits.ALTERED)
        sheets = read_sheets(kind, raw, at_once=not in_turn)
        if sum(len(sheet.rows) for sheet in sheets) > limits.MAX_FILLED_ROWS:
            raise UnreadableFileError(limits.TOO_LARGE)
        answer: dict[str, Any] = {
            "sheets": [
                (
                    sheet.name,
                    sheet.rows,
                    sheet.hidden,
                    sheet.merges,
                    {at: (fault.kind.value, fault.text) for at, fault in sheet.faults.items()},
                    sheet.trimmed,
                )
                for sheet in sheets
            ]
        }
    except UnreadableFileError as refusal:
        answer = {"refused": str(refusal)}
    except _InTurnError:
        os._exit(1)
    pickle.dump(answer, sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)
    sys.stdout.buffer.flush()
    os._exit(0)  # without waiting for a thread that reads what was refused meanwhile


if __name__ == "__main__":
    main()
