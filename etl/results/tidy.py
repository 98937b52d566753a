"""What one file holds of one school's results in one assessment of one year."""

from __future__ import annotations

from dataclasses import dataclass, field

from etl.problems import Problem
from etl.reading.tidy import ColumnReading, PupilRow
from etl.results.assessments import Assessment


@dataclass(frozen=True, kw_only=True, slots=True)
class ResultRow:
    """One result: pupil × subject, of the assessment and year that the reading is of.

    `outcome` is a code of etl.results.codes, None where only a score was given. `eligible`, `expected`
    and `higher` are the file's own word, where it has one: the Department's files say of every result
    whether it counts and which standards it meets.
    """

    upn: str
    subject: str
    outcome: str | None
    score: float | None
    eligible: bool | None = None
    expected: bool | None = None
    higher: bool | None = None
    raw: str
    sheet: str
    cell: str


@dataclass(frozen=True, kw_only=True)
class ResultReading:
    """One file's results of one school, assessment and year, before they are held against the record.

    `pupils` and `results` hold only good rows, `held` the rows that a stop concerns.
    """

    file_name: str
    assessment: Assessment | None
    school_urn: int | None
    starts: int | None  # the calendar year in which the academic year starts
    pupils: tuple[PupilRow, ...] = ()
    results: tuple[ResultRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    columns: tuple[ColumnReading, ...] = ()
    held: frozenset[tuple[str, int]] = field(default=frozenset())
