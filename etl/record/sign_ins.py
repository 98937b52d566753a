"""Who is signed in: one entry for each time and browser, and how it ended.

An entry is known by the fingerprint of what the browser was given; whoever read the record could not
sign in with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from etl.record.connection import now
from etl.record.tables import person, sign_in

# How long an entry is kept after its beginning; every limit on a sign-in is far shorter.
KEPT = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """One sign-in. Times are UTC; `ended_at` is None while nobody signed out."""

    key: str
    email: str
    signed_in_at: datetime
    seen_at: datetime
    ended_at: datetime | None


_ENTRIES = select(
    sign_in.c.key, person.c.email, sign_in.c.signed_in_at, sign_in.c.seen_at, sign_in.c.ended_at
).join_from(sign_in, person)


def begin(connection: Connection, key: str, email: str) -> None:
    """Note that a person signed in. One that was noted before stays as it is, also where it has ended."""
    connection.execute(delete(sign_in).where(sign_in.c.signed_in_at < now() - KEPT))
    if find(connection, key) is not None:
        return
    who = connection.execute(select(person.c.id).where(person.c.email == email)).scalar_one()
    connection.execute(insert(sign_in).values(key=key, person_id=who, signed_in_at=now(), seen_at=now()))


def find(connection: Connection, key: str) -> SignedIn | None:
    row = connection.execute(_ENTRIES.where(sign_in.c.key == key)).first()
    return None if row is None else SignedIn(**row._mapping)


def going_on(connection: Connection, since: datetime) -> list[SignedIn]:
    """Every sign-in from a moment on that has not been ended, the one seen last first."""
    rows = connection.execute(
        _ENTRIES.where(sign_in.c.ended_at.is_(None), sign_in.c.signed_in_at >= since).order_by(
            sign_in.c.seen_at.desc(), person.c.email
        )
    )
    return [SignedIn(**row._mapping) for row in rows]


def seen(connection: Connection, key: str) -> None:
    connection.execute(update(sign_in).where(sign_in.c.key == key).values(seen_at=now()))


def end(connection: Connection, key: str) -> None:
    """Sign out where the key is; nothing where it is not known, or was ended before."""
    connection.execute(
        update(sign_in).where(sign_in.c.key == key, sign_in.c.ended_at.is_(None)).values(ended_at=now())
    )


def end_all(connection: Connection, email: str | None = None) -> int:
    """Sign a person (None: everybody) out everywhere: how many sign-ins that ended."""
    ending = update(sign_in).where(sign_in.c.ended_at.is_(None)).values(ended_at=now())
    if email is not None:
        whose = select(person.c.id).where(person.c.email == email).scalar_subquery()
        ending = ending.where(sign_in.c.person_id == whose)
    return connection.execute(ending).rowcount
