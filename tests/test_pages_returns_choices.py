"""What the page of returns asks a person: who a row means, which mark to keep; and what a return changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import text_of

from dashboard.returns.differing import TAKE, Choice, kept_cells
from etl.half_terms import HalfTerm
from etl.record import audit, who_is_who
from etl.record.opening import open_record
from tests.builders_returns import upn
from tests.builders_trust import ELM_GROVE, OAKFIELD, Trust
from tests.test_pages_returns import choose, drop, held

Open = Callable[..., Any]
AUTUMN_1, AUTUMN_2 = HalfTerm(2026, 1), HalfTerm(2026, 2)
HEADINGS = "UPN,Surname,Forename,DOB,Year,Reading Predicted"


@pytest.fixture
def trust(tmp_path: Path) -> Trust:
    """Oakfield has Quentin Quill (1) and Rosa Rook (2), Elm Grove Sami Swift (3)."""
    made = Trust(tmp_path)
    made.accepted(
        OAKFIELD, AUTUMN_1, HEADINGS, "{1},Quill,Quentin,03/05/2016,6,WTS", "{2},Rook,Rosa,04/05/2016,6,EXS"
    )
    made.accepted(ELM_GROVE, AUTUMN_1, HEADINGS, "{3},Swift,Sami,05/05/2016,6,WTS")
    return made


def lines(*rows: str) -> str:
    return "\n".join([HEADINGS, *rows]).format(*map(upn, range(10))) + "\n"


def test_a_match_is_asked_about_confirmed_and_taken_back(open_page: Open, trust: Trust) -> None:
    app = open_page(trust.folder, "returns", "head", school=OAKFIELD)
    choose(app, AUTUMN_2)
    drop(app, lines(",Quill,Quentin,03/05/2016,6,EXS", "{2},Rook,Rosa,04/05/2016,6,EXS"))
    said = text_of(app)
    assert "has no UPN. Is it this pupil?" in said
    assert "same name and birth date" in said
    app.button(key="returns_who_yes_0").click().run()
    assert "1 answer is kept: the same pupil." in text_of(app)
    assert "Ready to load: 2 pupils" in text_of(app)
    app.button(key="returns_load").click().run()
    assert held(trust.folder, OAKFIELD)[-1].pupils == 2
    with open_record(trust.folder).reading() as connection:
        [decision] = who_is_who.all_decisions(connection)
    app.button(key=f"returns_take_back_{decision.id}").click().run()
    assert "The answer is taken back." in text_of(app)
    with open_record(trust.folder).reading() as connection:
        assert who_is_who.all_decisions(connection) == []


def test_whom_an_answer_is_about_is_shown_on_purpose_and_written_down(open_page: Open, trust: Trust) -> None:
    app = open_page(trust.folder, "returns", "head", school=OAKFIELD)
    choose(app, AUTUMN_2)
    drop(app, lines(",Quill,Quentin,03/05/2016,6,EXS"))
    app.button(key="returns_who_yes_0").click().run()
    app = open_page(trust.folder, "returns", "head", school=OAKFIELD)
    assert "a row without a UPN is a pupil who is known." in text_of(app)
    assert "Quentin" not in text_of(app)
    app.button(key="returns_decided_names").click().run()
    assert "a row without a UPN is a pupil who is known: Quentin Quill." in text_of(app)
    with open_record(trust.folder).reading() as connection:
        last = audit.latest(connection, 1)[0]
    assert (last["action"], last["urn"]) == ("look at who is who", OAKFIELD)
    assert "Quentin" not in str(last)


def test_all_that_is_sure_is_confirmed_at_once(open_page: Open, trust: Trust) -> None:
    app = open_page(trust.folder, "returns", "head", school=OAKFIELD)
    choose(app, AUTUMN_2)
    drop(
        app,
        "Surname,Forename,DOB,Year,Reading Predicted\n"
        "Quill,Quentin,03/05/2016,6,EXS\nRook,Rosa,04/05/2016,6,EXS\n",
    )
    app.button(key="returns_match_all").click().run()
    assert "2 answers are kept: the same pupil." in text_of(app)
    assert "Ready to load: 2 pupils" in text_of(app)


@pytest.mark.parametrize(("role", "sees"), [("head", False), ("dtl", True)])
def test_a_pupil_of_another_school_is_offered_to_those_alone_who_see_both(
    open_page: Open, trust: Trust, role: str, sees: bool
) -> None:
    app = open_page(trust.folder, "returns", role, school=OAKFIELD)
    if role == "dtl":
        app.selectbox(key="returns_school").set_value(OAKFIELD).run()
    choose(app, AUTUMN_2)
    drop(app, lines(",Swift,Sami,05/05/2016,6,EXS", "{1},Quill,Quentin,03/05/2016,6,EXS"))
    said = text_of(app)
    assert ("Is it this pupil?" in said) is sees
    assert ("or confirm" in said) is False


def test_the_person_chooses_which_mark_stands(open_page: Open, trust: Trust) -> None:
    app = open_page(trust.folder, "returns", "head", school=OAKFIELD)
    choose(app, AUTUMN_1)
    drop(app, lines("{1},Quill,Quentin,03/05/2016,6,GDS", "{4},Teal,Tom,06/05/2016,6,EXS"))
    assert "1 mark in this file is not what was sent before" in text_of(app)
    [radio] = [one for one in app.radio if one.label == "Which should count?"]
    radio.set_value(Choice.KEEP).run()
    app.button(key="returns_load").click().run()
    marks = trust.ask("SELECT upn, judgement FROM attainment WHERE school_urn = 910001")
    assert (upn(1), "WTS") in marks
    assert (upn(4), "EXS") in marks


def test_keeping_every_mark_that_was_sent_leaves_nothing_to_load(open_page: Open, trust: Trust) -> None:
    app = open_page(trust.folder, "returns", "head", school=OAKFIELD)
    choose(app, AUTUMN_1)
    drop(app, lines("{1},Quill,Quentin,03/05/2016,6,GDS"))
    [radio] = [one for one in app.radio if one.label == "Which should count?"]
    radio.set_value(Choice.KEEP).run()
    assert "Nothing to load: you keep what was sent before" in text_of(app)
    assert "everything in this file stands already" not in text_of(app)


def test_the_ticks_that_are_taken_away_keep_what_stands() -> None:
    cells = (("Sheet1", "C2"), ("Sheet1", "C9"), ("Year 4", "D3"))
    edited = {"edited_rows": {"1": {TAKE: False}, 2: {TAKE: True}}}
    assert kept_cells(cells, edited).cells == frozenset({("Sheet1", "C9")})
    assert kept_cells(cells, {}).cells == frozenset()


def test_what_a_return_changed_is_opened_on_purpose_and_written_down(open_page: Open, trust: Trust) -> None:
    corrected = trust.accepted(OAKFIELD, AUTUMN_1, HEADINGS, "{1},Quill,Quentin,03/05/2016,6,GDS")
    app = open_page(trust.folder, "returns", "head", school=OAKFIELD)
    assert "Quentin" not in text_of(app)
    app.button(key=f"returns_changes_{corrected.return_id}").click().run()
    assert "1 mark altered." in text_of(app)
    assert "Quentin Quill" in text_of(app)
    with open_record(trust.folder).reading() as connection:
        [line] = audit.latest(connection, 1)
    assert (line["action"], line["urn"]) == ("look at changes", OAKFIELD)
    assert "Quill" not in str(line)


def test_a_head_who_asks_for_another_schools_changes_sees_none(open_page: Open, trust: Trust) -> None:
    app = open_page(trust.folder, "returns", "head", school=ELM_GROVE)
    assert "returns_changes_1" not in {one.key for one in app.button}
    app.session_state["returns_changes_of"] = 1
    app.run()
    assert "Quentin" not in text_of(app)
