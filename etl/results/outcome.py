"""What came of one file of results for one school, assessment and year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from etl.half_terms import academic_year_label
from etl.problems import Problem
from etl.results.assessments import Assessment
from etl.results.tidy import ResultReading
from etl.returns.outcome import Status


@dataclass(frozen=True, kw_only=True)
class ResultOutcome:
    """For a check it says what a load would do, and `return_id` is None."""

    file: str  # as given
    status: Status
    return_id: int | None = None
    school_urn: int | None = None
    assessment: Assessment | None = None
    starts: int | None = None
    pupils: int = 0
    results: int = 0
    held_rows: int = 0
    problems: tuple[Problem, ...] = ()
    effect: tuple[str, ...] = ()
    reading: ResultReading | None = None
    unreadable: bool = False

    @property
    def academic_year(self) -> str | None:
        return None if self.starts is None else academic_year_label(self.starts)

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheets that were read, in the file's order."""
        columns = self.reading.columns if self.reading else ()
        return tuple(dict.fromkeys(column.sheet for column in columns))

    @property
    def occasion(self) -> str:
        """What it is of, in words: “Key stage 2 2024/25”."""
        what = self.assessment.label if self.assessment else "assessment not known"
        return f"{what} {self.academic_year or 'of a year not known'}"

    def as_json(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "status": self.status.value,
            "return_id": self.return_id,
            "school_urn": self.school_urn,
            "academic_year": self.academic_year,
            "assessment": self.assessment.value if self.assessment else None,
            "pupils": self.pupils,
            "results": self.results,
            "held_rows": self.held_rows,
            "problems": [problem.as_json() for problem in self.problems],
        }
