"""The trust's headline figures."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.access import Scope
from dashboard.cached import kept
from dashboard.figures import Figure
from dashboard.queries.seeing import Cohort, Seeing, measures_seen
from etl.groups import ALL
from etl.half_terms import HalfTerm
from etl.measures import HEADLINE_MEASURES
from etl.publish.current import Published
from etl.vocabulary import Kind


@kept(64)
def headline_figures(
    published: Published,
    scope: Scope,
    half_term: HalfTerm,
    kind: Kind,
    year_group: int | None = None,
    group: str = ALL.id,
    group_value: str = "all",
    measures: Sequence[str] = HEADLINE_MEASURES,
    school_urn: int | None = None,
) -> list[Figure]:
    """One figure a measure: the trust's, its pupils pooled, or one school's.

    Raises AccessDenied where the scope sees nothing of them.
    """
    return Seeing(published, scope, half_term, kind).figures(
        [
            Cohort(
                measure=measure,
                school_urn=school_urn,
                year_group=year_group,
                group=group,
                group_value=group_value,
            )
            for measure in measures_seen(scope, measures)
        ]
    )
