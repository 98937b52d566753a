"""What is missing inside the returns that were sent: pupils without a mark, by school and year group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from dashboard.access import Action, Scope, check_can
from dashboard.cached import kept
from dashboard.queries.half_terms import when
from dashboard.queries.register import schools
from dashboard.store import fetch_rows
from etl.half_terms import HalfTerm
from etl.measures import JUDGED_YEARS
from etl.publish.current import Published
from etl.vocabulary import RWM_SUBJECTS, Kind, Subject

ON_ROLL = """
SELECT
    school_urn,
    year_group,
    sum(on_roll) AS on_roll
FROM roll_count
WHERE academic_year = $academic_year
AND half_term_ordinal = $ordinal
AND pupil_group = 'all'
AND year_group IN $year_groups
GROUP BY ALL
"""

ASSESSED = """
SELECT
    school_urn,
    year_group,
    subject,
    sum(assessed) AS pupils
FROM attainment_count
WHERE academic_year = $academic_year
AND half_term_ordinal = $ordinal
AND kind = $kind
AND pupil_group = 'all'
AND subject IN $subjects
AND year_group IN $year_groups
GROUP BY ALL
"""

# Pupils for whom the school said why there is no judgement: absent, disapplied.
SAID_WHY = """
SELECT
    roll.school_urn,
    roll.year_group,
    mark.subject,
    count(*) AS pupils
FROM mark
JOIN roll USING (academic_year, half_term_ordinal, school_urn, upn)
WHERE mark.academic_year = $academic_year
AND mark.half_term_ordinal = $ordinal
AND mark.kind = $kind
AND mark.judgement IS NULL
AND mark.score IS NULL
AND mark.subject IN $subjects
AND roll.year_group IN $year_groups
GROUP BY ALL
"""


class Filled(StrEnum):
    """How far a year group's marks are given."""

    COMPLETE = "complete"
    IN_PART = "in part"
    NOTHING = "nothing"
    NOBODY = "nobody"  # no pupil of the year group is on roll


@dataclass(frozen=True, kw_only=True)
class SubjectFilled:
    """One subject of one year group. A pupil marked as absent or disapplied is not missing a mark."""

    subject: Subject
    assessed: int
    said_why: int
    missing: int


@dataclass(frozen=True, kw_only=True)
class YearFilled:
    """One year group of one school."""

    year_group: int
    on_roll: int
    subjects: tuple[SubjectFilled, ...]

    @property
    def filled(self) -> Filled:
        if not self.on_roll:
            return Filled.NOBODY
        if all(one.missing == 0 for one in self.subjects):
            return Filled.COMPLETE
        if all(one.missing == self.on_roll for one in self.subjects):
            return Filled.NOTHING
        return Filled.IN_PART

    @property
    def said_why(self) -> int:
        """The most pupils of any subject who are marked as absent or disapplied."""
        return max((one.said_why for one in self.subjects), default=0)


def filled_in(
    published: Published, scope: Scope, half_term: HalfTerm, kind: Kind
) -> dict[int, tuple[YearFilled, ...]]:
    """For each registered school its Years 1 to 6, also where nobody is on roll.

    Whole numbers, however small: for those who run data drops. Raises AccessDenied for everybody else.
    """
    check_can(scope, Action.CLOSE_DROP)
    return _every_school(published, half_term, kind)


@kept(answers=12)
def _every_school(published: Published, half_term: HalfTerm, kind: Kind) -> dict[int, tuple[YearFilled, ...]]:
    asked = {**when(half_term), "year_groups": list(JUDGED_YEARS)}
    marks = {**asked, "kind": kind.value, "subjects": [one.value for one in RWM_SUBJECTS]}
    on_roll = {
        (row["school_urn"], row["year_group"]): int(row["on_roll"])
        for row in fetch_rows(published, ON_ROLL, asked)
    }
    assessed = _by_subject(fetch_rows(published, ASSESSED, marks))
    said_why = _by_subject(fetch_rows(published, SAID_WHY, marks))
    made = {}
    for urn in schools(published):
        years = []
        for year in JUDGED_YEARS:
            pupils = on_roll.get((urn, year), 0)
            subjects = []
            for subject in RWM_SUBJECTS:
                key = (urn, year, subject.value)
                judged, why = assessed.get(key, 0), said_why.get(key, 0)
                one = SubjectFilled(
                    subject=subject, assessed=judged, said_why=why, missing=pupils - judged - why
                )
                subjects.append(one)
            years.append(YearFilled(year_group=year, on_roll=pupils, subjects=tuple(subjects)))
        made[urn] = tuple(years)
    return made


def _by_subject(rows: Sequence[dict[str, int]]) -> dict[tuple[int, int, str], int]:
    return {(row["school_urn"], row["year_group"], str(row["subject"])): int(row["pupils"]) for row in rows}
