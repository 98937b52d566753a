"""What the Board, the Forum and other schools do not see of one academic year: worked out once, for all.

They are given declared tables and no others: every school's year groups, and the trust's pupil groups by
year group, each with its totals. One pattern of hidden cells serves them all, over every measure, kind and
half-term of the year, so that no two views can be held against each other; it holds even against a head,
who knows their own school's numbers. Measures of the higher standard hide what those of the expected
standard hide, and what is sensitive only at greater depth besides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.cached import kept
from dashboard.privacy import Counts, Flags, Hidden, Rules, Stack, hide, with_totals
from dashboard.queries.register import thresholds
from dashboard.store import fetch
from etl.groups import ALL, GROUPS
from etl.half_terms import HalfTerm
from etl.publish.current import Published
from etl.vocabulary import RECEPTION, YEAR_GROUPS, Standard

COHORTS = """
SELECT
    half_term_ordinal,
    kind,
    subject,
    school_urn,
    year_group,
    group_value,
    CAST(sum(on_roll) AS BIGINT) AS on_roll,
    CAST(sum(expected) AS BIGINT) AS expected,
    CAST(sum(higher) AS BIGINT) AS higher
FROM attainment_count
WHERE academic_year = $academic_year
AND pupil_group = $group
GROUP BY ALL
"""

# Years 1 to 6 stand in the total column; Reception stands by itself.
APART = frozenset({YEAR_GROUPS.index(RECEPTION)})
TOGETHER = len(YEAR_GROUPS)  # the column of Years 1 to 6

# Half-term's ordinal, school (None: the trust), year group (None: Years 1 to 6), group, group value.
Cell = tuple[int, int | None, int | None, str, str]

# Gives the counts of a pupil group, as COHORTS does.
Cohorts = Callable[[str], pd.DataFrame]


@dataclass(frozen=True)
class Mask:
    """The cells of one academic year that restricted audiences do not see."""

    hidden: dict[Standard, frozenset[Cell]]
    rules: Rules

    def hides(
        self,
        half_term: HalfTerm,
        standard: Standard,
        school_urn: int | None,
        year_group: int | None,
        group: str = ALL.id,
        group_value: str = "all",
    ) -> bool:
        cell = (half_term.ordinal, school_urn, year_group, group, group_value)
        return cell in self.hidden[standard]


@kept(16)
def mask_of(published: Published, academic_year: str, own_schools: tuple[int, ...] = ()) -> Mask:
    """The mask of an academic year, for everyone; wider for whoever knows several schools at once.

    Costs seconds where there are many small schools: kept.
    """
    held = thresholds(published)
    rules = Rules(hide_below=held.hide_below, caution_below=held.caution_below)

    def cohorts_of(group: str) -> pd.DataFrame:
        return fetch(published, COHORTS, {"academic_year": academic_year, "group": group})

    mask = work_out(cohorts_of, rules)
    return _wider(mask, cohorts_of, own_schools) if len(own_schools) > 1 else mask


def _wider(mask: Mask, cohorts_of: Cohorts, own_schools: tuple[int, ...]) -> Mask:
    """What is hidden besides from the head of several schools, to whom they are like one."""
    as_one = own_schools[0]

    def merged(group: str) -> pd.DataFrame:
        rows = cohorts_of(group)
        return rows.assign(school_urn=rows["school_urn"].where(~rows["school_urn"].isin(own_schools), as_one))

    more = work_out(merged, mask.rules)
    return Mask(
        {
            standard: cells | {cell for cell in more.hidden[standard] if cell[1] != as_one}
            for standard, cells in mask.hidden.items()
        },
        mask.rules,
    )


def work_out(cohorts_of: Cohorts, rules: Rules) -> Mask:
    """The mask from the counts of every group, of which a large trust has room for one at a time."""
    everyone = cohorts_of(ALL.id)
    hidden: dict[Standard, set[Cell]] = {standard: set() for standard in Standard}
    if everyone.empty:
        return Mask({standard: frozenset() for standard in Standard}, rules)
    tables = Tables.of(everyone)
    by_school = _hide_both_standards(tables, _school_stack(tables, everyone), rules)
    _note(hidden, tables, by_school, [(urn, ALL.id, "all") for urn in (*tables.schools, None)])
    for group in GROUPS.values():
        if group is ALL:
            continue
        cohorts = cohorts_of(group.id)
        if cohorts.empty:
            continue
        values = list(group.values)
        stacks = _group_stacks(tables, cohorts, values)
        given = {
            standard: _under_hidden_totals(by_school[standard].by_batch[:, -1], len(values))
            for standard in Standard
        }
        made = _hide_both_standards(tables, stacks, rules, given)
        # Their total row is the trust's, which is in the table of schools.
        _note(hidden, tables, made, [(None, group.id, value) for value in values])
    return Mask({standard: frozenset(cells) for standard, cells in hidden.items()}, rules)


@dataclass(frozen=True)
class Tables:
    """Which table is which: one for each half-term, kind and subject that anyone has a mark in."""

    keys: pd.MultiIndex  # half-term's ordinal, kind, subject
    schools: list[int]
    moment: Counts  # of each table: its half-term's ordinal
    batch: Counts  # of each table: which set of schools was in
    batch_of: dict[int, int]  # by half-term's ordinal

    @classmethod
    def of(cls, cohorts: pd.DataFrame) -> Tables:
        keys = pd.MultiIndex.from_frame(
            cohorts[["half_term_ordinal", "kind", "subject"]].drop_duplicates()
        ).sort_values()
        moment = keys.get_level_values(0).to_numpy(dtype=np.int64)
        seen: dict[frozenset[int], int] = {}
        batch_of = {}
        for ordinal, urns in cohorts.groupby("half_term_ordinal")["school_urn"]:
            batch_of[int(ordinal)] = seen.setdefault(frozenset(urns), len(seen))
        return cls(
            keys=keys,
            schools=sorted(int(urn) for urn in cohorts["school_urn"].unique()),
            moment=moment,
            batch=np.array([batch_of[ordinal] for ordinal in moment], dtype=np.int64),
            batch_of=batch_of,
        )

    def lay_out(self, cohorts: pd.DataFrame, values: list[str], counted: str) -> Counts:
        """Counts by table, school, group value and year group."""
        made = np.zeros((len(self.keys), len(self.schools), len(values), len(YEAR_GROUPS)), dtype=np.int64)
        table = self.keys.get_indexer(
            pd.MultiIndex.from_frame(cohorts[["half_term_ordinal", "kind", "subject"]])
        )
        school = np.searchsorted(self.schools, cohorts["school_urn"].to_numpy())
        value = pd.Index(values).get_indexer(cohorts["group_value"])
        year = pd.Index(YEAR_GROUPS).get_indexer(cohorts["year_group"])
        np.add.at(made, (table, school, value, year), cohorts[counted].to_numpy())
        return made


Stacks = dict[Standard, Stack]


def _school_stack(tables: Tables, cohorts: pd.DataFrame) -> Stacks:
    """Schools by year groups, with the totals of schools and of the trust."""

    def grid(counted: str) -> Counts:
        return with_totals(tables.lay_out(cohorts, ["all"], counted)[:, :, 0, :], APART)

    steady = np.array([True] * len(tables.schools) + [False])
    pupils = grid("on_roll")
    return {
        standard: Stack.of(
            pupils,
            grid(standard.value),
            tables.moment,
            tables.batch,
            apart=APART,
            rows_known=True,
            steady_rows=steady,
        )
        for standard in Standard
    }


def _group_stacks(tables: Tables, cohorts: pd.DataFrame, values: list[str]) -> Stacks:
    """The trust's group values by year groups: as everyone sees them, and as each head does who leaves their
    own school out of them.
    """

    def grids(counted: str) -> Counts:
        by_school = tables.lay_out(cohorts, values, counted)
        whole = by_school.sum(axis=1, keepdims=True)
        without_each = whole - by_school
        together = np.concatenate([whole, without_each], axis=1)  # table, reader, value, year
        return with_totals(together.reshape(-1, *together.shape[2:]), APART)

    readers = len(tables.schools) + 1
    pupils = grids("on_roll")
    may_hide = np.ones(pupils.shape[1:], dtype=bool)
    may_hide[-1] = False  # the trust's totals are the other table's to hide
    return {
        standard: Stack.of(
            pupils,
            grids(standard.value),
            # Each reader has a view of each half-term.
            (tables.moment[:, None] * readers + np.arange(readers)).reshape(-1),
            np.repeat(tables.batch, readers),
            apart=APART,
            may_hide=may_hide,
        )
        for standard in Standard
    }


def _under_hidden_totals(totals: Flags, values: int) -> Flags:
    """Batch, value, column: where the trust's total is hidden, so is every part of it."""
    return np.repeat(totals[:, None, :], values + 1, axis=1)


def _hide_both_standards(
    tables: Tables, stacks: Stacks, rules: Rules, given: dict[Standard, Flags] | None = None
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
            for row, column in np.argwhere(found.in_batch(batch)[: len(rows)]):
                school, group, value = rows[row]
                hidden[standard].add((ordinal, school, columns[column], group, value))
