"""A file whose marks are not the ones that stand: which do afterwards, and what a return changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.returns.changes import change_list
from etl.returns.differing import Keeping
from etl.returns.outcome import Status
from tests.builders_returns import upn
from tests.builders_trust import AUTUMN_1, AUTUMN_2, OAKFIELD, Trust

HEADINGS = "UPN,Surname,Forename,Year,Reading Current,Maths Current"


@pytest.fixture
def trust(tmp_path: Path) -> Trust:
    made = Trust(tmp_path)
    made.accepted(OAKFIELD, AUTUMN_1, HEADINGS, "{1},Ash,Anna,6,WTS,EXS", "{2},Elder,Emil,6,EXS,Absent")
    return made


CORRECTION = (HEADINGS, "{1},Ash,Anna,6,EXS,EXS", "{2},Elder,Emil,6,EXS,GDS", "{3},Fir,Finn,6,WTS,WTS")
STANDING = "SELECT upn, subject, judgement FROM attainment WHERE subject IN ('reading', 'maths') ORDER BY ALL"


def test_the_marks_that_differ_are_named_with_what_stands(trust: Trust) -> None:
    outcome = trust.check(OAKFIELD, AUTUMN_1, *CORRECTION)
    assert [(one.cell, one.name, one.stands, one.given) for one in outcome.differing] == [
        ("E2", "Anna Ash", "WTS", "EXS"),
        ("F3", "Emil Elder", "Absent", "GDS"),
    ]


@pytest.mark.parametrize(
    ("keep", "reading_1", "maths_2"),
    [
        (Keeping(), "EXS", "GDS"),
        (Keeping(everything=True), "WTS", None),
        (Keeping(cells=frozenset({("return", "E2")})), "WTS", "GDS"),
        (Keeping(cells=frozenset({("return", "F3")})), "EXS", None),
    ],
)
def test_which_marks_stand_is_chosen(
    trust: Trust, keep: Keeping, reading_1: str, maths_2: str | None
) -> None:
    trust.accepted(OAKFIELD, AUTUMN_1, *CORRECTION, keep=keep)
    marks = {(row[0], row[1]): row[2] for row in trust.ask(STANDING)}
    assert (marks[upn(1), "reading"], marks[upn(2), "maths"]) == (reading_1, maths_2)
    # What is new comes in either way.
    assert marks[upn(3), "reading"] == "WTS"


def test_where_everything_that_stands_is_kept_and_nothing_is_new_nothing_changes(trust: Trust) -> None:
    lines = (HEADINGS, "{1},Ash,Anna,6,EXS,EXS")
    assert trust.load(OAKFIELD, AUTUMN_1, *lines, keep=Keeping(everything=True)).status is Status.UNCHANGED


def test_a_whole_return_has_nothing_to_keep(trust: Trust) -> None:
    assert trust.check(OAKFIELD, AUTUMN_1, *CORRECTION, replace_whole=True).differing == ()


def test_the_change_list_of_a_correction(trust: Trust) -> None:
    outcome = trust.accepted(OAKFIELD, AUTUMN_1, *CORRECTION)
    assert outcome.return_id is not None
    changed = change_list(trust.folder, outcome.return_id)
    assert [(one.name, one.subject, one.before, one.after) for one in changed.marks] == [
        ("Anna Ash", "reading", "WTS", "EXS"),
        ("Emil Elder", "maths", "Absent", "GDS"),
        ("Finn Fir", "maths", None, "WTS"),
        ("Finn Fir", "reading", None, "WTS"),
    ]
    assert [(one.upn, one.on_roll) for one in changed.roll] == [(upn(3), True)]
    assert (changed.new, changed.altered, changed.taken_out) == (2, 2, 0)


def test_the_change_list_of_a_whole_return_names_what_it_took_out(trust: Trust) -> None:
    outcome = trust.accepted(OAKFIELD, AUTUMN_1, HEADINGS, "{1},Ash,Anna,6,WTS,", replace_whole=True)
    assert outcome.return_id is not None
    changed = change_list(trust.folder, outcome.return_id)
    assert [(one.name, one.subject, one.before, one.after) for one in changed.marks] == [
        ("Anna Ash", "maths", "EXS", None),
        ("Emil Elder", "maths", "Absent", None),
        ("Emil Elder", "reading", "EXS", None),
    ]
    assert [(one.name, one.on_roll) for one in changed.roll] == [("Emil Elder", False)]


def test_what_later_returns_changed_is_not_an_earlier_ones_doing(trust: Trust) -> None:
    trust.accepted(OAKFIELD, AUTUMN_1, *CORRECTION)
    trust.accepted(OAKFIELD, AUTUMN_2, HEADINGS, "{1},Ash,Anna,6,GDS,GDS")
    first = change_list(trust.folder, 1)
    assert (first.new, first.altered, len(first.roll)) == (4, 0, 2)
