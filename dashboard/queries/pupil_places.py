"""Which school a pupil is at, or was last, and which other lists them too. Never shown as it is."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.cached import kept
from dashboard.store import fetch_rows
from etl.half_terms import HalfTerm
from etl.publish.current import Published

# On roll now: a school lists the pupil in the last half-term in which it lists their year, in the last
# academic year of which it sent anything. A return may come year group by year group. A school that has sent
# nothing for as long as six half-terms after another had the pupil lists them no more. `since` is when the
# school began to list them without a gap; what earlier columns of a later return tell is no listing.
PLACES = """
WITH listing AS (
    SELECT
        upn,
        school_urn,
        academic_year,
        CAST(left(academic_year, 4) AS INTEGER) - year_group AS entered,
        6 * CAST(left(academic_year, 4) AS INTEGER) + half_term_ordinal AS moment
    FROM pupil_half_term
    WHERE listed
    AND (on_roll OR elsewhere)
),
in_order AS (
    SELECT
        *,
        dense_rank() OVER (PARTITION BY school_urn, entered ORDER BY moment)
        - row_number() OVER (PARTITION BY upn, school_urn, entered ORDER BY moment) AS stay
    FROM listing
),
stays AS (
    SELECT
        upn,
        school_urn,
        entered,
        min(moment) AS since,
        max(moment) AS moment,
        max(academic_year) AS academic_year
    FROM in_order
    GROUP BY upn, school_urn, entered, stay
),
cohort AS (
    SELECT school_urn, entered, max(moment) AS moment
    FROM listing
    GROUP BY ALL
),
open_year AS (
    SELECT school_urn, max(academic_year) AS academic_year
    FROM listing
    GROUP BY ALL
),
last_seen AS (
    SELECT
        upn,
        max_by(school_urn, moment) AS school_urn,
        max(moment) AS moment
    FROM (
        SELECT
            upn,
            school_urn,
            6 * CAST(left(academic_year, 4) AS INTEGER) + half_term_ordinal AS moment
        FROM pupil_half_term
        WHERE on_roll
    )
    GROUP BY upn
),
still AS (
    SELECT stays.upn, stays.school_urn, stays.since
    FROM stays
    JOIN cohort USING (school_urn, entered, moment)
    JOIN open_year USING (school_urn, academic_year)
    JOIN last_seen USING (upn)
    WHERE stays.moment > last_seen.moment - 6
)
SELECT
    last_seen.upn,
    coalesce(still.school_urn, last_seen.school_urn) AS school_urn,
    still.school_urn IS NOT NULL AS on_roll_now,
    still.since
FROM last_seen
LEFT JOIN still USING (upn)
ORDER BY last_seen.upn, still.since, still.school_urn <> last_seen.school_urn, still.school_urn
"""


@dataclass(frozen=True, kw_only=True)
class Place:
    """The school whose pupil this is or last was, and every school that lists them now: first the one that
    did so first, which is `school_urn`, with the `moment` since which each has."""

    school_urn: int
    listed_by: dict[int, int]

    @property
    def on_roll_now(self) -> bool:
        return bool(self.listed_by)

    @property
    def newcomers(self) -> dict[int, int]:
        return {urn: since for urn, since in self.listed_by.items() if urn != self.school_urn}


def moment(half_term: HalfTerm) -> int:
    """Half-terms counted on end, as in the query."""
    return 6 * half_term.starts + half_term.ordinal


@kept(2)
def places_of(published: Published) -> dict[str, Place]:
    """Where every pupil is, or last was. Everyone's: never shown as it is."""
    places: dict[str, Place] = {}
    for row in fetch_rows(published, PLACES):
        place = places.setdefault(row["upn"], Place(school_urn=row["school_urn"], listed_by={}))
        if row["on_roll_now"]:
            place.listed_by.setdefault(row["school_urn"], row["since"])
    return places
