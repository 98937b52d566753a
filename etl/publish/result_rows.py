"""The tidy rows of one accepted file of statutory results, as immutable Parquet: its pupils, its results."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from etl.folder import DataFolder, settle
from etl.publish.parquet import pupil_table, pupils_path
from etl.reading.tidy import PupilRow
from etl.results.tidy import ResultRow

RESULT_SCHEMA = pa.schema(
    [
        ("token", pa.string()),
        ("upn", pa.string()),
        ("subject", pa.string()),
        ("outcome", pa.string()),
        ("score", pa.float64()),
        ("eligible", pa.bool_()),  # this and the next two: the file's own word; NULL where it has none
        ("expected", pa.bool_()),
        ("higher", pa.bool_()),
        ("raw", pa.string()),
        ("sheet", pa.string()),
        ("cell", pa.string()),
    ]
)


def result_table(token: str, results: Sequence[ResultRow]) -> pa.Table:
    """One row a result."""
    columns = {name: [getattr(one, name) for one in results] for name in RESULT_SCHEMA.names[1:]}
    return pa.table({"token": [token] * len(results), **columns}, schema=RESULT_SCHEMA)


def results_path(folder: DataFolder, token: str) -> Path:
    return folder.returns / f"{token}.results.parquet"


def write_result_rows(
    folder: DataFolder, token: str, pupils: Sequence[PupilRow], results: Sequence[ResultRow]
) -> None:
    """Write a file's rows. Until the record names the token they are of no consequence."""
    for table, destination in (
        (pupil_table(token, pupils), pupils_path(folder, token)),
        (result_table(token, results), results_path(folder, token)),
    ):
        written = folder.scratch_file(".parquet")
        try:
            pq.write_table(table, written, compression="zstd")
            settle(written, destination)
        finally:
            written.unlink(missing_ok=True)


def remove_result_rows(folder: DataFolder, token: str) -> None:
    """Remove the rows of a file that was not accepted after all."""
    for path in (pupils_path(folder, token), results_path(folder, token)):
        path.unlink(missing_ok=True)
