"""What the forecast keeps on made-up trusts whose truth is known: a third of what
`python -m tests.benchmarks.forecast` tries, with bounds that much wider.

The tests of a year are the same for all schools of a trust, so that its cohorts are not held or missed one by
one: over twenty trusts a share of 0.84 strays by 0.026. The bounds are about three such steps wide.
"""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.forecast.accuracy import calibration_points
from dashboard.forecast.backtest import FORECASTS_TO_CLAIM, Backtest, backtest, foretold, trials
from dashboard.forecast.cohorts import PastCohort
from dashboard.forecast.pupil_lists import pupil_lists
from dashboard.forecast.scales import MISSING, RWM, RWM_MET
from tests.forecast_scores import last_year_foretold, scores
from tests.made_up_trusts import VARIANTS, make_trust, with_gaps

SEEDS = range(500, 520)


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_range_holds_what_it_says_and_the_forecast_beats_what_else_could_be_said(variant: str) -> None:
    found = scores(last_year_foretold(20, 3, SEEDS, VARIANTS[variant]))
    assert found.cohorts == 400
    assert 0.76 <= found.likely_held <= (0.96 if variant == "no bias" else 0.92)
    assert 0.70 <= found.pit_held <= (0.90 if variant == "no bias" else 0.86)
    assert found.nearly_sure_held >= 0.92
    assert abs(found.bias) <= 1.5
    assert found.rps < found.rps_table
    assert found.rps < 0.8 * found.rps_at_face_value
    assert found.error < found.error_last_year
    assert found.brier < found.brier_at_face_value
    if variant == "no bias":
        assert found.error < 1.05 * found.error_at_face_value
    else:
        # What independent pupils would promise is not kept: this is what the offsets are for.
        assert found.table_likely_held < 0.75
        assert found.error < 0.9 * found.error_at_face_value


def test_rwm_by_its_own_model() -> None:
    held = last_year_foretold(
        20,
        3,
        SEEDS,
        VARIANTS["default"],
        take=lambda cohort: cohort.in_rwm(3),
        scale=RWM,
        at_least=RWM_MET,
        subjects=3,
    )
    found = scores(held)
    assert 0.74 <= found.likely_held <= 0.92
    assert found.error < 0.8 * found.error_at_face_value


def test_greater_depth() -> None:
    found = scores(last_year_foretold(20, 3, SEEDS, VARIANTS["default"], at_least=3))
    assert 0.76 <= found.likely_held <= 0.92
    assert found.error < 0.8 * found.error_at_face_value


def test_predictions_that_lack_widen_the_forecast_and_do_not_bend_it() -> None:
    held = last_year_foretold(
        20, 3, SEEDS, VARIANTS["default"], take=lambda cohort: with_gaps(cohort.in_one_subject(3))
    )
    missing = sum(one.forecast.missing for one in held) / sum(one.forecast.pupils for one in held)
    assert missing == pytest.approx(0.1, abs=0.01)
    found = scores(held)
    assert 0.76 <= found.likely_held <= 0.92
    assert abs(found.bias) <= 1.5
    chances = np.concatenate([one.forecast.chances[one.forecast.without_prediction] for one in held])
    came = np.concatenate([one.cohort.actual[one.forecast.without_prediction] >= 2 for one in held])
    assert chances.mean() == pytest.approx(came.mean(), abs=0.04)


def test_without_history_the_range_is_wide_enough_and_no_better_is_claimed() -> None:
    held = []
    for seed in SEEDS:
        held += foretold([], [one.in_one_subject(3) for one in make_trust(20, 1, seed)])
    found = scores(held)
    assert 0.76 <= found.likely_held <= 0.98
    assert found.width > 20
    assert not any(one.forecast.calibrated for one in held)
    assert all(one.last_year is None for one in held)


def test_pupils_chances_come_true_as_often_as_they_say() -> None:
    held = last_year_foretold(20, 3, SEEDS, VARIANTS["default"])
    stated = np.concatenate([one.forecast.chances for one in held])
    came = np.concatenate([one.cohort.actual >= 2 for one in held])
    for point in calibration_points(stated, came, (0, 0.2, 0.4, 0.6, 0.8, 1)):
        assert point.observed == pytest.approx(point.stated, abs=0.08)
    lists = [pupil_lists(one.forecast.chances, one.cohort.predicted) for one in held]
    cusp = np.concatenate([one.cusp for one in lists])
    hidden = np.concatenate([one.hidden_chance for one in lists])
    assert 0.4 < came[cusp].mean() < 0.65
    assert came[hidden].mean() > 0.5


# The backtest of a trust


def test_each_year_is_foretold_from_the_years_before_it_alone() -> None:
    past = [one.in_one_subject(3) for one in make_trust(4, 3, 1)]
    held = trials(past)
    assert [one.forecast.year for one in held] == ["2011"] * 4 + ["2012"] * 4
    assert [one.forecast.past_cohorts for one in held] == [1] * 4 + [2] * 4
    before = trials([one for one in past if one.year < "2012"])
    for with_later, without in zip(held, before, strict=False):
        assert (with_later.forecast.count.chances == without.forecast.count.chances).all()
    assert [one.forecast.year for one in trials(past, first_year="2012")] == ["2012"] * 4


def test_what_a_backtest_says() -> None:
    past = [one.in_one_subject(3) for one in make_trust(14, 4, 2)]
    held = trials(past)
    found = backtest(held)
    assert (found.forecasts, found.years) == (42, 3)
    assert found.likely_held == sum(
        one.forecast.likely[0] <= one.reached <= one.forecast.likely[1] for one in held
    )
    assert found.low < found.likely_held / 42 < found.high
    assert found.error < found.error_at_face_value
    assert found.enough_to_claim
    assert not backtest(held[: FORECASTS_TO_CLAIM - 1]).enough_to_claim
    assert not backtest([one for one in held if one.forecast.year > "2011"] * 2).enough_to_claim


def test_last_years_result_and_pupils_without_an_outcome() -> None:
    def cohort(year: str, actual: list[int]) -> PastCohort:
        return PastCohort(
            school=1, year=year, predicted=np.full(4, 2), current=np.full(4, 2), actual=np.array(actual)
        )

    (held,) = trials([cohort("2023/24", [2, 1, 3, MISSING]), cohort("2024/25", [2, 2, MISSING, MISSING])])
    assert held.last_year == pytest.approx(2 / 3)
    assert (held.forecast.pupils, held.reached) == (2, 2)


@pytest.mark.parametrize("past", [[], [one.in_one_subject(3) for one in make_trust(2, 1, 3)]])
def test_one_year_tells_nothing_of_forecasts(past: list[PastCohort]) -> None:
    found: Backtest = backtest(trials(past))
    assert (found.forecasts, found.years, found.likely_held, found.enough_to_claim) == (0, 0, 0, False)
    assert np.isnan(found.error)
    assert np.isnan(found.low)
