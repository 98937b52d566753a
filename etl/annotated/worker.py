"""Annotates one workbook in a process of its own, which may be ended by its limits: openpyxl makes objects of
whatever a file holds, and a hostile one may ask for more than there is.

`python -m etl.annotated.worker` reads a job from standard input and writes the annotated workbook to standard
output, or {"refused": sentence}. No macro is ever run, and none is in what is written.
"""

from __future__ import annotations

import gc
import io
import json
import sys
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from etl.annotated.job import Job
from etl.annotated.lean_copy import Stored, lean_copy
from etl.containers.worker import limit_itself
from etl.errors import UnreadableFileError

# How long the processors may work on a copy.
WORKER_SECONDS = 30


@dataclass
class _Opened:
    """A workbook to be annotated, without marks of an earlier time."""

    book: Any
    said: list[str]  # what is to be known of the copy
    from_text: bool  # it was made from a text file, now or before
    names: dict[str, str] = field(default_factory=dict)  # what sheets are called, where not by their names
    stored: dict[str, Stored] = field(default_factory=dict)


def annotated_workbook(job: Job) -> bytes:
    """The workbook with its marks and its Fix list. Raises UnreadableFileError."""
    from etl.annotated.cells import annotate_cells
    from etl.annotated.fix_list import add_fix_list, hide_memory
    from etl.annotated.formulas import make_harmless, with_results

    opened = _from_cells(job) if job.from_cells else _copied(job)
    book = opened.book
    said = [*opened.said, *make_harmless(book, opened.stored)]
    annotated = annotate_cells(book, job.problems, opened.names)
    sheet = add_fix_list(book, job, annotated, said, opened.names)
    annotated.memory.write(sheet, from_text=opened.from_text)
    hide_memory(sheet)
    out = io.BytesIO()
    book.save(out)
    return with_results(out.getvalue(), opened.stored)


def _from_cells(job: Job) -> _Opened:
    from etl.annotated.from_cells import read_cells, said_of, workbook_of

    held, from_text = read_cells(job.kind, Path(job.path))
    book, names = workbook_of(held)
    return _Opened(book, [said_of(job.kind)], from_text, names)


def _copied(job: Job) -> _Opened:
    from etl.annotated.cells import has_comments, remove_annotations
    from etl.annotated.kept import FORMATS_CUT, OWN_COMMENTS, losses
    from etl.annotated.opening import open_to_annotate

    lean = lean_copy(Path(job.path).read_bytes())
    said = losses(lean.raw)
    if lean.cut:
        said.append(FORMATS_CUT)
    book = open_to_annotate(lean.raw)
    from_text = remove_annotations(book)
    if has_comments(book):
        said.append(OWN_COMMENTS)
    return _Opened(book, said, from_text, stored=lean.stored)


def main() -> None:
    limit_itself(WORKER_SECONDS)
    gc.disable()
    warnings.simplefilter("ignore")
    # openpyxl would load it to know its kinds of number; memory is limited here.
    sys.modules["numpy"] = None  # type: ignore[assignment]
    job = Job.from_json(sys.stdin.buffer.read().decode())
    try:
        answer = annotated_workbook(job)
    except UnreadableFileError as refusal:
        answer = json.dumps({"refused": str(refusal)}).encode()
    sys.stdout.buffer.write(answer)


if __name__ == "__main__":
    main()
