"""“Explain this number” by its address: the sums come out as a plain count does, and nobody is told more."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from builders_published import AUTUMN_1, AUTUMN_2, met_of
from conftest import built_once
from foretold_trust import ELM_GROVE as FORETOLD_ELM_GROVE
from foretold_trust import NOW, build, build_three_years
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_queries_explored import ASH_LANE, ELM_GROVE, OAKFIELD, trust_rows

from dashboard.access import AccessDenied, Scope, scope_for
from dashboard.explainable import FORECAST, LEDGER, RESULT, Number, of_figure, read, written
from dashboard.figures import Shown
from dashboard.forecast.scales import MISSING
from dashboard.furniture.explained_sums import of_figure as sums_of
from dashboard.furniture.forecast_explained import forecast_explained_html
from dashboard.queries.by_class import class_figures
from dashboard.queries.explain import explain
from dashboard.queries.explain_explored import explain_cell
from dashboard.queries.explain_forecasts import ForecastExplanation, explain_forecast
from dashboard.queries.forecasts import forecasts
from dashboard.sections.explanations import cell_explained_html, explained_of
from dashboard.store import fetch_rows
from etl.errors import TrustDataError
from etl.folder import DataFolder
from etl.half_terms import HalfTerm
from etl.measures import JUDGEMENT_MEASURES
from etl.publish.current import Published, bring_up_to_date
from etl.roles import Role
from etl.vocabulary import YEAR_GROUPS, Kind
from tests.builders_published import Rows, published_from

CEO, BOARD = scope_for(Role.CEO), scope_for(Role.BOARD)
HEAD = scope_for(Role.HEAD, [OAKFIELD])
STAFF = scope_for(Role.SCHOOL_STAFF, [OAKFIELD])
LEADER = scope_for(Role.LEAD_TEACHER, [], ["maths"])
SPRING_1 = HalfTerm(NOW, 3)


@pytest.fixture(scope="module")
def rows() -> Rows:
    return trust_rows()


@pytest.fixture(scope="module")
def published(rows: Rows, tmp_path_factory: pytest.TempPathFactory) -> Published:
    return published_from(rows, tmp_path_factory.mktemp("explained"))


@pytest.fixture(scope="module")
def foretold(shared_by_workers: Path) -> Published:
    return bring_up_to_date(DataFolder(built_once(shared_by_workers / "foretold", build)))


NUMBERS = [
    Number(measure="reading_expected", kind="predicted", half_term=AUTUMN_1),
    Number(
        measure="writing_higher",
        kind="current",
        half_term=AUTUMN_2,
        schools=(OAKFIELD,),
        year_groups=(6,),
        by_class=True,
        class_name="Oak~ 3/4 & s1",
    ),
    Number(
        measure="rwm_expected",
        kind="predicted",
        half_term=AUTUMN_1,
        schools=(OAKFIELD, ASH_LANE),
        year_groups=(3, 5),
        pupils=(("sen", "K"), ("disadvantaged", "yes")),
        by_class=True,
        against="last-year",
    ),
    Number(measure="ks2_rwm_expected", kind=RESULT, academic_year="2024/25", schools=(OAKFIELD,)),
    Number(measure="maths_expected", kind=FORECAST, half_term=SPRING_1, year_groups=(6,)),
    Number(measure="rwm_higher", kind=LEDGER, half_term=AUTUMN_2, schools=(OAKFIELD,), year_groups=(4,)),
]


@pytest.mark.parametrize("number", NUMBERS, ids=written)
def test_an_address_gives_its_number_back(number: Number) -> None:
    assert read(written(number)) == number


cohorts = st.fixed_dictionaries(
    {
        "measure": st.sampled_from(sorted(JUDGEMENT_MEASURES)),
        "kind": st.sampled_from([*(one.value for one in Kind), FORECAST, LEDGER]),
        "half_term": st.builds(HalfTerm, st.integers(2000, 2090), st.integers(1, 6)),
        "schools": st.lists(st.integers(100000, 999999), unique=True, max_size=3).map(tuple),
        "year_groups": st.lists(st.sampled_from(YEAR_GROUPS), unique=True, max_size=3).map(tuple),
        "pupils": st.sampled_from([(), (("sen", "K"),), (("disadvantaged", "yes"), ("sex", "F"))]),
        "against": st.sampled_from(["", "trust", "last-year"]),
    }
)
classes = st.tuples(st.just(True), st.none() | st.text(min_size=1)) | st.just((False, None))


# On a busy machine the first names of classes take their time to be made.
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(cohorts, classes)
def test_so_does_an_address_of_any_number(held: dict[str, Any], of_class: tuple[bool, str | None]) -> None:
    by_class, class_name = of_class
    number = Number(**held, by_class=by_class, class_name=class_name)
    assert read(written(number)) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "reading_expected",
        "nothing~predicted~2026-27-autumn-1",
        "reading_expected~nothing~2026-27-autumn-1",
        "reading_expected~ledger",
        "reading_expected~ledger~2026-27",
        "reading_expected~predicted~soon",
        "reading_expected~predicted~2026-27-autumn-1~sX",
        "reading_expected~predicted~2026-27-autumn-1~y99",
        "reading_expected~predicted~2026-27-autumn-1~gsen.Q",
        "reading_expected~predicted~2026-27-autumn-1~gnobody.yes",
    ],
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert read(text) is None


# A plain count of the rows as they were made, that shares nothing with the queries.


def plainly(
    rows: Rows,
    subject: str,
    *,
    when: HalfTerm,
    schools: tuple[int, ...],
    years: tuple[int, ...],
    class_name: str | None = None,
    letters: str = "",
) -> tuple[int, int]:
    """How many met the expected standard in a subject, of how many on roll. `letters`: as the rows have."""
    here = {
        (one.school_urn, one.upn)
        for one in rows.pupils
        if one.half_term == when and one.school_urn in schools and one.year_group in years and one.on_roll
        if class_name is None or one.class_name == class_name
        if all(letter in one.letters for letter in letters)
    }
    met = {
        (one.school_urn, one.upn)
        for one in rows.marks
        if one.half_term == when
        and one.subject == subject
        and one.kind == "predicted"
        and one.judgement in ("EXS", "GDS")
    }
    return len(here & met), len(here)


@pytest.mark.parametrize(
    ("number", "counted"),
    [
        (
            Number(measure="reading_expected", kind="predicted", half_term=AUTUMN_2, year_groups=(6,)),
            {"schools": (OAKFIELD, ELM_GROVE, ASH_LANE), "years": (6,)},
        ),
        (
            Number(
                measure="writing_expected",
                kind="predicted",
                half_term=AUTUMN_1,
                schools=(ELM_GROVE,),
                year_groups=(5,),
            ),
            {"schools": (ELM_GROVE,), "years": (5,)},
        ),
        (
            Number(
                measure="reading_expected",
                kind="predicted",
                half_term=AUTUMN_2,
                schools=(ASH_LANE,),
                year_groups=(6,),
                by_class=True,
                class_name="6B",
            ),
            {"schools": (ASH_LANE,), "years": (6,), "class_name": "6B"},
        ),
        (
            Number(
                measure="writing_expected",
                kind="predicted",
                half_term=AUTUMN_2,
                schools=(OAKFIELD, ASH_LANE),
                year_groups=(5, 6),
                pupils=(("disadvantaged", "yes"),),
                against="nothing",
            ),
            {"schools": (OAKFIELD, ASH_LANE), "years": (5, 6), "letters": "P"},
        ),
        (
            Number(
                measure="reading_expected",
                kind="predicted",
                half_term=AUTUMN_2,
                pupils=(("disadvantaged", "yes"), ("sen", "K")),
                against="trust",
            ),
            {"schools": (OAKFIELD, ELM_GROVE, ASH_LANE), "years": (5, 6), "letters": "PK"},
        ),
        (
            Number(
                measure="reading_expected",
                kind="predicted",
                half_term=AUTUMN_1,
                schools=(OAKFIELD,),
                year_groups=(6,),
                by_class=True,
                class_name="6A",
                against="trust",
            ),
            {"schools": (OAKFIELD,), "years": (6,), "class_name": "6A"},
        ),
    ],
    ids=lambda one: written(one) if isinstance(one, Number) else "",
)
def test_the_sum_is_what_a_plain_count_gives(
    number: Number, counted: dict[str, object], rows: Rows, published: Published
) -> None:
    subject = number.measure.partition("_")[0]
    assert number.half_term is not None
    met, pupils = plainly(rows, subject, when=number.half_term, **counted)  # type: ignore[arg-type]
    held = (
        explain_cell(published, CEO, number).explanation
        if number.against
        else explain(published, CEO, number)
    )
    assert pupils > 0
    assert (held.met, held.on_roll) == (met, pupils)
    assert held.assessed is not None
    assert held.not_assessed == pupils - held.assessed
    said = explained_of(published, CEO, number)
    assert f'<td class="number">{pupils}</td><td>on roll</td>' in said
    assert f'<td class="number">{met}</td><td>met the standard</td>' in said


def test_the_pupils_of_no_class_are_not_the_year_group(tmp_path: Path) -> None:
    made = (
        Rows()
        .cohort(OAKFIELD, 6, AUTUMN_1, class_name="6A", all=met_of(10, 7))
        .cohort(OAKFIELD, 6, AUTUMN_1, first=50, class_name=None, all=met_of(8, 3))
    )
    published = published_from(made, tmp_path)
    figures = class_figures(published, CEO, OAKFIELD, AUTUMN_1, Kind.PREDICTED, 6, ["reading_expected"])
    told = [explain(published, CEO, of_figure(one, by_class=True)) for one in figures]
    assert [(one.met, one.on_roll) for one in told] == [(7, 10), (3, 8)]


def test_a_difference_is_given_as_a_sum(published: Published) -> None:
    """Year 6 of Oakfield, writing: 10 of 14, 2 of 8 and 2 of 4, so 14 of 26; the rest by plain count."""
    number = Number(
        measure="writing_expected",
        kind="predicted",
        half_term=AUTUMN_2,
        schools=(OAKFIELD,),
        year_groups=(6,),
        against="trust",
    )
    rest = plainly(trust_rows(), "writing", when=AUTUMN_2, schools=(ELM_GROVE, ASH_LANE), years=(6,))
    held = explain_cell(published, CEO, number)
    figure = held.explanation.figure
    assert (figure.numerator, figure.denominator) == (14, 26)
    said = cell_explained_html(held, {OAKFIELD: "Oakfield"}).replace("\u202f", " ")
    rate = rest[0] / rest[1]
    assert f"{100 * rate:.1f} % of 26 are {26 * rate:.1f}. Here 14 met it" in said


def test_every_number_of_a_figure_has_its_sum(published: Published) -> None:
    held = explain(
        published,
        CEO,
        Number(
            measure="writing_expected",
            kind="predicted",
            half_term=AUTUMN_2,
            schools=(OAKFIELD,),
            year_groups=(6,),
        ),
    )
    said = dict(sums_of(held.figure))
    assert said["Percentage"].replace("\u202f", " ") == "14 ÷ 26 = 53.8 %"
    assert "Wilson's 95% interval of 14 in 26" in said["Plausible range"]
    # One more met it in 6A of Autumn 2, and nobody in the others.
    assert "1 came to meet it, 0 no longer do: 14 now, +1" in said["Change"]


# To each as they may see it.

JUDGED = Number(
    measure="reading_expected", kind="predicted", half_term=AUTUMN_2, schools=(ELM_GROVE,), year_groups=(6,)
)
BY_CLASS = Number(
    measure="reading_expected",
    kind="predicted",
    half_term=AUTUMN_2,
    schools=(ELM_GROVE,),
    year_groups=(6,),
    by_class=True,
    class_name="6A",
)
CELL = Number(
    measure="reading_expected", kind="predicted", half_term=AUTUMN_2, schools=(ELM_GROVE,), against="nothing"
)
CELL_OF_ALL = Number(measure="reading_expected", kind="predicted", half_term=AUTUMN_2, against="nothing")


@pytest.mark.parametrize("scope", [HEAD, STAFF, BOARD, LEADER], ids=lambda one: one.role.value)
@pytest.mark.parametrize("number", [BY_CLASS, CELL, CELL_OF_ALL], ids=written)
def test_what_somebody_may_not_see_is_not_explained(
    number: Number, scope: Scope, published: Published
) -> None:
    with pytest.raises(AccessDenied):
        explained_of(published, scope, number)


def test_a_lead_teacher_is_told_of_their_subjects_alone(published: Published) -> None:
    with pytest.raises(AccessDenied):
        explained_of(published, LEADER, JUDGED)


@pytest.mark.parametrize("scope", [HEAD, BOARD], ids=lambda one: one.role.value)
def test_a_file_of_another_school_is_not_named(scope: Scope, published: Published) -> None:
    held = explain(published, scope, JUDGED)
    assert held.figure.shown in (Shown.FULL, Shown.COUNT_ONLY, Shown.HIDDEN)
    assert held.left is None
    assert all(one.file_name is None for one in held.behind.returns)


@pytest.mark.parametrize("against", ["", "nobody"])
def test_what_no_page_could_show_is_no_number(against: str, published: Published) -> None:
    groups = (("sen", "K"), ("eal", "yes"), ("sex", "F"), ("fsm", "yes"))
    number = Number(
        measure="reading_expected", kind="predicted", half_term=AUTUMN_2, pupils=groups, against=against
    )
    with pytest.raises(TrustDataError):
        explained_of(published, CEO, number)


# Forecasts. Oakfield foretold 15 in each past year, and 12 came to it.


def of_forecast(published: Published, scope: Scope, urn: int | None, measure: str) -> ForecastExplanation:
    number = Number(
        measure=measure,
        kind=FORECAST,
        half_term=SPRING_1,
        schools=() if urn is None else (urn,),
        year_groups=(6,),
    )
    return explain_forecast(published, scope, number)


@pytest.mark.parametrize("measure", ["reading_expected", "rwm_expected", "maths_higher"])
@pytest.mark.parametrize("urn", [OAKFIELD, FORETOLD_ELM_GROVE, None])
def test_a_forecast_is_the_sum_of_its_pupils(urn: int | None, measure: str, foretold: Published) -> None:
    held = of_forecast(foretold, CEO, urn, measure)
    found = held.place.forecast
    assert sum(one.pupils for one in held.predicted) == found.pupils
    assert sum(one.pupils for one in held.predicted if one.meets) == found.predicted
    assert sum(one.pupils for one in held.predicted if one.prediction == MISSING) == found.missing
    assert held.by_current + held.as_anyone == found.missing
    whole = sum(one.expected for one in held.predicted)
    # All schools together are bounded by their subjects' totals once more.
    assert whole == pytest.approx(found.mean, abs=0.05 if urn is None else 1e-6)


def test_past_pupils_are_those_of_the_past_years(foretold: Published) -> None:
    """Two schools of 20 in two years: 80 pupils, 2 × 15 and 2 × 12 of them predicted to meet it."""
    asked = """
    SELECT count(*) FILTER (judgement IN ('EXS', 'GDS')) AS predicted, count(*) AS pupils
    FROM mark
    WHERE kind = 'predicted' AND subject = 'reading' AND half_term_ordinal = 3
    AND academic_year < '2025/26'
    """
    (plain,) = fetch_rows(foretold, asked)
    assert (plain["predicted"], plain["pupils"]) == (54, 80)
    held = of_forecast(foretold, CEO, None, "reading_expected")
    assert held.past_pupils == 80
    assert held.past_cohorts == 4
    assert sum(one.past_pupils or 0 for one in held.predicted if one.meets) == 54


def test_the_steps_lead_from_face_value_to_forecast(three_years: Published) -> None:
    held = of_forecast(three_years, CEO, OAKFIELD, "reading_expected")
    assert held.steps is not None
    assert held.steps.face_value == held.place.forecast.predicted
    assert held.steps.with_luck == pytest.approx(held.steps.forecast)
    # Its predictions ran high: its own past draws the forecast down, and the others' hold it up.
    assert held.steps.offset_alone is not None
    drawn = held.steps.with_offset - held.steps.by_hit_rate
    assert held.steps.offset_alone < drawn < 0
    said = forecast_explained_html(held).replace("\u202f", " ")
    assert "120 pupils in 6 past cohorts of the trust" in said
    assert "because 3 past cohorts say only so much" in said
    assert re.search(r"fell inside the bar", said)


@pytest.fixture(scope="module")
def three_years(shared_by_workers: Path) -> Published:
    return bring_up_to_date(DataFolder(built_once(shared_by_workers / "three_years", build_three_years)))


def test_how_right_teachers_were_is_told_to_those_who_may_see_it(
    foretold: Published, three_years: Published
) -> None:
    # Two past years would be of a teacher or two.
    assert of_forecast(foretold, CEO, OAKFIELD, "reading_expected").steps is None
    assert of_forecast(three_years, HEAD, OAKFIELD, "reading_expected").steps is not None
    staff = of_forecast(three_years, STAFF, OAKFIELD, "reading_expected")
    assert staff.steps is None
    assert staff.own_cohorts is None
    assert "Step by step" not in forecast_explained_html(staff)
    # What other schools' pupils came to is for those who see them.
    for scope in (HEAD, STAFF):
        held = of_forecast(three_years, scope, OAKFIELD, "reading_expected")
        assert all(one.past_pupils is one.past_reached is None for one in held.predicted)
    leaders = of_forecast(three_years, CEO, OAKFIELD, "reading_expected")
    assert sum(one.past_pupils or 0 for one in leaders.predicted) == 120


@pytest.mark.parametrize("scope", [BOARD, LEADER, HEAD, STAFF], ids=lambda one: one.role.value)
@pytest.mark.parametrize("urn", [FORETOLD_ELM_GROVE, None])
def test_a_forecast_from_outside_is_not_explained(scope: Scope, urn: int | None, foretold: Published) -> None:
    with pytest.raises(TrustDataError):
        of_forecast(foretold, scope, urn, "reading_expected")


def test_a_forecasts_predictions_are_those_of_the_figure(foretold: Published) -> None:
    held = forecasts(foretold, CEO, SPRING_1, "rwm_expected")
    assert held is not None
    for place in held.places:
        number = Number(
            measure="rwm_expected",
            kind="predicted",
            half_term=SPRING_1,
            schools=() if place.school_urn is None else (place.school_urn,),
            year_groups=(6,),
        )
        figure = explain(foretold, CEO, number).figure
        assert (figure.numerator, figure.denominator) == (place.forecast.predicted, place.forecast.pupils)
