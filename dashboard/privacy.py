"""Which cells of a table of small numbers to hide, so that what is hidden cannot be worked out.

A table is a grid of counts with a total row below and a total column at the right. Hiding only the small
cells protects nobody: whoever has the totals subtracts. So each sensitive cell gets cover: cells of other
rows and columns that are hidden with it, such that moving some pupils around the four corners

        this cell   +δ      a partner in its row      -δ
        a partner   -δ      the corner between them   +δ

gives another table with the same visible cells. The δ that keep every number possible are what a reader can
not tell apart; cover is enough where they spread the cell's pupils and the pupils who met the standard widely
enough. A head knows the school's own row, so a row's cover must hold also for the reader who knows one of
the other rows.

The tables of several measures and half-terms lie on one another in a stack, and are hidden alike:
what one of them hides, no other may show. Source of the rules: SDC Handbook, chapters 4 and 5; the two
thresholds are the trust's own settings.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]

ENDLESS = 10**9  # no cell sets a limit that way

# How far a reader's idea of a sensitive cell must spread, in pupils.
SPREAD_OF_MET = 3


@dataclass(frozen=True)
class Rules:
    """Under `hide_below` pupils a cell is sensitive, and under `caution_below` where all or none met."""

    hide_below: int = 6
    caution_below: int = 11

    @property
    def spread_of_pupils(self) -> int:
        return self.hide_below - 1

    def small(self, pupils: Counts) -> Flags:
        return (pupils > 0) & (pupils < self.hide_below)

    def alike(self, pupils: Counts, met: Counts) -> Flags:
        """All or none met, which says of everyone in a small group what they reached."""
        return (pupils > 0) & (pupils < self.caution_below) & ((met == 0) | (met == pupils))

    def sensitive(self, pupils: Counts, met: Counts) -> Flags:
        return self.small(pupils) | self.alike(pupils, met)


@dataclass
class Stack:
    """Tables with the same rows and columns: `pupils` and `met` by table, row and column, totals last.

    `moment`: which half-term each table is of; the tables of one moment share their numbers of pupils.
    `batch`: which tables' totals are of the same cohort; what of a total is hidden in one of them, is in all.
    `apart`: columns that are no part of the total column (Reception).
    `rows_known`: each row but the total belongs to a reader who knows it.
    `steady_rows`: rows of the same cohort in every batch; what is hidden of them anywhere, is everywhere.
    `may_hide`: the cells that may serve as cover.
    `ceiling`: what `met` cannot exceed, as a reader sees it.
    `pupils_shown`: cells whose pupils are visible elsewhere, though they are hidden in these tables.
    """

    pupils: Counts
    met: Counts
    moment: Counts
    batch: Counts
    apart: frozenset[int]
    rows_known: bool
    steady_rows: Flags
    may_hide: Flags
    ceiling: Counts
    pupils_shown: Flags
    signs: Counts  # a total's is -1: with it, every row and column adds up to nought

    @classmethod
    def of(
        cls,
        pupils: Counts,
        met: Counts,
        moment: Counts,
        batch: Counts,
        *,
        apart: frozenset[int] = frozenset(),
        rows_known: bool = False,
        steady_rows: Flags | None = None,
        may_hide: Flags | None = None,
    ) -> Stack:
        """A stack in which all that is not said is usual: any cell may be cover, no row is steady."""
        shape = pupils.shape[1:]
        signs = np.ones(shape, dtype=np.int64)
        signs[-1, :] *= -1
        signs[:, -1] *= -1
        return cls(
            pupils=pupils,
            met=met,
            moment=moment,
            batch=batch,
            apart=apart,
            rows_known=rows_known,
            steady_rows=np.zeros(shape[0], dtype=bool) if steady_rows is None else steady_rows,
            may_hide=np.ones(shape, dtype=bool) if may_hide is None else may_hide,
            ceiling=pupils,
            pupils_shown=np.zeros(shape, dtype=bool),
            signs=signs,
        )


@dataclass
class Hidden:
    """What is hidden: cells of steady rows `everywhere` in all tables, those of totals by their batch."""

    everywhere: Flags
    by_batch: Flags  # batch, row, column

    @classmethod
    def nothing(cls, stack: Stack) -> Hidden:
        _, rows, columns = stack.pupils.shape
        batches = int(stack.batch.max(initial=-1)) + 1
        return cls(np.zeros((rows, columns), dtype=bool), np.zeros((batches, rows, columns), dtype=bool))

    def in_batch(self, batch: int) -> Flags:
        return self.everywhere | self.by_batch[batch]

    def hide(self, stack: Stack, batch: int, row: int, column: int) -> None:
        if stack.steady_rows[row]:
            # The same pupils in every half-term: what is hidden in one must not be read off another.
            self.everywhere[row, column] = True
        else:
            self.by_batch[batch, row, column] = True

    def in_tables(self, stack: Stack) -> Flags:
        """Table, row, column; a cell with nobody in it is known to be empty, hidden or not."""
        return (self.everywhere | self.by_batch[stack.batch]) & (stack.pupils > 0)


@dataclass(frozen=True)
class Need:
    """A sensitive cell, the tables of one batch in which it is, and the row that its reader knows."""

    row: int
    column: int
    batch: int
    tables: NDArray[np.intp]
    known_row: int | None = None


def hide(stack: Stack, rules: Rules, so_far: Hidden | None = None) -> Hidden:
    """The cells to hide: the sensitive ones and the cover that they need, with what is hidden `so_far`."""
    hidden = so_far or Hidden.nothing(stack)
    if not stack.pupils.size:
        return hidden
    sensitive = rules.sensitive(stack.pupils, stack.met)
    _hide_sensitive(stack, rules, sensitive, hidden)
    # Cover is only ever added, and more of it never harms a cell that has enough: once round will do.
    for need in _needs(stack, rules, sensitive):
        _cover(stack, rules, hidden, need)
    return hidden


def _hide_sensitive(stack: Stack, rules: Rules, sensitive: Flags, hidden: Hidden) -> None:
    steady = stack.steady_rows
    hidden.everywhere |= sensitive.any(axis=0) & steady[:, None]
    for batch in range(hidden.by_batch.shape[0]):
        hidden.by_batch[batch] |= sensitive[stack.batch == batch].any(axis=0) & ~steady[:, None]
    if stack.rows_known:
        for batch in range(hidden.by_batch.shape[0]):
            tables = stack.batch == batch
            left_over = _sensitive_without_a_row(stack, rules)[tables]
            hidden.by_batch[batch, -1] |= left_over.any(axis=(0, 1))


def _sensitive_without_a_row(stack: Stack, rules: Rules) -> Flags:
    """Table, row, column: the total of all the other rows is sensitive to the reader who knows this row."""
    pupils = stack.pupils[:, -1:, :] - stack.pupils[:, :-1, :]
    met = stack.met[:, -1:, :] - stack.met[:, :-1, :]
    return rules.sensitive(pupils, met) & (stack.pupils[:, :-1, :] > 0)


def _needs(stack: Stack, rules: Rules, sensitive: Flags) -> Iterator[Need]:
    last = stack.pupils.shape[1] - 1
    left_over = _sensitive_without_a_row(stack, rules) if stack.rows_known else None
    # The fullest batch first: the cover that it finds among its many rows may do for the others.
    batches, tables = np.unique(stack.batch, return_inverse=True)
    filled = [int((stack.pupils[tables == place] > 0).any(axis=0).sum()) for place in range(len(batches))]
    for place in sorted(range(len(batches)), key=lambda one: (-filled[one], one)):
        here = np.flatnonzero(tables == place)
        batch = int(batches[place])
        for row, column in np.argwhere(sensitive[here].any(axis=0)):
            yield Need(int(row), int(column), batch, here[sensitive[here, row, column]])
        if left_over is None:
            continue
        for known, column in np.argwhere(left_over[here].any(axis=0)):
            yield Need(last, int(column), batch, here[left_over[here, known, column]], int(known))


def _cover(stack: Stack, rules: Rules, hidden: Hidden, need: Need) -> None:
    """Hide what a sensitive cell needs, against the reader who knows no row and those who know one."""
    if not stack.rows_known or need.known_row is not None:
        _cover_against(stack, rules, hidden, need)
        return
    # With few rows to choose from, what those who know one of them leave is cover against everyone.
    few = _few_partners(stack, rules, need)
    if not few:
        _cover_against(stack, rules, hidden, need)
    for known in _readers_to_fear(stack, rules, hidden, need):
        _cover_against(stack, rules, hidden, known)
    if few:
        _cover_against(stack, rules, hidden, need)


def _few_partners(stack: Stack, rules: Rules, need: Need) -> bool:
    corners = Corners(stack, rules, need)
    possible: Flags = corners.enough() & corners.usable()
    partners = np.any(possible, axis=2)[:, :-1]  # table, partner row
    return bool((partners.sum(axis=1) < 2).any())


def _readers_to_fear(stack: Stack, rules: Rules, hidden: Hidden, need: Need) -> list[Need]:
    """The need once for each row whose reader may see through the cover that holds against everyone else."""
    last = stack.pupils.shape[1] - 1
    covering: Flags = Corners(stack, rules, need).enough() & _hidden_corners(stack, hidden, need)
    partners = np.any(covering, axis=2)[:, :-1]  # table, partner row
    if need.row == last or (partners.sum(axis=1) == 0).any():
        knowing = np.arange(last)
    else:
        knowing = np.flatnonzero(partners[partners.sum(axis=1) == 1].any(axis=0))
    made = []
    for known in knowing[knowing != need.row]:
        held = stack.pupils[need.tables, known, need.column]
        if need.row == last:
            # Of a total, this reader has yet to learn what the other rows hold: perhaps nothing.
            tables = need.tables[stack.pupils[need.tables, last, need.column] > held]
        else:
            tables = need.tables
        if tables.size:
            made.append(Need(need.row, need.column, need.batch, tables, int(known)))
    return made


def _cover_against(stack: Stack, rules: Rules, hidden: Hidden, need: Need) -> None:
    corners = Corners(stack, rules, need)
    enough = corners.enough()
    covered = (enough & _hidden_corners(stack, hidden, need)).any(axis=(1, 2))
    while not covered.all():
        possible = enough & corners.usable()
        helps = possible[~covered].sum(axis=0)  # partner row, partner column
        if not helps.any():
            _hide_row_and_column(stack, hidden, need)
            return
        best = _cheapest(stack, hidden, need, helps)
        for row, column in corners.cells(*best):
            hidden.hide(stack, need.batch, row, column)
        covered = (enough & _hidden_corners(stack, hidden, need)).any(axis=(1, 2))


def _cheapest(stack: Stack, hidden: Hidden, need: Need, helps: Counts) -> tuple[int, int]:
    """The partner row and column whose corners cost least among those that help in most tables."""
    _, rows, columns = stack.pupils.shape
    most = stack.pupils.max(axis=0)
    away = hidden.in_batch(need.batch)

    def cost(partner: tuple[int, int]) -> tuple[int, ...]:
        row, column = partner
        cells = Corners.cells_of(stack, need, row, column)
        new = [cell for cell in cells if not away[cell]]
        totals = sum((cell[0] == rows - 1) + (cell[1] == columns - 1) for cell in new)
        return (totals, len(new), int(most[row, need.column]), sum(int(most[cell]) for cell in new), *partner)

    candidates = [(int(row), int(column)) for row, column in np.argwhere(helps == helps.max())]
    return min(candidates, key=cost)


def _hide_row_and_column(stack: Stack, hidden: Hidden, need: Need) -> None:
    """Where no four corners are cover enough: everything that leads to the cell."""
    for row, column in np.argwhere(stack.may_hide):
        if row == need.row or column == need.column:
            hidden.hide(stack, need.batch, int(row), int(column))


def _hidden_corners(stack: Stack, hidden: Hidden, need: Need) -> Flags:
    """Table, partner row, partner column: the other corners are all hidden already."""
    away = hidden.in_tables(stack)[need.tables]
    return _every_corner(stack, need, away)


def _every_corner(stack: Stack, need: Need, flags: Flags) -> Flags:
    """Table, partner row, partner column: the flag is set at each corner but the sensitive cell itself."""
    row, column = need.row, need.column
    if column in stack.apart:
        # Only its column leads to it: there is one partner, and no corners.
        met = np.zeros(flags.shape, dtype=bool)
        met[:, :, column] = flags[:, :, column]
        met[:, row, :] = False
        return met
    met = flags & flags[:, [row], :] & flags[:, :, [column]]
    met[:, row, :] = False
    met[:, :, column] = False
    met[:, :, list(stack.apart)] = False
    if need.known_row is not None:
        met[:, need.known_row, :] = False
    return met


class Corners:
    """Every four corners around one sensitive cell: by table, partner row and partner column."""

    def __init__(self, stack: Stack, rules: Rules, need: Need) -> None:
        self.stack, self.rules, self.need = stack, rules, need
        self.pupils = stack.pupils[need.tables]
        self.met = stack.met[need.tables]
        self.ceiling = stack.ceiling[need.tables]
        if need.known_row is not None:
            # What is left for the reader to wonder about: the totals without the row that they know.
            self.pupils, self.met, self.ceiling = (
                _without_row(counts, need.known_row) for counts in (self.pupils, self.met, self.ceiling)
            )

    def usable(self) -> Flags:
        """The corners may be hidden, and somebody is in each."""
        return _every_corner(self.stack, self.need, (self.pupils > 0) & self.stack.may_hide[None])

    def cells(self, row: int, column: int) -> list[tuple[int, int]]:
        return self.cells_of(self.stack, self.need, row, column)

    @staticmethod
    def cells_of(stack: Stack, need: Need, row: int, column: int) -> list[tuple[int, int]]:
        if need.column in stack.apart:
            return [(row, need.column)]
        return [(row, need.column), (need.row, column), (row, column)]

    def enough(self) -> Flags:
        """The spread that the corners give is wide enough, of those who met and, where few, of pupils.

        Those who met can rise with the cell by the fewest among the corners that fall, and fall by the
        fewest among those that rise, if as many pupils move with them. Where the numbers of pupils are
        shown, those who did not meet the standard must make room.
        """
        rose_met, fell_met = self._fewest(self.met)
        rose_not, fell_not = self._fewest(self.ceiling - self.met)
        moving = rose_met + fell_met
        in_place = np.minimum(fell_met, rose_not) + np.minimum(rose_met, fell_not)
        spread_of_met = np.where(self._pupils_in_doubt(), moving, in_place)
        wide = spread_of_met >= self._needed_of_met()[:, None, None]
        return wide & (self._spread_of_pupils(rose_met + rose_not, fell_met + fell_not))

    def _spread_of_pupils(self, falling: Counts, rising: Counts) -> Flags:
        row, column = self.need.row, self.need.column
        here = self.pupils[:, row, column]
        small = self.rules.small(here) & ~self.stack.pupils_shown[row, column]
        needed = np.minimum(self.rules.spread_of_pupils, self.pupils[:, -1, :].max(axis=1, initial=0))
        # The tables of one moment share their pupils: what one of them rules out, all do.
        for moment in np.unique(self.stack.moment[self.need.tables]):
            same = self.stack.moment[self.need.tables] == moment
            falling[same] = falling[same].min(axis=0)
            rising[same] = rising[same].min(axis=0)
        wide: Flags = (falling + rising) >= needed[:, None, None]
        return wide | ~small[:, None, None]

    def _needed_of_met(self) -> Counts:
        """The spread that is asked for: no wider than what the visible totals allow by themselves."""
        row, column = self.need.row, self.need.column
        limit = np.minimum(SPREAD_OF_MET, self.met[:, -1, column])
        if column not in self.stack.apart:
            limit = np.minimum(limit, self.met[:, row, -1])
        if self.stack.pupils_shown[row, column]:
            limit = np.minimum(limit, self.ceiling[:, row, column])
        return limit

    def _pupils_in_doubt(self) -> Flags:
        """Partner row, partner column: nobody sees how many pupils are in any of the corners."""
        unseen = ~self.stack.pupils_shown[None]
        here = unseen[:, self.need.row, self.need.column][:, None, None]
        return _every_corner(self.stack, self.need, unseen) & here

    def _fewest(self, counts: Counts) -> tuple[Counts, Counts]:
        """The fewest among the corners that rise with the cell, and among those that fall."""
        row, column = self.need.row, self.need.column
        signs = self.stack.signs
        here = signs[row, column]
        # A total rises with its members, so its corner turns the other way.
        corner = signs * here
        beside = -signs[[row], :] * here
        below = -signs[:, [column]] * here
        if column in self.stack.apart:
            corner = np.broadcast_to(below, corner.shape)
            beside = np.ones_like(beside)
            counts = np.broadcast_to(counts[:, :, [column]], counts.shape)
        at_cell = counts[:, row, column][:, None, None]

        def fewest(way: int) -> Counts:
            parts = [
                np.where(corner == way, counts, ENDLESS),
                np.where(beside == way, counts[:, [row], :], ENDLESS),
                np.where(below == way, counts[:, :, [column]], ENDLESS),
            ]
            if column in self.stack.apart:
                parts = [parts[2]]
            if way == 1:
                parts.append(at_cell)
            least = parts[0]
            for part in parts[1:]:
                least = np.minimum(least, part)
            return np.broadcast_to(least, counts.shape).copy()

        return fewest(1), fewest(-1)


def _without_row(counts: Counts, known: int) -> Counts:
    left = counts.copy()
    left[:, -1, :] -= counts[:, known, :]
    left[:, known, :] = 0
    return left


def with_totals(counts: Counts, apart: frozenset[int] = frozenset()) -> Counts:
    """Tables of rows and columns, with the total row and the total column added."""
    members = [column for column in range(counts.shape[-1]) if column not in apart]
    wide = np.concatenate([counts, counts[..., members].sum(axis=-1, keepdims=True)], axis=-1)
    return np.concatenate([wide, wide.sum(axis=-2, keepdims=True)], axis=-2)
