"""Names, birth dates and year groups of a return beside what is known of its pupils."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from etl.checks.pupils import year_group_of_age
from tests.builders_trust import AUTUMN_1, AUTUMN_2, OAKFIELD, Trust, found, words_of

HEADINGS = "UPN,Surname,Forename,DOB,Year,Reading Current"
ABOUT_WHO = ("name_changed", "birth_date_differs", "upn_of_another_pupil")


@pytest.fixture
def trust(tmp_path: Path) -> Trust:
    return Trust(tmp_path)


@pytest.mark.parametrize(
    ("born", "year_group"),
    [
        (date(2014, 8, 31), 7),
        (date(2014, 9, 1), 6),
        (date(2015, 8, 31), 6),
        (date(2015, 9, 1), 5),
        (date(2020, 9, 1), 0),
        (date(2021, 8, 31), 0),
        (date(2021, 9, 1), -1),
    ],
)
def test_the_year_group_of_a_birth_date_in_2025_26(born: date, year_group: int) -> None:
    assert year_group_of_age(born, 2025) == year_group


@pytest.mark.parametrize(
    ("dob", "year", "says"),
    [
        ("01/09/2014", "6", None),
        ("31/08/2015", "6", None),
        ("01/09/2015", "6", "in Year 5, not in Year 6"),
        ("31/08/2014", "6", "in no year group of a primary school, not in Year 6"),
        ("01/09/2020", "R", None),
        ("31/08/2020", "R", "in Year 1, not in Reception"),
        ("", "6", None),
        ("01/09/2015", "", None),
    ],
)
def test_a_birth_date_outside_the_year_group_is_a_check_at_its_cell(
    trust: Trust, dob: str, year: str, says: str | None
) -> None:
    outcome = trust.check(OAKFIELD, AUTUMN_1, HEADINGS, f"{{1}},Ash,Anna,{dob},{year},WTS")
    odd = [one for one in outcome.problems if one.code == "born_outside_year"]
    assert [one.cell for one in odd] == (["D2"] if says else [])
    assert not says or says in odd[0].message
    assert not dob or dob not in words_of(outcome)


def test_a_pupil_taught_outside_their_year_is_asked_about_once(trust: Trust) -> None:
    lines = (HEADINGS, "{1},Ash,Anna,01/09/2015,6,WTS")
    assert found(trust.accepted(OAKFIELD, AUTUMN_1, *lines), "born_outside_year", "out_of_year") == [
        ("born_outside_year", "D2")
    ]
    assert found(trust.accepted(OAKFIELD, AUTUMN_2, *lines), "born_outside_year", "out_of_year") == [
        ("out_of_year", "D2")
    ]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("Ash,Anna,03/05/2015", []),
        ("ASH,anna,3/5/15", []),
        ("Elder,Anna,03/05/2015", [("name_changed", "B2")]),
        ("Ash,Annie,03/05/2015", [("name_changed", "C2")]),
        ("Ash,Anna,04/05/2015", [("birth_date_differs", "D2")]),
        ("Elder,Anna,04/05/2015", [("birth_date_differs", "D2"), ("name_changed", "B2")]),
        ("Elder,Emil,03/05/2015", [("upn_of_another_pupil", "A2")]),
        (",,", []),
    ],
)
def test_who_stood_under_a_upn_before(trust: Trust, row: str, told: list[tuple[str, str]]) -> None:
    trust.accepted(OAKFIELD, AUTUMN_1, HEADINGS, "{1},Ash,Anna,03/05/2015,6,WTS")
    outcome = trust.accepted(OAKFIELD, AUTUMN_2, HEADINGS, f"{{1}},{row},6,EXS")
    assert sorted(found(outcome, *ABOUT_WHO)) == sorted(told)
    assert "Ash" not in words_of(outcome)
    assert "Elder" not in words_of(outcome)
