"""England's published figures, 2015/16 to 2024/25, read from the file beside this module."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from etl.half_terms import parse_academic_year

FIGURES = Path(__file__).with_name("national_figures.csv")
CANCELLED = "cancelled"

# The first academic year of each framework that DfE says is not comparable with the one before it.
# Source: the footnotes of Explore Education Statistics' key stage 2, phonics and EYFSP releases.
NEW_FRAMEWORKS: dict[str, tuple[str, ...]] = {
    "ks2_rwm_expected": ("2017/18",),  # frameworks for writing
    "ks2_rwm_higher": ("2017/18",),
    "ks2_writing_expected": ("2017/18",),
    "ks2_writing_higher": ("2017/18",),
    "ks2_science_expected": ("2018/19",),  # framework for science
    "phonics_y2_met": ("2023/24",),  # pupils counted another way since key stage 1 is not collected
    "gld": ("2021/22",),  # the reformed Early Years Foundation Stage
}


@dataclass(frozen=True, kw_only=True)
class NationalRow:
    """One academic year of one measure for England: a row of the `published` table.

    `academic_year` is that of the tests: those of summer 2025 are in 2024/25. `value` is a percentage (0 to
    100) or a score, as published and rounded by its source; None where `note` says why there is none.
    """

    academic_year: str
    level: str  # england_all, england_state
    code: str
    name: str
    measure: str  # an id of etl.measures
    value: float | None
    cohort: int | None  # pupils; None where not published beside the figure
    note: str | None  # None, or why there is no value
    source: str
    release: str  # provisional, revised, final, not stated
    coverage: str  # whose pupils are counted, in words; one for each measure


@cache
def national_figures() -> tuple[NationalRow, ...]:
    """Every row, by measure and then by year. A measure's rows are one series of one coverage."""
    with FIGURES.open(encoding="utf-8", newline="") as lines:
        return tuple(_row(line) for line in csv.DictReader(lines))


def latest_national(
    measure: str, academic_year: str, rows: tuple[NationalRow, ...] | None = None
) -> NationalRow | None:
    """The newest row with a value that is no later than `academic_year` and can be compared with it.

    None where there is no such row: a figure from before a change of framework is never given for a year
    after it. The row says its own year; whoever shows it says that year too.
    """
    newest: NationalRow | None = None
    for row in national_figures() if rows is None else rows:
        if row.measure != measure or row.value is None:
            continue
        if _starts(row.academic_year) > _starts(academic_year):
            continue
        if framework_of(measure, row.academic_year) != framework_of(measure, academic_year):
            continue
        if newest is None or _starts(row.academic_year) > _starts(newest.academic_year):
            newest = row
    return newest


@lru_cache(maxsize=4096)
def framework_of(measure: str, academic_year: str) -> int:
    """How many changes of framework the measure has been through by that year."""
    changes = NEW_FRAMEWORKS.get(measure, ())
    return sum(_starts(first) <= _starts(academic_year) for first in changes)


def _starts(academic_year: str) -> int:
    return parse_academic_year(academic_year)


def _row(line: dict[str, str]) -> NationalRow:
    return NationalRow(
        academic_year=line["academic_year"],
        level=line["level"],
        code=line["code"],
        name=line["name"],
        measure=line["measure"],
        value=float(line["value"]) if line["value"] else None,
        cohort=int(line["cohort"]) if line["cohort"] else None,
        note=line["note"] or None,
        source=line["source"],
        release=line["release"],
        coverage=line["coverage"],
    )
