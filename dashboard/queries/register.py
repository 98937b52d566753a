"""What the trust is: its schools, its settings, its targets, and England's figures beside them."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.cached import kept
from dashboard.store import fetch_rows
from etl.measures import MEASURES
from etl.publish.current import Published
from etl.reference.national import NationalRow, latest_national

SCHOOLS = "SELECT school_urn, school FROM school ORDER BY school, school_urn"
CENSUS = "SELECT pupils, fsm_percent FROM school WHERE school_urn = $school_urn"
SETTINGS = "SELECT key, value FROM setting"
TARGETS = """
SELECT school_urn, year_group, measure, basis_points, set_by, rule
FROM target
WHERE academic_year = $academic_year
"""
NATIONAL = """
SELECT academic_year, level, code, name, measure, value, cohort, note, source, release
FROM published
WHERE level IN ('england_all', 'england_state')
ORDER BY measure, academic_year, level
"""

COVERAGE = {"england_all": "all schools", "england_state": "state-funded schools"}

# What a setting is where the trust has set nothing.
USUAL_THRESHOLDS = {"hide_below": 6, "caution_below": 11}


@dataclass(frozen=True)
class SetTarget:
    basis_points: int
    set_by: str | None
    rule: str | None


@dataclass(frozen=True)
class Thresholds:
    """Outside the school, cohorts under `hide_below` are hidden, those under `caution_below` bare counts."""

    hide_below: int = USUAL_THRESHOLDS["hide_below"]
    caution_below: int = USUAL_THRESHOLDS["caution_below"]


@kept(4)
def schools(published: Published) -> dict[int, str]:
    """Every registered school's name by its URN, in the order of the names."""
    return {row["school_urn"]: row["school"] for row in fetch_rows(published, SCHOOLS)}


@dataclass(frozen=True)
class Census:
    """What the register of all schools (GIAS) shows of one, for anybody; None where it was not loaded."""

    pupils: int | None = None
    fsm_percent: float | None = None  # eligible for free school meals


@kept(4)
def settings(published: Published) -> dict[str, str]:
    return {row["key"]: row["value"] for row in fetch_rows(published, SETTINGS)}


def census(published: Published, school_urn: int) -> Census:
    rows = fetch_rows(published, CENSUS, {"school_urn": school_urn})
    return Census(**rows[0]) if rows else Census()


def thresholds(published: Published) -> Thresholds:
    held = settings(published)
    return Thresholds(**{key: int(held.get(key, usual)) for key, usual in USUAL_THRESHOLDS.items()})


@kept(8)
def targets(published: Published, academic_year: str) -> dict[tuple[int | None, int, str], SetTarget]:
    """The targets of an academic year by school (None: the trust), year group and measure."""
    rows = fetch_rows(published, TARGETS, {"academic_year": academic_year})
    return {
        (row["school_urn"], row["year_group"], row["measure"]): SetTarget(
            row["basis_points"], row["set_by"], row["rule"]
        )
        for row in rows
    }


@kept(4)
def _england(published: Published) -> dict[str, tuple[NationalRow, ...]]:
    """Everything published of England's pupils, by measure: few rows, asked for measure by measure."""
    by_measure: dict[str, list[NationalRow]] = {}
    for row in fetch_rows(published, NATIONAL):
        by_measure.setdefault(row["measure"], []).append(NationalRow(**row, coverage=COVERAGE[row["level"]]))
    return {measure: tuple(rows) for measure, rows in by_measure.items()}


@kept(64)
def national_for(published: Published, measure: str, academic_year: str) -> NationalRow | None:
    """The latest figure for England that a measure can be held against in an academic year, if any."""
    national = MEASURES[measure].national
    if national is None:
        return None
    england = _england(published).get(national, ())
    # One level for every year, that of which most is known: the two can be a point apart.
    known = {
        level: sum(row.level == level and row.value is not None for row in england) for level in COVERAGE
    }
    fullest = max(known, key=lambda level: known[level])
    return latest_national(national, academic_year, tuple(row for row in england if row.level == fullest))
