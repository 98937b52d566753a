"""What people said about who is who: rows without a UPN that were matched, UPNs that were issued anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, delete, insert, select

from etl.errors import TrustDataError
from etl.record.connection import now
from etl.record.tables import pupil_decision


class About(StrEnum):
    """What was decided."""

    MATCH = "match"  # a row without a UPN is a pupil who is known; the key is the row's fingerprint
    REISSUED = "reissued"  # the key is the new UPN of a pupil who had another


@dataclass(frozen=True, kw_only=True)
class Decision:
    id: int
    urn: int
    what: About
    key: str
    upn: str
    same: bool
    decided_by: str
    decided_at: datetime


def all_decisions(connection: Connection, urn: int | None = None) -> list[Decision]:
    """Every decision in the order of deciding; of one school's sheets where `urn` is given."""
    query = select(pupil_decision).order_by(pupil_decision.c.id)
    if urn is not None:
        query = query.where(pupil_decision.c.urn == urn)
    return [Decision(**{**row._mapping, "what": About(row.what)}) for row in connection.execute(query)]


def matches(decided: Iterable[Decision]) -> dict[int, dict[str, str]]:
    """The UPN of each matched row, by school and fingerprint."""
    found: dict[int, dict[str, str]] = {}
    for one in decided:
        if one.what is About.MATCH and one.same:
            found.setdefault(one.urn, {})[one.key] = one.upn
    return found


def reissued(decided: Iterable[Decision]) -> dict[str, str]:
    """The present UPN of each pupil by every former one, also where it was issued anew more than once."""
    next_of = {one.upn: one.key for one in decided if one.what is About.REISSUED and one.same}
    found = {}
    for former in next_of:
        present, seen = former, {former}
        while present in next_of and next_of[present] not in seen:
            present = next_of[present]
            seen.add(present)
        if present != former:
            found[former] = present
    return found


def refused(decided: Iterable[Decision]) -> frozenset[tuple[str, str]]:
    """The (key, UPN) pairs that a person said are not the same pupil."""
    return frozenset((one.key, one.upn) for one in decided if not one.same)


def decide(connection: Connection, urn: int, what: About, key: str, upn: str, *, same: bool, by: str) -> None:
    """Keep a decision; the later one about the same question stands.

    Raises TrustDataError for a new UPN that is itself, by earlier decisions, a former one of the same pupil.
    """
    if what is About.REISSUED and same:
        known = reissued(all_decisions(connection))
        if key == upn or known.get(key, key) == known.get(upn, upn):
            raise TrustDataError("These two UPNs are already known as one pupil's.")
    of_it = (pupil_decision.c.urn == urn, pupil_decision.c.what == what.value, pupil_decision.c.key == key)
    # A row is one pupil, and a new UPN has one former: a second yes takes the first one's place.
    replaced = of_it if same else (*of_it, pupil_decision.c.upn == upn)
    connection.execute(delete(pupil_decision).where(*replaced))
    connection.execute(
        insert(pupil_decision).values(
            urn=urn, what=what.value, key=key, upn=upn, same=same, decided_by=by, decided_at=now()
        )
    )


def take_back(connection: Connection, decision_id: int) -> Decision:
    """Forget a decision, so that the question is asked again. Raises TrustDataError where there is none."""
    held = {one.id: one for one in all_decisions(connection)}
    if decision_id not in held:
        raise TrustDataError("This answer was taken back already.")
    connection.execute(delete(pupil_decision).where(pupil_decision.c.id == decision_id))
    return held[decision_id]
