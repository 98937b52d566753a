"""What a cohort's change is made of, and what a forecast would be if some pupils were certain."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from dashboard.chance import excess_movement_mid_p, mcnemar_mid_p
from dashboard.forecast.backtest import trials
from dashboard.forecast.bounded import if_secured
from dashboard.forecast.cohorts import Cohort, PastCohort
from dashboard.forecast.list_rates import list_rates
from dashboard.forecast.model import fit, forecast
from dashboard.forecast.moves import ordinary_move, out_of_the_ordinary
from dashboard.forecast.scales import MISSING
from dashboard.queries.chances import chance_word
from dashboard.queries.paired_predictions import change_of

EXS, WTS = 2, 1


def predictions(met: dict[str, int]) -> dict[str, int]:
    return {upn: EXS if one else WTS for upn, one in met.items()}


def test_a_change_is_taken_apart_exactly() -> None:
    then = predictions({"a": 1, "b": 1, "c": 0, "d": 1, "e": 0})
    now = predictions({"a": 1, "b": 0, "c": 0, "d": 1, "f": 0, "g": 1})
    change = change_of(then, now, EXS)
    assert change.points == pytest.approx(-10)
    assert change.stayers_points == pytest.approx(-25)
    assert change.leavers_points == pytest.approx(15)
    assert change.joiners_points == pytest.approx(0)
    assert (change.moved_in, change.moved_out, change.down, change.up) == (0, 1, ("b",), ())
    assert (change.stayers, change.left, change.joined) == (4, 1, 2)


marks = some.dictionaries(some.sampled_from("abcdefghijkl"), some.sampled_from([MISSING, 0, 1, 2, 3]))


@given(marks, marks)
def test_the_parts_always_add_up(then: dict[str, int], now: dict[str, int]) -> None:
    change = change_of(then, now, EXS)
    parts = change.stayers_points + change.leavers_points + change.joiners_points
    if change.stayers:
        assert parts == pytest.approx(change.points, abs=1e-9)
    assert change.predicted_both + len(set(then) - set(now)) <= max(len(then), change.predicted_both)
    assert set(change.up).isdisjoint(change.down)
    assert change.moved_in <= len(change.up)
    assert change.moved_out <= len(change.down)
    assert change.stayers + change.joined == len(now)
    assert change.stayers + change.left == len(then)


def test_who_lacks_a_prediction_counts_as_not_meeting_and_as_no_movement() -> None:
    change = change_of({"a": EXS, "b": EXS}, {"a": MISSING, "b": EXS}, EXS)
    assert (change.met_before, change.met_now, change.moved_out, change.down) == (2, 1, 0, ())
    assert change.thin


def test_movement_by_chance() -> None:
    seen = [(1, 7), (0, 4), (0, 5), (2, 9), (5, 5), (0, 0)]
    found = [float(mcnemar_mid_p(into, out)) for into, out in seen]
    assert found == pytest.approx([0.039063, 0.0625, 0.03125, 0.038574, 1, 1], abs=1e-6)
    # 60 in, 60 out in the whole trust, this cohort's own left out.
    assert float(excess_movement_mid_p(1, 7, 59, 53)) == pytest.approx(0.028254, abs=1e-6)


def test_a_forecast_moves_ordinarily_by_a_constant_times_the_root() -> None:
    assert ordinary_move(30) == pytest.approx(1.04, abs=0.01)
    for pupils, least in ((15, 1.5), (30, 2.1), (60, 2.9), (90, 3.6)):
        assert out_of_the_ordinary(20, 20 + least + 0.05, pupils)
        assert not out_of_the_ordinary(20, 20 - least + 0.1, pupils)


def cohort(year: str, predicted: list[int], school: int = 1) -> Cohort:
    marks = np.array(predicted)
    return Cohort(school=school, year=year, predicted=marks, current=np.full(len(marks), MISSING))


def past(year: str, predicted: list[int], actual: list[int], school: int = 1) -> PastCohort:
    one = cohort(year, predicted, school)
    return PastCohort(
        school=school, year=year, predicted=one.predicted, current=one.current, actual=np.array(actual)
    )


KNOWN = [
    past("2023/24", [2, 2, 2, 1, 1, 3, 0, 2], [2, 1, 2, 1, 2, 3, 0, 1]),
    past("2024/25", [2, 2, 1, 1, 1, 3, 3, 2], [2, 2, 1, 1, 1, 3, 2, 1], school=2),
]


@pytest.mark.parametrize("secured", list(product([False, True], repeat=5)))
def test_pupils_made_certain_against_brute_force(secured: tuple[bool, ...]) -> None:
    """Every way in which five pupils can turn out, at every place of the cohort's shift."""
    found = forecast(fit(KNOWN), cohort("2025/26", [2, 1, MISSING, 1, 2]))
    wished = if_secured(found, np.array(secured))
    nodes, weights = np.polynomial.hermite_e.hermegauss(21)
    weights = weights / weights.sum()
    expected = np.zeros(6)
    for node, weight in zip(nodes, weights, strict=True):
        shift = found.shift.mean + np.sqrt(found.shift.variance) * node
        chances = 1 / (1 + np.exp(-(found.ordinary + shift)))
        chances = np.where(secured, 1.0, chances)
        for came in product([0, 1], repeat=5):
            each = [chance if one else 1 - chance for one, chance in zip(came, chances, strict=True)]
            expected[sum(came)] += weight * np.prod(each)
    assert wished.count.chances == pytest.approx(expected, abs=1e-12)
    assert wished.mean == pytest.approx(
        sum(1 if one else chance for one, chance in zip(secured, found.chances, strict=True))
    )
    assert wished.predicted == sum(
        one or face for one, face in zip(secured, [True, False, False, False, True], strict=True)
    )
    if not any(secured):
        assert wished.count.chances == pytest.approx(found.count.chances)


def test_what_lists_came_to_is_counted_from_forecasts_that_did_not_know() -> None:
    known = [
        past(year, [1] * 10 + [2] * 10, [2] * 9 + [1] + [2] * 4 + [1] * 6, school)
        for year in ("2022/23", "2023/24", "2024/25")
        for school in (1, 2, 3, 4)
    ]
    rates = list_rates(trials(known))
    # 10 of each 20 are predicted below, and by the second year they are more likely than not to reach it.
    assert rates.hidden_reached.came == 0.9 * rates.hidden_reached.pupils
    assert rates.hidden_reached.enough
    assert rates.missed_on_the_list.pupils == 8 * 6
    assert rates.missed_on_the_list.came == rates.at_risk_missed.came
    assert not list_rates(trials(known[:2])).hidden_reached.enough


def test_a_chance_has_a_word() -> None:
    assert [chance_word(one) for one in (0.1, 0.34, 0.35, 0.65, 0.66)] == [
        *["unlikely"] * 2,
        *["could go either way"] * 2,
        "likely",
    ]
