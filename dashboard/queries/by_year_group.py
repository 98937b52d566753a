"""The year groups of a school, or of the trust."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.access import Scope
from dashboard.cached import kept
from dashboard.figures import Figure, Shown
from dashboard.queries.seeing import Cohort, Seeing, measures_seen
from etl.half_terms import HalfTerm
from etl.measures import HEADLINE_MEASURES
from etl.publish.current import Published
from etl.vocabulary import RECEPTION, YEAR_GROUPS, Kind


@kept(64)
def year_group_figures(
    published: Published,
    scope: Scope,
    school_urn: int | None,
    half_term: HalfTerm,
    kind: Kind,
    measures: Sequence[str] = HEADLINE_MEASURES,
) -> list[Figure]:
    """One figure a year group × measure, youngest first, then Years 1 to 6 together; None: the trust's.

    Reception is left out where nobody in it was given a judgement.
    """
    cohorts = [
        Cohort(measure=measure, school_urn=school_urn, year_group=year_group)
        for year_group in (*YEAR_GROUPS, None)
        for measure in measures_seen(scope, measures)
    ]
    made = Seeing(published, scope, half_term, kind).figures(cohorts)
    without_reception = all(
        figure.shown is Shown.NO_DATA for figure in made if figure.year_group == RECEPTION
    )
    return [figure for figure in made if not (without_reception and figure.year_group == RECEPTION)]
