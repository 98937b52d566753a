"""How numbers, dates and differences are written."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pandas
import pytest

from dashboard import formats, wording


@pytest.mark.parametrize("nothing", [None, float("nan"), pandas.NA, pandas.NaT])
def test_nothing_is_a_dash_in_every_format(nothing: Any) -> None:
    writers = [
        formats.text, formats.whole, formats.percent, formats.basis_points, formats.pupils, formats.signed,
        formats.signed_pupils, formats.against_target, formats.against_national, formats.points,
        formats.day, formats.moment,
    ]  # fmt: skip
    assert [write(nothing) for write in writers] == ["–"] * len(writers)
    assert formats.count_of(nothing, 30) == formats.count_of(3, nothing) == "–"
    assert formats.interval(nothing, 83.0) == formats.interval(52.0, nothing) == "–"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.0, "0 %"),
        (0.2, "under 1 %"),  # not none: 1 of 500
        (0.5, "1 %"),
        (62.5, "63 %"),  # halves away from nought, as people round
        (70.0, "70 %"),
        (99.5, "over 99 %"),  # not all: 199 of 200
        (100.0, "100 %"),
    ],
)
def test_percent(value: float, written: str) -> None:
    assert formats.percent(value).replace(formats.THIN, " ") == written


def test_counts_intervals_and_targets() -> None:
    assert formats.count_of(21, 30) == "21 of 30"
    assert formats.count_of(1269, 2420) == "1,269 of 2,420"
    assert formats.interval(51.6, 83.1).replace(formats.THIN, " ") == "52–83 %"
    assert formats.basis_points(6250).replace(formats.THIN, " ") == "62.5 %"
    assert formats.basis_points(6500).replace(formats.THIN, " ") == "65 %"


@pytest.mark.parametrize(
    ("short", "written"),
    [
        (17, "17 short of target"),
        (1, "1 short of target"),
        (0, "meets the target"),
        (-2, "meets the target with 2 to spare"),
    ],
)
def test_against_a_target(short: int, written: str) -> None:
    assert formats.against_target(short) == written


@pytest.mark.parametrize(
    ("change", "written"),
    [(3, "+3 pupils"), (1, "+1 pupil"), (0, "0 pupils"), (-1, "−1 pupil"), (-1200, "−1,200 pupils")],
)
def test_a_change_in_pupils(change: int, written: str) -> None:
    assert formats.signed_pupils(change) == written


@pytest.mark.parametrize(
    ("difference", "written"),
    [
        (4, "4 pupils above national"),
        (0, "in line with national"),
        (-1, "1 pupil below national"),
    ],
)
def test_against_national(difference: int, written: str) -> None:
    assert formats.against_national(difference) == written


def test_dates_and_lists() -> None:
    assert formats.day(date(2026, 11, 3)) == "3 November 2026"
    assert formats.moment(datetime(2026, 11, 3, 9, 5)) == "3 November 2026, 09:05"
    assert formats.listed(["Ash"]) == "Ash"
    assert formats.listed(["Ash", "Birch", "Cedar"]) == "Ash, Birch and Cedar"


def test_short_names_of_schools_stay_apart() -> None:
    names = ["Elm Grove Primary School", "Cedar Hill C of E Primary School", "Cedar Hill Primary School"]
    assert wording.short_schools(names) == {
        "Elm Grove Primary School": "Elm Grove",
        "Cedar Hill C of E Primary School": "Cedar Hill C of E Primary School",
        "Cedar Hill Primary School": "Cedar Hill Primary School",
    }
