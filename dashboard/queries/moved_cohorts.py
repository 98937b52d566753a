"""Which cohorts' movements are looked at together, and how often chance alone would have flagged each.

One count for every page that speaks of it: every school's year groups in every subject, of those with pupils
enough. Before any scope: what is said of a school is for those who see it whole.
"""

from __future__ import annotations

from collections.abc import Iterable

from dashboard.cached import kept
from dashboard.early_warning.alerts import Comparison
from dashboard.early_warning.of_movement import MovedCohort, movement_comparisons
from dashboard.queries.counts import cohort_counts
from dashboard.queries.movement import Moved, movements, rests
from dashboard.queries.register import thresholds
from etl.half_terms import HalfTerm
from etl.measures import JUDGEMENT_MEASURES
from etl.publish.current import Published
from etl.vocabulary import Kind, Standard


def moved_cohorts(published: Published, half_term: HalfTerm, standard: Standard) -> list[MovedCohort]:
    """One a school, year group and subject in which enough were predicted in both half-terms, in that order:
    what chance would give is drawn for one after another."""
    held = movements(published, half_term, Kind.PREDICTED)
    rest_of = rests(published, half_term, Kind.PREDICTED)
    counts = cohort_counts(published, half_term, Kind.PREDICTED)
    fewest = thresholds(published).caution_below
    made = []
    for (urn, year_group, measure), stayers in held.stayers():
        about = JUDGEMENT_MEASURES[measure]
        if urn is None or year_group is None or stayers < fewest or about.standard is not standard:
            continue
        rest = rest_of.get((urn, year_group, measure), Moved())
        whole = counts.of(urn, year_group, about.subject)
        made.append(
            MovedCohort(
                school_urn=urn,
                year_group=year_group,
                measure=measure,
                movement=held[urn, year_group, measure],
                rest_in=rest.moved_in,
                rest_out=rest.moved_out,
                met=whole.met(standard),
                on_roll=whole.on_roll,
            )
        )
    return sorted(made, key=lambda one: (one.school_urn, one.year_group, one.measure))


def compared(
    published: Published, half_term: HalfTerm, standard: Standard, urns: Iterable[int]
) -> tuple[Comparison, ...]:
    """The comparisons of some schools; each was judged among all of the trust's."""
    seen = set(urns)
    return tuple(one for one in _everyones(published, half_term, standard) if one.school_urn in seen)


@kept(24)
def _everyones(published: Published, half_term: HalfTerm, standard: Standard) -> tuple[Comparison, ...]:
    return tuple(movement_comparisons(moved_cohorts(published, half_term, standard)))
