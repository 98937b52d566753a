"""Targets for cohorts: agreed, and kept apart from predictions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, delete, insert, select

from etl.record.tables import target


@dataclass(frozen=True, kw_only=True)
class Target:
    urn: int | None  # None: for the trust
    academic_year: str
    year_group: int
    measure: str
    basis_points: int  # 6250 is 62.5 %
    set_by: str | None = None
    rule: str | None = None
    set_on: date | None = None


def all_targets(connection: Connection) -> list[Target]:
    """In the order of academic year, school (trust first), year group, measure."""
    rows = connection.execute(
        select(target).order_by(
            target.c.academic_year,
            target.c.urn.isnot(None),
            target.c.urn,
            target.c.year_group,
            target.c.measure,
        )
    )
    return [
        Target(
            urn=row.urn,
            academic_year=row.academic_year,
            year_group=row.year_group,
            measure=row.measure,
            basis_points=row.basis_points,
            set_by=row.set_by,
            rule=row.rule,
            set_on=row.set_on,
        )
        for row in rows
    ]


def put_targets(connection: Connection, targets: Sequence[Target]) -> int:
    """Set targets, in place of former ones for the same school, year, year group and measure: how many."""
    for one in targets:
        same_school = target.c.urn.is_(None) if one.urn is None else target.c.urn == one.urn
        connection.execute(
            delete(target).where(
                same_school,
                target.c.academic_year == one.academic_year,
                target.c.year_group == one.year_group,
                target.c.measure == one.measure,
            )
        )
        connection.execute(
            insert(target).values(
                urn=one.urn,
                academic_year=one.academic_year,
                year_group=one.year_group,
                measure=one.measure,
                basis_points=one.basis_points,
                set_by=one.set_by,
                rule=one.rule,
                set_on=one.set_on,
            )
        )
    return len(targets)
