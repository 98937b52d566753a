"""Explore Education Statistics: files of any release, told by `time_period` and `geographic_level`.

DfE has laid them out in several ways over the years; the tables below know the columns of each. A row is
about one group of pupils at most: where two of its filters say something other than “Total” it is left
out, and so is one with a filter that is not known here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from etl.groups import ALL
from etl.half_terms import academic_year_label
from etl.open_data.places import Places, region
from etl.open_data.rows import (
    ENGLAND,
    NOT_STATED,
    OWN_PUPILS,
    Feed,
    Level,
    Reading,
    Release,
    Statistic,
    refuse,
)
from etl.open_data.symbols import NotAFigureError, count, figure, number
from etl.open_data.table import Line, OpenTable
from etl.open_data.told import Told

KIND = "ees"
SOURCE = "Explore Education Statistics"


@dataclass(frozen=True)
class Indicator:
    """A column that is a statistic, and those that stand by it. `where`: what other columns must say."""

    column: str
    measure: str
    cohort: str = ""
    low: str = ""
    high: str = ""
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()


def _wide() -> list[Indicator]:
    """A column for each subject and standard: the national headlines, and older regional files."""
    made = []
    for spelling, subject in (
        ("rwm", "rwm"),
        ("read", "reading"),
        ("writta", "writing"),
        ("mat", "maths"),
        ("gps", "gps"),
        ("scita", "science"),
    ):
        cohort = f"t_{spelling}_eligible_pupils"
        for ending in ("exp", "met_expected_standard"):
            made.append(Indicator(f"pt_{spelling}_{ending}", f"ks2_{subject}_expected", cohort))
        if subject != "science":
            for ending in ("high", "gd", "met_higher_standard"):
                made.append(Indicator(f"pt_{spelling}_{ending}", f"ks2_{subject}_higher", cohort))
        if subject in ("reading", "maths", "gps"):
            for ending in ("score", "_score"):
                made.append(Indicator(f"avg_{spelling}{ending}", f"ks2_{subject}_average", cohort))
        if subject in ("reading", "writing", "maths"):
            score = f"avg_{spelling}_progress_score"
            cohort = f"t_{spelling}_progress_eligible_pupils"
            measure = f"ks2_{subject}_progress"
            made.append(Indicator(score, measure, cohort, f"{score}_lower_CI", f"{score}_upper_CI"))
    return made


SUBJECTS: dict[str, tuple[str, ...]] = {
    "rwm": ("Reading, writing and maths", "Reading, writing and maths combined"),
    "reading": ("Reading",),
    "writing": ("Writing",),
    "maths": ("Maths", "Mathematics"),
    "gps": ("Grammar, punctuation and spelling",),
    "science": ("Science",),
}


def _long() -> list[Indicator]:
    """A row for each subject: the files of schools, regions and authorities since 2023/24."""
    made = []
    for subject, names in SUBJECTS.items():
        where = (("subject", names),)
        cohort = "eligible_pupil_count"
        made.append(
            Indicator("expected_standard_pupil_percent", f"ks2_{subject}_expected", cohort, where=where)
        )
        if subject != "science":
            made.append(
                Indicator("higher_standard_pupil_percent", f"ks2_{subject}_higher", cohort, where=where)
            )
        if subject in ("reading", "maths", "gps"):
            made.append(Indicator("average_scaled_score", f"ks2_{subject}_average", cohort, where=where))
        if subject in ("reading", "writing", "maths"):
            stem = "progress_measure"
            low, high = f"{stem}_lower_conf_interval", f"{stem}_upper_conf_interval"
            measure = f"ks2_{subject}_progress"
            made.append(Indicator(f"{stem}_score", measure, low=low, high=high, where=where))
    return made


INDICATORS: tuple[Indicator, ...] = (
    *_wide(),
    *_long(),
    # Phonics: no column says a subject. Year 2 is not taken in, because the files do not say whether its
    # pupils are all those at the end of Year 2 or only those who took the check again.
    Indicator(
        "expected_standard_pupil_percent",
        "phonics_y1_met",
        "eligible_pupil_count",
        where=(("year_group", ("Year 1",)), ("subject", ("",))),
    ),
    Indicator("mtc_score_average", "mtc_mean", "eligible_pupil_count"),
    Indicator("gld_percentage", "gld", "children_number"),
    Indicator("gld_children_percent", "gld", "children_count"),
)

LEVELS: dict[str, Level] = {
    "national": Level.ENGLAND_STATE,  # or all schools, where the file says so
    "regional": Level.REGION,
    "region": Level.REGION,
    "local authority": Level.LOCAL_AUTHORITY,
    "school": Level.SCHOOL,
}

# Columns that say whose schools are counted, and what they say.
COVERAGE_COLUMNS = ("establishment_type_group", "school_type")
STATE_FUNDED_SPELLINGS = (
    "All state funded",
    "All state-funded",
    "State funded",
    "State-funded",
    "State-funded schools",
    "All state-funded schools",
)
ALL_SCHOOLS_SPELLINGS = ("All schools", "All", "Total")

TOTAL = ("", "total", "all pupils", "all", "all children")

_DISADVANTAGED = {
    "disadvantaged": "yes",
    "not disadvantaged": "no",
    "non-disadvantaged": "no",
    "not known to be disadvantaged": "no",
    "all other pupils": "no",
    "other": "no",
}
_FSM = {
    "fsm": "yes",
    "fsm eligible": "yes",
    "eligible for fsm": "yes",
    "known to be eligible for free school meals": "yes",
    "not eligible for fsm": "no",
    "fsm all other pupils": "no",
    "not known to be eligible for free school meals": "no",
    "all other pupils": "no",
}
_SEX = {"boys": "M", "male": "M", "girls": "F", "female": "F"}
_SEN = {
    "no sen": "N",
    "no identified sen": "N",
    "sen support": "K",
    "education, health and care plan": "E",
    "education, health and care plans": "E",
    "ehc plan": "E",
    "statement or ehc plan": "E",
    "sen with a statement or ehc plan": "E",
}
_LANGUAGE = {
    "english": "no",
    "known or believed to be english": "no",
    "other than english": "yes",
    "english as an additional language": "yes",
    "known or believed to be other than english": "yes",
}
_ETHNICITY = {one: one for one in ("white", "mixed", "asian", "black", "chinese")} | {
    "asian or asian british": "asian",
    "black or black british": "black",
    "mixed or multiple ethnic groups": "mixed",
    "mixed / multiple ethnic groups": "mixed",
    "any other ethnic group": "other",
    "other ethnic group": "other",
}

# Filter, or topic of a breakdown -> the group, and what its values are in our words.
FILTERS: dict[str, tuple[str, dict[str, str]]] = {
    **dict.fromkeys(("sex", "gender"), ("sex", _SEX)),
    **dict.fromkeys(
        ("disadvantage_status", "disadvantage status", "disadvantaged", "disadvantage"),
        ("disadvantaged", _DISADVANTAGED),
    ),
    **dict.fromkeys(
        (
            "fsm_status",
            "fsm status",
            "fsm",
            "fsm eligibility",
            "free school meals",
            "free school meal status",
        ),
        ("fsm", _FSM),
    ),
    **dict.fromkeys(("sen_provision", "sen provision", "sen status", "sen_status"), ("sen", _SEN)),
    **dict.fromkeys(
        ("first_language", "first language", "english as an additional language"), ("eal", _LANGUAGE)
    ),
    **dict.fromkeys(
        ("ethnicity_major", "ethnicity major", "major ethnic group", "ethnicity"), ("ethnicity", _ETHNICITY)
    ),
}
# Pairs of columns that say a group together: its topic, and its value.
BREAKDOWNS = (("breakdown_topic", "breakdown"), ("characteristic", "characteristic_type"))

# Columns that say where, when and of what release, and so are no filters.
ABOUT = {
    *("time_period", "time_identifier", "geographic_level", "version", "subject", "year_group"),
    *("country_code", "country_name", "region_code", "region_name", "old_la_code", "new_la_code", "la_name"),
    *("school_urn", "school_laestab", "school_name", "school_ukprn", "school_estab"),
    *("lad_code", "lad_name", "pcon_code", "pcon_name"),
    *COVERAGE_COLUMNS,
}


def is_header(table: OpenTable) -> bool:
    return "time_period" in table and "geographic_level" in table


def read(table: OpenTable, places: Places, told: Told) -> Reading:
    """The rows of our schools and authorities, the regions and England.

    Raises OpenFileError with every fault.
    """
    reading = Reading(
        kind=KIND, title="Explore Education Statistics", release=told.release or Release.NOT_STATED
    )
    faults: list[str] = []
    indicators = [one for one in INDICATORS if one.column in table]
    if not indicators:
        raise refuse(
            table.name,
            ["row 1: none of its columns is a statistic of ours (such as pt_rwm_exp or gld_percentage)."],
        )
    known = {part.casefold() for one in INDICATORS for part in (one.column, one.cohort, one.low, one.high)}
    paired = {column for pair in BREAKDOWNS for column in pair}
    others = [
        heading
        for heading in table.headings
        if heading and heading.casefold() not in known | ABOUT | paired | FILTERS.keys()
    ]
    elsewhere = 0
    for line in table:
        place = _place(line, places)
        if place is None:
            continue
        group = _group(line, others)
        if group is None:
            elsewhere += 1
            continue
        starts = _starts(line, faults)
        if starts is None:
            continue
        for indicator in indicators:
            if all(_is_one_of(line.text(column), spellings) for column, spellings in indicator.where):
                made = _statistic(line, indicator, place, group, starts, told, faults)
                if made is not None:
                    reading.statistics.append(made)
    if faults:
        raise refuse(table.name, faults)
    if elsewhere:
        reading.remarks.append(
            f"{elsewhere:,} rows about combinations or groups that are not kept were left out."
        )
    reading.statistics = _once(reading.statistics)
    releases = {one.release for one in reading.statistics}
    if len(releases) == 1:
        reading.release = next(iter(releases))
    return reading


def _once(statistics: list[Statistic]) -> list[Statistic]:
    """One figure for each: an authority's state-funded schools where the file gives all its schools too."""
    kept: dict[tuple[object, str], Statistic] = {}
    for one in statistics:
        key = (one.series, one.academic_year)
        if key not in kept or not _is_one_of(kept[key].coverage, STATE_FUNDED_SPELLINGS):
            kept[key] = one
    return list(kept.values())


@dataclass(frozen=True)
class _Place:
    level: Level
    code: str
    name: str
    coverage: str
    code_in_file: str | None = None


def _place(line: Line, places: Places) -> _Place | None:
    """Where a row is about; None where that is no place of ours, or not all of its schools."""
    level = LEVELS.get(line.text("geographic_level").casefold())
    if level is None:
        return None
    if level is Level.SCHOOL:
        found = places.school_of(line.text("school_urn"), laestab=line.text("school_laestab"))
        if found is None:
            return None
        then = line.text("school_urn")
        code = str(found[0])
        return _Place(level, code, line.text("school_name"), OWN_PUPILS, None if then == code else then)
    coverage = next((said for column in COVERAGE_COLUMNS if (said := line.text(column))), NOT_STATED)
    state_funded = _is_one_of(coverage, STATE_FUNDED_SPELLINGS)
    all_schools = _is_one_of(coverage, ALL_SCHOOLS_SPELLINGS)
    if coverage != NOT_STATED and not state_funded and not all_schools:
        return None
    if level is Level.REGION:
        named = region(line.text("region_name"))
        return None if named is None else _Place(level, *named, coverage)
    if level is Level.LOCAL_AUTHORITY:
        code = line.text("old_la_code")
        return _Place(level, code, line.text("la_name"), coverage) if code in places.authorities else None
    england = Level.ENGLAND_ALL if all_schools else Level.ENGLAND_STATE
    return _Place(england, ENGLAND, ENGLAND, coverage)


def _group(line: Line, others: list[str]) -> tuple[str, str] | None:
    """The one group that a row is about, as (group, value); None where it is about several, or another."""
    found: set[tuple[str, str]] = set()
    said = [(name, line.text(name)) for name in FILTERS if name in line.table]
    for topic, value in BREAKDOWNS:
        if topic in line.table and value in line.table:
            said.append((line.text(topic), line.text(value)))
    for name, value in said:
        if value.casefold() in TOTAL:
            continue
        group, values = FILTERS.get(name.casefold(), ("", {}))
        if value.casefold() not in values:
            return None
        found.add((group, values[value.casefold()]))
    if len(found) > 1 or any(_is_a_filter(line.text(heading)) for heading in others):
        return None
    return next(iter(found), (ALL.id, "all"))


def _is_a_filter(text: str) -> bool:
    """Whether a cell of a column that is not known narrows a row down: words other than a total."""
    if text.casefold() in TOTAL:
        return False
    try:
        figure(text)
    except NotAFigureError:
        return True
    return False


def _starts(line: Line, faults: list[str]) -> int | None:
    text = line.text("time_period")
    if not _is_one_of(line.text("time_identifier"), ("Academic year", "")):
        return None
    found = re.fullmatch(r"(20\d\d)(\d\d)", text)
    if not found or (int(found[1]) + 1) % 100 != int(found[2]):
        faults.append(f"{line.place('time_period')}: “{text[:20]}” is not an academic year such as 202425.")
        return None
    return int(found[1])


def _statistic(
    line: Line,
    indicator: Indicator,
    place: _Place,
    group: tuple[str, str],
    starts: int,
    told: Told,
    faults: list[str],
) -> Statistic | None:
    try:
        value, note = figure(line.text(indicator.column))
    except NotAFigureError as error:
        faults.append(f"{line.place(indicator.column)}: {error}")
        return None
    counted = value is not None
    return Statistic(
        academic_year=academic_year_label(starts),
        level=place.level,
        code=place.code,
        name=place.name,
        measure=indicator.measure,
        pupil_group=group[0],
        group_value=group[1],
        value=value,
        note=note,
        low=number(line.text(indicator.low)) if indicator.low and counted else None,
        high=number(line.text(indicator.high)) if indicator.high and counted else None,
        cohort=count(line.text(indicator.cohort)) if indicator.cohort else None,
        source=SOURCE,
        release=_release(line.text("version")) or told.release or Release.NOT_STATED,
        coverage=place.coverage,
        feed=Feed.EES,
        code_in_file=place.code_in_file,
    )


def _release(version: str) -> Release | None:
    try:
        return Release(version.casefold())
    except ValueError:
        return None


def _is_one_of(text: str, spellings: tuple[str, ...]) -> bool:
    return text.casefold() in {one.casefold() for one in spellings}
