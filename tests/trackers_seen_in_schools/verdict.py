"""What came of reading a tracker, held against its truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from etl.half_terms import parse_half_term
from etl.problems import Problem, Severity
from etl.reading.returns import read_return
from etl.reading.tidy import KnownSchool, Learned, ReadingContext, SchoolReading
from tests.trackers_seen_in_schools.tracker import ELM_GROVE, OAKFIELD, ST_BEDES, Tracker

SCHOOLS = (
    KnownSchool(urn=OAKFIELD, name="Oakfield Primary School"),
    KnownSchool(urn=ELM_GROVE, name="Elm Grove C of E Primary School"),
    KnownSchool(urn=ST_BEDES, name="St Bede's Catholic Primary School"),
)


class Came(StrEnum):
    """Declared from best to gravest."""

    READ = "read whole"
    ASKED = "asked, as it must be"
    NEEDLESSLY_ASKED = "asked needlessly"
    ASKED_ELSEWHERE = "asked, but not at the cell"
    LOST_AND_TOLD = "marks left out, and said so"
    MISREAD = "misread without a word"


@dataclass(frozen=True)
class Verdict:
    came: Came
    why: str = ""
    problems: Sequence[Problem] = field(default=())


def read(tracker: Tracker, path: Path, learned: Learned | None = None) -> list[SchoolReading]:
    context = ReadingContext(
        schools=SCHOOLS,
        school_urn=tracker.school_urn,
        half_term=parse_half_term(tracker.half_term) if tracker.half_term else None,
        learned={OAKFIELD: learned} if learned else {},
    )
    return list(read_return(path, context))


def judge(tracker: Tracker, readings: Sequence[SchoolReading], *, must_stop: bool | None = None) -> Verdict:
    """Holds readings against the truth; what is read beside a stop may lack rows but never be wrong."""
    problems = [problem for reading in readings for problem in reading.problems]
    stops = [problem for problem in problems if problem.severity is Severity.STOP]
    wrong = _differences(tracker, readings, lacking=not stops)
    if wrong and not (tracker.must_stop and not tracker.truth):
        told = [p for p in problems if p.severity is not Severity.INFO or p.code == "column_unused"]
        lost = all(one.startswith("lacks") for one in wrong)
        came = Came.LOST_AND_TOLD if lost and told and not stops else Came.MISREAD
        return Verdict(came, "; ".join(wrong[:4]), problems)
    if tracker.must_stop if must_stop is None else must_stop:
        if not stops:
            return Verdict(Came.MISREAD, "it should have stopped", problems)
        cells = {(problem.sheet, problem.cell) for problem in stops}
        found = not tracker.stops_at or cells & set(tracker.stops_at)
        return Verdict(Came.ASKED if found else Came.ASKED_ELSEWHERE, _told(stops), problems)
    if not stops:
        unsaid = set(tracker.must_say) - {problem.code for problem in problems}
        return Verdict(Came.MISREAD if unsaid else Came.READ, ", ".join(unsaid), problems)
    return Verdict(Came.ASKED if tracker.may_ask else Came.NEEDLESSLY_ASKED, _told(stops), problems)


def _told(stops: Sequence[Problem]) -> str:
    return " | ".join(f"{one.sheet}!{one.cell} {one.code}: {one.message}" for one in stops[:3])


def _differences(tracker: Tracker, readings: Sequence[SchoolReading], *, lacking: bool) -> list[str]:
    wrong = []
    rows = {
        (mark.upn, str(mark.half_term), mark.subject.value, mark.kind.value): (mark, reading)
        for reading in readings
        for mark in reading.marks
    }
    for key, (mark, reading) in rows.items():
        where = f"{mark.sheet}!{mark.cell} {mark.raw!r} as {' '.join(key[1:])}"
        known = {**tracker.optional, **tracker.truth}
        if key not in known:
            if mark.score is None:
                wrong.append(f"invents {where}")
        elif known[key] != (mark.judgement.value if mark.judgement else None):
            wrong.append(f"wrong {where}: {mark.judgement}, not {known[key]}")
        urn = tracker.schools.get(mark.upn, tracker.school_urn)
        if reading.school_urn != urn:
            wrong.append(f"wrong school for {where}")
    pupils = {pupil.upn: pupil for reading in readings for pupil in reading.pupils}
    for upn, pupil in pupils.items():
        if upn not in tracker.pupils:
            wrong.append(f"invents a pupil at {pupil.sheet} row {pupil.row}")
            continue
        for detail, value in tracker.pupils[upn].items():
            if detail == "dob_or_none":
                if pupil.dob not in (None, value):
                    wrong.append(f"wrong dob at {pupil.sheet} row {pupil.row}: {pupil.dob}, not {value}")
            elif getattr(pupil, detail) != value:
                given = getattr(pupil, detail)
                wrong.append(f"wrong {detail} at {pupil.sheet} row {pupil.row}: {given!r}, not {value!r}")
    if lacking:
        wrong += [f"lacks {' '.join(key[1:])} of a pupil" for key in tracker.truth.keys() - rows.keys()]
        wrong += ["lacks a pupil"] * len(tracker.pupils.keys() - pupils.keys())
        for reading in readings:
            if reading.half_term is not None and str(reading.half_term) != tracker.really:
                wrong.append(f"takes it for {reading.half_term}")
    return wrong
