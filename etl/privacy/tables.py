"""Tables of small numbers: what in them is sensitive, and what of them is hidden."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]


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

    @cached_property
    def most_pupils(self) -> Counts:
        """Row, column: the most pupils in any table."""
        most: Counts = self.pupils.max(axis=0)
        return most

    def part(self, tables: NDArray[np.intp], rows: NDArray[np.intp]) -> Stack:
        """Some of the tables, and of them some of the rows, of which the total must be the last."""
        where = np.ix_(tables, rows)
        return Stack(
            pupils=self.pupils[where],
            met=self.met[where],
            moment=self.moment[tables],
            batch=self.batch[tables],
            apart=self.apart,
            rows_known=self.rows_known,
            steady_rows=self.steady_rows[rows],
            may_hide=self.may_hide[rows],
            ceiling=self.ceiling[where],
            pupils_shown=self.pupils_shown[rows],
            signs=self.signs[rows],
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

    def in_tables(self, stack: Stack, tables: NDArray[np.intp] | slice = slice(None)) -> Flags:
        """Table, row, column; a cell with nobody in it is known to be empty, hidden or not."""
        return (self.everywhere | self.by_batch[stack.batch[tables]]) & (stack.pupils[tables] > 0)

    def part(self, rows: NDArray[np.intp]) -> Hidden:
        """The same of some rows."""
        return Hidden(self.everywhere[rows], self.by_batch[:, rows])

    def take(self, rows: NDArray[np.intp], part: Hidden) -> None:
        """What was hidden of some rows besides."""
        self.everywhere[rows] |= part.everywhere
        self.by_batch[:, rows] |= part.by_batch


def with_totals(counts: Counts, apart: frozenset[int] = frozenset()) -> Counts:
    """Tables of rows and columns, with the total row and the total column added."""
    members = [column for column in range(counts.shape[-1]) if column not in apart]
    wide = np.concatenate([counts, counts[..., members].sum(axis=-1, keepdims=True)], axis=-1)
    return np.concatenate([wide, wide.sum(axis=-2, keepdims=True)], axis=-2)
