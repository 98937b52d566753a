"""What an address asks of the Explorer, held against what there is and what the scope sees whole.

Whatever is unknown, or not for whoever opens the address, falls back to what is usual; nothing raises.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from dashboard import address
from dashboard.access import Action, can
from dashboard.choices import Choices
from dashboard.queries.classes import school_classes
from dashboard.queries.explored_counts import CLASS, HALF_TERM, SCHOOL, YEAR_GROUP
from dashboard.queries.explored_question import AXES, KIND, MEASURE, Against, Question
from dashboard.queries.half_terms import kinds_and_subjects
from dashboard.queries.register import schools
from etl.groups import ALL, GROUPS
from etl.half_terms import HalfTerm, HalfTermError, academic_year_label, parse_academic_year, parse_half_term
from etl.measures import HEADLINE_MEASURES, JUDGED_YEARS, JUDGEMENT_MEASURES
from etl.publish.current import Published
from etl.vocabulary import YEAR_GROUPS, Kind

ALL_AXES = (*AXES, *(group for group in GROUPS if group != ALL.id))
Value = TypeVar("Value")
COURSE = 3  # half-terms that show a course


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question, and what else could be asked."""

    question: Question
    schools: tuple[int, ...]  # that the scope sees whole, by name
    half_terms: tuple[HalfTerm, ...]  # with figures, in time order
    measures: tuple[str, ...]  # that anyone was judged in, in those half-terms
    kinds: tuple[Kind, ...]
    classes: tuple[str, ...] = ()  # of the one school that is asked about; empty: of several
    refused: tuple[str, ...] = ()  # what the address asks for in vain, in plain words
    ranges: bool = False


def read_asked(params: Mapping[str, str], chosen: Choices, published: Published) -> Asked:
    """`chosen` is what every page understands of the address; its half-term is there."""
    assert chosen.half_term is not None
    seen = tuple(urn for urn in schools(published) if can(chosen.scope, Action.EXPLORE, urn))
    rows, columns = _axes(params, several_schools=len(seen) > 1)
    axes = (rows, columns)
    half_terms = _half_terms(params, chosen, apart=HALF_TERM in axes)
    pairs = {pair for one in half_terms for pair in kinds_and_subjects(published, one)}
    kinds = _kinds(params, chosen, [one for one in Kind if one in {kind for kind, _ in pairs}], axes)
    judged = {subject for kind, subject in pairs if kind in kinds}
    offered = tuple(one.id for one in JUDGEMENT_MEASURES.values() if one.subject in judged)
    asked_schools = several(params, address.SCHOOLS, seen, str) or seen
    group = chosen.group if chosen.group not in axes else ALL.id
    # A class belongs to one school.
    one_school = len(asked_schools) == 1 and CLASS not in axes
    held = _classes(published, chosen, asked_schools[0], half_terms[-1]) if one_school else {}
    named = params.get(address.CLASS, "")
    return Asked(
        question=Question(
            rows=rows,
            columns=columns,
            measures=_measures(params, chosen, offered, apart=MEASURE in axes),
            kinds=kinds,
            half_terms=half_terms,
            # A class belongs to one school.
            schools=asked_schools[:1] if CLASS in axes else asked_schools,
            year_groups=_year_groups(
                params, chosen, apart=YEAR_GROUP in axes or CLASS in axes, of_class=held.get(named, ())
            ),
            group=group,
            group_value=chosen.group_value if group != ALL.id else "all",
            of_class=(named,) if named in held else (),
            against=_against(params),
        ),
        schools=seen,
        half_terms=chosen.half_terms,
        measures=offered,
        kinds=tuple(one for one in Kind if one in {kind for kind, _ in pairs}),
        classes=tuple(held),
        refused=_refused(named, held, one_school=one_school, apart=CLASS in axes),
        ranges=params.get(address.RANGES) == "yes",
    )


def _classes(
    published: Published, chosen: Choices, urn: int, half_term: HalfTerm
) -> dict[str, tuple[int, ...]]:
    """By class of a school, the year groups that have pupils in it."""
    held = school_classes(published, chosen.scope, urn, half_term)
    return {name: tuple(sorted(one.pupils)) for name, one in held.items()}


def _refused(
    named: str, held: Mapping[str, tuple[int, ...]], *, one_school: bool, apart: bool
) -> tuple[str, ...]:
    """A class that is asked for and cannot be meant. What the address says is never repeated."""
    if not named or named in held:
        return ()
    if apart:
        return ("Classes stand beside one another here, so that none of them is chosen alone.",)
    if not one_school:
        return ("A class belongs to one school: choose a single school to choose one of its classes.",)
    return ("The school has no class of that name in this half-term: shown is everyone.",)


def _axes(params: Mapping[str, str], *, several_schools: bool) -> tuple[str, str]:
    usual = (SCHOOL if several_schools else YEAR_GROUP, MEASURE)
    rows = params.get(address.ROWS, "")
    rows = rows if rows in ALL_AXES else usual[0]
    columns = params.get(address.COLUMNS, "")
    if columns not in ALL_AXES or columns == rows:
        columns = next(one for one in (usual[1], usual[0]) if one != rows)
    return rows, columns


def several(
    params: Mapping[str, str], name: str, offered: Sequence[Value], written: Callable[[Value], str]
) -> tuple[Value, ...]:
    """Those of what is offered that the address names, in their own order; empty where it names none."""
    asked = set(params.get(name, "").split(","))
    return tuple(one for one in offered if written(one) in asked)


def _half_terms(params: Mapping[str, str], chosen: Choices, *, apart: bool) -> tuple[HalfTerm, ...]:
    """Those named, by half-term or by year, where they stand apart: else the chosen one's year."""
    assert chosen.half_term is not None
    if not apart:
        return (chosen.half_term,)
    asked: set[HalfTerm] = set()
    for word in params.get(address.HALF_TERMS, "").split(","):
        asked.update(half_terms_of(word, chosen.half_terms))
    if not asked:
        asked = {one for one in chosen.half_terms if one.starts == chosen.half_term.starts}
        # A year that has only just begun shows no course: the one before stands beside it.
        if len(asked) < COURSE:
            asked |= {one for one in chosen.half_terms if one.starts == chosen.half_term.starts - 1}
    return tuple(sorted(asked))


def half_terms_of(word: str, held: Iterable[HalfTerm]) -> list[HalfTerm]:
    """A half-term's or an academic year's part of an address as the half-terms with figures."""
    try:
        one = parse_half_term(word)
        return [one] if one in held else []
    except HalfTermError:
        pass
    try:
        starts = parse_academic_year(word)
    except HalfTermError:
        return []
    return [one for one in held if one.starts == starts]


def year_word(starts: int) -> str:
    """An academic year as an address holds it: 2025-26."""
    return academic_year_label(starts).replace("/", "-")


def _kinds(
    params: Mapping[str, str], chosen: Choices, held: Sequence[Kind], axes: tuple[str, str]
) -> tuple[Kind, ...]:
    if KIND in axes:
        return several(params, address.KINDS, held, str) or tuple(held)
    return (chosen.kind if chosen.kind in held or not held else held[0],)


def _measures(
    params: Mapping[str, str], chosen: Choices, offered: Sequence[str], *, apart: bool
) -> tuple[str, ...]:
    asked = several(params, address.MEASURES, offered, str)
    if apart:
        headline = tuple(one for one in HEADLINE_MEASURES if one in offered)
        return asked or headline or tuple(offered[:4]) or (chosen.measure,)
    return (chosen.measure,) if chosen.measure in offered else (tuple(offered[:1]) or (chosen.measure,))


def _year_groups(
    params: Mapping[str, str], chosen: Choices, *, apart: bool, of_class: tuple[int, ...]
) -> tuple[int, ...]:
    """Those named, else of a class the years that are in it."""
    asked = several(params, address.YEAR_GROUPS, YEAR_GROUPS, str)
    if asked or of_class:
        return asked or of_class
    return JUDGED_YEARS if apart or chosen.year_group is None else (chosen.year_group,)


def _against(params: Mapping[str, str]) -> Against:
    asked = params.get(address.AGAINST, "")
    return Against(asked) if asked in set(Against) else Against.TRUST
