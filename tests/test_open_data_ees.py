"""Explore Education Statistics: the layouts there are, whose pupils a row is about, symbols and releases."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders_open_data import OAKFIELD, Row, one, read, write

from etl.open_data.rows import Level, OpenFileError, Release

NATIONAL = {"time_period": "202425", "time_identifier": "Academic year", "geographic_level": "National"}
HEADLINES = NATIONAL | {"country_name": "England", "school_type": "All schools", "version": "Provisional"}
AUTHORITY = NATIONAL | {
    "geographic_level": "Local authority",
    "old_la_code": "999",
    "la_name": "Our authority",
}


def test_national_headlines(tmp_path: Path) -> None:
    cells = {
        "pt_rwm_exp": "62",
        "pt_rwm_high": "8",
        "avg_readscore": "106",
        "pt_writta_gd": "13",
        "pt_gps_exp": "z",
    }
    reading = read(write(tmp_path / "ks2.csv", [HEADLINES | cells]))
    assert reading.release is Release.PROVISIONAL
    expected = one(reading, measure="ks2_rwm_expected")
    assert (expected.academic_year, expected.level, expected.code, expected.value, expected.coverage) == (
        "2024/25",
        Level.ENGLAND_ALL,
        "England",
        62,
        "All schools",
    )
    assert one(reading, measure="ks2_writing_higher").value == 13
    assert one(reading, measure="ks2_reading_average").value == 106
    gps = one(reading, measure="ks2_gps_expected")
    assert (gps.value, gps.note) == (None, "z")


@pytest.mark.parametrize(
    ("school_type", "level"),
    [
        ("All schools", Level.ENGLAND_ALL),
        ("State-funded schools", Level.ENGLAND_STATE),
        ("All state funded", Level.ENGLAND_STATE),
        ("", Level.ENGLAND_STATE),  # where the file does not say
        ("All independent schools", None),
        ("State-funded mainstream", None),
    ],
)
def test_whose_schools_a_national_row_counts(tmp_path: Path, school_type: str, level: Level | None) -> None:
    rows = [HEADLINES | {"pt_rwm_exp": "62", "school_type": school_type}, AUTHORITY | {"pt_rwm_exp": "60"}]
    levels = [row.level for row in read(write(tmp_path / "ks2.csv", rows)).statistics]
    assert levels == [*([level] if level else []), Level.LOCAL_AUTHORITY]


@pytest.mark.parametrize("order", [("All schools", "All state funded"), ("All state funded", "All schools")])
def test_of_an_authority_its_state_funded_schools_are_kept(tmp_path: Path, order: tuple[str, str]) -> None:
    percents = {"All schools": "63", "All state funded": "60"}
    rows = [
        AUTHORITY | {"pt_rwm_exp": percents[one_of_two], "establishment_type_group": one_of_two}
        for one_of_two in order
    ]
    found = one(read(write(tmp_path / "ks2.csv", rows)), code="999")
    assert (found.value, found.coverage) == (60, "All state funded")


def test_authorities_and_regions_by_characteristic(tmp_path: Path) -> None:
    row = AUTHORITY | {
        "version": "Revised",
        "t_rwm_eligible_pupils": "900",
        "pt_rwm_met_expected_standard": "61",
        "avg_read_progress_score": "0.4",
        "avg_read_progress_score_lower_CI": "0.1",
        "avg_read_progress_score_upper_CI": "0.7",
    }
    region = row | {"geographic_level": "Regional", "region_name": "Yorkshire and the Humber"}
    rows = [
        row | {"breakdown_topic": topic, "breakdown": breakdown, "sex": sex}
        for topic, breakdown, sex in (
            ("All pupils", "Total", "Total"),
            ("All pupils", "Total", "Girls"),
            ("Disadvantaged", "Disadvantaged", "Total"),
            ("Disadvantaged", "All other pupils", "Total"),
            ("SEN status", "SEN support", "Total"),
            ("Disadvantaged", "Disadvantaged", "Girls"),  # a combination
            ("Month of birth", "August", "Total"),  # no group of ours
        )
    ]
    reading = read(write(tmp_path / "ks2.csv", [*rows, region, row | {"old_la_code": "998"}]))
    found = [
        (row.level, row.pupil_group, row.group_value)
        for row in reading.statistics
        if row.measure == "ks2_rwm_expected"
    ]
    assert found == [
        (Level.LOCAL_AUTHORITY, "all", "all"),
        (Level.LOCAL_AUTHORITY, "sex", "F"),
        (Level.LOCAL_AUTHORITY, "disadvantaged", "yes"),
        (Level.LOCAL_AUTHORITY, "disadvantaged", "no"),
        (Level.LOCAL_AUTHORITY, "sen", "K"),
        (Level.REGION, "all", "all"),
    ]
    progress = one(reading, measure="ks2_reading_progress", level="local_authority")
    assert (progress.value, progress.low, progress.high) == (0.4, 0.1, 0.7)
    assert one(reading, measure="ks2_rwm_expected", level="region").code == "E12000003"
    assert "2 rows" in reading.remarks[0]


def test_schools_by_subject(tmp_path: Path) -> None:
    base: Row = NATIONAL | {
        "geographic_level": "School",
        "school_urn": str(OAKFIELD),
        "school_name": "Oakfield",
    }
    base |= {"breakdown_topic": "All pupils", "breakdown": "Total", "eligible_pupil_count": "30"}
    rows = [
        base
        | {"subject": "Reading", "expected_standard_pupil_percent": "80", "average_scaled_score": "106.1"},
        base | {"subject": "Reading, writing and maths", "expected_standard_pupil_percent": "70"},
        base | {"subject": "Writing", "expected_standard_pupil_percent": "c"},
        base | {"subject": "Maths", "school_urn": "123456", "expected_standard_pupil_percent": "50"},
        base | {"subject": "Maths", "breakdown": "3 year average", "expected_standard_pupil_percent": "66"},
    ]
    reading = read(write(tmp_path / "ks2_school_attainment_data.csv", rows))
    assert one(reading, measure="ks2_reading_expected").value == 80
    assert one(reading, measure="ks2_reading_average").value == 106.1
    assert one(reading, measure="ks2_rwm_expected").cohort == 30
    assert one(reading, measure="ks2_writing_expected").note == "c"
    assert {row.code for row in reading.statistics} == {str(OAKFIELD)}
    assert not [row for row in reading.statistics if "maths" in row.measure]


def test_phonics_is_that_of_year_1(tmp_path: Path) -> None:
    base = AUTHORITY | {"establishment_type_group": "All state funded", "sex": "Total", "fsm_status": "Total"}
    rows = [
        base
        | {"year_group": "Year 1", "expected_standard_pupil_percent": "80", "eligible_pupil_count": "850"},
        base
        | {"year_group": "Year 1", "fsm_status": "FSM eligible", "expected_standard_pupil_percent": "67"},
        base | {"year_group": "Year 2", "expected_standard_pupil_percent": "55"},
        base | {"year_group": "Year 1", "month_of_birth": "August", "expected_standard_pupil_percent": "70"},
    ]
    found = [
        (row.measure, row.pupil_group, row.group_value, row.value)
        for row in read(write(tmp_path / "phonics.csv", rows)).statistics
    ]
    assert found == [("phonics_y1_met", "all", "all", 80), ("phonics_y1_met", "fsm", "yes", 67)]


@pytest.mark.parametrize(
    ("column", "measure"),
    [("mtc_score_average", "mtc_mean"), ("gld_percentage", "gld"), ("gld_children_percent", "gld")],
)
def test_tables_check_and_good_level_of_development(tmp_path: Path, column: str, measure: str) -> None:
    reading = read(write(tmp_path / "figures.csv", [AUTHORITY | {column: "21.0"}]))
    assert one(reading, code="999").measure == measure


def test_a_file_is_refused_with_every_fault(tmp_path: Path) -> None:
    rows = [AUTHORITY | {"pt_rwm_exp": "sixty"}, AUTHORITY | {"pt_rwm_exp": "60", "time_period": "202427"}]
    with pytest.raises(OpenFileError) as refused:
        read(write(tmp_path / "ks2.csv", rows))
    assert [line.strip().split(":")[0] for line in str(refused.value).splitlines()[1:]] == [
        "F2 (pt_rwm_exp)",
        "A3 (time_period)",
    ]


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OpenFileError, match="none of its columns"):
        read(write(tmp_path / "absence.csv", [AUTHORITY | {"sess_overall_percent": "5"}]))
