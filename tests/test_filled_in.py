"""What is blank in what was sent: counted by hand from small returns, and for whom it is counted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from builders_returns import accept, mark, pupil

from dashboard.access import AccessDenied, Audience, as_audience, scope_for
from dashboard.furniture import filled_grid
from dashboard.queries.filled_in import Filled, SubjectFilled, YearFilled, filled_in
from etl.folder import DataFolder
from etl.half_terms import HalfTerm
from etl.publish.current import bring_up_to_date
from etl.record import schools
from etl.record.opening import make_record
from etl.roles import Role
from etl.vocabulary import RWM_SUBJECTS, Kind

AUTUMN_1 = HalfTerm(2026, 1)
OAKFIELD, ELM_GROVE, NURSERY_SCHOOL = 910001, 910002, 910003
READING, WRITING, MATHS = RWM_SUBJECTS
CEO = scope_for(Role.CEO)


@pytest.fixture
def published(tmp_path: Path) -> Any:
    """Oakfield: Year 6 of three, complete but for one who is absent; Year 5 of two, writing blank for one;
    Year 4 of one without any mark; Reception, not judged. Elm Grove: Year 6 of one, maths left out."""
    folder = DataFolder(tmp_path / "data")
    record = make_record(folder)
    named = {OAKFIELD: "Oakfield", ELM_GROVE: "Elm Grove", NURSERY_SCHOOL: "Acorns"}
    with record.writing() as connection:
        schools.register(connection, [schools.School(urn=urn, name=name) for urn, name in named.items()])
    pupils = [pupil(1), pupil(2), pupil(3), pupil(4, 5), pupil(5, 5), pupil(6, 4), pupil(7, 0)]
    pupils.append(pupil(8, 4, left=True))
    marks = [mark(number, AUTUMN_1, "EXS", subject) for number in (1, 2, 4) for subject in RWM_SUBJECTS]
    marks += [mark(3, AUTUMN_1, None, subject) for subject in RWM_SUBJECTS]
    marks += [mark(5, AUTUMN_1, "WTS", READING), mark(5, AUTUMN_1, "WTS", MATHS)]
    accept(folder, record, OAKFIELD, AUTUMN_1, pupils, marks)
    others = [mark(11, AUTUMN_1, "GDS", subject) for subject in (READING, WRITING)]
    accept(folder, record, ELM_GROVE, AUTUMN_1, [pupil(11)], others)
    return bring_up_to_date(folder, record)


def test_each_year_group_says_how_far_it_is_filled_in(published: Any) -> None:
    found = filled_in(published, CEO, AUTUMN_1, Kind.PREDICTED)
    oakfield = {year.year_group: year for year in found[OAKFIELD]}
    assert {year: one.filled for year, one in oakfield.items()} == {
        1: Filled.NOBODY,
        2: Filled.NOBODY,
        3: Filled.NOBODY,
        4: Filled.NOTHING,
        5: Filled.IN_PART,
        6: Filled.COMPLETE,
    }
    assert oakfield[6].subjects[0] == SubjectFilled(subject=READING, assessed=2, said_why=1, missing=0)
    assert [one.missing for one in oakfield[5].subjects] == [0, 1, 0]
    assert (oakfield[4].on_roll, [one.missing for one in oakfield[4].subjects]) == (1, [1, 1, 1])
    elm_grove = {year.year_group: year for year in found[ELM_GROVE]}
    assert [one.missing for one in elm_grove[6].subjects] == [0, 0, 1]
    assert {year.filled for year in found[NURSERY_SCHOOL]} == {Filled.NOBODY}


def test_a_kind_that_nobody_in_the_trust_gave_is_nothing_and_not_nobody(published: Any) -> None:
    found = filled_in(published, CEO, AUTUMN_1, Kind.CURRENT)
    assert [year.filled for year in found[OAKFIELD]][3:] == [Filled.NOTHING] * 3


SCOPES = [
    scope_for(Role.BOARD),
    scope_for(Role.HEAD, [OAKFIELD]),
    scope_for(Role.SCHOOL_STAFF, [OAKFIELD]),
    scope_for(Role.LEAD_TEACHER, subjects=["writing"]),
    as_audience(CEO, Audience.BOARD),
    as_audience(CEO, Audience.FORUM),
]


@pytest.mark.parametrize("scope", SCOPES, ids=lambda one: f"{one.role}-{one.audience}")
def test_nobody_else_learns_small_numbers_from_it(scope: Any, published: Any) -> None:
    with pytest.raises(AccessDenied):
        filled_in(published, scope, AUTUMN_1, Kind.PREDICTED)


def year(on_roll: int, *missing: int, said_why: int = 0) -> YearFilled:
    subjects = tuple(
        SubjectFilled(subject=subject, assessed=on_roll - one - said_why, said_why=said_why, missing=one)
        for subject, one in zip((READING, WRITING, MATHS), missing, strict=True)
    )
    return YearFilled(year_group=6, on_roll=on_roll, subjects=subjects)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (year(30, 0, 0, 0), ["complete"]),
        (year(30, 0, 0, 0, said_why=2), ["complete", "2 absent or disapplied"]),
        (year(30, 30, 30, 30), ["nothing", "of 30 pupils"]),
        (year(30, 3, 3, 3), ["3 of 30 blank"]),
        (year(30, 0, 3, 30), ["in part", "Writing: 3 of 30 blank", "Maths: nothing"]),
    ],
)
def test_a_cell_says_it_once_where_subjects_agree(given: YearFilled, words: list[str]) -> None:
    assert filled_grid.cell_words(given) == words


def test_the_summary_counts_year_groups_that_have_pupils() -> None:
    some = {OAKFIELD: (year(30, 0, 0, 0), year(30, 3, 3, 3), year(0, 0, 0, 0))}
    assert filled_grid.summary(some) == "1 of 2 year groups that were sent are complete."
    assert filled_grid.summary({OAKFIELD: (year(30, 0, 0, 0),)}) == (
        "Every year group that was sent is complete."
    )


def test_a_school_that_has_not_sent_is_one_wide_cell() -> None:
    html = filled_grid.grid_html({OAKFIELD: "Oak & Ash", ELM_GROVE: "Elm"}, {}, label="<b>")
    assert html.count('colspan="6"') == 2
    assert "Oak &amp; Ash" in html
    assert "<b>" not in html
