"""Who sees and does what: the tables of the product, written out again cell by cell."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from dashboard.access import (
    DOES,
    SEES,
    AccessDenied,
    Action,
    Audience,
    Scope,
    Sight,
    as_audience,
    can,
    check_can,
    check_sees,
    scope_for,
    sight_of,
)
from etl.errors import TrustDataError
from etl.roles import Role

OWN, OTHER = 910001, 910002

FULL, SUPPRESSED, NOTHING = Sight.FULL, Sight.SUPPRESSED, Sight.NOTHING


def scope(role: Role) -> Scope:
    return scope_for(role, own_schools=[OWN], subjects=["writing"])


# role: the trust, own school, another school
SIGHT = {
    Role.CEO: (FULL, FULL, FULL),
    Role.DTL: (FULL, FULL, FULL),
    Role.HEAD: (SUPPRESSED, FULL, SUPPRESSED),
    Role.SCHOOL_STAFF: (SUPPRESSED, FULL, SUPPRESSED),
    Role.LEAD_TEACHER: (SUPPRESSED, SUPPRESSED, SUPPRESSED),
    Role.BOARD: (SUPPRESSED, SUPPRESSED, SUPPRESSED),
    Role.DATA_MANAGER: (FULL, FULL, FULL),
}


@pytest.mark.parametrize("role", Role)
def test_what_each_role_sees(role: Role) -> None:
    seen = tuple(sight_of(scope(role), urn, "writing") for urn in (None, OWN, OTHER))
    assert seen == SIGHT[role]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("audience", Audience)
def test_an_audience_is_never_wider_than_oneself(role: Role, audience: Audience) -> None:
    own = scope(role)
    lent = as_audience(own, audience)
    for urn in (None, OWN, OTHER):
        for subject in (None, "writing", "maths"):
            assert list(Sight).index(sight_of(lent, urn, subject)) >= list(Sight).index(
                sight_of(own, urn, subject)
            )
            assert sight_of(lent, urn, subject) is not Sight.FULL
    for action in Action:
        for urn in (None, OWN, OTHER):
            if can(lent, action, urn):
                assert can(own, action, urn), action
    assert not can(lent, Action.SEE_PUPILS, OWN)
    assert not can(lent, Action.SEE_DETAIL, OWN)
    assert as_audience(lent, None) == own


@pytest.mark.parametrize("subject", ["reading", "maths", "rwm"])
def test_a_lead_teacher_sees_their_own_subject_and_no_other(subject: str) -> None:
    lead = scope(Role.LEAD_TEACHER)
    for urn in (None, OWN, OTHER):
        assert sight_of(lead, urn, "writing") is Sight.SUPPRESSED
        assert sight_of(lead, urn, subject) is Sight.NOTHING
        assert sight_of(as_audience(lead, "board"), urn, subject) is Sight.NOTHING
    with pytest.raises(AccessDenied, match="subjects that you lead"):
        check_sees(lead, None, subject)


def test_a_lead_teacher_without_a_subject_sees_nothing() -> None:
    assert sight_of(scope_for(Role.LEAD_TEACHER), None) is Sight.NOTHING


Y, O, W, _ = "any school", "own school", "own work", "not at all"  # noqa: E741 – a table is read by its columns

# action: CEO, DTL, head, school staff, lead teacher, Board, data manager
DEEDS = {
    Action.SEE_TRUST: (Y, Y, Y, Y, Y, Y, Y),
    Action.SEE_SCHOOL: (Y, Y, Y, Y, Y, Y, Y),
    Action.SEE_DETAIL: (Y, Y, O, O, _, _, Y),
    Action.SEE_FORECASTS: (Y, Y, O, O, _, _, Y),
    Action.SEE_LEDGER: (Y, Y, O, _, _, _, Y),
    Action.SEE_PUPILS: (Y, Y, O, O, W, _, Y),
    Action.EXPLORE: (Y, Y, O, O, _, _, Y),
    Action.KEEP_VIEW: (Y, Y, O, O, _, _, Y),
    Action.TIDY_VIEWS: (Y, _, _, _, _, _, Y),
    Action.LOAD_RETURN: (_, Y, O, O, _, _, Y),
    Action.CLOSE_DROP: (Y, Y, _, _, _, _, Y),
    Action.ASK_FOR_SUPPORT: (_, _, O, _, _, _, _),
    Action.PROPOSE_SUPPORT: (_, Y, _, _, _, _, _),
    Action.AGREE_SUPPORT: (Y, Y, O, _, _, _, _),
    Action.LOG_DELIVERY: (_, Y, O, O, W, _, _),
    Action.WRITE_VISIT: (Y, Y, _, _, W, _, _),
    Action.REPLY_TO_VISIT: (_, _, O, _, _, _, _),
    Action.REPLY_TO_FIGURES: (_, _, O, _, _, _, _),
    Action.WRITE_REVIEW: (Y, Y, _, _, _, _, _),
    Action.SIGN_REVIEW: (Y, Y, O, _, _, _, _),
    Action.LEAD_MEETINGS: (Y, Y, _, _, _, _, _),
    Action.SEE_FORUM: (Y, Y, Y, _, _, _, _),
    Action.SEE_BOARD_PAPERS: (Y, Y, _, _, _, Y, _),
    Action.UPDATE_ACTIONS: (Y, Y, W, W, W, _, _),
    Action.KEEP_PUPIL_LIST: (Y, Y, O, O, _, _, _),
    Action.MAKE_PACK: (Y, Y, O, _, _, _, _),
    Action.MAKE_TRUST_PACK: (Y, Y, _, _, _, _, _),
    Action.MANAGE_PEOPLE: (Y, _, O, _, _, _, Y),
    Action.MANAGE_SCHOOLS: (Y, _, _, _, _, _, Y),
    Action.MANAGE_TERMS: (Y, Y, _, _, _, _, Y),
    Action.MANAGE_TARGETS: (Y, _, _, _, _, _, Y),
    Action.MANAGE_SETTINGS: (Y, _, _, _, _, _, Y),
    Action.BACK_UP: (Y, _, _, _, _, _, Y),
    Action.SEE_AUDIT: (Y, _, _, _, _, _, Y),
}


def test_the_table_of_deeds_is_whole() -> None:
    assert set(DEEDS) == set(Action)
    assert set(DOES) == {action for action in Action if not action.name.startswith("SEE_")} | {
        Action.SEE_FORUM,
        Action.SEE_BOARD_PAPERS,
        Action.SEE_AUDIT,
    }
    assert set(SEES) == set(Role)


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("place", range(7))
def test_what_each_role_does(action: Action, place: int) -> None:
    role = list(Role)[place]
    reach = DEEDS[action][place]
    asker = scope(role)
    assert can(asker, action, OWN) is (reach in (Y, O))
    assert can(asker, action, OTHER) is (reach == Y)
    assert can(asker, action, OTHER, own_work=True) is (reach in (Y, W))
    assert can(asker, action) is (reach in (Y, O))


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("urn", [None, OWN, OTHER])
def test_a_refusal_says_who_and_what_and_a_permission_says_nothing(
    action: Action, role: Role, urn: int | None
) -> None:
    asker = scope(role)
    if can(asker, action, urn):
        check_can(asker, action, urn)
        return
    with pytest.raises(AccessDenied) as refused:
        check_can(asker, action, urn)
    assert role.label in str(refused.value)
    assert action.value in str(refused.value)
    assert isinstance(refused.value, TrustDataError)


def test_refusals_in_full() -> None:
    for asker, action, urn, sentence in [
        (
            scope(Role.HEAD),
            Action.LOAD_RETURN,
            OTHER,
            "Headteacher: this is not your own school, so you cannot load or undo a school's returns and "
            "results.",
        ),
        (
            scope(Role.BOARD),
            Action.CLOSE_DROP,
            None,
            "Board, Chair: you cannot open or close a data drop. Those who can: CEO, DTL, Data manager.",
        ),
        (
            as_audience(scope(Role.CEO), Audience.BOARD),
            Action.CLOSE_DROP,
            None,
            "As the Board sees it, you cannot open or close a data drop. Go back to your own view first.",
        ),
    ]:
        with pytest.raises(AccessDenied) as refused:
            check_can(asker, action, urn)
        assert str(refused.value) == sentence


def test_detail_is_refused_with_its_own_words() -> None:
    with pytest.raises(AccessDenied, match="classes and pupil groups"):
        check_sees(scope(Role.BOARD), OWN, least=Sight.FULL)
    assert check_sees(scope(Role.HEAD), OWN, least=Sight.FULL) is Sight.FULL


@pytest.mark.parametrize("role", [Role.HEAD, Role.SCHOOL_STAFF])
def test_who_belongs_to_a_school_must_name_one(role: Role) -> None:
    with pytest.raises(AccessDenied, match="say which one"):
        scope_for(role)


@pytest.mark.parametrize("role", [Role.BOARD, Role.CEO, Role.LEAD_TEACHER, Role.DATA_MANAGER])
def test_a_school_gives_nothing_to_a_role_that_belongs_to_none(role: Role) -> None:
    assert scope_for(role, own_schools=[OWN]).own_schools == ()


def test_a_scope_is_the_same_in_whatever_order_it_is_given_and_cannot_be_widened() -> None:
    one = scope_for("head", own_schools=[OTHER, OWN, OWN])
    assert one == scope_for(Role.HEAD, own_schools=[OWN, OTHER])
    assert hash(one) == hash(scope_for(Role.HEAD, own_schools=[OWN, OTHER]))
    with pytest.raises(FrozenInstanceError):
        one.role = Role.CEO  # type: ignore[misc]  # what must not be possible
