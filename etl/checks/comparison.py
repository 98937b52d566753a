"""A return held against what the trust knows: what every check is a function of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from etl.half_terms import HalfTerm
from etl.reading.tidy import MarkRow, SchoolReading
from etl.returns.listings import Listing
from etl.returns.state import StandingPupil, State


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """A return that could count, with what stood before it and what would stand after.

    UPNs are the present ones throughout, also where the file gives a former one.
    """

    reading: SchoolReading
    half_term: HalfTerm
    before: State
    after: State
    # Marks that the file has for half-terms whose drop is closed; they are not taken in.
    for_closed_drops: tuple[MarkRow, ...] = ()
    # The half-term in which the school last had a roll before this one; None: this is its first.
    last: HalfTerm | None = None
    elsewhere: Sequence[Listing] = ()  # the trust's other schools, in this half-term and the one before
    earlier: Sequence[Listing] = ()  # this school, before `last`
    school_names: Mapping[int, str] = field(default_factory=dict)

    def own_marks(self) -> Iterator[MarkRow]:
        return (mark for mark in self.reading.marks if mark.half_term == self.half_term)

    @property
    def last_roll(self) -> dict[str, StandingPupil]:
        """The pupils on roll when the school last had a roll, by UPN."""
        return self.before.on_roll(self.last) if self.last else {}

    @property
    def roll(self) -> dict[str, StandingPupil]:
        """The pupils on roll once the return counts, by UPN."""
        return self.after.on_roll(self.half_term)

    @property
    def years_since(self) -> int:
        """How many academic years have begun since the school last had a roll."""
        return self.half_term.starts - self.last.starts if self.last else 0

    def starters(self) -> set[str]:
        """Who is on roll and was not; not the youngest year group of a new academic year."""
        if not self.last_roll:
            return set()
        now = self.roll
        youngest = min((one.year_group for one in now.values() if one.year_group is not None), default=0)
        new_intake = youngest if self.years_since else None
        return {
            upn
            for upn in now.keys() - self.last_roll.keys()
            if now[upn].year_group != new_intake or new_intake is None
        }

    def expected_back(self) -> set[str]:
        """Who was on roll in the year groups that are listed now."""
        listed_years = {one.year_group for one in self.roll.values()}
        return {
            upn
            for upn, one in self.last_roll.items()
            if one.year_group is not None and one.year_group + self.years_since in listed_years
        }

    def leavers(self) -> set[str]:
        """Who of them is not on roll any more."""
        return self.expected_back() - self.roll.keys()
