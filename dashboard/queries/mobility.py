"""Who joined and left a school since the academic year began: for its own staff and the trust's leaders."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.access import Action, Scope, check_can
from dashboard.cached import kept
from dashboard.queries.half_terms import when
from dashboard.store import fetch_rows
from etl.half_terms import HalfTerm
from etl.publish.current import Published

FIRST_HELD = """
SELECT min(half_term_ordinal) AS ordinal
FROM pupil_half_term
WHERE academic_year = $academic_year
AND half_term_ordinal <= $ordinal
AND school_urn = $school_urn
AND on_roll
"""

CAME_AND_WENT = """
WITH roll AS (
    SELECT
        year_group,
        upn,
        bool_or(half_term_ordinal = $first) AS was_here,
        bool_or(half_term_ordinal = $ordinal) AS is_here
    FROM pupil_half_term
    WHERE academic_year = $academic_year
    AND half_term_ordinal IN ($first, $ordinal)
    AND school_urn = $school_urn
    AND on_roll
    AND year_group >= 0
    GROUP BY ALL
),
in_both AS (
    SELECT year_group FROM roll GROUP BY ALL HAVING bool_or(was_here) AND bool_or(is_here)
)
SELECT
    count(*) FILTER (is_here) AS pupils,
    count(*) FILTER (is_here AND NOT was_here) AS joined,
    count(*) FILTER (was_here AND NOT is_here) AS gone
FROM roll
WHERE year_group IN (SELECT year_group FROM in_both)
"""


@dataclass(frozen=True, kw_only=True)
class Mobility:
    """Since the first half-term of the year that the school has a roll for, Reception to Year 6.

    Year groups that one of the two rolls lacks altogether are left out: a return of some year groups alone
    is no coming and going. A pupil who is kept down or moved up counts as both.
    """

    since: HalfTerm
    pupils: int  # on roll now, in the year groups that are in both
    joined: int
    left: int


@kept(48)
def mobility(published: Published, scope: Scope, school_urn: int, half_term: HalfTerm) -> Mobility | None:
    """None in the year's first half-term, or without a roll. Raises AccessDenied where the scope does not
    see the school whole.
    """
    check_can(scope, Action.SEE_DETAIL, school_urn)
    where = {**when(half_term), "school_urn": school_urn}
    first = fetch_rows(published, FIRST_HELD, where)[0]["ordinal"]
    if first is None or first == half_term.ordinal:
        return None
    (row,) = fetch_rows(published, CAME_AND_WENT, {**where, "first": first})
    if not row["pupils"]:
        return None
    return Mobility(
        since=HalfTerm(half_term.starts, first),
        pupils=row["pupils"],
        joined=row["joined"],
        left=row["gone"],
    )
