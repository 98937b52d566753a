"""From a path to a Workbook, whatever the file is."""

from __future__ import annotations

import io
import pickle
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from etl.collector import collector_paused
from etl.containers import limits
from etl.containers.fix_list_sign import without_fix_list
from etl.containers.kinds import kind_of
from etl.containers.sheets import Fault, FaultKind, Sheet, Workbook
from etl.containers.text_files import read_text
from etl.errors import UnreadableFileError

_PROJECT = Path(__file__).resolve().parents[2]


def open_workbook(path: Path) -> Workbook:
    """The sheets of a file: xlsx, xlsm (its macros are never run), xls, xlsb, ods, or separated text.

    What it is, is told by its content. A text file is one sheet, called by the file's stem. Our own Fix
    list in a workbook that was handed back is left out. Raises
    UnreadableFileError with a sentence saying what the file is and what to do.
    """
    raw = _read(path)
    try:
        kind = kind_of(raw)
        if kind == "text":
            return Workbook(kind, [read_text(raw, path.stem)])
    except MemoryError as fault:
        raise UnreadableFileError(limits.TOO_LARGE) from fault
    del raw
    workbook = without_fix_list(Workbook(kind, _in_worker(kind, path)))
    if not any(sheet.rows or sheet.faults for sheet in workbook.sheets):
        raise UnreadableFileError(limits.NO_SHEETS)
    return workbook


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > limits.MAX_FILE_BYTES:
            raise UnreadableFileError(limits.TOO_LARGE)
        return path.read_bytes()
    except FileNotFoundError as fault:
        raise UnreadableFileError("There is no such file. Check its name and folder.") from fault
    except IsADirectoryError as fault:
        raise UnreadableFileError("That is a folder, not a file. Name the workbook inside it.") from fault
    except OSError as fault:
        raise UnreadableFileError(
            "The file cannot be opened. It may be open in another program, or not yours to read."
        ) from fault


# What a process ends with that the system ended for its work; there is no such thing on Windows.
_WORKED_TOO_LONG = -getattr(signal, "SIGXCPU", 1000)


def _in_worker(kind: str, path: Path) -> list[Sheet]:
    command = [sys.executable, "-m", "etl.containers.worker", kind, str(path.resolve())]
    ends = time.monotonic() + limits.WAITED_FOR
    try:
        done = _run(command, ends)
        if done.returncode and done.returncode != _WORKED_TOO_LONG and kind == "xlsx":
            # It may have been ended for reading a large sheet before that was scanned.
            done = _run([*command, "in-turn"], ends)
    except subprocess.TimeoutExpired as fault:
        raise UnreadableFileError(limits.TOO_LARGE) from fault
    if done.returncode == _WORKED_TOO_LONG:
        raise UnreadableFileError(limits.TOO_LARGE)
    if done.returncode or not done.stdout:
        # Ended by its limits, or by the native reader: the file is too large or made to do harm.
        raise UnreadableFileError(
            f"The file could not be read: it is damaged, or holds far more than any return. {_COPY}"
        )
    with collector_paused():
        answer = _Unpickler(io.BytesIO(done.stdout)).load()
    if "refused" in answer:
        raise UnreadableFileError(answer["refused"])
    return [
        Sheet(
            name,
            rows,
            hidden,
            merges,
            {at: Fault(FaultKind(kind), text) for at, (kind, text) in faults.items()},
            trimmed,
        )
        for name, rows, hidden, merges, faults, trimmed in answer["sheets"]
    ]


def _run(command: list[str], ends: float) -> subprocess.CompletedProcess[bytes]:
    left = max(ends - time.monotonic(), 0)
    return subprocess.run(command, cwd=_PROJECT, capture_output=True, timeout=left, check=False)


_COPY = "Copy the table into a new workbook and send that."


class _Unpickler(pickle.Unpickler):
    """Admits plain values and dates alone: the worker has read a file that we do not trust."""

    def find_class(self, module: str, name: str) -> Any:
        if module == "datetime" and name in ("date", "datetime", "time", "timedelta"):
            return super().find_class(module, name)
        raise UnreadableFileError(limits.DAMAGED)
