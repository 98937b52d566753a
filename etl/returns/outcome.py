"""What came of one file for one school: the answer of check and load."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from etl.containers.sheets import column_number
from etl.half_terms import HalfTerm
from etl.problems import Problem, Severity
from etl.reading.tidy import SchoolReading
from etl.returns.cohorts import CohortCount
from etl.returns.differing import Differing
from etl.returns.offers import Offer


class Status(StrEnum):
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNCHANGED = "unchanged"  # it would alter nothing, whatever its bytes


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One file and school. For a check it says what a load would do, and `return_id` is None."""

    file: str  # as given
    status: Status
    return_id: int | None = None
    school_urn: int | None = None
    half_term: HalfTerm | None = None
    pupils: int = 0
    judgements: int = 0
    held_rows: int = 0
    problems: tuple[Problem, ...] = ()
    reading: SchoolReading | None = None
    effect: tuple[str, ...] = ()
    counts: tuple[CohortCount, ...] = ()  # what the trust sees once it counts
    differing: tuple[Differing, ...] = ()  # marks for which another one stands already
    offers: tuple[Offer, ...] = ()  # rows whose pupil a person can confirm
    unreadable: bool = False
    alters: bool = False  # whether its good rows would change anything, where it was held against what stands

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheets that were read, in the file's order."""
        columns = self.reading.columns if self.reading else ()
        return tuple(dict.fromkeys(column.sheet for column in columns))

    @property
    def occasion(self) -> str:
        """What it is of, in words."""
        return str(self.half_term) if self.half_term else "half-term not known"

    def as_json(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "status": self.status.value,
            "return_id": self.return_id,
            "school_urn": self.school_urn,
            "academic_year": self.half_term.academic_year if self.half_term else None,
            "half_term": self.half_term.name if self.half_term else None,
            "pupils": self.pupils,
            "judgements": self.judgements,
            "held_rows": self.held_rows,
            "problems": [problem.as_json() for problem in self.problems],
        }

    def count(self, severity: Severity) -> int:
        return sum(problem.severity is severity for problem in self.problems)


def in_order(problems: Sequence[Problem], sheets: Iterable[str] = ()) -> tuple[Problem, ...]:
    """Gravest first; within a severity what is about the whole file, then sheet by sheet and row by row, as
    somebody puts them right. `sheets`: their names in the file's order; others follow as they were found."""
    of_sheets = dict.fromkeys([*sheets, *(problem.sheet for problem in problems if problem.sheet)])
    order = {sheet: place for place, sheet in enumerate(of_sheets)}
    gravity = list(Severity)

    def place(problem: Problem) -> tuple[int, int, int, int]:
        letters, digits = re.fullmatch(r"([A-Z]*)(\d*)", problem.cell or "").groups("")  # type: ignore[union-attr]
        sheet = -1 if problem.sheet is None else order.get(problem.sheet, -1)
        return gravity.index(problem.severity), sheet, int(digits or 0), column_number(letters)

    return tuple(sorted(problems, key=place))
