"""What an address asks for, and what comes of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders_published import AUTUMN_1, AUTUMN_2, Rows, met_of, published_from
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.access import Audience, Scope, as_audience, scope_for
from dashboard.choices import read_choices
from etl.publish.current import Published
from etl.roles import Role
from etl.vocabulary import Kind

OAKFIELD, ELM_GROVE = 910001, 910002
CEO, BOARD = scope_for(Role.CEO), scope_for(Role.BOARD)
HEAD = scope_for(Role.HEAD, own_schools=[OAKFIELD])
LEAD = scope_for(Role.LEAD_TEACHER, subjects=["writing"])


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    rows = Rows()
    for urn in (OAKFIELD, ELM_GROVE):
        rows.cohort(urn, 6, AUTUMN_1, all=met_of(20, 9))
        rows.cohort(urn, 6, AUTUMN_2, all=met_of(20, 10))
        rows.cohort(urn, 6, AUTUMN_2, kind="current", reading=met_of(20, 8))
    return published_from(rows, tmp_path_factory.mktemp("published"))


def test_without_an_address_the_latest_half_term_and_year_6_rwm_as_predicted(published: Published) -> None:
    choices = read_choices({}, published, CEO)
    assert choices.half_term == AUTUMN_2
    assert (choices.measure, choices.kind, choices.year_group) == ("rwm_expected", Kind.PREDICTED, 6)
    assert (choices.group, choices.group_value) == ("all", "all")
    assert choices.audience is None
    assert choices.school_urn is None
    assert choices.half_terms == (AUTUMN_1, AUTUMN_2)
    assert choices.kinds == (Kind.CURRENT, Kind.PREDICTED)


def test_an_address_is_taken_at_its_word(published: Published) -> None:
    choices = read_choices(
        {
            "half_term": "2025-26-autumn-1",
            "measure": "writing_higher",
            "kind": "predicted",
            "year_group": "all",
            "group": "disadvantaged",
            "value": "no",
            "audience": "board",
            "urn": "910002",
        },
        published,
        CEO,
    )
    assert choices.half_term == AUTUMN_1
    assert (choices.measure, choices.year_group) == ("writing_higher", None)
    assert choices.audience is Audience.BOARD
    assert choices.scope == as_audience(CEO, "board")
    assert choices.school_urn == ELM_GROVE
    # A school's pupil groups are not for the Board.
    assert (choices.group, choices.group_value) == ("all", "all")


@pytest.mark.parametrize(
    ("name", "nonsense"),
    [
        ("half_term", "2031-32-autumn-1"),
        ("half_term", "yesterday"),
        ("measure", "ks2_reading_expected"),
        ("measure", "'; DROP TABLE school"),
        ("kind", "result"),
        ("year_group", "7"),
        ("year_group", "six"),
        ("group", "shoe_size"),
        ("value", "maybe"),
        ("audience", "ceo"),
        ("urn", "999999"),
        ("urn", "²"),
        ("urn", "9" * 5000),
        ("urn", "٩١٠٠٠١"),
        ("urn", "-1"),
    ],
)
def test_what_there_is_not_falls_back(published: Published, name: str, nonsense: str) -> None:
    assert read_choices({name: nonsense}, published, CEO) == read_choices({}, published, CEO)


def test_a_measure_without_marks_of_the_kind_falls_back(published: Published) -> None:
    choices = read_choices({"kind": "current", "measure": "maths_expected"}, published, CEO)
    assert choices.measures == ("reading_expected", "reading_higher")
    assert choices.measure == "reading_expected"


def test_a_lead_teacher_chooses_among_their_own_subject(published: Published) -> None:
    choices = read_choices({"measure": "maths_expected"}, published, LEAD)
    assert choices.measures == ("writing_expected", "writing_higher")
    assert choices.measure == "writing_expected"


@pytest.mark.parametrize(
    ("scope", "asked", "audience"),
    [
        (CEO, "board", Audience.BOARD),
        (CEO, "forum", Audience.FORUM),
        (HEAD, "forum", Audience.FORUM),
        (BOARD, "forum", None),
        (LEAD, "board", None),
        (as_audience(CEO, "board"), "", Audience.BOARD),
    ],
)
def test_who_may_look_through_whose_eyes(
    published: Published, scope: Scope, asked: str, audience: Audience | None
) -> None:
    assert read_choices({"audience": asked}, published, scope).audience is audience


@pytest.mark.parametrize(
    ("scope", "urn", "groups"),
    [(HEAD, OAKFIELD, True), (HEAD, ELM_GROVE, False), (BOARD, OAKFIELD, False), (CEO, OAKFIELD, True)],
)
def test_a_schools_groups_are_a_choice_for_those_who_see_it_whole(
    published: Published, scope: Scope, urn: int, groups: bool
) -> None:
    choices = read_choices({"urn": str(urn), "group": "sex", "value": "F"}, published, scope)
    assert choices.school_urn == urn
    assert (choices.group == "sex") is groups


def test_a_lead_teacher_without_a_subject_is_offered_no_school(published: Published) -> None:
    choices = read_choices({"urn": str(OAKFIELD)}, published, scope_for(Role.LEAD_TEACHER))
    assert choices.school_urn is None
    assert choices.measures == ()


def test_a_trust_without_figures_has_choices_to_show(tmp_path: Path) -> None:
    empty = published_from(Rows().school(OAKFIELD, "Oakfield"), tmp_path)
    choices = read_choices({"half_term": "2025-26-autumn-1"}, empty, CEO)
    assert choices.half_term is None
    assert choices.half_terms == choices.measures == choices.kinds == ()


NAMES = ("half_term", "measure", "kind", "year_group", "group", "value", "audience", "urn")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(
    params=st.dictionaries(
        st.sampled_from(NAMES),
        st.one_of(
            st.text(max_size=12),
            st.sampled_from(["910001", "2025-26-autumn-1", "current", "0", "all", "sex", "F", "board"]),
        ),
    ),
    scope=st.sampled_from([CEO, BOARD, HEAD, LEAD]),
)
def test_no_address_raises_and_choices_survive_their_own_address(
    published: Published, params: dict[str, str], scope: Scope
) -> None:
    choices = read_choices(params, published, scope)
    assert read_choices(choices.as_parameters(), published, scope) == choices
