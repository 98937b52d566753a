"""Movement and What if as each role meets them, and the sentences for the cases that are not ordinary."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import movement_trust
import pytest
from builders_trust import ELM_GROVE, OAKFIELD, SCHOOLS
from conftest import built_once, copied, text_of
from test_pages_school import logged
from test_pages_trust import charts, doors, read

from dashboard.forecast.list_rates import ListRates, Share
from dashboard.sections.talk_lists import NAMES, rates_words
from etl.folder import DataFolder
from etl.record import pupil_lists
from etl.record.opening import open_record
from etl.roles import Role

Open = Callable[..., Any]
LEADERS = {Role.CEO, Role.DTL, Role.DATA_MANAGER}
OF_A_SCHOOL = {Role.HEAD, Role.SCHOOL_STAFF}
READING = {"measure": "reading_expected"}


@pytest.fixture
def trust(shared_by_workers: Path, tmp_path: Path) -> DataFolder:
    root = built_once(shared_by_workers / "movement", movement_trust.build)
    return DataFolder(copied(root, tmp_path / "movement") / "data")


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("page", ["movement", "what_if"])
def test_each_role_meets_what_is_theirs(page: str, role: Role, open_page: Open, trust: DataFolder) -> None:
    app = open_page(trust, page, role, school=OAKFIELD, urn=OAKFIELD, leads="reading", **READING)
    assert not app.exception
    said = read(app)
    assert movement_trust.SURNAME not in text_of(app)
    assert not logged(trust)
    if role not in LEADERS | OF_A_SCHOOL:
        assert "This page is not for your role" in said
        assert not charts(app)
        return
    assert "Oakfield, Year 6" in said or "Pupils to talk about at Oakfield" in said
    if page == "movement":
        assert ("Elm Grove" in said) == (role in LEADERS)
        assert ("All schools" in json.dumps(charts(app))) == (role in LEADERS)


@pytest.mark.parametrize("audience", ["board", "forum"])
@pytest.mark.parametrize("page", ["movement", "what_if"])
def test_an_audience_is_told_nothing(page: str, audience: str, open_page: Open, trust: DataFolder) -> None:
    app = open_page(trust, page, "ceo", audience=audience)
    assert "you cannot see forecasts" in read(app)
    assert not charts(app)


@pytest.mark.parametrize("page", ["movement", "what_if"])
def test_a_head_who_changes_the_address_is_refused(page: str, open_page: Open, trust: DataFolder) -> None:
    address = {"urn": ELM_GROVE, "likely": "cusp", "saved": "1", **READING}
    app = open_page(trust, page, "head", school=OAKFIELD, **address)
    assert "this is not your own school" in read(app)
    assert "This school is not one of yours" in read(app)
    assert "not for your role" not in read(app)
    assert f"Open {SCHOOLS[OAKFIELD]}" in read(app)
    assert movement_trust.SURNAME not in text_of(app)
    assert not charts(app)
    assert not logged(trust)


def test_eight_pupils_in_year_6(open_page: Open, trust: DataFolder) -> None:
    said = read(open_page(trust, "movement", "head", school=OAKFIELD, **READING))
    assert (
        "Oakfield Primary School: 5 of 8 then, 5 of 8 now: no change in points. The 7 who stayed moved it up "
        "14 points, the 1 who left down 5 and the 1 who joined down 9. Of those who stayed, 2 came to meet "
        "the standard and 1 no longer does: too few to say whether it is chance."
    ) in said
    assert "8 pupils in all: each is worth 13 points, so that one or two decide." in said


def test_a_school_that_joined_last_term(open_page: Open, trust: DataFolder) -> None:
    said = read(open_page(trust, "movement", "ceo", **READING))
    assert (
        "Elm Grove Primary School has no predictions of 2025/26 Autumn 2: it is new here or sent none, so "
        "that "
        "there is nothing to compare. It is left out of the trust's change."
    ) in said
    assert "All schools: 5 of 8 then, 5 of 8 now" in said


def test_half_the_predictions_missing(open_page: Open, trust: DataFolder) -> None:
    said = read(open_page(trust, "movement", "head", school=ELM_GROVE, **READING))
    assert "10 of 20 have no prediction: their chances rest on the current judgement alone" in said
    assert "3 with more than one in ten missing" in said
    what_if = read(open_page(trust, "what_if", "head", school=ELM_GROVE, **READING))
    assert "Predicted to meet it 10 of 20 " in what_if
    assert "50 %" not in what_if


def test_a_mixed_age_class(open_page: Open, trust: DataFolder) -> None:
    for page in ("movement", "what_if"):
        said = read(open_page(trust, page, "head", school=OAKFIELD, **READING))
        assert "Class Oak holds Year 5 as well: each pupil counts in their own year group." in said


def test_a_year_without_tests(open_page: Open, trust: DataFolder) -> None:
    said = read(open_page(trust, "movement", "head", school=OAKFIELD, year_group=4, **READING))
    assert (
        "Held against the teachers' own judgement in Summer 2: there is no test in this year group." in said
    )
    assert "Not yet calibrated: fewer than six past cohorts are known" in said
    # Six pupils, and one half-term back: no more a doubt here than on Where to look.
    assert "othing changed since" not in said
    assert "Nothing to ask about among 9 sets of predictions" in said
    assert "Predictions to ask about" not in said


def test_names_behind_a_count_are_logged_once(open_page: Open, trust: DataFolder) -> None:
    app = open_page(trust, "movement", "head", school=OAKFIELD, **READING)
    assert any("likely=up" in way for way in doors(app))
    app = open_page(trust, "movement", "head", school=OAKFIELD, likely="up", **READING)
    app.run()
    assert text_of(app).count(movement_trust.SURNAME) == 2
    said = read(app)
    assert (
        "Name Class Reading predicted, Autumn 2 → now Reading judged now Of pupils like this Groups" in said
    )
    assert said.count("WTS → EXS") == 2
    assert "unlikely" not in said.partition("Reading judged now")[2].partition("Close this list")[0]
    [line] = logged(trust)
    assert line["subject"] == "Year 6, reading: predicted higher than last half-term, 2025/26 Spring 1"
    assert movement_trust.SURNAME not in str(line)


def test_a_list_that_nobody_is_on_is_no_row(open_page: Open, trust: DataFolder) -> None:
    said = read(open_page(trust, "movement", "head", school=OAKFIELD, **READING))
    grid, _, after = said.partition("Pupils to talk about at")[2].partition("Nobody is on these lists: ")
    empty = [f"{one[:1].upper()}{one[1:]}" for one in after.partition(".")[0].split("; ")]
    assert set(empty) <= set(NAMES.values())
    assert empty
    assert not [one for one in empty if one in grid]
    assert [one for one in NAMES.values() if one in grid]


@pytest.mark.parametrize(
    ("missed", "told", "silent"),
    [
        (
            Share(came=0, pupils=35, schools=4),
            "“Predicted, but at risk” has found nobody here so far",
            "0 of 35",
        ),
        (Share(came=7, pupils=35, schools=4), "(7 of 35)", "found nobody"),
        (Share(came=0, pupils=2, schools=1), "Tried out on invented schools", "found nobody"),
    ],
)
def test_what_the_lists_came_to(missed: Share, told: str, silent: str) -> None:
    nothing = Share(came=0, pupils=0, schools=0)
    rates = ListRates(
        cusp_reached=nothing, at_risk_missed=nothing, missed_on_the_list=missed, hidden_reached=nothing
    )
    said = " ".join(rates_words(rates))
    assert told in said
    assert silent not in said


def opened(open_page: Open, trust: DataFolder, role: str = "head", **address: object) -> Any:
    app = open_page(trust, "what_if", role, school=OAKFIELD, urn=OAKFIELD, **{**READING, **address})
    [button] = [one for one in app.button if one.key == "open_what_if"]
    return button.click().run()


def test_a_tick_moves_count_and_forecast(open_page: Open, trust: DataFolder) -> None:
    app = opened(open_page, trust)
    assert not app.exception
    # One column as long as nobody is ticked.
    assert "Predicted to meet it 5 of 8, 63 % Forecast" in read(app)
    assert [line["action"] for line in logged(trust)] == ["open a list of pupils"]
    below = [box for box in app.checkbox if "predicted WTS" in box.label]
    assert len(below) == 3
    below[0].check().run()
    assert "With 1 ticked" in read(app)
    assert "Predicted to meet it 5 of 8, 63 % 6 of 8, 75 %" in read(app)
    assert len(logged(trust)) == 1
    assert "In reading, writing and maths together" not in read(app)
    assert "takes the pupil to meet all three" in read(
        open_page(trust, "what_if", "head", school=OAKFIELD, measure="rwm_expected")
    )


def kept(trust: DataFolder) -> list[pupil_lists.KeptList]:
    with open_record(trust).reading() as connection:
        return pupil_lists.lists_of(connection, OAKFIELD)


def test_a_list_is_kept_opened_and_dropped(open_page: Open, trust: DataFolder) -> None:
    app = opened(open_page, trust)
    app.button(key="keep_the_list").click().run()
    assert "Give the list a name" in read(app)
    app.checkbox[0].check().run()
    app.text_input(key="kept_list_name").set_value(f"For {movement_trust.SURNAME}").run()
    app.button(key="keep_the_list").click().run()
    assert "must not hold a pupil's name" in read(app)
    assert not kept(trust)
    app.text_input(key="kept_list_name").set_value("Reading, mornings").run()
    app.button(key="keep_the_list").click().run()
    assert "Kept “Reading, mornings”: 1 pupil." in read(app)
    [held] = kept(trust)
    again = open_page(trust, "what_if", "head", school=OAKFIELD, saved=held.id, **READING)
    assert "1 pupil, as they stand now. This opening is written down." in read(again)
    assert movement_trust.SURNAME in text_of(again)
    said = read(again)
    assert "Of pupils like this" in said
    assert "A list begins a conversation; it decides nothing about a child." in said
    assert not {"likely", "unlikely", "How likely"} & set(said.partition("Close this list")[0].split())
    assert [box.value for box in again.checkbox].count(True) == 1
    again.button(key=f"drop_list_{held.id}").click().run()
    assert "Dropped “Reading, mornings”." in read(again)
    assert not kept(trust)
    actions = [line["action"] for line in logged(trust)]
    assert {"keep a list of pupils", "drop a list of pupils", "open a list of pupils"} == set(actions)
    assert movement_trust.SURNAME not in str(logged(trust))


def test_a_data_manager_ticks_and_keeps_nothing(open_page: Open, trust: DataFolder) -> None:
    app = opened(open_page, trust, "data_manager")
    assert app.checkbox
    assert "Keep those ticked" not in read(app)
