"""The additive counts of statutory results, made from the results that stand.

Works on a published file under construction: reads `pupil_result`, `result_pupil` and `pupil_half_term`,
settles who counts where, and fills `result_count` for the years in the temporary table `counted_year`.
What a code or a score means comes from the declared tables, given to the SQL as rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import duckdb

from etl.groups import GROUPS
from etl.half_terms import academic_year_label
from etl.publish.small_tables import fill
from etl.results.assessments import SCORES, Assessment, expected_score, series_of
from etl.results.codes import CODES, GOALS, PRIME_AND_SPECIFIC
from etl.results.counted import BY_Y2, COUNTED, RWM, What
from etl.vocabulary import RWM_SUBJECTS

_PUPIL = "academic_year, assessment, school_urn, upn"
ATTRIBUTES = (*("sex", "dob", "disadvantaged", "pupil_premium", "fsm", "fsm6", "looked_after", "eal", "sen"),)

DECLARED = """
CREATE OR REPLACE TEMP TABLE result_code (
    assessment TEXT,
    subject TEXT,
    outcome TEXT,
    counts BOOLEAN,
    code_expected BOOLEAN,
    code_higher BOOLEAN,
    code_assessed BOOLEAN,
    scored BOOLEAN
);
CREATE OR REPLACE TEMP TABLE result_threshold (
    academic_year TEXT,
    assessment TEXT,
    subject TEXT,
    expected_from DOUBLE,
    higher_from DOUBLE
);
CREATE OR REPLACE TEMP TABLE counted_measure (
    academic_year TEXT,
    measure TEXT,
    assessment TEXT,
    subject TEXT,
    what TEXT,
    year_group INTEGER,
    series INTEGER
);
"""

# How each pupil was known in the last half-term of the year that lists them; `at_end`: in the last one for
# which their school has a roll at all.
LAST_ROLL = """
CREATE OR REPLACE TEMP TABLE last_roll AS
SELECT
    *,
    on_roll AND half_term_ordinal = max(half_term_ordinal) FILTER (on_roll AND listed) OVER (
        PARTITION BY academic_year, school_urn
    ) AS at_end
FROM pupil_half_term
WHERE academic_year IN (FROM counted_year)
QUALIFY row_number() OVER (
    PARTITION BY academic_year, school_urn, upn
    ORDER BY half_term_ordinal DESC
) = 1
"""

# Two of our schools' files may give one pupil's results: they count where they are not said to have left,
# then where they were on roll at the year's end, then where the later file gives them.
COUNT_ONCE = f"""
UPDATE pupil_result SET elsewhere = FALSE WHERE elsewhere AND academic_year IN (FROM counted_year);

CREATE OR REPLACE TEMP TABLE outdone_result AS
WITH given AS (
    SELECT
        {_PUPIL},
        bool_or(coalesce(eligible, counts, outcome IS NULL)) AS counts_here,
        max(return_id) AS return_id
    FROM pupil_result
    LEFT JOIN result_code USING (assessment, subject, outcome)
    WHERE academic_year IN (FROM counted_year)
    GROUP BY ALL
)
SELECT {", ".join(f"given.{name}" for name in _PUPIL.split(", "))}
FROM given
LEFT JOIN last_roll USING (academic_year, school_urn, upn)
QUALIFY row_number() OVER (
    PARTITION BY given.academic_year, given.assessment, given.upn
    ORDER BY counts_here DESC, coalesce(at_end, FALSE) DESC, return_id DESC, given.school_urn
) > 1;

UPDATE pupil_result
SET elsewhere = TRUE
FROM outdone_result
WHERE outdone_result.academic_year = pupil_result.academic_year
AND outdone_result.assessment = pupil_result.assessment
AND outdone_result.school_urn = pupil_result.school_urn
AND outdone_result.upn = pupil_result.upn;
"""

# One row a result of the years counted and of the years before them, which phonics by Year 2 needs. A
# standard is met as the code says; where it leaves that open, as the score says; else as the file does.
# NULL in `higher`: an expected standard without a score, of which nobody can say whether it was higher.
MEANING = """
CREATE OR REPLACE TEMP TABLE meant_result AS
WITH known AS (
    SELECT
        pupil_result.academic_year,
        pupil_result.assessment,
        pupil_result.school_urn,
        pupil_result.upn,
        pupil_result.subject,
        pupil_result.outcome,
        pupil_result.elsewhere,
        coalesce(pupil_result.eligible, result_code.counts, pupil_result.outcome IS NULL) AS counts,
        coalesce(result_code.code_assessed, pupil_result.score IS NOT NULL) AS assessed,
        CASE WHEN coalesce(result_code.scored, TRUE) THEN pupil_result.score END AS score,
        coalesce(
            result_code.code_expected,
            pupil_result.score >= result_threshold.expected_from,
            pupil_result.expected,
            FALSE
        ) AS expected,
        result_code.code_higher,
        result_threshold.higher_from,
        pupil_result.higher AS said_higher
    FROM pupil_result
    LEFT JOIN result_code USING (assessment, subject, outcome)
    LEFT JOIN result_threshold
        ON result_threshold.academic_year = pupil_result.academic_year
        AND result_threshold.assessment = pupil_result.assessment
        AND result_threshold.subject = pupil_result.subject
    WHERE pupil_result.academic_year IN (FROM looked_at_year)
)
SELECT
    * EXCLUDE (code_higher, higher_from, said_higher),
    coalesce(
        code_higher,
        score >= higher_from,
        said_higher,
        CASE WHEN NOT expected THEN FALSE END
    ) AS higher
FROM known
"""

# One row a pupil × measure in whose denominator they are. `met` is NULL where nobody can say.
MEASURED = """
CREATE OR REPLACE TEMP TABLE measured_pupil (
    academic_year TEXT,
    assessment TEXT,
    school_urn INTEGER,
    upn TEXT,
    measure TEXT,
    what TEXT,
    year_group INTEGER,
    series INTEGER,
    met BOOLEAN,
    assessed BOOLEAN,
    score DOUBLE
)
"""


def _insert(of: str, met: str = "met", score: str = "NULL") -> str:
    return f"""
INSERT INTO measured_pupil
SELECT
    result.academic_year,
    result.assessment,
    result.school_urn,
    result.upn,
    counted_measure.measure,
    counted_measure.what,
    counted_measure.year_group,
    counted_measure.series,
    {met},
    result.assessed,
    {score}
FROM ({of}) AS result
JOIN counted_measure USING (academic_year, assessment, subject)
"""


_BY_WHAT = f"""CASE counted_measure.what
        WHEN '{What.EXPECTED}' THEN result.expected
        WHEN '{What.HIGHER}' THEN result.higher
    END"""

# A single subject's measures. Of phonics, Year 1 alone; the goals of the profile have no measure each.
SUBJECTS = _insert(
    f"""
    SELECT meant_result.*
    FROM meant_result
    LEFT JOIN phonics_year USING ({_PUPIL})
    WHERE counts AND NOT elsewhere AND subject <> 'gld' AND coalesce(phonics_year.year_group, 1) = 1
    """,
    _BY_WHAT,
    f"CASE WHEN counted_measure.what = '{What.AVERAGE}' THEN result.score END",
)

# Where the file gives no year group, the roll does; else it is Year 1, whose check it is.
PHONICS_YEAR = f"""
CREATE OR REPLACE TEMP TABLE phonics_year AS
SELECT
    result_pupil.academic_year,
    result_pupil.assessment,
    result_pupil.school_urn,
    result_pupil.upn,
    coalesce(
        result_pupil.year_group,
        CASE WHEN roll.year_group BETWEEN 1 AND 2 THEN roll.year_group END,
        1
    ) AS year_group
FROM result_pupil
LEFT JOIN (
    SELECT academic_year, school_urn, upn, arg_max(year_group, half_term_ordinal) AS year_group
    FROM pupil_half_term
    WHERE academic_year IN (FROM looked_at_year)
    GROUP BY ALL
) AS roll USING (academic_year, school_urn, upn)
WHERE result_pupil.assessment = '{Assessment.PHONICS}'
AND result_pupil.academic_year IN (FROM looked_at_year)
"""

_THREE = ", ".join(f"'{subject}'" for subject in RWM_SUBJECTS)
# Reading, writing and maths together, where the school has results in all three. A pupil whom one of them
# does not count is not counted; one without a result in one of them does not meet the standard.
RWM_TOGETHER = _insert(
    f"""
    SELECT
        {_PUPIL},
        '{RWM}' AS subject,
        count(*) = {len(RWM_SUBJECTS)} AND bool_and(assessed) AS assessed,
        count(*) = {len(RWM_SUBJECTS)} AND bool_and(expected) AS expected,
        CASE
            WHEN count(*) < {len(RWM_SUBJECTS)} OR bool_or(higher IS FALSE) THEN FALSE
            WHEN bool_or(higher IS NULL) THEN NULL
            ELSE TRUE
        END AS higher
    FROM meant_result
    SEMI JOIN (
        SELECT academic_year, school_urn
        FROM meant_result
        WHERE assessment = '{Assessment.KS2}' AND subject IN ({_THREE}) AND NOT elsewhere
        GROUP BY ALL
        HAVING count(DISTINCT subject) = {len(RWM_SUBJECTS)}
    ) USING (academic_year, school_urn)
    WHERE assessment = '{Assessment.KS2}' AND subject IN ({_THREE}) AND NOT elsewhere
    GROUP BY ALL
    HAVING bool_and(counts)
    """,
    _BY_WHAT,
)

_TWELVE = ", ".join(f"'{goal}'" for goal in PRIME_AND_SPECIFIC)
_ALL_GOALS = ", ".join(f"'{goal}'" for goal in GOALS)
# From the goals where all twelve are there, else as the file says it. A child who could not be assessed in
# any goal is outside.
GLD = _insert(
    f"""
    SELECT
        {_PUPIL},
        'gld' AS subject,
        count(*) FILTER (subject IN ({_TWELVE}) AND assessed) AS goals,
        TRUE AS assessed,
        CASE
            WHEN goals = {len(PRIME_AND_SPECIFIC)}
                THEN count(*) FILTER (subject IN ({_TWELVE}) AND expected) = {len(PRIME_AND_SPECIFIC)}
            ELSE bool_or(expected) FILTER (subject = 'gld')
        END AS met
    FROM meant_result
    WHERE assessment = '{Assessment.EYFSP}' AND NOT elsewhere
    GROUP BY ALL
    HAVING count(*) FILTER (subject IN ({_ALL_GOALS}) AND NOT counts) = 0
    AND (goals = {len(PRIME_AND_SPECIFIC)} OR coalesce(bool_or(counts) FILTER (subject = 'gld'), FALSE))
    """,
    "result.met",
)

# Met in Year 1 or in Year 2, of the pupils at the end of Year 2 whose outcome in either year is known: those
# whom the school's Year 2 results count, and of those whom any of our schools' Year 1 results counted the
# year before, the ones in Year 2 on the school's roll at the year's end. Without a roll the school's own
# stay. A school without its Year 1 results of the year before, or without any of Year 2, has no figure.
PHONICS_BY_Y2 = _insert(
    f"""
    WITH checked AS (
        SELECT
            meant_result.*,
            phonics_year.year_group,
            CAST(academic_year[1:4] AS INTEGER) AS starts
        FROM meant_result
        JOIN phonics_year USING ({_PUPIL})
        WHERE assessment = '{Assessment.PHONICS}' AND NOT elsewhere
    ),
    first AS (FROM checked WHERE year_group = 1),
    second AS (FROM checked WHERE year_group = 2 AND academic_year IN (FROM counted_year)),
    both_years AS (
        SELECT DISTINCT second.academic_year, second.school_urn, second.starts
        FROM second
        JOIN first ON first.starts = second.starts - 1 AND first.school_urn = second.school_urn
    ),
    here AS (
        SELECT academic_year, school_urn, starts, upn, TRUE AS retook
        FROM second
        WHERE counts
        UNION
        SELECT both_years.academic_year, both_years.school_urn, both_years.starts, first.upn, FALSE
        FROM both_years
        JOIN first ON first.starts = both_years.starts - 1
        LEFT JOIN last_roll
            ON last_roll.academic_year = both_years.academic_year
            AND last_roll.school_urn = both_years.school_urn
            AND last_roll.upn = first.upn
        WHERE first.counts
        AND CASE
            WHEN (both_years.academic_year, both_years.school_urn) IN (
                SELECT DISTINCT academic_year, school_urn FROM last_roll
            ) THEN last_roll.at_end AND last_roll.year_group = 2
            ELSE first.school_urn = both_years.school_urn
        END
        AND NOT EXISTS (
            FROM second WHERE second.upn = first.upn AND second.starts = both_years.starts
        )
    ),
    once AS (
        FROM here
        SEMI JOIN both_years USING (academic_year, school_urn)
        QUALIFY row_number() OVER (PARTITION BY academic_year, upn ORDER BY retook DESC, school_urn) = 1
    )
    SELECT
        once.academic_year,
        '{Assessment.PHONICS}' AS assessment,
        once.school_urn,
        once.upn,
        '{BY_Y2}' AS subject,
        coalesce(bool_or(checked.assessed), FALSE) AS assessed,
        coalesce(bool_or(checked.expected), FALSE) AS met
    FROM once
    LEFT JOIN checked ON checked.upn = once.upn AND checked.starts IN (once.starts, once.starts - 1)
    GROUP BY ALL
    """,
    "result.met",
)

# A figure that leaves out those of whom it cannot be said would be too high or too low: there is none.
UNSAYABLE = f"""
DELETE FROM measured_pupil
WHERE what <> '{What.AVERAGE}'
AND (academic_year, school_urn, measure) IN (
    SELECT academic_year, school_urn, measure
    FROM measured_pupil
    WHERE met IS NULL AND what <> '{What.AVERAGE}'
)
"""


def _known() -> str:
    """Each measured pupil's attributes: as the file says; else as the roll of that year's end does; else,
    for phonics by Year 2, as the results of the year before."""
    said = ",\n    ".join(
        f"coalesce(own.{name}, roll.{name}, earlier.{name}) AS {name}" for name in ATTRIBUTES
    )
    return f"""
CREATE OR REPLACE TEMP TABLE known_pupil AS
WITH pupil AS (SELECT DISTINCT {_PUPIL} FROM measured_pupil),
earlier AS (
    SELECT
        CAST(academic_year[1:4] AS INTEGER) + 1 AS starts,
        upn,
        {", ".join(f"min({name}) AS {name}" for name in ATTRIBUTES)}
    FROM result_pupil
    WHERE assessment = '{Assessment.PHONICS}' AND academic_year IN (FROM looked_at_year)
    GROUP BY ALL
),
known AS (
    SELECT
        pupil.academic_year,
        pupil.assessment,
        pupil.school_urn,
        pupil.upn,
        {said}
    FROM pupil
    LEFT JOIN result_pupil AS own USING ({_PUPIL})
    LEFT JOIN last_roll AS roll
        ON roll.academic_year = pupil.academic_year
        AND roll.school_urn = pupil.school_urn
        AND roll.upn = pupil.upn
    LEFT JOIN earlier
        ON pupil.assessment = '{Assessment.PHONICS}'
        AND earlier.upn = pupil.upn
        AND earlier.starts = CAST(pupil.academic_year[1:4] AS INTEGER)
)
SELECT *, month(dob) BETWEEN 4 AND 8 AS summer_born
FROM known
"""


def _counts(group_id: str, expression: str) -> str:
    average = f"what = '{What.AVERAGE}'"
    # Groups and expressions come from the registry, never from a person.
    return f"""
INSERT INTO result_count
SELECT
    academic_year,
    assessment,
    school_urn,
    measured_pupil.year_group,
    '{group_id}' AS pupil_group,
    {expression} AS group_value,
    measure,
    series,
    CASE WHEN NOT {average} THEN count(*) FILTER (met) END AS numerator,
    count(*) AS denominator,
    count(*) FILTER (assessed) AS assessed,
    CASE WHEN {average} THEN coalesce(sum(score), 0) END AS score_sum,
    CASE WHEN {average} THEN count(score) END AS scored,
    CASE WHEN {average} THEN coalesce(sum(score * score), 0) END AS score_squares
FROM measured_pupil
JOIN known_pupil USING ({_PUPIL})
GROUP BY academic_year, assessment, school_urn, measured_pupil.year_group, group_value, measure, series, what
ORDER BY 1, 2, 3
"""


def count_years(connection: duckdb.DuckDBPyConnection, starts: Iterable[int]) -> None:
    """Settle who counts where, and make the additive rows of some academic years, in place of any."""
    years = sorted(set(starts))
    for name, held in (
        ("counted_year", years),
        ("looked_at_year", sorted({*years, *(y - 1 for y in years)})),
    ):
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} (academic_year TEXT)")  # ours alone
        fill(connection, name, [{"academic_year": academic_year_label(one)} for one in held])
    connection.execute(DECLARED)
    fill(connection, "result_code", _code_rows())
    fill(connection, "result_threshold", _threshold_rows([*years, *(one - 1 for one in years)]))
    fill(connection, "counted_measure", _measure_rows(years))
    connection.execute("DELETE FROM result_count WHERE academic_year IN (FROM counted_year)")
    steps = (
        *(LAST_ROLL, COUNT_ONCE, MEANING, PHONICS_YEAR, MEASURED),
        *(SUBJECTS, RWM_TOGETHER, GLD, PHONICS_BY_Y2, UNSAYABLE, _known()),
    )
    for step in steps:
        connection.execute(step)
    for group in GROUPS.values():
        connection.execute(_counts(group.id, group.expression))


def _code_rows() -> list[dict[str, Any]]:
    return [
        {
            "assessment": code.assessment.value,
            "subject": subject,
            "outcome": code.code,
            "counts": code.counts,
            "code_expected": code.expected,
            "code_higher": code.higher,
            "code_assessed": code.assessed,
            "scored": code.scored,
        }
        for code in CODES
        for subject in code.subjects
    ]


def _threshold_rows(years: Iterable[int]) -> list[dict[str, Any]]:
    return [
        {
            "academic_year": academic_year_label(starts),
            "assessment": assessment.value,
            "subject": subject,
            "expected_from": expected_score(assessment, subject, starts),
            "higher_from": score.higher,
        }
        for starts in sorted(set(years))
        for (assessment, subject), score in SCORES.items()
    ]


def _measure_rows(years: Iterable[int]) -> list[dict[str, Any]]:
    return [
        {
            "academic_year": academic_year_label(starts),
            "measure": one.measure,
            "assessment": one.assessment.value,
            "subject": one.subject,
            "what": one.what.value,
            "year_group": one.year_group,
            "series": series_of(one.measure, starts),
        }
        for starts in years
        for one in COUNTED.values()
    ]
