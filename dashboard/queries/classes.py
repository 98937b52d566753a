"""A school's classes as they are in a half-term: for its own staff and the trust's leaders."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.access import Action, Scope, check_can
from dashboard.cached import kept
from dashboard.queries.half_terms import when
from dashboard.store import fetch_rows
from etl.half_terms import HalfTerm
from etl.publish.current import Published
from etl.vocabulary import RECEPTION

CLASSES = """
SELECT
    class,
    year_group,
    sum(on_roll) AS on_roll
FROM roll_count
WHERE academic_year = $academic_year
AND half_term_ordinal = $ordinal
AND school_urn = $school_urn
AND pupil_group = 'all'
AND class IS NOT NULL
AND year_group >= $youngest
GROUP BY ALL
HAVING sum(on_roll) > 0
ORDER BY ALL
"""


@dataclass(frozen=True, kw_only=True)
class SchoolClass:
    """One class with the pupils on its roll, by year group from the youngest up."""

    name: str
    pupils: dict[int, int]

    @property
    def on_roll(self) -> int:
        return sum(self.pupils.values())

    @property
    def only_year(self) -> int | None:
        """Its year group; None where it holds pupils of several."""
        return next(iter(self.pupils)) if len(self.pupils) == 1 else None


@kept(48)
def school_classes(
    published: Published, scope: Scope, school_urn: int, half_term: HalfTerm
) -> dict[str, SchoolClass]:
    """Every class from Reception up, by name. Pupils whose sheet names no class are in none.

    Raises AccessDenied where the scope does not see the school whole.
    """
    check_can(scope, Action.SEE_DETAIL, school_urn)
    where = {**when(half_term), "school_urn": school_urn, "youngest": RECEPTION}
    held: dict[str, dict[int, int]] = {}
    for row in fetch_rows(published, CLASSES, where):
        held.setdefault(row["class"], {})[row["year_group"]] = int(row["on_roll"])
    return {name: SchoolClass(name=name, pupils=pupils) for name, pupils in held.items()}
