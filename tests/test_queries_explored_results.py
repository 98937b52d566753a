"""Results in the Explorer: against a plain count of the files, to each as they may see them, or refused."""

from __future__ import annotations

from pathlib import Path

import pytest
import results_trust
from conftest import built_once
from results_trust import ASH_LANE, ELM_GROVE, MARLPIT_RISE, MET_READING, OAKFIELD, PUPILS

from dashboard.access import AccessDenied, Audience, Scope, as_audience, scope_for
from dashboard.choices import read_choices
from dashboard.explainable import RESULT, Number
from dashboard.explorer import asked_results
from dashboard.explorer.asked_results import AskedOfResults, read_asked_of_results
from dashboard.queries.explain_explored import explain_result_cell
from dashboard.queries.explored_question import TOGETHER, Against
from dashboard.queries.explored_results import ResultPivot, ResultQuestion, explored_results
from dashboard.queries.explored_results_beside import apart_of
from dashboard.queries.results import ResultCohort, results
from dashboard.result_wording import has_value
from dashboard.sections.explanations import explained_of
from dashboard.sections.explored_results import results_table
from dashboard.whole_pupils import pupils_apart
from etl.errors import TrustDataError
from etl.folder import DataFolder
from etl.publish.current import Published, bring_up_to_date
from etl.roles import Role

CEO, BOARD = scope_for(Role.CEO), scope_for(Role.BOARD)
HEAD = scope_for(Role.HEAD, [OAKFIELD])
LEADER = scope_for(Role.LEAD_TEACHER, [], ["maths"])
YEAR = "2024/25"
EVERYONE = (OAKFIELD, ELM_GROVE, ASH_LANE, MARLPIT_RISE)
READING = "ks2_reading_expected"


@pytest.fixture(scope="module")
def published(shared_by_workers: Path) -> Published:
    return bring_up_to_date(DataFolder(built_once(shared_by_workers / "results", results_trust.build)))


def asked(scope_schools: tuple[int, ...] = EVERYONE, **more: object) -> ResultQuestion:
    held: dict[str, object] = {
        "rows": "school",
        "columns": "measure",
        "measures": (READING, "ks2_maths_expected"),
        "years": (YEAR,),
        "schools": scope_schools,
    }
    return ResultQuestion(**{**held, **more})  # type: ignore[arg-type]


def pivot(published: Published, scope: Scope = CEO, question: ResultQuestion | None = None) -> ResultPivot:
    return explored_results(published, scope, question or asked())


def test_cells_and_totals_are_what_the_files_say(published: Published) -> None:
    """Two in three of each school met reading, and everybody maths; all schools: 83 of 124."""
    held = pivot(published).figures
    for urn in EVERYONE:
        assert (held[urn, READING].numerator, held[urn, READING].denominator) == (
            MET_READING[urn],
            PUPILS[urn],
        )
        assert held[urn, "ks2_maths_expected"].numerator == PUPILS[urn]
    whole = held[TOGETHER, READING]
    assert (whole.numerator, whole.denominator) == (sum(MET_READING.values()), sum(PUPILS.values()))


def test_some_schools_have_no_total(published: Published) -> None:
    held = pivot(published, question=asked((OAKFIELD, ELM_GROVE)))
    assert held.rows == (OAKFIELD, ELM_GROVE)
    assert not held.whole_trust


def test_a_pupil_group_beside_all_pupils(published: Published) -> None:
    """Every second pupil has pupil premium: of Oakfield's 30, 15; of the first 20, who met it, 10."""
    held = pivot(published, question=asked((OAKFIELD,), columns="pupil_premium", measures=(READING,))).figures
    assert [
        (held[OAKFIELD, value].numerator, held[OAKFIELD, value].denominator) for value in ("yes", "no")
    ] == [
        (10, 15),
        (10, 15),
    ]
    assert held[OAKFIELD, TOGETHER].denominator == 30


def test_a_difference_is_counted_against_the_rest(published: Published) -> None:
    held = pivot(published, question=asked(against=Against.TRUST))
    apart = apart_of(published, CEO, held)
    met, pupils = sum(MET_READING.values()), sum(PUPILS.values())
    for urn in (OAKFIELD, ELM_GROVE, MARLPIT_RISE):
        own, of = MET_READING[urn], PUPILS[urn]
        assert apart[urn, READING].pupils == pupils_apart(own, of, met - own, pupils - of)
        assert apart[urn, READING].value == pytest.approx(100 * (met - own) / (pupils - of))
    # All of them are held against nobody, and so are four pupils, who have no percentage.
    assert (TOGETHER, READING) not in apart
    assert (ASH_LANE, READING) not in apart
    assert apart[OAKFIELD, READING].p_value is not None


def test_a_mean_has_a_difference_and_no_verdict(published: Published) -> None:
    """Oakfield's reading: 20 of 104 and 10 of 95; the others: 63 of 104 and 31 of 95."""
    measure = "ks2_reading_average"
    held = pivot(published, question=asked(measures=(measure,), against=Against.TRUST))
    found = apart_of(published, CEO, held)[OAKFIELD, measure]
    here, there = (20 * 104 + 10 * 95) / 30, (63 * 104 + 31 * 95) / 94
    assert found.points == pytest.approx(here - there)
    assert found.p_value is found.pupils is None


def test_nothing_is_held_against_a_year_without_results(published: Published) -> None:
    held = pivot(published, question=asked(against=Against.LAST_YEAR))
    assert apart_of(published, CEO, held) == {}


# To each as they may see it.


@pytest.mark.parametrize(
    "scope",
    [BOARD, LEADER, as_audience(CEO, Audience.BOARD), as_audience(HEAD, Audience.FORUM)],
    ids=["board", "lead teacher", "ceo as the board", "head as the forum"],
)
def test_who_sees_results_from_outside_does_not_explore_them(scope: Scope, published: Published) -> None:
    with pytest.raises(AccessDenied):
        pivot(published, scope)
    number = Number(measure=READING, kind=RESULT, academic_year=YEAR, schools=(OAKFIELD,), against="trust")
    with pytest.raises(AccessDenied):
        explained_of(published, scope, number)


@pytest.mark.parametrize("schools", [EVERYONE, (ELM_GROVE,), (OAKFIELD, ASH_LANE)])
def test_a_head_explores_their_own_school_alone(schools: tuple[int, ...], published: Published) -> None:
    with pytest.raises(AccessDenied):
        pivot(published, HEAD, asked(schools))
    assert pivot(published, HEAD, asked((OAKFIELD,))).figures[OAKFIELD, READING].numerator == 20


def test_a_head_meets_the_trust_only_as_its_table_shows_it(published: Published) -> None:
    """Ash Lane's four are hidden from heads, and a total with them where that would give them away."""
    measures = (READING, "ks2_maths_expected", "ks2_reading_average")
    question = asked((OAKFIELD,), measures=measures, against=Against.TRUST)
    apart = apart_of(published, HEAD, pivot(published, HEAD, question))
    seen = results(published, HEAD, [ResultCohort(measure=one, academic_year=YEAR) for one in measures])
    totals = {one.measure for one in seen if has_value(one) and one.is_share}
    assert {measure for _, measure in apart} == totals
    # By groups the trust's results are not for heads at all.
    by_group = asked((OAKFIELD,), columns="pupil_premium", measures=(READING,), against=Against.TRUST)
    held = apart_of(published, HEAD, pivot(published, HEAD, by_group))
    assert set(held) <= {(OAKFIELD, TOGETHER)}


# What has no meaning is refused in plain words.


def words_of(published: Published, scope: Scope = CEO, **params: str) -> AskedOfResults:
    address = {"of": "results", **params}
    found = read_asked_of_results(address, read_choices(address, published, scope), published)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("params", "refusal"),
    [
        ({"rows": "class"}, asked_results.NO_SUCH_AXIS["class"]),
        ({"columns": "year_group"}, asked_results.NO_SUCH_AXIS["year_group"]),
        ({"columns": "kind"}, asked_results.NO_SUCH_AXIS["kind"]),
        ({"rows": "half_term"}, asked_results.NO_SUCH_AXIS["half_term"]),
        ({"rows": "sex", "columns": "sen"}, asked_results.ONE_GROUP),
        ({"rows": "sex", "group": "sen", "value": "K"}, asked_results.ONE_GROUP),
        ({"against": "before"}, asked_results.NO_HALF_TERM_BEFORE),
        ({"class": "6A"}, asked_results.NO_CLASS),
    ],
    ids=str,
)
def test_what_a_result_cannot_be_asked_is_said(
    params: dict[str, str], refusal: str, published: Published
) -> None:
    found = words_of(published, **params)
    assert found.refused == (refusal,)
    assert explored_results(published, CEO, found.question).figures


def test_a_half_term_becomes_its_year(published: Published) -> None:
    assert words_of(published, rows="measure", columns="half_term").question.columns == "academic_year"


def test_what_is_asked_rightly_is_not_refused(published: Published) -> None:
    found = words_of(
        published, rows="measure", columns="academic_year", against="last-year", schools=str(ELM_GROVE)
    )
    assert found.refused == ()
    assert found.question.schools == (ELM_GROVE,)
    assert found.question.against is Against.LAST_YEAR
    assert found.question.measures == (
        "ks2_rwm_expected",
        READING,
        "ks2_writing_expected",
        "ks2_maths_expected",
    )


def test_a_head_is_offered_their_own_school(published: Published) -> None:
    found = words_of(published, HEAD, rows="school", schools=f"{ELM_GROVE},{ASH_LANE}")
    assert found.question.schools == (OAKFIELD,)


@pytest.mark.parametrize(
    "wrong",
    [{"measures": ("reading_expected",)}, {"schools": (1,)}, {"columns": "sex", "group": "sen"}],
    ids=str,
)
def test_a_question_without_meaning_raises(wrong: dict[str, object], published: Published) -> None:
    with pytest.raises(TrustDataError):
        pivot(published, question=asked(**wrong))  # type: ignore[arg-type]


# Explained.


def test_the_sum_of_a_cell_is_the_cells_number(published: Published) -> None:
    number = Number(measure=READING, kind=RESULT, academic_year=YEAR, schools=(ELM_GROVE,), against="trust")
    cell = pivot(published).figures[ELM_GROVE, READING]
    held = explain_result_cell(published, CEO, number)
    assert (held.explanation.figure.numerator, held.explanation.figure.denominator) == (
        cell.numerator,
        cell.denominator,
    )
    said = explained_of(published, CEO, number).replace("\u202f", " ")
    assert "27 ÷ 40 = 67.5 %" in said
    # The rest: 56 of 84, two in three. Of 40 that would be 26.7.
    assert "66.7 % of 40 are 26.7. Here 27 met it: none apart" in said


def test_the_files_hold_every_cell(published: Published) -> None:
    held = pivot(published)
    table = results_table("Results", held.single())
    assert len(table.rows) == 2 * len(EVERYONE)
