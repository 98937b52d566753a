"""What each school's return says before a tracker gives it a shape, and what is true once it is loaded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from etl.half_terms import HalfTerm
from etl.vocabulary import RWM_SUBJECTS, Judgement, Kind, Subject
from sample_data import stories
from sample_data.calendar import HALF_TERMS, place
from sample_data.judgements import Judging, Mark, Unjudged
from sample_data.pupils import Pupil, Rolls, year_group
from sample_data.schools import SCHOOLS, SampleSchool


@dataclass(frozen=True, slots=True)
class Line:
    """One pupil in one return, as the school knows them that half-term."""

    pupil: Pupil
    upn: str
    year_group: int
    form: str  # A, B, C
    fsm: bool
    marks: dict[tuple[Subject, Kind], Mark]
    left: bool = False  # still listed, with every mark saying that the pupil left

    def mark(self, subject: Subject, kind: Kind) -> Mark:
        return self.marks[subject, kind]


class TrueMark(NamedTuple):
    """One row of `attainment`: judgement None for absent, disapplied and left."""

    school_urn: int
    half_term: HalfTerm
    upn: str
    subject: Subject
    kind: Kind
    judgement: Judgement | None


@dataclass(frozen=True, slots=True)
class Return:
    """One school's half-term."""

    school: SampleSchool
    half_term: HalfTerm
    lines: tuple[Line, ...]
    # Judgements of earlier half-terms that the sheet gives otherwise than they were returned.
    restated: dict[tuple[str, Subject, HalfTerm], Judgement] = field(default_factory=dict)

    def year(self, year_group: int) -> list[Line]:
        return [line for line in self.lines if line.year_group == year_group]

    def truth(self) -> Iterator[TrueMark]:
        """The rows that this return adds to `attainment`; a blank adds none."""
        for line in self.lines:
            for (subject, kind), mark in line.marks.items():
                if mark is not Unjudged.BLANK:
                    judgement = mark if isinstance(mark, Judgement) else None
                    yield TrueMark(self.school.urn, self.half_term, line.upn, subject, kind, judgement)


def make_returns(rolls: Rolls, judging: Judging) -> dict[tuple[int, HalfTerm], Return]:
    """Every return that there is, the one that is not yet in among them, in loading order."""
    made: dict[tuple[int, HalfTerm], Return] = {}
    for when, half_term in enumerate(HALF_TERMS):
        for school in SCHOOLS:
            if half_term.starts >= school.joined:
                made[school.urn, half_term] = _make(rolls, judging, school, when)
    _plant_restated(made)
    return made


def _make(rolls: Rolls, judging: Judging, school: SampleSchool, when: int) -> Return:
    lines = tuple(
        Line(
            pupil=one.pupil,
            upn=one.pupil.upn_at(when),
            year_group=year_group(one.pupil, when),
            form=one.form,
            fsm=one.pupil.fsm_at(when),
            marks=judging.marks[school.urn, when, one.pupil.number],
            left=one.still_listed,
        )
        for one in rolls.of[school.urn, when]
    )
    return Return(school, HALF_TERMS[when], lines)


def _plant_restated(made: dict[tuple[int, HalfTerm], Return]) -> None:
    planted = stories.RESTATED
    now, then = made[planted.urn, planted.half_term], made[planted.urn, planted.earlier]
    returned = {line.upn: line.mark(planted.subject, Kind.CURRENT) for line in then.lines}
    ladder = list(Judgement)
    for line in now.year(planted.year_group):
        stands = returned.get(line.upn)
        if len(now.restated) < planted.pupils and isinstance(stands, Judgement) and stands.rank < 3:
            now.restated[line.upn, planted.subject, planted.earlier] = ladder[stands.rank + 1]


def earlier_this_year(made: dict[tuple[int, HalfTerm], Return], one: Return) -> list[Return]:
    """The returns of the same school and academic year before this one, oldest first."""
    return [
        made[one.school.urn, half_term]
        for half_term in HALF_TERMS[: place(one.half_term)]
        if half_term.starts == one.half_term.starts and (one.school.urn, half_term) in made
    ]


CELLS = tuple((subject, kind) for subject in RWM_SUBJECTS for kind in (Kind.CURRENT, Kind.PREDICTED))
