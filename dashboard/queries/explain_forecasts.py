"""“Explain this number” of a forecast: its pupils by prediction, what was learnt from, its steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from dashboard.access import AccessDenied, Action, Scope, Sight, check_can, refusal, sight_of
from dashboard.explainable import Number
from dashboard.forecast.counts import Floats
from dashboard.forecast.model import NODES, WEIGHTS, CohortForecast, Model
from dashboard.forecast.scales import MISSING, Ints
from dashboard.forecast.track_record import trust_record
from dashboard.queries.explain import Behind, behind
from dashboard.queries.forecasts import (
    EveryonesForecast,
    Forecasts,
    PlaceForecast,
    everyones_forecast,
    forecasts,
    scale_of,
)
from dashboard.queries.foretold import past_and_present
from etl.errors import TrustDataError
from etl.half_terms import HalfTerm
from etl.publish.current import Published
from etl.vocabulary import RWM


@dataclass(frozen=True, kw_only=True)
class Predicted:
    """The cohort's pupils of one prediction (of RWM: so many subjects predicted to meet the standard).

    `expected` of them are forecast to reach it. The past pupils are the trust's, of earlier years: None for
    whoever does not see the whole trust.
    """

    prediction: int  # MISSING: none
    pupils: int
    meets: bool  # at face value
    expected: float
    past_pupils: int | None
    past_reached: int | None


@dataclass(frozen=True, kw_only=True)
class Steps:
    """The forecast step by step, each in pupils of the cohort."""

    face_value: int
    by_hit_rate: float  # as pupils with such marks came to it in an ordinary cohort
    with_offset: float  # and with what the school's own past says, drawn towards the others'
    with_luck: float  # and averaged over the luck that year, school and cohort may have
    forecast: float  # and no more than any of its subjects
    offset_alone: float | None  # what its own past alone would add to `by_hit_rate`; None: it has none


@dataclass(frozen=True, kw_only=True)
class Luck:
    """By how many pupils an ordinary year's tests, school and cohort move such a forecast, either way."""

    year: float
    school: float
    cohort: float


@dataclass(frozen=True, kw_only=True)
class ForecastExplanation:
    """What stands behind a forecast. `steps` is None where how right a school's teachers were is not told."""

    place: PlaceForecast
    held: Forecasts
    subject: str
    predicted: tuple[Predicted, ...]
    by_current: int  # of those without a prediction, forecast by their current judgement
    as_anyone: int  # and those with neither
    past_pupils: int
    past_cohorts: int
    own_cohorts: int | None  # of a school; None: not told, or the trust
    steps: Steps | None
    past_left_out: int  # past pupils of a school whose predictions are not told by themselves
    luck: Luck
    behind: Behind


def explain_forecast(published: Published, scope: Scope, number: Number) -> ForecastExplanation:
    """What stands behind a forecast.

    Raises AccessDenied where the scope may not see it, TrustDataError where there is none.
    """
    if number.half_term is None or not number.of_one_cohort:
        raise TrustDataError("There is no such forecast.")
    check_can(scope, Action.SEE_FORECASTS, number.school)
    half_term, year_group = number.half_term, number.year_group or 6
    subject = scale_of(number.measure)[0]
    if sight_of(scope, number.school, subject) is not Sight.FULL:
        raise AccessDenied(refusal(scope, Action.SEE_FORECASTS, number.school))
    held = forecasts(published, scope, half_term, number.measure, year_group)
    place = next((one for one in held.places if one.school_urn == number.school), None) if held else None
    found = everyones_forecast(published, half_term, number.measure, year_group)
    if held is None or place is None or found is None:
        raise TrustDataError("There is no such forecast.")
    cohorts = _cohorts(found, number.school)
    marks = _marks(published, half_term, number.measure, year_group, [one.school for one in cohorts])
    left_out = trust_record(found.model, cohorts[0].at_least)[1]
    told = place.record is not None and (place.record.enough or not place.record.cohorts)
    return ForecastExplanation(
        place=place,
        held=held,
        subject=subject,
        predicted=_by_prediction(found.model, cohorts, marks, whole=sight_of(scope, None) is Sight.FULL),
        by_current=sum(int(((mark == MISSING) & (now != MISSING)).sum()) for mark, now in marks),
        as_anyone=sum(int(((mark == MISSING) & (now == MISSING)).sum()) for mark, now in marks),
        past_pupils=sum(one.pupils for one in found.model.past),
        past_cohorts=len(found.model.past),
        own_cohorts=cohorts[0].past_cohorts if told and number.school is not None else None,
        steps=_steps(found.model, cohorts, place, alone=number.school is not None) if told else None,
        past_left_out=sum(one.pupils for one in found.model.past if one.school in left_out),
        luck=_luck(found.model, cohorts),
        behind=behind(published, half_term, tuple(one.school for one in cohorts), inside=True),
    )


def _cohorts(found: EveryonesForecast, school: int | None) -> list[CohortForecast]:
    return list(found.by_school.values()) if school is None else [found.by_school[school]]


def _marks(
    published: Published, half_term: HalfTerm, measure: str, year_group: int, schools: Sequence[int]
) -> list[tuple[Ints, Ints]]:
    """By school in the order given: what each pupil is predicted, and is judged now."""
    subject, standard, _, _ = scale_of(measure)
    _, present = past_and_present(published, half_term, year_group)
    by_school = {one.school: one.cohort(subject, standard) for one in present}
    return [(by_school[urn].predicted, by_school[urn].current) for urn in schools]


def _by_prediction(
    model: Model, cohorts: Sequence[CohortForecast], marks: Sequence[tuple[Ints, Ints]], *, whole: bool
) -> tuple[Predicted, ...]:
    """The highest prediction first, those without one last."""
    predictions = np.concatenate([mark for mark, _ in marks])
    chances = np.concatenate([one.chances for one in cohorts])
    meets = np.concatenate([one.face_value for one in cohorts])
    at_least = cohorts[0].at_least
    # A school that is not told by itself is left out, as in the trust's record.
    left_out = trust_record(model, at_least)[1]
    past = [one for one in model.past if one.school not in left_out]
    made = []
    for prediction in (*range(len(model.scale.by_predicted) - 1, -1, -1), MISSING):
        these = predictions == prediction
        seen = [one.actual[one.predicted == prediction] for one in past]
        if these.any():
            made.append(
                Predicted(
                    prediction=prediction,
                    pupils=int(these.sum()),
                    meets=bool(meets[these].any()),
                    expected=float(chances[these].sum()),
                    past_pupils=sum(len(one) for one in seen) if whole else None,
                    past_reached=sum(int((one >= at_least).sum()) for one in seen) if whole else None,
                )
            )
    return tuple(made)


def _steps(model: Model, cohorts: Sequence[CohortForecast], place: PlaceForecast, *, alone: bool) -> Steps:
    by_hit_rate = sum(_shifted(one, 0.0) for one in cohorts)
    own = [one for one in model.offsets if alone and one.school == cohorts[0].school]
    weights = [one.information for one in own]
    offset_alone = None
    if own:
        shift = float(np.average([one.shift for one in own], weights=weights))
        offset_alone = _shifted(cohorts[0], shift) - by_hit_rate
    return Steps(
        face_value=place.forecast.predicted,
        by_hit_rate=by_hit_rate,
        with_offset=sum(_shifted(one, one.shift.mean) for one in cohorts),
        with_luck=sum(_averaged(one) for one in cohorts),
        forecast=place.forecast.mean,
        offset_alone=offset_alone,
    )


def _shifted(one: CohortForecast, shift: float) -> float:
    return float(expit(one.ordinary + shift).sum())


def _averaged(one: CohortForecast) -> float:
    shifts: Floats = one.shift.mean + np.sqrt(one.shift.variance) * NODES
    return float(WEIGHTS @ expit(one.ordinary + shifts[:, None]).sum(axis=1))


def _luck(model: Model, cohorts: Sequence[CohortForecast]) -> Luck:
    spreads = model.components.spreads
    return Luck(
        year=_either_way(cohorts, spreads.year),
        school=_either_way(cohorts, spreads.school),
        cohort=_either_way(cohorts, spreads.cohort),
    )


def _either_way(cohorts: Sequence[CohortForecast], spread: float) -> float:
    return (
        sum(
            _shifted(one, one.shift.mean + spread) - _shifted(one, one.shift.mean - spread) for one in cohorts
        )
        / 2
    )


def is_of_subjects(explanation: ForecastExplanation) -> bool:
    """Whether a prediction is how many subjects are predicted to meet the standard."""
    return explanation.subject == RWM
