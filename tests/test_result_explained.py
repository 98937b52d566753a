"""“Explain this number” of results: the sum, the codes, the files; to each as they may see it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import results_trust
from conftest import built_once, copied
from results_trust import ASH_LANE, OAKFIELD
from test_pages_trust import read

from dashboard.access import scope_for
from dashboard.explainable import of_result
from dashboard.furniture.result_explained import result_explained_html
from dashboard.queries.explain_results import explain_result
from dashboard.queries.results import ResultCohort, results
from etl.folder import DataFolder
from etl.publish.current import Published, bring_up_to_date
from etl.results.assessments import Assessment
from etl.results.load import Asked, load_results
from etl.returns.outcome import Status
from etl.roles import Role
from tests.builders_returns import upn

CEO = scope_for(Role.CEO)
BOARD = scope_for(Role.BOARD)
YEAR = "2024/25"


@pytest.fixture
def trust(shared_by_workers: Path, tmp_path: Path) -> DataFolder:
    root = built_once(shared_by_workers / "results", results_trust.build)
    return DataFolder(copied(root, tmp_path / "results"))


def loaded(trust: DataFolder, lines: list[str]) -> Published:
    path = trust.root / "sent.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    asked = Asked(school_urn=OAKFIELD, assessment=Assessment.PHONICS, starts=2024)
    [outcome] = load_results(trust, path, asked)
    assert outcome.status is Status.ACCEPTED, outcome.problems
    return bring_up_to_date(trust)


def test_codes_say_who_counts_and_who_does_not(trust: DataFolder) -> None:
    """Of 20 children 16 met the check; one was absent and counts, three were disapplied and count."""
    codes = ["Wa"] * 16 + ["A"] + ["D"] * 3
    published = loaded(
        trust,
        ["UPN,Year,Phonics outcome", *(f"{upn(700 + at)},1,{code}" for at, code in enumerate(codes))],
    )
    cohort = ResultCohort(measure="phonics_y1_met", academic_year=YEAR, school_urn=OAKFIELD)
    figure = results(published, CEO, [cohort])[0]
    held = explain_result(published, CEO, of_result(figure))
    assert (held.figure.numerator, held.figure.denominator) == (16, 20)
    assert {(one.pupils, one.counts) for one in held.codes} == {(1, True), (3, True)}
    assert sum(one.pupils for one in held.codes if one.counts) + 16 == held.figure.denominator
    assert [(one.school, one.file_name) for one in held.files] == [("Oakfield Primary School", "sent.csv")]
    said = result_explained_html(held)
    assert "3</td><td>" in said
    assert "counted, as not meeting it" in said


def test_from_outside_no_code_and_no_file_name(trust: DataFolder) -> None:
    published = bring_up_to_date(trust)
    cohort = ResultCohort(measure="ks2_reading_expected", academic_year=YEAR, school_urn=OAKFIELD)
    held = explain_result(published, BOARD, of_result(results(published, BOARD, [cohort])[0]))
    assert held.codes == ()
    assert all(one.file_name is None for one in held.files)


def test_what_is_hidden_stays_hidden(trust: DataFolder) -> None:
    published = bring_up_to_date(trust)
    cohort = ResultCohort(measure="ks2_reading_expected", academic_year=YEAR, school_urn=ASH_LANE)
    whole = results(published, CEO, [cohort])[0]
    assert whole.numerator == 3
    said = result_explained_html(explain_result(published, BOARD, of_result(whole)))
    assert "Hidden because" in said
    for number in ("3 of 4", ">3<", ">4<"):
        assert number not in said


def test_an_average_is_of_those_with_a_score(trust: DataFolder) -> None:
    published = bring_up_to_date(trust)
    cohort = ResultCohort(measure="mtc_mean", academic_year=YEAR, school_urn=OAKFIELD)
    said = result_explained_html(
        explain_result(published, CEO, of_result(results(published, CEO, [cohort])[0]))
    )
    assert "with a score: the mean is of these" in said


@pytest.mark.parametrize("page", ["results", "trust", "school"])
@pytest.mark.parametrize("role", [Role.CEO, Role.BOARD, Role.HEAD])
def test_every_page_with_results_opens_it(
    page: str, role: Role, open_page: Callable[..., Any], trust: DataFolder
) -> None:
    app = open_page(trust, page, role, school=OAKFIELD, urn=OAKFIELD, explain="ks2_reading_expected")
    assert not app.exception
    if page == "results":
        assert "The rule" in read(app)
        assert "Made from" in read(app)
