"""Which half-terms there are, and how a measure went from one to the next."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders_published import AUTUMN_1, AUTUMN_2, SPRING_1, SUMMER_2_BEFORE, Rows, met_of, published_from

from dashboard.access import scope_for
from dashboard.figures import Shown
from dashboard.queries.half_terms import half_terms, kinds_and_subjects, latest_half_term
from dashboard.queries.headline import headline_figures
from dashboard.queries.over_time import trajectories
from etl.half_terms import HalfTerm
from etl.roles import Role
from etl.vocabulary import Kind

OAKFIELD, ELM_GROVE = 910001, 910002
CEO, BOARD = scope_for(Role.CEO), scope_for(Role.BOARD)
PREDICTED = Kind.PREDICTED
READING = "reading_expected"


# Half-terms


def test_half_terms_are_those_with_figures_in_time_order(tmp_path: Path) -> None:
    rows = Rows()
    for half_term in (AUTUMN_2, SUMMER_2_BEFORE, AUTUMN_1):
        rows.cohort(OAKFIELD, 5, half_term, reading="EXS WTS")
    published = published_from(rows, tmp_path)
    assert half_terms(published) == [SUMMER_2_BEFORE, AUTUMN_1, AUTUMN_2]
    assert kinds_and_subjects(published, AUTUMN_1) == ((PREDICTED, "reading"),)


@pytest.mark.parametrize(("came", "opens_on"), [(1, AUTUMN_1), (2, AUTUMN_2), (4, AUTUMN_2)])
def test_the_half_term_to_open_on_has_half_of_the_schools_in(
    tmp_path: Path, came: int, opens_on: HalfTerm
) -> None:
    rows = Rows()
    for place in range(4):
        rows.cohort(910001 + place, 6, AUTUMN_1, reading="EXS")
        if place < came:
            rows.cohort(910001 + place, 6, AUTUMN_2, reading="EXS")
    assert latest_half_term(published_from(rows, tmp_path)) == opens_on


def test_an_empty_trust_has_no_half_term(tmp_path: Path) -> None:
    published = published_from(Rows().school(OAKFIELD, "Oakfield"), tmp_path)
    assert half_terms(published) == []
    assert latest_half_term(published) is None
    assert trajectories(published, CEO, READING, PREDICTED, 6, AUTUMN_1) == []
    (figure, *_) = headline_figures(published, BOARD, AUTUMN_1, PREDICTED, 6)
    assert figure.shown is Shown.NO_DATA


# Trajectories


def test_trajectories_keep_their_gaps(tmp_path: Path) -> None:
    rows = Rows()
    for half_term, met in ((AUTUMN_1, 10), (SPRING_1, 14)):
        rows.cohort(OAKFIELD, 6, half_term, reading=met_of(20, met))
    rows.cohort(ELM_GROVE, 6, SPRING_1, reading=met_of(20, 9))
    held = trajectories(published_from(rows, tmp_path), CEO, READING, PREDICTED, 6, SPRING_1)
    assert [(one.school_urn, one.half_term.name, one.numerator) for one in held] == [
        (None, "Autumn 1", 10),
        (None, "Autumn 2", None),
        (None, "Spring 1", 23),
        (OAKFIELD, "Autumn 1", 10),
        (OAKFIELD, "Autumn 2", None),
        (OAKFIELD, "Spring 1", 14),
        (ELM_GROVE, "Autumn 1", None),
        (ELM_GROVE, "Autumn 2", None),
        (ELM_GROVE, "Spring 1", 9),
    ]
    assert {one.shown for one in held if one.numerator is None} == {Shown.NO_DATA}


def test_trajectories_reach_back_three_academic_years_and_no_further_than_asked(tmp_path: Path) -> None:
    rows = Rows()
    for starts in (2021, 2023, 2024, 2025):
        rows.cohort(OAKFIELD, 6, HalfTerm(starts, 6), reading=met_of(20, 9))
    published = published_from(rows, tmp_path)
    held = trajectories(published, CEO, READING, PREDICTED, 6, HalfTerm(2025, 1))
    own = [one.half_term for one in held if one.school_urn == OAKFIELD and one.numerator is not None]
    assert own == [HalfTerm(2023, 6), HalfTerm(2024, 6)]
    assert max(one.half_term for one in held) == HalfTerm(2025, 1)


def test_trajectories_say_what_the_headline_says(tmp_path: Path) -> None:
    rows = (
        Rows()
        .cohort(OAKFIELD, 6, AUTUMN_1, reading=met_of(20, 9))
        .cohort(OAKFIELD, 5, AUTUMN_1, reading="EXS")
    )
    published = published_from(rows, tmp_path)
    for year_group in (6, None):
        (first, *_) = trajectories(published, CEO, READING, PREDICTED, year_group, AUTUMN_1)
        assert [first] == headline_figures(
            published, CEO, AUTUMN_1, PREDICTED, year_group, measures=[READING]
        )
