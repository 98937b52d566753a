"""Statutory results in the published file: what stands, and the counts of the years that changed.

Like returns, only what changed is worked out again; a file made anew holds the same. What a file shows is
told by the tokens in `result_source` and the UPNs in `result_upn`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import duckdb

from etl.folder import DataFolder
from etl.half_terms import HalfTerm, academic_year_label, parse_academic_year
from etl.publish.result_counts import count_years
from etl.publish.result_fold import ATTRIBUTES, fold_results
from etl.publish.small_tables import Decisions, fill
from etl.record.results import AcceptedResults, in_force
from etl.results.assessments import Assessment

Unit = tuple[int, Assessment, int]  # school, assessment, the year in which the academic year starts

_LABEL = "concat(starts, '/', lpad(CAST((starts + 1) % 100 AS TEXT), 2, '0'))"
_OF_UNIT = """
USING changed_unit
WHERE changed_unit.academic_year = {table}.academic_year
AND changed_unit.assessment = {table}.assessment
AND changed_unit.school_urn = {table}.school_urn
"""

FILL_RESULTS = f"""
INSERT INTO pupil_result
SELECT
    {_LABEL} AS academic_year,
    assessment,
    school_urn,
    upn,
    given_upn,
    subject,
    outcome,
    score,
    eligible,
    expected,
    higher,
    raw,
    return_id,
    sheet,
    cell,
    FALSE AS elsewhere
FROM standing_result
ORDER BY ALL
"""

_NAMES = ", ".join("class_name AS class" if name == "class_name" else name for name in ATTRIBUTES)
FILL_PUPILS = f"""
INSERT INTO result_pupil BY NAME
SELECT
    {_LABEL} AS academic_year,
    assessment,
    school_urn,
    upn,
    year_group,
    {_NAMES},
    month(dob) BETWEEN 4 AND 8 AS summer_born
FROM standing_result_pupil
ORDER BY ALL
"""


def publish_results(
    folder: DataFolder,
    connection: duckdb.DuckDBPyConnection,
    decided: Decisions,
    changed_rolls: Iterable[tuple[int, HalfTerm]],
) -> None:
    """Bring the results of a file under construction up to the record.

    `changed_rolls` are the schools' half-terms whose pupils changed: results without flags of their own
    take them from the roll.
    """
    counting = in_force(decided.results)
    changed = _changed_units(connection, counting, decided.reissued)
    if changed:
        _refill(folder, connection, counting, changed, decided.reissued)
    # Phonics by Year 2 rests on the year before as well. A roll can decide who counts where in its year
    # and, by who was there before, in the next.
    concerned = {starts + later for _, _, starts in changed for later in (0, 1)}
    concerned |= {one.starts + later for _, one in changed_rolls for later in (0, 1, 2)}
    held = {starts for _, _, starts in changed} | _years(connection)
    counted = concerned & {*held, *(starts + 1 for starts in held)}
    if counted:
        count_years(connection, counted)
    for table in ("result_source", "result_upn", "result_history"):
        connection.execute(f"DELETE FROM {table}")  # names of ours
    fill(
        connection,
        "result_upn",
        [{"former_upn": former, "upn": upn} for former, upn in decided.reissued.items()],
    )
    fill(connection, "result_source", [_source_row(one) for one in counting])
    names = {one.urn: one.name for one in decided.schools}
    fill(connection, "result_history", [_history_row(one, names) for one in decided.results])


def _changed_units(
    connection: duckdb.DuckDBPyConnection, counting: Sequence[AcceptedResults], reissued: dict[str, str]
) -> set[Unit]:
    shown = {
        token: (urn, Assessment(assessment), parse_academic_year(year))
        for token, urn, assessment, year in connection.execute(
            "SELECT token, school_urn, assessment, academic_year FROM result_source"
        ).fetchall()
    }
    now = {one.token: one.unit for one in counting}
    changed = {(shown.get(token) or now[token]) for token in shown.keys() ^ now.keys()}
    return changed | _renumbered(connection, reissued)


def _renumbered(connection: duckdb.DuckDBPyConnection, reissued: dict[str, str]) -> set[Unit]:
    """The units in which a pupil stands under a UPN of which it was decided otherwise since."""
    before = dict(connection.execute("SELECT former_upn, upn FROM result_upn").fetchall())
    different = {upn for pair in before.items() ^ reissued.items() for upn in pair}
    if not different:
        return set()
    rows = connection.execute(
        "SELECT school_urn, assessment, academic_year FROM pupil_result "
        "WHERE upn IN (SELECT unnest($upns)) OR given_upn IN (SELECT unnest($upns)) "
        "UNION SELECT school_urn, assessment, academic_year FROM result_pupil "
        "WHERE upn IN (SELECT unnest($upns))",
        {"upns": sorted(different)},
    ).fetchall()
    return {(urn, Assessment(one), parse_academic_year(year)) for urn, one, year in rows}


def _years(connection: duckdb.DuckDBPyConnection) -> set[int]:
    rows = connection.execute("SELECT DISTINCT academic_year FROM result_source").fetchall()
    return {parse_academic_year(year) for (year,) in rows}


def _refill(
    folder: DataFolder,
    connection: duckdb.DuckDBPyConnection,
    counting: Sequence[AcceptedResults],
    changed: set[Unit],
    reissued: dict[str, str],
) -> None:
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE changed_unit (school_urn INTEGER, assessment TEXT, academic_year TEXT)"
    )
    units = [
        {"school_urn": urn, "assessment": one.value, "academic_year": academic_year_label(starts)}
        for urn, one, starts in sorted(changed)
    ]
    fill(connection, "changed_unit", units)
    for table in ("pupil_result", "result_pupil"):
        connection.execute(f"DELETE FROM {table} {_OF_UNIT.format(table=table)}")  # names of ours
    fold_results(connection, folder, [one for one in counting if one.unit in changed], reissued)
    connection.execute(FILL_RESULTS)
    connection.execute(FILL_PUPILS)


def _source_row(one: AcceptedResults) -> dict[str, Any]:
    return {
        "token": one.token,
        "school_urn": one.urn,
        "assessment": one.assessment.value,
        "academic_year": one.academic_year,
    }


def _history_row(one: AcceptedResults, names: dict[int, str]) -> dict[str, Any]:
    return {
        "return_id": one.id,
        "school_urn": one.urn,
        "school": names[one.urn],
        "academic_year": one.academic_year,
        "assessment": one.assessment.value,
        "status": "accepted" if one.stands else "undone",
        "whole_return": one.whole_return,
        "file_name": one.file_name,
        "original_hash": one.original_hash,
        "pupils": one.pupils,
        "results": one.results,
        "held_rows": one.held_rows,
        "loaded_at": one.loaded_at,
        "loaded_by": one.loaded_by,
        "undone_at": one.undone_at,
        "undone_by": one.undone_by,
    }
