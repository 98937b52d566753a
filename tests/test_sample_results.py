"""The sample trust's statutory results: what its files say is what was meant, and the stories are in them."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from etl.folder import DataFolder
from etl.half_terms import HalfTerm, academic_year_label
from etl.publish.current import current_file
from etl.reading.tidy import KnownSchool
from etl.results.assessments import Assessment
from etl.results.reading import ResultContext, read_results
from etl.vocabulary import RWM_SUBJECTS, Kind, Standard
from sample_data import stories
from sample_data.generate import SampleTrust, write_sample
from sample_data.result_files import ResultFile
from sample_data.results import YEARS
from sample_data.schools import BY_URN, LA_CODE, SCHOOLS
from sample_data.stories import Expectation

KNOWN = tuple(
    KnownSchool(urn=one.urn, name=one.name, laestab=f"{LA_CODE}{one.establishment}") for one in SCHOOLS
)
Figures = dict[tuple[str, int, str, str, str], tuple[float, float]]


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> SampleTrust:
    return write_sample(tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="module")
def figures(sample_folder: DataFolder) -> Figures:
    """Numerator (of an average the sum) and denominator by year, school, measure, group and value."""
    with duckdb.connect(current_file(sample_folder), read_only=True) as connection:
        rows = connection.execute(
            "SELECT academic_year, school_urn, measure, pupil_group, group_value, "
            "coalesce(numerator, score_sum), CASE WHEN numerator IS NULL THEN scored ELSE denominator END "
            "FROM result_count"
        ).fetchall()
    return {(year, urn, *rest[:3]): (rest[3], rest[4]) for year, urn, *rest in rows}


def figure(
    figures: Figures,
    measure: str,
    years: list[int],
    urn: int | None = None,
    group: tuple[str, str] = ("all", "all"),
) -> float:
    """A percentage of some years and a school, or of the trust; of an average the mean."""
    labels = {academic_year_label(one) for one in years}
    found = [
        counts
        for (year, school, of, *who), counts in figures.items()
        if year in labels and of == measure and tuple(who) == group and urn in (None, school)
    ]
    met, pupils = (sum(part) for part in zip(*found, strict=True))
    return met / pupils if measure == "mtc_mean" else 100 * met / pupils


def within(expected: Expectation, found: float) -> bool:
    return expected.low <= found <= expected.high


# The files


def everything_read(file: ResultFile) -> tuple[set[tuple[object, ...]], set[str]]:
    context = ResultContext(schools=KNOWN, school_urn=file.school_urn)
    readings = read_results(file.path, context)
    rows = {
        (one.school_urn, one.assessment, one.starts, row.upn, row.subject, row.outcome, row.score)
        for one in readings
        for row in one.results
    }
    return rows, {problem.severity.value for one in readings for problem in one.problems}


@pytest.mark.parametrize("assessment", Assessment)
def test_every_file_reads_back_as_it_was_meant(trust: SampleTrust, assessment: Assessment) -> None:
    files = [one for one in trust.results if one.assessment is assessment]
    assert files
    for file in files:
        rows, severities = everything_read(file)
        assert severities <= {"info"}, file.path.name
        assert rows == set(file.truth), file.path.name


def test_the_published_results_are_those_of_the_files(trust: SampleTrust, sample_folder: DataFolder) -> None:
    with duckdb.connect(current_file(sample_folder), read_only=True) as connection:
        published = connection.execute(
            "SELECT school_urn, assessment, academic_year, given_upn, subject, outcome, score "
            "FROM pupil_result"
        ).fetchall()
    meant = [
        (one.school_urn, one.assessment.value, academic_year_label(one.starts), *one[3:])
        for file in trust.results
        for one in file.truth
    ]
    assert len(meant) > 20_000
    assert sorted(published, key=repr) == sorted(
        ((*one[:6], None if one[6] is None else float(one[6])) for one in meant), key=repr
    )


def test_every_school_has_its_results_of_every_year_that_it_was_with_us(trust: SampleTrust) -> None:
    national = [one for one in Assessment if one is not Assessment.KS1]
    covered = {(urn, one.assessment, one.starts) for one in trust.results for urn in one.school_urns}
    assert {key for key in covered if key[1] is not Assessment.KS1} == {
        (school.urn, assessment, starts)
        for school in SCHOOLS
        for assessment in national
        for starts in YEARS
        if starts >= school.joined
    }
    assert {urn for urn, assessment, _ in covered if assessment is Assessment.KS1} == {stories.ELM_GROVE}
    assert len(trust.results) == 52


def test_no_name_of_a_file_holds_a_pupil(trust: SampleTrust) -> None:
    surnames = {line.pupil.surname.casefold() for one in trust.results_made.values() for line in one}
    for file in trust.results:
        assert not surnames & set(file.path.stem.casefold().split("-"))


# The stories


@pytest.mark.parametrize("measure", stories.RESULTS)
def test_results_of_the_trust(figures: Figures, measure: str) -> None:
    # Phonics by Year 2 needs the year before as well.
    for starts in YEARS if measure != "phonics_y2_met" else YEARS[1:]:
        assert within(stories.RESULTS[measure], figure(figures, measure, [starts])), (measure, starts)


def test_the_mean_of_the_multiplication_tables_check(figures: Figures) -> None:
    for starts in YEARS:
        assert within(stories.MTC_MEAN, figure(figures, "mtc_mean", [starts]))


def test_the_gap_of_disadvantaged_pupils(figures: Figures) -> None:
    for starts in YEARS:
        others, disadvantaged = (
            figure(figures, "ks2_rwm_expected", [starts], group=("disadvantaged", value))
            for value in ("no", "yes")
        )
        assert within(stories.DISADVANTAGED_GAP_AT_KS2, others - disadvantaged)


def over_result(trust: SampleTrust, figures: Figures, urn: int) -> float:
    """Points by which Autumn 1 predictions for Year 6 exceed the results that followed, RWM, whole years."""
    years = [starts for starts in YEARS if (urn, HalfTerm(starts, 1)) in trust.made]
    lines = [line for starts in years for line in trust.made[urn, HalfTerm(starts, 1)].year(6)]
    predicted = [
        all(line.marks[one, Kind.PREDICTED] in Standard.EXPECTED.met_by for one in RWM_SUBJECTS)
        for line in lines
    ]
    return 100 * sum(predicted) / len(lines) - figure(figures, "ks2_rwm_expected", years, urn)


def test_predictions_against_the_results_that_followed(trust: SampleTrust, figures: Figures) -> None:
    found = {urn: over_result(trust, figures, urn) for urn in BY_URN}
    assert min(found, key=lambda urn: found[urn]) == stories.CAUTIOUS.urn
    for predictor in (stories.OPTIMISTIC, stories.CAUTIOUS):
        assert within(predictor.points, found.pop(predictor.urn))
    assert all(points <= stories.NOBODY_ELSE_ABOVE for points in found.values())


def test_writing_slips_in_results_too(figures: Figures) -> None:
    def below(starts: int) -> float:
        reading, writing, maths = (
            figure(figures, f"ks2_{one}_expected", [starts], stories.WRITING_SLIPS.urn)
            for one in RWM_SUBJECTS
        )
        return min(reading, maths) - writing

    assert below(2025) >= stories.WRITING_BELOW_THE_TESTS
    assert below(2024) <= stories.WRITING_BELOW_THE_TESTS / 2


def test_a_school_without_the_year_before_has_no_phonics_by_year_2(figures: Figures) -> None:
    with_one = {(year, urn) for year, urn, measure, *_ in figures if measure == "phonics_y2_met"}
    assert with_one == {
        (academic_year_label(starts), school.urn)
        for school in SCHOOLS
        for starts in YEARS
        if starts - 1 in YEARS and starts > school.joined
    }


def test_the_readme_tells_of_the_results() -> None:
    text = (Path(__file__).resolve().parents[1] / "sample_data" / "README.md").read_text(encoding="utf-8")
    told = [("KS2 RWM", stories.RESULTS["ks2_rwm_expected"]), ("GLD", stories.RESULTS["gld"])]
    told += [("phonics in Year 1", stories.RESULTS["phonics_y1_met"]), ("MTC mean", stories.MTC_MEAN)]
    for name, size in told:
        assert f"{name} {size.low:g} to {size.high:g}" in text
    gap = stories.DISADVANTAGED_GAP_AT_KS2
    assert f"{gap.low:g} to {gap.high:g} points" in text
    assert f"writing {stories.WRITING_BELOW_THE_TESTS:g} points or more" in text
