"""What the Explorer can be asked: what stands in rows and columns, of whom, of when, held against what."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dashboard.queries.explored_counts import CLASS, HALF_TERM, SCHOOL, YEAR_GROUP
from etl.groups import ALL, GROUPS
from etl.half_terms import HalfTerm
from etl.vocabulary import Kind

MEASURE, KIND = "measure", "kind"
# What can stand in rows and in columns; pupil groups besides, by their id.
AXES = (SCHOOL, YEAR_GROUP, CLASS, HALF_TERM, MEASURE, KIND)
# Along these other pupils stand beside one another, so that they can be pooled.
_POOLED = (SCHOOL, YEAR_GROUP, CLASS)


class Against(StrEnum):
    """What each cell is held against."""

    NOTHING = "nothing"
    TRUST = "trust"
    ENGLAND = "england"
    TARGET = "target"
    BEFORE = "before"  # the half-term before, the same pupils
    LAST_YEAR = "last-year"  # the same half-term a year before, other children


class _All:
    def __repr__(self) -> str:
        return "TOGETHER"


TOGETHER: Any = _All()  # in place of an axis's value: all of them pooled


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked for. Of measures, kinds and half-terms that stand on no axis the first counts alone."""

    rows: str
    columns: str
    measures: tuple[str, ...]
    kinds: tuple[Kind, ...]
    half_terms: tuple[HalfTerm, ...]
    schools: tuple[int, ...]
    year_groups: tuple[int, ...]
    group: str = ALL.id
    group_value: str = "all"
    # The one class of the one school that is asked about (None: those in no class); empty: everyone.
    of_class: tuple[str | None, ...] = ()
    against: Against = Against.NOTHING

    @property
    def of_classes(self) -> bool:
        """Whether its pupils are told apart by class, which are made up anew each year."""
        return CLASS in self.axes or bool(self.of_class)

    @property
    def axes(self) -> tuple[str, str]:
        return self.rows, self.columns

    def pooled(self, axis: str) -> bool:
        """Whether the values along an axis are other pupils, who add up to a total."""
        return axis in _POOLED or axis in GROUPS


@dataclass(frozen=True, kw_only=True)
class Place:
    """Whom a cell counts, and by which measure."""

    measure: str
    kind: Kind
    half_term: HalfTerm
    schools: tuple[int, ...]
    year_groups: tuple[int, ...]
    class_name: str | None = None
    by_class: bool = False
    pupils: tuple[tuple[str, str], ...] = ()  # pupil groups and the value of each


def with_total(question: Question, axis: str, values: tuple[Any, ...]) -> tuple[Any, ...]:
    """An axis's values, and their total where there are several and their pupils can be pooled."""
    return (*values, TOGETHER) if len(values) > 1 and question.pooled(axis) else values


def dimensions(question: Question) -> tuple[str, ...]:
    """What counts are taken apart by: the axes but measures and kinds."""
    return tuple(axis for axis in question.axes if axis not in (MEASURE, KIND))


def kinds_of(question: Question) -> tuple[Kind, ...]:
    return question.kinds if KIND in question.axes else question.kinds[:1]


def measures_of(question: Question) -> tuple[str, ...]:
    return question.measures if MEASURE in question.axes else question.measures[:1]


def half_terms_of(question: Question) -> tuple[HalfTerm, ...]:
    return question.half_terms if HALF_TERM in question.axes else question.half_terms[:1]


def place_of(question: Question, row: Any, column: Any) -> Place:
    at = zip(question.axes, (row, column), strict=True)
    given = {axis: value for axis, value in at if value is not TOGETHER}
    groups = [(axis, value) for axis, value in given.items() if axis in GROUPS]
    if question.group != ALL.id:
        groups.append((question.group, question.group_value))
    return Place(
        measure=given.get(MEASURE, question.measures[0]),
        kind=given.get(KIND, question.kinds[0]),
        half_term=given.get(HALF_TERM, question.half_terms[0]),
        schools=(given[SCHOOL],) if SCHOOL in given else question.schools,
        year_groups=(given[YEAR_GROUP],) if YEAR_GROUP in given else question.year_groups,
        class_name=given.get(CLASS, *question.of_class),
        by_class=CLASS in given or bool(question.of_class),
        pupils=tuple(groups),
    )
