"""The tidy rows of one published file as an immutable Parquet file."""

from __future__ import annotations

from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from etl.folder import DataFolder, settle
from etl.open_data.rows import Feed, Inspection, Level, Reading, Release, Statistic

STATISTIC_SCHEMA = pa.schema(
    [
        ("academic_year", pa.string()),
        ("level", pa.string()),
        ("code", pa.string()),
        ("name", pa.string()),
        ("measure", pa.string()),
        ("pupil_group", pa.string()),
        ("group_value", pa.string()),
        ("value", pa.float64()),
        ("note", pa.string()),
        ("low", pa.float64()),
        ("high", pa.float64()),
        ("band", pa.int32()),
        ("cohort", pa.int32()),
        ("source", pa.string()),
        ("release", pa.string()),
        ("coverage", pa.string()),
        ("feed", pa.string()),
        ("code_in_file", pa.string()),
        ("of_its_own_year", pa.bool_()),
    ]
)
INSPECTION_SCHEMA = pa.schema(
    [
        ("school_urn", pa.int32()),
        ("urn_then", pa.int32()),
        ("framework", pa.string()),
        ("inspection_date", pa.date32()),
        ("publication_date", pa.date32()),
        ("area", pa.string()),
        ("grade", pa.string()),
        ("source", pa.string()),
    ]
)
assert STATISTIC_SCHEMA.names == [one.name for one in fields(Statistic)]
assert INSPECTION_SCHEMA.names == [one.name for one in fields(Inspection)]


def statistics_path(folder: DataFolder, token: str) -> Path:
    return folder.open_data / f"{token}.statistics.parquet"


def inspections_path(folder: DataFolder, token: str) -> Path:
    return folder.open_data / f"{token}.inspections.parquet"


def write_rows(folder: DataFolder, token: str, reading: Reading) -> None:
    """Write a file's rows. Until the record names the token they are of no consequence."""
    _write(folder, statistics_path(folder, token), STATISTIC_SCHEMA, map(asdict, reading.statistics))
    _write(folder, inspections_path(folder, token), INSPECTION_SCHEMA, map(asdict, reading.inspections))


def _write(folder: DataFolder, destination: Path, schema: pa.Schema, rows: Any) -> None:
    written = folder.scratch_file(".parquet")
    try:
        pq.write_table(pa.Table.from_pylist(list(rows), schema=schema), written, compression="zstd")
        settle(written, destination)
    finally:
        written.unlink(missing_ok=True)


def read_statistics(folder: DataFolder, token: str) -> list[Statistic]:
    made = []
    for row in pq.read_table(statistics_path(folder, token)).to_pylist():
        words = {"level": Level(row["level"]), "release": Release(row["release"]), "feed": Feed(row["feed"])}
        made.append(Statistic(**(row | words)))
    return made


def read_inspections(folder: DataFolder, token: str) -> list[Inspection]:
    return [Inspection(**row) for row in pq.read_table(inspections_path(folder, token)).to_pylist()]
