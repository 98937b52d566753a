"""A school's roll and bands: what is counted, and for whom."""

from __future__ import annotations

import pytest
from small_trust import AUTUMN_1, ELM_GROVE, OAKFIELD

from dashboard.access import AccessDenied, Scope, scope_for
from dashboard.queries.bands import band_spreads
from dashboard.queries.roll import school_roll
from etl.folder import DataFolder
from etl.publish.current import Published, published
from etl.roles import Role
from etl.vocabulary import Judgement, Kind, Subject

CEO = scope_for(Role.CEO)
HEAD = scope_for(Role.HEAD, [OAKFIELD])
BOARD = scope_for(Role.BOARD)


@pytest.fixture
def figures(small_folder: DataFolder) -> Published:
    return published(small_folder)


def test_the_roll_is_counted_by_year_group_and_by_the_groups_that_are_marked(figures: Published) -> None:
    roll = school_roll(figures, HEAD, OAKFIELD, AUTUMN_1)
    assert roll.by_year_group == {5: 8, 6: 12}
    assert roll.pupils == 20
    # Every third pupil: 3 of 8 and 4 of 12. No sheet says anything of the other groups.
    (group,) = roll.groups
    assert (group.label, group.pupils, group.known, group.not_known) == ("Pupil premium", 7, 20, 0)


def test_bands_hold_everyone_on_roll(figures: Published) -> None:
    spreads = {(one.subject, one.kind): one for one in band_spreads(figures, CEO, ELM_GROVE, AUTUMN_1, 6)}
    assert set(spreads) == {
        (subject, kind)
        for subject in (Subject.READING, Subject.WRITING, Subject.MATHS)
        for kind in (Kind.CURRENT, Kind.PREDICTED)
    }
    # Of 30: places 0, 4, 8 … are at greater depth, 3, 7, 11 … working towards.
    assert spreads[Subject.MATHS, Kind.CURRENT].pupils == {
        Judgement.PKS: 0,
        Judgement.WTS: 7,
        Judgement.EXS: 15,
        Judgement.GDS: 8,
    }
    assert {one.on_roll for one in spreads.values()} == {30}
    assert {one.not_assessed for one in spreads.values()} == {0}


def test_year_groups_together_leave_none_out(figures: Published) -> None:
    spreads = band_spreads(figures, HEAD, OAKFIELD, AUTUMN_1, None)
    assert {one.on_roll for one in spreads} == {20}


@pytest.mark.parametrize(
    ("scope", "urn"), [(BOARD, OAKFIELD), (HEAD, ELM_GROVE)], ids=["board", "other head"]
)
def test_they_are_not_for_those_outside_the_school(scope: Scope, urn: int, figures: Published) -> None:
    with pytest.raises(AccessDenied):
        school_roll(figures, scope, urn, AUTUMN_1)
    with pytest.raises(AccessDenied):
        band_spreads(figures, scope, urn, AUTUMN_1, 6)
