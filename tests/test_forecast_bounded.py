"""Reading, writing and maths together are never forecast for more pupils than any of the three."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.forecast import backtest
from dashboard.forecast.backtest import Bounding, trials
from dashboard.forecast.bounded import bounded, if_secured
from dashboard.forecast.cohorts import Cohort, PastCohort, nothing_known
from dashboard.forecast.counts import at_most, carried, poisson_binomial
from dashboard.forecast.model import CohortForecast, fit, forecast
from dashboard.forecast.scales import BANDS, EXPECTED, MISSING, RWM, RWM_MET
from dashboard.forecast.trust_total import together
from dashboard.queries import forecasts


def test_a_count_that_others_bound() -> None:
    count, other = np.array([0.1, 0.2, 0.7]), np.array([0.0, 0.5, 0.5])
    # At least one: 0.9 and 1; both: 0.7 and 0.5.
    assert at_most(count, [other]) == pytest.approx([0.1, 0.4, 0.5])
    assert at_most(other, [np.array([0.0, 0.0, 1.0])]) == pytest.approx(other)
    assert (at_most(count, []) == count).all()
    with pytest.raises(ValueError, match="same pupils"):
        at_most(count, [np.array([0.5, 0.5])])


def test_a_mixture_is_carried_to_what_it_becomes() -> None:
    given = np.array([poisson_binomial([0.2, 0.4, 0.6]), poisson_binomial([0.6, 0.8, 0.9])])
    was = given.mean(axis=0)
    becomes = at_most(was, [poisson_binomial([0.1, 0.5, 0.5])])
    found = carried(given, was, becomes)
    assert found.mean(axis=0) == pytest.approx(becomes)
    assert found.sum(axis=1) == pytest.approx([1, 1])
    assert carried(given, was, was) == pytest.approx(given)


def coming(school: int, year: str, predicted: list[int]) -> Cohort:
    return Cohort(school=school, year=year, predicted=np.array(predicted), current=nothing_known(30))


def cohort(school: int, year: str, predicted: list[int], actual: list[int]) -> PastCohort:
    return PastCohort(
        school=school,
        year=year,
        predicted=np.array(predicted),
        current=nothing_known(30),
        actual=np.array(actual),
    )


def histories() -> tuple[list[PastCohort], list[PastCohort]]:
    """Six schools' three years, in writing and in all three. Writing comes as predicted, by 12 of 30; all
    three are predicted of 10 and met by the same 12."""
    writing, rwm = [], []
    for year in ("2021/22", "2022/23", "2023/24"):
        for school in range(6):
            came = [1] * 12 + [0] * 18
            writing.append(cohort(school, year, [2] * 12 + [0] * 18, [2 * one for one in came]))
            rwm.append(cohort(school, year, [3] * 10 + [0] * 20, came))
    return writing, rwm


def two_models() -> tuple[list[CohortForecast], list[CohortForecast], float, float]:
    """School 0 predicts writing to the pupil, and all three too low: fitted apart, more would meet all three
    than meet writing."""
    models = [fit(held, scale) for held, scale in zip(histories(), (BANDS, RWM), strict=True)]
    now = [
        [
            forecast(models[0], coming(school, "2024/25", [2] * 12 + [0] * 18), EXPECTED)
            for school in range(6)
        ],
        [forecast(models[1], coming(school, "2024/25", [3] * 14 + [0] * 16), RWM_MET) for school in range(6)],
    ]
    return now[0], now[1], models[0].components.shared, models[1].components.shared


def test_together_are_never_more_than_the_weakest() -> None:
    writing, apart, shared_writing, shared = two_models()
    assert apart[0].mean > writing[0].mean + 1
    found = [bounded(one, [other]) for one, other in zip(apart, writing, strict=True)]
    for one, other in zip(found, writing, strict=True):
        assert one.mean <= other.mean + 1e-9
        assert all(low <= high for low, high in zip(one.likely, other.likely, strict=True))
        assert all(low <= high for low, high in zip(one.nearly_sure, other.nearly_sure, strict=True))
        assert all(one.count.at_least(k) <= other.count.at_least(k) + 1e-9 for k in range(31))
        assert one.chances.sum() == pytest.approx(one.mean)
        assert one.count.chances.sum() == pytest.approx(1)
    in_writing = together(writing, shared_writing)
    assert together(apart, shared).mean > in_writing.mean
    total = together(found, shared, [in_writing])
    assert total.mean <= in_writing.mean + 1e-9
    assert total.mean <= sum(one.mean for one in found) + 1e-6
    # Without the trust's own bound the schools' forecasts still add up.
    assert together(found, shared).mean == pytest.approx(sum(one.mean for one in found), abs=1e-3)


def test_ticking_pupils_starts_from_the_bounded_forecast_and_ends_at_everyone() -> None:
    writing, apart, _, _ = two_models()
    found = bounded(apart[0], [writing[0]])
    nobody = if_secured(found, np.zeros(30, dtype=np.bool_))
    assert nobody.count.chances == pytest.approx(found.count.chances)
    everyone = if_secured(found, np.ones(30, dtype=np.bool_))
    assert everyone.mean == pytest.approx(30)


def test_a_forecast_that_contradicts_nobody_stays_as_it_is() -> None:
    writing, apart, _, _ = two_models()
    found = bounded(writing[0], [apart[0]])
    assert found.mean == pytest.approx(writing[0].mean)
    assert bounded(apart[0], []) is apart[0]


def test_past_forecasts_are_made_as_the_one_that_is_shown() -> None:
    assert backtest.foretell is forecasts.foretell
    writing, rwm = histories()
    # In the year that is foretold one pupil's writing is known and not whether all three were met.
    writing += [cohort(0, "2024/25", [2] * 12 + [0] * 18, [2] * 12 + [0] * 18)]
    rwm += [cohort(0, "2024/25", [3] * 14 + [0] * 16, [1] * 12 + [0] * 17 + [MISSING])]
    (apart,) = trials(rwm, RWM, RWM_MET, first_year="2024/25")
    (held,) = trials(rwm, RWM, RWM_MET, first_year="2024/25", bounding=[Bounding(past=writing)])
    (bound,) = held.forecast.bounds
    assert (held.forecast.pupils, bound.pupils, held.reached) == (29, 29, 12)
    assert held.forecast.mean <= bound.mean + 1e-9 < apart.forecast.mean - 1
    assert held.forecast.count.chances == pytest.approx(bounded(apart.forecast, [bound]).count.chances)


def test_a_cohort_that_nobody_predicted_was_shown_no_forecast() -> None:
    _, rwm = histories()
    unpredicted = cohort(0, "2024/25", [MISSING] * 30, [1] * 12 + [0] * 18)
    assert trials([*rwm, unpredicted], RWM, RWM_MET, first_year="2024/25") == ()
