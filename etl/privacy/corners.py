"""The four corners that hide a sensitive cell, and whether they hide it well enough."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from etl.privacy.tables import Counts, Flags, Hidden, Rules, Stack

# A row or column, or one for each of several corners.
_Places = int | NDArray[np.intp]

ENDLESS = 10**9  # no cell sets a limit that way

# How far a reader's idea of those who met the standard in a sensitive cell must spread.
SPREAD_OF_MET = 3


@dataclass(frozen=True)
class Need:
    """A sensitive cell, the tables of one batch in which it is, and the row that its reader knows."""

    row: int
    column: int
    batch: int
    tables: NDArray[np.intp]
    known_row: int | None = None

    def within(self, rows: NDArray[np.intp]) -> Need:
        """The same need, of a reader who knows no row, in the part of the stack that holds its tables, and so
        many rows, in their order.
        """
        row = int(np.searchsorted(rows, self.row))
        return Need(row=row, column=self.column, batch=self.batch, tables=np.arange(len(self.tables)))


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

    def __init__(self, stack: Stack, rules: Rules, need: Need, *, by_its_own: bool = False) -> None:
        self.stack, self.rules, self.need, self.by_its_own = stack, rules, need, by_its_own
        self.pupils = stack.pupils[need.tables]
        self.met = stack.met[need.tables]
        self.ceiling = stack.ceiling[need.tables]
        if need.known_row is not None:
            # What is left for the reader to wonder about: the totals without the row that they know.
            self.pupils, self.met, self.ceiling = (
                _without_row(counts, need.known_row) for counts in (self.pupils, self.met, self.ceiling)
            )

    def seen_from(self, known_row: int, tables: NDArray[np.intp] | None = None) -> Corners:
        """The same to the reader who knows a row; in some of the tables."""
        held = self.need.tables if tables is None else tables
        need = replace(self.need, known_row=known_row, tables=held)
        return Corners(self.stack, self.rules, need, by_its_own=self.by_its_own)

    def measured_by_its_own(self) -> Corners:
        """The same, where it is enough that any number of the cell's own pupils may have met the standard:
        of two nobody learns anything then, not even who knows that they are two.
        """
        return Corners(self.stack, self.rules, self.need, by_its_own=True)

    def without_any_row(self) -> Corners:
        """The same, with that much less in each total as any row has at the most: what is enough then by a
        total is so to whoever knows a row.
        """
        less = Corners(self.stack, self.rules, self.need, by_its_own=self.by_its_own)
        less.met = _without_the_most(self.met)
        less.ceiling = less.met + _without_the_most(self.ceiling - self.met)
        less.needed_of_met = self.needed_of_met
        return less

    def hidden(self, hidden: Hidden) -> Flags:
        """The other corners are all hidden already."""
        return _every_corner(self.stack, self.need, hidden.in_tables(self.stack, self.need.tables))

    @cached_property
    def usable(self) -> Flags:
        """The corners may be hidden, and somebody is in each."""
        return _every_corner(self.stack, self.need, (self.pupils > 0) & self.stack.may_hide[None])

    def cells(self, row: _Places, column: _Places) -> list[tuple[_Places, _Places]]:
        """The other corners, with a partner row and column, or with each of several."""
        if self.need.column in self.stack.apart:
            return [(row, self.need.column)]
        return [(row, self.need.column), (self.need.row, column), (row, column)]

    @cached_property
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
        wide = spread_of_met >= self.needed_of_met[:, None, None]
        return wide & (self._spread_of_pupils(rose_met + rose_not, fell_met + fell_not))

    def _spread_of_pupils(self, falling: Counts, rising: Counts) -> Flags:
        row, column = self.need.row, self.need.column
        here = self.pupils[:, row, column]
        small = self.rules.small(here) & ~self.stack.pupils_shown[row, column]
        needed = np.minimum(self.rules.spread_of_pupils, self.pupils[:, -1, :].max(axis=1, initial=0))
        if not small.any():
            return np.ones(falling.shape, dtype=bool)
        # The tables of one moment share their pupils: what one of them rules out, all do.
        falling, rising = self._fewest_of_moment(falling), self._fewest_of_moment(rising)
        wide: Flags = (falling + rising) >= needed[:, None, None]
        return wide | ~small[:, None, None]

    def _fewest_of_moment(self, counts: Counts) -> Counts:
        moments, which = np.unique(self.stack.moment[self.need.tables], return_inverse=True)
        if len(moments) == 1:
            return np.broadcast_to(counts.min(axis=0), counts.shape)
        order = np.argsort(which, kind="stable")
        starts = np.searchsorted(which[order], np.arange(len(moments)))
        fewest: Counts = np.minimum.reduceat(counts[order], starts, axis=0)[which]
        return fewest

    @cached_property
    def needed_of_met(self) -> Counts:
        """The spread that is asked for: no wider than what the visible totals allow by themselves."""
        row, column = self.need.row, self.need.column
        limit = np.minimum(SPREAD_OF_MET, self.met[:, -1, column])
        if column not in self.stack.apart:
            limit = np.minimum(limit, self.met[:, row, -1])
        if self.by_its_own or self.stack.pupils_shown[row, column]:
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


def _without_the_most(counts: Counts) -> Counts:
    left = counts.copy()
    left[:, -1, :] = np.maximum(left[:, -1, :] - left[:, :-1, :].max(axis=1, initial=0), 0)
    return left
