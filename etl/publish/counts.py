"""The additive counts behind every figure, made from the pupils and marks that stand.

Works on a published file under construction: reads `pupil_half_term` and `mark`, fills `roll_count`,
`attainment_count` and `movement_count`.
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
GROUP BY ALL
ORDER BY ALL
"""


def count_everything(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill the additive tables from the pupils and marks in the file under construction."""
    connection.execute(PAIRS)
    connection.execute(STANDING)
    for group in GROUPS.values():
        connection.execute(_roll_counts(group.id, group.expression))
        connection.execute(_attainment_counts(group.id, group.expression))
    connection.execute(MOVEMENT)
    connection.execute("DROP TABLE standing")
    connection.execute("DROP TABLE pair")
