"""Pupils by name: for their own school's staff, and for those trust leaders who may; every look is logged by
the page that shows them."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.access import Action, Scope, check_can
from dashboard.queries.half_terms import when
from dashboard.store import fetch_rows
from etl.half_terms import HalfTerm
from etl.publish.current import Published
from etl.vocabulary import Judgement, Kind, Subject

PUPILS = """
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
    eal
FROM pupil_half_term
WHERE academic_year = $academic_year
AND half_term_ordinal = $ordinal
AND school_urn = $school_urn
AND year_group = $year_group
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
AND pupil_half_term.year_group = $year_group
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
    year_group: int,
    class_name: str | None = None,
) -> list[PupilLine]:
    """One line a pupil of a year group, or of one of its classes, by name.

    Never kept: it is read anew each time. Raises AccessDenied where the scope may see no names there.
    """
    check_can(scope, Action.SEE_PUPILS, school_urn)
    where = {**when(half_term), "school_urn": school_urn, "year_group": year_group}
    marks: dict[str, dict[tuple[Subject, Kind], PupilMark]] = {}
    for row in fetch_rows(published, MARKS, where):
        marks.setdefault(row["upn"], {})[Subject(row["subject"]), Kind(row["kind"])] = PupilMark(
            judgement=Judgement(row["judgement"]) if row["judgement"] else None, raw=row["raw"]
        )
    lines = []
    for row in fetch_rows(published, PUPILS, where):
        named = row.pop("class")
        if class_name is None or named == class_name:
            lines.append(PupilLine(**row, class_name=named, marks=marks.get(row["upn"], {})))
    return lines
