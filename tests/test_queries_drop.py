"""A half-term's data drop: what is in, and how much of it is filled in."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from builders_published import AUTUMN_1, Rows, met_of, published_from

from dashboard.access import scope_for
from dashboard.figures import Shown
from dashboard.queries.drop import drop_status, filled
from etl.roles import Role
from etl.vocabulary import Kind, Subject

OAKFIELD, ELM_GROVE = 910001, 910002
CEO, BOARD = scope_for(Role.CEO), scope_for(Role.BOARD)
PREDICTED = Kind.PREDICTED
READING = "reading_expected"


def test_the_drop_says_who_is_in_and_how_much_is_filled_in(tmp_path: Path) -> None:
    rows = (
        Rows()
        .school(OAKFIELD, "Oakfield")
        .school(ELM_GROVE, "Elm Grove")
        .cohort(OAKFIELD, 6, AUTUMN_1, reading="EXS EXS WTS - " * 2, maths="EXS EXS WTS GDS " * 2)
        .sent(OAKFIELD, AUTUMN_1, files=2)
    )
    rows.drops.append(
        {
            "academic_year": "2025/26",
            "half_term": "Autumn 1",
            "half_term_ordinal": 1,
            "status": "closed",
            "number": "3.1",
            "closed_at": "2025-10-24 16:00:00",
        }
    )
    published = published_from(rows, tmp_path)
    status = drop_status(published, CEO, AUTUMN_1)
    assert (status.status, status.number, status.closed_at) == ("closed", "3.1", datetime(2025, 10, 24, 16))
    assert (status.returns_in, status.returns_expected) == (1, 2)
    elm_grove, oakfield = status.schools
    assert (elm_grove.school, elm_grove.is_in) == ("Elm Grove", False)
    assert (oakfield.is_in, oakfield.files) == (True, 2)
    assert oakfield.loaded_at == datetime(2025, 10, 10, 9)
    assert filled(published, CEO, AUTUMN_1, elm_grove.school_urn).pupils is None
    held = filled(published, CEO, AUTUMN_1, OAKFIELD)
    assert held.pupils == status.filled.pupils == 8
    assert held.assessed == status.filled.assessed
    shares = {(one.subject, one.kind): one.percentage for one in held.assessed}
    assert shares[Subject.READING, PREDICTED] == 75
    assert shares[Subject.MATHS, PREDICTED] == 100
    assert shares[Subject.MATHS, Kind.CURRENT] is None


def test_a_drop_that_nobody_touched_is_open(tmp_path: Path) -> None:
    status = drop_status(published_from(Rows().school(OAKFIELD, "Oakfield"), tmp_path), BOARD, AUTUMN_1)
    assert (status.status, status.number, status.returns_in) == ("open", None, 0)


def test_the_board_learns_no_small_number_from_the_drop(tmp_path: Path) -> None:
    rows = Rows()
    for urn, pupils in ((910001, 4), (910002, 30), (910003, 30), (910004, 28)):
        rows.cohort(urn, 6, AUTUMN_1, reading=met_of(pupils, 2)).sent(urn, AUTUMN_1)
    published = published_from(rows, tmp_path)
    assert drop_status(published, BOARD, AUTUMN_1).returns_in == 4
    small = filled(published, BOARD, AUTUMN_1, 910001)
    assert (small.shown, small.pupils) == (Shown.HIDDEN, None)
    assert all(one.pupils is one.assessed is one.percentage is None for one in small.assessed)


def test_a_lead_teacher_sees_how_their_subject_is_filled_in(tmp_path: Path) -> None:
    rows = Rows().cohort(OAKFIELD, 6, AUTUMN_1, all=met_of(30, 12)).sent(OAKFIELD, AUTUMN_1)
    lead = scope_for(Role.LEAD_TEACHER, subjects=["writing"])
    published = published_from(rows, tmp_path)
    assert {one.subject for one in drop_status(published, lead, AUTUMN_1).filled.assessed} == {
        Subject.WRITING
    }
    assert {one.subject for one in filled(published, lead, AUTUMN_1, OAKFIELD).assessed} == {Subject.WRITING}
