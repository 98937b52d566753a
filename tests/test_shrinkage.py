"""Shares drawn towards what schools have in common, against worked numbers."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.intervals import newcombe_paired
from dashboard.shrinkage import FEWEST_FOR_ONE_SPREAD, common_spread, shrunken, with_spread

MET = [9, 14, 24, 22, 19, 41, 38, 61]
PUPILS = [10, 30, 30, 28, 45, 60, 75, 88]


def near(value: object, digits: float = 1e-4) -> object:
    return pytest.approx(value, abs=digits)


def test_eight_schools_with_their_most_likely_spread() -> None:
    a, b = common_spread(MET, PUPILS)
    assert (a, b) == near((9.3176, 5.2518), 2e-3)
    found = with_spread(MET, PUPILS, a, b)
    assert found.share == near([0.7455, 0.5232, 0.7475, 0.7357, 0.4754, 0.6748, 0.5283, 0.6856], 2e-4)
    assert (found.low[0], found.high[0]) == near((0.593, 0.875), 5e-4)
    assert found.weight[0] == near(0.407, 1e-3)


def test_with_few_schools_the_spread_is_averaged_over() -> None:
    """The reference draws 40,000 times; here nothing is drawn."""
    found = shrunken(MET, PUPILS)
    assert found.share[[0, 1, 4]] == near([0.7497, 0.5211, 0.4750], 2e-3)
    assert (found.low[0], found.high[0]) == near((0.5839, 0.9043), 3e-3)
    # It doubts more than one spread would.
    sure = with_spread(MET, PUPILS, *common_spread(MET, PUPILS))
    assert ((found.high - found.low) > (sure.high - sure.low) * 0.99).all()


def test_the_fewer_its_pupils_the_further_a_school_is_drawn() -> None:
    found = shrunken([9, 54, 30, 31], [10, 60, 60, 60])
    assert found.share[0] < found.share[1] < 0.9
    assert found.weight[0] < found.weight[1]


def test_many_schools_a_school_without_pupils_and_none_at_all() -> None:
    many = FEWEST_FOR_ONE_SPREAD
    found = shrunken([20] * many, [30] * many)
    assert found.share == near(np.full(many, 20 / 30), 0.01)
    with_empty = shrunken([*MET, 0], [*PUPILS, 0])
    assert with_empty.share[:8] == near(shrunken(MET, PUPILS).share, 1e-6)
    assert with_empty.weight[8] == 0
    with pytest.raises(ValueError, match="no schools"):
        shrunken([], [])


def test_the_order_of_schools_changes_nothing() -> None:
    found, turned = shrunken(MET, PUPILS), shrunken(MET[::-1], PUPILS[::-1])
    assert turned.share[::-1] == near(found.share, 1e-9)


def test_the_same_pupils_before_and_after() -> None:
    # Airways of 21 children, in Fagerland, Lydersen and Laake 2014: -0.286 (-0.507, -0.026).
    difference, low, high = newcombe_paired(1, 1, 7, 12)
    assert (float(difference), float(low), float(high)) == near((-0.286, -0.507, -0.026), 5e-4)
    # 23 predicted, 20 came: four wrongly up, one wrongly down.
    difference, low, high = newcombe_paired(19, 4, 1, 6)
    assert float(difference) == near(0.1)
    assert low < 0 < high
    assert [float(one) for one in newcombe_paired(10, 0, 0, 10)][0] == 0
    assert np.isnan(newcombe_paired(0, 0, 0, 0)[0])
