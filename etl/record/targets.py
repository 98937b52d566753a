"""Targets for cohorts: agreed, and kept apart from predictions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, delete, insert, select

from etl.measures import MEASURES, Unit
from etl.record.tables import target
from etl.vocabulary import year_group_label


@dataclass(frozen=True, kw_only=True)
class Target:
    urn: int | None  # None: for the trust
    academic_year: str
    year_group: int
    measure: str
    basis_points: int  # hundredths: 6250 is 62.5 %, or of an average 10450 is 104.5
    set_by: str | None = None
    rule: str | None = None
    set_on: date | None = None

    @property
    def what(self) -> tuple[int | None, str, int, str]:
        """There is one target for each."""
        return (self.urn, self.academic_year, self.year_group, self.measure)


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


@dataclass(frozen=True)
class Change:
    """A target that was set anew. `before` is None where there was none."""

    before: Target | None
    after: Target

    @property
    def in_words(self) -> str:
        """For the log: what it is for, and how it went from what to what."""
        one = self.after
        return (
            f"{one.academic_year}, {year_group_label(one.year_group)}, {one.measure}: "
            + (f"{_amount(self.before)} → " if self.before else "")
            + _amount(one)
        )


def put_targets(connection: Connection, targets: Sequence[Target]) -> list[Change]:
    """Set targets, in place of former ones for the same school, year, year group and measure.

    Gives those that are new or other than they were; the rest is left as it is.
    """
    held = {one.what: one for one in all_targets(connection)}
    changed = [Change(held.get(one.what), one) for one in targets if held.get(one.what) != one]
    for change in changed:
        _put(connection, change.after)
    return changed


def _put(connection: Connection, one: Target) -> None:
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


def _amount(one: Target) -> str:
    """62.5 % or 104.5, with who set it, how and when, where that is known."""
    number = f"{one.basis_points / 100:g}" + (" %" if MEASURES[one.measure].unit is Unit.PERCENT else "")
    about = [one.rule, one.set_by, f"{one.set_on:%d %b %Y}" if one.set_on else None]
    said = ", ".join(word for word in about if word)
    return f"{number} ({said})" if said else number
