"""What Ofsted found in a school, inspection by inspection. Grades of two frameworks are never compared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from dashboard.access import Scope, check_sees
from dashboard.cached import kept
from dashboard.store import fetch_rows
from etl.open_data.ofsted import FRAMEWORKS, OVERALL, SAFEGUARDING, UNGRADED
from etl.publish.current import Published

INSPECTIONS = """
SELECT
    framework,
    inspection_date,
    publication_date,
    urn_then,
    area,
    grade
FROM inspection
WHERE school_urn = $school_urn
ORDER BY inspection_date DESC, framework
"""


@dataclass(frozen=True, kw_only=True)
class InspectionSeen:
    """One inspection: the framework in words, and each area's grade in the framework's own order."""

    framework: str
    framework_label: str
    inspection_date: date
    publication_date: date | None
    urn_then: int  # the school's URN at the inspection
    grades: tuple[tuple[str, str], ...]


@kept(48)
def inspections(published: Published, scope: Scope, school_urn: int) -> list[InspectionSeen]:
    """A school's inspections, the latest first. Raises AccessDenied where the scope may not see it."""
    check_sees(scope, school_urn)
    rows = fetch_rows(published, INSPECTIONS, {"school_urn": school_urn})
    made = []
    for (framework, day), group in groupby(rows, key=lambda row: (row["framework"], row["inspection_date"])):
        held = list(group)
        order = (OVERALL, *FRAMEWORKS[framework].areas, SAFEGUARDING, UNGRADED)
        grades = sorted(((row["area"], row["grade"]) for row in held), key=lambda one: order.index(one[0]))
        made.append(
            InspectionSeen(
                framework=framework,
                framework_label=FRAMEWORKS[framework].label,
                inspection_date=day,
                publication_date=max(
                    (row["publication_date"] for row in held if row["publication_date"]), default=None
                ),
                urn_then=held[0]["urn_then"],
                grades=tuple(grades),
            )
        )
    return made
