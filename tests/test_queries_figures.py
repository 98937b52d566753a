"""Headline figures, schools, year groups and classes: counted by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from builders_published import AUTUMN_1, AUTUMN_2, SUMMER_2_BEFORE, Rows, met_of, published_from
from scipy import stats

from dashboard.access import AccessDenied, Scope, as_audience, scope_for
from dashboard.figures import Figure, Shown
from dashboard.queries.by_class import class_figures
from dashboard.queries.by_school import school_figures
from dashboard.queries.by_year_group import year_group_figures
from dashboard.queries.headline import headline_figures
from dashboard.queries.movement import movements
from etl.errors import TrustDataError
from etl.half_terms import HalfTerm
from etl.publish.current import Published
from etl.roles import Role
from etl.vocabulary import Kind

OAKFIELD, ELM_GROVE, ASH_LANE = 910001, 910002, 910003
CEO, BOARD = scope_for(Role.CEO), scope_for(Role.BOARD)
PREDICTED = Kind.PREDICTED


def england(value: float, year: str = "2024/25", **other: Any) -> dict[str, Any]:
    return {
        "academic_year": year,
        "level": "england_all",
        "code": "England",
        "name": "England",
        "measure": "ks2_reading_expected",
        "value": value,
        "cohort": None,
        "note": None,
        "source": "a source",
        "release": "final",
        **other,
    }


def target(urn: int | None, basis_points: int, measure: str = "reading_expected") -> dict[str, Any]:
    return {
        "school_urn": urn,
        "academic_year": "2025/26",
        "year_group": 6,
        "measure": measure,
        "basis_points": basis_points,
    }


@pytest.fixture
def rows() -> Rows:
    """Oakfield 19 of 30 in Year 6, Elm Grove 20 of 25; Ash Lane has not sent its return."""
    return (
        Rows()
        .school(OAKFIELD, "Oakfield")
        .school(ELM_GROVE, "Elm Grove")
        .school(ASH_LANE, "Ash Lane")
        .cohort(OAKFIELD, 6, AUTUMN_1, reading=met_of(30, 19), writing=met_of(30, 12, "GDS"))
        .cohort(OAKFIELD, 5, AUTUMN_1, reading=met_of(20, 9), writing=met_of(20, 9))
        .cohort(ELM_GROVE, 6, AUTUMN_1, reading=met_of(25, 20), writing=met_of(25, 10))
    )


def ask(
    rows: Rows,
    place: Path,
    scope: Scope = CEO,
    half_term: HalfTerm = AUTUMN_1,
    *,
    number: int = 1,
    **asked: Any,
) -> Figure:
    """The one figure of reading in Year 6 as predicted, of the trust unless said otherwise."""
    asked = {"year_group": 6, "measures": ["reading_expected"], **asked}
    (figure,) = headline_figures(published_from(rows, place, number), scope, half_term, PREDICTED, **asked)
    return figure


def test_a_trusts_figure_pools_its_pupils(rows: Rows, tmp_path: Path) -> None:
    figure = ask(rows, tmp_path)
    assert (figure.numerator, figure.denominator, figure.assessed) == (39, 55, 55)
    assert figure.percentage == pytest.approx(100 * 39 / 55)
    wilson = stats.binomtest(39, 55).proportion_ci(method="wilson")
    assert (figure.low, figure.high) == pytest.approx((100 * wilson.low, 100 * wilson.high))
    assert figure.shown is Shown.FULL
    assert figure.school_urn is None


@pytest.mark.parametrize(
    ("asked", "numerator", "denominator"),
    [
        ({"school_urn": OAKFIELD}, 19, 30),
        ({"school_urn": OAKFIELD, "year_group": None}, 28, 50),
        ({"year_group": None}, 48, 75),
        ({"year_group": 5}, 9, 20),
        ({"measures": ["reading_higher"]}, 0, 55),
        ({"measures": ["writing_higher"]}, 12, 55),
        ({"measures": ["writing_expected"]}, 22, 55),
    ],
)
def test_what_is_counted(
    rows: Rows, tmp_path: Path, asked: dict[str, Any], numerator: int, denominator: int
) -> None:
    figure = ask(rows, tmp_path, **asked)
    assert (figure.numerator, figure.denominator) == (numerator, denominator)


def test_those_not_assessed_stay_in_the_denominator(tmp_path: Path) -> None:
    rows = Rows().cohort(
        OAKFIELD, 6, AUTUMN_1, reading="EXS EXS EXS EXS EXS EXS EXS EXS - -", maths="WTS " * 10
    )
    figure = ask(rows, tmp_path)
    assert (figure.numerator, figure.denominator, figure.assessed) == (8, 10, 8)
    assert figure.thinly_assessed


@pytest.mark.parametrize(("assessed", "thin"), [(26, True), (27, False), (30, False)])
def test_nine_in_ten_assessed_are_enough(tmp_path: Path, assessed: int, thin: bool) -> None:
    marks = " ".join(["EXS"] * assessed + ["-"] * (30 - assessed))
    rows = Rows().cohort(OAKFIELD, 6, AUTUMN_1, reading=marks, maths=met_of(30, 10))
    assert ask(rows, tmp_path).thinly_assessed is thin


def test_years_together_are_years_1_to_6_and_reception_stands_by_itself(tmp_path: Path) -> None:
    rows = (
        Rows()
        .cohort(OAKFIELD, 0, AUTUMN_1, reading=met_of(30, 30))
        .cohort(OAKFIELD, 1, AUTUMN_1, reading=met_of(28, 7))
    )
    assert ask(rows, tmp_path, year_group=None).denominator == 28
    held = year_group_figures(
        published_from(rows, tmp_path, 2), CEO, OAKFIELD, AUTUMN_1, PREDICTED, ["reading_expected"]
    )
    assert [(one.year_group, one.denominator) for one in held if one.denominator] == [
        (0, 30),
        (1, 28),
        (None, 28),
    ]


def test_schools_come_by_name_and_a_missing_return_is_no_data(rows: Rows, tmp_path: Path) -> None:
    held = school_figures(
        published_from(rows, tmp_path), CEO, AUTUMN_1, PREDICTED, 6, ["reading_expected", "writing_expected"]
    )
    assert [(one.school, one.measure, one.numerator) for one in held] == [
        ("Ash Lane", "reading_expected", None),
        ("Ash Lane", "writing_expected", None),
        ("Elm Grove", "reading_expected", 20),
        ("Elm Grove", "writing_expected", 10),
        ("Oakfield", "reading_expected", 19),
        ("Oakfield", "writing_expected", 12),
    ]
    assert held[0].shown is Shown.NO_DATA
    assert held[0].percentage is None


def test_a_year_group_by_subject_table_leaves_reception_out_where_nobody_judged_it(
    rows: Rows, tmp_path: Path
) -> None:
    held = year_group_figures(
        published_from(rows, tmp_path), CEO, OAKFIELD, AUTUMN_1, PREDICTED, ["reading_expected"]
    )
    assert [one.year_group for one in held] == [1, 2, 3, 4, 5, 6, None]
    assert [one.numerator for one in held] == [None, None, None, None, 9, 19, 28]


def test_classes_by_name_and_the_nameless_last(tmp_path: Path) -> None:
    rows = (
        Rows()
        .cohort(OAKFIELD, 6, AUTUMN_1, class_name="6B", reading=met_of(20, 5))
        .cohort(OAKFIELD, 6, AUTUMN_1, class_name="6A", first=20, reading=met_of(19, 6))
        .cohort(OAKFIELD, 6, AUTUMN_1, first=40, reading=met_of(2, 1))
        .cohort(OAKFIELD, 5, AUTUMN_1, class_name="5A", reading=met_of(18, 7))
    )
    published = published_from(rows, tmp_path)
    held = class_figures(published, CEO, OAKFIELD, AUTUMN_1, PREDICTED, None, ["reading_expected"])
    assert [(one.year_group, one.class_name, one.numerator, one.denominator) for one in held] == [
        (5, "5A", 7, 18),
        (6, "6A", 6, 19),
        (6, "6B", 5, 20),
        (6, None, 1, 2),
    ]
    assert all(one.target is one.national is one.movement is None for one in held)


# Against a target and against England


def test_a_target_is_met_by_whole_pupils(rows: Rows, tmp_path: Path) -> None:
    rows.targets += [target(OAKFIELD, 7500), target(None, 6500)]
    oakfield = ask(rows, tmp_path, school_urn=OAKFIELD)
    assert oakfield.target
    assert (oakfield.target.basis_points, oakfield.target.pupils_needed, oakfield.target.pupils_short) == (
        7500,
        23,
        4,
    )
    trust = ask(rows, tmp_path, number=2)
    assert trust.target
    assert (trust.target.pupils_needed, trust.target.pupils_short) == (36, -3)


@pytest.mark.parametrize(
    "asked", [{"year_group": 5}, {"year_group": None}, {"measures": ["writing_expected"]}]
)
def test_a_target_is_for_its_own_year_group_and_measure(
    rows: Rows, tmp_path: Path, asked: dict[str, Any]
) -> None:
    rows.targets += [target(None, 6500)]
    assert ask(rows, tmp_path, **asked).target is None


def test_england_is_the_latest_year_that_is_not_later(rows: Rows, tmp_path: Path) -> None:
    rows.national += [england(74, "2023/24"), england(75, "2024/25"), england(80, "2026/27")]
    figure = ask(rows, tmp_path, school_urn=OAKFIELD)
    assert figure.national
    assert (figure.national.value, figure.national.academic_year) == (75, "2024/25")
    assert figure.national.coverage == "all schools"
    assert figure.national.pupils_from == -3  # 19 of 30, where 75 % are 22.5


@pytest.mark.parametrize("asked", [{"year_group": 5}, {"group": "disadvantaged", "group_value": "no"}])
def test_england_is_for_all_pupils_in_year_6(rows: Rows, tmp_path: Path, asked: dict[str, Any]) -> None:
    rows.national += [england(75)]
    assert ask(rows, tmp_path).national
    assert ask(rows, tmp_path, number=2, **asked).national is None


# Movement


@pytest.fixture
def moving() -> Rows:
    """Of 30 at Oakfield 12 met the standard in Autumn 1 and 20 in Autumn 2; at Elm Grove nothing changed."""
    rows = Rows()
    for half_term, met in ((AUTUMN_1, 12), (AUTUMN_2, 20)):
        rows.cohort(OAKFIELD, 6, half_term, reading=met_of(30, met))
        rows.cohort(ELM_GROVE, 6, half_term, reading=met_of(28, 14))
    return rows


def test_movement_is_of_the_same_pupils(moving: Rows, tmp_path: Path) -> None:
    moving.cohort(OAKFIELD, 6, AUTUMN_2, first=50, reading="EXS EXS")  # two who joined
    movement = ask(moving, tmp_path, half_term=AUTUMN_2, school_urn=OAKFIELD).movement
    assert movement
    assert (movement.since, movement.stayers, movement.met_before, movement.met_now) == (AUTUMN_1, 30, 12, 20)
    assert (movement.moved_in, movement.moved_out) == (8, 0)
    assert movement.p_value == pytest.approx(0.5**8)
    assert movement.more_than_noise


@pytest.mark.parametrize(("schools", "beside"), [(2, False), (3, True)])
def test_one_contrast_is_not_told_from_both_ends(schools: int, beside: bool, tmp_path: Path) -> None:
    """In Oakfield twelve come to meet it; in each other school one does, and five no longer do."""
    rows = Rows()
    urns = [OAKFIELD, ELM_GROVE, ASH_LANE][:schools]
    for urn in urns:
        risen = "EXS " * 17 + "WTS " * 13 if urn == OAKFIELD else "WTS " * 5 + "EXS " + "WTS " * 24
        rows.cohort(urn, 6, AUTUMN_1, reading="EXS " * 5 + "WTS " * 25)
        rows.cohort(urn, 6, AUTUMN_2, reading=risen)
    held = movements(published_from(rows, tmp_path), AUTUMN_2, Kind.PREDICTED)
    flagged = {urn: held[urn, 6, "reading_expected"].worth_a_look for urn in urns}
    assert flagged == {urn: beside or urn == OAKFIELD for urn in urns}
    assert {held[urn, 6, "reading_expected"].beside_rest for urn in urns} == {beside}


def test_standing_still_is_no_movement(moving: Rows, tmp_path: Path) -> None:
    movement = ask(moving, tmp_path, half_term=AUTUMN_2, school_urn=ELM_GROVE).movement
    assert movement
    assert (movement.moved_in, movement.moved_out, movement.p_value) == (0, 0, 1)
    assert not movement.more_than_noise
    assert not movement.worth_a_look


def test_before_autumn_1_comes_summer_2_of_the_year_before(tmp_path: Path) -> None:
    rows = (
        Rows()
        .cohort(OAKFIELD, 5, SUMMER_2_BEFORE, reading=met_of(30, 12))
        .cohort(OAKFIELD, 6, AUTUMN_1, reading=met_of(30, 13))
    )
    movement = ask(rows, tmp_path, school_urn=OAKFIELD).movement
    assert movement
    assert (movement.since, movement.stayers, movement.moved_in) == (SUMMER_2_BEFORE, 30, 1)


@pytest.mark.parametrize(("pupils", "said"), [(10, False), (11, True)])
def test_of_fewer_than_eleven_no_movement_is_called_clear(tmp_path: Path, pupils: int, said: bool) -> None:
    rows = (
        Rows()
        .cohort(OAKFIELD, 6, AUTUMN_1, reading=met_of(pupils, 0))
        .cohort(OAKFIELD, 6, AUTUMN_2, reading=met_of(pupils, pupils))
    )
    movement = ask(rows, tmp_path, half_term=AUTUMN_2, school_urn=OAKFIELD).movement
    assert movement
    assert movement.more_than_noise is said
    assert (movement.p_value is not None) is said


def test_a_rise_that_the_whole_trust_shares_does_not_stand_out(tmp_path: Path) -> None:
    rows = Rows()
    for urn in range(910001, 910008):
        rows.cohort(urn, 6, AUTUMN_1, reading=met_of(30, 12))
        rows.cohort(urn, 6, AUTUMN_2, reading=met_of(30, 20))
    movement = ask(rows, tmp_path, half_term=AUTUMN_2, school_urn=OAKFIELD).movement
    assert movement
    assert movement.more_than_noise  # eight pupils up and none down is a rise
    assert not movement.worth_a_look  # of which nothing is peculiar to this school


def test_outside_the_school_movement_tells_of_no_single_pupil(moving: Rows, tmp_path: Path) -> None:
    moving.cohort(OAKFIELD, 6, AUTUMN_2, first=50, reading="EXS")  # one who joined
    movement = ask(moving, tmp_path, BOARD, AUTUMN_2, school_urn=OAKFIELD).movement
    assert movement
    assert not movement.same_pupils
    assert (movement.met_before, movement.met_now) == (12, 21)  # as both are shown
    assert movement.stayers is movement.moved_in is movement.moved_out is movement.p_value is None
    assert movement.p_standing_out is None
    assert movement.more_than_noise


def test_a_missing_school_is_no_fall(tmp_path: Path) -> None:
    rows = Rows()
    for urn in (910001, 910002, 910003):
        rows.cohort(urn, 6, AUTUMN_1, reading=met_of(30, 15))
        if urn != 910003:
            rows.cohort(urn, 6, AUTUMN_2, reading=met_of(30, 16))
    published = published_from(rows, tmp_path)
    for scope in (CEO, BOARD):
        (figure,) = headline_figures(published, scope, AUTUMN_2, PREDICTED, 6, measures=["reading_expected"])
        movement = figure.movement
        assert movement
        assert (movement.met_before, movement.met_now) == (30, 32)


# As others see it


def test_the_board_sees_counts_of_six_to_ten_and_nothing_of_fewer(tmp_path: Path) -> None:
    rows = Rows()
    for urn, pupils in ((910001, 5), (910002, 8), (910003, 11), (910004, 30), (910005, 30)):
        for year in (5, 6):
            size = pupils if year == 6 else 30
            rows.cohort(urn, year, AUTUMN_1, reading=met_of(size, size // 2))
    rows.targets += [target(urn, 6500) for urn in rows.schools]
    held = {
        one.school_urn: one
        for one in school_figures(
            published_from(rows, tmp_path), BOARD, AUTUMN_1, PREDICTED, 6, ["reading_expected"]
        )
    }
    assert held[910001].shown is Shown.HIDDEN
    assert held[910001].numerator is held[910001].denominator is held[910001].assessed is None
    assert held[910005].shown is Shown.FULL
    assert held[910005].percentage == 50
    # Of the others some are hidden to protect the five; a count stands without percentage or target.
    assert [held[urn].shown for urn in (910002, 910003, 910004)].count(Shown.HIDDEN) == 2
    counted = [one for one in held.values() if one.shown is Shown.COUNT_ONLY]
    assert all((one.numerator, one.percentage, one.target) == (4, None, None) for one in counted)


def test_a_head_sees_their_own_few_and_not_those_of_others(tmp_path: Path) -> None:
    rows = Rows()
    for urn in (910001, 910002, 910003, 910004):
        rows.cohort(urn, 6, AUTUMN_1, reading=met_of(4 if urn < 910003 else 30, 2))
        rows.cohort(urn, 5, AUTUMN_1, reading=met_of(30, 15))
    published = published_from(rows, tmp_path)
    head = scope_for(Role.HEAD, own_schools=[910001])

    def shown(scope: Scope) -> dict[int | None, Shown]:
        held = school_figures(published, scope, AUTUMN_1, PREDICTED, 6, ["reading_expected"])
        return {one.school_urn: one.shown for one in held}

    # Their own four are counted, and a percentage of four says nothing to anybody.
    assert shown(head)[910001] is Shown.COUNT_ONLY
    assert shown(head)[910002] is Shown.HIDDEN
    assert shown(as_audience(head, "forum"))[910001] is Shown.HIDDEN
    assert set(shown(CEO).values()) == {Shown.COUNT_ONLY, Shown.FULL}


def test_a_lead_teacher_is_shown_their_subject_of_several(rows: Rows, tmp_path: Path) -> None:
    published = published_from(rows, tmp_path)
    lead = scope_for(Role.LEAD_TEACHER, subjects=["writing"])
    held = headline_figures(published, lead, AUTUMN_1, PREDICTED, 6)
    assert [one.measure for one in held] == ["writing_expected"]
    with pytest.raises(AccessDenied):
        headline_figures(published, lead, AUTUMN_1, PREDICTED, 6, measures=["maths_expected"])


@pytest.mark.parametrize(
    "asked", [{"school_urn": 999999}, {"measures": ["ks2_reading_expected"]}, {"measures": ["no such thing"]}]
)
def test_what_there_is_not_is_refused_in_words(rows: Rows, tmp_path: Path, asked: dict[str, Any]) -> None:
    published: Published = published_from(rows, tmp_path)
    with pytest.raises(TrustDataError):
        headline_figures(
            published,
            CEO,
            AUTUMN_1,
            PREDICTED,
            **{"year_group": 6, "measures": ["reading_expected"], **asked},
        )


def test_a_school_without_pupils_changes_nothing(moving: Rows, tmp_path: Path) -> None:
    alone = published_from(moving, tmp_path)
    before = headline_figures(alone, BOARD, AUTUMN_2, PREDICTED, 6)
    moving.school(ASH_LANE, "Ash Lane")
    assert headline_figures(published_from(moving, tmp_path, 2), BOARD, AUTUMN_2, PREDICTED, 6) == before
