"""What is hidden cannot be worked out: audited by programmes that know nothing of how it was chosen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from scipy.optimize import linprog

from etl.privacy import Hidden, Rules, Stack, hide, near, with_totals
from etl.privacy.corners import Corners, Need

RULES = Rules()


def one_table(pupils: list[list[int]], met: list[list[int]], *, rows_known: bool = False) -> Stack:
    return Stack.of(
        with_totals(np.array([pupils])),
        with_totals(np.array([met])),
        moment=np.array([0]),
        batch=np.array([0]),
        rows_known=rows_known,
        steady_rows=np.array([True] * len(pupils) + [False]),
    )


def cells(hidden: Hidden) -> list[tuple[int, int]]:
    """Row and column of each hidden cell, counted from one as people do."""
    return [(int(row) + 1, int(column) + 1) for row, column in np.argwhere(hidden.in_batch(0))]


# The audit


@dataclass(frozen=True)
class Audit:
    """What somebody can work out who sees the visible cells of one table and may know one row of it."""

    pupils: np.ndarray
    met: np.ndarray
    hidden: np.ndarray
    known_row: int | None = None

    def range_of(self, what: str, row: int, column: int) -> tuple[float, float]:
        """The least and the most that a cell's pupils, or those who met, could be."""
        rows, columns = self.pupils.shape
        size = rows * columns
        place = np.arange(size).reshape(rows, columns)
        equations, results = [], []

        def add(entries: list[tuple[int, float]], result: float) -> None:
            line = np.zeros(2 * size)
            for at, factor in entries:
                line[at] += factor
            equations.append(line)
            results.append(result)

        for offset, counts in ((0, self.pupils), (size, self.met)):
            for at in range(rows):
                add(
                    [(offset + place[at, one], 1.0) for one in range(columns - 1)]
                    + [(offset + place[at, -1], -1.0)],
                    0,
                )
            for at in range(columns):
                add(
                    [(offset + place[one, at], 1.0) for one in range(rows - 1)]
                    + [(offset + place[-1, at], -1.0)],
                    0,
                )
            for at, one in np.ndindex(rows, columns):
                if not self.hidden[at, one] or at == self.known_row or not self.pupils[at, one]:
                    add([(offset + place[at, one], 1.0)], counts[at, one])
        no_more_met = np.hstack([-np.eye(size), np.eye(size)])
        goal = np.zeros(2 * size)
        goal[place[row, column] + (size if what == "met" else 0)] = 1
        ends = []
        for sign in (1, -1):
            solved = linprog(
                sign * goal,
                A_eq=np.array(equations),
                b_eq=np.array(results),
                A_ub=no_more_met,
                b_ub=np.zeros(size),
                bounds=(0, int(self.pupils.sum())),
                method="highs",
            )
            assert solved.status == 0, solved.message
            ends.append(sign * solved.fun)
        return ends[0], ends[1]


def breaches(stack: Stack, hidden: Hidden) -> list[str]:
    """Every sensitive cell that somebody can work out too nearly, in any table, knowing any one row."""
    found = []
    rows = stack.pupils.shape[1]
    readers = [None, *range(rows - 1)] if stack.rows_known else [None]
    for table in range(stack.pupils.shape[0]):
        pupils, met = stack.pupils[table], stack.met[table]
        away = hidden.in_batch(int(stack.batch[table]))
        sensitive = RULES.sensitive(pupils, met)
        for row, column in np.argwhere(sensitive):
            assert away[row, column]
            for reader in readers:
                if reader == row or (row == rows - 1 and reader is not None):
                    continue
                audit = Audit(pupils, met, away, reader)
                where = f"table {table}, row {row}, column {column}, reader {reader}"
                if RULES.small(pupils)[row, column]:
                    low, high = audit.range_of("pupils", row, column)
                    if high - low < 5 - 1e-6:
                        found.append(f"{where}: {low:.1f} to {high:.1f} pupils")
                low, high = audit.range_of("met", row, column)
                # The visible totals may say as much by themselves: of two who met, nobody can be a third.
                # Nor is it needed that of two pupils anybody could be a third: to know nothing will do.
                others = met[-1, column] - (0 if reader is None else met[reader, column])
                natural = min(3, others, met[row, -1], pupils[row, column])
                if high - low < natural - 1e-6:
                    found.append(f"{where}: {low:.1f} to {high:.1f} met")
    return found


# Worked examples


def test_a_group_of_three_takes_the_smallest_partner_with_it_and_no_total() -> None:
    stack = one_table(
        [[3, 27], [12, 18], [9, 21], [7, 50]],
        [[1, 18], [6, 14], [5, 15], [4, 36]],
    )
    hidden = hide(stack, RULES)
    assert cells(hidden) == [(1, 1), (1, 2), (4, 1), (4, 2)]
    audit = Audit(stack.pupils[0], stack.met[0], hidden.in_batch(0))
    assert audit.range_of("pupils", 0, 0) == pytest.approx((0, 10))
    assert audit.range_of("met", 0, 0) == pytest.approx((0, 5))


def test_none_of_eight_says_of_everyone_what_they_reached() -> None:
    stack = one_table([[8, 22], [12, 18], [10, 20]], [[0, 15], [6, 14], [7, 15]])
    assert cells(hide(stack, RULES)) == [(1, 1), (1, 2), (3, 1), (3, 2)]


@pytest.mark.parametrize(
    ("pupils", "met", "sensitive"),
    [
        (0, 0, False),
        (1, 0, True),
        (5, 2, True),
        (6, 3, False),
        (6, 0, True),
        (6, 6, True),
        (10, 0, True),
        (10, 10, True),
        (10, 1, False),
        (11, 0, False),
        (11, 11, False),
    ],
)
def test_what_is_sensitive_by_itself(pupils: int, met: int, sensitive: bool) -> None:
    assert bool(RULES.sensitive(np.array(pupils), np.array(met))) is sensitive


def test_the_thresholds_are_the_trusts_own() -> None:
    stricter = Rules(hide_below=10, caution_below=20)
    assert bool(stricter.sensitive(np.array(9), np.array(4)))
    assert bool(stricter.sensitive(np.array(19), np.array(0)))
    assert not bool(stricter.sensitive(np.array(10), np.array(4)))


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    stack = one_table([[30, 28], [25, 31]], [[20, 15], [11, 30]], rows_known=True)
    assert not cells(hide(stack, RULES))


def test_a_head_does_not_see_through_the_cover_that_is_their_own_school() -> None:
    pupils, met = [[3, 27], [12, 18], [9, 21], [7, 50]], [[1, 18], [6, 14], [5, 15], [4, 36]]
    for_the_board = hide(one_table(pupils, met), RULES)
    known = Audit(with_totals(np.array(pupils)), with_totals(np.array(met)), for_the_board.in_batch(0), 3)
    assert known.range_of("pupils", 0, 0) == pytest.approx((3, 3))  # the fourth head subtracts
    stack = one_table(pupils, met, rows_known=True)
    hidden = hide(stack, RULES)
    assert not breaches(stack, hidden)
    assert not hidden.in_batch(0)[-1].any()  # the trust's totals can stay


def test_of_two_schools_the_other_head_learns_nothing_by_subtracting_their_own() -> None:
    stack = one_table([[3, 27], [12, 18]], [[1, 18], [6, 14]], rows_known=True)
    hidden = hide(stack, RULES)
    assert not breaches(stack, hidden)
    assert cells(hidden) == [(1, 1), (1, 2), (3, 1), (3, 2)]  # the trust's totals, not the other school


def test_a_school_by_itself_is_its_trust() -> None:
    stack = one_table([[4, 30, 28]], [[2, 20, 15]], rows_known=True)
    hidden = hide(stack, RULES)
    assert not breaches(stack, hidden)
    assert hidden.in_batch(0)[0, 0]
    assert hidden.in_batch(0)[1, 0]


def test_what_is_left_of_the_trust_without_ones_own_school_may_be_too_few() -> None:
    # To the first head the other two schools together are four pupils.
    stack = one_table([[30, 25], [2, 20], [2, 22]], [[20, 12], [1, 11], [1, 9]], rows_known=True)
    hidden = hide(stack, RULES).in_batch(0)
    assert hidden[-1, 0]
    rest = Audit(stack.pupils[0], stack.met[0], hidden, 0)
    low, high = rest.range_of("pupils", 3, 0)
    assert high - low >= 5


# Tables at random


def random_stack(seed: int, *, rows_known: bool, tables: int = 1, apart: bool = False) -> Stack:
    """Schools of 8 to 70 pupils a year group, some tiny; the same pupils in every table, other marks."""
    draw = np.random.default_rng(seed)
    schools, years = int(draw.integers(2, 9)), int(draw.integers(2, 8))
    size = draw.integers(2, 71, (schools, years))
    size[draw.random((schools, years)) < 0.15] = draw.integers(1, 6)
    size[draw.random((schools, years)) < 0.05] = 0
    met = np.stack([draw.binomial(size, draw.uniform(0.1, 0.9)) for _ in range(tables)])
    columns = frozenset({0}) if apart else frozenset()
    return Stack.of(
        with_totals(np.broadcast_to(size, (tables, schools, years)), columns),
        with_totals(met, columns),
        moment=np.zeros(tables, dtype=int),
        batch=np.zeros(tables, dtype=int),
        apart=columns,
        rows_known=rows_known,
        steady_rows=np.array([True] * schools + [False]),
    )


@pytest.mark.parametrize("seed", range(40))
def test_random_tables_stand_up_to_the_audit(seed: int) -> None:
    stack = random_stack(seed, rows_known=False)
    assert not breaches(stack, hide(stack, RULES))


@pytest.mark.parametrize("seed", range(40))
def test_random_tables_stand_up_to_heads_who_know_their_own_row(seed: int) -> None:
    stack = random_stack(1000 + seed, rows_known=True)
    assert not breaches(stack, hide(stack, RULES))


@pytest.mark.parametrize("seed", range(20))
def test_of_many_schools_a_few_are_looked_at_first_and_stand_up_as_well(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(near, "LOOKED_AT", 1)
    monkeypatch.setattr(near, "LOOKED_AT_IN_EACH", 1)
    stack = random_stack(3000 + seed, rows_known=True, tables=2)
    assert not breaches(stack, hide(stack, RULES))


def test_a_total_of_which_only_some_rows_are_looked_at_is_no_cover(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a large school outside of them knows could make up nearly all of that total."""
    monkeypatch.setattr(near, "LOOKED_AT", 1)
    monkeypatch.setattr(near, "LOOKED_AT_IN_EACH", 1)
    pupils = [[4, 20, 15], [12, 14, 20], [11, 14, 20], [16, 30, 30], [60, 70, 70]]
    expected = [[0, 10, 5], [6, 9, 10], [6, 9, 10], [6, 20, 20], [40, 45, 45]]
    higher = [[0, 6, 0], [6, 5, 5], [6, 5, 5], [6, 12, 10], [10, 20, 20]]
    stack = one_table(pupils, higher, rows_known=True)
    hidden = Hidden.nothing(stack)
    hidden.everywhere[:2, [0, 2]] = True
    stack.pupils_shown = ~hidden.in_batch(0)
    stack.ceiling = np.where(hidden.in_tables(stack), stack.pupils, with_totals(np.array([expected])))
    hidden.everywhere[0, 1] = True  # for the sake of other cells, as the totals are
    hidden.by_batch[0, -1, :2] = True
    hide(stack, RULES, hidden)
    need = Need(row=0, column=0, batch=0, tables=np.array([0]))
    largest = Corners(stack, RULES, need).seen_from(4)
    assert (largest.enough & largest.hidden(hidden)).any()


@pytest.mark.parametrize("seed", range(12))
def test_several_measures_are_hidden_alike_and_stand_up_each(seed: int) -> None:
    stack = random_stack(2000 + seed, rows_known=True, tables=3)
    hidden = hide(stack, RULES)
    assert hidden.in_tables(stack).shape == stack.pupils.shape
    assert not breaches(stack, hidden)


def test_hiding_only_the_small_cells_would_protect_nobody() -> None:
    solved = seen = 0
    for seed in range(20):
        stack = random_stack(seed, rows_known=False)
        pupils, met = stack.pupils[0], stack.met[0]
        small = RULES.sensitive(pupils, met)
        for row, column in np.argwhere(small):
            low, high = Audit(pupils, met, small).range_of("pupils", row, column)
            solved += high - low < 1e-6
            seen += 1
    assert solved > seen / 2


def test_most_of_a_table_stays_to_be_read() -> None:
    shown = np.mean([(~hide(stack, RULES).in_batch(0)).mean() for stack in map(_ordinary, range(20))])
    assert shown > 0.8


def _ordinary(seed: int) -> Stack:
    """Seven schools of one to two classes a year, one of them a village school."""
    draw = np.random.default_rng(seed)
    size = draw.integers(18, 61, (7, 6))
    size[0] = draw.integers(4, 15, 6)
    met = draw.binomial(size, 0.62)
    return one_table(size.tolist(), met.tolist(), rows_known=True)
