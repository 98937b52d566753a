"""How a measure went from half-term to half-term, school by school."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.access import Scope
from dashboard.cached import kept
from dashboard.figures import Figure
from dashboard.queries.counts import NOBODY, counts_over_time
from dashboard.queries.half_terms import half_terms
from dashboard.queries.register import schools
from dashboard.queries.seeing import Cohort, Seeing
from etl.half_terms import HalfTerm, academic_year_label
from etl.measures import JUDGEMENT_MEASURES
from etl.publish.current import Published
from etl.vocabulary import Kind

YEARS = 3


@kept(24)
def trajectories(
    published: Published,
    scope: Scope,
    measure: str,
    kind: Kind,
    year_group: int | None,
    until: HalfTerm,
    urns: tuple[int, ...] | None = None,
    *,
    years: int = YEARS,
) -> list[Figure]:
    """One figure a place × half-term over the last few academic years, that of `until` among them.

    The trust first (`school_urn` None), then the schools by name; each in time order, with every half-term
    from the first that holds figures, so that one without a return is a gap (NO_DATA). Each year's are
    other pupils. Figures carry their target and England's figure, not their movement. `urns`: of these
    schools alone; of a large trust most are not drawn.
    """
    first = HalfTerm(until.starts - years + 1, 1)
    held = [one for one in half_terms(published) if first <= one <= until]
    if not held:
        return []
    counts = counts_over_time(
        published,
        JUDGEMENT_MEASURES[measure].subject,
        kind,
        year_group,
        academic_year_label(first.starts),
    )
    places: list[int | None] = [None, *(urn for urn in schools(published) if urns is None or urn in urns)]
    by_place: dict[int | None, list[Figure]] = {urn: [] for urn in places}
    for half_term in _each(held[0], until):
        figures = Seeing(published, scope, half_term, kind, with_movement=False).figures(
            [Cohort(measure=measure, school_urn=urn, year_group=year_group) for urn in places],
            [counts.get((half_term, urn), NOBODY) for urn in places],
        )
        for figure in figures:
            by_place[figure.school_urn].append(figure)
    return [figure for urn in places for figure in by_place[urn]]


def _each(first: HalfTerm, last: HalfTerm) -> Iterator[HalfTerm]:
    for starts in range(first.starts, last.starts + 1):
        for ordinal in range(1, 7):
            if first <= HalfTerm(starts, ordinal) <= last:
                yield HalfTerm(starts, ordinal)
