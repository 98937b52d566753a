"""What looks odd about the pupils of a return: who is new, gone, elsewhere, renamed or out of their year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from etl.checks import findings
from etl.checks.comparison import Comparison
from etl.problems import Finding, Problem
from etl.reading.persons import name_key
from etl.returns.state import StandingPupil
from etl.vocabulary import YEAR_GROUPS, year_group_label

MANY_LEAVERS = 5  # pupils, and
MANY_LEAVERS_SHARE = 0.1  # of those who were on roll


def year_group_of_age(born: date, starts: int) -> int:
    """The year group that a birth date belongs to in the academic year that starts in a calendar year.

    Reception (0) is the academic year in which a child turns five, from 1 September to 31 August.
    """
    september = born.year if born.month >= 9 else born.year - 1
    return starts - september - 5


def check_birth_dates(comparison: Comparison) -> Iterator[Problem]:
    """A birth date outside the year group; once it was returned so, it is only noted."""
    known = _known(comparison)
    for pupil in comparison.reading.pupils:
        if pupil.dob is None or pupil.year_group not in YEAR_GROUPS:
            continue
        by_age = year_group_of_age(pupil.dob, comparison.half_term.starts)
        if by_age == pupil.year_group:
            continue
        cell = comparison.reading.cell_of(pupil, "dob")
        was = known.get(pupil.upn)
        moved = was is not None and was[1].year_group is not None and was[1].year_group + was[0]
        if was is not None and moved == pupil.year_group and was[1].dob == pupil.dob:
            yield findings.OUT_OF_YEAR(
                f"This pupil is taught in {year_group_label(pupil.year_group)}, outside the year group of "
                "their age, as before.",
                sheet=pupil.sheet,
                cell=cell,
            )
            continue
        year = year_group_label(by_age) if by_age in YEAR_GROUPS else "no year group of a primary school"
        yield findings.BORN_OUTSIDE_YEAR(
            f"By this birth date the pupil would be in {year}, not in {year_group_label(pupil.year_group)}.",
            "Correct what is wrong; nothing to do if the pupil is taught outside their year.",
            sheet=pupil.sheet,
            cell=cell,
        )


def check_who_a_upn_means(comparison: Comparison) -> Iterator[Problem]:
    """A name or birth date that is not the one known for the UPN."""
    known = _known(comparison)
    for pupil in comparison.reading.pupils:
        if pupil.upn not in known:
            continue
        was = known[pupil.upn][1]
        surname, forename = _differ(pupil.surname, was.surname), _differ(pupil.forename, was.forename)
        born = pupil.dob is not None and was.dob is not None and pupil.dob != was.dob
        if surname and forename:
            yield findings.OTHER_PUPIL(
                "Both names differ from those known for this UPN"
                + (", and so does the birth date." if born else "."),
                "Make sure that the UPN is this pupil's; nothing to do if the pupil was renamed.",
                sheet=pupil.sheet,
                cell=comparison.reading.cell_of(pupil, "upn"),
            )
            continue
        if born:
            yield findings.BIRTH_DATE_DIFFERS(
                "The birth date is not the one known for this UPN; the one here is taken.",
                "Correct it if it is mistyped.",
                sheet=pupil.sheet,
                cell=comparison.reading.cell_of(pupil, "dob"),
            )
        if surname or forename:
            which = "surname" if surname else "forename"
            yield findings.NAME_CHANGED(
                f"The {which} is not the one known for this UPN; the one here is taken.",
                sheet=pupil.sheet,
                cell=comparison.reading.cell_of(pupil, which, "name"),
            )


def check_two_schools(comparison: Comparison) -> Iterator[Problem]:
    """A pupil whom another of the trust's schools lists in the same half-term."""
    there = {
        one.upn: one.urn
        for one in comparison.elsewhere
        if one.half_term == comparison.half_term and not one.left
    }
    for pupil in comparison.reading.pupils:
        if pupil.upn not in there or pupil.left:
            continue
        school = comparison.school_names.get(there[pupil.upn], "Another of the trust's schools")
        yield findings.IN_TWO_SCHOOLS(
            f"{school} lists this pupil in {comparison.half_term} too. They count once: where they are new, "
            "else at the school whose return came later.",
            "If the pupil has left you, mark them as left; if they left the other school, ask it to.",
            sheet=pupil.sheet,
            cell=comparison.reading.cell_of(pupil, "upn"),
        )


def check_starters(comparison: Comparison) -> Iterator[Problem]:
    """Who is new: from another of the trust's schools, back again, or from elsewhere."""
    starters = comparison.starters()
    if not starters or comparison.last is None:
        return
    yield findings.STARTERS(
        f"{_pupils(len(starters))} here who {_were(len(starters))} not on roll in {comparison.last}."
    )
    from_ours = {one.upn: one.urn for one in comparison.elsewhere if one.upn in starters}
    yield from _by_school(comparison, findings.FROM_OUR_SCHOOLS, from_ours, "of them came from")
    again = {one.upn for one in comparison.earlier if one.upn in starters and not one.left}
    if again:
        yield findings.RETURNED(f"{len(again)} of them had been on roll before, and {_are(len(again))} back.")


def check_leavers(comparison: Comparison) -> Iterator[Problem]:
    """Who is no longer listed, and how many of them another of the trust's schools lists."""
    leavers = comparison.leavers()
    if not leavers:
        return
    many = len(leavers) >= MANY_LEAVERS and len(leavers) > MANY_LEAVERS_SHARE * len(
        comparison.expected_back()
    )
    number = len(leavers)
    said = (
        f"{number} {'pupil' if number == 1 else 'pupils'} who {_were(number)} on roll in {comparison.last} "
        f"{_are(number)} not in this return."
    )
    if many:
        yield findings.MANY_LEAVERS(said, "Make sure that no class is missing from the file.")
    else:
        yield findings.LEAVERS(said)
    to_ours = {
        one.upn: one.urn
        for one in comparison.elsewhere
        if one.upn in leavers and one.half_term == comparison.half_term and not one.left
    }
    yield from _by_school(comparison, findings.TO_OUR_SCHOOLS, to_ours, "of them went to")


def _by_school(
    comparison: Comparison, finding: Finding, schools: dict[str, int], words: str
) -> Iterator[Problem]:
    for urn, number in sorted(Counter(schools.values()).items()):
        name = comparison.school_names.get(urn, "another of the trust's schools")
        yield finding(f"{number} {words} {name}.")


def _known(comparison: Comparison) -> dict[str, tuple[int, StandingPupil]]:
    """What was last known of each pupil, with the academic years begun since: from this half-term, else the
    one in which the school last had a roll."""
    found = {upn: (comparison.years_since, one) for upn, one in comparison.last_roll.items()}
    found.update({upn: (0, one) for upn, one in comparison.before.on_roll(comparison.half_term).items()})
    return found


def _differ(one: str | None, other: str | None) -> bool:
    return bool(name_key(one) and name_key(other)) and name_key(one) != name_key(other)


def _pupils(number: int) -> str:
    return "1 pupil is" if number == 1 else f"{number} pupils are"


def _were(number: int) -> str:
    return "was" if number == 1 else "were"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
