"""What one return changed: the marks and the roll as they stand with it and without it.

Worked out from the immutable rows of the returns whenever it is asked for, so that it can never disagree
with them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from etl.errors import TrustDataError
from etl.folder import DataFolder
from etl.half_terms import HalfTerm
from etl.reading.persons import full_name
from etl.record import returns, who_is_who
from etl.record.opening import open_record
from etl.returns.differing import words_of
from etl.returns.state import StandingPupil, State, state_of


@dataclass(frozen=True)
class MarkChange:
    """One mark. `before` is None for one that is new, `after` for one that was taken out."""

    half_term: HalfTerm
    upn: str
    name: str
    subject: str
    kind: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class RollChange:
    """One pupil who came on roll, or is on it no longer."""

    half_term: HalfTerm
    upn: str
    name: str
    on_roll: bool


@dataclass(frozen=True)
class ChangeList:
    """Everything that a return changed, by half-term, then pupil. Holds pupils' names."""

    marks: tuple[MarkChange, ...]
    roll: tuple[RollChange, ...]

    @property
    def new(self) -> int:
        return sum(one.before is None for one in self.marks)

    @property
    def altered(self) -> int:
        return sum(one.before is not None and one.after is not None for one in self.marks)

    @property
    def taken_out(self) -> int:
        return sum(one.after is None for one in self.marks)


def change_list(folder: DataFolder, return_id: int) -> ChangeList:
    """What a return changed of what stood before it. Raises TrustDataError where there is no such return."""
    with open_record(folder).reading() as connection:
        held = returns.find_return(connection, return_id)
        if held is None:
            raise TrustDataError(f"There is no return {return_id}.")
        known = [
            one for one in returns.all_returns(connection, held.urn) if one.stands and one.id < return_id
        ]
        present = who_is_who.reissued(who_is_who.all_decisions(connection))
    former, latter = returns.in_force(known), returns.in_force([*known, _standing(held)])
    given_up = {one.token for one in former} - {one.token for one in latter}
    half_terms = {held.half_term, *held.half_terms}
    half_terms |= {half_term for one in former if one.token in given_up for half_term in one.half_terms}
    before = state_of(folder, held.urn, former, half_terms, present)
    after = state_of(folder, held.urn, latter, half_terms, present)
    return between(before, after, sorted(half_terms))


def _standing(held: returns.AcceptedReturn) -> returns.AcceptedReturn:
    """The return as it was before it was undone, if it was."""
    return replace(held, undone_at=None)


def between(before: State, after: State, half_terms: list[HalfTerm]) -> ChangeList:
    """What differs between two states of one school in some half-terms."""
    marks: list[MarkChange] = []
    roll: list[RollChange] = []
    for half_term in half_terms:
        people = {**before.pupils.get(half_term, {}), **after.pupils.get(half_term, {})}
        was, now = before.on_roll(half_term), after.on_roll(half_term)
        for upn in sorted(was.keys() ^ now.keys()):
            roll.append(RollChange(half_term, upn, _name(people[upn]), upn in now))
        marks += _marks(before, after, half_term, people)
    return ChangeList(tuple(marks), tuple(roll))


def _marks(
    before: State, after: State, half_term: HalfTerm, people: dict[str, StandingPupil]
) -> list[MarkChange]:
    was, now = before.marks.get(half_term, {}), after.marks.get(half_term, {})
    found = []
    for subject, kind in sorted(was.keys() | now.keys()):
        stood, stands = was.get((subject, kind), {}), now.get((subject, kind), {})
        for upn in stood.keys() | stands.keys():
            one, other = stood.get(upn), stands.get(upn)
            if one != other:
                name = _name(people[upn]) if upn in people else ""
                words = [words_of(mark) if mark else None for mark in (one, other)]
                found.append(MarkChange(half_term, upn, name, subject, kind, *words))
    return sorted(found, key=lambda one: (one.name, one.upn, one.subject, one.kind))


def _name(pupil: StandingPupil) -> str:
    return full_name(pupil.forename, pupil.surname)
