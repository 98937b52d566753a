"""What DfE's own figures bear out: the schools of one authority, the authority and England in 2018/19."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable

import pytest
from builders_open_data import KS2_2019, LAIT, read

from etl.open_data.places import Places
from etl.open_data.pooling import pooled
from etl.open_data.rows import ENGLAND_GAP, Level, Reading, Statistic

YEAR = "2018/19"


@pytest.fixture(scope="module")
def reading() -> Reading:
    with KS2_2019.open(encoding="utf-8-sig", newline="") as lines:
        names = {int(row["URN"]): row["SCHNAME"] for row in csv.DictReader(lines) if row["URN"].strip()}
    return read(KS2_2019, Places(names=names))


def of_schools(
    reading: Reading, measure: str, group: str = "all", value: str = "all", year: str = YEAR
) -> list[Statistic]:
    wanted = (Level.SCHOOL, year, measure, group, value)
    return [
        row
        for row in reading.statistics
        if (row.level, row.academic_year, row.measure, row.pupil_group, row.group_value) == wanted
    ]


def of_area(reading: Reading, level: Level, measure: str, group: str = "all", value: str = "all") -> float:
    wanted = (level, YEAR, measure, group, value)
    (found,) = [
        row.value
        for row in reading.statistics
        if (row.level, row.academic_year, row.measure, row.pupil_group, row.group_value) == wanted
    ]
    assert found is not None
    return found


def plain_mean(rows: Iterable[Statistic]) -> float:
    values = [row.value for row in rows if row.value is not None]
    return sum(values) / len(values)


PERCENTAGES = (
    "ks2_rwm_expected",
    "ks2_reading_expected",
    "ks2_writing_expected",
    "ks2_maths_expected",
    "ks2_gps_expected",
    "ks2_science_expected",
)


@pytest.mark.parametrize("measure", PERCENTAGES)
def test_pupils_pooled_give_the_authoritys_figure_and_the_mean_of_schools_does_not(
    reading: Reading, measure: str
) -> None:
    schools, authority = of_schools(reading, measure), of_area(reading, Level.LOCAL_AUTHORITY, measure)
    together = pooled(schools)
    assert together.value is not None
    assert abs(together.value - authority) < 0.5
    assert 3.4 < abs(plain_mean(schools) - authority) < 4.3
    assert together.schools > 200
    assert together.schools + together.left_out == len(schools)


@pytest.mark.parametrize("measure", ["ks2_rwm_higher", "ks2_reading_higher", "ks2_maths_higher"])
def test_so_at_the_higher_standard(reading: Reading, measure: str) -> None:
    schools, authority = of_schools(reading, measure), of_area(reading, Level.LOCAL_AUTHORITY, measure)
    together = pooled(schools)
    assert together.value is not None
    assert abs(together.value - authority) < 0.5
    assert abs(plain_mean(schools) - authority) > 1


@pytest.mark.parametrize("measure", ["ks2_reading_progress", "ks2_writing_progress", "ks2_maths_progress"])
def test_so_with_progress_scores(reading: Reading, measure: str) -> None:
    together = pooled(of_schools(reading, measure))
    assert together.value is not None
    assert abs(together.value - of_area(reading, Level.LOCAL_AUTHORITY, measure)) < 0.1


@pytest.mark.parametrize("measure", ["ks2_rwm_expected", "ks2_rwm_higher", "ks2_reading_progress"])
def test_the_gap_is_to_englands_others_and_not_to_the_schools_own(reading: Reading, measure: str) -> None:
    gaps = {row.code: row.value for row in of_schools(reading, measure, "disadvantaged", ENGLAND_GAP)}
    england = of_area(reading, Level.ENGLAND_STATE, measure, "disadvantaged", "no")
    own_others = {row.code: row.value for row in of_schools(reading, measure, "disadvantaged", "no")}
    compared = within = 0
    for row in of_schools(reading, measure, "disadvantaged", "yes"):
        gap, others = gaps[row.code], own_others[row.code]
        if row.value is None or gap is None or others is None:
            continue
        assert gap == pytest.approx(row.value - england, abs=0.05), row.code
        compared += 1
        within += abs(gap - (row.value - others)) < 0.05
    assert compared > 140
    assert within < 0.2 * compared  # a gap within the school would be another figure


@pytest.mark.parametrize("year", ["2016/17", "2017/18", "2018/19"])
@pytest.mark.parametrize("subject", ["reading", "writing", "maths"])
def test_a_progress_band_goes_with_its_interval(reading: Reading, subject: str, year: str) -> None:
    counted: dict[int, int] = defaultdict(int)
    for row in of_schools(reading, f"ks2_{subject}_progress", year=year):
        if row.band is None:
            continue
        assert row.low is not None
        assert row.high is not None
        counted[row.band] += 1
        if row.band in (1, 2):
            assert row.low > 0, row.code
        elif row.band in (4, 5):
            assert row.high < 0, row.code
        else:
            assert row.low <= 0 <= row.high, row.code
    assert set(counted) == {1, 2, 3, 4, 5}
    assert sum(counted.values()) > 200


def test_every_figure_is_one_or_says_why_not(reading: Reading) -> None:
    assert reading.rows > 35_000
    assert all((row.value is None) == (row.note is not None) for row in reading.statistics)
    assert {row.note for row in reading.statistics} == {None, "SUPP", "NA", "not stated"}
    suppressed = [row for row in reading.statistics if row.note == "SUPP"]
    assert len(suppressed) > 6000
    assert all(row.low is None and row.high is None and row.band is None for row in suppressed)


def test_two_feeds_of_the_same_department_differ_by_a_point() -> None:
    """Which is why a series keeps to one: England's not disadvantaged, RWM in 2018/19."""
    tables = read(KS2_2019, Places(names={}))
    tool = read(LAIT, Places(names={}))
    assert of_area(tables, Level.ENGLAND_STATE, "ks2_rwm_expected", "disadvantaged", "no") == 71
    assert of_area(tool, Level.ENGLAND_STATE, "ks2_rwm_expected", "disadvantaged", "no") == 72
