"""What teachers judged and predicted, from an attainment that nobody sees.

Each pupil has one latent attainment that all subjects share and one more for each subject, on a scale of
standard deviations of pupils. A mark is the band that the latent value falls into, once the school's level,
the stories, the half-term and the teacher's eye have been added: reading, writing and maths correlate,
judgements grow within the year, and predictions lean the way their school leans.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from etl.vocabulary import RWM_SUBJECTS, Judgement, Kind, Subject
from sample_data import stories
from sample_data.calendar import HALF_TERMS, LAST_YEAR, place, stream
from sample_data.pupils import Place, Pupil, Rolls, year_group
from sample_data.schools import BY_URN, SCHOOLS, SampleSchool


class Unjudged(StrEnum):
    """What stands in a cell where no judgement was given."""

    ABSENT = "absent"
    DISAPPLIED = "disapplied"
    LEFT = "left"
    BLANK = "blank"


Mark = Judgement | Unjudged
Marks = Mapping[tuple[Subject, Kind], Mark]

KINDS = (Kind.CURRENT, Kind.PREDICTED)

# Where WTS, EXS and GDS begin.
BANDS = {
    Subject.READING: (-2.10, -0.86, 0.56),
    Subject.WRITING: (-2.00, -0.72, 0.98),
    Subject.MATHS: (-2.15, -0.82, 0.64),
}

SHARED, OF_SUBJECT = 0.78, 0.42
DISADVANTAGED = -0.21
SEN = {"N": 0.10, "K": -0.85, "E": -1.75}
EAL = {Subject.READING: -0.10, Subject.WRITING: -0.12, Subject.MATHS: 0.06}
SUMMER_BORN = -0.14
GIRL = {Subject.READING: 0.08, Subject.WRITING: 0.22, Subject.MATHS: -0.08}
COHORT = 0.10  # how much one year group of a school differs from the next

# How far below the year's end a current judgement lies, half-term by half-term.
STILL_TO_COME = (0.60, 0.48, 0.36, 0.24, 0.12, 0.0)
# How much of a school's optimism is left in its predictions.
OPTIMISM_LEFT = (1.0, 0.95, 0.85, 0.75, 0.60, 0.35)
TEACHERS_EYE = 0.26  # a misjudgement of one pupil in one subject that lasts the year
FROM_DAY_TO_DAY = 0.10  # what changes from one half-term to the next

MISSES = 0.005  # chance that a pupil's current judgement is missing, as absent or blank
NEW_AND_UNJUDGED = 0.3  # chance that a pupil in their first half-term has no mark at all


@dataclass(slots=True)
class _Eye:
    """What is drawn for one pupil, whether or not it comes to be used: later changes leave it alone."""

    latent: dict[Subject, float]
    lasting: dict[tuple[int, Subject], float]  # by the year's start
    passing: dict[tuple[int, Subject, Kind], float]  # by place of the half-term
    missing: dict[int, float]
    new: float


def _eye(pupil: Pupil) -> _Eye:
    source = stream("marks", pupil.number)
    shared = source.gauss(0, SHARED)
    group = SEN[pupil.sen] + (SUMMER_BORN if pupil.summer_born else 0.0)
    group += DISADVANTAGED if pupil.disadvantaged else 0.0
    latent = {
        subject: shared
        + source.gauss(0, OF_SUBJECT)
        + group
        + (GIRL[subject] if pupil.sex == "F" else 0.0)
        + (EAL[subject] if pupil.eal else 0.0)
        for subject in RWM_SUBJECTS
    }
    years = sorted({half_term.starts for half_term in HALF_TERMS})
    return _Eye(
        latent=latent,
        lasting={key: source.gauss(0, TEACHERS_EYE) for key in product(years, RWM_SUBJECTS)},
        passing={
            key: source.gauss(0, FROM_DAY_TO_DAY)
            for key in product(range(len(HALF_TERMS)), RWM_SUBJECTS, KINDS)
        },
        missing={when: source.random() for when in range(len(HALF_TERMS))},
        new=source.random(),
    )


def _band(subject: Subject, value: float) -> Judgement:
    return list(Judgement)[sum(value >= begins for begins in BANDS[subject])]


class Judging:
    """Everyone's marks in every school's return, by (urn, place of the half-term, pupil's number)."""

    def __init__(self, rolls: Rolls) -> None:
        self._eyes = {pupil.number: _eye(pupil) for pupil in rolls.pupils}
        self._cohorts = {
            (school.urn, entered): stream("level of cohort", school.urn, entered).gauss(0, COHORT)
            for school in SCHOOLS
            for entered in range(HALF_TERMS[0].starts - 6, LAST_YEAR + 1)
        }
        self.marks: dict[tuple[int, int, int], dict[tuple[Subject, Kind], Mark]] = {}
        for (urn, when), listed in rolls.of.items():
            school = BY_URN[urn]
            for one in listed:
                self.marks[urn, when, one.pupil.number] = self._marks(school, one, when)
        self._plant_alike(rolls)
        self._plant_jump(rolls)
        self._plant_copied(rolls)

    def _marks(self, school: SampleSchool, one: Place, when: int) -> dict[tuple[Subject, Kind], Mark]:
        pupil, eye = one.pupil, self._eyes[one.pupil.number]
        year = year_group(pupil, when)
        cells = list(product(RWM_SUBJECTS, KINDS))
        if one.still_listed:
            return dict.fromkeys(cells, Unjudged.LEFT)
        if year == 0 and not school.judges_reception:
            return dict.fromkeys(cells, Unjudged.BLANK)
        if pupil.joined == when and when > 0 and eye.new < NEW_AND_UNJUDGED:
            return dict.fromkeys(cells, Unjudged.BLANK)
        if self.disapplied(pupil):
            return dict.fromkeys(cells, Unjudged.DISAPPLIED)
        marks: dict[tuple[Subject, Kind], Mark] = {
            (subject, kind): self._judgement(school, pupil, year, when, subject, kind)
            for subject, kind in cells
        }
        if eye.missing[when] < MISSES:
            unjudged = Unjudged.ABSENT if eye.missing[when] < MISSES / 2 else Unjudged.BLANK
            for subject in RWM_SUBJECTS:
                marks[subject, Kind.CURRENT] = unjudged
        return marks

    def _judgement(
        self, school: SampleSchool, pupil: Pupil, year: int, when: int, subject: Subject, kind: Kind
    ) -> Judgement:
        half_term, eye = HALF_TERMS[when], self._eyes[pupil.number]
        value = self.attainment(school, pupil, year, when, subject)
        value += eye.lasting[half_term.starts, subject] + eye.passing[when, subject, kind]
        if kind is Kind.PREDICTED:
            value += school.optimism * OPTIMISM_LEFT[half_term.ordinal - 1]
        else:
            value -= STILL_TO_COME[half_term.ordinal - 1]
        return _band(subject, value)

    def attainment(self, school: SampleSchool, pupil: Pupil, year: int, when: int, subject: Subject) -> float:
        """What a pupil can do by the year's end, as nobody's eye sees it."""
        value = self._eyes[pupil.number].latent[subject] + school.level + school.strengths.get(subject, 0.0)
        value += self._cohorts[school.urn, pupil.entered]
        for course in stories.COURSES:
            if course.urn == school.urn and year in course.year_groups and subject in course.subjects:
                value += course.shift(HALF_TERMS[when])
        return value

    def disapplied(self, pupil: Pupil) -> bool:
        return pupil.sen == "E" and self._eyes[pupil.number].new > 0.93

    def _plant_alike(self, rolls: Rolls) -> None:
        planted = stories.ALIKE
        when = place(planted.half_term)
        for one in rolls.of[planted.urn, when]:
            if year_group(one.pupil, when) == planted.year_group and one.form == planted.form:
                marks = self.marks[planted.urn, when, one.pupil.number]
                marks[planted.subject, planted.kind] = planted.judgement

    def _plant_jump(self, rolls: Rolls) -> None:
        planted = stories.JUMP
        when = place(planted.half_term)
        cell = (planted.subject, Kind.CURRENT)
        for one in rolls.of[planted.urn, when]:
            before = self.marks.get((planted.urn, when - 1, one.pupil.number), {})
            if year_group(one.pupil, when) == planted.year_group and before.get(cell) is Judgement.WTS:
                self.marks[planted.urn, when, one.pupil.number][cell] = Judgement.GDS
                return

    def _plant_copied(self, rolls: Rolls) -> None:
        planted = stories.COPIED
        when = place(planted.half_term)
        for one in rolls.of[planted.urn, when]:
            before = self.marks.get((planted.urn, when - 1, one.pupil.number))
            if before is not None:
                marks = self.marks[planted.urn, when, one.pupil.number]
                for subject in RWM_SUBJECTS:
                    marks[subject, Kind.PREDICTED] = before[subject, Kind.PREDICTED]
