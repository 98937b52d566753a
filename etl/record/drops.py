"""Data drops: a half-term's returns together, open or closed and numbered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Row, func, insert, select, update

from etl.errors import TrustDataError
from etl.half_terms import HalfTerm, parse_academic_year
from etl.record.connection import now
from etl.record.returns import IS_A_RETURN
from etl.record.tables import accepted_return, drop

OPEN = "open"
CLOSED = "closed"


@dataclass(frozen=True, kw_only=True)
class Drop:
    half_term: HalfTerm
    status: str = OPEN
    number: int | None = None  # None until it was first closed
    revision: int = 0
    closed_at: datetime | None = None
    closed_by: str | None = None

    @property
    def closed(self) -> bool:
        return self.status == CLOSED

    @property
    def label(self) -> str | None:
        """`3`, and `3.1` once it was opened and closed again."""
        if self.number is None:
            return None
        return f"{self.number}.{self.revision}" if self.revision else str(self.number)


def _drop(row: Row) -> Drop:
    return Drop(
        half_term=HalfTerm(parse_academic_year(row.academic_year), row.ordinal),
        status=row.status,
        number=row.number,
        revision=row.revision,
        closed_at=row.closed_at,
        closed_by=row.closed_by,
    )


def _where(half_term: HalfTerm) -> tuple[ColumnElement[bool], ...]:
    return (drop.c.academic_year == half_term.academic_year, drop.c.ordinal == half_term.ordinal)


def drop_of(connection: Connection, half_term: HalfTerm) -> Drop:
    """The drop of a half-term; one that nobody has touched is open and has no number."""
    row = connection.execute(select(drop).where(*_where(half_term))).first()
    return _drop(row) if row else Drop(half_term=half_term)


def all_drops(connection: Connection) -> list[Drop]:
    """Every half-term that was closed or opened by hand or has a return, in time order."""
    found = {one.half_term: one for one in (_drop(row) for row in connection.execute(select(drop)))}
    named = select(accepted_return.c.academic_year, accepted_return.c.ordinal).where(IS_A_RETURN).distinct()
    for row in connection.execute(named):
        half_term = HalfTerm(parse_academic_year(row.academic_year), row.ordinal)
        found.setdefault(half_term, Drop(half_term=half_term))
    return [found[half_term] for half_term in sorted(found)]


def check_open(connection: Connection, half_term: HalfTerm) -> None:
    """Raises TrustDataError where the drop is closed."""
    held = drop_of(connection, half_term)
    if held.closed:
        raise TrustDataError(
            f"The data drop for {half_term} is closed (drop {held.label}), so nothing in it can change. "
            f'To correct it, open it first: python -m etl drop open --half-term "{half_term}"'
        )


def close(connection: Connection, half_term: HalfTerm, by: str) -> Drop:
    """Close a drop and number it. Raises TrustDataError where it is closed already or holds no return."""
    held = drop_of(connection, half_term)
    if held.closed:
        raise TrustDataError(f"The data drop for {half_term} is closed already, as drop {held.label}.")
    in_it = select(func.count()).where(
        IS_A_RETURN,
        accepted_return.c.academic_year == half_term.academic_year,
        accepted_return.c.ordinal == half_term.ordinal,
        accepted_return.c.undone_at.is_(None),
    )
    if not connection.execute(in_it).scalar_one():
        raise TrustDataError(f"No return for {half_term} is in, so there is nothing to close.")
    if held.number is None:
        number = (connection.execute(select(func.max(drop.c.number))).scalar_one() or 0) + 1
        revision = 0
    else:
        number, revision = held.number, held.revision + 1
    values = {
        "status": CLOSED,
        "number": number,
        "revision": revision,
        "closed_at": now(),
        "closed_by": by,
    }
    _put(connection, half_term, values)
    return drop_of(connection, half_term)


def reopen(connection: Connection, half_term: HalfTerm) -> Drop:
    """Open a closed drop. Raises TrustDataError where it is open."""
    if not drop_of(connection, half_term).closed:
        raise TrustDataError(f"The data drop for {half_term} is open already.")
    _put(connection, half_term, {"status": OPEN, "closed_at": None, "closed_by": None})
    return drop_of(connection, half_term)


def _put(connection: Connection, half_term: HalfTerm, values: dict[str, object]) -> None:
    if connection.execute(update(drop).where(*_where(half_term)).values(**values)).rowcount == 0:
        connection.execute(
            insert(drop).values(
                academic_year=half_term.academic_year, ordinal=half_term.ordinal, **{"revision": 0, **values}
            )
        )
