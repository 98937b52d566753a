"""What stands on a school's one page: its year groups now and a year ago, and what stands out beyond chance.

Each part asks for what the scope may see and is empty where that is nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.access import Action, Scope, can
from dashboard.cached import kept
from dashboard.figures import Figure
from dashboard.queries.forecasts import FORECAST_MEASURES, PlaceForecast, forecasts
from dashboard.queries.gaps import GroupGap, group_gaps
from dashboard.queries.half_terms import half_terms
from dashboard.queries.register import targets
from dashboard.queries.result_counts import result_years
from dashboard.queries.results import ResultCohort, measures_with_results, results
from dashboard.queries.seeing import Cohort, Seeing, measures_seen
from dashboard.queries.what_changed import school_review
from dashboard.result_figures import ResultFigure
from dashboard.standing_out import Material, StandingOut, stands_out
from etl.half_terms import HalfTerm
from etl.measures import HEADLINE_MEASURES
from etl.publish.current import Published
from etl.vocabulary import RWM_SUBJECTS, YEAR_GROUPS, Kind

# Results that may be called above or below England's on the page: shares at each statutory point.
RESULTS = (
    *("ks2_rwm_expected", "ks2_reading_expected", "ks2_writing_expected", "ks2_maths_expected"),
    *("phonics_y1_met", "gld"),
)
# What stands in the line of latest results: besides, the tables check.
IN_A_LINE = ("gld", "phonics_y1_met", "mtc_mean", *RESULTS[:4])
# The result that a prediction for the end of Year 6 came to.
CAME_TO = {
    "rwm_expected": "ks2_rwm_expected",
    "reading_expected": "ks2_reading_expected",
    "writing_expected": "ks2_writing_expected",
    "maths_expected": "ks2_maths_expected",
}
YEAR_6 = 6
# The gap is watched in one measure over all years: more would find one by luck.
GAP_MEASURE = "rwm_expected"
GAP_GROUPS = ("disadvantaged", "pupil_premium")  # the first that the school marks in both years
LAST_HALF_TERM = 6  # from which on the year's own results may be in


@dataclass(frozen=True, kw_only=True)
class YearGroupCell:
    """One year group in one measure.

    `last_year` is what was predicted of the year group that was there a year before, at the same half-term:
    other children. `achieved` is the result that they then came to, in Year 6.
    """

    predicted: Figure
    current: Figure
    last_year: Figure | None  # None where nothing of that half-term is held
    achieved: ResultFigure | None = None


def year_group_cells(
    published: Published, scope: Scope, school_urn: int, half_term: HalfTerm
) -> dict[tuple[int, str], YearGroupCell]:
    """By year group (Reception 0) and measure, of the headline measures that the scope sees.

    Raises AccessDenied where it sees nothing of the school.
    """
    cohorts = [
        Cohort(measure=measure, school_urn=school_urn, year_group=year_group)
        for year_group in YEAR_GROUPS
        for measure in measures_seen(scope, HEADLINE_MEASURES)
    ]
    predicted, current = (
        Seeing(published, scope, half_term, kind).figures(cohorts) for kind in (Kind.PREDICTED, Kind.CURRENT)
    )
    before = half_term.a_year_before
    last: Sequence[Figure | None] = [None] * len(cohorts)
    if before in half_terms(published):
        last = Seeing(published, scope, before, Kind.PREDICTED, with_movement=False).figures(cohorts)
    came = {
        one.measure: one
        for one in latest_results(published, scope, school_urn, half_term)
        if one.academic_year == before.academic_year
    }
    return {
        (cohort.year_group or 0, cohort.measure): YearGroupCell(
            predicted=predicted[place],
            current=current[place],
            last_year=last[place],
            achieved=came.get(CAME_TO.get(cohort.measure, "")) if cohort.year_group == YEAR_6 else None,
        )
        for place, cohort in enumerate(cohorts)
    }


@kept(24)
def school_stands_out(
    published: Published, scope: Scope, school_urn: int, half_term: HalfTerm
) -> StandingOut:
    """Strengths and concerns by the rules of `dashboard/standing_out.py`, of what the scope may see.

    From outside a school these are its movements and its results: forecasts, gaps and what is missing are
    for its own staff and the trust's leaders.
    """
    whole = can(scope, Action.SEE_DETAIL, school_urn)
    return stands_out(
        Material(
            review=school_review(published, scope, school_urn, half_term, Kind.PREDICTED),
            forecasts=_forecasts(published, scope, school_urn, half_term) if whole else {},
            results=[
                one
                for one in latest_results(published, scope, school_urn, half_term)
                if one.measure in RESULTS
            ],
            gaps=_gaps(published, scope, school_urn, half_term) if whole else None,
            judged=_judged(published, scope, school_urn, half_term) if whole else (),
        )
    )


def _forecasts(
    published: Published, scope: Scope, school_urn: int, half_term: HalfTerm
) -> dict[tuple[int, str], PlaceForecast]:
    """Those with a target to be held against, by year group and measure."""
    aimed = targets(published, half_term.academic_year)
    made = {}
    for urn, year_group, measure in aimed:
        if urn != school_urn or measure not in HEADLINE_MEASURES or measure not in FORECAST_MEASURES:
            continue
        held = forecasts(published, scope, half_term, measure, year_group)
        places = held.places if held else ()
        for place in places:
            if place.school_urn == school_urn:
                made[year_group, measure] = place
    return made


def latest_results(
    published: Published, scope: Scope, school_urn: int, half_term: HalfTerm
) -> list[ResultFigure]:
    """One a measure of IN_A_LINE: the latest year's that were in, or could be, at the half-term."""
    known = [
        year
        for year in result_years(published)
        if year < half_term.academic_year
        or (year == half_term.academic_year and half_term.ordinal == LAST_HALF_TERM)
    ]
    if not known:
        return []
    held = measures_with_results(published, scope, known[-1:], school_urn)
    return results(
        published,
        scope,
        [
            ResultCohort(measure=measure, academic_year=known[-1], school_urn=school_urn)
            for measure in IN_A_LINE
            if measure in held
        ],
    )


def _gaps(
    published: Published, scope: Scope, school_urn: int, half_term: HalfTerm
) -> tuple[GroupGap, GroupGap] | None:
    """Then and now, a year apart; None where either cannot be said."""
    before = half_term.a_year_before
    if before not in half_terms(published):
        return None
    then, now = (
        {
            one.group: one
            for one in group_gaps(published, scope, when, Kind.PREDICTED, None, GAP_MEASURE, school_urn)
            if one.difference is not None
        }
        for when in (before, half_term)
    )
    return next(((then[group], now[group]) for group in GAP_GROUPS if group in then and group in now), None)


def _judged(published: Published, scope: Scope, school_urn: int, half_term: HalfTerm) -> tuple[Figure, ...]:
    """One figure a year group, subject and kind, to see who lacks a judgement."""
    cohorts = [
        Cohort(measure=f"{subject.value}_expected", school_urn=school_urn, year_group=year_group)
        for year_group in YEAR_GROUPS
        if year_group
        for subject in RWM_SUBJECTS
    ]
    return tuple(
        figure
        for kind in (Kind.PREDICTED, Kind.CURRENT)
        for figure in Seeing(published, scope, half_term, kind, with_movement=False).figures(cohorts)
    )
