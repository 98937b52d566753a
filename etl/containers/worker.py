"""Reads one workbook in a process of its own, which may be ended by its limits: the fast reader is
native code, and a hostile file can make it abort.

`python -m etl.containers.worker KIND FILE` writes a pickled answer to standard output: either
{"refused": sentence} or {"sheets": [(name, rows, hidden, merges, faults, trimmed)]}, where faults are
{(row, column): (kind, text)}. It imports little, because it is started for every file.
"""

from __future__ import annotations

import contextlib
import gc
import io
import pickle
import struct
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

from etl.containers import limits
from etl.containers.kinds import kind_of
from etl.containers.sheets import Sheet, tidy_sheet
from etl.errors import UnreadableFileError


def limit_memory() -> None:
    """Ask the system to refuse more memory than any sensible workbook needs, where it can."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limits.WORKER_BYTES, limits.WORKER_BYTES))


def read_sheets(kind: str, raw: bytes) -> list[Sheet]:
    """Every sheet of cells of a workbook. Raises UnreadableFileError."""
    try:
        if kind == "ods":
            from etl.containers.open_document import read_open_document

            return [tidy_sheet(sheet) for sheet in read_open_document(raw)]
        return _read_excel(kind, raw)
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
        raise UnreadableFileError(limits.TOO_LARGE) from fault


def _read_excel(kind: str, raw: bytes) -> list[Sheet]:
    import python_calamine as calamine

    raw, notes = _scan(kind, raw)
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw))
        sheets = []
        for position, metadata in enumerate(book.sheets_metadata):
            if metadata.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            found = book.get_sheet_by_name(metadata.name)
            if found.total_height * found.total_width > limits.MAX_AREA:
                raise UnreadableFileError(limits.TOO_LARGE)
            rows: list[list[Any]] = found.to_python(skip_empty_area=False)
            note = notes.get(metadata.name if kind != "xls" else str(position))
            if note is None:
                if rows and kind != "xls":
                    # Its part was not found beforehand, so its errors would be lost without a word.
                    raise UnreadableFileError(limits.DAMAGED)
                note = {}
            merges = note.get("merges")
            if merges is None:
                merges = [(a[0], a[1], b[0], b[1]) for a, b in found.merged_cell_ranges or []]
            sheet = Sheet(
                metadata.name,
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
    limit_memory()
    gc.disable()  # nothing here is circular, and looking for it takes longer than reading
    kind, path = sys.argv[1], Path(sys.argv[2])
    try:
        raw = path.read_bytes()
        # What was looked at before it was given here must be what is read: a file can be replaced meanwhile.
        if kind_of(raw) != kind:
            raise UnreadableFileError(limits.ALTERED)
        sheets = read_sheets(kind, raw)
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
    pickle.dump(answer, sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)


if __name__ == "__main__":
    main()
