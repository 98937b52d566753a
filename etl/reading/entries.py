"""A row that is a pupil, with what it says and its marks, as a table's rows become."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from etl.containers import column_letter
from etl.half_terms import HalfTerm
from etl.problems import Problem
from etl.reading.columns import Column
from etl.reading.half_term_words import SaidHalfTerm
from etl.reading.marks import Reading
from etl.reading.tables import Table
from etl.vocabulary import Kind, Subject


@dataclass(slots=True)
class RawMark:
    """One filled cell of a column of marks. `when` is what the column or the row says of the half-term.

    The last four are filled in when the mark is read: there may be hundreds of thousands of them, so
    they are not given an object of their own.
    """

    entry: Entry
    column: Column
    text: str
    is_date: bool
    subject: Subject
    kind: Kind
    when: SaidHalfTerm | None
    half_term: HalfTerm | None = None
    what: int = 0  # half-term, subject and kind as one number
    reading: Reading = Reading.UNKNOWN
    score: float | None = None

    @property
    def cell(self) -> str:
        return f"{column_letter(self.column.index)}{self.entry.row}"


@dataclass(slots=True)
class Entry:
    """One row that is a pupil. `upn` is None where it is missing or cannot be right."""

    table: Table
    sheet: str
    row: int  # 1-based
    upn: str | None
    upn_cell: str
    details: dict[str, object] = field(default_factory=dict)
    year_group: int | None = None
    year_groups_of_marks: set[int] = field(default_factory=set)
    school_text: str = ""
    school_field: str = ""
    school_cell: str | None = None
    marks: list[RawMark] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def place(self) -> tuple[str, int]:
        return self.sheet, self.row


@dataclass
class Unclear:
    """A text of a column that says what rows' marks are of, and is not understood."""

    column: Column
    cure: str
    entries: list[Entry] = field(default_factory=list)


@dataclass
class TableEntries:
    """What a table's rows came to."""

    entries: list[Entry] = field(default_factory=list)
    left_out: list[int] = field(default_factory=list)  # rows with text that are no pupil, 1-based
    other_subjects: Counter[str] = field(default_factory=Counter)
    checks: list[Problem] = field(default_factory=list)
    blank_is_no: list[Column] = field(default_factory=list)
    unclear: dict[tuple[int, str], Unclear] = field(default_factory=dict)
