"""The forecast against worked numbers, against a second way to work it out, and in its corner cases."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from dashboard.forecast.cohorts import Cohort, PastCohort, nothing_known
from dashboard.forecast.counts import PupilCount, added, poisson_binomial
from dashboard.forecast.model import FEWEST_COHORTS, Model, fit, forecast
from dashboard.forecast.offsets import Offset, offset_of
from dashboard.forecast.scales import (
    BANDS,
    EXPECTED,
    MISSING,
    RWM,
    RWM_HIGHER,
    RWM_MET,
    Scale,
    all_met,
    bands,
    reaching,
    subjects_met,
)
from dashboard.forecast.transition import transition
from dashboard.forecast.trust_total import forecast_trust
from dashboard.forecast.variance import (
    COHORT_SPREADS,
    NOTHING_SEEN,
    PRIOR_COHORT,
    PRIOR_MEAN,
    PRIOR_SCHOOL,
    PRIOR_YEAR,
    SCHOOL_SPREADS,
    YEAR_SPREADS,
    components,
)
from etl.vocabulary import Standard

HIGHER = 3


def near(value: object, digits: float = 1e-6) -> object:
    return pytest.approx(value, abs=digits)


def times(*runs: tuple[int, int]) -> list[int]:
    """(1, 6), (2, 18): six ones, then eighteen twos."""
    return [band for band, pupils in runs for _ in range(pupils)]


def past(school: int, year: str, predicted: list[int], current: list[int], actual: list[int]) -> PastCohort:
    return PastCohort(school=school, year=year, predicted=predicted, current=current, actual=actual)  # type: ignore[arg-type]


def cohort(school: int, predicted: list[int], current: list[int], year: str = "2024/25") -> Cohort:
    return Cohort(school=school, year=year, predicted=predicted, current=current)  # type: ignore[arg-type]


ASH, BEECH, NEW = 0, 1, 99
ASH_PAST = past(
    ASH,
    "2023/24",
    times((1, 6), (2, 18), (3, 6)),
    times((1, 12), (2, 14), (3, 4)),
    times((1, 5), (2, 1), (1, 5), (2, 12), (3, 1), (2, 3), (3, 3)),
)
BEECH_PAST = past(
    BEECH,
    "2023/24",
    times((1, 8), (2, 15), (3, 7)),
    times((1, 14), (2, 12), (3, 4)),
    times((1, 6), (2, 2), (1, 2), (2, 13), (2, 2), (3, 5)),
)
ASH_NOW = cohort(ASH, times((1, 6), (2, 17), (3, 7)), times((1, 13), (2, 13), (3, 4)))


@pytest.fixture(scope="module")
def model() -> Model:
    return fit([ASH_PAST, BEECH_PAST])


# The worked example: two schools' last Year 6, and the next at one of them


def test_what_pupils_predicted_exs_and_judged_wts_came_to() -> None:
    table = transition([ASH_PAST, BEECH_PAST], BANDS)
    assert table.counts[2, 1].tolist() == [0, 7, 5, 0]
    reached = table.reached[2, 1]
    # The chance of PKS is 0.0004, but nobody is taken for that certain.
    assert -np.diff([1, *reached, 0]) == near([0.0004, 0.3928, 0.5787, 0.0270], 1.1e-3)
    assert reached[1:] == near([0.60575, 0.02702], 1e-5)


def test_offsets(model: Model) -> None:
    assert [one.shift for one in model.offsets] == near([-0.51574, 0.25924], 1e-5)


def test_spreads_and_shifts(model: Model) -> None:
    found = model.components
    assert (found.spreads.year, found.spreads.school, found.spreads.cohort) == near(
        (0.1758, 0.2937, 0.2937), 1e-4
    )
    for school, mean, variance in ((ASH, -0.19299, 0.41862), (BEECH, -0.01338, 0.41525)):
        shift = found.shift_of(school)
        assert (shift.mean, shift.variance) == near((mean, variance), 1e-5)
    unseen = found.shift_of(NEW)
    assert (unseen.mean, unseen.variance) == near((-0.09666, 0.56818), 1e-5)


def test_the_forecast_of_the_next_thirty(model: Model) -> None:
    found = forecast(model, ASH_NOW)
    assert found.predicted == 24
    assert found.mean == near(21.1629, 1e-4)
    assert found.likely == (18, 25)
    assert found.nearly_sure == (15, 26)
    assert found.count.at_least(22) == near(0.46313, 1e-5)
    assert found.count.chances.sum() == near(1, 1e-12)
    assert (found.pupils, found.missing, found.past_cohorts) == (30, 0, 1)


def test_the_chances_of_pupils_add_up_to_the_forecast(model: Model) -> None:
    found = forecast(model, ASH_NOW)
    assert found.chances.sum() == near(found.mean, 1e-9)
    assert (found.reached[:, EXPECTED - 1] == found.chances).all()


def test_poisson_binomial() -> None:
    found = poisson_binomial([0.9, 0.8, 0.5, 0.3, 0.1])
    assert found == near([0.0063, 0.0916, 0.3566, 0.3976, 0.1371, 0.0108], 1e-9)


# A second way to the same numbers


@pytest.mark.parametrize("many", [1, 16, 32, 33, 48, 100, 121])
def test_a_large_cohort_is_counted_as_a_small_one(many: int) -> None:
    """One pupil after the other, by hand; the first fails and the last succeeds for certain."""
    draw = np.random.default_rng(many)
    chances = draw.random((3, many))
    chances[:, 0], chances[:, -1] = 0, 1
    for row, found in zip(chances, poisson_binomial(chances), strict=True):
        by_hand = np.ones(1)
        for chance in row:
            by_hand = np.convolve(by_hand, [1 - chance, chance])
        assert found == near(by_hand, 1e-14)


def test_components_as_worked_out_with_the_whole_covariance_matrix() -> None:
    draw = np.random.default_rng(20261125)
    offsets = [
        Offset(
            school=school,
            year=f"202{year}/2{year + 1}",
            shift=float(draw.normal()),
            information=float(draw.uniform(1, 9)),
        )
        for school, year in product(range(5), range(3))
        if (school, year) != (4, 1)
    ]
    shift = np.array([one.shift for one in offsets])
    noise = np.diag([1 / one.information for one in offsets])
    school = np.array([one.school for one in offsets])
    year = np.array([one.year for one in offsets])
    same_school, same_year = school[:, None] == school, year[:, None] == year
    logs, means, variances, shared = [], [], [], []
    for by_school, by_cohort, by_year in product(SCHOOL_SPREADS, COHORT_SPREADS, YEAR_SPREADS):
        whole = PRIOR_MEAN**2 + by_school**2 * same_school + by_year**2 * same_year
        whole = whole + by_cohort**2 * np.eye(len(shift)) + noise
        prior = (
            (by_school / PRIOR_SCHOOL) ** 2 + (by_cohort / PRIOR_COHORT) ** 2 + (by_year / PRIOR_YEAR) ** 2
        )
        logs.append(stats.multivariate_normal(cov=whole).logpdf(shift) - prior / 2)
        # A new cohort of school 0, of school 4, and of an unknown school (no. 9).
        with_new = PRIOR_MEAN**2 + by_school**2 * (np.array([0, 4, 9])[:, None] == school)
        known = with_new @ np.linalg.inv(whole)
        means.append(known @ shift)
        alone = PRIOR_MEAN**2 + by_school**2 + by_cohort**2 + by_year**2
        variances.append(alone - (known * with_new).sum(axis=1))
        mean_alone = np.full(len(shift), PRIOR_MEAN**2)
        shared.append(PRIOR_MEAN**2 - mean_alone @ np.linalg.solve(whole, mean_alone) + by_year**2)
    weight = np.exp(np.array(logs) - max(logs))
    weight /= weight.sum()
    mean = weight @ np.array(means)
    variance = weight @ (np.array(variances) + (np.array(means) - mean) ** 2)
    found = components(offsets)
    assert [found.shift_of(one).mean for one in (0, 4, 9)] == near(list(mean), 1e-9)
    assert [found.shift_of(one).variance for one in (0, 4, 9)] == near(list(variance), 1e-9)
    assert found.shared == near(float(weight @ np.array(shared)), 1e-9)


def test_the_trust_as_counted_by_drawing_it(model: Model) -> None:
    """Forty thousand trusts: one shift that all share, one for each school, then pupil by pupil."""
    schools = [
        ASH_NOW,
        cohort(BEECH, times((1, 5), (2, 20)), times((1, 9), (2, 16))),
        cohort(NEW, [2] * 9, [1] * 9),
    ]
    draw = np.random.default_rng(20261125)
    shared = model.components.shared
    in_common = draw.normal(0, shared**0.5, 40_000)
    total = np.zeros(40_000)
    for one in schools:
        shift = model.components.shift_of(one.school)
        own = shift.mean + in_common + draw.normal(0, (shift.variance - shared) ** 0.5, 40_000)
        table = model.table.of(one)[:, EXPECTED - 1]
        logits = np.log(table / (1 - table))
        chance = 1 / (1 + np.exp(-(logits + own[:, None])))
        total += (draw.random(chance.shape) < chance).sum(axis=1)
    found = forecast_trust(model, schools)
    assert found.mean == near(float(total.mean()), 0.15)
    spread = (found.count.chances @ (np.arange(found.pupils + 1) - found.mean) ** 2) ** 0.5
    assert spread == near(float(total.std()), 0.1)
    assert found.predicted == 24 + 20 + 9


def test_the_trust_is_the_sum_of_its_schools_but_less_sure_than_if_they_were_strangers(model: Model) -> None:
    schools = [replace_school(ASH_NOW, number) for number in range(8)]
    found = forecast_trust(model, schools)
    # What has next to no weight is left out of the trust's sum: not a ten-thousandth of a pupil.
    assert found.mean == near(sum(one.mean for one in found.schools), 1e-4)
    strangers = PupilCount(chances=added([one.count.chances for one in found.schools]))
    assert np.ptp(found.likely) > 1.3 * np.ptp(strangers.interval(0.8))


def replace_school(one: Cohort, school: int) -> Cohort:
    return replace(one, school=school)


def test_a_trust_of_one_school_is_that_school(model: Model) -> None:
    together, alone = forecast_trust(model, [ASH_NOW]), forecast(model, ASH_NOW)
    assert together.count.chances == near(alone.count.chances, 1e-4)
    assert together.likely == alone.likely


# No history


def test_without_history_the_generic_table_stands_and_the_forecast_says_so() -> None:
    first = fit([])
    assert first.components == NOTHING_SEEN
    found = forecast(first, ASH_NOW)
    assert (found.calibrated, found.past_cohorts) == (False, 0)
    assert found.shift.mean == 0
    assert np.ptp(found.likely) > np.ptp(forecast(fit([ASH_PAST, BEECH_PAST]), ASH_NOW).likely)


def test_a_cohort_without_outcomes_is_no_history() -> None:
    nobody = past(ASH, "2022/23", [2, 2, 3], [1, 2, 2], [MISSING] * 3)
    assert fit([nobody]).offsets == fit([]).offsets == ()
    assert fit([nobody, ASH_PAST]).components == fit([ASH_PAST]).components


def test_calibrated_from_six_past_cohorts() -> None:
    many = [replace(ASH_PAST, school=number) for number in range(FEWEST_COHORTS)]
    assert not fit(many[:-1]).calibrated
    assert fit(many).calibrated


def test_a_cohort_that_was_certain_has_no_offset() -> None:
    table = transition([], BANDS)
    assert offset_of(past(ASH, "2022/23", [3], [3], [3]), table) is None
    assert offset_of(past(ASH, "2022/23", [], [], []), table) is None


# Predictions that lack


def test_a_missing_prediction_is_read_from_the_current_judgement(model: Model) -> None:
    some = cohort(ASH, [MISSING, 2, MISSING, 2], [1, 1, 3, MISSING])
    found = forecast(model, some)
    assert (found.missing, found.without_prediction.tolist(), found.predicted) == (2, [0, 2], 2)
    assert found.chances[0] < found.chances[2]
    # Of pupils judged WTS all were seen: predicted WTS, and predicted EXS.
    assert 0.2 < found.chances[0] < found.chances[1]


def test_with_neither_judgement_a_pupil_is_anyone_of_the_trust() -> None:
    table = transition([ASH_PAST, BEECH_PAST], BANDS)
    came = np.bincount(np.concatenate([ASH_PAST.actual, BEECH_PAST.actual]), minlength=4)
    overall = (came + 8 * np.array(BANDS.overall) / 100) / (60 + 8)
    assert table.reached[MISSING, MISSING, EXPECTED - 1] == near(overall[2:].sum())


def test_a_missing_current_judgement_leaves_the_prediction() -> None:
    table = transition([ASH_PAST, BEECH_PAST], BANDS)
    came = np.bincount(
        [band for one in (ASH_PAST, BEECH_PAST) for band in one.actual[one.predicted == 2]], minlength=4
    )
    generic = np.array(BANDS.by_predicted[2])
    expected = (came + 8 * generic / generic.sum()) / (came.sum() + 8)
    assert table.reached[2, MISSING, EXPECTED - 1] == near(expected[2:].sum())


def test_everyone_missing_is_forecast_and_says_so(model: Model) -> None:
    found = forecast(model, cohort(ASH, [MISSING] * 12, [MISSING] * 12))
    assert (found.missing, found.predicted) == (12, 0)
    assert 0 < found.mean < 12
    assert len(set(found.chances)) == 1


# RWM and greater depth


def test_rwm_has_a_model_of_its_own() -> None:
    reading, writing, maths = [2, 2, 1, 3, MISSING], [2, 1, 1, 3, 2], [3, 2, 0, 2, 2]
    predicted = subjects_met(reading, writing, maths)
    assert predicted.tolist() == [3, 2, 0, 3, MISSING]
    assert all_met(reading, writing, maths).tolist() == [1, 0, 0, 1, MISSING]
    assert all_met([MISSING], [1], [2]).tolist() == [0]
    assert subjects_met(reading, writing, maths, at_least=HIGHER).tolist() == [1, 0, 0, 2, MISSING]
    model = fit([], RWM)
    found = forecast(model, cohort(ASH, list(predicted), list(predicted)), RWM_MET)
    assert found.reached.shape == (5, 1)
    assert (found.predicted, found.missing) == (2, 1)
    assert found.chances[2] < found.chances[1] < found.chances[0]


def test_rwm_learns_from_its_own_past() -> None:
    all_three = [3] * 20
    came = times((1, 10), (0, 10))
    model = fit(
        [past(ASH, "2022/23", all_three, all_three, came), past(ASH, "2023/24", all_three, all_three, came)],
        RWM,
    )
    assert forecast(model, cohort(ASH, all_three, all_three), RWM_MET).mean == near(10, 0.5)
    assert forecast(fit([], RWM), cohort(ASH, all_three, all_three), RWM_MET).mean > 15


def test_greater_depth_is_the_same_model_at_another_threshold(model: Model) -> None:
    found = forecast(model, ASH_NOW, HIGHER)
    assert found.predicted == 7
    assert found.mean < forecast(model, ASH_NOW).mean
    assert (found.chances <= forecast(model, ASH_NOW).chances).all()


def test_bands_are_the_ranks_of_judgements() -> None:
    assert bands(["PKS", "WTS", None, "EXS", "GDS", ""]).tolist() == [0, 1, MISSING, 2, 3, MISSING]
    assert (reaching(Standard.EXPECTED), reaching(Standard.HIGHER)) == (EXPECTED, HIGHER)


@pytest.mark.parametrize("scale", [BANDS, RWM, RWM_HIGHER], ids=lambda scale: scale.name)
def test_generic_tables_rise_with_the_judgement(scale: Scale) -> None:
    for rows in (scale.by_predicted, scale.by_current):
        assert {len(row) for row in rows} == {scale.outcomes}
        reached = np.array([np.cumsum(np.array(row[::-1]) / sum(row))[::-1][1:] for row in rows])
        assert (np.diff(reached, axis=0) >= -1e-12).all()


# What is refused


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (cohort(ASH, [4], [1]), "predicted: expected -1 to 3"),
        (cohort(ASH, [2], [-2]), "current: expected -1 to 3"),
        (cohort(ASH, [2], [2], "2023/24"), "2023/24 was asked of a model that has seen 2023/24"),
        (cohort(ASH, [2], [2], "2022/23"), "2022/23 was asked of a model that has seen 2023/24"),
    ],
)
def test_a_forecast_that_cannot_be(model: Model, wrong: Cohort, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        forecast(model, wrong)


@pytest.mark.parametrize("at_least", [0, 4])
def test_a_standard_that_everyone_or_nobody_meets(model: Model, at_least: int) -> None:
    with pytest.raises(ValueError, match="at_least: expected 1 to 3"):
        forecast(model, ASH_NOW, at_least)


def test_an_outcome_outside_the_scale() -> None:
    with pytest.raises(ValueError, match="actual: expected -1 to 1 on the scale rwm"):
        fit([past(ASH, "2023/24", [3], [3], [2])], RWM)


def test_arrays_of_different_lengths() -> None:
    with pytest.raises(ValueError, match="different numbers of pupils"):
        cohort(ASH, [2, 2], [2])


@pytest.mark.parametrize(
    ("schools", "said"),
    [
        ([], "at least one cohort"),
        ([ASH_NOW, ASH_NOW], "one cohort a school"),
        ([ASH_NOW, cohort(BEECH, [2], [2], "2025/26")], "of one year"),
    ],
)
def test_a_trust_that_cannot_be(model: Model, schools: list[Cohort], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        forecast_trust(model, schools)


# Properties

marks = st.integers(MISSING, 3)
pupils = st.lists(st.tuples(marks, marks, marks), max_size=25)


def made(school: int, year: str, held: list[tuple[int, int, int]]) -> PastCohort:
    return past(
        school, year, *(list(column) for column in (zip(*held, strict=True) if held else ([], [], [])))
    )


histories = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from(["2021/22", "2022/23"]), pupils), max_size=5
)


@settings(max_examples=60, deadline=None)
@given(histories, pupils, st.integers(1, 3))
def test_whatever_the_past_a_forecast_is_one(history: list, now: list, at_least: int) -> None:
    model = fit([made(*one) for one in history])
    this = made(1, "2024/25", now)
    found = forecast(model, this, at_least)
    chances = found.count.chances
    assert chances.sum() == near(1, 1e-9)
    assert (chances >= 0).all()
    assert found.pupils == len(now)
    assert ((found.chances > 0) & (found.chances < 1)).all()
    assert (np.diff(found.reached, axis=1) <= 1e-12).all()
    assert found.chances.sum() == near(found.mean, 1e-7)
    low, high = found.likely
    least, most = found.nearly_sure
    assert 0 <= least <= low <= high <= most <= len(now)
    at_leasts = [found.count.at_least(k) for k in range(len(now) + 2)]
    assert at_leasts[0] == near(1, 1e-9)
    assert at_leasts[-1] == 0
    assert all(a >= b for a, b in zip(at_leasts, at_leasts[1:], strict=False))


@settings(max_examples=40, deadline=None)
@given(histories, pupils, st.randoms())
def test_the_order_of_cohorts_and_pupils_and_empty_schools_change_nothing(
    history: list, now: list, chance: object
) -> None:
    cohorts = [made(*one) for one in history]
    mixed = [*cohorts, past(77, "2022/23", [], [], [])]
    shuffled = list(now)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    one = forecast(fit(cohorts), made(1, "2024/25", now))
    other = forecast(fit(mixed), made(1, "2024/25", shuffled))
    assert one.count.chances == near(other.count.chances, 1e-9)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2), st.integers(1, 30), st.sampled_from([1, 2, 3]))
def test_a_better_prediction_is_never_a_worse_chance_without_history(
    band: int, many: int, at_least: int
) -> None:
    first = fit([])
    lower, higher = (
        forecast(first, cohort(5, [one] * many, [band] * many), at_least) for one in (band, band + 1)
    )
    assert lower.mean <= higher.mean


@pytest.mark.parametrize("many", [0, 1])
def test_nobody_and_one(model: Model, many: int) -> None:
    found = forecast(model, cohort(ASH, [2] * many, [2] * many))
    assert len(found.count.chances) == many + 1
    assert found.mean == near(float(found.chances.sum()))
    assert found.count.at_least(1) == near(float(found.chances.sum()))
    assert (found.count.at_least(0), found.nearly_sure[1]) == (near(1), many)


def test_all_alike_in_one_school_over_years() -> None:
    """Everyone was predicted EXS and came to EXS, and so it is foretold."""
    history = [past(ASH, f"20{year}/{year + 1}", [2] * 20, [2] * 20, [2] * 20) for year in (21, 22, 23)]
    found = forecast(fit(history), cohort(ASH, [2] * 20, [2] * 20))
    assert found.mean > 18.5
    assert found.past_cohorts == 3


def test_predictions_that_always_ran_high_are_brought_down() -> None:
    """Two schools predict alike; at one half of those predicted EXS missed it, at the other nobody did."""
    history = [
        past(school, f"20{year}/{year + 1}", [2] * 30, [2] * 30, came)
        for year in (21, 22, 23)
        for school, came in ((ASH, times((1, 15), (2, 15))), (BEECH, times((2, 30))))
    ]
    model = fit(history)
    ash, beech = (forecast(model, cohort(school, [2] * 30, [2] * 30)).mean for school in (ASH, BEECH))
    assert ash < 20
    assert beech > 27


chances_of_pupils = st.lists(st.floats(0, 1), max_size=30)


@settings(deadline=None)
@given(chances_of_pupils)
def test_poisson_binomial_is_a_distribution_with_the_right_mean(chances: list[float]) -> None:
    found = poisson_binomial(chances)
    assert found.sum() == near(1, 1e-12)
    assert np.arange(len(found)) @ found == near(sum(chances), 1e-9)


@settings(deadline=None)
@given(st.integers(0, 40), st.integers(0, 1000))
def test_pupils_with_the_same_chance_are_binomial(many: int, thousandths: int) -> None:
    chance = thousandths / 1000
    assert poisson_binomial([chance] * many) == near(
        stats.binom.pmf(np.arange(many + 1), many, chance), 1e-12
    )


@settings(deadline=None)
@given(st.lists(chances_of_pupils, max_size=5))
def test_a_sum_of_counts_is_the_count_of_all(schools: list[list[float]]) -> None:
    together = added([poisson_binomial(one) for one in schools])
    assert together == near(poisson_binomial([chance for one in schools for chance in one]), 1e-12)


def test_nobodys_judgement_is_missing_for_everyone() -> None:
    assert nothing_known(3).tolist() == [MISSING] * 3
