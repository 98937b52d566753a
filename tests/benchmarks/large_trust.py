"""A large trust's accepted returns, made straight as Parquet: for benchmarks, not for tests."""

from __future__ import annotations

import uuid
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from etl.folder import DataFolder
from etl.half_terms import HalfTerm
from etl.publish.parquet import MARK_SCHEMA, PUPIL_SCHEMA, marks_path, pupils_path
from etl.record import schools
from etl.record.connection import Record, now
from etl.record.opening import make_record
from etl.record.tables import accepted_return
from tests.builders_returns import upn

SUBJECTS = ("reading", "writing", "maths")
KINDS = ("current", "predicted")
BANDS = np.array(["PKS", "WTS", "EXS", "GDS"], dtype=object)


def make_large_trust(
    folder: DataFolder, *, school_count: int, pupils: int, years: int, carry: bool = False
) -> Record:
    """Schools of `pupils` pupils, with a return in every half-term of `years` years, ending in 2025/26.

    With `carry`, each return also has the current judgements of the year's half-terms before, as trackers
    with half-terms side by side do: they are read and compared, and none of them stands. Pupils stay for
    the whole time in the year group they are in: only the amount matters here.
    """
    record = make_record(folder)
    urns = list(range(910001, 910001 + school_count))
    with record.writing() as connection:
        schools.register(connection, [schools.School(urn=urn, name=f"School {urn}") for urn in urns])
    half_terms = [HalfTerm(2026 - years + y, ordinal) for y in range(years) for ordinal in range(1, 7)]
    rows = [
        _write_return(folder, urn, place, half_term, pupils, carry)
        for half_term in half_terms
        for place, urn in enumerate(urns)
    ]
    with record.writing() as connection:
        connection.execute(accepted_return.insert(), rows)
    return record


def _write_return(
    folder: DataFolder, urn: int, place: int, half_term: HalfTerm, pupils: int, carry: bool
) -> dict[str, object]:
    token = uuid.uuid4().hex
    chance = np.random.default_rng([urn, half_term.starts, half_term.ordinal])
    upns = [upn(place * pupils + number) for number in range(pupils)]
    flags = {name: chance.random(pupils) < share for name, share in _SHARES.items()}
    given = {
        "token": [token] * pupils,
        "upn": upns,
        "year_group": np.arange(pupils) % 6 + 1,
        "class_name": [f"{number % 6 + 1}{'AB'[number % 2]}" for number in range(pupils)],
        "sex": np.where(np.arange(pupils) % 2, "F", "M"),
        "sen": np.where(chance.random(pupils) < 0.15, "K", "N"),
        "left": [False] * pupils,
        "sheet": ["Sheet1"] * pupils,
        "row": range(2, pupils + 2),
        **flags,
    }
    columns = [pa.array(given.get(field.name, [None] * pupils), type=field.type) for field in PUPIL_SCHEMA]
    _write(pa.Table.from_arrays(columns, schema=PUPIL_SCHEMA), pupils_path(folder, token))
    own = half_term.ordinal
    pairs = [
        (subject, kind, ordinal)
        for ordinal in (range(1, own + 1) if carry else (own,))
        for subject in SUBJECTS
        for kind in KINDS
        if kind == "current" or ordinal == own
    ]
    count = pupils * len(pairs)
    judged = chance.choice(BANDS, count, p=[0.05, 0.22, 0.5, 0.23])
    marks = {
        "token": [token] * count,
        "upn": upns * len(pairs),
        "starts": [half_term.starts] * count,
        "ordinal": [ordinal for _, _, ordinal in pairs for _ in range(pupils)],
        "subject": [subject for subject, _, _ in pairs for _ in range(pupils)],
        "kind": [kind for _, kind, _ in pairs for _ in range(pupils)],
        "judgement": judged,
        "raw": judged,
        "sheet": ["Sheet1"] * count,
        "cell": ["A1"] * count,
    }
    columns = [pa.array(marks.get(field.name, [None] * count), type=field.type) for field in MARK_SCHEMA]
    _write(pa.Table.from_arrays(columns, schema=MARK_SCHEMA), marks_path(folder, token))
    return {
        "token": token,
        "urn": urn,
        "academic_year": half_term.academic_year,
        "ordinal": half_term.ordinal,
        "whole_return": False,
        "file_name": "return.xlsx",
        "original_hash": "0" * 64,
        "half_terms": sorted({HalfTerm(half_term.starts, ordinal).slug for _, _, ordinal in pairs}),
        "pupils": pupils,
        "judgements": count,
        "held_rows": 0,
        "columns": [],
        "problems": [],
        "effect": [],
        "loaded_at": now(),
        "loaded_by": "benchmark",
    }


def _write(table: pa.Table, path: Path) -> None:
    pq.write_table(table, path, compression="zstd")  # as etl.publish.parquet does


_SHARES = {
    "disadvantaged": 0.26,
    "pupil_premium": 0.26,
    "fsm": 0.24,
    "fsm6": 0.25,
    "looked_after": 0.01,
    "eal": 0.2,
}
