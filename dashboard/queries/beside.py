"""A school beside a few others in one measure, each as whoever asks may see it. Never ranked."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.access import Action, Scope, check_can
from dashboard.figures import Figure
from dashboard.queries.register import schools
from dashboard.queries.seeing import Cohort, Seeing
from etl.half_terms import HalfTerm
from etl.publish.current import Published
from etl.vocabulary import Kind

MOST = 5  # other schools; more belong on the Trust page


def beside(
    published: Published,
    scope: Scope,
    school_urn: int,
    others: Sequence[int],
    half_term: HalfTerm,
    kind: Kind,
    year_group: int | None,
    measure: str,
) -> list[Figure]:
    """One figure a school, in the order of their names; a school that is not registered is left out.

    Others than the first MOST in the order given are left out too. What is hidden of another school on the
    Trust page is hidden here. Raises AccessDenied where the scope does not see the school itself whole.
    """
    check_can(scope, Action.SEE_DETAIL, school_urn)
    names = schools(published)
    chosen = {urn for urn in dict.fromkeys(others) if urn in names and urn != school_urn}
    kept = [urn for urn in dict.fromkeys(others) if urn in chosen][:MOST]
    return Seeing(published, scope, half_term, kind).figures(
        [
            Cohort(measure=measure, school_urn=urn, year_group=year_group)
            for urn in names
            if urn == school_urn or urn in kept
        ]
    )
