"""Figures in rows and columns as the reader lays them out: only of what their scope sees whole.

For everyone else there are declared tables and never free filtering, so that nothing can be worked out by
asking twice: a school that the scope does not see whole is refused here, whatever an address says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from dashboard.access import Action, Scope, check_can
from dashboard.figures import Figure, Shown
from dashboard.intervals import wilson
from dashboard.queries.counts import Count, class_counts
from dashboard.queries.explored_asking import ask, count_at
from dashboard.queries.explored_counts import Counted
from dashboard.queries.explored_question import Place, Question, dimensions, kinds_of, place_of, with_total
from dashboard.queries.register import schools, thresholds
from etl.errors import TrustDataError
from etl.groups import ALL, GROUPS
from etl.measures import JUDGED_YEARS, JUDGEMENT_MEASURES
from etl.publish.current import Published
from etl.vocabulary import Kind, Standard


@dataclass(frozen=True, kw_only=True)
class Cell:
    place: Place
    count: Count
    figure: Figure


@dataclass(frozen=True, kw_only=True)
class Pivot:
    """The answer: `cells` by row and column, with TOGETHER for a total where pupils can be pooled."""

    question: Question
    rows: tuple[Any, ...]
    columns: tuple[Any, ...]
    cells: dict[tuple[Any, Any], Cell]
    whole_trust: bool  # whether the schools asked for are all that there are
    caution_below: int = field(default=11)

    @property
    def all_rows(self) -> tuple[Any, ...]:
        """With their total, where there is one."""
        return with_total(self.question, self.question.rows, self.rows)

    @property
    def all_columns(self) -> tuple[Any, ...]:
        return with_total(self.question, self.question.columns, self.columns)

    def single(self) -> list[Cell]:
        """Every cell that is no total, row by row."""
        return [self.cells[row, column] for row in self.rows for column in self.columns]


def explored(published: Published, scope: Scope, question: Question) -> Pivot:
    """The pivot of a question: one query a kind, however many cells.

    Raises AccessDenied for a school that the scope does not see whole; TrustDataError for one that there is
    not, or a measure that is not of teachers' judgements.
    """
    check_can(scope, Action.EXPLORE)
    names = schools(published)
    for urn in question.schools:
        if urn not in names:
            raise TrustDataError(f"There is no school {urn} in this trust.")
        check_can(scope, Action.EXPLORE, urn)
    for measure in question.measures:
        if measure not in JUDGEMENT_MEASURES:
            raise TrustDataError(f"“{measure}” is no measure of teachers' judgements.")
    held = {kind: ask(published, question, kind) for kind in kinds_of(question)}
    rows, columns = (_values(question, axis, held) for axis in question.axes)
    places = {
        (row, column): place_of(question, row, column)
        for row in with_total(question, question.rows, rows)
        for column in with_total(question, question.columns, columns)
    }
    counts = {at: count_at(question, held[place.kind], at, place) for at, place in places.items()}
    figures = _figures(published, places, counts)
    return Pivot(
        question=question,
        rows=rows,
        columns=columns,
        cells={at: Cell(place=place, count=counts[at], figure=figures[at]) for at, place in places.items()},
        whole_trust=set(question.schools) == set(names),
        caution_below=thresholds(published).caution_below,
    )


def years_of_classes(published: Published, scope: Scope, question: Question) -> dict[str | None, list[int]]:
    """By class of the one school that is asked about, the year groups that have pupils in it."""
    found: dict[str | None, set[int]] = {}
    for urn in question.schools[:1]:
        check_can(scope, Action.EXPLORE, urn)
        held = class_counts(published, question.half_terms[0], question.kinds[0], urn)
        for year, name, _ in held:
            if year in question.year_groups:
                found.setdefault(name, set()).add(year)
    return {name: sorted(years) for name, years in found.items()}


def _values(question: Question, axis: str, held: dict[Kind, Counted]) -> tuple[Any, ...]:
    """What stands along an axis, in its natural order: never by how well anyone does."""
    place = dimensions(question).index(axis) if axis in dimensions(question) else 0
    found = {key[0][place] for counts in held.values() for key in counts if key[0]}
    match axis:
        case "school":
            return question.schools
        case "year_group":
            return question.year_groups
        case "half_term":
            return tuple(sorted(question.half_terms))
        case "measure":
            return question.measures
        case "kind":
            return question.kinds
        case "class":
            return tuple(sorted(found, key=lambda name: (name is None, name or "")))
    # Pupils whose sheet does not say stand there where there are any.
    return tuple(value for value in GROUPS[axis].values if value != "unknown" or value in found)


def _figures(
    published: Published, places: dict[tuple[Any, Any], Place], counts: dict[tuple[Any, Any], Count]
) -> dict[tuple[Any, Any], Figure]:
    names, hide_below = schools(published), thresholds(published).hide_below
    met = {at: counts[at].met(standard_of(place.measure)) for at, place in places.items()}
    low, high = wilson(list(met.values()), [counts[at].on_roll for at in places])
    made = {}
    for order, (at, place) in enumerate(places.items()):
        count = counts[at]
        full = count.on_roll >= hide_below
        urn = place.schools[0] if len(place.schools) == 1 else None
        (group, value) = place.pupils[0] if len(place.pupils) == 1 else (ALL.id, "all")
        made[at] = Figure(
            measure=place.measure,
            kind=place.kind,
            half_term=place.half_term,
            school_urn=urn,
            school=names[urn] if urn is not None else None,
            year_group=place.year_groups[0] if len(place.year_groups) == 1 else None,
            class_name=place.class_name,
            group=group,
            group_value=value,
            # A percentage of so few says nothing, whoever reads it.
            shown=Shown.FULL if full else Shown.COUNT_ONLY if count.on_roll else Shown.NO_DATA,
            numerator=met[at] if count.on_roll else None,
            denominator=count.on_roll or None,
            assessed=count.assessed if count.on_roll else None,
            percentage=100 * met[at] / count.on_roll if full else None,
            low=100 * float(low[order]) if full else None,
            high=100 * float(high[order]) if full else None,
        )
    return made


def standard_of(measure: str) -> Standard:
    return JUDGEMENT_MEASURES[measure].standard or Standard.EXPECTED


def all_judged_years(year_groups: Sequence[int]) -> bool:
    """Whether these are Years 1 to 6 together, of which there is a declared figure."""
    return tuple(sorted(year_groups)) == JUDGED_YEARS
