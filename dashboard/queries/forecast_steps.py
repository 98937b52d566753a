"""How a cohort's forecast moved in a half-term, of the pupils who were there both times.

Within a year alone: in Autumn 1 there is no forecast before, in Summer 2 none any more.
"""

from __future__ import annotations

from dashboard.access import Scope, Sight, sight_of
from dashboard.cached import kept
from dashboard.early_warning.of_forecast import ForecastStep
from dashboard.forecast.status import against_target
from dashboard.queries.forecasts import (
    LAST_HALF_TERM,
    EveryonesForecast,
    everyones_forecast,
    scale_of,
)
from dashboard.queries.register import SetTarget, targets
from dashboard.whole_pupils import pupils_needed
from etl.half_terms import HalfTerm
from etl.publish.current import Published


def forecast_steps(
    published: Published, scope: Scope, half_term: HalfTerm, measure: str, year_group: int
) -> dict[int, ForecastStep]:
    """By URN, of the schools that the scope sees whole."""
    subject = scale_of(measure)[0]
    return {
        one.school_urn: one
        for one in everyones_steps(published, half_term, measure, year_group)
        if sight_of(scope, one.school_urn, subject) is Sight.FULL
    }


@kept(48)
def everyones_steps(
    published: Published, half_term: HalfTerm, measure: str, year_group: int
) -> tuple[ForecastStep, ...]:
    """One a school that has both forecasts, before any scope. Never shown as they are."""
    if not 1 < half_term.ordinal <= LAST_HALF_TERM:
        return ()
    before, now = (
        everyones_forecast(published, one, measure, year_group) for one in (half_term.previous, half_term)
    )
    if before is None or now is None:
        return ()
    aims = targets(published, half_term.academic_year)
    return tuple(
        _step(urn, measure, year_group, before, now, aims.get((urn, year_group, measure)))
        for urn in sorted(now.by_school.keys() & before.by_school.keys())
    )


def _step(
    urn: int,
    measure: str,
    year_group: int,
    before: EveryonesForecast,
    now: EveryonesForecast,
    aim: SetTarget | None,
) -> ForecastStep:
    chances = [dict(zip(held.upns[urn], held.by_school[urn].chances, strict=True)) for held in (before, now)]
    stayers = chances[0].keys() & chances[1].keys()
    was, stands = (
        against_target(found, pupils_needed(found.pupils, aim.basis_points)) if aim else None
        for found in (before.by_school[urn], now.by_school[urn])
    )
    return ForecastStep(
        school_urn=urn,
        year_group=year_group,
        measure=measure,
        stayers=len(stayers),
        before=float(sum(chances[0][upn] for upn in stayers)),
        now=float(sum(chances[1][upn] for upn in stayers)),
        was=was,
        stands=stands,
        pupils=now.by_school[urn].pupils,
    )
