"""Pupils' predictions beside what they came to: everyone's, before any scope is applied. Never shown as is.

The outcome of Year 6 is the key stage 2 result; of other year groups the teacher's judgement of Summer 2. A
prediction belongs to the school that made it; the outcome counts wherever the pupil then was in the trust.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.cached import kept
from dashboard.forecast.cohorts import Cohort, PastCohort
from dashboard.forecast.scales import MISSING, Ints, all_met, reaching, subjects_met
from dashboard.outcome_bands import SCALED, code_bands
from dashboard.store import fetch
from etl.half_terms import HalfTerm
from etl.publish.current import Published
from etl.vocabulary import RWM, RWM_SUBJECTS, Judgement, Standard

RANK = "CASE judgement " + " ".join(f"WHEN '{one.value}' THEN {one.rank}" for one in Judgement) + " END"
SUBJECTS = tuple(subject.value for subject in RWM_SUBJECTS)


def _columns(made: str) -> str:
    """A column a subject; the subjects are ours."""
    return ",\n        ".join(made.format(subject=subject) for subject in SUBJECTS)


def _marks(kind: str) -> str:
    """The pupil's band in each subject, of one kind of judgement; the kinds are ours."""
    return _columns(f"max({RANK}) FILTER (subject = '{{subject}}' AND kind = '{kind}') AS {kind}_{{subject}}")


PUPILS = f"""
WITH cohort AS (
    SELECT
        academic_year,
        school_urn,
        upn
    FROM pupil_half_term
    WHERE half_term_ordinal = $ordinal
    AND year_group = $year_group
    AND on_roll
),
marks AS (
    SELECT
        academic_year,
        school_urn,
        upn,
        {_marks("predicted")},
        {_marks("current")}
    FROM mark
    SEMI JOIN cohort USING (academic_year, school_urn, upn)
    WHERE half_term_ordinal = $ordinal
    AND kind IN ('predicted', 'current')
    AND judgement IS NOT NULL
    GROUP BY ALL
),
code_band AS (
    SELECT unnest($subjects) AS subject, unnest($codes) AS outcome, unnest($bands) AS band
),
outcome AS (
    SELECT
        academic_year,
        upn,
        subject,
        CASE
            WHEN score >= $higher THEN {Judgement.GDS.rank}
            WHEN score >= $expected THEN {Judgement.EXS.rank}
            WHEN score IS NOT NULL THEN {Judgement.WTS.rank}
            ELSE band
        END AS band
    FROM result
    LEFT JOIN code_band USING (subject, outcome)
    WHERE assessment = 'ks2' AND $year_group = 6
    UNION ALL
    SELECT academic_year, upn, subject, max({RANK})
    FROM mark
    SEMI JOIN cohort USING (academic_year, upn)
    WHERE half_term_ordinal = 6 AND kind = 'current' AND judgement IS NOT NULL AND $year_group < 6
    GROUP BY ALL
),
outcomes AS (
    SELECT
        academic_year,
        upn,
        {_columns("max(band) FILTER (subject = '{subject}') AS actual_{subject}")}
    FROM outcome
    GROUP BY ALL
)
SELECT
    cohort.*,
    marks.* EXCLUDE (academic_year, school_urn, upn),
    outcomes.* EXCLUDE (academic_year, upn)
FROM cohort
LEFT JOIN marks USING (academic_year, school_urn, upn)
LEFT JOIN outcomes USING (academic_year, upn)
ORDER BY academic_year, school_urn, upn
"""


@dataclass(frozen=True, kw_only=True, eq=False)
class Foretold:
    """One school's cohort of a year as it stood in a half-term: an entry a pupil in every array.

    `marks` by (“predicted”, “current” or “actual”, subject): ranks of bands, MISSING where there is none.
    """

    school: int
    year: str
    upns: tuple[str, ...]
    marks: Mapping[tuple[str, str], Ints]

    def of(self, what: str, subject: str, standard: Standard) -> Ints:
        """Ranks of bands; of RWM how many subjects meet the standard or (actual) whether all do."""
        if subject != RWM:
            return self.marks[what, subject]
        each = [self.marks[what, one] for one in SUBJECTS]
        together = all_met if what == "actual" else subjects_met
        return together(*each, at_least=reaching(standard))

    @property
    def has_outcomes(self) -> bool:
        return any((self.marks["actual", subject] != MISSING).any() for subject in SUBJECTS)

    def cohort(self, subject: str, standard: Standard) -> Cohort:
        return Cohort(
            school=self.school,
            year=self.year,
            predicted=self.of("predicted", subject, standard),
            current=self.of("current", subject, standard),
        )

    def past(self, subject: str, standard: Standard) -> PastCohort:
        return PastCohort(
            school=self.school,
            year=self.year,
            predicted=self.of("predicted", subject, standard),
            current=self.of("current", subject, standard),
            actual=self.of("actual", subject, standard),
        )


@kept(24)
def foretold(published: Published, ordinal: int, year_group: int) -> tuple[Foretold, ...]:
    """Every school's cohort of every year in one half-term of the year, by year and school."""
    bands = code_bands()
    rows = fetch(
        published,
        PUPILS,
        {
            "ordinal": ordinal,
            "year_group": year_group,
            "subjects": [subject for subject, _, _ in bands],
            "codes": [code for _, code, _ in bands],
            "bands": [band for _, _, band in bands],
            "expected": SCALED.expected,
            "higher": SCALED.higher,
        },
    )
    if rows.empty:
        return ()
    # The rows come in order of year and school: a cohort is a stretch of them. Cut as arrays, for a hundred
    # schools' cohorts cut out of the table one by one took longer than everything else about a forecast.
    years, schools, upns = (rows[name].to_numpy() for name in ("academic_year", "school_urn", "upn"))
    starts = np.flatnonzero((years[1:] != years[:-1]) | (schools[1:] != schools[:-1])) + 1
    cuts = list(itertools.pairwise([0, *starts.tolist(), len(rows)]))
    marks = {
        (what, subject): _ranks(rows[f"{what}_{subject}"])
        for what in ("predicted", "current", "actual")
        for subject in SUBJECTS
    }
    return tuple(
        Foretold(
            school=int(schools[start]),
            year=str(years[start]),
            upns=tuple(upns[start:end]),
            marks={name: held[start:end] for name, held in marks.items()},
        )
        for start, end in cuts
    )


def _ranks(column: pd.Series) -> Ints:
    return np.where(column.isna(), MISSING, column.fillna(MISSING)).astype(np.int64)


def past_and_present(
    published: Published, half_term: HalfTerm, year_group: int
) -> tuple[list[Foretold], list[Foretold]]:
    """The cohorts of earlier years that have outcomes, and those of the half-term's own year."""
    held = foretold(published, half_term.ordinal, year_group)
    past = [one for one in held if one.year < half_term.academic_year and one.has_outcomes]
    return past, [one for one in held if one.year == half_term.academic_year]
