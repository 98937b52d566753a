"""The Predictions page as each role meets it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import foretold_trust
import pytest
from conftest import built_once, text_of
from foretold_trust import ELM_GROVE, NAMES, OAKFIELD, build
from test_pages_trust import charts, read

from dashboard.furniture import behind
from etl.folder import DataFolder
from etl.roles import Role

Open = Callable[..., Any]
LEADERS = {Role.CEO, Role.DTL, Role.DATA_MANAGER}
OF_A_SCHOOL = {Role.HEAD, Role.SCHOOL_STAFF}


@pytest.fixture
def trust(shared_by_workers: Path, tmp_path: Path) -> DataFolder:
    root = built_once(shared_by_workers / "foretold", build)
    return DataFolder(Path(shutil.copytree(root, tmp_path / "foretold")))


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
    assert "Of 40 pupils over 2 years, 85 % came to the band predicted" in said or role in LEADERS
    drawn = json.dumps(charts(app))
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
    assert "Unlikely as things stand (not yet calibrated)" in said
    assert "On track (not yet calibrated)" in said
    assert "about 3 pupils high, from 2 past cohorts" in said
    assert "Not yet calibrated: the trust's own history is too short" in said
    assert "too few yet to promise eight in ten" in said


def test_the_ledger_says_which_way_predictions_ran(open_page: Open, trust: DataFolder) -> None:
    said = read(open_page(trust, "predictions", "head", school=OAKFIELD, measure="reading_expected"))
    assert (
        "Of 40 pupils over 2 years, 85 % came to the band predicted (71–93 %), 15 % to a lower and 0 % to a "
        "higher one. 6 more were predicted to meet the standard than did; more than chance."
    ) in said
    together = read(open_page(trust, "predictions", "ceo", measure="rwm_expected"))
    for subject in ("Reading, all schools", "Writing, all schools", "Maths, all schools"):
        assert subject in together


def test_a_half_term_or_year_group_without_predictions_says_so(open_page: Open, trust: DataFolder) -> None:
    said = read(open_page(trust, "predictions", "ceo", year_group=3))
    assert "Nobody in this year group has a prediction in this half-term." in said
    assert "No outcomes are known yet" in said


def test_what_a_head_downloads_is_their_own(
    open_page: Open, trust: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = []
    monkeypatch.setattr(behind, "behind", lambda make, **_: tables.append(make()))
    assert not open_page(trust, "predictions", "head", school=OAKFIELD).exception
    assert tables
    assert {row[0] for table in tables for row in table.rows} == {NAMES[OAKFIELD]}
