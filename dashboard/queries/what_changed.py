"""The figures that “what changed” is made from, and what they say."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.access import Scope
from dashboard.cached import kept
from dashboard.figures import Figure
from dashboard.findings import USUAL_NUMBER, Review, school_findings, trust_findings
from dashboard.queries.looked_at import tally, worth_telling
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
    seeing = Seeing(published, scope, half_term, kind)
    asked = measures_seen(scope, measures)
    of_schools = [(urn, year, measure) for urn in seeing.names for year in JUDGED_YEARS for measure in asked]
    of_the_trust = [(None, year, measure) for year in JUDGED_YEARS for measure in asked]
    figures = _figures(seeing, [*of_the_trust, *worth_telling(seeing, of_schools)])
    return trust_findings(figures, most, tally(seeing, of_schools))


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
    seeing = Seeing(published, scope, half_term, kind)
    asked = measures_seen(scope, measures)
    told = [(school_urn, year, measure) for year in JUDGED_YEARS for measure in asked]
    return school_findings(_figures(seeing, told), most)


def _figures(seeing: Seeing, cohorts: Sequence[tuple[int | None, int | None, str]]) -> list[Figure]:
    return seeing.figures(
        [Cohort(measure=measure, school_urn=urn, year_group=year) for urn, year, measure in cohorts]
    )
