"""What the Board, the Forum and other schools do not see of one academic year's judgements: for all alike.

They are given declared tables and no others: every school's year groups, and the trust's pupil groups by
year group, each with its totals. One pattern of hidden cells serves them all, over every measure, kind and
half-term of the year, so that no two views can be held against each other; it holds even against a head,
who knows their own school's numbers. Measures of the higher standard hide what those of the expected
standard hide, and what is sensitive only at greater depth besides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from etl.groups import ALL, GROUPS
from etl.privacy.cover import hide
from etl.privacy.tables import Counts, Flags, Hidden, Rules, Stack, with_totals
from etl.vocabulary import RECEPTION, RWM, YEAR_GROUPS, Kind, Standard, Subject

# What tables there can be of a half-term.
PAIRS = tuple((subject, kind) for subject in (RWM, *Subject) for kind in Kind)

# Years 1 to 6 stand in the total column; Reception stands by itself.
APART = frozenset({YEAR_GROUPS.index(RECEPTION)})

# Half-term's ordinal, school (None: the trust), year group (None: Years 1 to 6), group, group value.
Cell = tuple[int, int | None, int | None, str, str]


@dataclass(frozen=True)
class Cohorts:
    """The counts of one pupil group in an academic year, an array a column; one place of them is a half-term
    × subject and kind × school × year group × value of the group, and may come again.
    """

    ordinal: NDArray[np.integer]
    pair: NDArray[np.integer]  # its place in PAIRS
    school_urn: NDArray[np.integer]
    year_group: NDArray[np.integer]
    value: NDArray[np.integer]  # its place among the group's values
    on_roll: NDArray[np.integer]
    expected: NDArray[np.integer]
    higher: NDArray[np.integer]

    def as_one_school(self, urns: tuple[int, ...]) -> Cohorts:
        """The same, where some schools are like one, the first of them."""
        return replace(self, school_urn=np.where(np.isin(self.school_urn, urns), urns[0], self.school_urn))


# Gives the counts of a pupil group.
CohortsOf = Callable[[str], Cohorts]
HiddenCells = dict[Standard, frozenset[Cell]]


def hidden_cells(cohorts_of: CohortsOf, rules: Rules) -> HiddenCells:
    """What is hidden in one academic year, of whose groups a large trust has room for one at a time."""
    everyone = cohorts_of(ALL.id)
    hidden: dict[Standard, set[Cell]] = {standard: set() for standard in Standard}
    if not everyone.ordinal.size:
        return {standard: frozenset() for standard in Standard}
    tables = Tables.of(everyone)
    by_school = _hide_both_standards(_school_stacks(tables, everyone), rules)
    _note(hidden, tables, by_school, [(urn, ALL.id, "all") for urn in (*tables.schools.tolist(), None)])
    for group in GROUPS.values():
        if group is ALL:
            continue
        cohorts = cohorts_of(group.id)
        if not cohorts.ordinal.size:
            continue
        values = list(group.values)
        stacks = _group_stacks(tables, cohorts, len(values))
        given = {
            standard: _under_hidden_totals(by_school[standard].by_batch[:, -1], len(values))
            for standard in Standard
        }
        made = _hide_both_standards(stacks, rules, given)
        # Their total row is the trust's, which is in the table of schools.
        _note(hidden, tables, made, [(None, group.id, value) for value in values])
    return {standard: frozenset(cells) for standard, cells in hidden.items()}


@dataclass(frozen=True)
class Tables:
    """Which table is which: one for each half-term, subject and kind that anyone has a mark in."""

    place: NDArray[np.intp]  # of a table, by half-term's ordinal and pair; -1: there is none
    schools: NDArray[np.integer]  # in order
    moment: Counts  # of each table: its half-term's ordinal
    batch: Counts  # of each table: which set of schools was in
    batch_of: dict[int, int]  # by half-term's ordinal

    @classmethod
    def of(cls, cohorts: Cohorts) -> Tables:
        there = np.zeros((int(cohorts.ordinal.max()) + 1, len(PAIRS)), dtype=bool)
        there[cohorts.ordinal, cohorts.pair] = True
        place = np.where(there, np.cumsum(there).reshape(there.shape) - 1, -1)
        moment = np.argwhere(there)[:, 0]
        schools = np.unique(cohorts.school_urn)
        is_in = np.zeros((len(there), len(schools)), dtype=bool)
        is_in[cohorts.ordinal, np.searchsorted(schools, cohorts.school_urn)] = True
        seen: dict[bytes, int] = {}
        batch_of = {
            int(ordinal): seen.setdefault(is_in[ordinal].tobytes(), len(seen))
            for ordinal in np.unique(moment)
        }
        batch = np.array([batch_of[int(ordinal)] for ordinal in moment], dtype=np.int64)
        return cls(place, schools, moment, batch, batch_of)

    def lay_out(self, cohorts: Cohorts, values: int, counts: list[NDArray[np.integer]]) -> list[Counts]:
        """Counts by table, school, group value and year group."""
        shape = (len(self.moment), len(self.schools), values, len(YEAR_GROUPS))
        cells = np.ravel_multi_index(
            (
                self.place[cohorts.ordinal, cohorts.pair],
                np.searchsorted(self.schools, cohorts.school_urn),
                cohorts.value,
                np.searchsorted(YEAR_GROUPS, cohorts.year_group),
            ),
            shape,
        )
        size = int(np.prod(shape))
        return [
            np.bincount(cells, weights=counted, minlength=size).astype(np.int64).reshape(shape)
            for counted in counts
        ]


Stacks = dict[Standard, Stack]


def _counted(cohorts: Cohorts) -> list[NDArray[np.integer]]:
    return [cohorts.on_roll, *(getattr(cohorts, standard.value) for standard in Standard)]


def _school_stacks(tables: Tables, cohorts: Cohorts) -> Stacks:
    """Schools by year groups, with the totals of schools and of the trust."""
    steady = np.array([True] * len(tables.schools) + [False])
    pupils, *met = (
        with_totals(laid[:, :, 0, :], APART) for laid in tables.lay_out(cohorts, 1, _counted(cohorts))
    )
    return {
        standard: Stack.of(
            pupils, counted, tables.moment, tables.batch, apart=APART, rows_known=True, steady_rows=steady
        )
        for standard, counted in zip(Standard, met, strict=True)
    }


def _group_stacks(tables: Tables, cohorts: Cohorts, values: int) -> Stacks:
    """The trust's group values by year groups: as everyone sees them, and as each head does who leaves their
    own school out of them.
    """

    def for_each_reader(by_school: Counts) -> Counts:
        whole = by_school.sum(axis=1, keepdims=True)
        together = np.concatenate([whole, whole - by_school], axis=1)  # table, reader, value, year
        return with_totals(together.reshape(-1, *together.shape[2:]), APART)

    readers = len(tables.schools) + 1
    pupils, *met = (for_each_reader(laid) for laid in tables.lay_out(cohorts, values, _counted(cohorts)))
    may_hide = np.ones(pupils.shape[1:], dtype=bool)
    may_hide[-1] = False  # the trust's totals are the other table's to hide
    # Each reader has a view of each half-term.
    moment = (tables.moment[:, None] * readers + np.arange(readers)).reshape(-1)
    batch = np.repeat(tables.batch, readers)
    return {
        standard: Stack.of(pupils, counted, moment, batch, apart=APART, may_hide=may_hide)
        for standard, counted in zip(Standard, met, strict=True)
    }


def _under_hidden_totals(totals: Flags, values: int) -> Flags:
    """Batch, value, column: where the trust's total is hidden, so is every part of it."""
    return np.repeat(totals[:, None, :], values + 1, axis=1)


def _hide_both_standards(
    stacks: Stacks, rules: Rules, given: dict[Standard, Flags] | None = None
) -> dict[Standard, Hidden]:
    made: dict[Standard, Hidden] = {}
    before: Hidden | None = None
    for standard in Standard:  # the expected standard first: what it hides, the higher one hides too
        stack = stacks[standard]
        hidden = Hidden.nothing(stack)
        if before is not None:
            hidden.everywhere |= before.everywhere
            hidden.by_batch |= before.by_batch
            away: Flags = before.everywhere | before.by_batch
            stack.pupils_shown = ~np.all(away, axis=0)
            expected = stacks[Standard.EXPECTED].met
            stack.ceiling = np.where(before.in_tables(stack), stack.pupils, expected)
        if given is not None:
            hidden.by_batch |= given[standard]
        before = made[standard] = hide(stack, rules, hidden)
    return made


def _note(
    hidden: dict[Standard, set[Cell]],
    tables: Tables,
    made: dict[Standard, Hidden],
    rows: list[tuple[int | None, str, str]],
) -> None:
    """Write down what is hidden, by half-term. `rows` says of each row whose it is: school, group, value."""
    columns: list[int | None] = [*YEAR_GROUPS, None]
    for standard, found in made.items():
        for ordinal, batch in tables.batch_of.items():
            for row, column in np.argwhere(found.in_batch(batch)[: len(rows)]).tolist():
                school, group, value = rows[row]
                hidden[standard].add((ordinal, school, columns[column], group, value))
