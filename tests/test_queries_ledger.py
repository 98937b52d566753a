"""The ledger of predictions as pages ask for it, on files that the real ETL filled: three years, and two."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import built_once
from foretold_trust import ELM_GROVE, OAKFIELD, build, build_one_short_of_years, build_three_years

from dashboard.access import AccessDenied, Action, as_audience, scope_for
from dashboard.queries.forecasts import everyones_forecast, past_trials
from dashboard.queries.foretold import foretold
from dashboard.queries.ledger import ledger, over_years
from dashboard.queries.past_forecasts import calibration
from etl.errors import TrustDataError
from etl.folder import DataFolder
from etl.half_terms import HalfTerm
from etl.publish.current import Published, bring_up_to_date
from etl.roles import Role

CEO, BOARD = scope_for(Role.CEO), scope_for(Role.BOARD)
HEAD, STAFF = scope_for(Role.HEAD, [OAKFIELD]), scope_for(Role.SCHOOL_STAFF, [OAKFIELD])
LEADER = scope_for(Role.LEAD_TEACHER, [], ["reading"])


@pytest.fixture(scope="module")
def published(shared_by_workers: Path) -> Published:
    return bring_up_to_date(DataFolder(built_once(shared_by_workers / "three_years", build_three_years)))


@pytest.fixture(scope="module")
def two_years(shared_by_workers: Path) -> Published:
    return bring_up_to_date(DataFolder(built_once(shared_by_workers / "foretold", build)))


def test_how_right_predictions_were(published: Published) -> None:
    found = ledger(published, CEO, 3, "reading_expected")
    assert found is not None
    by_school = {one.school_urn: one for one in found.places}
    oakfield = by_school[OAKFIELD].accuracy
    assert (oakfield.pupils, oakfield.hits, oakfield.over, oakfield.under) == (60, 51, 9, 0)
    assert (oakfield.predicted_to_reach, oakfield.reached, oakfield.net_over_prediction) == (45, 36, 9)
    low, high = oakfield.net_plausibly
    assert 0 < low < 0.15 < high < 0.3
    assert by_school[ELM_GROVE].accuracy.hit_rate == 1.0
    assert (by_school[None].accuracy.pupils, by_school[None].accuracy.hits) == (120, 111)
    assert found.years == ("2022/23", "2023/24", "2024/25")
    assert (found.left_out, found.too_short) == (("2021/22",), ())
    # Sixty of sixty is drawn towards the other school, and both lie between the raw shares.
    own, other = by_school[OAKFIELD].own_rate, by_school[ELM_GROVE].own_rate
    assert own is not None
    assert other is not None
    assert 0.84 < own[0] < 0.9 < other[0] < 1


def test_a_school_stands_by_itself_with_three_years_alone(two_years: Published) -> None:
    found = ledger(two_years, CEO, 3, "reading_expected")
    assert found is not None
    assert [(one.school_urn, one.accuracy.pupils) for one in found.places] == [(None, 80)]
    assert found.too_short == (ELM_GROVE, OAKFIELD)
    own = ledger(two_years, HEAD, 3, "reading_expected")
    assert own is not None
    assert (own.places, own.too_short) == ((), (OAKFIELD,))
    assert over_years(two_years, CEO, 3, "reading_expected") == []


def test_a_single_school_without_three_years_cannot_be_worked_out_from_the_total(
    shared_by_workers: Path,
) -> None:
    place = built_once(shared_by_workers / "one_short_of_years", build_one_short_of_years)
    found = ledger(bring_up_to_date(DataFolder(place)), CEO, 3, "reading_expected")
    assert found is not None
    assert (found.too_short, found.not_in_total) == ((ELM_GROVE,), (ELM_GROVE,))
    # The total is of Oakfield's sixty alone.
    assert [(one.school_urn, one.accuracy.pupils) for one in found.places] == [(OAKFIELD, 60), (None, 60)]


def test_who_sees_what(published: Published) -> None:
    own = ledger(published, HEAD, 3, "reading_expected")
    assert own is not None
    assert [one.school_urn for one in own.places] == [OAKFIELD]
    assert [one.school_urn for one in over_years(published, HEAD, 3, "reading_expected")] == [OAKFIELD]
    assert calibration(published, HEAD, 3, "reading_expected").pupils == 40  # type: ignore[union-attr]
    for scope in (BOARD, LEADER, STAFF, as_audience(CEO, "board"), as_audience(HEAD, "forum")):
        for asked in (ledger, over_years, calibration):
            with pytest.raises(AccessDenied, match=Action.SEE_LEDGER.value):
                asked(published, scope, 3, "reading_expected")


def test_predictions_that_ran_high_every_year(published: Published) -> None:
    found = {one.school_urn: one for one in over_years(published, CEO, 3, "reading_expected")}
    assert (found[OAKFIELD].high_each_year, found[OAKFIELD].low_each_year) == (True, False)
    assert (found[ELM_GROVE].high_each_year, found[ELM_GROVE].low_each_year) == (False, False)
    assert found[OAKFIELD].against_forecasts.below.shape == (2,)
    assert not found[OAKFIELD].against_forecasts.came_in_low


def test_chances_and_what_came(published: Published) -> None:
    found = calibration(published, CEO, 3, "reading_expected")
    assert found is not None
    assert (found.pupils, found.cohorts, found.years) == (80, 4, ("2023/24", "2024/25"))
    assert sum(one.forecasts for one in found.points) + found.left_out == 80
    assert sum(one.came_true for one in found.points) <= 48
    met, below = found.predicted_to_meet, found.predicted_below
    assert met is not None
    assert below is not None
    assert (met.came_true, met.forecasts, below.came_true, below.forecasts) == (48, 54, 0, 26)
    assert found.score_at_face_value == pytest.approx(6 / 80 / 3)
    assert calibration(published, CEO, 3, "rwm_expected") is not None


def test_of_one_school_in_two_years_nothing_is_told_at_face_value(published: Published) -> None:
    found = calibration(published, HEAD, 3, "reading_expected")
    assert found is not None
    assert (found.predicted_to_meet, found.predicted_below, found.score_at_face_value) == (None, None, None)


def test_where_nothing_is_known(published: Published) -> None:
    assert ledger(published, CEO, 1, "reading_expected") is None
    assert calibration(published, CEO, 1, "reading_expected") is None
    assert ledger(published, CEO, 3, "reading_expected", 3) is None
    with pytest.raises(TrustDataError, match="not forecast"):
        ledger(published, CEO, 3, "gps_expected")


def test_all_three_together_are_held_against_who_met_all_three(published: Published) -> None:
    found = ledger(published, CEO, 3, "rwm_expected")
    assert found is not None
    by_school = {one.school_urn: one.accuracy for one in found.places}
    # A year of Oakfield: 15 of 20 are predicted to meet all three and 12 do; the sixteenth is predicted to
    # meet two, four none. Elm Grove predicts 12, who do; four are predicted to meet two.
    assert by_school[OAKFIELD].matrix.tolist() == [[12, 0], [0, 0], [3, 0], [9, 36]]
    assert by_school[ELM_GROVE].matrix.tolist() == [[12, 0], [0, 0], [12, 0], [0, 36]]
    oakfield = by_school[OAKFIELD]
    assert (oakfield.pupils, oakfield.hits, oakfield.wrong_up, oakfield.wrong_down) == (60, 51, 9, 0)
    assert (oakfield.predicted_to_reach, oakfield.reached) == (45, 36)
    assert (by_school[None].pupils, by_school[None].hits) == (120, 111)
    assert found.left_out == ("2021/22",)
    higher = ledger(published, CEO, 3, "rwm_higher")
    assert higher is not None
    # Nobody is predicted at greater depth in anything, nor reaches it.
    assert higher.places[-1].accuracy.matrix.tolist() == [[120, 0], [0, 0], [0, 0], [0, 0]]
    ran = {one.school_urn: one for one in over_years(published, CEO, 3, "rwm_expected")}
    assert (ran[OAKFIELD].high_each_year, ran[ELM_GROVE].high_each_year) == (True, False)


@pytest.mark.parametrize("measure", ["reading_expected", "rwm_expected"])
def test_the_past_is_held_against_the_forecast_that_was_shown(published: Published, measure: str) -> None:
    """What the page of predictions showed in Spring 1 of 2024/25 is what is now said to have held or not."""
    shown = everyones_forecast(published, HalfTerm(2024, 3), measure, 6)
    assert shown is not None
    known = [one for one in foretold(published, 3, 6) if one.has_outcomes]
    tried = [one for one in past_trials(known, measure) if one.forecast.year == "2024/25"]
    assert [one.forecast.school for one in tried] == [OAKFIELD, ELM_GROVE]
    for one in tried:
        then = shown.by_school[one.forecast.school]
        assert one.forecast.count.chances == pytest.approx(then.count.chances, abs=1e-12)
        assert len(one.forecast.bounds) == len(then.bounds) == (3 if measure == "rwm_expected" else 0)
