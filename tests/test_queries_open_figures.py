"""Published figures as pages ask for them: series, comparators, the gap to England, our schools together."""

from __future__ import annotations

import itertools
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from builders_published import SCHEMA

from dashboard.access import AccessDenied, scope_for
from dashboard.queries.inspections import inspections
from dashboard.queries.open_figures import (
    comparators,
    gap_to_england,
    published_series,
    subject_of,
    trust_history,
)
from dashboard.queries.register import national_for
from etl.errors import TrustDataError
from etl.measures import MEASURES, Basis
from etl.publish.current import Published
from etl.reference.national import NEW_FRAMEWORKS
from etl.roles import Role

OAKFIELD, ELM_GROVE = 910001, 910002
CEO, BOARD = scope_for(Role.CEO), scope_for(Role.BOARD)
HEAD = scope_for(Role.HEAD, [OAKFIELD])
TABLES, TOOL, EES = (
    "KS2 performance tables",
    "Local Authority Interactive Tool",
    "Explore Education Statistics",
)
MEASURE = "ks2_rwm_expected"
NUMBERS = itertools.count(1)


def row(level: str, code: str | int, year: str, value: float | None, **more: Any) -> dict[str, Any]:
    base = {"academic_year": year, "level": level, "code": str(code), "name": str(code), "measure": MEASURE}
    base |= {
        "value": value,
        "note": None if value is not None else "SUPP",
        "cohort": None,
        "source": "a file",
    }
    base |= {"release": "final", "coverage": "the same", "feed": TABLES}
    return base | more


SCHOOL, LA, REGION, ALL_SCHOOLS, STATE = "school", "local_authority", "region", "england_all", "england_state"

EVERYONE = [
    row(SCHOOL, OAKFIELD, "2016/17", 50, cohort=10),
    row(SCHOOL, OAKFIELD, "2017/18", 70, cohort=10),
    row(SCHOOL, OAKFIELD, "2018/19", None),
    row(SCHOOL, ELM_GROVE, "2017/18", 40, cohort=30),
    row(SCHOOL, ELM_GROVE, "2018/19", 45, cohort=30),
    row(LA, 999, "2017/18", 66, feed=TOOL),
    row(LA, 999, "2018/19", 67, feed=TOOL),
    row(LA, 999, "2023/24", 68, feed=EES, release="provisional"),
    row(LA, 998, "2018/19", 1),
    row(REGION, "E12000008", "2018/19", 65),
    row(REGION, "E12000001", "2018/19", 2),
    row(ALL_SCHOOLS, "England", "2016/17", 61, feed=EES),
    row(ALL_SCHOOLS, "England", "2017/18", 64, feed=EES),
    row(ALL_SCHOOLS, "England", "2018/19", 65, feed=EES),
    row(ALL_SCHOOLS, "England", "2019/20", None, note="cancelled", feed=EES),
    row(STATE, "England", "2018/19", 66),
    row(STATE, "England", "2016/17", 99, measure="ks2_science_expected"),
]
YES = {"pupil_group": "disadvantaged", "group_value": "yes"}
NO = {"pupil_group": "disadvantaged", "group_value": "no"}
GAP = {"pupil_group": "disadvantaged", "group_value": "gap_to_england_others"}
OF_GROUPS = [
    row(SCHOOL, OAKFIELD, "2018/19", 46, **YES),
    row(SCHOOL, OAKFIELD, "2018/19", 80, **NO),
    row(SCHOOL, OAKFIELD, "2018/19", -24.6, **GAP),
    row(SCHOOL, OAKFIELD, "2017/18", 40, **YES),
    row(SCHOOL, OAKFIELD, "2016/17", 40, **YES),
    row(SCHOOL, ELM_GROVE, "2018/19", None, **YES),
    row(STATE, "England", "2018/19", 72, feed=TOOL, **NO),
    row(ALL_SCHOOLS, "England", "2018/19", 71, **NO),
    row(STATE, "England", "2017/18", 70, feed=TOOL, **NO),
]
GRADES = [
    ("report_card", date(2026, 1, 13), "Safeguarding", "Met"),
    ("report_card", date(2026, 1, 13), "Inclusion", "Strong standard"),
    ("overall_grade", date(2023, 3, 14), "Quality of education", "Good"),
    ("overall_grade", date(2023, 3, 14), "Overall effectiveness", "Good"),
]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    number = next(NUMBERS)
    path: Path = tmp_path_factory.mktemp("open") / f"trust-{number:06d}.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute(SCHEMA.read_text(encoding="utf-8"))
        for urn, name in ((OAKFIELD, "Oakfield"), (ELM_GROVE, "Elm Grove")):
            connection.execute(
                "INSERT INTO school (school_urn, school, la_code, region) VALUES (?, ?, '999', 'South East')",
                [urn, name],
            )
        for table, rows in (("published", EVERYONE), ("published_by_group", OF_GROUPS)):
            for one in rows:
                marks = ", ".join("?" * len(one))
                connection.execute(
                    f"INSERT INTO {table} ({', '.join(one)}) VALUES ({marks})", list(one.values())
                )
        for framework, day, area, grade in GRADES:
            connection.execute(
                "INSERT INTO inspection VALUES (?, 'Oakfield', 910101, ?, ?, NULL, ?, ?, 'Ofsted')",
                [OAKFIELD, framework, day, area, grade],
            )
    return Published(path, number, number)


def drawn(
    published: Published, *arguments: Any, **more: Any
) -> list[tuple[str, str, list[tuple[str, float | None]]]]:
    return [
        (one.level.value, one.code, [(figure.academic_year, figure.value) for figure in one.figures])
        for one in published_series(published, *arguments, **more)
    ]


def test_a_school_its_authority_region_and_england(published: Published) -> None:
    """Cut at 2017/18, when writing came to be judged otherwise, and where the feed changes."""
    assert drawn(published, CEO, MEASURE, OAKFIELD) == [
        (SCHOOL, str(OAKFIELD), [("2016/17", 50)]),
        (SCHOOL, str(OAKFIELD), [("2017/18", 70), ("2018/19", None)]),
        (LA, "999", [("2017/18", 66), ("2018/19", 67)]),
        (LA, "999", [("2023/24", 68)]),
        (REGION, "E12000008", [("2018/19", 65)]),
        (ALL_SCHOOLS, "England", [("2016/17", 61)]),
        (ALL_SCHOOLS, "England", [("2017/18", 64), ("2018/19", 65), ("2019/20", None)]),
    ]


def test_for_the_trust_its_authorities_and_england(published: Published) -> None:
    assert {level for level, _, _ in drawn(published, CEO, MEASURE)} == {LA, REGION, ALL_SCHOOLS}


def test_a_figure_carries_coverage_release_and_feed(published: Published) -> None:
    last = [one for one in published_series(published, CEO, MEASURE, OAKFIELD) if one.level == LA][
        -1
    ].figures[-1]
    assert (last.release, last.provisional, last.coverage, last.feed) == (
        "provisional",
        True,
        "the same",
        EES,
    )


def test_series_of_a_group(published: Published) -> None:
    found = drawn(published, CEO, MEASURE, OAKFIELD, "disadvantaged", "yes")
    assert found[-1] == (SCHOOL, str(OAKFIELD), [("2017/18", 40), ("2018/19", 46)])


@pytest.mark.parametrize(
    ("year", "england", "authority"),
    [
        ("2018/19", 65, 67),
        ("2017/18", 64, 66),
        ("2016/17", 61, None),  # the authority's first is of a later framework
        ("2020/21", 65, 67),  # the last before, which says its year
        ("2025/26", 65, 68),
        ("2015/16", None, None),
    ],
)
def test_what_a_year_is_held_against(
    published: Published, year: str, england: float | None, authority: float | None
) -> None:
    found = comparators(published, CEO, MEASURE, year, OAKFIELD)
    assert (found.england.value if found.england else None) == england
    assert (found.authority.value if found.authority else None) == authority


@pytest.mark.parametrize("measure", NEW_FRAMEWORKS)
def test_nothing_from_before_a_change_of_framework(measure: str, tmp_path: Path) -> None:
    first = NEW_FRAMEWORKS[measure][0]
    before = f"{int(first[:4]) - 1}/{first[2:4]}"
    path = tmp_path / "trust-000001.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute(SCHEMA.read_text(encoding="utf-8"))
        connection.execute(
            "INSERT INTO published (academic_year, level, code, measure, value) VALUES (?, ?, ?, ?, 60)",
            [before, STATE, "England", measure],
        )
    number = 10_000 + next(NUMBERS)
    made = Published(path, number, number)
    assert comparators(made, CEO, measure, first).england is None
    kept = comparators(made, CEO, measure, before).england
    assert kept is not None


def test_the_gap_is_to_englands_others_and_dfes_own_where_it_is_published(published: Published) -> None:
    found = gap_to_england(published, CEO, OAKFIELD, MEASURE, "2018/19")
    assert found is not None
    assert found.england is not None
    assert (found.points, found.published) == (-24.6, True)
    assert (found.school.value, found.england.value, found.england.feed) == (46, 71, TABLES)


def test_a_gap_that_is_not_published_is_the_difference_of_the_two(published: Published) -> None:
    found = gap_to_england(published, CEO, OAKFIELD, MEASURE, "2017/18")
    assert found is not None
    assert (found.points, found.published) == (-30, False)


@pytest.mark.parametrize(
    ("urn", "year"), [(ELM_GROVE, "2018/19"), (OAKFIELD, "2016/17"), (OAKFIELD, "2014/15")]
)
def test_no_gap_without_both_sides(published: Published, urn: int, year: str) -> None:
    assert gap_to_england(published, CEO, urn, MEASURE, year) is None


def test_our_schools_together_by_pupils(published: Published) -> None:
    """2017/18: 7 of 10 and 12 of 30 pupils are 19 of 40."""
    years = trust_history(published, CEO, MEASURE)
    assert [
        (one.academic_year, one.pooled.value, one.pooled.schools, one.pooled.left_out) for one in years
    ] == [
        ("2016/17", 50, 1, 0),
        ("2017/18", 47.5, 2, 0),
        ("2018/19", 45, 1, 1),
    ]


def test_england_beside_a_teachers_judgement_keeps_to_one_level(published: Published) -> None:
    found = national_for(published, "rwm_expected", "2018/19")
    assert found is not None
    assert (found.level, found.value) == (ALL_SCHOOLS, 65)


@pytest.mark.parametrize("scope", [CEO, BOARD, HEAD])
@pytest.mark.parametrize("urn", [None, OAKFIELD, ELM_GROVE])
def test_what_anyone_can_look_up_is_shown_to_all_who_see_the_school(
    published: Published, scope: Any, urn: int | None
) -> None:
    assert drawn(published, scope, MEASURE, urn) == drawn(published, CEO, MEASURE, urn)


def test_a_lead_teacher_keeps_to_their_subject(published: Published) -> None:
    lead = scope_for(Role.LEAD_TEACHER, subjects=["writing"])
    assert published_series(published, lead, "ks2_writing_expected", OAKFIELD) == []
    for measure in (MEASURE, "ks2_reading_progress", "mtc_mean", "gld"):
        for ask in (
            lambda one: published_series(published, lead, one, OAKFIELD),
            lambda one: comparators(published, lead, one, "2018/19", OAKFIELD),
            lambda one: gap_to_england(published, lead, OAKFIELD, one, "2018/19"),
            lambda one: trust_history(published, lead, one),
        ):
            with pytest.raises(AccessDenied):
                ask(measure)


def test_every_published_measure_has_its_subject() -> None:
    statutory = [one.id for one in MEASURES.values() if one.basis is Basis.STATUTORY]
    assert {one for one in statutory if subject_of(one) is None} == {"gld"}
    assert subject_of("ks2_gps_average") == "gps"
    assert subject_of("phonics_y1_met") == "reading"


@pytest.mark.parametrize("measure", ["rwm_expected", "nothing"])
def test_what_is_not_published_is_refused(published: Published, measure: str) -> None:
    with pytest.raises(TrustDataError, match="no measure that DfE publishes"):
        published_series(published, CEO, measure)


def test_a_school_that_there_is_not_is_refused(published: Published) -> None:
    with pytest.raises(TrustDataError, match="no school 123456"):
        published_series(published, CEO, MEASURE, 123456)


def test_inspections_latest_first_each_in_its_own_framework(published: Published) -> None:
    found = inspections(published, BOARD, OAKFIELD)
    assert [(one.framework, one.grades) for one in found] == [
        ("report_card", (("Inclusion", "Strong standard"), ("Safeguarding", "Met"))),
        ("overall_grade", (("Overall effectiveness", "Good"), ("Quality of education", "Good"))),
    ]
    assert found[0].urn_then == 910101
    assert inspections(published, CEO, ELM_GROVE) == []
