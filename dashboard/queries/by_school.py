"""Schools beside one another, in the order of their names: never ranked."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.access import Scope
from dashboard.cached import kept
from dashboard.figures import Figure
from dashboard.queries.register import schools
from dashboard.queries.seeing import Cohort, Seeing, measures_seen
from etl.half_terms import HalfTerm
from etl.measures import HEADLINE_MEASURES
from etl.publish.current import Published
from etl.vocabulary import Kind


@kept(24)
def school_figures(
    published: Published,
    scope: Scope,
    half_term: HalfTerm,
    kind: Kind,
    year_group: int | None = None,
    measures: Sequence[str] = HEADLINE_MEASURES,
) -> list[Figure]:
    """One figure a registered school × measure, schools by name; without a return it is NO_DATA."""
    return Seeing(published, scope, half_term, kind).figures(
        [
            Cohort(measure=measure, school_urn=urn, year_group=year_group)
            for urn in schools(published)
            for measure in measures_seen(scope, measures)
        ]
    )
