"""What restricted audiences do not see, worked out with the counts it follows from.

It follows from every count of an academic year at once, and takes longer than anybody should wait for a page.
Who may see what is still decided where it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

import duckdb

from etl.groups import GROUPS
from etl.privacy import Rules
from etl.privacy.judgements import PAIRS, Cohorts, HiddenCells, hidden_cells
from etl.publish.small_tables import fill

# One row a half-term × school × class × year group × value of the group × subject × kind, in numbers alone,
# in the order of `Cohorts`.
COHORTS = """
SELECT
    half_term_ordinal AS ordinal,
    list_position($pairs, subject || ' ' || kind) - 1 AS pair,
    school_urn,
    year_group,
    list_position($values, group_value) - 1 AS value,
    on_roll,
    expected,
    higher
FROM attainment_count
WHERE academic_year = $academic_year
AND pupil_group = $pupil_group
"""

MASKED_OTHERWISE = """
SELECT academic_year
FROM masked_year
WHERE hide_below <> $hide_below OR caution_below <> $caution_below
"""

IS_COUNTED = "SELECT count(*) FROM attainment_count WHERE academic_year = $academic_year"

CLEAR = (
    "DELETE FROM hidden_cell WHERE academic_year = $academic_year",
    "DELETE FROM masked_year WHERE academic_year = $academic_year",
)


def cohorts_asked(academic_year: str, pupil_group: str) -> dict[str, Any]:
    """The values that COHORTS is asked with."""
    return {
        "academic_year": academic_year,
        "pupil_group": pupil_group,
        "pairs": [f"{subject} {kind}" for subject, kind in PAIRS],
        "values": list(GROUPS[pupil_group].values),
    }


def fill_hidden_cells(connection: duckdb.DuckDBPyConnection, years: set[str], rules: Rules) -> None:
    """Fill `hidden_cell` and `masked_year`, in a file that is being made, for the academic years whose counts
    were made anew, and those that were masked by other thresholds.
    """
    thresholds = {"hide_below": rules.hide_below, "caution_below": rules.caution_below}
    otherwise = {year for (year,) in connection.execute(MASKED_OTHERWISE, thresholds).fetchall()}
    for year in sorted(years | otherwise):
        for statement in CLEAR:
            connection.execute(statement, {"academic_year": year})
        if _is_counted(connection, year):
            hidden = hidden_cells(partial(_cohorts, connection, year), rules)
            fill(connection, "hidden_cell", list(_rows(year, hidden)))
            fill(connection, "masked_year", [{"academic_year": year, **thresholds}])


def _is_counted(connection: duckdb.DuckDBPyConnection, academic_year: str) -> bool:
    counted = connection.execute(IS_COUNTED, {"academic_year": academic_year}).fetchone()
    return bool(counted and counted[0])


def _cohorts(connection: duckdb.DuckDBPyConnection, academic_year: str, pupil_group: str) -> Cohorts:
    answered = connection.execute(COHORTS, cohorts_asked(academic_year, pupil_group))
    return Cohorts(**answered.fetchnumpy())


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
