"""A pupil whom a second school lists: whose page opens, and what it holds of the other school's."""

from __future__ import annotations

import pytest
from builders_returns import upn
from builders_trust import SPRING_1
from way_trust import AUTUMN_1, AUTUMN_2, ELM_GROVE, HEAD, MOVED, OAKFIELD, line, oakfield
from way_trust import build as build_way

from dashboard.access import AccessDenied, Scope, scope_for
from dashboard.queries.one_pupil import OnePupil, one_pupil
from etl.publish.current import bring_up_to_date
from etl.roles import Role
from etl.vocabulary import Kind, Subject
from tests.builders_trust import Trust

SLIP = 21  # of Oakfield's class 3/4
OWN = line(1, 4, "Ash", "EXS EXS EXS EXS EXS EXS")


def head_of(urn: int) -> Scope:
    return scope_for(Role.HEAD, [urn])


def page(trust: Trust, scope: Scope, number: int = SLIP) -> OnePupil:
    return one_pupil(bring_up_to_date(trust.folder), scope, upn(number))


def marks(pupil: OnePupil) -> list[tuple[str, str, str]]:
    return [
        (str(step.half_term), step.school.split()[0], str(step.judgement(Subject.READING, Kind.CURRENT)))
        for step in pupil.steps
    ]


OAKFIELDS = [("2025/26 Autumn 1", "Oakfield", "EXS"), ("2025/26 Autumn 2", "Oakfield", "EXS")]


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Trust:
    made = build_way(tmp_path_factory.mktemp("two_schools"))
    made.accepted(ELM_GROVE, AUTUMN_2, HEAD, OWN, line(SLIP, 4, "Ash", "WTS - - - - -"))
    return made


def test_a_second_school_opens_nothing_of_the_firsts(trust: Trust) -> None:
    assert marks(page(trust, head_of(OAKFIELD))) == OAKFIELDS
    theirs = page(trust, head_of(ELM_GROVE))
    assert marks(theirs) == [("2025/26 Autumn 2", "Elm", "WTS")]
    assert theirs.only_own


def test_leaders_are_told_of_both_schools(trust: Trust) -> None:
    seen = page(trust, scope_for(Role.CEO))
    assert marks(seen) == OAKFIELDS
    assert seen.also_listed_by == ("Elm Grove Primary School",)
    assert page(trust, head_of(OAKFIELD)).also_listed_by == ()


def test_a_pupil_who_moved_takes_the_page_along(trust: Trust) -> None:
    moved = page(trust, head_of(ELM_GROVE), MOVED)
    assert [(half_term, school) for half_term, school, _ in marks(moved)] == [
        (str(AUTUMN_1), "Oakfield"),
        (str(AUTUMN_2), "Elm"),
    ]
    assert not moved.only_own
    with pytest.raises(AccessDenied):
        page(trust, head_of(OAKFIELD), MOVED)


def test_the_half_term_after(trust: Trust) -> None:
    """Elm Grove's return comes first. Then Oakfield's no longer lists one pupil, and lists again the one who
    left it: there it is the newcomer, and sees what it returned itself, old and new."""
    own = [OWN, line(SLIP, 4, "Ash", "WTS - - - - -"), line(MOVED, 4, "Ash", "GDS - - - - -")]
    trust.accepted(ELM_GROVE, SPRING_1, HEAD, *own)
    assert marks(page(trust, head_of(OAKFIELD))) == OAKFIELDS
    assert {school for _, school, _ in marks(page(trust, head_of(ELM_GROVE)))} == {"Elm"}

    others = [one for one in oakfield(AUTUMN_2) if not one.startswith(f"{{{SLIP}}}")]
    trust.accepted(OAKFIELD, SPRING_1, HEAD, *others, line(MOVED, 4, "4B", "WTS - - - - -"))
    assert {school for _, school, _ in marks(page(trust, head_of(OAKFIELD), MOVED))} == {"Oakfield"}
    assert [mark for _, _, mark in marks(page(trust, head_of(ELM_GROVE), MOVED))] == ["WTS", "GDS", "GDS"]
    assert marks(page(trust, head_of(ELM_GROVE)))[0] == OAKFIELDS[0]
    with pytest.raises(AccessDenied):
        page(trust, head_of(OAKFIELD))
