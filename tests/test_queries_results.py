"""Statutory results as pages ask for them, on a published file that the real ETL filled."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.access import AccessDenied, scope_for
from dashboard.figures import Shown
from dashboard.queries.one_cohort import cohorts, one_cohort, past_predictions
from dashboard.queries.result_counts import result_years, years_up_to
from dashboard.queries.result_gaps import result_gaps
from dashboard.queries.results import (
    ResultCohort,
    against_england,
    measures_with_results,
    result_mask,
    results,
)
from dashboard.result_figures import Against, ResultFigure
from dashboard.result_masks import Counted, work_out
from etl.errors import TrustDataError
from etl.half_terms import HalfTerm
from etl.privacy import Rules
from etl.publish.current import Published, bring_up_to_date
from etl.record import targets
from etl.results.counted import COUNTED
from etl.returns.load import load as load_return
from etl.roles import Role
from tests.builders_results import ELM_GROVE, OAKFIELD, Trust
from tests.builders_returns import upn

CEO, BOARD = scope_for(Role.CEO), scope_for(Role.BOARD)
OAKFIELD_HEAD = scope_for(Role.HEAD, [OAKFIELD])
MATHS_LEADER = scope_for(Role.LEAD_TEACHER, [], ["maths"])
YEAR = "2024/25"


def ks2(first: int, scores: list[tuple[int, int]], premium: int = 0) -> list[str]:
    """A school's key stage 2: reading and maths scores by pupil, everyone EXS in writing."""
    lines = ["UPN,Reading SS,Maths SS,Writing TA,PP"]
    for place, (reading, maths) in enumerate(scores):
        mark = "Y" if place < premium else "N"
        lines.append(f"{{{first + place}}},{reading},{maths},EXS,{mark}")
    return lines


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Oakfield: 12 pupils, 9 of whom met reading and 6 maths. Elm Grove: 4, all of whom met both."""
    trust = Trust(tmp_path_factory.mktemp("results"))
    trust.accepted(
        *ks2(0, [(110, 105)] * 6 + [(104, 95)] * 3 + [(96, 90)] * 3, premium=6), assessment="ks2", starts=2024
    )
    trust.accepted(*ks2(20, [(105, 105)] * 4), assessment="ks2", starts=2024, urn=ELM_GROVE)
    trust.accepted(*ks2(0, [(100, 100)] * 12), assessment="ks2", starts=2022, name="earlier.csv")
    sheet = trust.root / "return.csv"
    lines = ["UPN,Year,Reading Predicted,Reading Current"]
    lines += [
        f"{upn(one)},6,{'EXS' if one < 11 else 'WTS'},{'EXS' if one < 8 else 'WTS'}" for one in range(12)
    ]
    sheet.write_text("\n".join(lines) + "\n", encoding="utf-8")
    for half_term in (HalfTerm(2024, 3), HalfTerm(2024, 6)):
        [outcome] = load_return(trust.folder, sheet, school_urn=OAKFIELD, half_term=half_term)
        assert outcome.problems == () or outcome.status.value == "accepted", outcome.problems
    return bring_up_to_date(trust.folder)


def figure(
    published: Published, scope: object, measure: str, urn: int | None = None, **more: str
) -> ResultFigure:
    cohort = ResultCohort(measure=measure, academic_year=YEAR, school_urn=urn, **more)
    return results(published, scope, [cohort])[0]  # type: ignore[arg-type]


def test_a_share_has_its_count_and_its_interval(published: Published) -> None:
    found = figure(published, CEO, "ks2_reading_expected", OAKFIELD)
    assert (found.numerator, found.denominator, found.value) == (9, 12, 75.0)
    assert found.low == pytest.approx(46.77, abs=0.01)  # Wilson for 9 of 12
    assert found.high == pytest.approx(91.11, abs=0.01)
    assert (found.shown, found.school) == (Shown.FULL, "Oakfield Primary School")


def test_a_mean_has_the_interval_of_its_pupils_spread(published: Published) -> None:
    found = figure(published, CEO, "ks2_reading_average", OAKFIELD)
    # 110 six times, 104 and 96 three times each: mean 105, standard deviation 6, its error 1.732 × 2.201.
    assert (found.value, found.scored, found.numerator) == (105.0, 12, None)
    assert found.low == pytest.approx(101.188, abs=0.001)
    assert found.high == pytest.approx(108.812, abs=0.001)


def test_the_trust_pools_its_pupils(published: Published) -> None:
    found = figure(published, CEO, "ks2_reading_expected")
    assert (found.numerator, found.denominator) == (13, 16)


def test_so_few_are_a_count_to_leaders_and_hidden_from_the_board(published: Published) -> None:
    for_leaders = figure(published, CEO, "ks2_reading_expected", ELM_GROVE)
    assert (for_leaders.shown, for_leaders.numerator, for_leaders.value) == (Shown.COUNT_ONLY, 4, None)
    for_board = figure(published, BOARD, "ks2_reading_expected", ELM_GROVE)
    assert (for_board.shown, for_board.numerator, for_board.denominator) == (Shown.HIDDEN, None, None)
    # Of two schools, one hidden: the trust's total would give it away.
    assert figure(published, BOARD, "ks2_reading_expected").shown is Shown.HIDDEN
    assert figure(published, BOARD, "ks2_reading_expected", OAKFIELD).value == 75.0
    mean = figure(published, BOARD, "ks2_reading_average", ELM_GROVE)
    assert (mean.shown, mean.value, mean.scored) == (Shown.HIDDEN, None, None)


def test_a_head_sees_their_own_whole_and_others_from_outside(published: Published) -> None:
    assert figure(published, OAKFIELD_HEAD, "ks2_maths_expected", OAKFIELD).value == 50.0
    assert figure(published, OAKFIELD_HEAD, "ks2_maths_expected", ELM_GROVE).shown is Shown.HIDDEN
    assert figure(published, OAKFIELD_HEAD, "ks2_maths_expected").shown is Shown.HIDDEN


def test_pupil_groups_are_for_those_who_see_the_whole(published: Published) -> None:
    of_pp = {"group": "pupil_premium", "group_value": "yes"}
    assert figure(published, OAKFIELD_HEAD, "ks2_maths_expected", OAKFIELD, **of_pp).numerator == 6
    for scope, urn in ((BOARD, OAKFIELD), (BOARD, None), (OAKFIELD_HEAD, ELM_GROVE), (OAKFIELD_HEAD, None)):
        with pytest.raises(AccessDenied):
            figure(published, scope, "ks2_maths_expected", urn, **of_pp)
        with pytest.raises(AccessDenied):
            result_gaps(published, scope, "ks2_maths_expected", YEAR, urn)


def test_a_lead_teacher_keeps_to_their_subject(published: Published) -> None:
    assert figure(published, MATHS_LEADER, "ks2_maths_expected", OAKFIELD).value == 50.0
    with pytest.raises(AccessDenied, match="subjects that you lead"):
        figure(published, MATHS_LEADER, "ks2_reading_expected", OAKFIELD)
    seen = measures_with_results(published, MATHS_LEADER, [YEAR])
    assert set(seen) == {"ks2_maths_expected", "ks2_maths_higher", "ks2_maths_average"}


def test_what_there_is_not_is_refused(published: Published) -> None:
    with pytest.raises(TrustDataError, match="no school 42"):
        figure(published, CEO, "ks2_maths_expected", 42)
    for measure in ("maths_expected", "ks2_maths_progress"):
        with pytest.raises(TrustDataError, match="no measure of statutory results"):
            figure(published, CEO, measure)


def test_years(published: Published) -> None:
    assert result_years(published) == ("2022/23", YEAR)
    assert years_up_to(YEAR, result_years(published)) == ["2022/23", "2023/24", YEAR]
    assert years_up_to("2024/25", ["2018/19"]) == ["2021/22", "2022/23", "2023/24", "2024/25"]


def test_years_without_assessments_say_so_and_others_are_only_empty(published: Published) -> None:
    cohort = {"measure": "ks2_maths_expected", "school_urn": OAKFIELD}
    none, missing = results(
        published,
        CEO,
        [ResultCohort(academic_year=year, **cohort) for year in ("2019/20", "2023/24")],  # type: ignore[arg-type]
    )
    assert (none.shown, none.why) == (Shown.NO_DATA, "no assessments that year")
    assert (missing.shown, missing.why) == (Shown.NO_DATA, "")


def test_england_stands_beside_it_with_its_year_and_coverage(published: Published) -> None:
    found = figure(published, CEO, "ks2_reading_expected", OAKFIELD)
    assert found.england is not None
    assert (found.england.value, found.england.academic_year) == (75.0, YEAR)
    assert found.england.coverage == "all schools"
    assert (found.pupils_from, found.against) == (0, Against.IN_LINE)


@pytest.mark.parametrize(
    ("met", "verdict"),
    [
        (13, Against.BELOW),
        (14, Against.MAY_BE_BELOW),
        (16, Against.MAY_BE_BELOW),
        (17, Against.IN_LINE),
        (23, Against.IN_LINE),
        (24, Against.ABOVE),
    ],
)
def test_thirty_pupils_against_62_percent(met: int, verdict: Against) -> None:
    """At n=30 against 62 %: clearly below up to 13, may be below 14 to 16, in line to 23, above from 24."""
    apart = (met * 100 - 30 * 62) / 100
    assert against_england(met, 30, 62.0, int(apart)) is verdict


def test_gaps_of_a_school_and_of_the_trust(published: Published) -> None:
    gaps = {gap.label: gap for gap in result_gaps(published, CEO, "ks2_maths_expected", YEAR, OAKFIELD)}
    premium = gaps["Pupil premium and not pupil premium"]
    # Six with pupil premium, all of whom met it, and six without, none of whom did: too few to compare.
    assert (premium.focus.numerator, premium.other.numerator) == (6, 0)
    assert (premium.verdict.value, premium.difference) == ("too few to compare", None)
    assert result_gaps(published, CEO, "ks2_maths_average", YEAR, OAKFIELD) == []


def test_one_cohort_as_foretold_judged_and_achieved(published: Published) -> None:
    held = one_cohort(published, CEO, "ks2_reading_expected", YEAR, OAKFIELD)
    assert [(one.half_term.name, one.numerator, one.denominator) for one in held.predicted] == [
        ("Spring 1", 11, 12),
        ("Summer 2", 11, 12),
    ]
    assert held.judged is not None
    assert (held.judged.half_term.name, held.judged.numerator) == ("Summer 2", 8)
    assert held.last_prediction is held.predicted[0]  # Summer 2 comes after the tests
    assert held.apart == pytest.approx(100 * 11 / 12 - 75)
    assert held.published is None


def test_a_measure_that_nobody_foretells_has_its_result_alone(published: Published) -> None:
    held = one_cohort(published, CEO, "ks2_reading_average", YEAR, OAKFIELD)
    assert (held.predicted, held.judged, held.apart) == ((), None, None)
    assert held.result.value == 105.0


def test_past_predictions_are_those_that_may_be_shown(published: Published) -> None:
    places = [OAKFIELD, ELM_GROVE]
    past = past_predictions(published, CEO, "reading_expected", YEAR, places)
    assert {urn: (one.numerator, result.numerator) for urn, (one, result) in past.items()} == {
        OAKFIELD: (11, 9)
    }
    assert past_predictions(published, BOARD, "reading_expected", YEAR, places).keys() == past.keys()
    every = cohorts(published, CEO, "ks2_reading_expected", YEAR, places)
    assert [one.result.school_urn for one in every] == places


def test_every_assessment_that_is_counted_has_its_place_in_the_mask(published: Published) -> None:
    mask = result_mask(published, BOARD, YEAR)
    assert mask.hides("ks2", ELM_GROVE, "ks2_maths_expected")
    assert mask.hides("ks2", None, "ks2_maths_expected")
    assert not mask.hides("ks2", OAKFIELD, "ks2_maths_expected")
    assert not mask.hides("mtc", ELM_GROVE, "mtc_mean")  # nobody took it
    assert {one.assessment.value for one in COUNTED.values()} == {"ks2", "mtc", "phonics", "eyfsp", "ks1"}


def test_no_figure_for_nobody(tmp_path: Path) -> None:
    trust = Trust(tmp_path)
    empty = bring_up_to_date(trust.folder)
    assert result_years(empty) == ()
    found = figure(empty, CEO, "ks2_maths_expected")
    assert (found.shown, found.denominator) == (Shown.NO_DATA, None)


def test_targets_are_those_of_the_measure_or_of_what_foretells_it(tmp_path: Path) -> None:
    trust = Trust(tmp_path)
    trust.accepted(
        *ks2(0, [(110, 105)] * 6 + [(104, 95)] * 3 + [(96, 90)] * 3), assessment="ks2", starts=2024
    )
    aims = [
        (OAKFIELD, "reading_expected", 8000),
        (None, "ks2_maths_expected", 5000),
        (OAKFIELD, "ks2_reading_average", 10500),
    ]
    with trust.record.writing() as connection:
        targets.put_targets(
            connection,
            [
                targets.Target(urn=urn, academic_year=YEAR, year_group=6, measure=one, basis_points=points)
                for urn, one, points in aims
            ],
        )
    now = bring_up_to_date(trust.folder)
    # 80 % of 12 is 9.6: ten were needed, nine met it.
    reading = figure(now, CEO, "ks2_reading_expected", OAKFIELD).target
    assert reading is not None
    assert (reading.met, reading.pupils_short) == (False, 1)
    maths = figure(now, CEO, "ks2_maths_expected").target
    assert maths is not None
    assert (maths.met, maths.pupils_short) == (True, 0)
    mean = figure(now, CEO, "ks2_reading_average", OAKFIELD).target
    assert mean is not None
    assert (mean.met, mean.pupils_short) == (True, None)
    assert figure(now, CEO, "ks2_maths_expected", OAKFIELD).target is None


def test_a_subject_that_is_loaded_for_half_of_them_says_no_more_than_a_count(tmp_path: Path) -> None:
    trust = Trust(tmp_path)
    rows = [f"{{{one}}},105,105" for one in range(30)]
    trust.accepted("UPN,Reading SS,Maths SS", *rows, assessment="ks2", starts=2024)
    written = [f"{{{one}}},EXS" for one in range(15)]
    trust.accepted("UPN,Writing TA", *written, assessment="ks2", starts=2024, name="writing.csv")
    now = bring_up_to_date(trust.folder)
    for measure in ("ks2_writing_expected", "ks2_rwm_expected"):
        found = figure(now, CEO, measure, OAKFIELD)
        assert (found.shown, found.value, found.against) == (Shown.COUNT_ONLY, None, None)
        assert found.why == "only 15 of 30 have a result here"
    assert figure(now, CEO, "ks2_reading_expected", OAKFIELD).value == 100.0


def test_a_mean_stays_within_its_scores_and_has_no_range_where_all_are_alike(tmp_path: Path) -> None:
    trust = Trust(tmp_path)
    scores = [25] * 11 + [12]
    trust.accepted(
        "UPN,MTC score", *(f"{{{one}}},{score}" for one, score in enumerate(scores)), assessment="mtc"
    )
    alike = [f"{{{20 + one}}},25" for one in range(12)]
    trust.accepted("UPN,MTC score", *alike, assessment="mtc", urn=ELM_GROVE, name="other.csv")
    now = bring_up_to_date(trust.folder)
    found = figure(now, CEO, "mtc_mean", OAKFIELD)
    assert found.high == 25
    assert found.low is not None
    assert found.low < 24
    same = figure(now, CEO, "mtc_mean", ELM_GROVE)
    assert (same.value, same.low, same.high) == (25.0, None, None)


def test_so_few_carry_no_verdict_and_nobody_outside_learns_who_has_no_result(tmp_path: Path) -> None:
    trust = Trust(tmp_path)
    rows = [f"{{{one}}},{104 if one < 1 else 90},105,EXS" for one in range(7)]
    trust.accepted("UPN,Reading SS,Maths SS,Writing TA", *rows, assessment="ks2", starts=2024)
    now = bring_up_to_date(trust.folder)
    found = figure(now, CEO, "ks2_reading_expected", OAKFIELD)
    assert (found.numerator, found.against) == (1, None)
    outside = figure(now, BOARD, "ks2_reading_expected", OAKFIELD)
    assert outside.assessed is None


def test_nobody_with_a_score_is_hidden_like_any_number(tmp_path: Path) -> None:
    trust = Trust(tmp_path)
    trust.accepted("UPN,MTC score", *(f"{{{one}}},B" for one in range(4)), assessment="mtc")
    trust.accepted(
        "UPN,MTC score",
        *(f"{{{10 + one}}},20" for one in range(20)),
        assessment="mtc",
        urn=ELM_GROVE,
        name="b.csv",
    )
    now = bring_up_to_date(trust.folder)
    assert figure(now, CEO, "mtc_mean", OAKFIELD).shown is Shown.NO_DATA
    assert figure(now, BOARD, "mtc_mean", OAKFIELD).shown is Shown.HIDDEN


def test_whoever_has_several_schools_sees_no_more_than_the_board(tmp_path: Path) -> None:
    counts = [(4, 0), (15, 7), (30, 0), (12, 0), (30, 30), (15, 1)]
    cohorts = {urn: {"m": Counted(*one)} for urn, one in enumerate(counts, start=1)}
    rules = Rules(hide_below=6, caution_below=11)
    board = work_out(cohorts, rules)
    both = board | work_out(cohorts, rules, knowing=[2, 5])
    assert board.schools <= both.schools
    assert board.totals <= both.totals
