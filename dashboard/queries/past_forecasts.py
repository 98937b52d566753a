"""Pupils' chances as they would have been forecast in earlier years, and whether they came true.

Each past year is foretold from the years before it alone. Predictions at face value stand beside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard.access import Action, Scope, Sight, can, check_can, sight_of
from dashboard.cached import kept
from dashboard.forecast.accuracy import (
    TENTHS,
    CalibrationPoint,
    at_face_value,
    calibration_points,
    ranked_probability_scores,
)
from dashboard.forecast.backtest import Trial
from dashboard.forecast.model import predicted_to_reach
from dashboard.forecast.pooled import YEARS_POOLED
from dashboard.forecast.scales import MISSING, Scale
from dashboard.queries.forecasts import past_trials, scale_of
from dashboard.queries.foretold import foretold
from etl.publish.current import Published

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

# Of fewer pupils who were told about the same chance it is not said how many of them made it.
FEWEST = 6
# With fewer pupils the chances are put together in fifths: tenths would each hold a handful.
FEWEST_FOR_TENTHS = 300
FIFTHS = tuple(edge / 5 for edge in range(6))


@dataclass(frozen=True, kw_only=True, eq=False)
class PastForecast:
    """One past cohort: an entry a pupil in every array. Pupils without an outcome are left out.

    The scores are ranked probability scores, 0 best; that of a face value is NaN without a prediction.
    """

    school_urn: int
    year: str
    chances: Floats  # of reaching the standard, as forecast
    came_true: Flags
    predicted: Flags  # to reach it, at face value
    has_prediction: Flags
    score: Floats
    score_at_face_value: Floats
    standardised: float  # the result less its forecast, in standard deviations of the forecast


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """How often stated chances came true, over cohorts and years; scores are means, NaN of nobody."""

    pupils: int
    cohorts: int
    years: tuple[str, ...]
    points: tuple[CalibrationPoint, ...]
    left_out: int  # pupils in groups of under six
    predicted_to_meet: CalibrationPoint | None  # at face value
    predicted_below: CalibrationPoint | None
    score: float
    score_at_face_value: float | None  # as the two before, None where it would be of one teacher


def calibration(
    published: Published, scope: Scope, ordinal: int, measure: str, year_group: int = 6
) -> Calibration | None:
    """Of all schools that the scope may see; None where no past forecast can be held against an outcome.

    Of a single school with fewer than three such years nothing is told at face value: it would be of a class
    or two. Raises AccessDenied for whoever may see it nowhere, TrustDataError for what is not forecast.
    """
    seen = forecasts_seen(published, scope, ordinal, measure, year_group)
    return _calibration(seen) if seen else None


def forecasts_seen(
    published: Published, scope: Scope, ordinal: int, measure: str, year_group: int
) -> list[PastForecast]:
    """Those that a calibration is made from. Raises as it does."""
    check_can(scope, Action.SEE_LEDGER)
    subject = scale_of(measure)[0]
    return [
        one
        for one in past_forecasts(published, ordinal, measure, year_group)
        if can(scope, Action.SEE_LEDGER, one.school_urn)
        and sight_of(scope, one.school_urn, subject) is Sight.FULL
    ]


def _calibration(held: Sequence[PastForecast]) -> Calibration:
    chances = np.concatenate([one.chances for one in held])
    came_true = np.concatenate([one.came_true for one in held])
    predicted = np.concatenate([one.predicted for one in held])
    has = np.concatenate([one.has_prediction for one in held])
    groups = TENTHS if len(chances) >= FEWEST_FOR_TENTHS else FIFTHS
    points = calibration_points(chances, came_true, groups)
    shown = tuple(one for one in points if one.forecasts >= FEWEST)
    score, at_face = (
        np.concatenate([getattr(one, name) for one in held])[has] for name in ("score", "score_at_face_value")
    )
    told = len({one.school_urn for one in held}) > 1 or len({one.year for one in held}) >= YEARS_POOLED
    return Calibration(
        pupils=len(chances),
        cohorts=len(held),
        years=tuple(sorted({one.year for one in held})),
        points=shown,
        left_out=sum(one.forecasts for one in points) - sum(one.forecasts for one in shown),
        predicted_to_meet=_face_value(came_true[has & predicted], 1.0) if told else None,
        predicted_below=_face_value(came_true[has & ~predicted], 0.0) if told else None,
        score=float(score.mean()) if score.size else float("nan"),
        score_at_face_value=float(at_face.mean()) if told and at_face.size else None,
    )


def _face_value(came_true: Flags, stated: float) -> CalibrationPoint | None:
    if len(came_true) < FEWEST:
        return None
    (point,) = calibration_points(np.full(len(came_true), stated), came_true)
    return point


@kept(48)
def past_forecasts(
    published: Published, ordinal: int, measure: str, year_group: int
) -> tuple[PastForecast, ...]:
    """Everyone's, before any scope: every predicted cohort of every year but the first. Never shown as is."""
    _, _, scale, at_least = scale_of(measure)
    known = [one for one in foretold(published, ordinal, year_group) if one.has_outcomes]
    return tuple(_past_forecast(one, scale, at_least) for one in past_trials(known, measure))


def _past_forecast(trial: Trial, scale: Scale, at_least: int) -> PastForecast:
    cohort = trial.cohort
    predicted = predicted_to_reach(scale, cohort, at_least)
    has = cohort.predicted != MISSING
    face = at_face_value(scale.says(cohort.predicted), scale.outcomes)
    count = trial.forecast.count
    return PastForecast(
        school_urn=cohort.school,
        year=cohort.year,
        chances=trial.forecast.chances,
        came_true=cohort.actual >= at_least,
        predicted=predicted,
        has_prediction=has,
        score=ranked_probability_scores(trial.forecast.reached, cohort.actual),
        score_at_face_value=np.where(has, ranked_probability_scores(face, cohort.actual), np.nan),
        standardised=(trial.reached - count.mean) / count.deviation if count.deviation else 0.0,
    )
