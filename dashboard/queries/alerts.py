"""A half-term's alerts as a scope sees them: worked out for the whole trust, kept, the scope applied after.

For the trust's leaders, and of their own school for its staff. All are about predictions: the half-term's
return is made of them. Whoever sees a school from outside is told nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import wording
from dashboard.access import Action, Scope, Sight, can, check_can, sight_of
from dashboard.cached import kept
from dashboard.early_warning.alerts import Alerts, NotLookedAt, in_order
from dashboard.early_warning.of_data import PredictionCell, data_alerts
from dashboard.early_warning.of_forecast import (
    ForecastStep,
    forecast_alerts,
    forecast_comparisons,
)
from dashboard.early_warning.of_movement import MovedCohort, movement_alerts, movement_comparisons
from dashboard.formats import listed, pupils
from dashboard.queries.forecast_steps import everyones_steps
from dashboard.queries.moved_cohorts import moved_cohorts
from dashboard.queries.movement import Movements, movements
from dashboard.queries.predictions_held import prediction_cells
from dashboard.queries.register import schools, thresholds
from etl.half_terms import HalfTerm
from etl.measures import HEADLINE_MEASURES, JUDGED_YEARS
from etl.publish.current import Published
from etl.vocabulary import Kind, Standard, year_group_label

# Forecasts are looked at where there is a test at the year's end.
FORECAST_YEAR_GROUP = 6


def alerts(published: Published, scope: Scope, half_term: HalfTerm) -> Alerts:
    """What a scope may see of a half-term's alerts. Raises AccessDenied for whoever sees no school whole."""
    check_can(scope, Action.SEE_FORECASTS)
    return everyones_alerts(published, half_term).of_schools(
        (urn for urn in schools(published) if can(scope, Action.SEE_FORECASTS, urn)),
        whole_trust=sight_of(scope, None) is Sight.FULL,
    )


@kept(12)
def everyones_alerts(published: Published, half_term: HalfTerm) -> Alerts:
    """Everyone's, before any scope. Never shown as they are."""
    full = schools(published)
    short = wording.short_schools(list(full.values()))
    names = {urn: short[name] for urn, name in full.items()}
    cells = prediction_cells(published, half_term)
    held = movements(published, half_term, Kind.PREDICTED)
    fewest = thresholds(published).caution_below
    moved = moved_cohorts(published, half_term, Standard.EXPECTED)
    steps = _forecast_steps(published, half_term, fewest)
    return Alerts(
        half_term=half_term,
        alerts=in_order(
            [
                *data_alerts(cells, names, half_term, fewest),
                *movement_alerts(moved, names),
                *forecast_alerts(steps, names, half_term),
            ]
        ),
        comparisons=(*movement_comparisons(moved), *forecast_comparisons(steps)),
        not_looked_at=tuple(_not_looked_at(cells, held, moved, names, half_term, fewest)),
    )


def _forecast_steps(published: Published, half_term: HalfTerm, fewest: int) -> list[ForecastStep]:
    """Of every headline measure, by school; of enough pupils to say."""
    steps = [
        one
        for measure in HEADLINE_MEASURES
        for one in everyones_steps(published, half_term, measure, FORECAST_YEAR_GROUP)
        if one.stayers >= fewest
    ]
    return sorted(steps, key=lambda one: (one.school_urn, one.measure))


def _not_looked_at(
    cells: Sequence[PredictionCell],
    held: Movements,
    moved: Sequence[MovedCohort],
    names: dict[int, str],
    half_term: HalfTerm,
    fewest: int,
) -> list[NotLookedAt]:
    """Of each school with predictions, the year groups that could not be compared, and why."""
    compared_years: dict[int, set[int]] = {}
    for one in moved:
        compared_years.setdefault(one.school_urn, set()).add(one.year_group)
    stayers: dict[tuple[int, int], int] = {}
    for (of, in_year, _), stayed in held.stayers():
        if of is not None and in_year is not None:
            stayers[of, in_year] = max(stayers.get((of, in_year), 0), stayed)
    predicted_years: dict[int, set[int]] = {}
    for cell in cells:
        if cell.predicted:
            predicted_years.setdefault(cell.school_urn, set()).add(cell.year_group)
    made = []
    for urn, name in names.items():
        years = predicted_years.get(urn, set())
        left = sorted(years - compared_years.get(urn, set()))
        alone = [year for year in left if not stayers.get((urn, year))]
        few = [year for year in left if stayers.get((urn, year))]
        if left and len(alone) == len(years):
            sentence = f"{name}: no predictions in {half_term.previous.name} to compare with."
            made.append(NotLookedAt(school_urn=urn, sentence=sentence))
            continue
        if alone:
            sentence = (
                f"{name}: nobody now in {_years(alone)} had a prediction in {half_term.previous.name} too."
            )
            made.append(NotLookedAt(school_urn=urn, sentence=sentence))
        for year in few:
            sentence = (
                f"{name}, {year_group_label(year)}: {pupils(stayers[urn, year])} there both times, too few "
                f"to say (fewer than {fewest})."
            )
            made.append(NotLookedAt(school_urn=urn, sentence=sentence))
    return made


def _years(years: Sequence[int]) -> str:
    return listed([year_group_label(year) for year in years if year in JUDGED_YEARS])
