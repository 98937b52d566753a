"""Lists of pupils under a name, as somebody chose them: made, and dropped again. Never altered.

A list holds UPNs and no name of a pupil. What it is called comes from whoever makes it, who is to have made
sure that no pupil's name is in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, insert, select, update

from etl.errors import TrustDataError
from etl.half_terms import HalfTerm, parse_academic_year
from etl.record.connection import now
from etl.record.tables import pupil_list

LONGEST_NAME = 60
UNKNOWN = "There is no such list of pupils any more."


@dataclass(frozen=True, kw_only=True)
class KeptList:
    id: int
    urn: int
    name: str
    half_term: HalfTerm  # in which it was made
    year_group: int  # of its pupils, then
    measure: str
    upns: tuple[str, ...]
    made_at: datetime
    made_by: str


def keep(
    connection: Connection,
    urn: int,
    name: str,
    half_term: HalfTerm,
    year_group: int,
    measure: str,
    upns: Sequence[str],
    by: str,
) -> int:
    """Keep a list, and answer its number. Raises TrustDataError without pupils, without a name, for a name
    that is too long, and for one that another of the school's lists has."""
    called = " ".join(name.split())
    if not called:
        raise TrustDataError("Give the list a name.")
    if len(called) > LONGEST_NAME:
        raise TrustDataError(f"A list's name has at most {LONGEST_NAME} characters; this has {len(called)}.")
    if not upns:
        raise TrustDataError("Nobody is ticked: a list needs at least one pupil.")
    if any(one.name.casefold() == called.casefold() for one in lists_of(connection, urn)):
        raise TrustDataError(f"This school has a list “{called}” already: choose another name.")
    made = connection.execute(
        insert(pupil_list).values(
            urn=urn,
            name=called,
            academic_year=half_term.academic_year,
            ordinal=half_term.ordinal,
            year_group=year_group,
            measure=measure,
            upns=sorted(set(upns)),
            made_at=now(),
            made_by=by,
        )
    )
    [number] = made.inserted_primary_key or (0,)
    return int(number)


def lists_of(connection: Connection, urn: int) -> list[KeptList]:
    """A school's lists that were not dropped, the newest first."""
    rows = connection.execute(
        select(pupil_list)
        .where(pupil_list.c.urn == urn, pupil_list.c.dropped_at.is_(None))
        .order_by(pupil_list.c.id.desc())
    )
    return [_kept(row) for row in rows]


def drop(connection: Connection, urn: int, number: int, by: str) -> KeptList:
    """Take a school's list away. Raises TrustDataError where the school has none of this number."""
    held = next((one for one in lists_of(connection, urn) if one.id == number), None)
    if held is None:
        raise TrustDataError(UNKNOWN)
    connection.execute(
        update(pupil_list).where(pupil_list.c.id == number).values(dropped_at=now(), dropped_by=by)
    )
    return held


def _kept(row: Row) -> KeptList:
    return KeptList(
        id=row.id,
        urn=row.urn,
        name=row.name,
        half_term=HalfTerm(parse_academic_year(row.academic_year), row.ordinal),
        year_group=row.year_group,
        measure=row.measure,
        upns=tuple(row.upns),
        made_at=row.made_at,
        made_by=row.made_by,
    )
