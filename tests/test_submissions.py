"""Who has sent what, from the returns that count."""

from __future__ import annotations

from datetime import datetime

import pytest

from dashboard.submissions import awaited_half_term, missing_schools, sent_returns
from etl.half_terms import HalfTerm
from etl.record.returns import AcceptedReturn

AUTUMN_1, AUTUMN_2 = HalfTerm(2026, 1), HalfTerm(2026, 2)
OAKFIELD, ELM_GROVE = 910001, 910002


def sent(id: int, urn: int, half_term: HalfTerm = AUTUMN_1, **changes: object) -> AcceptedReturn:
    values: dict[str, object] = {
        "id": id,
        "token": str(id),
        "urn": urn,
        "half_term": half_term,
        "whole_return": False,
        "file_name": "tracker.csv",
        "original_hash": "",
        "half_terms": (half_term,),
        "pupils": 10 * id,
        "judgements": 60 * id,
        "held_rows": 0,
        "columns": [],
        "problems": [],
        "effect": [],
        "loaded_at": datetime(2026, 11, id, 9),
        "loaded_by": "a head",
        "undone_at": None,
        "undone_by": None,
        **changes,
    }
    return AcceptedReturn(**values)  # type: ignore[arg-type]  # the values of `changes` are the caller's


def test_one_return_is_sent_with_its_pupils() -> None:
    found = sent_returns([sent(1, OAKFIELD, held_rows=2)])[OAKFIELD, AUTUMN_1]
    assert (found.returns, found.pupils, found.held_rows, found.last.day) == (1, 10, 2, 1)


def test_two_files_of_one_half_term_are_one_entry_without_a_sum_of_pupils() -> None:
    found = sent_returns([sent(1, OAKFIELD, held_rows=2), sent(2, OAKFIELD)])[OAKFIELD, AUTUMN_1]
    assert (found.returns, found.pupils, found.held_rows, found.last.day) == (2, None, 0, 2)


def test_an_undone_return_was_not_sent() -> None:
    assert sent_returns([sent(1, OAKFIELD, undone_at=datetime(2026, 11, 2))]) == {}


def test_a_whole_return_takes_the_place_of_what_was_sent_before() -> None:
    found = sent_returns([sent(1, OAKFIELD), sent(2, OAKFIELD, whole_return=True)])
    assert found[OAKFIELD, AUTUMN_1].returns == 1


def test_a_school_is_missing_in_the_half_term_it_has_not_sent() -> None:
    schools = {OAKFIELD: "Oakfield", ELM_GROVE: "Elm Grove"}
    held = sent_returns([sent(1, OAKFIELD), sent(2, ELM_GROVE, AUTUMN_2)])
    assert missing_schools(held, schools, AUTUMN_1) == ["Elm Grove"]
    assert missing_schools(held, schools, AUTUMN_2) == ["Oakfield"]
    assert missing_schools({}, schools, AUTUMN_1) == ["Oakfield", "Elm Grove"]


@pytest.mark.parametrize(
    ("sent_by", "own", "closed", "awaited"),
    [
        ({(ELM_GROVE, AUTUMN_1)}, {OAKFIELD}, set(), AUTUMN_1),
        ({(ELM_GROVE, AUTUMN_1)}, {OAKFIELD, ELM_GROVE}, set(), AUTUMN_1),
        ({(ELM_GROVE, AUTUMN_1)}, {ELM_GROVE}, set(), AUTUMN_2),
        ({(ELM_GROVE, AUTUMN_1)}, {OAKFIELD}, {AUTUMN_1}, AUTUMN_2),
        ({(ELM_GROVE, AUTUMN_1), (ELM_GROVE, AUTUMN_2)}, {OAKFIELD}, set(), AUTUMN_2),
        (set(), {OAKFIELD}, set(), AUTUMN_2),
    ],
)
def test_the_half_term_before_is_awaited_while_a_school_is_late_with_it(
    sent_by: set[tuple[int, HalfTerm]], own: set[int], closed: set[HalfTerm], awaited: HalfTerm
) -> None:
    assert awaited_half_term(sent_by, own, AUTUMN_2, closed) == awaited
