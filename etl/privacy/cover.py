"""Choosing what to hide: the sensitive cells, and the cheapest cover for each."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from etl.privacy.corners import Corners, Need
from etl.privacy.near import Near
from etl.privacy.tables import Counts, Flags, Hidden, Rules, Stack

# What four corners cost at the dearest: a total of two rows, or one of all rows.
A_ROWS_TOTAL, THE_TOTAL = 1, 2


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
        if not any(_covered_among(rows, stack, rules, hidden, need) for rows in near.parts(hidden, need)):
            _cover_by_totals(stack, rules, hidden, need)
    return hidden


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


def _covered_among(rows: NDArray[np.intp], stack: Stack, rules: Rules, hidden: Hidden, need: Need) -> bool:
    """Find cover among some of the rows, hiding no total of all for it; False, and nothing hidden, if it is
    not there.
    """
    if need.row == stack.pupils.shape[1] - 1:
        return False
    of_rows = Corners(stack.part(need.tables, rows), rules, need.within(rows))
    all_rows = len(rows) == stack.pupils.shape[1]
    for corners in (of_rows, of_rows.measured_by_its_own()):
        part = hidden.part(rows)
        if _covered_from_everyone(corners, part, all_rows=all_rows):
            hidden.take(rows, part)
            return True
    return False


def _covered_from_everyone(corners: Corners, hidden: Hidden, *, all_rows: bool) -> bool:
    if not corners.stack.rows_known:
        return _covered(corners, hidden, dearest=A_ROWS_TOTAL)
    if _partners(corners.enough & corners.usable).sum(axis=1).min() < 2:
        return False
    if not _covered(corners, hidden, dearest=A_ROWS_TOTAL):
        return False
    known = _readers_to_fear(corners, hidden, all_rows=all_rows)
    return known is not None and all(_covered(one, hidden, dearest=A_ROWS_TOTAL) for one in known)


def _cover_by_totals(stack: Stack, rules: Rules, hidden: Hidden, need: Need) -> None:
    """Hide what a cell needs that the others alone cannot cover, against the reader who knows no row and
    those who know one.
    """
    corners = Corners(stack, rules, need)
    if not stack.rows_known or need.known_row is not None:
        _cover_or_all(corners, hidden)
        return
    if need.row == stack.pupils.shape[1] - 1:
        for one in _every_reader(corners):
            _cover_or_all(one, hidden)
        _cover_or_all(corners, hidden)
        return
    # Who is a table's only partner must find cover without their own row, which then does for everyone.
    partners = _partners(corners.enough & corners.usable)
    for known in np.flatnonzero(partners[partners.sum(axis=1) == 1].any(axis=0)):
        _cover_or_all(corners.seen_from(int(known)), hidden)
    _cover_or_all(corners, hidden)
    feared = _readers_to_fear(corners, hidden, all_rows=True)
    for one in _every_reader(corners) if feared is None else feared:
        _cover_or_all(one, hidden)


def _partners(corners: Flags) -> Flags:
    """Table, row: some four corners have this row, which is not the total, as their other one."""
    return np.any(corners, axis=2)[:, :-1]


def _readers_to_fear(corners: Corners, hidden: Hidden, *, all_rows: bool) -> list[Corners] | None:
    """The corners as seen from each row whose reader may see through the cover that holds against everyone
    else; None where that may be any of them, as with a total of which only some rows are at hand.
    """
    covering: Flags = corners.enough & corners.hidden(hidden)
    partners = _partners(covering)
    by_totals = partners.sum(axis=1) == 0
    if by_totals.any() and not all_rows:
        return None
    if by_totals.any():
        # A total holds against whoever knows one row of it, where it holds without the most of any row.
        whoever = (corners.without_any_row().enough & corners.hidden(hidden))[by_totals, -1]
        if not whoever.any(axis=1).all():
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
    for measured in (corners, corners.measured_by_its_own()):
        if _covered(measured, hidden, dearest=THE_TOTAL):
            return
    _hide_row_and_column(corners, hidden)


def _covered(corners: Corners, hidden: Hidden, *, dearest: int) -> bool:
    """Hide four corners in every table that has none yet, the dearer only where no cheaper are enough; False,
    and nothing hidden, where there are not enough somewhere.
    """
    possible = corners.enough & corners.usable
    possible[:, _dearness(corners.stack) > dearest] = False
    covered = (corners.enough & corners.hidden(hidden)).any(axis=(1, 2))
    if not (covered | possible.any(axis=(1, 2))).all():
        return False
    while not covered.all():
        helps: Counts = possible[~covered].sum(axis=0)  # partner row, partner column
        for row, column in corners.cells(*_cheapest(corners, hidden, helps)):
            hidden.hide(corners.stack, corners.need.batch, int(row), int(column))
        covered = (corners.enough & corners.hidden(hidden)).any(axis=(1, 2))
    return True


def _dearness(stack: Stack) -> Counts:
    """Of a partner row and partner column."""
    dearness = np.zeros(stack.pupils.shape[1:], dtype=np.int64)
    dearness[:, -1] = A_ROWS_TOTAL
    dearness[-1, :] = THE_TOTAL
    return dearness


def _cheapest(corners: Corners, hidden: Hidden, helps: Counts) -> tuple[int, int]:
    """The partner row and column to hide next: of the least dear, of those that help in most tables, the one
    that costs least in totals, in cells, in pupils of the partner, in pupils of all cells.
    """
    stack, need = corners.stack, corners.need
    last_row, last_column = (length - 1 for length in stack.pupils.shape[1:])
    away = hidden.in_batch(need.batch)
    dearness = np.where(helps > 0, _dearness(stack), THE_TOTAL)
    most_help = helps[dearness == dearness.min()].max()
    rows, columns = np.nonzero((dearness == dearness.min()) & (helps == most_help))
    totals, new, pupils = (np.zeros(len(rows), dtype=np.int64) for _ in range(3))
    for row, column in corners.cells(rows, columns):
        hides = ~away[row, column]
        new += hides
        totals += hides * (np.equal(row, last_row).astype(np.int64) + np.equal(column, last_column))
        pupils += hides * stack.most_pupils[row, column]
    best = np.lexsort((columns, rows, pupils, stack.most_pupils[rows, need.column], new, totals))[0]
    return int(rows[best]), int(columns[best])


def _hide_row_and_column(corners: Corners, hidden: Hidden) -> None:
    """Where no four corners are cover enough: everything that leads to the cell."""
    stack, need = corners.stack, corners.need
    for row, column in np.argwhere(stack.may_hide):
        if row == need.row or column == need.column:
            hidden.hide(stack, need.batch, int(row), int(column))
