"""Statutory results as rows of `python -m dashboard measures`.

A result is of an academic year and of no half-term. Only percentages have a row: an average is none, and a
Wilson interval would be wrong for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dashboard.intervals import wilson
from dashboard.result_masks import ResultMask, result_mask_of
from dashboard.store import fetch_rows
from etl.groups import ALL, GROUPS
from etl.measures import MEASURES
from etl.publish.current import Published
from etl.results.counted import COUNTED

RESULT = "result"  # the kind of a statutory result, beside those of judgements

_LEVEL_COLUMNS = ("school_urn", "year_group")


def _question(depth: int) -> str:
    """The percentages at one level: 0 the trust, 1 its schools, 2 their year groups; and so for classes,
    which results do not name. The level's columns are ours."""
    own, above = _LEVEL_COLUMNS[:depth], _LEVEL_COLUMNS[depth:]
    selected = ",\n    ".join([*own, *(f"NULL AS {name}" for name in above)])
    return f"""
SELECT
    academic_year,
    {selected},
    group_value,
    measure,
    sum(numerator) AS numerator,
    sum(denominator) AS denominator,
    sum(assessed) AS assessed
FROM result_count
WHERE pupil_group = $group
AND numerator IS NOT NULL
AND ($academic_year IS NULL OR academic_year = $academic_year)
GROUP BY ALL
"""


def result_rows(
    published: Published, depth: int, *, academic_year: str | None = None, group: str = ALL.id
) -> Iterator[dict[str, Any]]:
    """The rows of statutory results, with whether the Board sees them."""
    values, measures = list(GROUPS[group].values), list(MEASURES)

    def place(row: dict[str, Any]) -> tuple[Any, ...]:
        return (
            row["academic_year"],
            row["school_urn"] or 0,
            row["year_group"] or 0,
            values.index(row["group_value"]),
            measures.index(row["measure"]),
        )

    asked = {"group": group, "academic_year": academic_year}
    counts = sorted(fetch_rows(published, _question(depth), asked), key=place)
    met = [int(count["numerator"]) for count in counts]
    pupils = [int(count["denominator"]) for count in counts]
    low, high = wilson(met, pupils)
    masks = {year: result_mask_of(published, year) for year in {count["academic_year"] for count in counts}}
    for number, count in enumerate(counts):
        yield {
            "academic_year": count["academic_year"],
            "half_term": None,
            "school_urn": count["school_urn"],
            "year_group": count["year_group"],
            "class": None,
            "group": group,
            "group_value": count["group_value"],
            "measure": count["measure"],
            "kind": RESULT,
            "numerator": met[number],
            "denominator": pupils[number],
            "assessed": int(count["assessed"]),
            "percentage": 100 * met[number] / pupils[number],
            "low": 100 * float(low[number]),
            "high": 100 * float(high[number]),
            "suppressed": group != ALL.id or _hidden(masks, count),
        }


def _hidden(masks: dict[str, ResultMask], count: dict[str, Any]) -> bool:
    """Whether the Board would not see a row. It is shown no pupil groups of results at all."""
    assessment = COUNTED[count["measure"]].assessment.value
    return masks[count["academic_year"]].hides(assessment, count["school_urn"], count["measure"])
