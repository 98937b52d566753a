"""When the half-terms of this trust begin and end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, delete, insert, select

from etl.half_terms import HalfTerm, parse_academic_year, usual_half_term
from etl.record.tables import term


@dataclass(frozen=True, kw_only=True)
class Term:
    half_term: HalfTerm
    starts: date
    ends: date


def all_terms(connection: Connection) -> list[Term]:
    """In time order."""
    rows = connection.execute(select(term).order_by(term.c.academic_year, term.c.ordinal))
    return [
        Term(
            half_term=HalfTerm(parse_academic_year(row.academic_year), row.ordinal),
            starts=row.starts,
            ends=row.ends,
        )
        for row in rows
    ]


def put_terms(connection: Connection, terms: Sequence[Term]) -> int:
    """Set the dates of half-terms, in place of the former ones: how many."""
    for one in terms:
        year, ordinal = one.half_term.academic_year, one.half_term.ordinal
        connection.execute(delete(term).where(term.c.academic_year == year, term.c.ordinal == ordinal))
        connection.execute(
            insert(term).values(academic_year=year, ordinal=ordinal, starts=one.starts, ends=one.ends)
        )
    return len(terms)


def half_term_on(connection: Connection, day: date) -> HalfTerm:
    """The half-term whose return is due on a day: the last one that has begun.

    By the trust's own dates; where those do not reach to the day, by the usual ones.
    """
    own = [one for one in all_terms(connection) if one.starts <= day]
    usual = usual_half_term(day)
    if own and own[-1].half_term.academic_year == usual.academic_year:
        return own[-1].half_term
    return usual
