"""Where cover is looked for first: among a few of the rows, for thousands would take hours."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from etl.privacy.corners import SPREAD_OF_MET, Need
from etl.privacy.tables import Hidden, Stack

# As many rows of each sort: the smallest that are hidden already, those of the hidden in which there is most
# room, and the smallest of the others.
LOOKED_AT = 16

# Then in each table as many of those in which there is most room: hidden already, and others.
LOOKED_AT_IN_EACH = 4


class Near:
    """The rows of a stack in which a need's cover is looked for, in turn."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self._by_size: dict[tuple[int, int], NDArray[np.intp]] = {}
        self._by_room: dict[tuple[int, int], NDArray[np.intp]] = {}

    def parts(self, hidden: Hidden, need: Need) -> Iterator[NDArray[np.intp]]:
        """A few rows; these, and for each table those with most room in it; all. Each part has the need's own
        row, and the total last; no row comes twice in a part.
        """
        total = self.stack.pupils.shape[1] - 1
        by_size, by_room = self._orders(need)
        if len(by_size) > 3 * LOOKED_AT:
            away = hidden.in_batch(need.batch)[:, need.column]
            few = [
                by_size[away[by_size]][:LOOKED_AT],
                by_room[away[by_room]][:LOOKED_AT],
                by_size[~away[by_size]][:LOOKED_AT],
                np.array([need.row, total]),
            ]
            yield np.unique(np.concatenate(few))
            yield np.unique(np.concatenate([*few, *self._with_most_room(need, by_size, away)]))
        yield np.arange(total + 1)

    def _orders(self, need: Need) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """The rows with anybody in the column, without the total: the smallest first, and those with most
        room in the batch's tables.
        """
        key = need.batch, need.column
        if key not in self._by_size:
            tables = np.flatnonzero(self.stack.batch == need.batch)
            most = self.stack.pupils[tables, :-1, need.column].max(axis=0)
            rows = np.argsort(most, kind="stable")
            rows = self._by_size[key] = rows[most[rows] > 0]
            room = self._room(tables, rows, need.column).sum(axis=0, dtype=np.int64)
            self._by_room[key] = rows[np.argsort(-room, kind="stable")]
        return self._by_size[key], self._by_room[key]

    def _room(self, tables: NDArray[np.intp], rows: NDArray[np.intp], column: int) -> NDArray[np.uint8]:
        """Table, row: how many more and fewer could have met the standard, as far as it matters."""
        met, ceiling = (
            counts[:, :, column][np.ix_(tables, rows)] for counts in (self.stack.met, self.stack.ceiling)
        )
        room = np.minimum(met, SPREAD_OF_MET) + np.minimum(ceiling - met, SPREAD_OF_MET)
        return room.astype(np.uint8)

    def _with_most_room(
        self, need: Need, rows: NDArray[np.intp], away: NDArray[np.bool_]
    ) -> Iterator[NDArray[np.intp]]:
        """Of each table; the smallest first among those alike."""
        little = 2 * SPREAD_OF_MET - self._room(need.tables, rows, need.column)
        for order in rows[np.argsort(little, axis=1, kind="stable")]:
            yield order[away[order]][:LOOKED_AT_IN_EACH]
            yield order[~away[order]][:LOOKED_AT_IN_EACH]
