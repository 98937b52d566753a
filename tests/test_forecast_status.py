"""Where a forecast stands against a target, and whom its lists name."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.forecast.cohorts import Cohort
from dashboard.forecast.counts import PupilCount, poisson_binomial
from dashboard.forecast.model import CohortForecast, fit, forecast
from dashboard.forecast.pupil_lists import dropped, one_short, pupil_lists
from dashboard.forecast.scales import MISSING
from dashboard.forecast.status import AgainstTarget, Status, against_target
from dashboard.forecast.trust_total import forecast_trust
from dashboard.forecast.variance import Shift
from dashboard.theme import STATUS_LOOKS


def made(chances: list[float], *, missing: int = 0, calibrated: bool = True) -> CohortForecast:
    """A forecast whose pupils are independent, so that the chances of a count are plain to see."""
    return CohortForecast(
        school=1,
        year="2025/26",
        at_least=2,
        count=PupilCount(chances=poisson_binomial(chances)),
        predicted=0,
        without_prediction=np.arange(missing),
        chances=np.array(chances),
        reached=np.array(chances)[:, None],
        shift=Shift(mean=0, variance=0),
        past_cohorts=3,
        calibrated=calibrated,
    )


def of_count(*chances: float) -> CohortForecast:
    """The chance that nobody, one, two … reach the standard, as given."""
    one = made([0.5] * (len(chances) - 1))
    return CohortForecast(**{**one.__dict__, "count": PupilCount(chances=np.array(chances))})


@pytest.mark.parametrize(
    ("chance", "status"),
    [
        (0.80, Status.ON_TRACK),
        (0.75, Status.ON_TRACK),
        (0.74, Status.EITHER_WAY),
        (0.26, Status.EITHER_WAY),
        (0.25, Status.UNLIKELY),
        (0.10, Status.UNLIKELY),
    ],
)
def test_the_chance_of_meeting_the_target_decides(chance: float, status: Status) -> None:
    # Six or eight of eight pupils, and the target is eight: two short where it is missed.
    found = against_target(of_count(0, 0, 0, 0, 0, 0, 1 - chance, 0, chance), 8)
    assert (found.status, found.pupils_needed) == (status, 8)
    assert found.chance == pytest.approx(chance)
    assert found.short == pytest.approx(2 * (1 - chance))


@pytest.mark.parametrize(
    ("chance", "status"), [(0.25, Status.EITHER_WAY), (0.01, Status.EITHER_WAY), (0.0, Status.UNLIKELY)]
)
def test_under_one_pupil_short_is_never_unlikely(chance: float, status: Status) -> None:
    found = against_target(of_count(0, 0, 0, 0, 0, 0, 0, 1 - chance, chance), 8)
    assert found.short == pytest.approx(1 - chance)
    assert found.status is status


@pytest.mark.parametrize(
    ("pupils", "missing", "status", "why"),
    [
        (0, 0, Status.NO_DATA, "no pupils to forecast"),
        (5, 0, Status.TOO_FEW, "fewer than 6 pupils"),
        (5, 5, Status.NO_DATA, "no predictions"),
        (6, 0, Status.ON_TRACK, ""),
        (20, 20, Status.NO_DATA, "no predictions"),
        (20, 3, Status.TOO_FEW, "3 of 20 have no prediction"),
        (20, 2, Status.ON_TRACK, ""),
        (19, 2, Status.TOO_FEW, "2 of 19 have no prediction"),
    ],
)
def test_no_status_without_enough_pupils_and_predictions(
    pupils: int, missing: int, status: Status, why: str
) -> None:
    found = against_target(made([0.9] * pupils, missing=missing), 1)
    assert (found.status, found.why) == (status, why)
    assert (found.chance is None) == bool(why)


def test_without_a_forecast_there_is_no_data() -> None:
    assert against_target(None, 8) == AgainstTarget(
        status=Status.NO_DATA, why="no pupils to forecast", pupils_needed=8
    )


def test_what_is_not_calibrated_says_so() -> None:
    found = against_target(made([0.9] * 10, calibrated=False), 5)
    assert (found.status, found.calibrated) == (Status.ON_TRACK, False)
    assert found.label == "On track (not yet calibrated)"
    assert against_target(made([0.9] * 10), 5).label == "On track"
    assert against_target(made([0.9] * 5, calibrated=False), 5).label == "Too few to say"


def test_a_target_of_nobody_is_met_and_one_of_more_than_all_is_not() -> None:
    assert against_target(made([0.1] * 10), 0).chance == 1
    assert against_target(made([0.9] * 10), 11).status is Status.UNLIKELY


def test_the_trust_is_judged_by_its_own_total() -> None:
    model = fit([])
    schools = [
        Cohort(school=number, year="2025/26", predicted=np.full(4, 2), current=np.full(4, 2))
        for number in range(3)
    ]
    assert against_target(forecast(model, schools[0]), 4).status is Status.TOO_FEW
    found = against_target(forecast_trust(model, schools), 1)
    assert (found.status, found.calibrated) == (Status.ON_TRACK, False)


def test_every_status_has_the_look_of_the_theme() -> None:
    for status in Status:
        assert STATUS_LOOKS[status.look].shape == status.shape
    assert len({status.look for status in Status}) == 4
    assert [status.shape for status in Status] == ["▲", "◆", "▼", "–", "–"]


@given(st.lists(st.floats(0, 1), min_size=6, max_size=40), st.integers(0, 40))
def test_a_higher_target_is_never_a_better_status(chances: list[float], needed: int) -> None:
    order = [Status.ON_TRACK, Status.EITHER_WAY, Status.UNLIKELY]
    one = made(chances)
    lower, higher = against_target(one, needed), against_target(one, needed + 1)
    assert order.index(lower.status) <= order.index(higher.status)


# The lists


def test_whom_the_lists_name() -> None:
    #            chance, predicted, cusp, at risk, hidden chance, below and off the cusp
    pupils = [
        (0.90, 2, False, False, False, False),
        (0.65, 2, True, False, False, False),
        (0.66, 2, False, False, False, False),
        (0.49, 2, True, True, False, False),
        (0.20, 3, False, True, False, False),
        (0.50, 1, True, False, True, False),
        (0.80, 1, False, False, True, False),
        (0.35, 1, True, False, False, False),
        (0.34, 1, False, False, False, True),
        (0.05, 0, False, False, False, True),
        (0.40, MISSING, True, False, False, False),
        (0.90, MISSING, False, False, False, False),
        (0.10, MISSING, False, False, False, False),
    ]
    chances, predicted, cusp, at_risk, hidden, off = zip(*pupils, strict=True)
    found = pupil_lists(chances, predicted)
    assert found.cusp.tolist() == list(cusp)
    assert found.at_risk.tolist() == list(at_risk)
    assert found.hidden_chance.tolist() == list(hidden)
    assert found.below_and_off_the_cusp.tolist() == list(off)


def test_lists_at_greater_depth() -> None:
    found = pupil_lists([0.6, 0.4], [2, 3], at_least=3)
    assert found.hidden_chance.tolist() == [True, False]
    assert found.at_risk.tolist() == [False, True]


def test_who_dropped_since_the_half_term_before() -> None:
    assert dropped([1, 2, 3, MISSING, 1], [2, 2, 2, 3, MISSING]).tolist() == [
        True,
        False,
        False,
        False,
        False,
    ]


def test_whom_one_subject_keeps_from_rwm() -> None:
    chances = [
        (0.9, 0.65, 0.49),  # writing or maths, whichever is last
        (0.3, 0.8, 0.8),
        (0.9, 0.9, 0.5),  # could go either way: the cusp's
        (0.9, 0.6, 0.4),  # two are in doubt
        (0.9, 0.9, 0.9),
        (0.2, 0.9, 0.1),
    ]
    assert one_short(chances).tolist() == [True, True, False, False, False, False]


def test_lists_of_nobody() -> None:
    assert not pupil_lists([], []).cusp.size
    assert not one_short(np.empty((0, 3))).size
