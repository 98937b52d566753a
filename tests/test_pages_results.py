"""The Results page as each role meets it: what it says, what it keeps back, where it leads."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import results_trust
from conftest import built_once, copied, text_of
from results_trust import ASH_LANE, ELM_GROVE, NAMES, OAKFIELD
from test_pages_trust import charts, doors, read

from dashboard.furniture import behind
from etl.folder import DataFolder
from etl.open_data.take_in import take_in
from etl.record import schools
from etl.record.opening import make_record
from etl.roles import Role

Open = Callable[..., Any]
SEES_ASH_LANE = {Role.CEO, Role.DTL, Role.DATA_MANAGER}

COLUMNS = "RECTYPE,LEA,ESTAB,URN,SCHNAME,TELIG,PTRWM_EXP,PTREAD_EXP,TFSM6CLA1A,PTRWM_EXP_FSM6CLA1A"
KS2_TABLE = f"""{COLUMNS},DIFFN_RWM_EXP
1,999,2001,{OAKFIELD},Oakfield Primary School,29,66%,69%,10,50%,-19
3,999,,,Bramblevale,4120,61%,74%,1190,46%,
"""


@pytest.fixture
def trust(shared_by_workers: Path, tmp_path: Path) -> DataFolder:
    """The trust of tests/results_trust.py, a copy that a test may change."""
    root = built_once(shared_by_workers / "results", results_trust.build)
    return DataFolder(copied(root, tmp_path / "results"))


@pytest.mark.parametrize("role", Role)
def test_every_role_opens_it_and_meets_what_is_theirs(role: Role, open_page: Open, trust: DataFolder) -> None:
    app = open_page(trust, "results", role, school=OAKFIELD, leads="reading", urn="all")
    assert not app.exception
    said = read(app)
    assert results_trust.SURNAME not in text_of(app)
    assert "Results of 2024/25" in said
    assert "30 of 30 From 1 of 4 schools" not in said
    assert ("15 of 30 From 1 of 4 schools" in said) == (role is not Role.LEAD_TEACHER)  # full marks
    # Reading: 83 of the trust's 124. Ash Lane's four are covered by Oakfield and Elm Grove.
    assert "67 % 83 of 124" in said
    drawn = json.dumps(charts(app))
    assert ("3 of 4" in drawn) == (role in SEES_ASH_LANE)
    assert ("20 of 30" in drawn) == (role in SEES_ASH_LANE | {Role.HEAD, Role.SCHOOL_STAFF})
    assert ("Between groups of pupils" in said) == (role in SEES_ASH_LANE)


@pytest.mark.parametrize("role", Role)
def test_a_school_that_is_hidden_stays_hidden_by_its_own_address(
    role: Role, open_page: Open, trust: DataFolder
) -> None:
    app = open_page(trust, "results", role, school=OAKFIELD, leads="reading", urn=ASH_LANE)
    assert not app.exception
    said = read(app)
    assert f"Results: {NAMES[ASH_LANE]}" in said
    assert ("3 of 4" in said) == (role in SEES_ASH_LANE)
    if role not in SEES_ASH_LANE:
        assert "too few pupils to show" in said
        assert " of 4 " not in said


def test_so_few_are_a_count_without_a_percentage_to_leaders(open_page: Open, trust: DataFolder) -> None:
    said = read(open_page(trust, "results", "ceo", urn=ASH_LANE))
    assert "3 of 4 too few to say" in said
    assert "75 % 3 of 4" not in said


def test_a_head_meets_their_own_school_first_and_whole(open_page: Open, trust: DataFolder) -> None:
    said = read(open_page(trust, "results", "head", school=OAKFIELD))
    assert f"Results: {NAMES[OAKFIELD]}" in said
    assert "KS2 reading 67 % 20 of 30" in said
    assert "Between groups of pupils, 2024/25" in said
    elsewhere = read(open_page(trust, "results", "head", school=OAKFIELD, urn=ELM_GROVE))
    assert "Between groups of pupils" not in elsewhere
    assert "27 of 40" not in elsewhere  # it covers Ash Lane


def test_leaders_who_look_as_the_board_see_what_it_sees(open_page: Open, trust: DataFolder) -> None:
    app = open_page(trust, "results", "ceo", audience="board", urn=ASH_LANE)
    assert "As the Board sees it" in read(app)
    assert "3 of 4" not in text_of(app)


def test_what_is_downloaded_holds_no_more(
    open_page: Open, trust: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = []
    monkeypatch.setattr(behind, "behind", lambda make, **_: tables.append(make()))
    assert not open_page(trust, "results", "board", result="ks2_reading_expected").exception
    # Of Oakfield's check there is nothing to hide: nobody else took it.
    hidden = [NAMES[urn] for urn in (ASH_LANE, OAKFIELD, ELM_GROVE)]
    rows = [
        dict(zip(table.columns, row, strict=True))
        for table in tables
        for row in table.rows
        if any("KS2" in str(cell) for cell in row)
    ]
    of_hidden = [row for row in rows if row["School"] in hidden]
    assert len(of_hidden) >= 3
    for row in of_hidden:
        assert {row[one] for one in ("Result", "Met", "Eligible", "With a result", "Against England")} == {
            None
        }
        assert row["Shown"] == "too few pupils to show"
    assert any(row["Met"] == 33 for row in rows), "Marlpit Rise is shown"


@pytest.mark.parametrize(
    "address",
    [
        {"urn": "999999"},
        {"urn": "x"},
        {"urn": "²"},
        {"urn": "9" * 5000},
        {"summer": "2031-32"},
        {"summer": "<b>x"},
        {"result": "ks2_nothing"},
        {"result": "rwm_expected"},
    ],
)
def test_an_address_that_names_what_is_not_there_falls_back(
    address: dict[str, str], open_page: Open, trust: DataFolder
) -> None:
    app = open_page(trust, "results", "ceo", **address)
    assert not app.exception
    assert "KS2 reading, writing and maths combined" in read(app)
    assert "<b>x" not in text_of(app)


def test_tiles_and_rows_lead_to_their_measure(open_page: Open, trust: DataFolder) -> None:
    links = doors(open_page(trust, "results", "ceo"))
    assert any("result=mtc_mean" in href and href.endswith("#by-measure") for href in links)
    assert any(f"urn={OAKFIELD}" in href for href in links)


def test_without_a_return_the_first_page_leads_to_the_results(open_page: Open, trust: DataFolder) -> None:
    app = open_page(trust, "trust", "board")
    assert "No return has come in yet" in read(app)
    assert any(href.startswith("results?") for href in doors(app))


@pytest.mark.parametrize("page", ["trust", "school"])
def test_other_pages_show_the_latest_results(page: str, open_page: Open, sample_folder: DataFolder) -> None:
    app = open_page(sample_folder, page, "ceo")
    said = read(app)
    assert "Statutory results The latest, of 2025/26" in said
    for label in ("Good level of development", "Multiplication tables check, mean score"):
        assert label in said
    assert any(href.startswith("results?") for href in doors(app))


def test_predictions_stand_with_how_right_the_last_ones_were(
    open_page: Open, sample_folder: DataFolder
) -> None:
    said = read(open_page(sample_folder, "trust", "ceo"))
    assert "Year 6 of 2025/26: 66 % predicted in Summer 1, 60 % achieved" in said  # Kestrel Way
    assert "is not yet known, because no results are in" not in said


def test_published_figures_stand_before_any_return_or_result(open_page: Open, tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "new")
    record = make_record(folder)
    with record.writing() as connection:
        schools.register(connection, [schools.School(urn=OAKFIELD, name=NAMES[OAKFIELD], la_code="999")])
    empty = read(open_page(folder, "results", "data_manager"))
    assert "No results yet" in empty
    assert "python -m etl published FILE" in empty
    table = tmp_path / "ks2_2024-25.csv"
    table.write_text(KS2_TABLE, encoding="utf-8")
    take_in(folder, table)
    app = open_page(folder, "results", "board", urn=OAKFIELD)
    assert not app.exception
    said = read(app)
    assert "No pupils' results are held here yet" in said
    assert "As published" in said
    drawn = json.dumps(charts(app))
    assert "Bramblevale, 2024/25" in drawn.replace("<br>", " ")
    assert "66" in drawn


def test_published_and_own_results_of_one_cohort_differ_and_say_why(
    open_page: Open, trust: DataFolder, tmp_path: Path
) -> None:
    table = tmp_path / "ks2_2024-25_final.csv"
    table.write_text(KS2_TABLE, encoding="utf-8")
    take_in(trust, table)
    said = read(open_page(trust, "results", "ceo", urn=OAKFIELD, result="ks2_reading_expected"))
    assert "Year 6 of 2024/25: predicted, judged, achieved" in said
    assert "It is of 29 pupils, 1 fewer than here." in said
    assert "came lately from a school abroad" in said
    assert "Bramblevale 2024/25: 74 %" in said
    gap = read(open_page(trust, "results", "ceo", urn=OAKFIELD, result="ks2_rwm_expected"))
    assert "Disadvantaged pupils in 2024/25: 50 % of 10: 19 points below, as DfE gives it." in gap
    assert "against England's others and not against the school's own" in gap


def test_a_measure_that_is_published_and_never_counted_has_its_history_alone(
    open_page: Open, trust: DataFolder, tmp_path: Path
) -> None:
    table = tmp_path / "ks2_2022-23.csv"
    table.write_text(
        f"RECTYPE,LEA,ESTAB,URN,SCHNAME,TELIG,READPROG,READPROG_LOWER,READPROG_UPPER\n"
        f"1,999,2001,{OAKFIELD},Oakfield Primary School,29,1.2,-0.5,2.9\n",
        encoding="utf-8",
    )
    take_in(trust, table)
    app = open_page(trust, "results", "ceo", urn=OAKFIELD, result="ks2_reading_progress")
    assert not app.exception
    assert "KS2 reading progress from key stage 1" in read(app)
    assert "+1.2" in json.dumps(charts(app))
