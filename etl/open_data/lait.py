"""The Local Authority Interactive Tool: one row an indicator, a year and an area."""

from __future__ import annotations

import re

from etl.groups import ALL
from etl.half_terms import academic_year_label
from etl.open_data.places import Places, region
from etl.open_data.rows import ENGLAND, STATE_FUNDED, Feed, Level, Reading, Release, Statistic, refuse
from etl.open_data.symbols import NotAFigureError, figure
from etl.open_data.table import Line, OpenTable
from etl.open_data.told import Told
from etl.reference.national import CANCELLED

KIND = "lait"
SOURCE = "Department for Education: Local Authority Interactive Tool"
NO_ASSESSMENTS = ("2019/20", "2020/21")

# Indicator -> measure, pupil group, group value.
INDICATORS: dict[str, tuple[str, str, str]] = {
    "KS2RWM_Expected_STD": ("ks2_rwm_expected", ALL.id, "all"),
    "KS2RWM_Higher_STD": ("ks2_rwm_higher", ALL.id, "all"),
    "KS2R_Expected_STD": ("ks2_reading_expected", ALL.id, "all"),
    "KS2R_Higher_STD": ("ks2_reading_higher", ALL.id, "all"),
    "KS2R_AVG_Scaled_Score": ("ks2_reading_average", ALL.id, "all"),
    "KS2W_Teacher_Assess": ("ks2_writing_expected", ALL.id, "all"),
    "KS2GDW_Teacher_Assess": ("ks2_writing_higher", ALL.id, "all"),
    "KS2M_Expected_STD": ("ks2_maths_expected", ALL.id, "all"),
    "KS2M_Higher_STD": ("ks2_maths_higher", ALL.id, "all"),
    "KS2M_AVG_Scaled_Score": ("ks2_maths_average", ALL.id, "all"),
    "KS2GPS_Expected_STD": ("ks2_gps_expected", ALL.id, "all"),
    "KS2GPS_Higher_STD": ("ks2_gps_higher", ALL.id, "all"),
    "KS2GPS_AVG_Scaled_Score": ("ks2_gps_average", ALL.id, "all"),
    "KS2Sci_Teacher_Assess": ("ks2_science_expected", ALL.id, "all"),
    "KS2R_Prog_VA": ("ks2_reading_progress", ALL.id, "all"),
    "KS2W_Prog_VA": ("ks2_writing_progress", ALL.id, "all"),
    "KS2M_Prog_VA": ("ks2_maths_progress", ALL.id, "all"),
    "DAP_NEW_KS2_RWM": ("ks2_rwm_expected", "disadvantaged", "yes"),
    "NonDAP_NEW_KS2_RWM": ("ks2_rwm_expected", "disadvantaged", "no"),
    "FSM_NEW_KS2_RWM": ("ks2_rwm_expected", "fsm", "yes"),
    "NonFSM_NEW_KS2_RWM": ("ks2_rwm_expected", "fsm", "no"),
    "NoID_SEN_NEW_KS2_RWM": ("ks2_rwm_expected", "sen", "N"),
    "NEW_KS2_RWM_Sen_W/Osta": ("ks2_rwm_expected", "sen", "K"),
    "NEW_KS2_RWM_Sen_Withsta": ("ks2_rwm_expected", "sen", "E"),
    "KS2_NEW_White_RWM": ("ks2_rwm_expected", "ethnicity", "white"),
    "KS2_NEW_Mixed_RWM": ("ks2_rwm_expected", "ethnicity", "mixed"),
    "KS2_NEW_Asian_RWM": ("ks2_rwm_expected", "ethnicity", "asian"),
    "KS2_NEW_Black_RWM": ("ks2_rwm_expected", "ethnicity", "black"),
    "KS2_NEW_Chine_RWM": ("ks2_rwm_expected", "ethnicity", "chinese"),
    "KS2_NEW_Other_RWM": ("ks2_rwm_expected", "ethnicity", "other"),
    **{
        f"KS2_{spelling}_{subject.capitalize()}_Progress": (f"ks2_{subject}_progress", group, value)
        for subject in ("reading", "writing", "maths")
        for spelling, group, value in (
            ("DAP", "disadvantaged", "yes"),
            ("NonDAP", "disadvantaged", "no"),
            ("FSM", "fsm", "yes"),
            ("nonFSM", "fsm", "no"),
            ("NonSEN", "sen", "N"),
            ("SENSupport", "sen", "K"),
        )
    },
    "KS1P_all": ("phonics_y1_met", ALL.id, "all"),
    "KS1P_FSM": ("phonics_y1_met", "fsm", "yes"),
    "KS1P_NonSEND": ("phonics_y1_met", "sen", "N"),
    "KS1P_SEND": ("phonics_y1_met", "sen", "K"),
    "KS1P_EHCP": ("phonics_y1_met", "sen", "E"),
    "Multiplication_Total": ("mtc_full_marks", ALL.id, "all"),
    "Multiplication_SENDSupport": ("mtc_full_marks", "sen", "K"),
    "Multiplication_EHCP": ("mtc_full_marks", "sen", "E"),
    "Multiplication_Total_APS": ("mtc_mean", ALL.id, "all"),
    "FSP_NEW_GOODDEV": ("gld", ALL.id, "all"),
    "FSP_Gooddev_FSM": ("gld", "fsm", "yes"),
    "FSP_Gooddev_FSM_Other": ("gld", "fsm", "no"),
    "FSP_Gooddev_Without_SENSTATE": ("gld", "sen", "K"),
    "FSP_Gooddev_With_SENSTATE": ("gld", "sen", "E"),
    "FSP_Gooddev_White": ("gld", "ethnicity", "white"),
    "FSP_Gooddev_Mixed": ("gld", "ethnicity", "mixed"),
    "FSP_Gooddev_Asian": ("gld", "ethnicity", "asian"),
    "FSP_Gooddev_Black": ("gld", "ethnicity", "black"),
    "FSP_Gooddev_Chinese": ("gld", "ethnicity", "chinese"),
    "FSP_Gooddev_Other": ("gld", "ethnicity", "other"),
    # The tool itself has a blank in two of these names.
    **{
        f"KS1{letter}_{spelling}": (f"ks1_{subject}_{standard}", ALL.id, "all")
        for letter, subject in (("R", "reading"), ("W", "writing"), ("M", "maths"))
        for spelling, standard in (
            ("Expected_STD", "expected"),
            ("Expected _STD", "expected"),
            ("Greater_Depth", "higher"),
        )
    },
}

# What an indicator is about that is not taken in, by how its name starts.
LEFT_OUT: dict[str, str] = {
    "FSPAVEPreChild": "goals of the early years profile: no measure of the registry",
    "FSP_NEW_": "single areas of the early years profile: no measure of the registry",
    "KS1S_": "key stage 1 science: no measure of the registry",
    "KS2_SEN_": "all pupils with SEN together: not one of the three kinds of SEN",
    "Multiplication_AllSEND": "all pupils with SEN together: not one of the three kinds of SEN",
    "DAP_KS4": "key stage 4",
    "NonDAP_KS4": "key stage 4",
    "Pri": "the make-up and attendance of primary schools, not attainment",
    "EALPri": "the make-up of primary schools, not attainment",
    "Ever6_FSM_Prim": "the make-up of primary schools, not attainment",
    "SEN_Tot": "the make-up of all schools, not attainment",
}

# England beside its authorities: state-funded schools; for GLD also funded nurseries.
COVERAGE_OF_GLD = "State-funded schools and private or voluntary or independent early years providers"

_YEAR = re.compile(r"(20\d\d)\s*(\((?:prov|provisional)\))?", re.IGNORECASE)


def is_header(table: OpenTable) -> bool:
    return all(one in table for one in ("indicator", "year", "area", "value"))


def read(table: OpenTable, places: Places, told: Told) -> Reading:
    """The rows of England, the regions and our authorities. Raises OpenFileError with every fault."""
    reading = Reading(kind=KIND, title="Local Authority Interactive Tool", release=Release.NOT_STATED)
    faults: list[str] = []
    unknown: set[str] = set()
    for line in table:
        indicator = line.text("indicator")
        if indicator not in INDICATORS:
            if not indicator.startswith(tuple(LEFT_OUT)):
                unknown.add(indicator)
            continue
        place = _place(line, places)
        if place is not None:
            made = _statistic(line, place, faults)
            if made is not None:
                reading.statistics.append(made)
    if faults:
        raise refuse(table.name, faults)
    if unknown:
        reading.remarks.append(f"Indicators that are not known were left out: {', '.join(sorted(unknown))}.")
    return reading


def _place(line: Line, places: Places) -> tuple[Level, str, str] | None:
    area = line.text("area")
    if area.casefold() == ENGLAND.casefold():
        return Level.ENGLAND_STATE, ENGLAND, ENGLAND
    found = region(area)
    if found is not None:
        return Level.REGION, *found
    code = line.text("la_number").removesuffix(".0")
    return (Level.LOCAL_AUTHORITY, code, area) if code in places.authorities else None


def _statistic(line: Line, place: tuple[Level, str, str], faults: list[str]) -> Statistic | None:
    measure, group, group_value = INDICATORS[line.text("indicator")]
    year = _YEAR.fullmatch(line.text("year"))
    if year is None:
        faults.append(
            f"{line.place('year')}: “{line.text('year')[:20]}” is not a year such as 2025 or 2025 (prov)."
        )
        return None
    academic_year = academic_year_label(int(year[1]) - 1)
    try:
        value, note = figure(line.text("value"))
    except NotAFigureError as error:
        faults.append(f"{line.place('value')}: {error}")
        return None
    if value is None and academic_year in NO_ASSESSMENTS:
        note = CANCELLED
    level, code, name = place
    within = COVERAGE_OF_GLD if measure == "gld" else STATE_FUNDED
    return Statistic(
        academic_year=academic_year,
        level=level,
        code=code,
        name=name,
        measure=measure,
        pupil_group=group,
        group_value=group_value,
        value=value,
        note=note,
        source=f"{SOURCE}; {line.text('indicator')}",
        release=Release.PROVISIONAL if year[2] else Release.NOT_STATED,
        coverage=within,
        feed=Feed.LAIT,
    )
