"""The counts behind the figures: everyone's, before any scope is applied. Never shown as they are."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.cached import kept
from dashboard.queries.half_terms import when
from dashboard.store import fetch_rows
from etl.half_terms import HalfTerm, parse_academic_year
from etl.measures import JUDGED_YEARS
from etl.publish.current import Published
from etl.vocabulary import RECEPTION, Kind, Standard

COHORTS = """
SELECT
    school_urn,
    year_group,
    group_value,
    subject,
    sum(on_roll) AS on_roll,
    sum(assessed) AS assessed,
    sum(expected) AS expected,
    sum(higher) AS higher
FROM attainment_count
WHERE academic_year = $academic_year
AND half_term_ordinal = $ordinal
AND kind = $kind
AND pupil_group = $group
GROUP BY ALL
ORDER BY ALL
"""

CLASSES = """
SELECT
    year_group,
    class,
    subject,
    sum(on_roll) AS on_roll,
    sum(assessed) AS assessed,
    sum(expected) AS expected,
    sum(higher) AS higher
FROM attainment_count
WHERE academic_year = $academic_year
AND half_term_ordinal = $ordinal
AND kind = $kind
AND pupil_group = 'all'
AND school_urn = $school_urn
GROUP BY ALL
ORDER BY ALL
"""


OVER_TIME = """
SELECT
    academic_year,
    half_term_ordinal,
    school_urn,
    sum(on_roll) AS on_roll,
    sum(assessed) AS assessed,
    sum(expected) AS expected,
    sum(higher) AS higher
FROM attainment_count
WHERE pupil_group = 'all'
AND subject = $subject
AND kind = $kind
AND year_group IN $year_groups
AND academic_year >= $from_year
GROUP BY ALL
ORDER BY ALL
"""


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

# Counts by school (None: the trust, its pupils pooled), year group (None: Years 1 to 6 together), group value
# and subject.
Counts = dict[tuple[int | None, int | None, str, str], Count]


@kept(48)
def cohort_counts(published: Published, half_term: HalfTerm, kind: Kind, group: str = "all") -> Counts:
    """Every cohort in one half-term, kind and pupil group, with the totals of schools and of the trust."""
    rows = fetch_rows(published, COHORTS, {**when(half_term), "kind": kind.value, "group": group})
    held: Counts = {}
    for row in rows:
        count = _count(row)
        years = [row["year_group"], None] if row["year_group"] > RECEPTION else [row["year_group"]]
        for urn in (row["school_urn"], None):
            for year_group in years:
                key = (urn, year_group, row["group_value"], row["subject"])
                held[key] = held.get(key, NOBODY) + count
    return held


@kept(48)
def class_counts(
    published: Published, half_term: HalfTerm, kind: Kind, school_urn: int
) -> dict[tuple[int, str | None, str], Count]:
    """One school's counts by year group, class (None: the school names none) and subject."""
    rows = fetch_rows(published, CLASSES, {**when(half_term), "kind": kind.value, "school_urn": school_urn})
    return {(row["year_group"], row["class"], row["subject"]): _count(row) for row in rows}


def _count(row: dict[str, int]) -> Count:
    return Count(int(row["on_roll"]), int(row["assessed"]), int(row["expected"]), int(row["higher"]))


@kept(48)
def counts_over_time(
    published: Published, subject: str, kind: Kind, year_group: int | None, from_year: str
) -> dict[tuple[HalfTerm, int | None], Count]:
    """One subject's counts in every half-term from an academic year on, by school (None: the trust)."""
    years = list(JUDGED_YEARS) if year_group is None else [year_group]
    rows = fetch_rows(
        published,
        OVER_TIME,
        {"subject": subject, "kind": kind.value, "year_groups": years, "from_year": from_year},
    )
    held: dict[tuple[HalfTerm, int | None], Count] = {}
    for row in rows:
        half_term = HalfTerm(parse_academic_year(row["academic_year"]), row["half_term_ordinal"])
        for urn in (row["school_urn"], None):
            held[half_term, urn] = held.get((half_term, urn), NOBODY) + _count(row)
    return held
