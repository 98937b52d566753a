"""The returns that were accepted: what stands, what was undone, in which order they count."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, and_, func, insert, or_, select, update

from etl.half_terms import HalfTerm, parse_academic_year, parse_half_term
from etl.record.connection import now
from etl.record.tables import accepted_return

# Databases refuse to look for a number that they cannot hold.
LARGEST_ID = 2**31 - 1

# Statutory results stand in the same table; see etl.record.results.
IS_A_RETURN = accepted_return.c.assessment.is_(None)


@dataclass(frozen=True, kw_only=True)
class AcceptedReturn:
    """One return as the record holds it. A later `id` counts over an earlier one."""

    id: int
    token: str
    urn: int
    half_term: HalfTerm
    whole_return: bool
    file_name: str
    original_hash: str
    half_terms: tuple[HalfTerm, ...]  # all that it has marks for, its own among them
    pupils: int
    judgements: int
    held_rows: int
    columns: list[dict[str, Any]]
    problems: list[dict[str, Any]]
    effect: list[str]
    loaded_at: datetime
    loaded_by: str
    undone_at: datetime | None
    undone_by: str | None

    @property
    def stands(self) -> bool:
        return self.undone_at is None

    @property
    def ref(self) -> ReturnRef:
        return ReturnRef(self.id, self.token, self.urn, self.half_term, self.whole_return)


@dataclass(frozen=True)
class ReturnRef:
    """Which rows a return has, and of what, without all that the record knows of it."""

    id: int
    token: str
    urn: int
    half_term: HalfTerm
    whole_return: bool


def _accepted(row: Row) -> AcceptedReturn:
    values = dict(row._mapping)
    del values["assessment"]
    half_term = HalfTerm(parse_academic_year(values.pop("academic_year")), values.pop("ordinal"))
    half_terms = tuple(parse_half_term(slug) for slug in values.pop("half_terms"))
    return AcceptedReturn(half_term=half_term, half_terms=half_terms, **values)


def all_returns(connection: Connection, urn: int | None = None) -> list[AcceptedReturn]:
    """Every return, undone ones too, in the order of acceptance; of one school where `urn` is given."""
    query = select(accepted_return).where(IS_A_RETURN).order_by(accepted_return.c.id)
    if urn is not None:
        query = query.where(accepted_return.c.urn == urn)
    return [_accepted(row) for row in connection.execute(query)]


def find_return(connection: Connection, return_id: int) -> AcceptedReturn | None:
    if not 0 < return_id <= LARGEST_ID:
        return None
    row = connection.execute(
        select(accepted_return).where(IS_A_RETURN, accepted_return.c.id == return_id)
    ).first()
    return _accepted(row) if row else None


def in_force(returns: list[AcceptedReturn]) -> list[AcceptedReturn]:
    """Those that count: not undone, and not before a later whole return of the same half-term."""
    return _after_whole_returns([one for one in returns if one.stands])


_One = TypeVar("_One", AcceptedReturn, ReturnRef)


def _after_whole_returns(standing: list[_One]) -> list[_One]:
    last_whole: dict[tuple[int, HalfTerm], int] = {}
    for one in standing:
        if one.whole_return:
            last_whole[one.urn, one.half_term] = one.id
    return [one for one in standing if one.id >= last_whole.get((one.urn, one.half_term), 0)]


def in_force_elsewhere(connection: Connection, urn: int, half_terms: Collection[HalfTerm]) -> list[ReturnRef]:
    """The returns of all schools but one that count for some half-terms, in the order in which they do."""
    held = accepted_return.c
    of_half_terms = [
        and_(held.academic_year == one.academic_year, held.ordinal == one.ordinal) for one in half_terms
    ]
    query = (
        select(held.id, held.token, held.urn, held.academic_year, held.ordinal, held.whole_return)
        .where(IS_A_RETURN, held.urn != urn, held.undone_at.is_(None), or_(*of_half_terms))
        .order_by(held.id)
    )
    return _after_whole_returns(
        [
            ReturnRef(
                row.id,
                row.token,
                row.urn,
                HalfTerm(parse_academic_year(row.academic_year), row.ordinal),
                row.whole_return,
            )
            for row in connection.execute(query)
        ]
    )


def state_of_school(connection: Connection, urn: int) -> tuple[int, int]:
    """Changes whenever a return of the school is accepted or undone: (returns, undone ones)."""
    query = select(func.count(), func.count(accepted_return.c.undone_at)).where(
        IS_A_RETURN, accepted_return.c.urn == urn
    )
    returns, undone = connection.execute(query).one()
    return int(returns), int(undone)


def standing_tokens(connection: Connection, urn: int) -> tuple[str, ...]:
    """The tokens of a school's returns that were not undone, in the order in which they count.

    Differs whenever one is accepted or undone, also where a backup with as many returns was restored.
    """
    query = select(accepted_return.c.token).where(
        IS_A_RETURN, accepted_return.c.urn == urn, accepted_return.c.undone_at.is_(None)
    )
    return tuple(connection.execute(query.order_by(accepted_return.c.id)).scalars())


def add(connection: Connection, **values: Any) -> int:
    """Record a return as accepted; gives its id."""
    made = connection.execute(insert(accepted_return).values(loaded_at=now(), **values))
    assert made.inserted_primary_key is not None
    return int(made.inserted_primary_key[0])


def mark_undone(connection: Connection, return_id: int, by: str) -> None:
    connection.execute(
        update(accepted_return).where(accepted_return.c.id == return_id).values(undone_at=now(), undone_by=by)
    )
