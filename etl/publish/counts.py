"""The additive counts behind every figure, made from the pupils and marks that stand.

Works on a published file under construction: reads `pupil_half_term` and `mark`, fills `roll_count`,
`attainment_count` and `movement_count`, for the half-terms in two temporary tables:

`counted_half_term`   academic_year, half_term_ordinal: those whose counts are made
`seen_half_term`      the same, and their neighbours, because movement compares two half-terms
"""

from __future__ import annotations

import duckdb

from etl.groups import GROUPS
from etl.vocabulary import RWM, RWM_SUBJECTS, Judgement, Standard

_EXPECTED = ", ".join(f"'{one}'" for one in Standard.EXPECTED.met_by)
_HIGHER = ", ".join(f"'{one}'" for one in Standard.HIGHER.met_by)
_RWM_SUBJECTS = ", ".join(f"'{one}'" for one in RWM_SUBJECTS)

# Which subjects and kinds anyone in the trust has a judgement in that half-term; RWM where all three of
# its subjects do.
PAIRS = f"""
CREATE TEMP TABLE pair AS
WITH judged AS (
    SELECT DISTINCT academic_year, half_term_ordinal, subject, kind
    FROM mark
    SEMI JOIN seen_half_term USING (academic_year, half_term_ordinal)
    WHERE judgement IS NOT NULL
)
SELECT academic_year, half_term_ordinal, subject, kind
FROM judged
UNION ALL
SELECT academic_year, half_term_ordinal, '{RWM}', kind
FROM judged
WHERE subject IN ({_RWM_SUBJECTS})
GROUP BY ALL
HAVING count(DISTINCT subject) = {len(RWM_SUBJECTS)}
"""

# One row a pupil on roll × subject × kind, with what they reached; band NULL when not assessed. RWM has
# no band. Nursery children are left out.
STANDING = f"""
CREATE TEMP TABLE standing AS
WITH member AS (
    SELECT *
    FROM pupil_half_term
    WHERE on_roll AND year_group BETWEEN 0 AND 6
),
by_subject AS (
    SELECT
        member.*,
        pair.subject,
        pair.kind,
        mark.judgement AS band,
        mark.judgement IS NOT NULL AS assessed,
        coalesce(mark.judgement IN ({_EXPECTED}), FALSE) AS expected,
        coalesce(mark.judgement IN ({_HIGHER}), FALSE) AS higher
    FROM member
    JOIN pair USING (academic_year, half_term_ordinal)
    LEFT JOIN mark USING (academic_year, half_term_ordinal, school_urn, upn, subject, kind)
    WHERE pair.subject <> '{RWM}'
),
together AS (
    SELECT
        * EXCLUDE (subject, band, assessed, expected, higher),
        '{RWM}' AS subject,
        NULL AS band,
        bool_and(assessed) AS assessed,
        bool_and(expected) AS expected,
        bool_and(higher) AS higher
    FROM by_subject
    WHERE subject IN ({_RWM_SUBJECTS})
    GROUP BY ALL
    HAVING count(*) = {len(RWM_SUBJECTS)}
),
everything AS (
    SELECT * FROM by_subject
    UNION ALL BY NAME
    SELECT * FROM together
)
SELECT *
FROM everything
-- Reception is counted where its pupils were judged; the other years always.
QUALIFY year_group > 0 OR bool_or(assessed) OVER (
    PARTITION BY academic_year, half_term_ordinal, school_urn, year_group, subject, kind
)
"""


def _attainment_counts(group_id: str, expression: str) -> str:
    # Both come from the registry of groups, never from a person.
    bands = ",\n".join(f"    count(*) FILTER (band = '{band}') AS {band.lower()}" for band in Judgement)
    return f"""
INSERT INTO attainment_count
SELECT
    academic_year,
    half_term_ordinal,
    school_urn,
    year_group,
    class,
    '{group_id}' AS pupil_group,
    {expression} AS group_value,
    subject,
    kind,
    count(*) AS on_roll,
    count(*) FILTER (assessed) AS assessed,
{bands},
    count(*) FILTER (expected) AS expected,
    count(*) FILTER (higher) AS higher
FROM standing
SEMI JOIN counted_half_term USING (academic_year, half_term_ordinal)
GROUP BY ALL
ORDER BY ALL
"""


def _roll_counts(group_id: str, expression: str) -> str:
    return f"""
INSERT INTO roll_count
SELECT
    academic_year,
    half_term_ordinal,
    school_urn,
    year_group,
    class,
    '{group_id}' AS pupil_group,
    {expression} AS group_value,
    count(*) AS on_roll
FROM pupil_half_term
SEMI JOIN counted_half_term USING (academic_year, half_term_ordinal)
WHERE on_roll
GROUP BY ALL
ORDER BY ALL
"""


# The half-term before: within the year, or Summer 2 of the year before.
MOVEMENT = """
INSERT INTO movement_count
WITH placed AS (
    SELECT
        *,
        CAST(academic_year[1:4] AS INTEGER) * 6 + half_term_ordinal AS place
    FROM standing
    WHERE assessed
),
reached AS (
    SELECT * EXCLUDE (expected, higher), 'expected' AS standard, expected AS met FROM placed
    UNION ALL BY NAME
    SELECT * EXCLUDE (expected, higher), 'higher' AS standard, higher AS met FROM placed
)
SELECT
    now.academic_year,
    now.half_term_ordinal,
    now.school_urn,
    now.year_group,
    now.subject,
    now.kind,
    now.standard,
    count(*) AS stayers,
    count(*) FILTER (before.met) AS met_before,
    count(*) FILTER (now.met) AS met_now,
    count(*) FILTER (now.met AND NOT before.met) AS moved_in,
    count(*) FILTER (before.met AND NOT now.met) AS moved_out
FROM reached AS now
JOIN reached AS before
    ON before.place = now.place - 1
    AND before.school_urn = now.school_urn
    AND before.upn = now.upn
    AND before.subject = now.subject
    AND before.kind = now.kind
    AND before.standard = now.standard
WHERE now.place IN (SELECT place FROM moved_half_term)
GROUP BY ALL
ORDER BY ALL
"""


NEIGHBOURS = """
CREATE TEMP TABLE moved_half_term AS
WITH counted AS (
    SELECT CAST(academic_year[1:4] AS INTEGER) * 6 + half_term_ordinal AS place FROM counted_half_term
)
SELECT place FROM counted
UNION
SELECT place + 1 FROM counted;

CREATE TEMP TABLE seen_half_term AS
SELECT DISTINCT academic_year, half_term_ordinal
FROM pupil_half_term
WHERE CAST(academic_year[1:4] AS INTEGER) * 6 + half_term_ordinal IN (
    SELECT place FROM moved_half_term
    UNION
    SELECT place - 1 FROM moved_half_term
);
"""

CLEAR = """
DELETE FROM roll_count
WHERE (academic_year, half_term_ordinal) IN (FROM counted_half_term);

DELETE FROM attainment_count
WHERE (academic_year, half_term_ordinal) IN (FROM counted_half_term);

DELETE FROM movement_count
WHERE CAST(academic_year[1:4] AS INTEGER) * 6 + half_term_ordinal IN (SELECT place FROM moved_half_term);
"""


def count_half_terms(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the additive rows of the half-terms in `counted_half_term`, in place of any there are."""
    connection.execute(NEIGHBOURS)
    connection.execute(CLEAR)
    connection.execute(PAIRS)
    connection.execute(STANDING)
    for group in GROUPS.values():
        connection.execute(_roll_counts(group.id, group.expression))
        connection.execute(_attainment_counts(group.id, group.expression))
    connection.execute(MOVEMENT)
