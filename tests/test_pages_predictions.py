"""The Predictions page as each role meets it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import foretold_trust
import pytest
from conftest import built_once, copied, text_of
from foretold_trust import ELM_GROVE, NAMES, OAKFIELD, build
from test_pages_trust import charts, doors, read

from dashboard.figures import TargetMark
from dashboard.furniture import behind, forecast_table
from dashboard.furniture.forecast_table import target_words
from etl.folder import DataFolder
from etl.roles import Role

Open = Callable[..., Any]
LEADERS = {Role.CEO, Role.DTL, Role.DATA_MANAGER}
OF_A_SCHOOL = {Role.HEAD, Role.SCHOOL_STAFF}


@pytest.fixture
def trust(shared_by_workers: Path, tmp_path: Path) -> DataFolder:
    root = built_once(shared_by_workers / "foretold", build)
    return DataFolder(copied(root, tmp_path / "foretold"))


@pytest.mark.parametrize("role", Role)
def test_each_role_meets_what_is_theirs(role: Role, open_page: Open, trust: DataFolder) -> None:
    app = open_page(trust, "predictions", role, school=OAKFIELD, measure="reading_expected")
    assert not app.exception
    said = read(app)
    assert foretold_trust.SURNAME not in text_of(app)
    if role not in LEADERS | OF_A_SCHOOL:
        assert "This page is not for your role" in said
        assert not charts(app)
        return
    assert "Oakfield Primary School 15 of 20" in said
    # How right predictions were is for the head and the trust's leaders.
    assert ("How right predictions of this half-term have been" in said) == (role is not Role.SCHOOL_STAFF)
    # Nor what their teachers' predictions came to, in the table or in a chart's words.
    drawn = json.dumps(charts(app))
    assert ("Past predictions" in said) == (role is not Role.SCHOOL_STAFF)
    assert ("told only of 3 years" in drawn.replace("<br>", " ")) == (role is not Role.SCHOOL_STAFF)
    for place in (NAMES[ELM_GROVE], "All schools"):
        assert (place in said) == (role in LEADERS), place
    assert ("Elm Grove" in drawn) == (role in LEADERS)


@pytest.mark.parametrize("audience", ["board", "forum"])
def test_an_audience_is_told_nothing(audience: str, open_page: Open, trust: DataFolder) -> None:
    app = open_page(trust, "predictions", "ceo", audience=audience)
    assert "you cannot see forecasts" in read(app)
    assert not charts(app)


def test_a_forecast_speaks_in_words_and_says_what_it_rests_on(open_page: Open, trust: DataFolder) -> None:
    said = read(open_page(trust, "predictions", "dtl", measure="reading_expected"))
    # The answer stands before the picture.
    assert " of 40 pupils forecast to meet it, likely " in said
    assert "; the target needs 24: " in said
    assert "Of 2 schools: 1 on track and 1 unlikely as things stand." in said
    assert "Unlikely as things stand (not yet calibrated)" in said
    assert "On track (not yet calibrated)" in said
    assert "too few years to say (3 are needed)" in said
    assert "in Spring 1 about 3 in 40 too high (4 past cohorts)" in said  # all schools
    assert "Not yet calibrated: the trust's own history is too short" in said
    assert "too few yet to promise eight in ten" in said


def test_a_schools_row_leads_to_the_school_and_to_what_if(open_page: Open, trust: DataFolder) -> None:
    app = open_page(trust, "predictions", "ceo", measure="reading_expected", year_group=6)
    table = text_of(app)
    assert f'id="forecast-{OAKFIELD}"' in table
    for page in ("school", "what-if"):
        assert any(
            all(part in one for part in (f"{page}?", f"urn={OAKFIELD}", "year_group=6", "reading_expected"))
            for one in doors(app)
        ), page


def test_what_is_remarked_of_a_forecast_stands_beneath_its_row(
    open_page: Open, trust: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def of_oakfield(_: object, record: object) -> str:
        return "Remarked." if record is not None else ""

    monkeypatch.setattr(forecast_table, "against_the_lean", of_oakfield)
    table = text_of(open_page(trust, "predictions", "ceo", measure="reading_expected"))
    row = re.search(r'<tr role="row" class="remarks">.*?</tr>', table)
    assert row
    # As wide as the six columns, and in none of them.
    assert 'colspan="6"' in row[0]
    assert table.count("Remarked.") == table.count('class="remarks"') > 0


def test_a_target_that_looks_met_says_why_it_is_not() -> None:
    aim = TargetMark(basis_points=6700, pupils_needed=11, pupils_short=1, set_by="", rule=None)
    assert target_words(aim, 15) == "67\u202f%: needs 11 of 15 (10 is 66.7\u202f%)"
    assert target_words(replace(aim, basis_points=8000, pupils_needed=12), 15) == "80\u202f%: needs 12 of 15"


def test_a_half_term_or_year_group_without_predictions_says_so(open_page: Open, trust: DataFolder) -> None:
    said = read(open_page(trust, "predictions", "ceo", year_group=3))
    assert "Nobody in this year group has a prediction in this half-term." in said


def test_what_a_head_downloads_is_their_own(
    open_page: Open, trust: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = []
    monkeypatch.setattr(behind, "behind", lambda make, **_: tables.append(make()))
    assert not open_page(trust, "predictions", "head", school=OAKFIELD).exception
    assert tables
    assert {row[0] for table in tables for row in table.rows} == {NAMES[OAKFIELD]}


@pytest.mark.parametrize("page", ["predictions", "what_if"])
@pytest.mark.parametrize("role", sorted(LEADERS | OF_A_SCHOOL))
def test_a_forecast_explains_itself_to_whoever_sees_it(
    page: str, role: Role, open_page: Open, trust: DataFolder
) -> None:
    number = f"reading_expected~forecast~2025-26-spring-1~s{OAKFIELD}~y6"
    held = {"school": OAKFIELD, "urn": OAKFIELD, "measure": "reading_expected", "year_group": 6}
    app = open_page(trust, page, role, **held)
    assert any(f"explain={number}" in href for href in doors(app))
    said = read(open_page(trust, page, role, **held, explain=number))
    assert "Oakfield Primary School, Year 6, forecast of reading" in said
    assert "Forecast to reach it" in said
    assert ("Of past pupils so predicted" in said) == (role in LEADERS)


@pytest.mark.parametrize("place", [f"~s{ELM_GROVE}", ""])
@pytest.mark.parametrize("role", sorted(OF_A_SCHOOL))
def test_another_schools_forecast_is_not_explained(
    role: Role, place: str, open_page: Open, trust: DataFolder
) -> None:
    number = f"reading_expected~forecast~2025-26-spring-1{place}~y6"
    app = open_page(trust, "predictions", role, school=OAKFIELD, explain=number)
    assert not app.exception
    assert "Forecast to reach it" not in read(app)
