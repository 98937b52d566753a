"""Pupils by name: for their own school's staff, and for those trust leaders who may; every look is logged by
the page that shows them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dashboard.access import Action, Scope, check_can
from dashboard.queries.half_terms import when
from dashboard.store import fetch_rows
from etl.groups import ALL, GROUPS
from etl.half_terms import HalfTerm
from etl.measures import JUDGEMENT_MEASURES
from etl.publish.current import Published
from etl.vocabulary import RWM, RWM_SUBJECTS, Judgement, Kind, Standard, Subject

# A column a group, with the side that the pupil is on; the expressions are ours.
SIDES = ",\n    ".join(
    f"{group.expression} AS group_{group.id}" for group in GROUPS.values() if group is not ALL
)

PUPILS = f"""
SELECT
    upn,
    surname,
    forename,
    class,
    year_group,
    sex,
    disadvantaged,
    pupil_premium,
    sen,
    eal,
    {SIDES}
FROM pupil_half_term
WHERE academic_year = $academic_year
AND half_term_ordinal = $ordinal
AND school_urn = $school_urn
AND (year_group = $year_group OR $year_group IS NULL)
AND (class = $class_name OR $class_name IS NULL)
AND on_roll
ORDER BY surname NULLS LAST, forename NULLS LAST, upn
"""

MARKS = """
SELECT
    mark.upn,
    mark.subject,
    mark.kind,
    mark.judgement,
    mark.raw
FROM mark
JOIN pupil_half_term USING (academic_year, half_term_ordinal, school_urn, upn)
WHERE mark.academic_year = $academic_year
AND mark.half_term_ordinal = $ordinal
AND mark.school_urn = $school_urn
AND (pupil_half_term.year_group = $year_group OR $year_group IS NULL)
AND (pupil_half_term.class = $class_name OR $class_name IS NULL)
"""

# Of everyone who was on the school's roll then; whoever asks keeps those who are in their list.
BEFORE = """
SELECT
    mark.upn,
    mark.subject,
    mark.kind,
    mark.judgement
FROM mark
JOIN pupil_half_term USING (academic_year, half_term_ordinal, school_urn, upn)
WHERE mark.academic_year = $academic_year
AND mark.half_term_ordinal = $ordinal
AND mark.school_urn = $school_urn
AND mark.judgement IS NOT NULL
AND pupil_half_term.on_roll
"""


@dataclass(frozen=True, kw_only=True)
class PupilMark:
    judgement: Judgement | None  # None: absent, disapplied or a mere score
    raw: str  # as the school typed it


@dataclass(frozen=True, kw_only=True)
class PupilLine:
    """One pupil on roll, with every mark of the half-term. None is “not given”."""

    upn: str
    surname: str | None
    forename: str | None
    class_name: str | None
    year_group: int
    sex: str | None
    disadvantaged: bool | None
    pupil_premium: bool | None
    sen: str | None
    eal: bool | None
    marks: dict[tuple[Subject, Kind], PupilMark]
    sides: dict[str, str]  # by pupil group the side that the pupil is on, as in etl.groups

    @property
    def name(self) -> str:
        return ", ".join(part for part in (self.surname, self.forename) if part) or "Name not given"

    def judgement(self, subject: Subject, kind: Kind) -> Judgement | None:
        mark = self.marks.get((subject, kind))
        return mark.judgement if mark else None


def pupil_list(
    published: Published,
    scope: Scope,
    school_urn: int,
    half_term: HalfTerm,
    year_group: int | None,
    class_name: str | None = None,
) -> list[PupilLine]:
    """One line a pupil of a year group, or of one of its classes, by name.

    `year_group` None: the whole class, over however many years it goes. Never kept: it is read anew each
    time. Raises AccessDenied where the scope may see no names there, and ValueError where neither a year
    group nor a class is named: a whole school is no list.
    """
    check_can(scope, Action.SEE_PUPILS, school_urn)
    if year_group is None and class_name is None:
        raise ValueError("A list of pupils is of a year group or a class.")
    where = {
        **when(half_term),
        "school_urn": school_urn,
        "year_group": year_group,
        "class_name": class_name,
    }
    marks: dict[str, dict[tuple[Subject, Kind], PupilMark]] = {}
    for row in fetch_rows(published, MARKS, where):
        marks.setdefault(row["upn"], {})[Subject(row["subject"]), Kind(row["kind"])] = PupilMark(
            judgement=Judgement(row["judgement"]) if row["judgement"] else None, raw=row["raw"]
        )
    lines = []
    for row in fetch_rows(published, PUPILS, where):
        sides = {group: row.pop(f"group_{group}") for group in GROUPS if group != ALL.id}
        named = row.pop("class")
        lines.append(PupilLine(**row, class_name=named, sides=sides, marks=marks.get(row["upn"], {})))
    return lines


# By pupil (UPN), subject and kind.
Earlier = dict[tuple[str, Subject, Kind], Judgement]


def judged_before(
    published: Published, scope: Scope, school_urn: int, half_term: HalfTerm, lines: list[PupilLine]
) -> Earlier:
    """What the pupils of a list were judged in the half-term before, in the same school.

    Current judgements within an academic year alone: another year expects something else. Raises
    AccessDenied where the scope may see no names there.
    """
    check_can(scope, Action.SEE_PUPILS, school_urn)
    before = half_term.previous
    listed = {line.upn for line in lines}
    return {
        (row["upn"], Subject(row["subject"]), Kind(row["kind"])): Judgement(row["judgement"])
        for row in fetch_rows(published, BEFORE, {**when(before), "school_urn": school_urn})
        if row["upn"] in listed and (before.starts == half_term.starts or row["kind"] != Kind.CURRENT)
    }


class Stands(StrEnum):
    """Where a pupil stands at a measure's standard."""

    MET = "met"
    NOT_MET = "not"
    NOT_ASSESSED = "none"  # without a judgement in it, or in one of reading, writing and maths


def stands(line: PupilLine, measure: str, kind: Kind) -> Stands:
    """At a measure of teachers' judgements, in one kind of them."""
    held = JUDGEMENT_MEASURES[measure]
    subjects = RWM_SUBJECTS if held.subject == RWM else (Subject(held.subject),)
    judged = [line.judgement(subject, kind) for subject in subjects]
    if None in judged:
        return Stands.NOT_ASSESSED
    standard = held.standard or Standard.EXPECTED
    return Stands.MET if all(one in standard.met_by for one in judged) else Stands.NOT_MET
