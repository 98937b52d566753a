"""Intervals and tests for small numbers, against worked numbers and against other ways to work them out."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from dashboard.chance import (
    Side,
    excess_movement_mid_p,
    false_discovery,
    looks_by_chance,
    mcnemar_mid_p,
    mid_p,
    share_moving_in,
)
from dashboard.intervals import mantel_haenszel, newcombe, smallest_gap_shown, wilson
from dashboard.whole_pupils import (
    basis_points,
    pupils_from_national,
    pupils_needed,
    pupils_short,
    pupils_to_close,
)


def near(value: object, digits: float = 1e-6) -> object:
    return pytest.approx(value, abs=digits)


# Wilson


@pytest.mark.parametrize(
    ("met", "pupils", "confidence", "low", "high"),
    [
        (19, 30, 0.95, 0.455136, 0.781261),
        (19, 30, 0.80, 0.516407, 0.736418),
        (0, 10, 0.95, 0, 0.277533),
        (10, 10, 0.95, 0.722467, 1),
        (7, 10, 0.95, 0.396778, 0.892209),
        (56, 90, 0.95, 0.518998, 0.715440),
        (1, 1, 0.95, 0.206549, 1),
    ],
)
def test_wilson(met: int, pupils: int, confidence: float, low: float, high: float) -> None:
    assert tuple(map(float, wilson(met, pupils, confidence))) == near((low, high))


def test_wilson_of_nobody_is_nothing() -> None:
    low, high = wilson(0, 0)
    assert np.isnan(low)
    assert np.isnan(high)


cohorts = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(cohorts)
def test_wilson_holds_the_share_and_stays_within_bounds(cohort: tuple[int, int]) -> None:
    met, pupils = cohort
    low, high = map(float, wilson(met, pupils))
    assert 0 <= low <= met / pupils <= high <= 1
    if met == 0:
        assert low == 0
    if met == pupils:
        assert high == 1
    # The pupils who did not meet the standard have the mirror image.
    assert tuple(map(float, wilson(pupils - met, pupils))) == near((1 - high, 1 - low), 1e-12)


@given(st.lists(cohorts, min_size=1, max_size=20))
def test_a_list_of_cohorts_is_each_of_them_alone(held: list[tuple[int, int]]) -> None:
    low, high = wilson([met for met, _ in held], [pupils for _, pupils in held])
    for place, (met, pupils) in enumerate(held):
        assert (low[place], high[place]) == tuple(wilson(met, pupils))


# Mid-p against England


@pytest.mark.parametrize(
    ("met", "pupils", "both", "less"),
    [
        (14, 30, 0.092390, 0.046195),
        (13, 30, 0.041090, 0.020545),
        (12, 30, 0.016265, 0.008133),
        (5, 10, 0.452447, 0.226224),
        (3, 10, 0.049938, 0.024969),
        (45, 90, 0.021205, 0.010603),
        (0, 10, 0.000063, 0.000031),
        (10, 10, 0.008393, 0.995804),
    ],
)
def test_mid_p(met: int, pupils: int, both: float, less: float) -> None:
    assert float(mid_p(met, pupils, 0.62)) == near(both)
    assert float(mid_p(met, pupils, 0.62, Side.LESS)) == near(less)
    assert float(mid_p(met, pupils, 0.62, Side.MORE)) == near(1 - less)


@pytest.mark.parametrize(
    ("pupils", "low", "high"),
    [(10, 3, 10), (15, 5, 13), (20, 7, 17), (30, 13, 24), (45, 21, 35), (60, 29, 45), (90, 46, 65)],
)
def test_what_can_be_told_from_62_percent(pupils: int, low: int, high: int) -> None:
    met = np.arange(pupils + 1)
    clear = mid_p(met, pupils, 0.62) < 0.05
    assert max(met[clear & (met / pupils < 0.62)]) == low
    assert min(met[clear & (met / pupils > 0.62)]) == high


# Movement


@pytest.mark.parametrize(
    ("moved_in", "moved_out", "p"),
    [
        (1, 7, 0.039063),
        (0, 4, 0.0625),
        (0, 5, 0.03125),
        (2, 9, 0.038574),
        (5, 5, 1),
        (0, 0, 1),
    ],
)
def test_mcnemar(moved_in: int, moved_out: int, p: float) -> None:
    assert float(mcnemar_mid_p(moved_in, moved_out)) == near(p)


@pytest.mark.parametrize(("moved_in", "moved_out"), [(5, 0), (7, 1), (9, 2), (0, 5)])
def test_the_fewest_crossings_that_can_stand_out(moved_in: int, moved_out: int) -> None:
    assert float(mcnemar_mid_p(moved_in, moved_out)) < 0.05


@pytest.mark.parametrize("crossings", range(5))
def test_fewer_than_five_crossings_never_stand_out(crossings: int) -> None:
    assert all(float(mcnemar_mid_p(into, crossings - into)) > 0.05 for into in range(crossings + 1))


def test_movement_beyond_that_of_the_rest_of_the_trust() -> None:
    assert float(excess_movement_mid_p(1, 7, 59, 53)) == near(0.028254)
    assert float(share_moving_in(59, 53)) == near(0.524590)
    assert float(excess_movement_mid_p(2, 9, 38, 81)) == near(0.309257)


def test_movement_in_a_trust_of_one_school_is_mcnemars() -> None:
    assert float(excess_movement_mid_p(1, 7, 0, 0)) == float(mcnemar_mid_p(1, 7))


# Many at once


def test_how_often_a_movement_is_worth_a_look_by_chance() -> None:
    # Of four crossings none can be. Of eight at even odds 0, 1, 7 or 8 up are: 1 + 8 + 8 + 1 of 256 ways.
    assert looks_by_chance([4, 8], [30, 30], [30, 30]) == near([0, 18 / 256])
    # By itself the odds are even, whatever pupils do elsewhere.
    assert looks_by_chance([8], [0], [0]) == near([18 / 256])
    assert looks_by_chance([], [], []).size == 0


def test_false_discovery() -> None:
    p = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216, 0.222, 0.251, 0.269]
    p += [0.275, 0.34, 0.341, 0.384, 0.569, 0.594, 0.696, 0.762, 0.94, 0.942, 0.975, 0.986]
    q = false_discovery(p)
    assert list(q[:7]) == near([0.025, 0.1, 0.21, 0.21, 0.21, 0.25, 0.264286])
    assert q == near(stats.false_discovery_control(p), 1e-12)


def test_a_small_heatmap() -> None:
    p = mid_p([12, 21, 24, 9, 40, 55], [30, 30, 30, 30, 60, 60], 0.72)
    assert list(p) == near([0.000304, 0.790801, 0.3399, 0.000002, 0.360449, 0.000208])
    assert list(false_discovery(p)) == near([0.000608, 0.790801, 0.432539, 0.000015, 0.432539, 0.000608])


def test_false_discovery_of_nothing() -> None:
    assert false_discovery([]).size == 0


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_false_discovery_is_never_below_its_p_value_and_keeps_their_order(p: list[float]) -> None:
    q = false_discovery(p)
    assert all(q >= np.array(p) - 1e-12)
    assert (np.diff(q[np.argsort(p, kind="stable")]) >= -1e-12).all()


# Gaps


@pytest.mark.parametrize(
    ("ours", "others", "difference", "low", "high", "digits"),
    [
        ((6, 12), (14, 18), -0.277778, -0.557248, 0.059103, 1e-6),
        ((56, 70), (48, 80), 0.2, 0.0524, 0.3339, 1e-4),  # Newcombe's own example
        ((23, 31), (18, 30), 0.1419, -0.0908, 0.3562, 1e-4),
    ],
)
def test_newcombe(
    ours: tuple[int, int],
    others: tuple[int, int],
    difference: float,
    low: float,
    high: float,
    digits: float,
) -> None:
    assert tuple(map(float, newcombe(*ours, *others))) == near((difference, low, high), digits)


@given(cohorts, cohorts)
def test_newcombe_the_other_way_round_is_the_same_the_other_way_round(
    ours: tuple[int, int], others: tuple[int, int]
) -> None:
    difference, low, high = map(float, newcombe(*ours, *others))
    assert -1 <= low <= difference <= high <= 1
    assert tuple(map(float, newcombe(*others, *ours))) == near((-difference, -high, -low), 1e-12)


@pytest.mark.parametrize(
    ("pupils", "others", "points"),
    [(6, 24, 45.8), (9, 21, 36.5), (12, 18, 36.1), (15, 45, 26.7), (20, 70, 23.6)],
)
def test_the_smallest_gap_that_shows(pupils: int, others: int, points: float) -> None:
    assert round(100 * smallest_gap_shown(pupils, others), 1) == points


@pytest.mark.parametrize(("pupils", "others"), [(4, 5), (7, 13), (11, 11), (13, 40)])
def test_the_smallest_gap_is_found_as_by_trying_them_all(pupils: int, others: int) -> None:
    tried = [
        high / others - low / pupils
        for low in range(pupils + 1)
        for high in range(others + 1)
        if newcombe(high, others, low, pupils)[1] > 0 and 0.55 < (low + high) / (pupils + others) < 0.75
    ]
    found = smallest_gap_shown(pupils, others)
    assert found == near(min(tried), 1e-12) if tried else np.isnan(found)


def test_no_gap_shows_without_pupils() -> None:
    assert np.isnan(smallest_gap_shown(0, 20))


def test_the_gap_within_one_school_is_its_own() -> None:
    difference, low, high = mantel_haenszel([6], [12], [14], [18])
    assert difference == near(6 / 12 - 14 / 18, 1e-12)
    assert low < difference < high


def test_the_gap_within_schools_is_not_moved_by_where_pupils_go_to_school() -> None:
    # In each school both groups do alike; the pooled shares differ by 24 points.
    met, pupils = [24, 4], [30, 10]
    met_other, pupils_other = [8, 20], [10, 50]
    assert sum(met) / sum(pupils) - sum(met_other) / sum(pupils_other) > 0.2
    difference, low, high = mantel_haenszel(met, pupils, met_other, pupils_other)
    assert difference == near(0, 1e-12)
    assert low < 0 < high


def test_the_gap_within_schools_is_the_mean_of_their_gaps_by_what_each_can_say() -> None:
    # Weights 10·20/30 and 5·15/20; a school without one of the groups says nothing.
    schools = ([4, 1, 3], [10, 5, 3], [12, 9, 0], [20, 15, 0])
    weights = np.array([10 * 20 / 30, 5 * 15 / 20])
    gaps = np.array([4 / 10 - 12 / 20, 1 / 5 - 9 / 15])
    assert mantel_haenszel(*schools)[0] == near(float((weights * gaps).sum() / weights.sum()), 1e-12)


def test_the_gap_within_schools_without_both_groups_anywhere_is_nothing() -> None:
    assert all(np.isnan(mantel_haenszel([3, 0], [5, 0], [0, 4], [0, 9])))


def test_the_interval_within_schools_holds_the_truth_as_often_as_it_says() -> None:
    draw = np.random.default_rng(20261123)
    pupils, others = np.array([5, 8, 12, 9, 15, 7, 6]), np.array([20, 22, 40, 30, 45, 20, 25])
    share, truth = np.array([0.5, 0.6, 0.7, 0.8, 0.65, 0.55, 0.9]), -0.15
    held = 0
    for _ in range(2000):
        met, met_other = draw.binomial(pupils, share + truth), draw.binomial(others, share)
        _, low, high = mantel_haenszel(met, pupils, met_other, others)
        held += low <= truth <= high
    assert 0.93 <= held / 2000 <= 0.97


# Whole pupils


@pytest.mark.parametrize(
    ("pupils", "target", "needed"),
    [
        (30, 7500, 23),
        (20, 5500, 11),
        (29, 6200, 18),
        (10, 6500, 7),
        (30, 7000, 21),
        (100, 700, 7),
        (0, 7000, 0),
    ],
)
def test_pupils_needed(pupils: int, target: int, needed: int) -> None:
    assert pupils_needed(pupils, target) == needed


@pytest.mark.parametrize(("met", "short"), [(19, 4), (23, 0), (25, -2)])
def test_pupils_short_of_75_percent_of_30(met: int, short: int) -> None:
    assert pupils_short(met, 30, 7500) == short


@pytest.mark.parametrize(
    ("met", "pupils", "national", "whole"),
    [(35, 46, 86, -4), (19, 30, 62, 0), (14, 30, 62, -4), (6, 9, 62, 0), (8, 9, 62, 2)],
)
def test_whole_pupils_from_national(met: int, pupils: int, national: int, whole: int) -> None:
    assert pupils_from_national(met, pupils, basis_points(national)) == whole


@pytest.mark.parametrize(("published", "points"), [(62.1, 6210), (62, 6200), (7, 700), (73.55, 7355)])
def test_basis_points_of_a_published_percentage(published: float, points: int) -> None:
    assert basis_points(published) == points


@pytest.mark.parametrize(
    ("ours", "others", "more"), [((6, 12), (14, 18), 4), ((9, 12), (14, 20), 0), ((0, 5), (0, 9), 0)]
)
def test_pupils_to_close_a_gap(ours: tuple[int, int], others: tuple[int, int], more: int) -> None:
    assert pupils_to_close(*ours, *others) == more


@given(st.integers(0, 120), st.integers(0, 10_000), st.data())
def test_whole_pupils_agree_with_fractions(pupils: int, target: int, data: st.DataObject) -> None:
    met = data.draw(st.integers(0, pupils))
    share = Fraction(target, 10_000)
    needed = pupils_needed(pupils, target)
    assert needed >= pupils * share > needed - 1
    exact = met - pupils * share
    assert pupils_from_national(met, pupils, target) == int(exact)  # int() cuts toward zero


@given(cohorts, cohorts)
def test_with_as_many_more_the_gap_is_closed_and_with_one_fewer_it_is_not(
    ours: tuple[int, int], others: tuple[int, int]
) -> None:
    more = pupils_to_close(*ours, *others)
    level = Fraction(*others)
    assert Fraction(ours[0] + more, ours[1]) >= level
    if more:
        assert Fraction(ours[0] + more - 1, ours[1]) < level


# What must not depend on the company


schools = st.lists(st.tuples(cohorts, cohorts).map(lambda pair: (*pair[0], *pair[1])), min_size=1, max_size=8)


@given(schools, st.randoms())
def test_the_gap_within_schools_does_not_depend_on_their_order_nor_on_empty_ones(held, chance) -> None:  # type: ignore[no-untyped-def]  # what hypothesis draws
    columns = list(zip(*held, strict=True))
    mixed = [*held, (0, 0, 0, 0)]
    chance.shuffle(mixed)
    assert mantel_haenszel(*zip(*mixed, strict=True)) == near(mantel_haenszel(*columns), 1e-12)


# How often chance alone raises a flag


def test_movement_that_is_chance_alone_is_seldom_worth_a_look() -> None:
    draw = np.random.default_rng(20261123)
    # In each of many half-terms eight schools, in which pupils cross alike.
    crossings = draw.integers(0, 13, (4000, 8))
    into = draw.binomial(crossings, 0.45)
    rest_in = into.sum(axis=1, keepdims=True) - into
    rest_out = (crossings - into).sum(axis=1, keepdims=True) - (crossings - into)
    p = excess_movement_mid_p(into, crossings - into, rest_in, rest_out)
    assert (p < 0.05).mean() <= 0.05


def test_a_heatmap_of_schools_at_englands_level_raises_about_one_flag_in_twenty() -> None:
    draw = np.random.default_rng(20261123)
    pupils = draw.integers(12, 91, (300, 144))
    p = mid_p(draw.binomial(pupils, 0.62), pupils, 0.62)
    assert 0.035 <= (p < 0.05).mean() <= 0.055
    flagged = [(false_discovery(one) <= 0.10).any() for one in p]
    assert np.mean(flagged) <= 0.12
