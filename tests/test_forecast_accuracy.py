"""How right predictions were, against worked numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.forecast.accuracy import (
    accuracy,
    at_face_value,
    brier,
    calibration_points,
    quadratic_weighted_kappa,
    ranked_probability_scores,
)
from dashboard.forecast.scales import MISSING

# Thirty pupils: 0 PKS, 1 WTS, 2 EXS, 3 GDS.
PREDICTED = [0] + [1] * 6 + [2] * 17 + [3] * 6
ACTUAL = [0] + [1] * 5 + [2] + [1] * 4 + [2] * 12 + [3] + [2] * 3 + [3] * 3


def near(value: object, digits: float = 1e-6) -> object:
    return pytest.approx(value, abs=digits)


def test_thirty_pupils() -> None:
    found = accuracy(PREDICTED, ACTUAL)
    assert found.matrix.tolist() == [[1, 0, 0, 0], [0, 5, 1, 0], [0, 4, 12, 1], [0, 0, 3, 3]]
    assert (found.pupils, found.hits, found.over, found.under) == (30, 21, 7, 2)
    assert found.hit_rate == near(0.7)
    assert (found.hit_low, found.hit_high) == near((0.521, 0.833), 5e-4)
    assert (found.over_rate, found.under_rate) == near((0.233333, 0.066667))
    assert found.one_way == near(0.109375)
    assert found.mean_band_error == near(0.166667)
    assert found.kappa == near(0.719335)
    assert (found.predicted_to_reach, found.reached, found.net_over_prediction) == (23, 20, 3)
    assert found.net_points == near(10)
    assert (found.wrong_up, found.wrong_down) == (4, 1)
    assert found.brier == near(0.166667)
    assert found.ranked_probability_score == near(0.1)


def test_at_greater_depth() -> None:
    found = accuracy(PREDICTED, ACTUAL, at_least=3)
    assert (found.predicted_to_reach, found.reached, found.wrong_up, found.wrong_down) == (6, 4, 3, 1)
    assert found.brier == near(4 / 30)


def test_ranked_probability_scores() -> None:
    reached = [[0.4, 0.1, 0], [0.9, 0.45, 0.05], [0.98, 0.8, 0.2], [0.95, 0.6, 0.1], [1, 0.95, 0.6]]
    found = ranked_probability_scores(reached, [0, 1, 2, 2, 3])
    assert found == near([0.056667, 0.071667, 0.0268, 0.0575, 0.054167])
    assert found.mean() == near(0.05336)


@pytest.mark.parametrize(
    ("predicted", "actual", "score"),
    [(2, 2, 0), (2, 1, 1 / 3), (3, 1, 2 / 3), (0, 3, 1)],
)
def test_a_prediction_at_face_value_costs_a_third_for_each_band(
    predicted: int, actual: int, score: float
) -> None:
    assert ranked_probability_scores(at_face_value([predicted]), [actual])[0] == near(score)


def test_who_lacks_a_prediction_or_an_outcome_is_left_out() -> None:
    found = accuracy([*PREDICTED, MISSING, 3], [*ACTUAL, 0, MISSING])
    assert (found.pupils, found.hits, found.net_over_prediction) == (30, 21, 3)


def test_of_nobody_nothing_is_said() -> None:
    found = accuracy([], [])
    assert (found.pupils, found.net_over_prediction, found.one_way) == (0, 0, 1)
    assert all(
        np.isnan(value)
        for value in (
            found.hit_rate,
            found.hit_low,
            found.mean_band_error,
            found.kappa,
            found.brier,
            found.ranked_probability_score,
            found.net_points,
        )
    )


def test_all_alike_agree_no_better_than_chance_could() -> None:
    found = accuracy([2] * 8, [2] * 8)
    assert np.isnan(found.kappa)
    assert (found.hit_rate, found.hit_high, found.brier) == (1, 1, 0)


def test_kappa_of_full_agreement_and_of_full_disagreement() -> None:
    assert quadratic_weighted_kappa(np.diag([3, 4, 5, 6])) == 1
    assert quadratic_weighted_kappa([[0, 5], [5, 0]]) == near(-1)


def test_points_of_a_calibration_chart() -> None:
    chances = [0.0, 0.05, 0.1, 0.12, 0.18, 0.95, 1.0]
    points = calibration_points(chances, [0, 0, 0, 1, 0, 1, 1])
    assert [(point.forecasts, point.came_true) for point in points] == [(2, 0), (3, 1), (2, 2)]
    assert [point.stated for point in points] == near([0.025, 0.4 / 3, 0.975])
    assert (points[1].observed, points[2].high) == (near(1 / 3), 1)
    assert points[1].low < 1 / 3 < points[1].high


def test_a_calibration_chart_of_nothing_has_no_points() -> None:
    assert calibration_points([], []) == ()


bands = st.integers(MISSING, 3)


@given(st.lists(st.tuples(bands, bands), max_size=60))
def test_the_parts_add_up(pupils: list[tuple[int, int]]) -> None:
    found = accuracy([first for first, _ in pupils], [then for _, then in pupils])
    assert found.hits + found.over + found.under == found.pupils == found.matrix.sum()
    assert found.wrong_up - found.wrong_down == found.net_over_prediction
    assert found.matrix.trace() == found.hits
    if found.pupils:
        assert found.brier == near((found.wrong_up + found.wrong_down) / found.pupils)
        assert 0 <= found.ranked_probability_score <= 1
        assert found.hit_low <= found.hit_rate <= found.hit_high


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=60))
def test_every_forecast_is_in_one_group(stated: list[tuple[float, bool]]) -> None:
    chances, came = [one for one, _ in stated], [one for _, one in stated]
    points = calibration_points(chances, came)
    assert sum(point.forecasts for point in points) == len(stated)
    assert sum(point.came_true for point in points) == sum(came)
    assert all(a.stated < b.stated for a, b in zip(points, points[1:], strict=False))
    if stated:
        weighed = sum(point.forecasts * point.stated for point in points) / len(stated)
        assert weighed == near(float(np.mean(chances)))


def test_brier() -> None:
    assert brier([0.8, 0.3], [True, False]) == near((0.04 + 0.09) / 2)
