"""What a file is to be annotated with, in a form that goes from one process to another."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

from etl.problems import Problem, Severity, in_order

HOW_TO_GO_ON = (
    "Correct the coloured cells, save, and send this file as it is: this sheet, the colours and the comments "
    "are left out when it is read."
)
NOTHING_FOUND = "Nothing was found: the file can be loaded as it is."
_NO_STOPS = "Nothing here keeps the file out: it can be loaded as it is."


class Answer(Protocol):
    """What came of a file for one school, a return or results: as much of it as an annotated copy says."""

    @property
    def school_urn(self) -> int | None: ...
    @property
    def occasion(self) -> str: ...
    @property
    def problems(self) -> tuple[Problem, ...]: ...
    @property
    def unreadable(self) -> bool: ...
    @property
    def sheets(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Job:
    """One file to be annotated. `from_cells`: not copied with its formats, but made from what was read."""

    path: str
    kind: str  # as `kind_of` tells it
    from_cells: bool
    whose: str  # the schools and half-terms that the file is for
    counts: str
    how_to_go_on: str
    problems: tuple[Problem, ...]  # gravest first, each once

    def as_json(self) -> str:
        return json.dumps({**asdict(self), "problems": [problem.as_json() for problem in self.problems]})

    @classmethod
    def from_json(cls, text: str) -> Job:
        held = json.loads(text)
        problems = tuple(map(Problem.from_json, held.pop("problems")))
        return cls(**held, problems=problems)


def job_for(path: Path, kind: str, outcomes: Sequence[Answer], schools: Mapping[int, str]) -> Job:
    """The job of annotating a file with everything that the given outcomes say of it. `schools` are names."""
    sheets = [sheet for one in outcomes for sheet in one.sheets]
    problems = in_order(list(dict.fromkeys(found for one in outcomes for found in one.problems)), sheets)
    return Job(
        path=str(path.resolve()),
        kind=kind,
        from_cells=kind != "xlsx",
        whose=_whose(outcomes, schools),
        counts=_counts(problems),
        how_to_go_on=_how_to_go_on(problems),
        problems=problems,
    )


def _whose(outcomes: Sequence[Answer], schools: Mapping[int, str]) -> str:
    """“Oakfield Primary School, 2025/26 Spring 1”; several schools are joined by semicolons."""
    said = []
    for one in outcomes:
        known = one.school_urn is not None
        school = schools.get(one.school_urn or 0, f"School {one.school_urn}") if known else "School not known"
        said.append(f"{school}, {one.occasion}")
    return "; ".join(dict.fromkeys(said))


def _counts(problems: Sequence[Problem]) -> str:
    number = {severity: sum(one.severity is severity for one in problems) for severity in Severity}
    if not problems:
        return NOTHING_FOUND
    stops, checks, others = (number[severity] for severity in Severity)
    parts = [
        f"{stops} {'stop' if stops == 1 else 'stops'} to be put right",
        f"{checks} {'check' if checks == 1 else 'checks'} worth a look",
        f"{others} for information",
    ]
    return "Found: " + ", ".join(parts) + "."


def _how_to_go_on(problems: Sequence[Problem]) -> str:
    if any(one.severity is Severity.STOP for one in problems):
        return HOW_TO_GO_ON
    return _NO_STOPS if problems else ""
