"""The counts behind the figures: everyone's, before any scope is applied. Never shown as they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.cached import kept
from dashboard.queries.half_terms import when
from dashboard.queries.totals import with_totals
from dashboard.store import Column, fetch_columns, fetch_tuples
from etl.groups import ALL
from etl.half_terms import HalfTerm, parse_academic_year
from etl.measures import JUDGED_YEARS
from etl.publish.current import Published
from etl.vocabulary import RECEPTION, Kind, Standard

# What a Count is made of. Of DuckDB's own wide sums Python makes numbers slowly.
SUMS = """sum(on_roll)::INTEGER AS on_roll,
    sum(assessed)::INTEGER AS assessed,
    sum(expected)::INTEGER AS expected,
    sum(higher)::INTEGER AS higher"""

COHORTS = with_totals(
    f"""
SELECT
    school_urn,
    year_group,
    subject,
    {SUMS}
FROM attainment_count
WHERE academic_year = $academic_year
AND half_term_ordinal = $ordinal
AND kind = $kind
AND pupil_group = $group
GROUP BY ALL
""",
    ("subject",),
    SUMS,
)

OF_GROUPS = f"""
SELECT
    school_urn,
    pupil_group,
    group_value,
    {SUMS}
FROM attainment_count
WHERE academic_year = $academic_year
AND half_term_ordinal = $ordinal
AND kind = $kind
AND subject = $subject
AND pupil_group <> $everybody
AND year_group IN $year_groups
GROUP BY GROUPING SETS ((pupil_group, school_urn, group_value), (pupil_group, group_value))
"""

CLASSES = f"""
SELECT
    year_group,
    class,
    subject,
    {SUMS}
FROM attainment_count
WHERE academic_year = $academic_year
AND half_term_ordinal = $ordinal
AND kind = $kind
AND pupil_group = 'all'
AND school_urn = $school_urn
GROUP BY ALL
ORDER BY ALL
"""


OVER_TIME = f"""
SELECT
    academic_year,
    half_term_ordinal,
    school_urn,
    {SUMS}
FROM attainment_count
WHERE pupil_group = 'all'
AND subject = $subject
AND kind = $kind
AND year_group IN $year_groups
AND academic_year >= $from_year
GROUP BY GROUPING SETS (
    (academic_year, half_term_ordinal, school_urn), (academic_year, half_term_ordinal)
)
"""


Sums = NDArray[np.int64]


@dataclass(frozen=True)
class Count:
    """Pupils on roll, those with a judgement, and those at or above each standard. Adds up."""

    on_roll: int = 0
    assessed: int = 0
    expected: int = 0
    higher: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(
            self.on_roll + other.on_roll,
            self.assessed + other.assessed,
            self.expected + other.expected,
            self.higher + other.higher,
        )

    def __sub__(self, other: Count) -> Count:
        return Count(
            self.on_roll - other.on_roll,
            self.assessed - other.assessed,
            self.expected - other.expected,
            self.higher - other.higher,
        )

    def met(self, standard: Standard) -> int:
        return self.higher if standard is Standard.HIGHER else self.expected


NOBODY = Count()


class Counts:
    """Counts by whom they are of. Held as they came: of a large trust's thousands a page looks at few."""

    def __init__(self, columns: Sequence[Column]) -> None:
        """`columns`: those that say whose a count is, then the four of SUMS."""
        *whose, on_roll, assessed, expected, higher = columns
        keys = zip(*(column.tolist() for column in whose), strict=True)
        self._place: dict[tuple[Any, ...], int] = {key: place for place, key in enumerate(keys)}
        self._sums = np.column_stack((on_roll, assessed, expected, higher))

    def of(self, *whose: int | str | None) -> Count:
        """NOBODY where there is none."""
        place = self._place.get(whose)
        return NOBODY if place is None else Count(*self._sums[place].tolist())

    def rows(self, keys: Iterable[tuple[int | str | None, ...]]) -> Sums:
        """The four of SUMS of each, a row for each; 0 where there is none."""
        places = np.array([self._place.get(key, -1) for key in keys], dtype=np.intp)
        if not self._place:
            return np.zeros((len(places), 4), dtype=np.int64)
        return np.where(places[:, np.newaxis] < 0, 0, self._sums[places])


@kept(48)
def cohort_counts(published: Published, half_term: HalfTerm, kind: Kind) -> Counts:
    """Every cohort of all pupils in one half-term and kind, with the totals of schools and of the trust.

    By school (None: the trust, its pupils pooled), year group (None: Years 1 to 6 together) and subject.
    """
    asked = {**when(half_term), "kind": kind.value, "group": ALL.id, "reception": RECEPTION}
    return Counts(fetch_columns(published, COHORTS, asked))


@kept(24)
def group_counts(
    published: Published, half_term: HalfTerm, kind: Kind, subject: str, year_group: int | None
) -> Counts:
    """One year group (None: Years 1 to 6 together) in one subject, of each school and of the trust.

    By school (None: the trust), pupil group and its value: of what a page is about, and of all groups. To ask
    for one group after another would take three times as long.
    """
    years = list(JUDGED_YEARS) if year_group is None else [year_group]
    asked = {
        **when(half_term),
        "kind": kind.value,
        "subject": subject,
        "everybody": ALL.id,
        "year_groups": years,
    }
    return Counts(fetch_columns(published, OF_GROUPS, asked))


@kept(48)
def class_counts(
    published: Published, half_term: HalfTerm, kind: Kind, school_urn: int
) -> dict[tuple[int, str | None, str], Count]:
    """One school's counts by year group, class (None: the school names none) and subject."""
    asked = {**when(half_term), "kind": kind.value, "school_urn": school_urn}
    return {
        (year_group, class_name, subject): Count(*sums)
        for year_group, class_name, subject, *sums in fetch_tuples(published, CLASSES, asked)
    }


@kept(48)
def counts_over_time(
    published: Published, subject: str, kind: Kind, year_group: int | None, from_year: str
) -> dict[tuple[HalfTerm, int | None], Count]:
    """One subject's counts in every half-term from an academic year on, by school (None: the trust)."""
    years = list(JUDGED_YEARS) if year_group is None else [year_group]
    asked = {"subject": subject, "kind": kind.value, "year_groups": years, "from_year": from_year}
    return {
        (HalfTerm(parse_academic_year(academic_year), ordinal), urn): Count(*sums)
        for academic_year, ordinal, urn, *sums in fetch_tuples(published, OVER_TIME, asked)
    }
