"""Alerts from counts: what is raised, in which words, and how often chance alone would raise it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dashboard.chance import beside_the_rest
from dashboard.early_warning import kinds
from dashboard.early_warning.alerts import Alerts, Firmness, by_chance, few, in_order
from dashboard.early_warning.cusum import LIMIT, cusum
from dashboard.early_warning.of_data import PredictionCell, data_alerts
from dashboard.early_warning.of_forecast import ForecastStep, forecast_alerts, forecast_comparisons
from dashboard.early_warning.of_movement import MovedCohort, movement_alerts, movement_comparisons
from dashboard.figures import Movement
from dashboard.forecast.status import AgainstTarget, Status
from etl.half_terms import HalfTerm
from etl.vocabulary import Judgement, Subject

OAKFIELD, ELM_GROVE = 910001, 910002
NAMES = {OAKFIELD: "Oakfield", ELM_GROVE: "Elm Grove"}
SPRING_1 = HalfTerm(2025, 3)


def cell(**changed: object) -> PredictionCell:
    usual = PredictionCell(
        school_urn=OAKFIELD,
        year_group=6,
        subject=Subject.READING,
        on_roll=30,
        said_why=0,
        bands={Judgement.PKS: 1, Judgement.WTS: 6, Judgement.EXS: 17, Judgement.GDS: 6},
        twice=30,
        jumps=0,
        thrice=30,
        unchanged=25,
    )
    return replace(usual, **changed)  # type: ignore[arg-type]


def bands(wts: int, exs: int) -> dict[Judgement, int]:
    return {Judgement.PKS: 0, Judgement.WTS: wts, Judgement.EXS: exs, Judgement.GDS: 0}


@pytest.mark.parametrize(
    ("changed", "kind", "sentence"),
    [
        (
            {"bands": bands(5, 10)},
            kinds.MISSING,
            "Year 6 at Oakfield: 15 of 30 have no prediction in reading.",
        ),
        ({"bands": bands(5, 22)}, None, ""),  # three of thirty are one in ten
        ({"bands": bands(5, 10), "said_why": 15}, None, ""),  # absent, and the school said so
        ({"on_roll": 8, "bands": bands(2, 5), "thrice": 7, "twice": 7, "unchanged": 5}, None, ""),
        (
            {"bands": bands(0, 30)},
            kinds.ALIKE,
            "Year 6 at Oakfield: all 30 are predicted expected in reading.",
        ),
        ({"bands": bands(2, 28)}, None, ""),  # 93 %
        (
            {"unchanged": 30},
            kinds.UNCHANGED,
            "Year 6 at Oakfield: not one of 30 predictions in reading has changed since Autumn 1.",
        ),
        (
            {"jumps": 3},
            kinds.JUMPS,
            "Year 6 at Oakfield: the predictions of 3 pupils in reading moved two bands or more since "
            "Autumn 2.",
        ),
        ({"jumps": 1}, None, ""),
    ],
)
def test_doubts_about_the_data(changed: dict[str, object], kind: object, sentence: str) -> None:
    found = data_alerts([cell(**changed)], NAMES, SPRING_1, 11)
    assert [(one.kind, one.sentence) for one in found] == ([(kind, sentence)] if kind else [])
    assert all(one.firmness is Firmness.CHECK for one in found)


def test_the_trusts_own_threshold_is_what_is_kept_to_and_what_is_said() -> None:
    alike = [cell(on_roll=9, bands=bands(0, 9), thrice=9, twice=9, unchanged=5)]
    assert [len(data_alerts(alike, NAMES, SPRING_1, fewest)) for fewest in (9, 10, 11)] == [1, 0, 0]
    assert kinds.ALIKE.told_from(9) == "more than 95\N{NO-BREAK SPACE}% of 9 pupils or more in one band"
    assert all(kind.told_from(11) for kind in kinds.KINDS)


def test_a_school_is_told_once_of_each_kind() -> None:
    missing = {"bands": bands(5, 10)}
    (one,) = data_alerts(
        [
            cell(**missing),
            cell(subject=Subject.MATHS, **missing),
            cell(year_group=4, on_roll=18, **missing),
            cell(school_urn=ELM_GROVE, bands=bands(0, 0)),  # no predictions at all: the drop says so
        ],
        NAMES,
        SPRING_1,
        11,
    )
    assert one.sentence == "Year 6 at Oakfield: 15 of 30 have no prediction in reading and maths."
    assert one.why.startswith("Likewise in Year 4 (reading). ")


def moved(into: int, out: int, *, rest: tuple[int, int] = (30, 30), look: bool, firm: bool) -> MovedCohort:
    return MovedCohort(
        school_urn=OAKFIELD,
        year_group=4,
        measure="writing_expected",
        movement=Movement(
            since=HalfTerm(2025, 2),
            stayers=29,
            met_before=20,
            met_now=20 + into - out,
            moved_in=into,
            moved_out=out,
            more_than_noise=False,
            p_value=0.03,
            worth_a_look=look,
            stands_out=firm,
            beside_rest=rest != (0, 0),
        ),
        rest_in=rest[0],
        rest_out=rest[1],
        met=23 + into - out,
        on_roll=33,
    )


def test_a_movement_says_how_many_and_beside_whom() -> None:
    (one,) = movement_alerts([moved(1, 8, look=True, firm=True)], NAMES)
    assert one.sentence == (
        "Writing in Year 4 at Oakfield: 16 of 33 predicted to be at expected, 7 fewer than in Autumn 2 among "
        "the 29 who were there both times."
    )
    (whole,) = movement_alerts([replace(moved(1, 8, look=True, firm=True), on_roll=29, met=13)], NAMES)
    assert whole.sentence.endswith("13 of 29 predicted to be at expected, 7 fewer than in Autumn 2.")
    # What pupils of other schools did is for those who see the whole trust.
    assert one.why == (
        "1 pupil moved up to the standard and 8 down from it. Set beside the rest of the trust. More than "
        "chance among all that were looked at."
    )
    assert one.trust_why == (
        "1 pupil moved up to the standard and 8 down from it. In the rest of the trust's Year 4, 30 of the "
        "60 pupils who moved across it moved up. More than chance among all that were looked at."
    )
    assert (one.firmness, one.good) == (Firmness.FIRM, False)
    # Where there is no rest of the trust to speak of, it says so.
    (alone,) = movement_alerts([moved(1, 8, rest=(0, 0), look=True, firm=True)], NAMES)
    assert alone.why == (
        "1 pupil moved up to the standard and 8 down from it. Judged by itself. More than chance among all "
        "that were looked at."
    )
    assert "Judged by itself: in fewer than two other schools did pupils move" in alone.trust_why
    (up,) = movement_alerts([moved(7, 0, look=True, firm=False)], NAMES)
    assert (up.firmness, up.good) == (Firmness.LOOK, True)
    assert up.why.startswith("7 pupils moved up to the standard. Set beside")
    assert movement_alerts([moved(3, 4, look=False, firm=False)], NAMES) == []


@pytest.mark.parametrize(("into", "out"), [(0, 4), (4, 0), (2, 2)])
def test_fewer_than_five_crossings_are_never_flagged(into: int, out: int) -> None:
    for rest in ((0, 100), (50, 50), (100, 0)):
        _, look, alert = beside_the_rest([into], [out], [rest[0]], [rest[1]])
        assert not look.any()
        assert not alert.any()


def held(status: Status, chance: float | None) -> AgainstTarget:
    return AgainstTarget(status=status, pupils_needed=24, chance=chance)


STEP = ForecastStep(
    school_urn=OAKFIELD, year_group=6, measure="maths_expected", stayers=30, before=20, now=20
)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"now": 22.0}, ""),
        ({"now": 22.1}, "rose from 20.0 to 22.1 since Autumn 2"),
        ({"now": 17.9}, "fell from 20.0 to 17.9 since Autumn 2"),
        ({"was": held(Status.ON_TRACK, 0.9), "stands": held(Status.EITHER_WAY, 0.7)}, ""),  # hardly moved
    ],
)
def test_forecasts(changed: dict[str, object], told: str) -> None:
    step = replace(STEP, pupils=30, **changed)  # type: ignore[arg-type]
    found = list(forecast_alerts([step], NAMES, SPRING_1))
    assert len(found) == bool(told)
    assert all(told in one.sentence for one in found)
    assert [one.look for one in forecast_comparisons([step])] == [bool(told)]


@pytest.mark.parametrize(
    ("was", "stands", "told"),
    [
        (
            held(Status.ON_TRACK, 0.9),
            held(Status.EITHER_WAY, 0.7),
            "The target (24 of 30) was on track; now it could go either way. Nineteen",
        ),
        (
            held(Status.EITHER_WAY, 0.4),
            held(Status.UNLIKELY, 0.2),
            "The target (24 of 30) could have gone either way; now it is unlikely as things stand. Nineteen",
        ),
        (held(Status.ON_TRACK, 0.9), held(Status.ON_TRACK, 0.8), "Nineteen"),
        (held(Status.TOO_FEW, None), held(Status.ON_TRACK, 0.8), "Nineteen"),
        (None, None, "Nineteen"),
    ],
)
def test_what_became_of_the_target(
    was: AgainstTarget | None, stands: AgainstTarget | None, told: str
) -> None:
    step = replace(STEP, now=15.0, pupils=30, was=was, stands=stands)
    (one,) = forecast_alerts([step], NAMES, SPRING_1)
    assert one.why.startswith(told)


def test_the_counter_says_what_chance_alone_would_give() -> None:
    cohorts = [moved(1, 8, look=True, firm=True), *[moved(4, 4, look=False, firm=False)] * 59]
    made = movement_comparisons(cohorts)
    found = movement_alerts(cohorts, NAMES)
    held = Alerts(half_term=SPRING_1, alerts=tuple(found), comparisons=tuple(made), not_looked_at=())
    looks, firms = by_chance(made)
    # Of eight crossings at even odds 0, 1, 7 or 8 up are worth a look: 18 of 256 ways; of nine 20 of 512.
    assert looks == pytest.approx(59 * 18 / 256 + 20 / 512, rel=1e-6)
    assert firms < 0.2
    assert held.summary.startswith(
        "60 comparisons were made. By chance alone about 4 would be worth a look, and "
    )
    assert held.summary.endswith("; 1 is worth a look, and more than chance.")
    assert replace(held, alerts=()).summary.endswith(
        "0 of them are listed: reading, writing and maths together is left out where one of its subjects is "
        "named at least as firmly."
    )
    assert held.of_schools([ELM_GROVE]).summary.startswith("No comparison could be made")


def test_the_order_and_the_few() -> None:
    data = data_alerts([cell(bands=bands(5, 10))], NAMES, SPRING_1, 11)
    firm = movement_alerts([moved(1, 8, look=True, firm=True)], NAMES)
    rwm = [replace(firm[0], measure="rwm_expected"), replace(firm[0], measure="rwm_expected", year_group=2)]
    look = list(forecast_alerts([replace(STEP, now=10.0)], NAMES, SPRING_1))
    found = in_order([*look, *rwm, *firm, *data])
    # RWM is left out where one of its subjects says the same.
    assert [(one.kind.id, one.year_group) for one in found] == [
        ("missing", 6),
        ("moved", 2),
        ("moved", 4),
        ("forecast_moved", 6),
    ]
    assert len(few(found, 2)) == 2
    # One that is firmer than its subject is never left out for it.
    mild = replace(firm[0], firmness=Firmness.LOOK)
    assert {one.measure for one in in_order([rwm[0], mild])} == {"rwm_expected", "writing_expected"}
    assert sorted(one.rank for one in kinds.KINDS) == list(range(1, len(kinds.KINDS) + 1))
    assert max(one.rank for one in kinds.KINDS if one.about_data) < min(
        one.rank for one in kinds.KINDS if not one.about_data
    )


def test_false_alarms_where_nothing_is_wrong() -> None:
    """Cohorts of 15 to 90 whose pupils cross at the trust's own odds: at most one in twenty is flagged."""
    chance = np.random.default_rng(7)
    looks = alerts = cells = 0
    for _ in range(200):
        crossings = chance.binomial(chance.integers(15, 91, 60), 0.15)
        odds = chance.uniform(0.3, 0.6)
        into = chance.binomial(crossings, odds)
        out = crossings - into
        _, look, alert = beside_the_rest(into, out, into.sum() - into, out.sum() - out)
        looks, alerts, cells = looks + look.sum(), alerts + alert.sum(), cells + 60
    assert looks / cells <= 0.05
    assert alerts / cells <= 0.005
    assert looks > 0


def runs(limit: float, shift: float, steps: int, trials: int = 4000) -> np.ndarray:
    """At which step the sum for results under their forecasts first reaches the limit; `steps` if never."""
    z = np.random.default_rng(11).normal(-shift, 1, (trials, steps))
    over = cusum(z).below >= limit
    return np.where(over.any(axis=1), over.argmax(axis=1) + 1, steps + 1)


@pytest.mark.parametrize(
    ("limit", "alarms_in_15", "steps_to_catch", "steps_between"),
    [(LIMIT, 0.031, 8.5, 339), (3, 0.099, 6.4, 117)],
)
def test_the_running_sum_keeps_its_promises(
    limit: float, alarms_in_15: float, steps_to_catch: float, steps_between: float
) -> None:
    assert (runs(limit, 0, 15, 20_000) <= 15).mean() == pytest.approx(alarms_in_15, abs=0.006)
    assert runs(limit, 1, 80).mean() == pytest.approx(steps_to_catch, abs=0.3)
    assert runs(limit, 0, 3000, 1200).mean() == pytest.approx(steps_between, rel=0.1)


def test_the_running_sum_step_by_step() -> None:
    found = cusum([-1.5, -2.0, 0.0, -2.5, 3.0])
    assert found.below.tolist() == [1.0, 2.5, 2.0, 4.0, 0.5]
    assert found.above.tolist() == [0.0, 0.0, 0.0, 0.0, 2.5]
    assert not found.came_in_low  # it had, and came back
    assert cusum([-1.5, -2.0, 0.0, -2.5]).came_in_low
    assert not cusum([]).came_in_low
