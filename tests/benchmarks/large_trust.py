"""A large trust's accepted returns, made straight as Parquet: for benchmarks, not for tests."""

from __future__ import annotations

import itertools
import uuid
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
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
BANDS = pa.array(["PKS", "WTS", "EXS", "GDS"])
BAND_SHARES = [0.05, 0.22, 0.5, 0.23]


def make_large_trust(
    folder: DataFolder, *, school_count: int, pupils: int, years: int, carry: bool = False
) -> Record:
    """Schools of `pupils` pupils on average, some of them very small (`_sizes`), with a return in every
    half-term of `years` years, ending in 2025/26.

    With `carry`, each return also has the current judgements of the year's half-terms before, as trackers
    with half-terms side by side do: they are read and compared, and none of them stands. Pupils stay for
    the whole time in the year group they are in: only the amount matters here.
    """
    record = make_record(folder)
    urns = list(range(910001, 910001 + school_count))
    with record.writing() as connection:
        schools.register(connection, [schools.School(urn=urn, name=f"School {urn}") for urn in urns])
    half_terms = [HalfTerm(2026 - years + y, ordinal) for y in range(years) for ordinal in range(1, 7)]
    sizes = _sizes(school_count, pupils)
    told = zip(urns, sizes, itertools.accumulate(sizes, initial=0), strict=False)
    write = partial(_write_school, folder, half_terms=half_terms, carry=carry)
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as several:
        rows = [row for theirs in several.map(write, told, chunksize=10) for row in theirs]
    rows.sort(key=lambda row: (str(row["academic_year"]), row["ordinal"]))  # as they would come in
    with record.writing() as connection:
        connection.execute(accepted_return.insert(), rows)
    return record


def _sizes(school_count: int, pupils: int) -> list[int]:
    """The pupils of each school: two in twenty have an eighth of `pupils`, one a twentieth, and the others so
    many more. Of such small cohorts something must be hidden.
    """
    small = {3: pupils // 8, 13: pupils // 8, 7: pupils // 20}
    others = round((20 * pupils - sum(small.values())) / (20 - len(small)))
    return [small.get(place % 20, others) for place in range(school_count)]


def _write_school(
    folder: DataFolder, school: tuple[int, int, int], *, half_terms: list[HalfTerm], carry: bool
) -> list[dict[str, object]]:
    urn, pupils, before = school
    known = _pupils(before, pupils)
    return [_write_return(folder, urn, known, half_term, carry) for half_term in half_terms]


def _pupils(before: int, pupils: int) -> dict[str, pa.Array]:
    """What every return of a school says alike of its pupils: they are the same the whole time."""
    numbers = np.arange(pupils)
    return {
        "upn": pa.array([upn(before + number) for number in range(pupils)]),
        "year_group": pa.array(numbers % 6 + 1, pa.int32()),
        "class_name": pa.array([f"{number % 6 + 1}{'AB'[number % 2]}" for number in range(pupils)]),
        "sex": pa.array(np.where(numbers % 2, "F", "M").tolist()),
        "left": pa.array([False] * pupils),
        "row": pa.array(numbers + 2, pa.int32()),
    }


def _write_return(
    folder: DataFolder, urn: int, known: dict[str, pa.Array], half_term: HalfTerm, carry: bool
) -> dict[str, object]:
    token = uuid.uuid4().hex
    chance = np.random.default_rng([urn, half_term.starts, half_term.ordinal])
    upns = known["upn"]
    pupils = len(upns)
    flags = {name: pa.array(chance.random(pupils) < share) for name, share in _SHARES.items()}
    sen = pa.array(np.where(chance.random(pupils) < 0.15, "K", "N").tolist())
    given = {**known, **flags, "sen": sen, **_same(pupils, token=token, sheet="Sheet1")}
    _write(_table(PUPIL_SCHEMA, given, pupils), pupils_path(folder, token))
    own = half_term.ordinal
    pairs = [
        (subject, kind, ordinal)
        for ordinal in (range(1, own + 1) if carry else (own,))
        for subject in SUBJECTS
        for kind in KINDS
        if kind == "current" or ordinal == own
    ]
    count = pupils * len(pairs)
    judged = BANDS.take(pa.array(chance.choice(len(BANDS), count, p=BAND_SHARES)))
    each = pa.array(np.repeat(np.arange(len(pairs)), pupils))
    subjects, kinds, ordinals = (pa.array(column).take(each) for column in zip(*pairs, strict=True))
    marks = {
        "upn": pa.concat_arrays([upns] * len(pairs)),
        "ordinal": ordinals.cast(pa.int32()),
        "subject": subjects,
        "kind": kinds,
        "judgement": judged,
        "raw": judged,
        **_same(count, token=token, sheet="Sheet1", cell="A1"),
        "starts": pa.array(np.full(count, half_term.starts), pa.int32()),
    }
    _write(_table(MARK_SCHEMA, marks, count), marks_path(folder, token))
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


def _same(count: int, **words: str) -> dict[str, pa.Array]:
    """Columns that say the same in every row."""
    return {name: pa.repeat(word, count) for name, word in words.items()}


def _table(schema: pa.Schema, given: dict[str, pa.Array], count: int) -> pa.Table:
    """What is not given is NULL."""
    columns = [given.get(field.name, pa.nulls(count, field.type)) for field in schema]
    return pa.Table.from_arrays(columns, schema=schema)


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
