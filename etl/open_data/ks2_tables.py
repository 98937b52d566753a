"""DfE's key stage 2 school performance tables, of any year: one row a school, an authority or England.

Columns come and go from year to year, so that they are not listed one by one: a heading is a statistic, a
pupil group, a part of it and a year (`READPROG` + `_FSM6CLA1A` + `_LOWER` + ``, `PTRWM_EXP` + `_18`). What a
file has of them is read, and the rest of it is not looked at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from etl.groups import ALL
from etl.half_terms import academic_year_label
from etl.measures import MEASURES, Unit
from etl.open_data.places import Match, Places
from etl.open_data.rows import (
    ENGLAND,
    ENGLAND_GAP,
    OWN_PUPILS,
    STATE_FUNDED,
    Feed,
    Level,
    OpenFileError,
    Reading,
    Release,
    Statistic,
    refuse,
)
from etl.open_data.symbols import NotAFigureError, count, figure, number
from etl.open_data.table import Line, OpenTable
from etl.open_data.told import Told

KIND = "ks2"

STATISTICS: dict[str, str] = {
    "PTRWM_EXP": "ks2_rwm_expected",
    "PTRWM_HIGH": "ks2_rwm_higher",
    "PTREAD_EXP": "ks2_reading_expected",
    "PTREAD_HIGH": "ks2_reading_higher",
    "READ_AVERAGE": "ks2_reading_average",
    "PTWRITTA_EXP": "ks2_writing_expected",
    "PTWRITTA_HIGH": "ks2_writing_higher",
    "PTMAT_EXP": "ks2_maths_expected",
    "PTMAT_HIGH": "ks2_maths_higher",
    "MAT_AVERAGE": "ks2_maths_average",
    "PTGPS_EXP": "ks2_gps_expected",
    "PTGPS_HIGH": "ks2_gps_higher",
    "GPS_AVERAGE": "ks2_gps_average",
    "PTSCITA_EXP": "ks2_science_expected",
    "READPROG": "ks2_reading_progress",
    "WRITPROG": "ks2_writing_progress",
    "MATPROG": "ks2_maths_progress",
}
PROGRESS = ("READPROG", "WRITPROG", "MATPROG")


@dataclass(frozen=True)
class PupilGroup:
    """The pupils that a suffix is about, and the column that counts them."""

    suffix: str
    group: str
    value: str
    counted_in: str


GROUPS_OF_COLUMNS: tuple[PupilGroup, ...] = (
    PupilGroup("", ALL.id, "all", "TELIG"),
    PupilGroup("_B", "sex", "M", "BELIG"),
    PupilGroup("_G", "sex", "F", "GELIG"),
    PupilGroup("_L", "prior_attainment", "low", "TKS1GROUP_L"),
    PupilGroup("_M", "prior_attainment", "middle", "TKS1GROUP_M"),
    PupilGroup("_H", "prior_attainment", "high", "TKS1GROUP_H"),
    PupilGroup("_FSM6CLA1A", "disadvantaged", "yes", "TFSM6CLA1A"),
    PupilGroup("_NotFSM6CLA1A", "disadvantaged", "no", "TNotFSM6CLA1A"),
    PupilGroup("_EAL", "eal", "yes", "TEALGRP2"),
    PupilGroup("_MOBN", "mobile", "no", "TMOBN"),
)

# The school's disadvantaged less England's others. Never worked out here: DfE takes unrounded figures.
GAPS: dict[str, str] = {
    "DIFFN_RWM_EXP": "ks2_rwm_expected",
    "DIFFN_RWM_HIGH": "ks2_rwm_higher",
    "DIFFN_READPROG": "ks2_reading_progress",
    "DIFFN_WRITPROG": "ks2_writing_progress",
    "DIFFN_MATPROG": "ks2_maths_progress",
}

LEVELS: dict[str, Level] = {
    "1": Level.SCHOOL,  # mainstream
    "2": Level.SCHOOL,  # special
    "3": Level.LOCAL_AUTHORITY,
    "4": Level.ENGLAND_ALL,
    "5": Level.ENGLAND_STATE,
}
COVERAGE: dict[Level, str] = {
    Level.SCHOOL: OWN_PUPILS,
    Level.LOCAL_AUTHORITY: STATE_FUNDED,
    Level.ENGLAND_STATE: STATE_FUNDED,
    Level.ENGLAND_ALL: "All schools in England",
}

BANDS = range(1, 6)
# What a figure can be, by unit. A gap may be negative.
RANGES: dict[Unit, tuple[float, float]] = {
    Unit.PERCENT: (0, 100),
    Unit.SCALED_SCORE: (80, 120),
    Unit.SCORE: (0, 25),
    Unit.PROGRESS: (-40, 40),
}

_EARLIER_YEAR = re.compile(r"^(?:TELIG|PTRWM_EXP)_(\d\d)$", re.IGNORECASE)


@dataclass(frozen=True)
class Column:
    """One column that is read: what it says, of whom, and the columns that stand by it."""

    heading: str
    measure: str
    group: str
    value: str
    starts: int  # of the academic year that it is about
    low: str = ""
    high: str = ""
    band: str = ""
    cohort: str = ""


def is_header(table: OpenTable) -> bool:
    return "RECTYPE" in table and "URN" in table and any(heading in table for heading in STATISTICS)


def read(table: OpenTable, places: Places, told: Told) -> Reading:
    """The rows of our schools, their authorities and England. Raises OpenFileError with every fault."""
    starts = _starts(table, told)
    columns = columns_of(table, starts)
    release = told.release or Release.NOT_STATED
    title = f"KS2 school performance tables {academic_year_label(starts)}"
    reading = Reading(kind=KIND, title=title, release=release)
    faults: list[str] = []
    schools: dict[int, list[tuple[Match, Line]]] = {}
    authorities: set[str] = set()
    others: list[tuple[Level, Line]] = []
    for line in table:
        level = LEVELS.get(line.text("RECTYPE"))
        if level is None:
            faults.append(
                f"{line.place('RECTYPE')}: “{line.text('RECTYPE')[:20]}” is no record type; DfE has 1 to 5."
            )
        elif level is not Level.SCHOOL:
            others.append((level, line))
        else:
            found = places.school_of(
                line.text("URN"), line.text("URN_AC"), line.text("LEA") + line.text("ESTAB").zfill(4)
            )
            if found is not None:
                schools.setdefault(found[0], []).append((found[1], line))
                authorities.add(line.text("LEA"))
    for urn, lines in schools.items():
        surest = min(match for match, _ in lines)
        chosen = [line for match, line in lines if match is surest]
        if len(chosen) > 1:
            reading.remarks.append(
                f"{places.names[urn]} ({urn}): {len(chosen)} rows may be what it was before; none was taken."
            )
            continue
        then = chosen[0].text("URN")
        reading.statistics += _statistics(
            chosen[0],
            columns,
            Level.SCHOOL,
            str(urn),
            None if then == str(urn) else then,
            title,
            release,
            faults,
        )
    for level, line in others:
        code = line.text("LEA") if level is Level.LOCAL_AUTHORITY else ENGLAND
        if level is not Level.LOCAL_AUTHORITY or code in places.authorities | authorities:
            reading.statistics += _statistics(line, columns, level, code, None, title, release, faults)
    if faults:
        raise refuse(table.name, faults)
    absent = sorted(places.names.keys() - schools.keys())
    if absent and schools:
        reading.remarks.append(f"Of the trust's schools it has no row for {_named(absent)}.")
    return reading


def columns_of(table: OpenTable, starts: int) -> list[Column]:
    """The columns that a file has of those that can be read, with its own year's first."""
    years = {"": starts, **{f"_{year % 100:02d}": year - 1 for year in _earlier_years(table)}}
    found = []
    for suffix, year in years.items():
        for stem, measure in STATISTICS.items():
            for group in GROUPS_OF_COLUMNS:
                heading = f"{stem}{group.suffix}{suffix}"
                if heading not in table:
                    continue
                parts = (f"{stem}{group.suffix}{part}{suffix}" for part in ("_LOWER", "_UPPER", "_DESCR"))
                low, high, band = (part if stem in PROGRESS else "" for part in parts)
                counted = f"{group.counted_in}{suffix}"
                found.append(
                    Column(heading, measure, group.group, group.value, year, low, high, band, counted)
                )
        for stem, measure in GAPS.items():
            if f"{stem}{suffix}" in table:
                counted = f"TFSM6CLA1A{suffix}"
                found.append(
                    Column(f"{stem}{suffix}", measure, "disadvantaged", ENGLAND_GAP, year, cohort=counted)
                )
    return found


def _earlier_years(table: OpenTable) -> list[int]:
    """The calendar years of the tests that a file looks back to: 2018 for `_18`."""
    return sorted(
        2000 + int(found[1]) for heading in table.headings if (found := _EARLIER_YEAR.match(heading))
    )


def _starts(table: OpenTable, told: Told) -> int:
    """The year that a file is about: the one after the last that it looks back to.

    Raises OpenFileError where its name or the person says another, or nothing says any.
    """
    back = _earlier_years(table)
    from_columns = back[-1] if back else None  # tests of 2018, then those of 2018/19
    known = [one for one in (told.starts, told.named_starts, from_columns) if one is not None]
    if not known:
        raise OpenFileError(
            f"Nothing in {table.name} says which year it is about. Say it: --academic-year 2018/19"
        )
    if from_columns is not None and any(one != from_columns for one in known):
        said = academic_year_label(next(one for one in known if one != from_columns))
        raise OpenFileError(
            f"{table.name} looks back to {academic_year_label(from_columns - 1)} (its columns end in "
            f"_{back[-1] % 100:02d}), so that it is about {academic_year_label(from_columns)}, not {said}."
        )
    return known[0]


def _statistics(
    line: Line,
    columns: list[Column],
    level: Level,
    code: str,
    code_in_file: str | None,
    title: str,
    release: Release,
    faults: list[str],
) -> list[Statistic]:
    made = []
    own_year = columns[0].starts if columns else 0
    name = ENGLAND if code == ENGLAND else line.text("SCHNAME")
    for column in columns:
        text = line.text(column.heading)
        of_its_own_year = column.starts == own_year
        if not text and not of_its_own_year:
            continue  # a look back at a year that the place has no figure of
        try:
            value, note = figure(text)
        except NotAFigureError as error:
            faults.append(f"{line.place(column.heading)}: {error}")
            continue
        if value is not None and not _possible(column, value):
            faults.append(f"{line.place(column.heading)}: {text} cannot be {MEASURES[column.measure].short}.")
            continue
        band = number(line.text(column.band)) if column.band and value is not None else None
        made.append(
            Statistic(
                academic_year=academic_year_label(column.starts),
                level=level,
                code=code,
                name=name,
                measure=column.measure,
                pupil_group=column.group,
                group_value=column.value,
                value=value,
                note=note,
                low=number(line.text(column.low)) if column.low and value is not None else None,
                high=number(line.text(column.high)) if column.high and value is not None else None,
                band=int(band) if band is not None and band in BANDS else None,
                cohort=count(line.text(column.cohort)),
                source=f"Department for Education: {title}",
                # Figures of earlier years are what had become of them by then; no file says more.
                release=release if of_its_own_year else Release.NOT_STATED,
                coverage=COVERAGE[level],
                feed=Feed.KS2_TABLES,
                code_in_file=code_in_file,
                of_its_own_year=of_its_own_year,
            )
        )
    return made


def _possible(column: Column, value: float) -> bool:
    low, high = RANGES[MEASURES[column.measure].unit]
    return abs(value) <= high if column.value == ENGLAND_GAP else low <= value <= high


def _named(urns: list[int]) -> str:
    shown = ", ".join(map(str, urns[:5]))
    return shown if len(urns) <= 5 else f"{shown} …"
