"""Choosing what to hide: the sensitive cells, and the cheapest cover for each."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from etl.privacy.corners import Corners, Need
from etl.privacy.tables import Counts, Flags, Hidden, Rules, Stack

# Of the rows that might be cover, as many of the smallest are looked at first: of those that are hidden
# already, and of the others. To look at all of them for each cell takes hours where there are thousands.
LOOKED_AT = 64


def hide(stack: Stack, rules: Rules, so_far: Hidden | None = None) -> Hidden:
    """The cells to hide: the sensitive ones and the cover that they need, with what is hidden `so_far`."""
    hidden = so_far or Hidden.nothing(stack)
    if not stack.pupils.size:
        return hidden
    sensitive = rules.sensitive(stack.pupils, stack.met)
    _hide_sensitive(stack, rules, sensitive, hidden)
    near = Near(stack)
    # Cover is only ever added, and more of it never harms a cell that has enough: once round will do.
    for need in _needs(stack, rules, sensitive):
        rows = near.rows(hidden, need)
        if len(rows) < stack.pupils.shape[1]:
            part = hidden.part(rows)
            if _covered_within(stack.part(need.tables, rows), rules, part, need.within(rows)):
                hidden.take(rows, part)
                continue
        _cover(stack, rules, hidden, need)
    return hidden


class Near:
    """The rows in which cover is looked for first."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self._by_size: dict[tuple[int, int], NDArray[np.intp]] = {}

    def rows(self, hidden: Hidden, need: Need) -> NDArray[np.intp]:
        """In their order: the need's own row, the reader's, the total, and the smallest of the others."""
        by_size = self._smallest_first(need.batch, need.column)
        away = hidden.in_batch(need.batch)[by_size, need.column]
        last = self.stack.pupils.shape[1] - 1
        known = [] if need.known_row is None else [need.known_row]
        return np.unique(
            np.concatenate(
                [by_size[away][:LOOKED_AT], by_size[~away][:LOOKED_AT], [need.row, last, *known]]
            ).astype(np.intp)
        )

    def _smallest_first(self, batch: int, column: int) -> NDArray[np.intp]:
        if (batch, column) not in self._by_size:
            most = self.stack.pupils[self.stack.batch == batch, :, column].max(axis=0)
            rows = np.argsort(most, kind="stable")
            self._by_size[batch, column] = rows[most[rows] > 0]
        return self._by_size[batch, column]


def _covered_within(part: Stack, rules: Rules, hidden: Hidden, need: Need) -> bool:
    """Find cover in a part of the rows, if it has enough to choose from for whoever knows any of the rest."""
    if need.row == part.pupils.shape[1] - 1:
        return False
    corners = _corners(part, rules, need)
    if need.known_row is not None or not part.rows_known:
        return _covered(corners, hidden)
    if _few_partners(corners) or not _covered(corners, hidden):
        return False
    known = _readers_to_fear(corners, hidden)
    return known is not None and all(_covered(one, hidden) for one in known)


def _hide_sensitive(stack: Stack, rules: Rules, sensitive: Flags, hidden: Hidden) -> None:
    steady = stack.steady_rows
    hidden.everywhere |= sensitive.any(axis=0) & steady[:, None]
    for batch in range(hidden.by_batch.shape[0]):
        hidden.by_batch[batch] |= sensitive[stack.batch == batch].any(axis=0) & ~steady[:, None]
    if stack.rows_known:
        left_over = _sensitive_without_a_row(stack, rules)
        for batch in range(hidden.by_batch.shape[0]):
            hidden.by_batch[batch, -1] |= left_over[stack.batch == batch].any(axis=(0, 1))


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
    corners = _corners(stack, rules, need)
    if not stack.rows_known or need.known_row is not None:
        _cover_or_all(corners, hidden)
        return
    # With few rows to choose from, what those who know one of them leave is cover against everyone.
    few = _few_partners(corners)
    if not few:
        _cover_or_all(corners, hidden)
    known = _readers_to_fear(corners, hidden)
    for one in _every_reader(corners) if known is None else known:
        _cover_or_all(one, hidden)
    if few:
        _cover_or_all(corners, hidden)


def _corners(stack: Stack, rules: Rules, need: Need) -> Corners:
    corners = Corners(stack, rules, need)
    if (corners.enough & corners.usable).any(axis=(1, 2)).all():
        return corners
    # To hide all that leads to one or two pupils would leave nothing of a standard that few reach.
    return corners.measured_by_its_own()


def _few_partners(corners: Corners) -> bool:
    partners = np.any(corners.enough & corners.usable, axis=2)[:, :-1]  # table, partner row
    return bool((partners.sum(axis=1) < 2).any())


def _readers_to_fear(corners: Corners, hidden: Hidden) -> list[Corners] | None:
    """The corners as seen from each row whose reader may see through the cover that holds against everyone
    else; None where that may be any of them.
    """
    covering: Flags = corners.enough & corners.hidden(hidden)
    partners = np.any(covering, axis=2)[:, :-1]  # table, partner row
    if corners.need.row == partners.shape[1] or (partners.sum(axis=1) == 0).any():
        return None
    knowing = np.flatnonzero(partners[partners.sum(axis=1) == 1].any(axis=0))
    return [corners.seen_from(int(known)) for known in knowing if known != corners.need.row]


def _every_reader(corners: Corners) -> Iterator[Corners]:
    stack, need = corners.stack, corners.need
    last = stack.pupils.shape[1] - 1
    for known in range(last):
        if known == need.row:
            continue
        tables = need.tables
        if need.row == last:
            # Of a total, this reader has yet to learn what the other rows hold: perhaps nothing.
            held = stack.pupils[tables, known, need.column]
            tables = tables[stack.pupils[tables, last, need.column] > held]
        if tables.size:
            yield corners.seen_from(known, tables)


def _cover_or_all(corners: Corners, hidden: Hidden) -> None:
    if not (_covered(corners, hidden) or _covered(corners.measured_by_its_own(), hidden)):
        _hide_row_and_column(corners, hidden)


def _covered(corners: Corners, hidden: Hidden) -> bool:
    """Hide four corners in every table that has none yet; False where there are not enough anywhere."""
    covered = (corners.enough & corners.hidden(hidden)).any(axis=(1, 2))
    while not covered.all():
        possible = corners.enough & corners.usable
        helps = possible[~covered].sum(axis=0)  # partner row, partner column
        if not helps.any():
            return False
        for row, column in corners.cells(*_cheapest(corners, hidden, helps)):
            hidden.hide(corners.stack, corners.need.batch, row, column)
        covered = (corners.enough & corners.hidden(hidden)).any(axis=(1, 2))
    return True


def _cheapest(corners: Corners, hidden: Hidden, helps: Counts) -> tuple[int, int]:
    """The partner row and column whose corners cost least among those that help in most tables."""
    stack, need = corners.stack, corners.need
    _, rows, columns = stack.pupils.shape
    most = stack.pupils.max(axis=0)
    away = hidden.in_batch(need.batch)

    def cost(partner: tuple[int, int]) -> tuple[int, ...]:
        row, _ = partner
        new = [cell for cell in corners.cells(*partner) if not away[cell]]
        totals = sum((cell[0] == rows - 1) + (cell[1] == columns - 1) for cell in new)
        return (totals, len(new), int(most[row, need.column]), sum(int(most[cell]) for cell in new), *partner)

    candidates = [(int(row), int(column)) for row, column in np.argwhere(helps == helps.max())]
    return min(candidates, key=cost)


def _hide_row_and_column(corners: Corners, hidden: Hidden) -> None:
    """Where no four corners are cover enough: everything that leads to the cell."""
    stack, need = corners.stack, corners.need
    for row, column in np.argwhere(stack.may_hide):
        if row == need.row or column == need.column:
            hidden.hide(stack, need.batch, int(row), int(column))
