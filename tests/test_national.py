"""England's published figures: what is in the file, and which year answers a question."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from etl.measures import MEASURES, Basis, Unit
from etl.reference.national import (
    CANCELLED,
    FIGURES,
    NEW_FRAMEWORKS,
    NationalRow,
    latest_national,
    national_figures,
)

YEARS = [f"{starts}/{(starts + 1) % 100:02d}" for starts in range(2015, 2025)]
ROWS = national_figures()
BY_KEY = {(row.measure, row.academic_year): row for row in ROWS}


@pytest.mark.parametrize(
    ("measure", "academic_year", "value"),
    [
        ("ks2_rwm_expected", "2018/19", 65),
        ("ks2_rwm_expected", "2024/25", 62),
        ("ks2_reading_expected", "2024/25", 75),
        ("ks2_writing_expected", "2023/24", 72),
        ("ks2_maths_expected", "2018/19", 79),
        ("ks2_rwm_higher", "2024/25", 8),
        ("ks2_reading_average", "2024/25", 106),
        ("mtc_mean", "2024/25", 21.0),
        ("phonics_y1_met", "2021/22", 75),
        ("gld", "2024/25", 68.3),
        ("ks1_writing_expected", "2022/23", 60),
    ],
)
def test_figures_are_those_published(measure: str, academic_year: str, value: float) -> None:
    assert BY_KEY[measure, academic_year].value == value


def test_there_is_one_row_for_a_measure_and_year() -> None:
    counted = Counter((row.measure, row.academic_year) for row in ROWS)
    assert [key for key, times in counted.items() if times > 1] == []


def test_every_measure_is_in_the_registry_and_statutory() -> None:
    assert {MEASURES[row.measure].basis for row in ROWS} == {Basis.STATUTORY}


def test_every_national_comparison_of_the_registry_has_figures_or_is_known_to_have_none() -> None:
    named = {measure.national for measure in MEASURES.values() if measure.national in MEASURES}
    assert named == {row.measure for row in ROWS}


def test_every_row_says_where_it_is_from() -> None:
    assert all(row.source and row.coverage for row in ROWS)
    assert {row.release for row in ROWS} <= {"provisional", "revised", "final", "not stated"}
    assert {row.level for row in ROWS} == {"england_all", "england_state"}
    assert {(row.code, row.name) for row in ROWS} == {("England", "England")}


def test_a_measure_keeps_to_one_coverage() -> None:
    for measure in {row.measure for row in ROWS}:
        assert len({(row.level, row.coverage) for row in ROWS if row.measure == measure}) == 1


def test_years_run_from_2015_16_to_2024_25() -> None:
    assert sorted({row.academic_year for row in ROWS}) == YEARS


@pytest.mark.parametrize("academic_year", ["2019/20", "2020/21"])
def test_cancelled_years_have_no_value(academic_year: str) -> None:
    rows = [row for row in ROWS if row.academic_year == academic_year]
    assert len(rows) > 10
    assert all(row.value is None and row.note == CANCELLED for row in rows)


def test_every_other_year_has_a_value_and_no_note() -> None:
    rows = [row for row in ROWS if row.academic_year not in {"2019/20", "2020/21"}]
    assert all(row.value is not None and row.note is None for row in rows)


def test_values_are_within_the_range_of_their_unit() -> None:
    ranges = {Unit.PERCENT: (0, 100), Unit.SCALED_SCORE: (80, 120), Unit.SCORE: (0, 25)}
    for row in ROWS:
        low, high = ranges[MEASURES[row.measure].unit]
        assert row.value is None or low <= row.value <= high, row


def test_nobody_has_more_at_the_higher_standard_than_at_the_expected() -> None:
    for row in ROWS:
        higher = BY_KEY.get((row.measure.replace("_expected", "_higher"), row.academic_year))
        if row.value is not None and higher is not None and higher.value is not None and higher is not row:
            assert higher.value < row.value


@pytest.mark.parametrize(
    ("measure", "asked", "answered"),
    [
        ("ks2_rwm_expected", "2026/27", "2024/25"),  # nothing newer is known yet
        ("ks2_rwm_expected", "2023/24", "2023/24"),
        ("ks2_rwm_expected", "2020/21", "2018/19"),  # the two cancelled years are passed over
        ("ks2_rwm_expected", "2016/17", "2016/17"),
        ("ks2_science_expected", "2017/18", "2017/18"),
        ("gld", "2020/21", "2018/19"),
        ("gld", "2021/22", "2021/22"),
        ("phonics_y2_met", "2022/23", "2022/23"),
        ("phonics_y2_met", "2024/25", None),  # counted another way since 2023/24
        ("ks2_rwm_expected", "2014/15", None),  # before the first year
        ("rwm_expected", "2024/25", None),  # a teachers' judgement: none is published
    ],
)
def test_the_latest_year_that_can_be_compared(measure: str, asked: str, answered: str | None) -> None:
    found = latest_national(measure, asked)
    assert (found.academic_year if found else None) == answered


@pytest.mark.parametrize("measure", NEW_FRAMEWORKS)
def test_no_answer_crosses_a_change_of_framework(measure: str) -> None:
    """With only the years before the change known, the year of the change has no comparison."""
    first = NEW_FRAMEWORKS[measure][0]
    before: tuple[NationalRow, ...] = tuple(row for row in ROWS if row.academic_year < first)
    assert latest_national(measure, first, before) is None


def test_the_readme_names_every_feed() -> None:
    readme = FIGURES.with_name("README.md").read_text(encoding="utf-8")
    for row in ROWS:
        publisher = re.split(r"[:;]", row.source)[0]
        short = {"Explore Education Statistics": "EES", "Department for Education": "DfE"}[publisher]
        assert short in readme
