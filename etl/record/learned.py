"""What schools confirmed about their own sheets: spellings and what they mean there."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from etl.reading.tidy import Learned
from etl.record.connection import now
from etl.record.tables import learned

MARK = "mark"
HEADING = "heading"


def learned_by_school(connection: Connection) -> dict[int, Learned]:
    found: dict[int, Learned] = {}
    for row in connection.execute(select(learned).order_by(learned.c.spelling)):
        held = found.setdefault(row.urn, Learned())
        (held.marks if row.what == MARK else held.headings)[row.spelling] = row.meaning
    return found


def remember(
    connection: Connection, urn: int, what: str, spelling: str, meaning: str, decided_by: str
) -> None:
    """Keep an answer; the later answer to the same question stands."""
    connection.execute(
        delete(learned).where(learned.c.urn == urn, learned.c.what == what, learned.c.spelling == spelling)
    )
    connection.execute(
        insert(learned).values(
            urn=urn, what=what, spelling=spelling, meaning=meaning, decided_by=decided_by, decided_at=now()
        )
    )


def forget(connection: Connection, urn: int, what: str | None = None, spelling: str | None = None) -> int:
    """Forget what was learned about a school's sheets, or one answer of it: how many answers that were."""
    one = [learned.c.what == what, learned.c.spelling == spelling] if spelling is not None else []
    return connection.execute(delete(learned).where(learned.c.urn == urn, *one)).rowcount
