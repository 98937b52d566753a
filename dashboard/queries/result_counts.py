"""The counts behind statutory results: everyone's, before any scope is applied. Never shown as they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.cached import kept
from dashboard.store import fetch_rows
from etl.half_terms import academic_year_label, parse_academic_year
from etl.measures import MEASURES, Unit
from etl.publish.current import Published

COUNTS = """
SELECT
    school_urn,
    measure,
    group_value,
    CAST(sum(numerator) AS BIGINT) AS numerator,
    CAST(sum(denominator) AS BIGINT) AS denominator,
    CAST(sum(assessed) AS BIGINT) AS assessed,
    sum(score_sum) AS score_sum,
    sum(score_squares) AS score_squares,
    CAST(sum(scored) AS BIGINT) AS scored
FROM result_count
WHERE academic_year = $academic_year
AND pupil_group = $group
GROUP BY ALL
ORDER BY ALL
"""

YEARS = "SELECT DISTINCT academic_year FROM result_count ORDER BY academic_year"

YEARS_SHOWN = 4


@dataclass(frozen=True)
class ResultCount:
    """Bare counts, whoever asks: for what is shown of them see `results`."""

    met: int | None = None  # None: an average
    pupils: int = 0
    assessed: int = 0
    score_sum: float = 0.0
    score_squares: float = 0.0
    scored: int = 0
    schools: int = 1

    def __add__(self, other: ResultCount) -> ResultCount:
        met = None if self.met is None or other.met is None else self.met + other.met
        return ResultCount(
            met,
            self.pupils + other.pupils,
            self.assessed + other.assessed,
            self.score_sum + other.score_sum,
            self.score_squares + other.score_squares,
            self.scored + other.scored,
            self.schools + other.schools,
        )


NOBODY = ResultCount()
# By school (None: the trust), measure and group value.
ResultCounts = dict[tuple[int | None, str, str], ResultCount]


@kept(4)
def result_years(published: Published) -> tuple[str, ...]:
    """The academic years of which any result is held, in time order."""
    return tuple(row["academic_year"] for row in fetch_rows(published, YEARS))


def years_up_to(academic_year: str, held: Sequence[str], number: int = YEARS_SHOWN) -> list[str]:
    """At most so many academic years in a row, the last one given, from the first of which there is a result.

    A year without assessments between two others keeps its place.
    """
    last = parse_academic_year(academic_year)
    first = max(last - number + 1, min((parse_academic_year(one) for one in held), default=last))
    return [academic_year_label(starts) for starts in range(first, last + 1)]


@kept(32)
def counts_of(published: Published, academic_year: str, group: str) -> ResultCounts:
    """Every school's counts of a year, and the trust's: its schools' pupils pooled."""
    made: ResultCounts = {}
    for row in fetch_rows(published, COUNTS, {"academic_year": academic_year, "group": group}):
        share = MEASURES[row["measure"]].unit is Unit.PERCENT
        count = ResultCount(
            met=row["numerator"] if share else None,
            pupils=row["denominator"],
            assessed=row["assessed"],
            score_sum=row["score_sum"] or 0.0,
            score_squares=row["score_squares"] or 0.0,
            scored=row["scored"] or 0,
        )
        made[row["school_urn"], row["measure"], row["group_value"]] = count
        trust = (None, row["measure"], row["group_value"])
        made[trust] = made[trust] + count if trust in made else count
    return made
