"""Forecasts as pages ask for them, on a file that the real ETL filled."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from conftest import built_once
from foretold_trust import ELM_GROVE, NOW, OAKFIELD, PUPILS, build

from dashboard.access import scope_for
from dashboard.forecast.scales import MISSING
from dashboard.forecast.status import Status
from dashboard.queries.chances import cohort_chances
from dashboard.queries.forecasts import FORECAST_MEASURES, forecasts, scale_of
from dashboard.queries.foretold import foretold, past_and_present
from etl.errors import TrustDataError
from etl.folder import DataFolder
from etl.half_terms import HalfTerm
from etl.publish.current import Published, bring_up_to_date
from etl.roles import Role
from etl.vocabulary import Standard

CEO, BOARD = scope_for(Role.CEO), scope_for(Role.BOARD)
HEAD = scope_for(Role.HEAD, [OAKFIELD])
STAFF = scope_for(Role.SCHOOL_STAFF, [OAKFIELD])
LEADER = scope_for(Role.LEAD_TEACHER, [], ["reading"])
SPRING_1 = HalfTerm(NOW, 3)


@pytest.fixture(scope="module")
def published(shared_by_workers: Path) -> Published:
    return bring_up_to_date(DataFolder(built_once(shared_by_workers / "foretold", build)))


def test_every_pupil_stands_with_prediction_and_outcome(published: Published) -> None:
    held = {(one.year, one.school): one for one in foretold(published, 3, 6)}
    assert len(held) == 6
    past = held["2023/24", OAKFIELD]
    predicted, actual = (past.of(what, "reading", Standard.EXPECTED) for what in ("predicted", "actual"))
    assert (len(predicted), int((predicted >= 2).sum()), int((actual >= 2).sum())) == (PUPILS, 15, 12)
    # RWM: all three predicted for 15, all three met by 12.
    assert int((past.of("predicted", "rwm", Standard.EXPECTED) == 3).sum()) == 15
    assert int((past.of("actual", "rwm", Standard.EXPECTED) == 1).sum()) == 12
    assert not held["2025/26", OAKFIELD].has_outcomes
    assert (held["2025/26", OAKFIELD].of("actual", "reading", Standard.EXPECTED) == MISSING).all()


def test_the_past_is_what_has_outcomes_and_is_over(published: Published) -> None:
    past, present = past_and_present(published, SPRING_1, 6)
    assert {one.year for one in past} == {"2023/24", "2024/25"}
    assert {(one.school, len(one.upns)) for one in present} == {(OAKFIELD, 20), (ELM_GROVE, 20)}
    past, present = past_and_present(published, HalfTerm(2023, 3), 6)
    assert (past, len(present)) == ([], 2)


def test_a_forecast_leans_against_a_school_that_foretold_too_much(published: Published) -> None:
    found = forecasts(published, CEO, SPRING_1, "reading_expected")
    assert found is not None
    by_school = {one.school_urn: one for one in found.places}
    oakfield, elm_grove, trust = by_school[OAKFIELD], by_school[ELM_GROVE], by_school[None]
    assert (oakfield.forecast.predicted, elm_grove.forecast.predicted, trust.forecast.predicted) == (
        15,
        12,
        27,
    )
    # Before any school is known as itself, three in 27 predictions fell short of it.
    assert oakfield.forecast.mean < 14.5
    assert 10.5 < elm_grove.forecast.mean < 12.5
    assert trust.forecast.mean == pytest.approx(oakfield.forecast.mean + elm_grove.forecast.mean, abs=0.2)
    assert (oakfield.record.predicted, oakfield.record.reached, oakfield.record.cohorts) == (30, 24, 2)
    low, high = oakfield.forecast.likely
    assert low <= 12 <= high
    # 90 % of 20 is 18, which nobody expects; 30 % is 6, which all but certain.
    assert oakfield.against is not None
    assert elm_grove.against is not None
    assert (oakfield.against.status, elm_grove.against.status) == (Status.UNLIKELY, Status.ON_TRACK)
    assert not found.calibrated  # four past cohorts are too few
    assert found.record is not None
    assert (found.record.forecasts, found.record.years) == (2, 1)


def test_who_sees_what(published: Published) -> None:
    own = forecasts(published, HEAD, SPRING_1, "reading_expected")
    assert own is not None
    assert [one.school_urn for one in own.places] == [OAKFIELD]
    assert own.places[0].record is not None
    staffs = forecasts(published, STAFF, SPRING_1, "reading_expected")
    assert staffs is not None
    assert [(one.school_urn, one.record) for one in staffs.places] == [(OAKFIELD, None)]
    ticking = [
        cohort_chances(published, scope, OAKFIELD, SPRING_1, "reading_expected", 6) for scope in (HEAD, STAFF)
    ]
    assert [one is not None and one.place.record is None for one in ticking] == [False, True]
    for scope in (BOARD, LEADER):
        assert forecasts(published, scope, SPRING_1, "reading_expected") is None


def test_where_nothing_can_be_forecast(published: Published) -> None:
    assert forecasts(published, CEO, HalfTerm(NOW, 6), "reading_expected") is None  # the tests have been
    assert forecasts(published, CEO, HalfTerm(NOW, 2), "reading_expected") is None  # nobody predicted
    assert forecasts(published, CEO, SPRING_1, "reading_expected", 3) is None
    for measure in ("science_expected", "gld", "nonsense"):
        with pytest.raises(TrustDataError, match="is not forecast"):
            forecasts(published, CEO, SPRING_1, measure)


def test_every_measure_that_is_forecast_has_its_scale(published: Published) -> None:
    assert len(FORECAST_MEASURES) == 8
    for measure in FORECAST_MEASURES:
        _, _, scale, at_least = scale_of(measure)
        assert 0 < at_least < scale.outcomes
        found = forecasts(published, CEO, SPRING_1, measure)
        assert found is not None
        for one in found.places:
            assert np.isclose(one.forecast.count.chances.sum(), 1)
