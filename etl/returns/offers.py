"""Who a row may mean: matches on name and birth date, offered to a person who confirms or refuses them.

Nothing is ever matched by itself: two children can have one name, and one child two spellings.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from etl.checks.comparison import Comparison
from etl.reading.persons import name_key
from etl.reading.tidy import PupilRow, UnknownRow
from etl.record.who_is_who import About


class Strength(StrEnum):
    """On what an offer rests, in the words that a person is shown."""

    NAME_AND_BIRTH_DATE = "same name and birth date"
    FORENAME_AND_BIRTH_DATE = "same forename and birth date, another surname"
    NAME_ALONE = "same name; no birth date to compare"


@dataclass(frozen=True)
class Known:
    """A pupil as the trust knows them. `urn` is where."""

    upn: str
    urn: int
    surname: str | None
    forename: str | None
    dob: date | None
    year_group: int | None  # as it would be in the return's academic year
    class_name: str | None


@dataclass(frozen=True)
class Offer:
    """One row of a return and the one pupil whom it may mean. `key` is what a decision is kept under."""

    about: About
    urn: int  # whose return it is
    key: str
    known: Known
    strength: Strength
    sheet: str
    row: int
    cell: str
    surname: str | None
    forename: str | None
    dob: date | None
    year_group: int | None

    @property
    def own(self) -> bool:
        """Whether the pupil who is offered is the school's own."""
        return self.known.urn == self.urn


@dataclass(frozen=True)
class _Row:
    about: About
    key: str
    sheet: str
    row: int
    cell: str
    surname: str | None
    forename: str | None
    dob: date | None
    year_group: int | None


def find_offers(compared: Comparison, refused: Collection[tuple[str, str]]) -> tuple[Offer, ...]:
    """At most one offer a row and a pupil; `refused` are the pairs that a person has said no to.

    Where two rows could mean one pupil, or one row two, nothing is offered.
    """
    assert compared.reading.school_urn is not None
    urn = compared.reading.school_urn
    listed = {pupil.upn for pupil in compared.reading.pupils}
    known = [one for one in _known(compared, urn) if one.upn not in listed]
    by_forename: dict[str, list[Known]] = defaultdict(list)
    for one in known:
        by_forename[name_key(one.forename)].append(one)
    found = []
    for row in _rows(compared):
        alike = [
            (one, strength) for one in by_forename[name_key(row.forename)] if (strength := _alike(row, one))
        ]
        best = min((list(Strength).index(strength) for _, strength in alike), default=0)
        nearest = [(one, strength) for one, strength in alike if list(Strength).index(strength) == best]
        if len(nearest) == 1:
            [(one, strength)] = nearest
            if (row.key, one.upn) not in refused:
                found.append(
                    Offer(
                        row.about, urn, row.key, one, strength, row.sheet, row.row, row.cell, row.surname,
                        row.forename, row.dob, row.year_group,
                    )
                )  # fmt: skip
    times = Counter(one.known.upn for one in found)
    return tuple(one for one in found if times[one.known.upn] == 1)


def _rows(compared: Comparison) -> Iterator[_Row]:
    """The rows without a UPN, each pupil once, and those whose UPN nobody knew."""
    reading = compared.reading
    seen = set()
    for one in reading.unknown:
        if one.fingerprint not in seen:
            seen.add(one.fingerprint)
            yield _Row(About.MATCH, one.fingerprint, one.sheet, one.row, one.cell, *_said(one))
    if not compared.last_roll:
        return
    known = compared.last_roll.keys() | compared.before.on_roll(compared.half_term).keys()
    known |= {one.upn for one in (*compared.earlier, *compared.elsewhere)}
    for pupil in reading.pupils:
        if pupil.upn not in known and not pupil.left:
            cell = reading.cell_of(pupil, "upn")
            yield _Row(About.REISSUED, pupil.upn, pupil.sheet, pupil.row, cell, *_said(pupil))


def _said(row: UnknownRow | PupilRow) -> tuple[str | None, str | None, date | None, int | None]:
    return row.surname, row.forename, row.dob, row.year_group


def _known(compared: Comparison, urn: int) -> Iterable[Known]:
    """The pupils whom a row could mean: of this school's last roll, else of another school's."""
    own = {
        upn: Known(
            upn,
            urn,
            one.surname,
            one.forename,
            one.dob,
            _now(one.year_group, compared.years_since),
            one.class_name,
        )
        for upn, one in compared.last_roll.items()
    }
    for upn, one in compared.before.on_roll(compared.half_term).items():
        own[upn] = Known(upn, urn, one.surname, one.forename, one.dob, one.year_group, one.class_name)
    others = {
        one.upn: Known(
            one.upn, one.urn, one.surname, one.forename, one.dob,
            _now(one.year_group, compared.half_term.starts - one.half_term.starts), one.class_name,
        )
        for one in compared.elsewhere
        if one.upn not in own and one.dob is not None
    }  # fmt: skip
    return (*own.values(), *others.values())


def _now(year_group: int | None, years: int) -> int | None:
    return None if year_group is None else year_group + years


def _alike(row: _Row, one: Known) -> Strength | None:
    """How a row and a pupil of one forename are alike, if they are."""
    if not name_key(row.forename):
        return None
    same_surname = name_key(row.surname) == name_key(one.surname) != ""
    born = row.dob is not None and one.dob is not None
    if born and row.dob != one.dob:
        return None
    if born:
        return Strength.NAME_AND_BIRTH_DATE if same_surname else Strength.FORENAME_AND_BIRTH_DATE
    same_year = row.year_group is None or one.year_group is None or row.year_group == one.year_group
    return Strength.NAME_ALONE if same_surname and same_year else None
