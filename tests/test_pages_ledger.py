"""The page of how right predictions were, as each role meets it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import foretold_trust
import pytest
from conftest import built_once, copied, text_of
from foretold_trust import NAMES, OAKFIELD, build, build_three_years
from test_pages_trust import charts, read

from dashboard import formats
from dashboard.furniture import behind
from etl.folder import DataFolder
from etl.roles import Role

Open = Callable[..., Any]
LEADERS = {Role.CEO, Role.DTL, Role.DATA_MANAGER}
READING = {"measure": "reading_expected", "half_term": "2025-26-spring-1"}


@pytest.fixture
def trust(shared_by_workers: Path, tmp_path: Path) -> DataFolder:
    root = built_once(shared_by_workers / "three_years", build_three_years)
    return DataFolder(copied(root, tmp_path / "three_years"))


@pytest.mark.parametrize("role", Role)
def test_each_role_meets_what_is_theirs(role: Role, open_page: Open, trust: DataFolder) -> None:
    app = open_page(trust, "ledger", role, school=OAKFIELD, leads="reading", **READING)
    assert not app.exception
    said = read(app)
    assert foretold_trust.SURNAME not in text_of(app)
    if role not in LEADERS | {Role.HEAD}:
        assert "This page is not for your role" in said
        assert not charts(app)
        return
    whose = "all schools" if role in LEADERS else NAMES[OAKFIELD]
    assert f"Reading, {whose}" in said
    drawn = json.dumps(charts(app))
    assert "of 120" in drawn if role in LEADERS else "of 60" in drawn
    assert ("Elm Grove" in said) == (role in LEADERS)
    assert "2021/22: no outcome is known" in said


@pytest.mark.parametrize("audience", ["board", "forum"])
def test_an_audience_is_told_nothing(audience: str, open_page: Open, trust: DataFolder) -> None:
    app = open_page(trust, "ledger", "ceo", audience=audience, **READING)
    assert "you cannot see how right predictions were" in read(app)
    assert not charts(app)


def test_the_ledger_says_which_way_predictions_ran(open_page: Open, trust: DataFolder) -> None:
    said = read(open_page(trust, "ledger", "head", school=OAKFIELD, **READING))
    assert (
        "Of 60 pupils over 3 years, 85 % came to the band predicted (74–92 %), 15 % to a lower and 0 % to a "
        "higher one. 9 more were predicted to meet the standard than did: 15 points, plausibly 5 to 24; more "
        "than chance."
    ) in said
    assert (
        "Predictions in reading at Oakfield have run high in each of the last three years with outcomes. "
        "9 more were"
    ) in said


def test_all_three_together_have_their_own_part(open_page: Open, trust: DataFolder) -> None:
    app = open_page(trust, "ledger", "ceo", measure="rwm_expected", half_term="2025-26-spring-1")
    said = read(app)
    assert "Reading, writing and maths combined, all schools" in said
    assert (
        "Of 120 pupils over 3 years, 93 % came out as predicted (86–96 %), 8 % were predicted to meet all "
        "three and did not, 0 % met them against the prediction. 9 more were predicted to meet the standard "
        "than did"
    ) in said
    assert "No subject 24 – 24" in said
    assert "Two subjects 15 – 15 All three 9 72 81 All 48 72 120" in said
    # The subjects say the answer in the line that they are folded under, and each footnote stands once.
    folded = [one.label.replace(formats.THIN, " ") for one in app.expander]
    assert "Reading: 93 % of 120 pupils came to the band predicted" in folded
    assert "Writing: 100 % of 120 pupils came to the band predicted" in folded
    assert said.count("A school stands by itself only with 3 years together") == 1
    assert said.count("2021/22: no outcome is known") == 1


def test_what_a_head_downloads_is_their_own(
    open_page: Open, trust: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = []
    monkeypatch.setattr(behind, "behind", lambda make, **_: tables.append(make()))
    assert not open_page(trust, "ledger", "head", school=OAKFIELD, **READING).exception
    assert len(tables) == 3
    assert {row[0] for table in tables[:2] for row in table.rows} == {NAMES[OAKFIELD]}
    assert sum(row[2].number for row in tables[2].rows) <= 40  # pupils of two past forecasts


def test_a_first_year_and_two_years_say_so(
    open_page: Open, trust: DataFolder, shared_by_workers: Path, tmp_path: Path
) -> None:
    said = read(open_page(trust, "ledger", "ceo", year_group=3, **READING))
    assert "No outcomes are known yet" in said
    assert "it takes two years of outcomes" in said
    root = built_once(shared_by_workers / "foretold", build)
    two = DataFolder(copied(root, tmp_path / "foretold"))
    said = read(open_page(two, "ledger", "head", school=OAKFIELD, **READING))
    assert "Oakfield: outcomes of fewer than 3 years, and not shown by itself yet." in said
    assert "came to the band predicted" not in said.partition("Half-term by half-term")[0]
