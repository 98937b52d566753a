"""The pupils, and which school and class each was in, half-term by half-term."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from etl.upn import with_check_letter
from sample_data import names, stories
from sample_data.calendar import FIRST_YEAR, HALF_TERMS, place, stream
from sample_data.schools import BY_URN, CLASS_SIZE, LA_CODE, SCHOOLS, SampleSchool

# Chance of leaving in a half-term, and over the summer holidays.
LEAVE, LEAVE_IN_SUMMER = 0.006, 0.018
# Chance that a free place is taken in a half-term, and over the summer holidays.
FILL, FILL_IN_SUMMER = 0.10, 0.30
# Of those who leave, the share who go to another school of the trust that has a place.
STAY_IN_TRUST = 0.15

FORMS = "ABC"


@dataclass(slots=True, eq=False)
class Pupil:
    """One child. Flags do not change with time, but `universal_credit` counts as FSM only from 2026/27."""

    number: int
    upn: str
    surname: str
    forename: str
    sex: str
    dob: date
    entered: int  # the calendar year of Reception's September
    disadvantaged: bool
    pupil_premium: bool
    fsm: bool
    fsm6: bool
    looked_after: bool
    universal_credit: bool
    eal: bool
    sen: str
    joined: int = 0  # place of the half-term in which the pupil came to the trust
    # (place of a half-term, the UPN that stands from then on)
    reissued: tuple[int, str] | None = None

    def upn_at(self, when: int) -> str:
        return self.reissued[1] if self.reissued and when >= self.reissued[0] else self.upn

    def fsm_at(self, when: int) -> bool:
        return self.fsm or (self.universal_credit and HALF_TERMS[when].starts >= 2026)

    @property
    def summer_born(self) -> bool:
        return 4 <= self.dob.month <= 8


@dataclass(slots=True)
class Place:
    """A pupil's place in a school in one half-term."""

    pupil: Pupil
    form: str  # A, B, C
    still_listed: bool = False  # the pupil has left, and the school still lists them


@dataclass(slots=True)
class Rolls:
    """Who was where. `of[urn, place of a half-term]` has one entry a pupil on that school's list."""

    pupils: list[Pupil] = field(default_factory=list)
    of: dict[tuple[int, int], list[Place]] = field(default_factory=dict)


def year_group(pupil: Pupil, when: int) -> int:
    return HALF_TERMS[when].starts - pupil.entered


class _Registrar:
    """Gives out pupils with UPNs that nobody else has."""

    def __init__(self) -> None:
        self.serials: Counter[tuple[str, int]] = Counter()
        self.pupils: list[Pupil] = []

    def upn(self, establishment: str, year: int) -> str:
        self.serials[establishment, year] += 1
        return with_check_letter(
            f"{LA_CODE}{establishment}{year % 100:02d}{self.serials[establishment, year]:03d}"
        )

    def temporary_upn(self, establishment: str, year: int) -> str:
        self.serials[establishment, -year] += 1
        serial = self.serials[establishment, -year]
        return with_check_letter(f"{LA_CODE}{establishment}{year % 100:02d}{serial:02d}A")

    def pupil(self, school: SampleSchool, entered: int, when: int, *, from_elsewhere: bool) -> Pupil:
        source = stream("pupil", school.urn, entered, len(self.pupils))
        sex = "F" if source.random() < 0.49 else "M"
        disadvantaged = source.random() < school.disadvantaged
        looked_after = disadvantaged and source.random() < 0.03
        fsm6 = disadvantaged and (not looked_after or source.random() < 0.5)
        fsm = fsm6 and source.random() < 0.82
        service = source.random() < 0.02
        likelier = (1.5 if disadvantaged else 0.85) * (1.3 if sex == "M" else 0.7)
        drawn = source.random()
        sen = "E" if drawn < school.sen_plan * likelier else "N"
        if sen == "N" and drawn < (school.sen_plan + school.sen_support) * likelier:
            sen = "K"
        # A pupil who came from elsewhere has the UPN of a first school that is none of ours.
        first_school = f"{7000 + int(source.random() * 900)}" if from_elsewhere else school.establishment
        pupil = Pupil(
            number=len(self.pupils),
            upn=self.upn(first_school, entered),
            surname=names.surname(source),
            forename=names.forename(source, sex),
            sex=sex,
            dob=date(entered - 5, 9, 1) + timedelta(days=int(source.random() * 365)),
            entered=entered,
            disadvantaged=disadvantaged,
            pupil_premium=disadvantaged or service,
            fsm=fsm,
            fsm6=fsm6,
            looked_after=looked_after,
            universal_credit=not disadvantaged and source.random() < 0.08,
            eal=source.random() < school.eal,
            sen=sen,
            joined=when,
        )
        self.pupils.append(pupil)
        return pupil


@dataclass(slots=True)
class _Cohort:
    """One year group of one school as time goes on."""

    school: SampleSchool
    entered: int
    places: list[Place]
    limit: int
    locked: bool

    def admit(self, pupil: Pupil) -> None:
        """Into the class with most room."""
        sizes = Counter(each.form for each in self.places)
        forms = FORMS[: self.school.forms(self.entered)]
        self.places.append(Place(pupil, min(forms, key=lambda form: (sizes[form], form))))

    @property
    def free(self) -> int:
        return 0 if self.locked else self.limit - len(self.places)


def make_rolls() -> Rolls:
    """Everyone's way through the trust's schools, the planted ones among them."""
    registrar = _Registrar()
    cohorts: dict[tuple[int, int], _Cohort] = {}
    rolls = Rolls()
    source = stream("comings and goings")
    for when, half_term in enumerate(HALF_TERMS):
        if half_term.ordinal == 1:
            for school in SCHOOLS:
                cohorts.pop((school.urn, half_term.starts - 7), None)
                first = half_term.starts - 6 if half_term.starts == FIRST_YEAR else half_term.starts
                for entered in range(first, half_term.starts + 1):
                    cohorts[school.urn, entered] = _new_cohort(registrar, school, entered, when)
        if when > 0:
            _comings_and_goings(registrar, cohorts, when, source)
        for school in SCHOOLS:
            rolls.of[school.urn, when] = [
                Place(each.pupil, each.form)
                for entered in range(half_term.starts, half_term.starts - 7, -1)
                for each in cohorts[school.urn, entered].places
            ]
        _plant_in_two_schools(rolls, cohorts, when)
    rolls.pupils = registrar.pupils
    _plant_small_group(rolls)
    _plant_temporary_upns(rolls, registrar)
    _plant_still_listed(rolls)
    for listed in rolls.of.values():
        listed.sort(key=_sheet_order)
    return rolls


def _sheet_order(one: Place) -> tuple[int, str, str, str, int]:
    return (-one.pupil.entered, one.form, one.pupil.surname, one.pupil.forename, one.pupil.number)


def _new_cohort(registrar: _Registrar, school: SampleSchool, entered: int, when: int) -> _Cohort:
    source = stream("cohort", school.urn, entered)
    limit = school.forms(entered) * CLASS_SIZE
    low, high = school.full
    size = round(limit * (low + (high - low) * source.random()))
    small = stories.SMALL_COHORT
    locked = (school.urn, entered) == (small.urn, small.entered)
    if locked:
        size = small.size
    cohort = _Cohort(school, entered, [], limit, locked)
    for _ in range(size):
        cohort.admit(registrar.pupil(school, entered, when, from_elsewhere=source.random() < 0.04))
    return cohort


def _comings_and_goings(
    registrar: _Registrar,
    cohorts: dict[tuple[int, int], _Cohort],
    when: int,
    source: random.Random,
) -> None:
    after_summer = HALF_TERMS[when].ordinal == 1
    moving: dict[int, list[tuple[int, Pupil]]] = defaultdict(list)
    for (urn, entered), cohort in cohorts.items():
        if cohort.locked or (after_summer and entered == HALF_TERMS[when].starts):
            continue
        for one in list(cohort.places):
            if source.random() < (LEAVE_IN_SUMMER if after_summer else LEAVE):
                cohort.places.remove(one)
                if source.random() < STAY_IN_TRUST:
                    moving[entered].append((urn, one.pupil))
    for entered, movers in moving.items():
        for left, pupil in movers:
            open_to = [
                cohort
                for (urn, of), cohort in cohorts.items()
                if of == entered and urn != left and cohort.free > 0
            ]
            if open_to:
                open_to[int(source.random() * len(open_to))].admit(pupil)
    for (_, entered), cohort in cohorts.items():
        if after_summer and entered == HALF_TERMS[when].starts:
            continue
        for _ in range(max(cohort.free, 0)):
            if source.random() < (FILL_IN_SUMMER if after_summer else FILL):
                cohort.admit(registrar.pupil(cohort.school, entered, when, from_elsewhere=True))


def _plant_in_two_schools(rolls: Rolls, cohorts: dict[tuple[int, int], _Cohort], when: int) -> None:
    """The pupil stands on both lists in the half-term, and from the next one in the new school's alone."""
    planted = stories.IN_TWO_SCHOOLS
    if HALF_TERMS[when] != planted.half_term:
        return
    entered = planted.half_term.starts - planted.year_group
    leaves, joins = cohorts[planted.leaves, entered], cohorts[planted.joins, entered]
    mover = next(one for one in leaves.places if one.pupil.joined == 0 and one.pupil.sen == "N")
    leaves.places.remove(mover)
    joins.admit(mover.pupil)
    rolls.of[planted.joins, when].append(Place(mover.pupil, joins.places[-1].form))


def _plant_small_group(rolls: Rolls) -> None:
    """Just as many disadvantaged pupils as the story says."""
    planted = stories.SMALL_GROUP
    when = place(planted.half_term)
    cohort = [
        one.pupil for one in rolls.of[planted.urn, when] if year_group(one.pupil, when) == planted.year_group
    ]
    # Those who are already come first, so that as few as can be are changed.
    for rank, pupil in enumerate(sorted(cohort, key=lambda one: (not one.disadvantaged, one.number))):
        chosen = rank < planted.disadvantaged
        if chosen != pupil.disadvantaged:
            pupil.disadvantaged = pupil.pupil_premium = pupil.fsm6 = pupil.fsm = chosen
            pupil.looked_after = pupil.universal_credit = False


def _plant_temporary_upns(rolls: Rolls, registrar: _Registrar) -> None:
    """A pupil who joined about then has a temporary UPN, and in some cases a permanent one later."""
    for (urn, half_term, year), permanent_from in stories.TEMPORARY_UPNS.items():
        school, when = BY_URN[urn], place(half_term)
        until = place(permanent_from) if permanent_from else len(HALF_TERMS) - 1
        pupil = next(
            one.pupil
            for joined in range(when, 0, -1)
            for one in rolls.of[urn, when]
            if one.pupil.joined == joined
            and year_group(one.pupil, when) == year
            and all(_listed(rolls, urn, later, one.pupil) for later in range(joined, until + 1))
        )
        permanent = pupil.upn
        pupil.upn = registrar.temporary_upn(school.establishment, half_term.starts)
        pupil.eal = True
        if permanent_from:
            pupil.reissued = (place(permanent_from), permanent)


def _plant_still_listed(rolls: Rolls) -> None:
    """Somebody who was there in the half-term before and has gone stands in the list once more."""
    planted = stories.STILL_LISTED
    when = place(planted.half_term)
    gone = next(
        (
            one
            for one in rolls.of[planted.urn, when - 1]
            if year_group(one.pupil, when) == planted.year_group
            and not any(_listed(rolls, school.urn, when, one.pupil) for school in SCHOOLS)
        ),
        None,
    )
    if gone is None:
        # Nobody left that year group just then: the first of its second class does.
        gone = next(
            one
            for one in rolls.of[planted.urn, when]
            if year_group(one.pupil, when) == planted.year_group and one.form == "B"
        )
        for later in range(when, len(HALF_TERMS)):
            rolls.of[planted.urn, later] = [
                one for one in rolls.of[planted.urn, later] if one.pupil is not gone.pupil
            ]
    rolls.of[planted.urn, when].append(Place(gone.pupil, gone.form, still_listed=True))


def _listed(rolls: Rolls, urn: int, when: int, pupil: Pupil) -> bool:
    return any(one.pupil is pupil for one in rolls.of[urn, when])
