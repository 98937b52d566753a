"""What restricted audiences do not see, worked out with the counts it follows from.

It follows from every count of an academic year at once, and takes longer than anybody should wait for a page.
Who may see what is still decided where it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from etl.groups import ALL, GROUPS
from etl.privacy import Rules
from etl.privacy.judgements import PAIRS, Cohorts, CohortsOf, HiddenCells, hidden_cells
from etl.publish.small_tables import fill

# One row a half-term × school × class × year group × subject × kind × value of a group, in numbers alone, in
# the order of `Cohorts`; `value` is its place in VALUES.
COHORTS = """
SELECT
    half_term_ordinal AS ordinal,
    list_position($pairs, subject || ' ' || kind) - 1 AS pair,
    school_urn,
    year_group,
    list_position($values, pupil_group || ' ' || group_value) - 1 AS value,
    on_roll,
    expected,
    higher
FROM attainment_count
WHERE academic_year = $academic_year
AND pupil_group IN $pupil_groups
"""

COUNTED = "SELECT count(*) AS rows FROM attainment_count WHERE academic_year = $academic_year"

MASKED_OTHERWISE = """
SELECT academic_year
FROM masked_year
WHERE hide_below <> $hide_below OR caution_below <> $caution_below
"""

CLEAR = (
    "DELETE FROM hidden_cell WHERE academic_year = $academic_year",
    "DELETE FROM masked_year WHERE academic_year = $academic_year",
)

# Of so many rows of counts all pupil groups are asked for at once, of more one after the other: ten short
# questions take longer than all the rest in a small trust, and in a large one there is no room for all.
AT_ONCE = 2_000_000

VALUE = 4  # its place among the columns of COHORTS

# Every group's values, those of a group together.
VALUES = [(group.id, value) for group in GROUPS.values() for value in group.values]

# Answers a question of DuckDB's, an array a column.
Ask = Callable[[str, Mapping[str, Any]], Sequence[NDArray[Any]]]


def cohorts_by_group(ask: Ask, academic_year: str) -> CohortsOf:
    """Gives the counts of each pupil group in an academic year."""

    def of(pupil_groups: list[str]) -> dict[str, Cohorts]:
        asked = {
            "academic_year": academic_year,
            "pupil_groups": pupil_groups,
            "pairs": [f"{subject} {kind}" for subject, kind in PAIRS],
            "values": [f"{group} {value}" for group, value in VALUES],
        }
        columns = ask(COHORTS, asked)
        return {group: _of_group(columns, group) for group in pupil_groups}

    [[rows]] = ask(COUNTED, {"academic_year": academic_year})
    if rows <= AT_ONCE:
        return of(list(GROUPS)).__getitem__
    return lambda group: of([group])[group]


def _of_group(columns: Sequence[NDArray[Any]], group: str) -> Cohorts:
    first, *more = [place for place, (held, _) in enumerate(VALUES) if held == group]
    value = columns[VALUE]
    here = (value >= first) & (value <= first + len(more))
    own = [column[here] for column in columns]
    own[VALUE] = own[VALUE] - first
    return Cohorts(*own)


def fill_hidden_cells(connection: duckdb.DuckDBPyConnection, years: set[str], rules: Rules) -> None:
    """Fill `hidden_cell` and `masked_year`, in a file that is being made, for the academic years whose counts
    were made anew, and those that were masked by other thresholds.
    """
    thresholds = {"hide_below": rules.hide_below, "caution_below": rules.caution_below}
    otherwise = {year for (year,) in connection.execute(MASKED_OTHERWISE, thresholds).fetchall()}

    def ask(question: str, values: Mapping[str, Any]) -> list[NDArray[Any]]:
        return [np.asarray(one) for one in connection.execute(question, values).fetchnumpy().values()]

    for year in sorted(years | otherwise):
        for statement in CLEAR:
            connection.execute(statement, {"academic_year": year})
        cohorts_of = cohorts_by_group(ask, year)
        if cohorts_of(ALL.id).ordinal.size:
            fill(connection, "hidden_cell", list(_rows(year, hidden_cells(cohorts_of, rules))))
            fill(connection, "masked_year", [{"academic_year": year, **thresholds}])


def _rows(academic_year: str, hidden: HiddenCells) -> Iterable[dict[str, Any]]:
    for standard, cells in hidden.items():
        for ordinal, school_urn, year_group, pupil_group, group_value in cells:
            yield {
                "academic_year": academic_year,
                "half_term_ordinal": ordinal,
                "standard": standard.value,
                "school_urn": school_urn,
                "year_group": year_group,
                "pupil_group": pupil_group,
                "group_value": group_value,
            }
