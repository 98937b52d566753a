"""What came of one file for one school: the answer of check and load."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

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
