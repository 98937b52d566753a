"""Pupils' statutory outcomes in the three finished years, from the same attainment as their judgements.

Tests see what a pupil can do and not what the school hopes: no optimism, and luck of their own on the day.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from etl.half_terms import HalfTerm
from etl.results.assessments import Assessment
from etl.results.codes import GOALS
from etl.vocabulary import RECEPTION, Subject
from sample_data.calendar import FIRST_YEAR, LAST_YEAR, place, stream
from sample_data.judgements import BANDS, Judging
from sample_data.pupils import Pupil, Rolls, year_group
from sample_data.schools import SCHOOLS, SampleSchool

YEARS = range(FIRST_YEAR, LAST_YEAR)  # the finished ones

ON_THE_DAY = 0.16  # how far luck takes one test
ABSENT = 0.006
# Where the mark of the phonics check and the score of the MTC stand for an average reader, and how steeply
# they rise with attainment.
PHONICS_AT, PHONICS_RISE, PHONICS_A_YEAR_ON = 36.7, 5.0, 2.6
MTC_AT, MTC_RISE = 23.1, 4.6
# Where the early learning goals are reached: communication, personal and physical; literacy; the others.
GOAL_FROM = {
    **dict.fromkeys(GOALS[:7], -1.25),
    **dict.fromkeys(GOALS[7:10], -0.80),
    **dict.fromkeys(GOALS[10:12], -0.84),
    **dict.fromkeys(GOALS[12:], -1.20),
}
GOALS_APART = 0.14
BELOW_THE_TEST = -2.45  # attainment of those who are not entered


class Marked(NamedTuple):
    """One result: its code and its score, either of which may be missing."""

    outcome: str | None
    score: int | None


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One pupil's results in one assessment, with the school that gave it."""

    school: SampleSchool
    pupil: Pupil
    upn: str
    year_group: int
    form: str
    results: Mapping[str, Marked]


Key = tuple[int, Assessment, int]  # school, assessment, the year's start


def make_results(rolls: Rolls, judging: Judging) -> dict[Key, list[ResultLine]]:
    """Everybody's results, by school, assessment and year, in the order of the school's list."""
    made: dict[Key, list[ResultLine]] = {}
    first: dict[int, Marked] = {}  # the check of Year 1 by the pupil's number
    for starts in YEARS:
        for school in SCHOOLS:
            if starts >= school.joined:
                for assessment in Assessment:
                    made[school.urn, assessment, starts] = list(
                        _lines(rolls, judging, first, school, assessment, starts)
                    )
        for school in SCHOOLS:
            for line in made.get((school.urn, Assessment.PHONICS, starts), ()):
                if line.year_group == 1:
                    first[line.pupil.number] = line.results["phonics"]
    return made


def _lines(
    rolls: Rolls,
    judging: Judging,
    first: Mapping[int, Marked],
    school: SampleSchool,
    assessment: Assessment,
    starts: int,
) -> Iterator[ResultLine]:
    when = place(HalfTerm(starts, 6))
    here = {one.pupil.number for one in rolls.of[school.urn, when]}
    listed = [(one, False) for one in rolls.of[school.urn, when] if not one.still_listed]
    if assessment is Assessment.MTC:
        # The check's window opened in June: the list of those registered still names who left in May.
        listed += [(one, True) for one in rolls.of[school.urn, when - 1] if one.pupil.number not in here]
    for one, left in listed:
        year = year_group(one.pupil, when)
        luck = stream("results", assessment.value, one.pupil.number, starts)
        results = _results(judging, first, school, one.pupil, assessment, year, when, luck, left=left)
        if results:
            yield ResultLine(school, one.pupil, one.pupil.upn_at(when), year, one.form, results)


def _results(
    judging: Judging,
    first: Mapping[int, Marked],
    school: SampleSchool,
    pupil: Pupil,
    assessment: Assessment,
    year: int,
    when: int,
    luck: random.Random,
    *,
    left: bool,
) -> dict[str, Marked]:
    def value(*subjects: Subject) -> float:
        known = [judging.attainment(school, pupil, year, when, subject) for subject in subjects]
        return sum(known) / len(known) + luck.gauss(0, ON_THE_DAY)

    absent = luck.random() < ABSENT
    unable = judging.disapplied(pupil)
    if assessment is Assessment.KS2 and year == 6:
        return _ks2(value, luck, absent=absent, unable=unable)
    if assessment is Assessment.KS1 and year == 2:
        return {
            subject.value: Marked("D" if unable else _teachers(subject, value(subject)), None)
            for subject in (Subject.READING, Subject.WRITING, Subject.MATHS)
        }
    if assessment is Assessment.MTC and year == 4:
        attained = value(Subject.MATHS)
        if left:
            return {"mtc": Marked("L", None)}
        if absent or unable or attained < BELOW_THE_TEST:
            return {"mtc": Marked("A" if absent else "B", None)}
        return {"mtc": Marked(None, _between(0, 25, MTC_AT + MTC_RISE * attained))}
    if assessment is Assessment.PHONICS and year in (1, 2):
        return _phonics(judging, first, school, pupil, year, when)
    if assessment is Assessment.EYFSP and year == RECEPTION:
        return _goals(value, luck, unable=unable)
    return {}


def _between(lowest: int, highest: int, number: float) -> int:
    return min(max(round(number), lowest), highest)


def _ks2(value: object, luck: random.Random, *, absent: bool, unable: bool) -> dict[str, Marked]:
    assert callable(value)
    found: dict[str, Marked] = {}
    for name, subjects in (
        ("reading", (Subject.READING,)),
        ("maths", (Subject.MATHS,)),
        ("gps", (Subject.READING, Subject.WRITING)),
    ):
        attained = value(*subjects)
        _, expected, higher = BANDS[subjects[0]]
        score = round(100 + 10 * (attained - expected) / (higher - expected))
        if absent:
            found[name] = Marked("A", None)
        elif unable or attained < BELOW_THE_TEST:
            found[name] = Marked("B", None)
        elif score < 80:
            found[name] = Marked("N", None)
        else:
            found[name] = Marked("AS" if score >= 100 else "NS", min(score, 120))
    written = value(Subject.WRITING)
    found["writing"] = Marked("PK3" if unable else _teachers(Subject.WRITING, written), None)
    science = value(Subject.READING, Subject.MATHS)
    found["science"] = Marked("EXS" if science > BANDS[Subject.READING][1] - 0.25 else "HNM", None)
    return found


def _teachers(subject: Subject, attained: float) -> str:
    towards, expected, greater = BANDS[subject]
    if attained < towards:
        return "PK4"
    return "GDS" if attained >= greater else "EXS" if attained >= expected else "WTS"


def _phonics(
    judging: Judging, first: Mapping[int, Marked], school: SampleSchool, pupil: Pupil, year: int, when: int
) -> dict[str, Marked]:
    """Year 1; and in Year 2 those who did not meet the standard then, wherever they were."""
    if year == 1:
        return {"phonics": _check(judging, school, pupil, 1, when)}
    before = first.get(pupil.number) or _check(judging, school, pupil, 1, when)
    return {} if before.outcome == "Wa" else {"phonics": _check(judging, school, pupil, 2, when)}


def _check(judging: Judging, school: SampleSchool, pupil: Pupil, year: int, when: int) -> Marked:
    luck = stream("phonics", pupil.number, year)
    attained = judging.attainment(school, pupil, 1, when, Subject.READING) + luck.gauss(0, ON_THE_DAY)
    if luck.random() < ABSENT:
        return Marked("A", None)
    if judging.disapplied(pupil) or attained < BELOW_THE_TEST:
        return Marked("D", None)
    mark = PHONICS_AT + PHONICS_RISE * attained + (PHONICS_A_YEAR_ON if year == 2 else 0)
    score = _between(0, 40, mark)
    return Marked("Wa" if score >= 32 else "Wt", score)


def _goals(value: object, luck: random.Random, *, unable: bool) -> dict[str, Marked]:
    assert callable(value)
    if unable:
        return dict.fromkeys(GOALS, Marked("A", None))
    attained = value(Subject.READING, Subject.WRITING, Subject.MATHS)
    return {
        goal: Marked("2" if attained + luck.gauss(0, GOALS_APART) >= GOAL_FROM[goal] else "1", None)
        for goal in GOALS
    }


def gld(line: ResultLine) -> str:
    """Y, N or A: whether a child reached the good level of development."""
    goals = [line.results[goal].outcome for goal in GOALS]
    if "A" in goals:
        return "A"
    return "Y" if all(outcome == "2" for outcome in goals[:12]) else "N"
