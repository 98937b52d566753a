"""The tables of open data: what stands of DfE's and Ofsted's files, and England's figures."""

from __future__ import annotations

from typing import Any

import duckdb
import pyarrow as pa

from etl.folder import DataFolder
from etl.groups import ALL
from etl.open_data.rows import Inspection, Statistic
from etl.open_data.rows_file import read_inspections, read_statistics
from etl.open_data.standing import bundled, standing, standing_inspections
from etl.publish.small_tables import Decisions, fill
from etl.publish.trouble import MissingRowsError

TABLES = ("published", "published_by_group", "inspection", "open_file")


def fill_open_data(connection: duckdb.DuckDBPyConnection, folder: DataFolder, decided: Decisions) -> None:
    """Fill every one of TABLES, unless they show the same files for the same schools already.

    A return changes nothing of them, and they can be as large as all that a return changes.
    """
    names = {one.urn: one.name for one in decided.schools}
    if _shows(connection, decided, names):
        return
    for table in TABLES:
        connection.execute(f"DELETE FROM {table}")  # names of ours
    tokens = [one.token for one in decided.open_files]
    try:
        statistics = bundled() + [row for token in tokens for row in read_statistics(folder, token)]
        graded = [row for token in tokens for row in read_inspections(folder, token)]
    except (OSError, pa.ArrowException):
        raise MissingRowsError(
            "The rows of an open file are gone, or damaged. Bring back a backup: python -m etl restore FILE"
        ) from None
    stands = standing(statistics)
    everyone = [_statistic_row(one) for one in stands if one.pupil_group == ALL.id]
    of_groups = [
        _statistic_row(one) | {"pupil_group": one.pupil_group, "group_value": one.group_value}
        for one in stands
        if one.pupil_group != ALL.id
    ]
    inspections = standing_inspections(graded)
    fill(connection, "published", everyone)
    fill(connection, "published_by_group", of_groups)
    fill(
        connection,
        "inspection",
        [_inspection_row(one, names) for one in inspections if one.school_urn in names],
    )
    fill(connection, "open_file", [_file_row(one) for one in decided.open_files])


def _shows(connection: duckdb.DuckDBPyConnection, decided: Decisions, names: dict[int, str]) -> bool:
    filled = connection.execute("SELECT count(*) FROM published").fetchone()
    shown = [row[0] for row in connection.execute("SELECT token FROM open_file ORDER BY file_id").fetchall()]
    named = connection.execute("SELECT DISTINCT school_urn, school FROM inspection").fetchall()
    same_names = all(names.get(urn) == name for urn, name in named)
    return bool(filled and filled[0]) and same_names and shown == [one.token for one in decided.open_files]


def _statistic_row(one: Statistic) -> dict[str, Any]:
    return {
        "academic_year": one.academic_year,
        "level": one.level.value,
        "code": one.code,
        "name": one.name,
        "measure": one.measure,
        "value": one.value,
        "cohort": one.cohort,
        "note": one.note,
        "source": one.source,
        "release": one.release.value,
        "coverage": one.coverage,
        "low": one.low,
        "high": one.high,
        "band": one.band,
        "feed": one.feed.value,
        "code_in_file": one.code_in_file,
    }


def _inspection_row(one: Inspection, names: dict[int, str]) -> dict[str, Any]:
    return {
        "school_urn": one.school_urn,
        "school": names[one.school_urn],
        "urn_then": one.urn_then,
        "framework": one.framework,
        "inspection_date": one.inspection_date,
        "publication_date": one.publication_date,
        "area": one.area,
        "grade": one.grade,
        "source": one.source,
    }


def _file_row(one: Any) -> dict[str, Any]:
    return {
        "file_id": one.id,
        "token": one.token,
        "kind": one.kind,
        "title": one.title,
        "file_name": one.file_name,
        "academic_years": ",".join(one.academic_years),
        "release": one.release,
        "row_count": one.rows,
        "loaded_at": one.loaded_at,
        "loaded_by": one.loaded_by,
    }
