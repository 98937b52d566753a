"""How a cohort's judgements are spread over the bands: for a school's own staff and the trust's leaders."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.access import Action, Scope, check_can
from dashboard.cached import kept
from dashboard.queries.half_terms import when
from dashboard.store import fetch_rows
from etl.half_terms import HalfTerm
from etl.publish.current import Published
from etl.vocabulary import RECEPTION, RWM_SUBJECTS, Judgement, Kind, Subject

BANDS = """
SELECT
    subject,
    kind,
    sum(on_roll) AS on_roll,
    sum(assessed) AS assessed,
    sum(pks) AS pks,
    sum(wts) AS wts,
    sum(exs) AS exs,
    sum(gds) AS gds
FROM attainment_count
WHERE academic_year = $academic_year
AND half_term_ordinal = $ordinal
AND school_urn = $school_urn
AND year_group BETWEEN $youngest AND $oldest
AND (class = $class_name OR $class_name IS NULL)
AND pupil_group = 'all'
AND subject IN $subjects
GROUP BY ALL
ORDER BY ALL
"""


@dataclass(frozen=True, kw_only=True)
class Spread:
    """One subject and kind: pupils by judgement, and those on roll who have none."""

    subject: Subject
    kind: Kind
    pupils: dict[Judgement, int]
    not_assessed: int

    @property
    def on_roll(self) -> int:
        return sum(self.pupils.values()) + self.not_assessed


@kept(48)
def band_spreads(
    published: Published,
    scope: Scope,
    school_urn: int,
    half_term: HalfTerm,
    year_group: int | None,
    class_name: str | None = None,
) -> list[Spread]:
    """Reading, writing and maths, each as judged now and as predicted; what nobody was judged in is left out.

    `year_group` None: Years 1 to 6, or with a class everyone in it. Raises AccessDenied where the scope does
    not see the school whole.
    """
    check_can(scope, Action.SEE_DETAIL, school_urn)
    youngest, oldest = (RECEPTION + 1, 6) if year_group is None else (year_group, year_group)
    if class_name is not None and year_group is None:
        youngest = RECEPTION
    rows = fetch_rows(
        published,
        BANDS,
        {
            **when(half_term),
            "school_urn": school_urn,
            "youngest": youngest,
            "oldest": oldest,
            "class_name": class_name,
            "subjects": [subject.value for subject in RWM_SUBJECTS],
        },
    )
    held = {(row["subject"], row["kind"]): row for row in rows if row["assessed"]}
    return [
        Spread(
            subject=subject,
            kind=kind,
            pupils={one: int(row[one.value.lower()]) for one in Judgement},
            not_assessed=int(row["on_roll"] - row["assessed"]),
        )
        for subject in RWM_SUBJECTS
        for kind in (Kind.CURRENT, Kind.PREDICTED)
        if (row := held.get((subject.value, kind.value)))
    ]
