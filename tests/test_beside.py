"""A school beside others: never ranked, and of each no more than whoever looks may see."""

from __future__ import annotations

from pathlib import Path

import pytest
import small_trust
from builders_published import AUTUMN_1, Rows, met_of, published_from
from figure_made import figure
from small_trust import ASH_LANE, ELM_GROVE, OAKFIELD

from dashboard.access import AccessDenied, Scope, as_audience, scope_for
from dashboard.figures import Figure, Shown
from dashboard.queries.beside import MOST, beside
from dashboard.sections.beside import most_improved
from etl.folder import DataFolder
from etl.publish.current import Published, published
from etl.roles import Role
from etl.vocabulary import Kind

CEO = scope_for(Role.CEO)
HEAD = scope_for(Role.HEAD, [OAKFIELD])
READING = "reading_expected"


def asked(figures: Published, scope: Scope, *others: int, half_term: object = None) -> list[Figure]:
    when = half_term or small_trust.AUTUMN_1
    year_group = 6 if when == small_trust.AUTUMN_1 else 5
    return beside(figures, scope, OAKFIELD, others, when, Kind.CURRENT, year_group, READING)  # type: ignore[arg-type]


def test_schools_stand_by_name_whatever_the_address_says(small_folder: DataFolder) -> None:
    figures = published(small_folder)
    made = asked(figures, CEO, ELM_GROVE, ASH_LANE, ELM_GROVE, 123456, OAKFIELD)
    assert [one.school_urn for one in made] == [ASH_LANE, ELM_GROVE, OAKFIELD]
    assert [one.numerator for one in made] == [None, 21, 9]
    assert made[0].shown is Shown.NO_DATA  # its return has not come


def test_a_head_sees_of_others_what_the_trust_page_shows_them(small_folder: DataFolder) -> None:
    figures = published(small_folder)
    made = asked(figures, HEAD, ELM_GROVE, ASH_LANE, half_term=small_trust.SUMMER_2)
    shown = {one.school_urn: one.shown for one in made}
    assert shown[OAKFIELD] is Shown.FULL
    assert shown[ASH_LANE] is Shown.HIDDEN
    assert all(one.numerator is None for one in made if one.shown is Shown.HIDDEN)
    seen_whole = asked(figures, CEO, ELM_GROVE, ASH_LANE, half_term=small_trust.SUMMER_2)
    assert {one.school_urn: one.numerator for one in seen_whole}[ASH_LANE] == 3


def test_no_more_than_five(tmp_path: Path) -> None:
    rows = Rows()
    for number in range(9):
        rows.cohort(910001 + number, 6, AUTUMN_1, reading=met_of(20, 10 + number))
    figures = published_from(rows, tmp_path)
    others = [910001 + number for number in range(1, 9)]
    made = beside(figures, CEO, 910001, others, AUTUMN_1, Kind.PREDICTED, 6, READING)
    assert [one.school_urn for one in made] == [910001, *others[:MOST]]


def test_improved_is_said_only_of_more_than_chance() -> None:
    level = figure(21, 30, school="Ash Lane Primary School", moved=(1, False))
    risen = figure(25, 30, school="Elm Grove Primary School", moved=(8, True))
    fallen = figure(15, 30, school="Oak Primary School", moved=(-8, True))
    assert most_improved([level, fallen]) == (
        "No school here moved up by more than chance since the half-term before."
    )
    assert most_improved([level, risen, fallen]) == (
        "Most improved since Summer 2, by more than chance: Elm Grove Primary School (8 pupils up)."
    )
    # Of two that rose none is called the most improved: the difference between them may be chance.
    other = figure(28, 30, school="Yew Primary School", moved=(12, True))
    assert most_improved([risen, other]) == (
        "Improved since Summer 2 by more than chance: Elm Grove Primary School (8 pupils up) and "
        "Yew Primary School (12 pupils up)."
    )
    assert most_improved([figure(21, 30)]) == (
        "No earlier half-term of these schools can be held against this one."
    )


@pytest.mark.parametrize(
    "scope",
    [scope_for(Role.BOARD), scope_for(Role.HEAD, [ELM_GROVE]), as_audience(CEO, "board")],
    ids=["board", "other head", "CEO as board"],
)
def test_it_is_for_those_who_see_the_school_whole(scope: Scope, small_folder: DataFolder) -> None:
    with pytest.raises(AccessDenied):
        asked(published(small_folder), scope, ELM_GROVE)
