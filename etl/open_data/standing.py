"""Which of several published figures for the same thing stands.

The rules, in their order:
1. A series (one measure of one place for one pupil group) has a main feed: the one that gives most years. Its
   figure stands wherever it has one; another feed's fills a year that it lacks, and says whose it is.
2. Within a feed a later release replaces an earlier one: final, revised, not stated, provisional.
3. A file's own year beats a look back at it from a later year's file.
4. The file that was loaded later. What comes with the product counts as loaded first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from etl.open_data.rows import Feed, Inspection, Level, Release, Statistic
from etl.reference.national import NationalRow, national_figures

# How the sources of the figures that come with the product start.
FEEDS_BY_SOURCE: dict[str, Feed] = {
    "Explore Education Statistics": Feed.EES,
    "Department for Education: Local Authority Interactive Tool": Feed.LAIT,
    "Department for Education": Feed.DFE_RELEASE,
}


def bundled() -> list[Statistic]:
    """England's figures that come with the product."""
    return [_bundled(one) for one in national_figures()]


def standing(statistics: Iterable[Statistic]) -> list[Statistic]:
    """The figures that stand, one for each series and academic year. Given in the order of loading."""
    series: dict[tuple[Level, str, str, str, str], list[Statistic]] = defaultdict(list)
    for one in statistics:
        series[one.series].append(one)
    chosen = []
    for rows in series.values():
        years: dict[Feed, set[str]] = defaultdict(set)
        by_year: dict[str, list[Statistic]] = defaultdict(list)
        for one in rows:
            by_year[one.academic_year].append(one)
            if one.value is not None:
                years[one.feed].add(one.academic_year)
        for year in sorted(by_year):
            chosen.append(_best(by_year[year], years))
    return chosen


def _best(rows: Sequence[Statistic], years: dict[Feed, set[str]]) -> Statistic:
    """The one of a year that stands; `max` keeps the first of equals, so that the latest is asked first."""

    def strength(one: Statistic) -> tuple[int, int, int, bool]:
        return (len(years[one.feed]), -list(Feed).index(one.feed), one.release.rank, one.of_its_own_year)

    return max(reversed(rows), key=strength)


def standing_inspections(inspections: Iterable[Inspection]) -> list[Inspection]:
    """One grade for each area of an inspection: that of the file loaded last."""
    return list({one.key: one for one in inspections}.values())


def _bundled(one: NationalRow) -> Statistic:
    feed = next(feed for start, feed in FEEDS_BY_SOURCE.items() if one.source.startswith(start))
    return Statistic(
        academic_year=one.academic_year,
        level=Level(one.level),
        code=one.code,
        name=one.name,
        measure=one.measure,
        value=one.value,
        note=one.note,
        cohort=one.cohort,
        source=one.source,
        release=Release(one.release),
        coverage=one.coverage,
        feed=feed,
    )
