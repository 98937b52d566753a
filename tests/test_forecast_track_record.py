"""How a school's past predictions ran, and the sentence about it."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.forecast.cohorts import Cohort, PastCohort
from dashboard.forecast.model import fit, forecast
from dashboard.forecast.scales import MISSING, RWM, RWM_MET
from dashboard.forecast.track_record import (
    TrackRecord,
    against_the_lean,
    in_words,
    school_record,
    track_record,
    trust_record,
)


def past(year: str, predicted: list[int], actual: list[int], school: int = 1) -> PastCohort:
    return PastCohort(
        school=school,
        year=year,
        predicted=np.array(predicted),
        current=np.full(len(predicted), MISSING),
        actual=np.array(actual),
    )


# Of ten pupils with both, eight were predicted EXS or above and six came to it.
FIRST = past("2022/23", [2, 2, 2, 2, 1, MISSING, 2], [2, 2, 1, 1, 1, 2, MISSING])
SECOND = past("2023/24", [3, 3, 2, 2, 1], [3, 2, 2, 2, 1])
NOBODY = past("2021/22", [MISSING, 2], [2, MISSING])


def test_counts_at_the_standard() -> None:
    record = track_record([NOBODY, FIRST, SECOND])
    assert record == TrackRecord(cohorts=2, pupils=10, predicted=8, reached=6)
    assert record.too_high_in(30) == pytest.approx(6)
    assert track_record([SECOND], at_least=3) == TrackRecord(cohorts=1, pupils=5, predicted=2, reached=1)


def test_counts_in_rwm() -> None:
    record = track_record([past("2023/24", [3, 3, 2, 0], [1, 0, 1, 0])], RWM, RWM_MET)
    assert (record.predicted, record.reached) == (2, 2)


def test_without_past_cohorts_nothing_ran_high() -> None:
    assert track_record([]).too_high_in(30) == 0


@pytest.mark.parametrize(
    ("cohorts", "pupils", "predicted", "reached", "said"),
    [
        (3, 60, 48, 44, "Over 3 past cohorts this school's predictions ran high, by about 2 in 30."),
        (4, 30, 20, 23, "Over 4 past cohorts this school's predictions ran low, by about 3 in 30."),
        # Of a class or two it would be of one teacher.
        (2, 60, 48, 44, "How right this school's predictions were is told only of 3 years together."),
        (1, 30, 20, 23, "How right this school's predictions were is told only of 3 years together."),
        (3, 90, 61, 60, "Over 3 past cohorts this school's predictions ran level with results."),
        (0, 0, 0, 0, "How right this school's predictions are is not known yet."),
    ],
)
def test_how_the_past_is_said(cohorts: int, pupils: int, predicted: int, reached: int, said: str) -> None:
    record = TrackRecord(cohorts=cohorts, pupils=pupils, predicted=predicted, reached=reached)
    many = fit([past("2023/24", [2] * 20, [2] * 15 + [1] * 5, school) for school in range(6)])
    now = forecast(many, Cohort(school=1, year="2024/25", predicted=np.full(30, 2), current=np.full(30, 2)))
    low, high = now.likely
    assert in_words(now, record) == (
        f"Predicted 30 of 30; forecast {now.mean:.0f}, likely {low} to {high}. {said}"
    )


def test_whoever_may_not_know_how_right_predictions_were_is_told_nothing_of_it() -> None:
    model = fit([FIRST])
    now = forecast(model, Cohort(school=1, year="2024/25", predicted=np.full(6, 2), current=np.full(6, 2)))
    assert "How right" in in_words(now, school_record(model, now))
    low, high = now.likely
    assert in_words(now, None).endswith(
        f", likely {low} to {high}. Not yet calibrated: too few past results to learn from."
    )


def test_a_single_school_that_is_not_told_cannot_be_worked_out_from_the_trusts_record() -> None:
    def of(school: int, years: int) -> list[PastCohort]:
        return [past(f"20{10 + year}/{11 + year}", [2] * 5, [2] * 4 + [1], school) for year in range(years)]

    def trusts(past_cohorts: list[PastCohort]) -> int:
        return trust_record(fit(past_cohorts), 2)[0].pupils

    assert trusts([*of(1, 3), *of(2, 3), *of(3, 2)]) == 30
    assert trusts([*of(1, 3), *of(2, 2), *of(3, 2)]) == 35
    assert trusts([*of(1, 3), *of(2, 3), *of(3, 3)]) == 45


def test_a_forecast_that_goes_against_the_record_is_explained() -> None:
    # Of those predicted below half make it, and of those predicted to all but a few: ten of twenty are
    # predicted, fifteen come. This school's predictions ran high, by two in twenty.
    many = [
        past(f"20{year}", [2] * 10 + [1] * 10, [2] * 14 + [1] * 6, school)
        for school in range(2, 8)
        for year in (21, 22, 23)
    ]
    model = fit([*many, *(past(f"20{year}", [2] * 4 + [1], [2] * 3 + [1] * 2) for year in (21, 22, 23))])
    marks = np.array([2] * 4 + [1] * 26)
    now = forecast(model, Cohort(school=1, year="2024", predicted=marks, current=np.full(30, MISSING)))
    assert now.mean > 4 + 2
    words = against_the_lean(now, school_record(model, now))
    assert words.startswith(
        "Above what is predicted, though past predictions ran high: of 26 not predicted to meet it about "
    )
    gained, lost = now.chances[4:].sum(), 4 - now.chances[:4].sum()
    assert 4 + gained - lost == pytest.approx(now.mean)
    # One that goes the way of its record needs no words, nor does whoever may not see the record get any.
    low = TrackRecord(cohorts=3, pupils=15, predicted=9, reached=12)
    assert (against_the_lean(now, low), against_the_lean(now, None)) == ("", "")


def test_what_lacks_is_said() -> None:
    model = fit([FIRST])
    now = forecast(
        model, Cohort(school=1, year="2024/25", predicted=np.array([2, MISSING]), current=np.array([2, 2]))
    )
    words = in_words(now, school_record(model, now))
    assert words.startswith("Predicted 1 of 2; forecast ")
    assert "1 pupil without a prediction: forecast by current judgement" in words
    assert words.endswith("Not yet calibrated: too few past results to learn from.")


def test_of_nobody_nothing_is_forecast() -> None:
    model = fit([FIRST])
    nobody = forecast(model, Cohort(school=1, year="2024/25", predicted=np.array([]), current=np.array([])))
    assert in_words(nobody, school_record(model, nobody)) == "No pupils to forecast."
