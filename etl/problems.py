"""What a check found in a file: place, finding, cure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from etl.containers.sheets import column_number


class Severity(StrEnum):
    """Declared from gravest to lightest: lists of problems are shown in this order."""

    STOP = "stop"
    CHECK = "check"
    INFO = "info"


# Each severity: its shape, its word, and what it means for the file. Never told apart by colour alone.
WEIGHTS: dict[Severity, tuple[str, str, str]] = {
    Severity.STOP: ("■", "Stop", "must be put right, or its row waits"),
    Severity.CHECK: ("▲", "Check", "worth a look; it can be loaded as it is"),
    Severity.INFO: ("●", "For information", "nothing to do"),
}


@dataclass(frozen=True)
class Problem:
    """One finding at one cell. Neither message nor suggestion may hold a name, birth date or UPN."""

    severity: Severity
    code: str
    message: str
    suggestion: str = ""
    sheet: str | None = None
    cell: str | None = None  # A1 style, one cell, for csv too; None when the whole file is meant
    # The (sheet, row number) of every row that a stop concerns, beside the one at `cell`. Empty for a
    # stop that concerns the whole file: such a file has no good rows.
    rows: frozenset[tuple[str, int]] = field(default=frozenset(), compare=False)

    @property
    def line(self) -> str:
        """As a command prints it: how grave, which sheet and cell, what was found, what to do."""
        place = " ".join(filter(None, (self.sheet, self.cell)))
        where = f"{place}: " if place else ""
        return f"{self.severity}: {where}{self.message} {self.suggestion}".rstrip()

    @classmethod
    def from_json(cls, held: dict[str, Any]) -> Problem:
        """The inverse of `as_json`; the rows that a stop concerns are not among what it gives."""
        return cls(**{**held, "severity": Severity(held["severity"])})

    def as_json(self) -> dict[str, Any]:
        return {
            "severity": self.severity.value,
            "code": self.code,
            "sheet": self.sheet,
            "cell": self.cell,
            "message": self.message,
            "suggestion": self.suggestion,
        }


@dataclass(frozen=True)
class Finding:
    """One kind of problem, declared once. Call it to make a Problem of it."""

    code: str
    severity: Severity
    about: str  # for documentation and tests

    def __call__(
        self,
        message: str,
        suggestion: str = "",
        *,
        sheet: str | None = None,
        cell: str | None = None,
        rows: Iterable[tuple[str, int]] = (),
    ) -> Problem:
        return Problem(self.severity, self.code, message, suggestion, sheet, cell, frozenset(rows))


# Every finding that is declared anywhere, by its code.
FINDINGS: dict[str, Finding] = {}


def declare(code: str, severity: Severity, about: str) -> Finding:
    """Declare a kind of problem. A code has one meaning and one severity."""
    assert code not in FINDINGS, f"{code} is declared twice"
    FINDINGS[code] = Finding(code, severity, about)
    return FINDINGS[code]


def stops(problems: list[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.severity is Severity.STOP]


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
