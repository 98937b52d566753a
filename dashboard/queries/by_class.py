"""A school's classes: for its own staff and the trust's leaders."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.access import Action, Scope, check_can
from dashboard.figures import Figure
from dashboard.queries.counts import class_counts
from dashboard.queries.seeing import Cohort, Seeing, measures_seen
from etl.half_terms import HalfTerm
from etl.measures import HEADLINE_MEASURES
from etl.publish.current import Published
from etl.vocabulary import Kind


def whole_class_figures(
    published: Published,
    scope: Scope,
    school_urn: int,
    half_term: HalfTerm,
    kind: Kind,
    class_name: str,
    year_group: int | None,
    measures: Sequence[str] = HEADLINE_MEASURES,
) -> list[Figure]:
    """One figure a measure of one class; `year_group` None: of everyone in it, whatever their year.

    Raises AccessDenied where the scope does not see the school whole.
    """
    check_can(scope, Action.SEE_DETAIL, school_urn)
    return Seeing(published, scope, half_term, kind).figures(
        [
            Cohort(
                measure=measure,
                school_urn=school_urn,
                year_group=year_group,
                class_name=class_name,
                by_class=True,
            )
            for measure in measures_seen(scope, measures)
        ]
    )


def class_figures(
    published: Published,
    scope: Scope,
    school_urn: int,
    half_term: HalfTerm,
    kind: Kind,
    year_group: int | None = None,
    measures: Sequence[str] = HEADLINE_MEASURES,
) -> list[Figure]:
    """One figure a class × measure, by year group and class; a class over two years has one for each.

    `year_group` None: every year group. Pupils whose sheet names no class come last, as class None.
    Raises AccessDenied where the scope does not see the school whole.
    """
    check_can(scope, Action.SEE_DETAIL, school_urn)
    classes = {
        (year, name)
        for year, name, _ in class_counts(published, half_term, kind, school_urn)
        if year_group is None or year == year_group
    }
    ordered = sorted(classes, key=lambda one: (one[0], one[1] is None, one[1] or ""))
    return Seeing(published, scope, half_term, kind).figures(
        [
            Cohort(measure=measure, school_urn=school_urn, year_group=year, class_name=name, by_class=True)
            for year, name in ordered
            for measure in measures_seen(scope, measures)
        ]
    )
