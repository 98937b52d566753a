"""The figures that “what changed” is made from, and what they say."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.access import Scope
from dashboard.cached import kept
from dashboard.figures import Figure
from dashboard.findings import USUAL_NUMBER, Review, school_findings, trust_findings
from dashboard.queries.register import schools
from dashboard.queries.seeing import Cohort, Seeing, measures_seen
from etl.half_terms import HalfTerm
from etl.measures import HEADLINE_MEASURES, JUDGED_YEARS
from etl.publish.current import Published
from etl.vocabulary import Kind


@kept(24)
def trust_review(
    published: Published,
    scope: Scope,
    half_term: HalfTerm,
    kind: Kind,
    measures: Sequence[str] = HEADLINE_MEASURES,
    most: int = USUAL_NUMBER,
) -> Review:
    """What changed in the trust's and every school's year groups, as the scope sees them."""
    places: list[int | None] = [None, *schools(published)]
    return trust_findings(_figures(published, scope, half_term, kind, measures, places), most)


@kept(24)
def school_review(
    published: Published,
    scope: Scope,
    school_urn: int,
    half_term: HalfTerm,
    kind: Kind,
    measures: Sequence[str] = HEADLINE_MEASURES,
    most: int = USUAL_NUMBER,
) -> Review:
    """What changed in one school's year groups, as the scope sees them."""
    return school_findings(_figures(published, scope, half_term, kind, measures, [school_urn]), most)


def _figures(
    published: Published,
    scope: Scope,
    half_term: HalfTerm,
    kind: Kind,
    measures: Sequence[str],
    places: Sequence[int | None],
) -> list[Figure]:
    return Seeing(published, scope, half_term, kind).figures(
        [
            Cohort(measure=measure, school_urn=urn, year_group=year_group)
            for urn in places
            for year_group in JUDGED_YEARS
            for measure in measures_seen(scope, measures)
        ]
    )
