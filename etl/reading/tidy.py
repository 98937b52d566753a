"""What one file holds for one school, once it is understood: the form that everything after reading uses."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from etl.half_terms import HalfTerm
from etl.problems import Problem
from etl.vocabulary import Judgement, Kind, Subject


@dataclass(frozen=True, kw_only=True, slots=True)
class PupilRow:
    """One pupil as the file lists them. None is "the file does not say", never "no"."""

    upn: str
    surname: str | None = None
    forename: str | None = None
    dob: date | None = None
    sex: str | None = None  # F, M
    year_group: int | None = None  # Reception 0
    class_name: str | None = None
    disadvantaged: bool | None = None
    pupil_premium: bool | None = None
    fsm: bool | None = None
    fsm6: bool | None = None
    looked_after: bool | None = None
    eal: bool | None = None
    sen: str | None = None  # N, K, E
    left: bool = False  # every mark of the pupil says that they left
    sheet: str
    row: int  # 1-based, as in the file


class MarkRow(NamedTuple):
    """One mark: pupil × half-term × subject × kind. A tuple, which is made fast: there may be millions.

    `judgement` is None for absent, disapplied and left (`raw` says which) and for a mere score.
    """

    upn: str
    half_term: HalfTerm
    subject: Subject
    kind: Kind
    judgement: Judgement | None
    score: float | None
    raw: str
    sheet: str
    cell: str


@dataclass(frozen=True, kw_only=True)
class ColumnReading:
    """How one column was understood, for "how we read your sheet"."""

    sheet: str
    column: str  # the letter: "F"
    heading: str  # as it stands in the file, its header rows joined by " / "
    meaning: str  # in words: "Reading, predicted year-end", "Not used"
    used: bool
    confidence: str  # "certain", "likely", "learned", "unused"
    # The distinct marks found in a column of marks and what each was read as, most frequent first.
    marks: tuple[tuple[str, str, int], ...] = ()
    field: str | None = None  # the detail of the pupil that it holds: one of `headings.FIELDS`
    asked: str = ""  # the words of the heading that are not understood, where it is asked about


@dataclass(frozen=True, kw_only=True, slots=True)
class UnknownRow:
    """A row that names a pupil and has no UPN; it waits until a person says who is meant."""

    sheet: str
    row: int  # 1-based
    cell: str  # where the UPN is missing
    fingerprint: str
    surname: str | None
    forename: str | None
    dob: date | None
    year_group: int | None
    class_name: str | None


@dataclass(frozen=True, kw_only=True)
class SchoolReading:
    """One file's content for one school, before it is held against what the trust already knows.

    `pupils` and `marks` hold only good rows; `held` the rows that a stop concerns (sheet, row number).
    """

    file_name: str
    school_urn: int | None
    half_term: HalfTerm | None
    pupils: tuple[PupilRow, ...] = ()
    marks: tuple[MarkRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    columns: tuple[ColumnReading, ...] = ()
    held: frozenset[tuple[str, int]] = field(default=frozenset())
    unknown: tuple[UnknownRow, ...] = ()
    matched: int = 0  # rows without a UPN whose pupil a person had confirmed

    def cell_of(self, pupil: PupilRow, *fields: str) -> str:
        """The cell of the first of some fields that the pupil's sheet has a column for; else of its UPN."""
        by_field = {one.field: one.column for one in self.columns if one.sheet == pupil.sheet and one.field}
        column = next(
            (by_field[name] for name in (*fields, "upn", "name", "surname") if name in by_field), "A"
        )
        return f"{column}{pupil.row}"


@dataclass(frozen=True, kw_only=True)
class KnownSchool:
    urn: int
    name: str
    laestab: str | None = None  # 3-digit authority and 4-digit establishment, where known


@dataclass(frozen=True, kw_only=True)
class Learned:
    """What a school has confirmed about its own sheets."""

    marks: dict[str, str] = field(default_factory=dict)  # mark as typed, tidied -> judgement
    headings: dict[str, str] = field(default_factory=dict)  # heading, tidied -> meaning id


@dataclass(frozen=True, kw_only=True)
class ReadingContext:
    """What is known before a file is opened."""

    schools: tuple[KnownSchool, ...]
    school_urn: int | None = None  # as the person said; None: the file must say
    half_term: HalfTerm | None = None  # likewise
    learned: dict[int, Learned] = field(default_factory=dict)  # by school
    # By school: the UPN that a person confirmed for a row without one, by the row's fingerprint.
    matches: dict[int, dict[str, str]] = field(default_factory=dict)
