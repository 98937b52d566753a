"""The tidy rows of one accepted return as two immutable Parquet files: its pupils and its marks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from etl.folder import DataFolder, settle
from etl.reading.tidy import MarkRow, PupilRow

PUPIL_SCHEMA = pa.schema(
    [
        ("token", pa.string()),
        ("upn", pa.string()),
        ("surname", pa.string()),
        ("forename", pa.string()),
        ("dob", pa.date32()),
        ("sex", pa.string()),
        ("year_group", pa.int32()),
        ("class_name", pa.string()),
        ("disadvantaged", pa.bool_()),
        ("pupil_premium", pa.bool_()),
        ("fsm", pa.bool_()),
        ("fsm6", pa.bool_()),
        ("looked_after", pa.bool_()),
        ("eal", pa.bool_()),
        ("sen", pa.string()),
        ("left", pa.bool_()),
        ("sheet", pa.string()),
        ("row", pa.int32()),
    ]
)

MARK_SCHEMA = pa.schema(
    [
        ("token", pa.string()),
        ("upn", pa.string()),
        ("starts", pa.int32()),  # the calendar year in which the mark's academic year starts
        ("ordinal", pa.int32()),
        ("subject", pa.string()),
        ("kind", pa.string()),
        ("judgement", pa.string()),
        ("score", pa.float64()),
        ("raw", pa.string()),
        ("sheet", pa.string()),
        ("cell", pa.string()),
    ]
)


def pupil_table(token: str, pupils: Sequence[PupilRow]) -> pa.Table:
    """One row a pupil as listed."""
    columns = {
        name: [getattr(pupil, name) for pupil in pupils] for name in PUPIL_SCHEMA.names if name != "token"
    }
    return pa.table({"token": [token] * len(pupils), **columns}, schema=PUPIL_SCHEMA)


def mark_table(token: str, marks: Sequence[MarkRow]) -> pa.Table:
    """One row a mark."""
    return pa.table(
        {
            "token": [token] * len(marks),
            "upn": [mark.upn for mark in marks],
            "starts": [mark.half_term.starts for mark in marks],
            "ordinal": [mark.half_term.ordinal for mark in marks],
            "subject": [mark.subject.value for mark in marks],
            "kind": [mark.kind.value for mark in marks],
            "judgement": [mark.judgement.value if mark.judgement else None for mark in marks],
            "score": [mark.score for mark in marks],
            "raw": [mark.raw for mark in marks],
            "sheet": [mark.sheet for mark in marks],
            "cell": [mark.cell for mark in marks],
        },
        schema=MARK_SCHEMA,
    )


def pupils_path(folder: DataFolder, token: str) -> Path:
    return folder.returns / f"{token}.pupils.parquet"


def marks_path(folder: DataFolder, token: str) -> Path:
    return folder.returns / f"{token}.marks.parquet"


def write_rows(folder: DataFolder, token: str, pupils: Sequence[PupilRow], marks: Sequence[MarkRow]) -> None:
    """Write a return's rows. Until the record names the token they are of no consequence."""
    for table, destination in (
        (pupil_table(token, pupils), pupils_path(folder, token)),
        (mark_table(token, marks), marks_path(folder, token)),
    ):
        written = folder.scratch_file(".parquet")
        try:
            pq.write_table(table, written, compression="zstd")
            settle(written, destination)
        finally:
            written.unlink(missing_ok=True)


def remove_rows(folder: DataFolder, token: str) -> None:
    """Remove the rows of a return that was not accepted after all."""
    for path in (pupils_path(folder, token), marks_path(folder, token)):
        path.unlink(missing_ok=True)
