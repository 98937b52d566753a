"""The counts behind the Explorer: any schools, half-terms and pupils, added up along what is asked for.

Everyone's counts of the schools that are named, before any scope is applied: `explored.py` applies it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard.cached import kept
from dashboard.queries.counts import NOBODY, Count
from dashboard.store import fetch_rows
from etl.groups import ALL, GROUPS
from etl.half_terms import HalfTerm, parse_academic_year
from etl.publish.current import Published
from etl.vocabulary import RWM, RWM_SUBJECTS, Judgement, Kind, Standard

# What counts can be taken apart by, with the columns that say it; pupil groups besides, by their id.
SCHOOL, YEAR_GROUP, CLASS, HALF_TERM = "school", "year_group", "class", "half_term"
COLUMNS = {
    SCHOOL: ("school_urn",),
    YEAR_GROUP: ("year_group",),
    CLASS: ("class",),
    HALF_TERM: ("academic_year", "half_term_ordinal"),
}

# A pupil group and which of its values are counted: of those that stand on an axis all.
Pupils = tuple[tuple[str, str | None], ...]

# One value a dimension asked for (of a school its URN, of a group its value), and the subject.
Counted = dict[tuple[tuple[Any, ...], str], Count]

OF_WHOM = """
school_urn IN $schools
AND year_group IN $year_groups
AND academic_year IN $academic_years
AND concat(academic_year, ' ', half_term_ordinal) IN $half_terms
AND (NOT $by_class OR class IS NOT DISTINCT FROM $class)
"""

# All pupils, or one group: added up at publishing.
ADDED_UP = f"""
SELECT
    {{columns}}
    subject,
    sum(on_roll) AS on_roll,
    sum(assessed) AS assessed,
    sum(expected) AS expected,
    sum(higher) AS higher
FROM attainment_count
WHERE {OF_WHOM}
AND kind = $kind
AND subject IN $subjects
AND pupil_group = $pupil_group
AND group_value IN $values
GROUP BY ALL
"""

# Groups that are crossed overlap: counted pupil by pupil, in the cohorts that count (Reception only where
# its pupils were judged), as the publisher counts them.
CROSSED = f"""
WITH pupil AS (
    SELECT
        academic_year,
        half_term_ordinal,
        school_urn,
        year_group,
        class,
        upn,
        {{groups}}
    FROM pupil_half_term
    WHERE {OF_WHOM}
    AND on_roll
),
asked AS (
    SELECT DISTINCT academic_year, half_term_ordinal, school_urn, year_group, subject
    FROM attainment_count
    WHERE {OF_WHOM}
    AND kind = $kind
    AND subject IN $subjects
    AND pupil_group = 'all'
),
ranked AS (
    SELECT
        academic_year,
        half_term_ordinal,
        school_urn,
        upn,
        subject,
        max(list_position($judgements, judgement)) AS rank
    FROM mark
    WHERE school_urn IN $schools
    AND academic_year IN $academic_years
    AND concat(academic_year, ' ', half_term_ordinal) IN $half_terms
    AND kind = $kind
    AND judgement IS NOT NULL
    GROUP BY ALL
),
judged AS (
    FROM ranked
    UNION ALL
    SELECT academic_year, half_term_ordinal, school_urn, upn, $rwm, min(rank)
    FROM ranked
    WHERE subject IN $rwm_subjects
    GROUP BY ALL
    HAVING count(*) = len($rwm_subjects)
)
SELECT
    {{columns}}
    subject,
    count(*) AS on_roll,
    count(rank) AS assessed,
    count(*) FILTER (rank >= $expected) AS expected,
    count(*) FILTER (rank >= $higher) AS higher
FROM pupil
JOIN asked USING (academic_year, half_term_ordinal, school_urn, year_group)
LEFT JOIN judged USING (academic_year, half_term_ordinal, school_urn, upn, subject)
WHERE {{which}}
GROUP BY ALL
"""

PRESENT = """
SELECT DISTINCT
    academic_year,
    half_term_ordinal,
    school_urn,
    subject,
    kind
FROM attainment_count
WHERE pupil_group = 'all'
"""


@kept(64)
def counted(
    published: Published,
    half_terms: tuple[HalfTerm, ...],
    kind: Kind,
    schools: tuple[int, ...],
    year_groups: tuple[int, ...],
    subjects: tuple[str, ...],
    by: tuple[str, ...],
    pupils: Pupils = (),
    of_class: tuple[str | None, ...] = (),
) -> Counted:
    """Counts of one kind, a question however many cells: by the dimensions of `by`, in their order.

    Pupils who are not apart by a dimension are pooled. Every group that `by` names stands in `pupils` too.
    `of_class`: only those of a class (None: of no class), if one is given.
    """
    dimensions = {one: COLUMNS.get(one, (f"group_{one}",)) for one in by}
    bound: dict[str, Any] = {
        "half_terms": [f"{one.academic_year} {one.ordinal}" for one in half_terms],
        "academic_years": sorted({one.academic_year for one in half_terms}),
        "kind": kind.value,
        "schools": list(schools),
        "year_groups": list(year_groups),
        "subjects": list(subjects),
        "by_class": bool(of_class),
        "class": of_class[0] if of_class else None,
    }
    if not all((half_terms, schools, year_groups, subjects)):
        return {}
    sql, more = _crossed(dimensions, pupils) if len(pupils) > 1 else _added_up(dimensions, pupils)
    held: Counted = {}
    for row in fetch_rows(published, sql, {**bound, **more}):
        key = (tuple(_value(row, columns) for columns in dimensions.values()), row["subject"])
        count = Count(int(row["on_roll"]), int(row["assessed"]), int(row["expected"]), int(row["higher"]))
        held[key] = held.get(key, NOBODY) + count
    return held


def _added_up(dimensions: dict[str, tuple[str, ...]], pupils: Pupils) -> tuple[str, dict[str, Any]]:
    group, value = pupils[0] if pupils else (ALL.id, None)
    columns = [
        f"group_value AS {name}," if name.startswith("group_") else f"{name},"
        for names in dimensions.values()
        for name in names
    ]
    values = list(GROUPS[group].values) if value is None else [value]
    return ADDED_UP.format(columns=" ".join(columns)), {"pupil_group": group, "values": values}


def _crossed(dimensions: dict[str, tuple[str, ...]], pupils: Pupils) -> tuple[str, dict[str, Any]]:
    # Names and expressions come from the registry of groups, never from a person.
    groups = ", ".join(f"{GROUPS[group].expression} AS group_{group}" for group, _ in pupils)
    which = [f"group_{group} = $value_{group}" for group, value in pupils if value is not None]
    sql = CROSSED.format(
        columns=" ".join(f"{name}," for names in dimensions.values() for name in names),
        groups=groups,
        which=" AND ".join(which) or "TRUE",
    )
    # Places in the list of judgements count from 1.
    lowest = {standard: min(one.rank for one in standard.met_by) + 1 for standard in Standard}
    bound: dict[str, Any] = {
        "judgements": [one.value for one in Judgement],
        "rwm": RWM,
        "rwm_subjects": [one.value for one in RWM_SUBJECTS],
        "expected": lowest[Standard.EXPECTED],
        "higher": lowest[Standard.HIGHER],
    }
    return sql, bound | {f"value_{group}": value for group, value in pupils if value is not None}


def _value(row: dict[str, Any], columns: Sequence[str]) -> Any:
    if len(columns) == 1:
        return row[columns[0]]
    return HalfTerm(parse_academic_year(row["academic_year"]), row["half_term_ordinal"])


@kept(4)
def present(published: Published) -> frozenset[tuple[HalfTerm, int, str, Kind]]:
    """Half-terms, schools, subjects and kinds of which anything is counted: it says why a cell is empty."""
    return frozenset(
        (
            HalfTerm(parse_academic_year(row["academic_year"]), row["half_term_ordinal"]),
            row["school_urn"],
            row["subject"],
            Kind(row["kind"]),
        )
        for row in fetch_rows(published, PRESENT)
    )
