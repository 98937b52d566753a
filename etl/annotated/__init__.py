"""A school's own workbook, handed back with every fault annotated and a Fix list in front."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from etl.annotated.job import Answer, Job, job_for
from etl.containers import limits
from etl.containers.kinds import kind_of
from etl.errors import TrustDataError, UnreadableFileError
from etl.folder import ROOT
from etl.results.common_transfer_file import is_transfer_file

_ENDING = " - checked"

NOT_ANNOTATED = "No annotated copy was made of the file: it holds more than a return, or is damaged."


class NotAnnotatedError(TrustDataError):
    """No workbook can be handed back, and why."""


def annotate(path: Path, outcomes: Sequence[Answer], schools: Mapping[int, str]) -> bytes:
    """The file as an .xlsx in which every cell named by the outcomes is filled and commented, with a Fix
    list as its first sheet.

    An .xlsx or .xlsm is copied with its formats; where that cannot be done, and for every other kind, the
    workbook is made from the sheets and values that were read. Only what the given outcomes say is in it.
    `schools` are the names by URN. Raises NotAnnotatedError.
    """
    unreadable = next((one for one in outcomes if one.unreadable), None)
    if unreadable is not None or not outcomes:
        raise NotAnnotatedError("The file cannot be read, so there is no annotated copy of it.")
    if is_transfer_file(path):
        raise NotAnnotatedError("A Common Transfer File is no sheet: there is no annotated copy of it.")
    try:
        job = job_for(path, kind_of(path.read_bytes()), outcomes, schools)
        if not job.from_cells:
            try:
                return _in_worker(job)
            except NotAnnotatedError:
                job = replace(job, from_cells=True)
        return _in_worker(job)
    except (OSError, UnreadableFileError) as error:
        raise NotAnnotatedError(str(error)) from error


def save_annotated(path: Path, outcomes: Sequence[Answer], schools: Mapping[int, str], folder: Path) -> Path:
    """`annotate`, as a new file in a folder, which is made if need be; no file is ever overwritten."""
    content = annotate(path, outcomes, schools)
    folder.mkdir(parents=True, exist_ok=True)
    name, number = checked_name(path.name), 1
    while True:
        written = folder / (name if number == 1 else f"{name.removesuffix('.xlsx')} ({number}).xlsx")
        try:
            with written.open("xb") as handle:
                handle.write(content)
            return written
        except FileExistsError:
            number += 1


def checked_name(file_name: str) -> str:
    """What the annotated copy of a file is called: “Year 6.csv” becomes “Year 6 - checked.xlsx”."""
    stem = re.sub(rf"(?:{_ENDING}(?: \(\d+\))?)+$", "", Path(file_name).stem)
    return f"{stem}{_ENDING}.xlsx"


def _in_worker(job: Job) -> bytes:
    try:
        done = subprocess.run(
            [sys.executable, "-m", "etl.annotated.worker"],
            cwd=ROOT,
            input=job.as_json().encode(),
            capture_output=True,
            timeout=limits.WAITED_FOR,
            check=False,
        )
    except subprocess.TimeoutExpired as fault:
        raise NotAnnotatedError(NOT_ANNOTATED) from fault
    if done.returncode or not done.stdout:
        raise NotAnnotatedError(NOT_ANNOTATED)
    if not done.stdout.startswith(b"PK"):
        raise NotAnnotatedError(json.loads(done.stdout)["refused"])
    return done.stdout
