"""What the cells of a pivot are held against, in pupils, and which differences are more than chance.

A finished figure against its target is a fact, and is never tested. Two groups of other pupils are held
against each other by Fisher's test, a published figure is taken as known, and the same pupils in two
half-terms are counted by who crossed the standard. What stands out is decided among all cells together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from dashboard import whole_pupils, wording
from dashboard.access import Scope, Sight, sight_of
from dashboard.chance import FALSE_DISCOVERIES, LOOK, apart_mid_p, false_discovery, mid_p
from dashboard.figures import Figure, Shown
from dashboard.queries.counts import NOBODY, Count
from dashboard.queries.explored import Cell, Pivot, all_judged_years, standard_of
from dashboard.queries.explored_asking import ask, count_at
from dashboard.queries.explored_counts import CLASS, SCHOOL, YEAR_GROUP, Counted
from dashboard.queries.explored_question import TOGETHER, Against, Place
from dashboard.queries.register import schools
from dashboard.queries.seeing import Cohort, Seeing
from etl.half_terms import HalfTerm
from etl.publish.current import Published
from etl.vocabulary import Kind

At = tuple[Any, Any]


@dataclass(frozen=True, kw_only=True)
class Apart:
    """How far a cell is from what it is held against: `pupils` more (+) or fewer (-), whole.

    `p_value` is None where nothing may be said of chance: too few pupils, a fact, or a total.
    """

    pupils: int
    percentage: float | None = None  # of what it is held against, 0 to 100
    p_value: float | None = None
    clear: bool = False  # more than chance, among all cells that are compared
    worth_a_look: bool = False  # taken alone it would seldom be chance


@dataclass(frozen=True, kw_only=True)
class Compared:
    """A pivot whose figures carry what they are held against, and how far each is from it."""

    pivot: Pivot
    apart: dict[At, Apart]

    @property
    def tested(self) -> int:
        return sum(one.p_value is not None for one in self.apart.values())

    @property
    def by_chance_alone(self) -> int:
        """How many of them would be worth a look, taken alone, if there were no difference anywhere."""
        return round(LOOK * self.tested)


def compared(published: Published, scope: Scope, pivot: Pivot) -> Compared:
    """Raises nothing of its own: a cell that has nothing to be held against has no entry in `apart`."""
    question = pivot.question
    match question.against:
        case Against.NOTHING:
            return Compared(pivot=pivot, apart={})
        case Against.TRUST | Against.LAST_YEAR:
            others = (
                _rest_of_trust(published, scope, pivot)
                if question.against is Against.TRUST
                else _a_year_before(published, pivot)
            )
            return Compared(pivot=pivot, apart=_judged(_from_others(pivot, others), pivot))
        case _:
            shown = _as_seen(published, scope, pivot)
            cells = {at: replace(cell, figure=shown.get(at, cell.figure)) for at, cell in pivot.cells.items()}
            apart = {
                at: found
                for at, figure in shown.items()
                if (found := _from_figure(figure, question.against, pivot.caution_below)) is not None
            }
            made = replace(pivot, cells=cells)
            return Compared(pivot=made, apart=_judged(apart, made))


def _rest_of_trust(published: Published, scope: Scope, pivot: Pivot) -> dict[At, Count]:
    """By cell, the pupils like its own in the other schools of the trust."""
    if sight_of(scope, None) is not Sight.FULL:
        return _rest_as_declared(published, scope, pivot)
    question = pivot.question
    if question.of_classes and len(question.year_groups) > 1 and YEAR_GROUP not in question.axes:
        return {}  # a class has a year or two; the trust's years together are no match for it
    everyone = tuple(schools(published))
    held: dict[Kind, Counted] = {}
    made = {}
    for at, cell in pivot.cells.items():
        if set(cell.place.schools) == set(everyone):
            continue
        kind = cell.place.kind
        if kind not in held:
            held[kind] = _pooled_over_schools(ask(published, question, kind, urns=everyone), pivot)
        where = tuple(
            TOGETHER if axis in (SCHOOL, CLASS) else value
            for axis, value in zip(question.axes, at, strict=True)
        )
        made[at] = count_at(question, held[kind], (where[0], where[1]), cell.place) - cell.count
    return made


def _pooled_over_schools(held: Counted, pivot: Pivot) -> Counted:
    """Schools and classes added up once, so that not every cell has to."""
    apart = [axis for axis in pivot.question.axes if axis not in ("measure", "kind")]
    made: Counted = {}
    for (values, subject), count in held.items():
        key = tuple(
            TOGETHER if axis in (SCHOOL, CLASS) else value for axis, value in zip(apart, values, strict=True)
        )
        made[key, subject] = made.get((key, subject), NOBODY) + count
    return made


def _rest_as_declared(published: Published, scope: Scope, pivot: Pivot) -> dict[At, Count]:
    """For who sees one school whole: only what the trust's declared tables show them, less their own."""
    asked = {
        at: Cohort(
            measure=cell.place.measure,
            year_group=None if len(cell.place.year_groups) > 1 else cell.place.year_groups[0],
            group=cell.figure.group,
            group_value=cell.figure.group_value,
        )
        for at, cell in pivot.cells.items()
        if not cell.place.by_class
        and len(cell.place.pupils) < 2
        and (len(cell.place.year_groups) == 1 or all_judged_years(cell.place.year_groups))
    }
    figures = _figures(published, scope, pivot, asked)
    return {
        at: Count(
            on_roll=figure.denominator or 0,
            assessed=figure.assessed or 0,
            expected=figure.numerator or 0,
            higher=figure.numerator or 0,
        )
        - _of_its_standard(pivot.cells[at])
        for at, figure in figures.items()
        if figure.shown is Shown.FULL
    }


def _of_its_standard(cell: Cell) -> Count:
    met = cell.count.met(standard_of(cell.place.measure))
    return Count(cell.count.on_roll, cell.count.assessed, met, met)


def _a_year_before(published: Published, pivot: Pivot) -> dict[At, Count]:
    """By cell, the children who were in the same year groups a year before. Classes are made up anew."""
    question = pivot.question
    if question.of_classes:
        return {}
    wanted = sorted({cell.place.half_term.a_year_before for cell in pivot.cells.values()})
    held = {
        kind: ask(published, question, kind, half_terms=wanted)
        for kind in {cell.place.kind for cell in pivot.cells.values()}
    }
    return {
        at: count_at(question, held[cell.place.kind], _earlier(at), cell.place)
        for at, cell in pivot.cells.items()
    }


def _earlier(at: At) -> At:
    row, column = (value.a_year_before if isinstance(value, HalfTerm) else value for value in at)
    return row, column


def _from_others(pivot: Pivot, others: dict[At, Count]) -> dict[At, Apart]:
    """Against other pupils; untested where either side has too few, or too few of them are assessed."""
    made: dict[At, Apart] = {}
    testable: list[tuple[At, int, int, int, int]] = []
    for at, other in others.items():
        cell = pivot.cells[at]
        standard = standard_of(cell.place.measure)
        met, met_other = cell.count.met(standard), other.met(standard)
        if not wording.has_percentage(cell.figure) or other.on_roll < 1:
            continue
        if other.assessed < 0.9 * other.on_roll:
            continue
        made[at] = Apart(
            pupils=whole_pupils.pupils_apart(met, cell.count.on_roll, met_other, other.on_roll),
            percentage=100 * met_other / other.on_roll,
        )
        if min(cell.count.on_roll, other.on_roll) >= pivot.caution_below and TOGETHER not in at:
            testable.append((at, met, cell.count.on_roll, met_other, other.on_roll))
    if testable:
        p_values = apart_mid_p(*zip(*(one[1:] for one in testable), strict=True))
        for (at, *_), p_value in zip(testable, p_values, strict=True):
            made[at] = replace(made[at], p_value=float(p_value))
    return made


def _as_seen(published: Published, scope: Scope, pivot: Pivot) -> dict[At, Figure]:
    """The figures of those cells that are whole cohorts, with their target, movement or England's figure."""
    asked = {
        at: Cohort(
            measure=cell.place.measure,
            school_urn=cell.place.schools[0] if len(cell.place.schools) == 1 else None,
            year_group=cell.place.year_groups[0] if len(cell.place.year_groups) == 1 else None,
        )
        for at, cell in pivot.cells.items()
        if not cell.place.by_class and not cell.place.pupils and _is_a_cohort(cell.place, pivot)
    }
    figures = _figures(published, scope, pivot, asked)
    keeps = {Against.TARGET: "target", Against.ENGLAND: "national", Against.BEFORE: "movement"}
    kept = keeps[pivot.question.against]
    return {
        at: replace(pivot.cells[at].figure, **{kept: getattr(figure, kept)}) for at, figure in figures.items()
    }


def _is_a_cohort(place: Place, pivot: Pivot) -> bool:
    """Whether there is a declared figure of just these pupils."""
    everyone = pivot.whole_trust and set(place.schools) == set(pivot.question.schools)
    one_place = len(place.schools) == 1 or everyone
    return one_place and (len(place.year_groups) == 1 or all_judged_years(place.year_groups))


def _figures(published: Published, scope: Scope, pivot: Pivot, asked: dict[At, Cohort]) -> dict[At, Figure]:
    """As the scope sees them: half-term by half-term and kind by kind."""
    made: dict[At, Figure] = {}
    by_time: dict[tuple[HalfTerm, Kind], list[At]] = {}
    for at in asked:
        place = pivot.cells[at].place
        by_time.setdefault((place.half_term, place.kind), []).append(at)
    moved = pivot.question.against is Against.BEFORE
    for (half_term, kind), places in by_time.items():
        seeing = Seeing(published, scope, half_term, kind, with_movement=moved)
        made.update(zip(places, seeing.figures([asked[at] for at in places]), strict=True))
    return made


def _from_figure(figure: Figure, against: Against, fewest: int) -> Apart | None:
    if not wording.has_percentage(figure):
        return None
    met, pupils = figure.numerator or 0, figure.denominator or 0
    if against is Against.TARGET and figure.target is not None:
        return Apart(pupils=-figure.target.pupils_short, percentage=figure.target.basis_points / 100)
    if against is Against.ENGLAND and figure.national is not None:
        value = figure.national.value
        p_value = float(mid_p(met, pupils, value / 100)) if pupils >= fewest else None
        return Apart(pupils=figure.national.pupils_from, percentage=value, p_value=p_value)
    if against is Against.BEFORE and figure.movement is not None:
        held = figure.movement
        return Apart(pupils=held.met_now - held.met_before, p_value=held.p_value)
    return None


def _judged(apart: dict[At, Apart], pivot: Pivot) -> dict[At, Apart]:
    """Which differences are more than chance among all that are compared. Totals are not among them."""
    made = {at: one if TOGETHER not in at else replace(one, p_value=None) for at, one in apart.items()}
    tested = [at for at, one in made.items() if one.p_value is not None]
    shares = false_discovery([made[at].p_value or 0.0 for at in tested])
    for at, share in zip(tested, shares, strict=True):
        one, figure = made[at], pivot.cells[at].figure
        if pivot.question.against is Against.BEFORE:
            # As every other page says it, which also looks at what happened elsewhere in the trust.
            clear, look = wording.moved_clearly(figure), wording.worth_a_look(figure)
        else:
            clear = bool(one.pupils) and float(share) <= FALSE_DISCOVERIES
            look = bool(one.pupils) and not clear and (one.p_value or 0.0) < LOOK
        made[at] = replace(one, clear=clear, worth_a_look=look)
    return made
