"""Counts of schools' year groups with the totals that belong to them, added up by the database."""

from __future__ import annotations


def with_totals(of_years: str, keys: tuple[str, ...], sums: str) -> str:
    """A query of one row a school, year group and `keys`, and their totals.

    `of_years` gives the counts of each school's year groups; `sums` adds up their columns. A school's Years 1
    to 6 are put together (`year_group` NULL), and then the trust's schools, those totals among them
    (`school_urn` NULL). Binds `$reception`, which stands by itself. In no order.
    """
    named = ", ".join(keys)
    return f"""
WITH of_years AS (
{of_years}
),
of_schools AS (
    FROM of_years
    UNION ALL
    SELECT school_urn, NULL, {named}, {sums}
    FROM of_years
    WHERE year_group > $reception
    GROUP BY ALL
)
FROM of_schools
UNION ALL
SELECT NULL, year_group, {named}, {sums}
FROM of_schools
GROUP BY ALL
"""
