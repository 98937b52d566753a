"""Who has sent what: the returns that stand, by school and half-term, read from the record."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from etl.half_terms import HalfTerm
from etl.record.returns import AcceptedReturn, in_force


@dataclass(frozen=True, kw_only=True)
class Sent:
    """The returns of one school and half-term that count, taken together."""

    returns: int
    last: datetime  # UTC
    pupils: int | None  # None where there are several: whether they hold the same pupils is not known here
    held_rows: int  # of the latest


def sent_returns(held: Sequence[AcceptedReturn]) -> dict[tuple[int, HalfTerm], Sent]:
    """By (school, half-term); a school that has sent nothing has no entry."""
    found: dict[tuple[int, HalfTerm], list[AcceptedReturn]] = {}
    for one in in_force(list(held)):
        found.setdefault((one.urn, one.half_term), []).append(one)
    return {
        key: Sent(
            returns=len(ones),
            last=ones[-1].loaded_at,
            pupils=ones[0].pupils if len(ones) == 1 else None,
            held_rows=ones[-1].held_rows,
        )
        for key, ones in found.items()
    }


def awaited_half_term(
    sent: Collection[tuple[int, HalfTerm]],
    own: Collection[int],
    due: HalfTerm,
    closed: Collection[HalfTerm],
) -> HalfTerm:
    """The half-term that the next file of some schools is most likely of.

    The one that is due; in its first weeks the one before it, while its data drop is open and one of the
    schools is late with it: others have sent theirs, and nobody has sent anything for the one that is due.
    """
    before = due.previous
    sent_for = {half_term for _, half_term in sent}
    late = any((urn, before) not in sent for urn in own)
    return before if late and before in sent_for - set(closed) and due not in sent_for else due


def missing_schools(
    sent: Collection[tuple[int, HalfTerm]], schools: dict[int, str], half_term: HalfTerm
) -> list[str]:
    """The names of the schools that have not sent a half-term's return."""
    return [name for urn, name in schools.items() if (urn, half_term) not in sent]
