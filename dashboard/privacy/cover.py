"""Choosing what to hide: the sensitive cells, and the cheapest cover for each."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dashboard.privacy.corners import Corners, Need, hidden_corners
from dashboard.privacy.tables import Counts, Flags, Hidden, Rules, Stack


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
    covering: Flags = Corners(stack, rules, need).enough() & hidden_corners(stack, hidden, need)
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
    covered = (enough & hidden_corners(stack, hidden, need)).any(axis=(1, 2))
    while not covered.all():
        possible = enough & corners.usable()
        helps = possible[~covered].sum(axis=0)  # partner row, partner column
        if not helps.any():
            _hide_row_and_column(stack, hidden, need)
            return
        best = _cheapest(stack, hidden, need, helps)
        for row, column in corners.cells(*best):
            hidden.hide(stack, need.batch, row, column)
        covered = (enough & hidden_corners(stack, hidden, need)).any(axis=(1, 2))


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
