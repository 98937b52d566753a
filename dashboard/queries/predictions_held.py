"""Every school's predictions of a half-term beside those of the two before, counted, and what to ask of them.

One query for all that doubts the data. Pupils count where they are on roll; a mark that another school gave
is not theirs.
"""

from __future__ import annotations

from dashboard.access import Action, Scope, can, check_can
from dashboard.cached import kept
from dashboard.early_warning.of_data import Looked, PredictionCell, looked_at
from dashboard.queries.foretold import RANK
from dashboard.queries.half_terms import when
from dashboard.queries.register import schools, thresholds
from dashboard.store import fetch_rows
from etl.checks.thresholds import JUMP
from etl.half_terms import HalfTerm
from etl.measures import JUDGED_YEARS
from etl.publish.current import Published
from etl.vocabulary import RWM_SUBJECTS, Judgement, Subject

CELLS = f"""
WITH marks AS (
    SELECT
        school_urn,
        upn,
        subject,
        max({RANK}) FILTER (half_term_ordinal = $ordinal) AS now,
        max({RANK}) FILTER (half_term_ordinal = $ordinal - 1) AS before,
        max({RANK}) FILTER (half_term_ordinal = $ordinal - 2) AS earlier,
        bool_or(half_term_ordinal = $ordinal AND judgement IS NULL AND score IS NULL) AS said_why
    FROM mark
    WHERE academic_year = $academic_year
    AND half_term_ordinal BETWEEN $ordinal - 2 AND $ordinal
    AND kind = 'predicted'
    AND subject IN $subjects
    GROUP BY ALL
),
asked AS (
    SELECT
        school_urn,
        year_group,
        upn,
        unnest($subjects) AS subject
    FROM pupil_half_term
    WHERE academic_year = $academic_year
    AND half_term_ordinal = $ordinal
    AND year_group IN $year_groups
    AND on_roll
)
SELECT
    school_urn,
    year_group,
    subject,
    count(*) AS on_roll,
    count(*) FILTER (now IS NULL AND said_why) AS said_why,
    count(*) FILTER (now = 0) AS pks,
    count(*) FILTER (now = 1) AS wts,
    count(*) FILTER (now = 2) AS exs,
    count(*) FILTER (now = 3) AS gds,
    count(*) FILTER (now IS NOT NULL AND before IS NOT NULL) AS twice,
    count(*) FILTER (abs(now - before) >= $jump) AS jumps,
    count(*) FILTER (now IS NOT NULL AND before IS NOT NULL AND earlier IS NOT NULL) AS thrice,
    count(*) FILTER (now = before AND before = earlier) AS unchanged
FROM asked
LEFT JOIN marks USING (school_urn, upn, subject)
GROUP BY ALL
ORDER BY ALL
"""


def predictions_to_ask(published: Published, scope: Scope, half_term: HalfTerm) -> list[Looked]:
    """Every school that the scope sees whole, by name, the oldest first. Raises AccessDenied where it sees
    none."""
    check_can(scope, Action.SEE_FORECASTS)
    order = {urn: place for place, urn in enumerate(schools(published))}
    held = [
        one
        for one in looked_at(prediction_cells(published, half_term), thresholds(published).caution_below)
        if can(scope, Action.SEE_FORECASTS, one.cell.school_urn)
    ]
    subjects = list(RWM_SUBJECTS)
    return sorted(
        held,
        key=lambda one: (
            order[one.cell.school_urn],
            -one.cell.year_group,
            subjects.index(one.cell.subject),
        ),
    )


@kept(12)
def prediction_cells(published: Published, half_term: HalfTerm) -> list[PredictionCell]:
    """One a school, year group (Years 1 to 6) and subject in which anybody is on roll: before any scope."""
    rows = fetch_rows(
        published,
        CELLS,
        {
            **when(half_term),
            "subjects": [one.value for one in RWM_SUBJECTS],
            "year_groups": list(JUDGED_YEARS),
            "jump": JUMP,
        },
    )
    return [
        PredictionCell(
            school_urn=row["school_urn"],
            year_group=row["year_group"],
            subject=Subject(row["subject"]),
            on_roll=row["on_roll"],
            said_why=row["said_why"],
            bands={one: row[one.value.lower()] for one in Judgement},
            twice=row["twice"],
            jumps=row["jumps"],
            thrice=row["thrice"],
            unchanged=row["unchanged"],
        )
        for row in rows
    ]
