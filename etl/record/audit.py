"""The audit log: who did what, when. Never a pupil's name, birth date or UPN."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, insert, select

from etl.record.connection import Record, now
from etl.record.tables import audit

# The name under which the command line acts: whoever holds the folder.
COMMAND_LINE = "command line"


def note(
    connection: Connection,
    who: str,
    action: str,
    subject: str,
    *,
    role: str | None = None,
    urn: int | None = None,
) -> None:
    """Add one line within the transaction of the deed itself, so that neither is without the other."""
    connection.execute(
        insert(audit).values(at=now(), who=who, role=role, action=action, urn=urn, subject=subject)
    )


def log(
    record: Record, who: str, role: str | None, action: str, subject: str, urn: int | None = None
) -> None:
    """Add one line on its own: for what changes nothing, such as opening a list of pupils."""
    with record.writing(figures=False) as connection:
        note(connection, who, action, subject, role=role, urn=urn)


def latest(connection: Connection, limit: int = 200) -> list[dict[str, Any]]:
    """The newest lines first: at, who, role, action, urn, subject."""
    rows = connection.execute(select(audit).order_by(audit.c.id.desc()).limit(limit))
    return [dict(row._mapping) for row in rows]
