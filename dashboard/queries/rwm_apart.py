"""Reading, writing and maths taken apart: who meets all three, and what the others miss it by.

A subject's share cannot say it: two subjects of eight in ten may be met by six in ten pupils or by eight.
For a school's own staff and the trust's leaders.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from dashboard.access import Action, Scope, check_can
from dashboard.cached import kept
from dashboard.queries.half_terms import when
from dashboard.queries.pupils import PupilLine, pupil_list
from dashboard.store import fetch_rows
from etl.half_terms import HalfTerm
from etl.publish.current import Published
from etl.vocabulary import RWM_SUBJECTS, Judgement, Kind, Standard, Subject

APART = """
SELECT
    judged.reading,
    judged.writing,
    judged.maths,
    count(*) AS pupils
FROM (
    SELECT
        pupil.upn,
        max(mark.judgement) FILTER (mark.subject = 'reading') AS reading,
        max(mark.judgement) FILTER (mark.subject = 'writing') AS writing,
        max(mark.judgement) FILTER (mark.subject = 'maths') AS maths
    FROM pupil_half_term AS pupil
    LEFT JOIN mark
        ON mark.academic_year = pupil.academic_year
        AND mark.half_term_ordinal = pupil.half_term_ordinal
        AND mark.school_urn = pupil.school_urn
        AND mark.upn = pupil.upn
        AND mark.kind = $kind
    WHERE pupil.academic_year = $academic_year
    AND pupil.half_term_ordinal = $ordinal
    AND pupil.school_urn = $school_urn
    AND (pupil.year_group = $year_group OR $year_group IS NULL)
    AND (pupil.class = $class_name OR $class_name IS NULL)
    AND pupil.on_roll
    GROUP BY pupil.upn
) AS judged
GROUP BY ALL
ORDER BY ALL
"""


class Part(StrEnum):
    """Where a pupil stands in the three subjects together, in the order it is shown."""

    ALL_THREE = "all"
    NOT_READING = "reading"  # the other two are met, reading alone is not
    NOT_WRITING = "writing"
    NOT_MATHS = "maths"
    BY_TWO = "two"
    BY_THREE = "three"
    NOT_ASSESSED = "none"  # a judgement is lacking in one of the three at least


BY_ONE = {
    Subject.READING: Part.NOT_READING,
    Subject.WRITING: Part.NOT_WRITING,
    Subject.MATHS: Part.NOT_MATHS,
}


@dataclass(frozen=True, kw_only=True)
class Apart:
    """Everyone on roll, each in one part."""

    pupils: dict[Part, int]

    @property
    def on_roll(self) -> int:
        return sum(self.pupils.values())

    @property
    def assessed(self) -> int:
        return self.on_roll - self.pupils[Part.NOT_ASSESSED]

    @property
    def by_one(self) -> int:
        return sum(self.pupils[part] for part in BY_ONE.values())


def part_of(judgements: Sequence[Judgement | None]) -> Part:
    """The part of a pupil with these judgements in reading, writing and maths."""
    missed = [
        subject
        for subject, judgement in zip(RWM_SUBJECTS, judgements, strict=True)
        if judgement not in Standard.EXPECTED.met_by
    ]
    if None in judgements:
        return Part.NOT_ASSESSED
    if len(missed) == 1:
        return BY_ONE[missed[0]]
    return (Part.ALL_THREE, Part.BY_TWO, Part.BY_THREE)[max(len(missed) - 1, 0)]


@kept(24)
def rwm_apart(
    published: Published,
    scope: Scope,
    school_urn: int,
    half_term: HalfTerm,
    kind: Kind,
    year_group: int | None,
    class_name: str | None = None,
) -> Apart:
    """A school's year group, or one of its classes, at the expected standard.

    `year_group` None: everyone in the class.

    Raises AccessDenied where the scope does not see the school whole.
    """
    check_can(scope, Action.SEE_DETAIL, school_urn)
    rows = fetch_rows(
        published,
        APART,
        {
            **when(half_term),
            "school_urn": school_urn,
            "year_group": year_group,
            "class_name": class_name,
            "kind": kind.value,
        },
    )
    pupils = dict.fromkeys(Part, 0)
    for row in rows:
        judged = [row[subject.value] for subject in RWM_SUBJECTS]
        pupils[part_of([Judgement(one) if one else None for one in judged])] += int(row["pupils"])
    return Apart(pupils=pupils)


def pupils_of_part(
    published: Published,
    scope: Scope,
    school_urn: int,
    half_term: HalfTerm,
    kind: Kind,
    year_group: int | None,
    part: Part,
    class_name: str | None = None,
) -> list[PupilLine]:
    """Those of one part by name, of a year group or a class.

    Raises AccessDenied where the scope may see no names there.
    """
    return [
        line
        for line in pupil_list(published, scope, school_urn, half_term, year_group, class_name)
        if part_of([line.judgement(subject, kind) for subject in RWM_SUBJECTS]) is part
    ]
