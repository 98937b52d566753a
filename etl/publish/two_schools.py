"""A pupil whom two of our schools list in one half-term counts once.

They count where they are new: a school that listed them in the half-term before has let them go, whichever
of the two sends its return first. Where both listed them then, or neither did, the school whose first
return for the half-term came later has them.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from etl.publish.counts import PLACE
from etl.publish.small_tables import fill
from etl.record.returns import AcceptedReturn

_HALF_TERM = "academic_year, half_term_ordinal"

# Whether a school lists a pupil and does not say that they left, whoever counts them.
_LISTS = "listed AND (on_roll OR elsewhere)"

# Who had a pupil before decides who has them now: the half-terms after those that changed are settled and
# counted anew where somebody is listed twice.
AND_THE_NEXT = f"""
INSERT INTO counted_half_term
SELECT DISTINCT {_HALF_TERM}
FROM (
    SELECT {_HALF_TERM}
    FROM pupil_half_term
    WHERE {PLACE} IN (SELECT {PLACE} + 1 FROM counted_half_term)
    AND {_LISTS}
    GROUP BY {_HALF_TERM}, upn
    HAVING count(*) > 1
)
WHERE ({_HALF_TERM}) NOT IN (FROM counted_half_term)
"""

SETTLE_ANEW = f"""
UPDATE pupil_half_term
SET on_roll = TRUE, elsewhere = FALSE
WHERE elsewhere
AND ({_HALF_TERM}) IN (FROM counted_half_term)
"""

OUTDONE = f"""
CREATE OR REPLACE TEMP TABLE outdone AS
WITH twice AS (
    SELECT {_HALF_TERM}, upn
    FROM pupil_half_term
    SEMI JOIN counted_half_term USING ({_HALF_TERM})
    WHERE {_LISTS}
    GROUP BY ALL
    HAVING count(*) > 1
),
listing AS (
    SELECT {_HALF_TERM}, school_urn, upn, {PLACE} AS place
    FROM pupil_half_term
    SEMI JOIN twice USING (upn)
    WHERE {_LISTS}
)
SELECT {_HALF_TERM}, now.school_urn, upn
FROM listing AS now
SEMI JOIN twice USING ({_HALF_TERM}, upn)
JOIN first_return USING (school_urn, {_HALF_TERM})
LEFT JOIN listing AS before
    ON before.school_urn = now.school_urn
    AND before.upn = now.upn
    AND before.place = now.place - 1
QUALIFY row_number() OVER (
    PARTITION BY now.academic_year, now.half_term_ordinal, now.upn
    ORDER BY before.upn IS NOT NULL, first_return.return_id DESC
) > 1
"""

COUNT_ONCE = """
UPDATE pupil_half_term
SET on_roll = FALSE, elsewhere = TRUE
FROM outdone
WHERE outdone.academic_year = pupil_half_term.academic_year
AND outdone.half_term_ordinal = pupil_half_term.half_term_ordinal
AND outdone.school_urn = pupil_half_term.school_urn
AND outdone.upn = pupil_half_term.upn
AND pupil_half_term.listed
"""


def settle_two_schools(connection: duckdb.DuckDBPyConnection, counting: Sequence[AcceptedReturn]) -> None:
    """Decide in the half-terms of `counted_half_term` who counts where; may add the half-terms after them.

    `counting` are all returns that count, of every school.
    """
    first: dict[tuple[int, str, int], int] = {}
    for one in counting:
        key = (one.urn, one.half_term.academic_year, one.half_term.ordinal)
        first[key] = min(first.get(key, one.id), one.id)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE first_return "
        "(school_urn INTEGER, academic_year TEXT, half_term_ordinal INTEGER, return_id INTEGER)"
    )
    fill(
        connection,
        "first_return",
        [
            {"school_urn": urn, "academic_year": year, "half_term_ordinal": ordinal, "return_id": number}
            for (urn, year, ordinal), number in first.items()
        ],
    )
    for step in (AND_THE_NEXT, SETTLE_ANEW, OUTDONE, COUNT_ONCE):
        connection.execute(step)
