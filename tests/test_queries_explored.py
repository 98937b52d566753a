"""The Explorer's numbers: against the other pages' and against a second count, and what it keeps back."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from builders_published import AUTUMN_1, AUTUMN_2, Rows, met_of, published_from
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from dashboard.access import AccessDenied, Audience, Scope, as_audience, scope_for
from dashboard.chance import apart_mid_p
from dashboard.figures import Shown
from dashboard.queries.counts import NOBODY
from dashboard.queries.explored import explored
from dashboard.queries.explored_beside import compared
from dashboard.queries.explored_question import TOGETHER, Against, Question
from dashboard.queries.seeing import Cohort, Seeing
from dashboard.whole_pupils import pupils_apart
from etl.half_terms import HalfTerm
from etl.publish.current import Published
from etl.roles import Role
from etl.vocabulary import Kind

OAKFIELD, ELM_GROVE, ASH_LANE = 910001, 910002, 910003
CEO = scope_for(Role.CEO)
HEAD = scope_for(Role.HEAD, own_schools=[OAKFIELD])


def trust_rows() -> Rows:
    """Three schools, two half-terms, Years 5 and 6, disadvantaged pupils and some with SEN support."""
    rows = Rows()
    for place, urn in enumerate((OAKFIELD, ELM_GROVE, ASH_LANE)):
        for half_term, more in ((AUTUMN_1, 0), (AUTUMN_2, 1)):
            for year in (5, 6):
                rows.cohort(urn, year, half_term, class_name=f"{year}A", all=met_of(14 + place, 9 + more))
                rows.cohort(
                    urn,
                    year,
                    half_term,
                    class_name=f"{year}A",
                    letters="P",
                    first=40,
                    all=met_of(8, 3 + more),
                    writing=met_of(8, 2),
                )
                rows.cohort(
                    urn, year, half_term, class_name=f"{year}B", letters="PK", first=60, all="WTS EXS GDS -"
                )
    return rows


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    return published_from(trust_rows(), tmp_path_factory.mktemp("explored"))


def question(**changes: Any) -> Question:
    usual = Question(
        rows="school",
        columns="measure",
        measures=("rwm_expected", "reading_expected", "writing_expected", "maths_higher"),
        kinds=(Kind.PREDICTED,),
        half_terms=(AUTUMN_2,),
        schools=(OAKFIELD, ELM_GROVE, ASH_LANE),
        year_groups=(6,),
    )
    return replace(usual, **changes)


def test_every_cell_is_what_the_other_pages_say(published: Published) -> None:
    for years in ((6,), (5,), (1, 2, 3, 4, 5, 6)):
        pivot = explored(published, CEO, question(year_groups=years))
        seeing = Seeing(published, CEO, AUTUMN_2, Kind.PREDICTED)
        year = years[0] if len(years) == 1 else None
        for (urn, measure), cell in pivot.cells.items():
            school = None if urn is TOGETHER else urn
            (said,) = seeing.figures([Cohort(measure=measure, school_urn=school, year_group=year)])
            ours = cell.figure
            assert (ours.numerator, ours.denominator, ours.assessed, ours.shown) == (
                said.numerator,
                said.denominator,
                said.assessed,
                said.shown,
            )
            assert (ours.percentage, ours.low, ours.high) == (said.percentage, said.low, said.high)


def counted_by_hand(groups: tuple[str, ...], half_term: HalfTerm, measure: str) -> Counter[tuple[Any, ...]]:
    """(on roll, met) by school and group values, pupil by pupil, without a line of SQL."""
    rows = trust_rows()
    subject, _, standard = measure.rpartition("_")
    enough = {"higher": ("GDS",), "expected": ("EXS", "GDS")}[standard]
    wanted = ("reading", "writing", "maths") if subject == "rwm" else (subject,)
    marks = {(m.half_term, m.upn, m.subject): m.judgement for m in rows.marks}
    found: Counter[tuple[Any, ...]] = Counter()
    for pupil in rows.pupils:
        if pupil.half_term != half_term or pupil.year_group != 6:
            continue
        values = tuple(pupil.groups[group] for group in groups)
        met = all(marks.get((half_term, pupil.upn, one)) in enough for one in wanted)
        found["roll", pupil.school_urn, *values] += 1
        found["met", pupil.school_urn, *values] += met
    return found


@pytest.mark.parametrize("measure", ["rwm_expected", "writing_expected", "maths_higher"])
def test_a_second_count_in_plain_python_agrees(published: Published, measure: str) -> None:
    ours = counted_by_hand(("disadvantaged",), AUTUMN_2, measure)
    pivot = explored(published, CEO, question(columns="disadvantaged", measures=(measure,)))
    for urn in pivot.rows:
        for value in ("yes", "no"):
            figure = pivot.cells[urn, value].figure
            assert figure.denominator == ours["roll", urn, value]
            assert figure.numerator == ours["met", urn, value]


@pytest.mark.parametrize("measure", ["rwm_expected", "reading_expected", "maths_higher"])
def test_groups_that_are_crossed_agree_with_it_too(published: Published, measure: str) -> None:
    ours = counted_by_hand(("disadvantaged", "sen"), AUTUMN_2, measure)
    made = question(rows="disadvantaged", columns="sen", measures=(measure,))
    pivot = explored(published, CEO, made)
    for row in ("yes", "no"):
        for column in ("N", "K", "E"):
            cell = pivot.cells[row, column]
            assert cell.count.on_roll == sum(ours["roll", urn, row, column] for urn in made.schools)
            assert (cell.figure.numerator or 0) == sum(ours["met", urn, row, column] for urn in made.schools)
    narrowed = explored(
        published, CEO, question(columns="sen", measures=(measure,), group="disadvantaged", group_value="yes")
    )
    for urn in narrowed.rows:
        assert narrowed.cells[urn, "K"].count.on_roll == ours["roll", urn, "yes", "K"] == 4


AXES = st.sampled_from(
    ["school", "year_group", "half_term", "measure", "disadvantaged", "sen", "kind", "sex"]
)


@settings(max_examples=25, deadline=None)
@given(rows=AXES, columns=AXES, years=st.sampled_from([(6,), (5, 6), (1, 2, 3, 4, 5, 6)]))
def test_totals_are_sums_of_counts(
    published: Published, rows: str, columns: str, years: tuple[int, ...]
) -> None:
    if rows == columns:
        return
    asked = question(rows=rows, columns=columns, year_groups=years, half_terms=(AUTUMN_1, AUTUMN_2))
    pivot = explored(published, CEO, asked)
    for column in pivot.all_columns:
        if TOGETHER in pivot.all_rows:
            total = sum((pivot.cells[row, column].count for row in pivot.rows), start=NOBODY)
            assert pivot.cells[TOGETHER, column].count == total
    for row in pivot.all_rows:
        if TOGETHER in pivot.all_columns:
            total = sum((pivot.cells[row, column].count for column in pivot.columns), start=NOBODY)
            assert pivot.cells[row, TOGETHER].count == total
    assert (TOGETHER in pivot.all_rows) == (
        rows not in {"half_term", "measure", "kind"} and len(pivot.rows) > 1
    )


@pytest.mark.parametrize(
    "scope",
    [
        scope_for(Role.BOARD),
        scope_for(Role.LEAD_TEACHER, subjects=["writing"]),
        as_audience(CEO, Audience.BOARD),
        as_audience(HEAD, Audience.FORUM),
    ],
)
def test_whoever_sees_nothing_whole_is_refused(published: Published, scope: Scope) -> None:
    with pytest.raises(AccessDenied, match="you cannot explore figures freely"):
        explored(published, scope, question(schools=(OAKFIELD,)))


def test_a_head_is_refused_another_school_even_among_their_own(published: Published) -> None:
    with pytest.raises(AccessDenied, match="not your own school"):
        explored(published, HEAD, question(schools=(OAKFIELD, ELM_GROVE)))
    assert explored(published, HEAD, question(schools=(OAKFIELD,))).rows == (OAKFIELD,)


def test_a_head_is_held_against_what_the_declared_tables_show(published: Published) -> None:
    asked = question(
        rows="year_group",
        columns="measure",
        year_groups=(5, 6),
        schools=(OAKFIELD,),
        against=Against.TRUST,
    )
    made = compared(published, HEAD, explored(published, HEAD, asked))
    seen = Seeing(published, HEAD, AUTUMN_2, Kind.PREDICTED)
    assert made.apart
    for (year, measure), apart in made.apart.items():
        if year is TOGETHER:
            pytest.fail("Years 5 and 6 together stand in no declared table")
        (whole,) = seen.figures([Cohort(measure=measure, year_group=year)])
        own = made.pivot.cells[year, measure].figure
        met, roll = (whole.numerator or 0), (whole.denominator or 0)
        rest = 100 * (met - (own.numerator or 0)) / (roll - (own.denominator or 0))
        assert apart.percentage == pytest.approx(rest)
    crossed = replace(asked, rows="sen", columns="disadvantaged", year_groups=(6,))
    # One group by year group is declared; two of them crossed are not.
    held = compared(published, HEAD, explored(published, HEAD, crossed)).apart
    assert held
    assert all(TOGETHER in at for at in held)


def test_the_rest_of_the_trust_leaves_the_school_itself_out(published: Published) -> None:
    asked = question(against=Against.TRUST)
    made = compared(published, CEO, explored(published, CEO, asked))
    for urn in asked.schools:
        others = [made.pivot.cells[one, "rwm_expected"].figure for one in asked.schools if one != urn]
        met, roll = (sum(getattr(f, part) or 0 for f in others) for part in ("numerator", "denominator"))
        apart = made.apart[urn, "rwm_expected"]
        own = made.pivot.cells[urn, "rwm_expected"].figure
        assert apart.percentage == pytest.approx(100 * met / roll)
        assert apart.pupils == pupils_apart(own.numerator or 0, own.denominator or 0, met, roll)
        assert apart.p_value is not None
    # All schools together have no rest to stand against.
    assert (TOGETHER, "rwm_expected") not in made.apart


def test_the_half_term_before_is_told_as_elsewhere(published: Published) -> None:
    made = compared(published, CEO, explored(published, CEO, question(against=Against.BEFORE)))
    seeing = Seeing(published, CEO, AUTUMN_2, Kind.PREDICTED)
    (figure,) = seeing.figures([Cohort(measure="reading_expected", school_urn=OAKFIELD, year_group=6)])
    assert figure.movement is not None
    apart = made.apart[OAKFIELD, "reading_expected"]
    assert apart.pupils == figure.movement.met_now - figure.movement.met_before
    assert apart.p_value == figure.movement.p_value


def test_cells_under_six_have_counts_only_and_cells_under_eleven_are_not_tested(
    tmp_path: Path,
) -> None:
    rows = (
        Rows()
        .cohort(OAKFIELD, 6, AUTUMN_1, all=met_of(5, 0))
        .cohort(ELM_GROVE, 6, AUTUMN_1, all=met_of(8, 8))
    )
    rows.cohort(ASH_LANE, 6, AUTUMN_1, all=met_of(30, 15))
    published = published_from(rows, tmp_path)
    asked = question(half_terms=(AUTUMN_1,), against=Against.TRUST, measures=("reading_expected",))
    made = compared(published, CEO, explored(published, CEO, asked))
    five, eight, thirty = (made.pivot.cells[urn, "reading_expected"] for urn in asked.schools)
    assert (five.figure.shown, five.figure.numerator, five.figure.percentage) == (Shown.COUNT_ONLY, 0, None)
    assert eight.figure.percentage == 100
    assert made.apart[ELM_GROVE, "reading_expected"].p_value is None
    assert (OAKFIELD, "reading_expected") not in made.apart
    assert made.apart[ASH_LANE, "reading_expected"].p_value is not None
    assert thirty.figure.percentage == 50


@pytest.mark.parametrize(
    ("met", "pupils", "met_other", "others"), [(6, 12, 14, 18), (0, 11, 20, 20), (7, 30, 70, 90)]
)
def test_two_groups_are_tested_as_fisher_would_by_mid_p(
    met: int, pupils: int, met_other: int, others: int
) -> None:
    table = [[met, pupils - met], [met_other, others - met_other]]
    less = stats.fisher_exact(table, alternative="less").pvalue
    more = stats.fisher_exact(table, alternative="greater").pvalue
    seen = less + more - 1  # the chance of just this
    by_hand = min(1.0, 2 * min(less, more) - seen)
    assert apart_mid_p(met, pupils, met_other, others) == pytest.approx(by_hand)
    assert apart_mid_p(met, pupils, met_other, others) == pytest.approx(
        float(apart_mid_p(met_other, others, met, pupils))
    )


def test_nothing_is_flagged_too_often_where_there_is_no_difference() -> None:
    random = np.random.default_rng(7)
    met, rest = random.binomial(30, 0.65, 4000), random.binomial(200, 0.65, 4000)
    assert (apart_mid_p(met, 30, rest, 200) < 0.05).mean() == pytest.approx(0.05, abs=0.012)
