"""The publisher's counts against a second implementation, in plain Python, that shares nothing with it."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from builders_published import Mark, Pupil, Rows, attainment_counts, movement_counts, roll_counts

from dashboard.store import fetch_rows, open_published
from etl.folder import DataFolder
from etl.half_terms import HalfTerm, parse_academic_year
from etl.publish.current import Published

PUPILS = """
SELECT academic_year, half_term_ordinal, school_urn, year_group, upn, class, on_roll, pupil_premium, sex
FROM pupil_half_term
"""
MARKS = """
SELECT mark.*, pupil_half_term.year_group
FROM mark
JOIN pupil_half_term USING (academic_year, half_term_ordinal, school_urn, upn)
"""


def half_term_of(row: dict[str, Any]) -> HalfTerm:
    return HalfTerm(parse_academic_year(row["academic_year"]), row["half_term_ordinal"])


def rows_of(published: Published) -> Rows:
    """The pupils and marks that stand, as a published file holds them."""
    pupils = [
        Pupil(
            half_term_of(row),
            row["school_urn"],
            row["year_group"],
            row["upn"],
            row["class"],
            "",
            row["on_roll"],
        )
        for row in fetch_rows(published, PUPILS)
    ]
    marks = [
        Mark(
            half_term_of(row),
            row["school_urn"],
            row["year_group"],
            row["upn"],
            row["subject"],
            row["judgement"],
            row["kind"],
        )
        for row in fetch_rows(published, MARKS)
    ]
    return Rows(pupils=pupils, marks=marks)


def as_a_set(rows: list[dict[str, Any]]) -> Counter[tuple[tuple[str, Any], ...]]:
    return Counter(tuple(sorted((key, value) for key, value in row.items())) for row in rows)


def differences(published: Published) -> list[str]:
    """The first few rows that the two implementations do not share, of every additive table."""
    rows = rows_of(published)
    found = []
    for table, ours in (
        ("attainment_count", attainment_counts(rows)),
        ("roll_count", roll_counts(rows)),
        ("movement_count", movement_counts(rows)),
    ):
        everyone = "" if table == "movement_count" else " WHERE pupil_group = 'all'"
        theirs = as_a_set(fetch_rows(published, f"SELECT * FROM {table}{everyone}"))
        own = as_a_set([row for row in ours if row.get("pupil_group", "all") == "all"])
        assert own
        found += [f"only published in {table}: {dict(row)}" for row in (theirs - own)][:5]
        found += [f"not published in {table}: {dict(row)}" for row in (own - theirs)][:5]
    return found


def test_the_small_trust_is_counted_alike(small_folder: DataFolder) -> None:
    assert differences(open_published(small_folder)) == []


def test_the_sample_trust_is_counted_alike(sample_folder: DataFolder) -> None:
    assert differences(open_published(sample_folder)) == []


@pytest.mark.parametrize(
    ("group", "value_of"),
    [
        ("pupil_premium", lambda row: {True: "yes", False: "no", None: "unknown"}[row["pupil_premium"]]),
        ("sex", lambda row: row["sex"] or "unknown"),
    ],
)
def test_groups_are_counted_alike(sample_folder: DataFolder, group: str, value_of: Any) -> None:
    published = open_published(sample_folder)
    ours = Counter(
        (row["academic_year"], row["half_term_ordinal"], row["school_urn"], row["year_group"], value_of(row))
        for row in fetch_rows(published, PUPILS)
        if row["on_roll"]
    )
    theirs: Counter[tuple[Any, ...]] = Counter()
    for row in fetch_rows(published, "SELECT * FROM roll_count WHERE pupil_group = $group", {"group": group}):
        key = ("academic_year", "half_term_ordinal", "school_urn", "year_group", "group_value")
        theirs[tuple(row[name] for name in key)] += row["on_roll"]
    assert ours == theirs
