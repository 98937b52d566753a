"""The schools that are registered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from etl.reading.tidy import KnownSchool
from etl.record.connection import now
from etl.record.tables import school


@dataclass(frozen=True, kw_only=True)
class School:
    urn: int
    name: str
    laestab: str | None = None
    la_code: str | None = None
    phase: str | None = None
    # From a GIAS download; None or empty where the list had no such column.
    la_name: str | None = None
    region: str | None = None
    religious_character: str | None = None
    capacity: int | None = None
    pupils: int | None = None
    fsm_percent: float | None = None
    predecessors: tuple[int, ...] = ()  # the URNs it had before it became an academy or was merged


COLUMNS = (
    "name",
    "laestab",
    "la_code",
    "phase",
    "la_name",
    "region",
    "religious_character",
    "capacity",
    "pupils",
    "fsm_percent",
)


def all_schools(connection: Connection) -> list[School]:
    """Every registered school, by name."""
    rows = connection.execute(select(school).order_by(school.c.name, school.c.urn))
    return [
        School(
            urn=row.urn,
            predecessors=tuple(row.predecessors or ()),
            **{name: getattr(row, name) for name in COLUMNS},
        )
        for row in rows
    ]


def known_schools(connection: Connection) -> tuple[KnownSchool, ...]:
    return tuple(
        KnownSchool(urn=one.urn, name=one.name, laestab=one.laestab) for one in all_schools(connection)
    )


def register(connection: Connection, schools: Sequence[School]) -> tuple[int, int]:
    """Register schools, or bring registered ones up to date: (newly registered, changed)."""
    held = {one.urn: one for one in all_schools(connection)}
    new = changed = 0
    for one in schools:
        values = {name: getattr(one, name) for name in COLUMNS} | {"predecessors": list(one.predecessors)}
        if one.urn not in held:
            connection.execute(insert(school).values(urn=one.urn, registered_at=now(), **values))
            new += 1
        elif held[one.urn] != one:
            connection.execute(update(school).where(school.c.urn == one.urn).values(**values))
            changed += 1
    return new, changed
