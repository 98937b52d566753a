"""The tables of the published file that hold what people decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa

from etl.half_terms import HALF_TERM_NAMES
from etl.measures import MEASURES
from etl.record import drops, open_files, results, returns, schools, settings, targets, who_is_who
from etl.record.connection import Record, version_in

# Filled whole each time; `intervention_register` has no source yet.
SMALL_TABLES = (
    "publication",
    "built_from",
    "half_term_name",
    "school",
    "setting",
    "measure",
    "drop_status",
    "return_history",
    "upn_history",
    "target",
)


@dataclass(frozen=True)
class Decisions:
    """One consistent view of everything in the record that the published file shows."""

    version: int
    returns: list[returns.AcceptedReturn]
    results: list[results.AcceptedResults]
    schools: list[schools.School]
    drops: list[drops.Drop]
    targets: list[targets.Target]
    settings: dict[str, Any]
    open_files: list[open_files.OpenFile]  # those that stand
    reissued: dict[str, str]  # the present UPN of every former one

    @classmethod
    def of(cls, record: Record) -> Decisions:
        with record.reading() as reading:
            return cls(
                version=version_in(reading),
                returns=returns.all_returns(reading),
                results=results.all_results(reading),
                schools=schools.all_schools(reading),
                drops=drops.all_drops(reading),
                targets=targets.all_targets(reading),
                settings=settings.get_all(reading),
                open_files=open_files.standing_files(reading),
                reissued=who_is_who.reissued(who_is_who.all_decisions(reading)),
            )


def fill_small_tables(
    connection: duckdb.DuckDBPyConnection,
    decided: Decisions,
    counting: Sequence[returns.AcceptedReturn],
    number: int,
    schema_hash: str,
) -> None:
    """Fill every one of SMALL_TABLES."""
    names = {one.urn: one.name for one in decided.schools}
    publication = {"number": number, "record_version": decided.version, "schema_hash": schema_hash}
    half_terms = [
        {"half_term_ordinal": ordinal, "half_term": name}
        for ordinal, name in enumerate(HALF_TERM_NAMES, start=1)
    ]
    fill(connection, "publication", [publication])
    fill(connection, "built_from", [{"token": one.token} for one in counting])
    fill(connection, "half_term_name", half_terms)
    fill(connection, "school", [_school_row(one) for one in decided.schools])
    fill(
        connection, "setting", [{"key": key, "value": str(value)} for key, value in decided.settings.items()]
    )
    fill(connection, "measure", [_measure_row(one) for one in MEASURES.values()])
    fill(connection, "drop_status", [_drop_row(one) for one in decided.drops])
    fill(connection, "return_history", [_return_row(one, names) for one in decided.returns])
    fill(
        connection,
        "upn_history",
        [{"former_upn": former, "upn": upn} for former, upn in decided.reissued.items()],
    )
    fill(connection, "target", [_target_row(one) for one in decided.targets])


def fill(connection: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, Any]]) -> None:
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
        "la_name": one.la_name,
        "region": one.region,
        "religious_character": one.religious_character,
        "capacity": one.capacity,
        "pupils": one.pupils,
        "fsm_percent": one.fsm_percent,
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
