"""Building one published DuckDB file from the record and the returns' Parquet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from sqlalchemy import select

from etl.folder import DataFolder
from etl.half_terms import HALF_TERM_NAMES
from etl.measures import MEASURES
from etl.publish.counts import count_everything
from etl.publish.fold import counting_rows, fold, give_rows
from etl.publish.parquet import marks_path, pupils_path
from etl.record import drops, returns, schools, settings, targets
from etl.record.connection import Record
from etl.record.tables import record_version
from etl.reference.national import national_figures

SCHEMA = Path(__file__).with_name("schema.sql")

# Sorted as pages ask: by time, then school. Row order matters as much as the size of a table.
FILL_PUPILS = """
INSERT INTO pupil_half_term
SELECT
    academic_year_label.academic_year,
    standing_pupil.ordinal,
    standing_pupil.school_urn,
    standing_pupil.year_group,
    standing_pupil.class_name,
    standing_pupil.upn,
    standing_pupil.surname,
    standing_pupil.forename,
    standing_pupil.sex,
    standing_pupil.dob,
    standing_pupil.disadvantaged,
    standing_pupil.pupil_premium,
    standing_pupil.fsm,
    standing_pupil.fsm6,
    standing_pupil.looked_after,
    standing_pupil.eal,
    standing_pupil.sen,
    month(standing_pupil.dob) BETWEEN 4 AND 8 AS summer_born,
    standing_pupil.on_roll,
    standing_pupil.listed
FROM standing_pupil
JOIN academic_year_label USING (starts)
ORDER BY ALL
"""

FILL_MARKS = """
INSERT INTO mark
SELECT
    academic_year_label.academic_year,
    standing_mark.ordinal,
    standing_mark.school_urn,
    standing_mark.upn,
    standing_mark.subject,
    standing_mark.kind,
    standing_mark.judgement,
    standing_mark.score,
    standing_mark.raw,
    standing_mark.return_id,
    standing_mark.sheet,
    standing_mark.cell
FROM standing_mark
JOIN academic_year_label USING (starts)
ORDER BY ALL
"""

# Text such as 2025/26 from the calendar year in which it starts.
LABEL_YEARS = """
CREATE TEMP TABLE academic_year_label AS
SELECT DISTINCT
    starts,
    concat(starts, '/', lpad(CAST((starts + 1) % 100 AS TEXT), 2, '0')) AS academic_year
FROM (
    SELECT starts FROM standing_pupil
    UNION ALL
    SELECT starts FROM standing_mark
)
"""


def build(folder: DataFolder, record: Record, destination: Path, number: int) -> int:
    """Write a whole published file to `destination`, which must not exist.

    Gives the version of the record that it shows: one consistent view of it, whoever writes meanwhile.
    """
    with record.reading() as reading:
        version = int(reading.execute(select(record_version.c.version)).scalar_one())
        all_returns = returns.all_returns(reading)
        registered = schools.all_schools(reading)
        held_drops = drops.all_drops(reading)
        held_targets = targets.all_targets(reading)
        held_settings = settings.get_all(reading)

    counting = returns.in_force(all_returns)
    with duckdb.connect(destination) as connection:
        connection.execute("SET preserve_insertion_order = true")
        connection.execute(SCHEMA.read_text(encoding="utf-8"))
        give_rows(
            connection,
            counting_rows(counting),
            [str(pupils_path(folder, one.token)) for one in counting],
            [str(marks_path(folder, one.token)) for one in counting],
        )
        fold(connection)
        connection.execute(LABEL_YEARS)
        connection.execute(FILL_PUPILS)
        connection.execute(FILL_MARKS)
        count_everything(connection)
        names = {one.urn: one.name for one in registered}
        _fill(connection, "publication", [{"number": number, "record_version": version}])
        _fill(
            connection,
            "half_term_name",
            [
                {"half_term_ordinal": ordinal, "half_term": name}
                for ordinal, name in enumerate(HALF_TERM_NAMES, start=1)
            ],
        )
        _fill(connection, "school", [_school_row(one) for one in registered])
        _fill(connection, "measure", [_measure_row(one) for one in MEASURES.values()])
        _fill(connection, "drop_status", [_drop_row(one) for one in held_drops])
        _fill(connection, "return_history", [_return_row(one, names) for one in all_returns])
        _fill(connection, "target", [_target_row(one) for one in held_targets])
        _fill(connection, "published", [_national_row(one) for one in national_figures()])
        _fill(
            connection,
            "setting",
            [{"key": key, "value": str(value)} for key, value in held_settings.items()],
        )
        connection.execute("CHECKPOINT")
    return version


def _fill(connection: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    connection.register("rows_given", pa.Table.from_pylist(rows))
    columns = ", ".join(rows[0])  # table and columns: ours alone
    connection.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM rows_given")
    connection.unregister("rows_given")


def _school_row(one: schools.School) -> dict[str, Any]:
    return {
        "school_urn": one.urn,
        "school": one.name,
        "laestab": one.laestab,
        "la_code": one.la_code,
        "phase": one.phase,
    }


def _measure_row(one: Any) -> dict[str, Any]:
    return {
        "measure": one.id,
        "label": one.label,
        "short_label": one.short,
        "unit": one.unit.value,
        "basis": one.basis.value,
        "good": one.good,
        "subject": one.subject,
        "standard": one.standard.value if one.standard else None,
        "numerator": one.numerator,
        "denominator": one.denominator,
        "left_out": one.left_out,
        "source": one.source,
        "how_to_read": one.how_to_read,
        "national_measure": one.national,
    }


def _drop_row(one: drops.Drop) -> dict[str, Any]:
    return {
        "academic_year": one.half_term.academic_year,
        "half_term": one.half_term.name,
        "half_term_ordinal": one.half_term.ordinal,
        "status": one.status,
        "number": one.label,
        "closed_at": one.closed_at,
    }


def _return_row(one: returns.AcceptedReturn, names: dict[int, str]) -> dict[str, Any]:
    return {
        "return_id": one.id,
        "school_urn": one.urn,
        "school": names[one.urn],
        "academic_year": one.half_term.academic_year,
        "half_term": one.half_term.name,
        "half_term_ordinal": one.half_term.ordinal,
        "status": "accepted" if one.stands else "undone",
        "whole_return": one.whole_return,
        "file_name": one.file_name,
        "original_hash": one.original_hash,
        "pupils": one.pupils,
        "judgements": one.judgements,
        "held_rows": one.held_rows,
        "loaded_at": one.loaded_at,
        "loaded_by": one.loaded_by,
        "undone_at": one.undone_at,
        "undone_by": one.undone_by,
    }


def _target_row(one: targets.Target) -> dict[str, Any]:
    return {
        "school_urn": one.urn,
        "academic_year": one.academic_year,
        "year_group": one.year_group,
        "measure": one.measure,
        "basis_points": one.basis_points,
        "set_by": one.set_by,
        "rule": one.rule,
        "set_on": one.set_on,
    }


def _national_row(one: Any) -> dict[str, Any]:
    return {
        "academic_year": one.academic_year,
        "level": one.level,
        "code": one.code,
        "name": one.name,
        "measure": one.measure,
        "value": one.value,
        "cohort": one.cohort,
        "note": one.note,
        "source": one.source,
        "release": one.release,
    }
