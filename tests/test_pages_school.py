"""The School page as each role meets it: the way down to classes and pupils, and where it ends for whom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import small_trust
from conftest import text_of
from small_trust import ASH_LANE, ELM_GROVE, NAMES, OAKFIELD, SUMMER_2
from test_pages_trust import doors, read

from etl.folder import DataFolder
from etl.record import audit
from etl.record.opening import open_record
from etl.roles import Role

Open = Callable[..., Any]

WHOLE_SCHOOL = {
    Role.CEO: True,
    Role.DTL: True,
    Role.HEAD: True,
    Role.SCHOOL_STAFF: True,
    Role.LEAD_TEACHER: False,
    Role.BOARD: False,
    Role.DATA_MANAGER: True,
}


def logged(folder: DataFolder) -> list[dict[str, Any]]:
    with open_record(folder).reading() as connection:
        return [line for line in audit.latest(connection) if "list of pupils" in line["action"]]


@pytest.mark.parametrize("role", Role)
def test_each_role_sees_of_a_school_what_is_theirs(
    role: Role, open_page: Open, small_folder: DataFolder
) -> None:
    app = open_page(small_folder, "school", role, school=ELM_GROVE, urn=ELM_GROVE)
    assert not app.exception
    said = read(app)
    assert NAMES[ELM_GROVE] in said
    assert ("Between groups of pupils" in said) == WHOLE_SCHOOL[role]
    assert any(href.startswith("pupils?") for href in doors(app)) == WHOLE_SCHOOL[role]
    assert small_trust.SURNAME not in text_of(app)


def test_a_head_sees_another_school_from_outside(open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "school", "head", school=OAKFIELD, urn=ELM_GROVE)
    said = read(app)
    assert f"Trust dashboard {NAMES[ELM_GROVE]}" in said
    assert "for its own staff and the trust's leaders" in said
    assert not [href for href in doors(app) if href.startswith(("pupils?", "school_class?"))]


def test_a_head_comes_to_their_own_school_first(open_page: Open, small_folder: DataFolder) -> None:
    assert f"Trust dashboard {NAMES[OAKFIELD]}" in read(
        open_page(small_folder, "school", "head", school=OAKFIELD)
    )


def test_predicted_stands_with_what_is_judged_now(open_page: Open, small_folder: DataFolder) -> None:
    # Reading at Elm Grove: all 30 predicted, 21 judged at expected now.
    said = read(open_page(small_folder, "school", "ceo", urn=ELM_GROVE))
    assert "100 % 30 of 30 now 70 %, 21 of 30" in said
    assert "On roll 30 Year 6, 30 in a year" in said
    assert "Pupil premium 33 % 10 of 30" in said


def test_a_year_group_leads_to_its_tiles_and_pupils(open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "school", "ceo", urn=OAKFIELD, year_group=5)
    assert "Year 5, predicted for the year's end" in read(app)
    years = [href for href in doors(app) if "#year-group" in href]
    assert any("year_group=6" in href and f"urn={OAKFIELD}" in href for href in years)
    opening = [href for href in doors(app) if href.startswith("pupils?")]
    assert opening
    assert all(f"urn={OAKFIELD}" in href and "year_group=5" in href for href in opening)


def test_opening_a_list_of_pupils_is_written_down_once(open_page: Open, small_folder: DataFolder) -> None:
    open_page(small_folder, "school", "head", school=ELM_GROVE)
    assert not logged(small_folder)
    app = open_page(small_folder, "pupils", "head", school=ELM_GROVE)
    assert not app.exception
    assert text_of(app).count(small_trust.SURNAME) == 30
    app.run()
    assert small_trust.SURNAME in text_of(app)
    (line,) = logged(small_folder)
    assert (line["role"], line["urn"], line["action"]) == ("head", ELM_GROVE, "open a list of pupils")
    assert line["subject"] == "Year 6, 2026/27 Autumn 1"


def test_another_list_is_another_opening(open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "pupils", "head", school=OAKFIELD)
    assert text_of(app).count(small_trust.SURNAME) == 12
    app.selectbox(key="choose_year_group").set_value("5").run()
    assert text_of(app).count(small_trust.SURNAME) == 8
    assert len(logged(small_folder)) == 2


def test_a_list_that_was_opened_closes_for_narrower_eyes(open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "pupils", "ceo", urn=ELM_GROVE)
    assert small_trust.SURNAME in text_of(app)
    app.selectbox(key="choose_audience").set_value("board").run()
    assert small_trust.SURNAME not in text_of(app)


def test_a_school_without_a_return_says_so_and_shows_what_came_before(
    open_page: Open, small_folder: DataFolder
) -> None:
    app = open_page(small_folder, "school", "head", school=ASH_LANE)
    assert not app.exception
    said = read(app)
    assert "Return still to come" in said
    assert "No return for 2026/27 Autumn 1 yet" in said
    assert any(href.startswith("returns") for href in doors(app))
    before = read(
        open_page(small_folder, "school", "head", school=ASH_LANE, half_term=SUMMER_2.slug, year_group=5)
    )
    assert "Return in" in before
    assert "3 of 5" in before


def test_a_school_that_there_is_not_is_another_that_is(open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "school", "ceo", urn=123456)
    assert not app.exception
    assert f"Trust dashboard {NAMES[ASH_LANE]}" in read(app)


def test_the_way_back_keeps_what_was_chosen(open_page: Open, small_folder: DataFolder) -> None:
    app = open_page(small_folder, "school", "ceo", urn=ELM_GROVE, measure="maths_expected", year_group=5)
    (back,) = [href for href in doors(app) if href.startswith("./") and "measure=maths_expected" in href][:1]
    assert "year_group=5" in back
    assert "urn" not in back
