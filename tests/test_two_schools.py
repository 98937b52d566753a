"""A pupil whom two of our schools list in one half-term counts once, and both are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.returns.load import undo
from etl.returns.outcome import Outcome
from tests.builders_returns import upn
from tests.builders_trust import AUTUMN_1, AUTUMN_2, ELM_GROVE, OAKFIELD, SPRING_1, Trust, found

HEADINGS = "UPN,Year,Reading Current"
ROLL = "SELECT school_urn FROM roll WHERE upn = '{}' AND half_term = '{}' ORDER BY school_urn"


@pytest.fixture
def trust(tmp_path: Path) -> Trust:
    """Pupil 1 is at Oakfield in Autumn 1; 2 and 3 stay where they are."""
    made = Trust(tmp_path)
    made.accepted(OAKFIELD, AUTUMN_1, HEADINGS, "{1},4,WTS", "{2},4,EXS")
    made.accepted(ELM_GROVE, AUTUMN_1, HEADINGS, "{3},4,EXS")
    return made


def at_oakfield(trust: Trust) -> Outcome:
    return trust.accepted(OAKFIELD, AUTUMN_2, HEADINGS, "{1},4,EXS", "{2},4,EXS")


def at_elm_grove(trust: Trust) -> Outcome:
    return trust.accepted(ELM_GROVE, AUTUMN_2, HEADINGS, "{1},4,GDS", "{3},4,EXS")


@pytest.mark.parametrize("order", [(at_oakfield, at_elm_grove), (at_elm_grove, at_oakfield)])
def test_a_pupil_counts_where_they_are_new_whoever_sends_first(trust: Trust, order: tuple) -> None:
    outcomes = [send(trust) for send in order]
    assert trust.ask(ROLL.format(upn(1), "Autumn 2")) == [(ELM_GROVE,)]
    assert found(outcomes[0], "in_two_schools") == []
    assert found(outcomes[1], "in_two_schools") == [("in_two_schools", "A2")]
    marks = "SELECT judgement FROM attainment WHERE upn = '{}' AND half_term = 'Autumn 2'"
    assert trust.ask(marks.format(upn(1))) == [("GDS",)]
    counted = "SELECT sum(on_roll), sum(expected) FROM attainment_count WHERE pupil_group = 'all' AND {}"
    assert trust.ask(
        counted.format("half_term_ordinal = 2 AND subject = 'reading' AND kind = 'current'")
    ) == [(3, 3)]


def test_the_later_return_has_a_pupil_who_is_new_in_both(trust: Trust) -> None:
    trust.accepted(ELM_GROVE, AUTUMN_2, HEADINGS, "{7},4,GDS", "{3},4,EXS")
    trust.accepted(OAKFIELD, AUTUMN_2, HEADINGS, "{7},4,WTS", "{2},4,EXS")
    assert trust.ask(ROLL.format(upn(7), "Autumn 2")) == [(OAKFIELD,)]
    # A correction by the school that sent first does not take the pupil back.
    trust.accepted(ELM_GROVE, AUTUMN_2, HEADINGS, "{7},4,EXS")
    assert trust.ask(ROLL.format(upn(7), "Autumn 2")) == [(OAKFIELD,)]


def test_once_one_school_says_left_the_other_counts_them(trust: Trust) -> None:
    at_elm_grove(trust)
    outcome = trust.accepted(OAKFIELD, AUTUMN_2, HEADINGS, "{1},4,Left", "{2},4,EXS")
    assert found(outcome, "in_two_schools") == []
    assert trust.ask(ROLL.format(upn(1), "Autumn 2")) == [(ELM_GROVE,)]


def test_a_half_term_is_settled_anew_when_the_one_before_it_changes(trust: Trust) -> None:
    at_elm_grove(trust)
    at_oakfield(trust)
    # Elm Grove corrects Autumn 1: the pupil had been there too, so now both had them before.
    late = trust.accepted(ELM_GROVE, AUTUMN_1, HEADINGS, "{1},4,WTS")
    assert trust.ask(ROLL.format(upn(1), "Autumn 2")) == [(OAKFIELD,)]
    assert late.return_id is not None
    undo(trust.folder, late.return_id)
    assert trust.ask(ROLL.format(upn(1), "Autumn 2")) == [(ELM_GROVE,)]


def test_who_moved_between_our_schools_is_named(trust: Trust) -> None:
    left = trust.accepted(OAKFIELD, AUTUMN_2, HEADINGS, "{2},4,EXS")
    assert found(left, "leavers", "to_our_schools") == [("leavers", None)]
    came = at_elm_grove(trust)
    [from_ours] = [one for one in came.problems if one.code == "from_our_schools"]
    assert from_ours.message == "1 of them came from Oakfield Primary School."
    again = trust.check(OAKFIELD, AUTUMN_2, HEADINGS, "{2},4,GDS", replace_whole=True)
    [to_ours] = [one for one in again.problems if one.code == "to_our_schools"]
    assert to_ours.message == "1 of them went to Elm Grove Primary School."


def test_who_comes_back_is_named(trust: Trust) -> None:
    trust.accepted(OAKFIELD, AUTUMN_2, HEADINGS, "{2},4,EXS")
    back = trust.accepted(OAKFIELD, SPRING_1, HEADINGS, "{1},4,EXS", "{2},4,EXS")
    assert [one.message for one in back.problems if one.code in ("starters", "returned")] == [
        "1 pupil is here who was not on roll in 2025/26 Autumn 2.",
        "1 of them had been on roll before, and is back.",
    ]
