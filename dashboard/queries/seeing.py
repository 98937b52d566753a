"""Counts made into figures as a scope sees them: the one gate through which numbers leave.

Outside the school there are declared tables only: schools by year groups, and the trust's pupil groups by
year group. Whatever else is asked for is refused, and in these the small numbers are hidden.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from dashboard import whole_pupils
from dashboard.access import Action, Scope, Sight, check_can, check_sees, sight_of
from dashboard.figures import Figure, Movement, Shown, TargetMark
from dashboard.intervals import wilson
from dashboard.masks import Mask, mask_of
from dashboard.queries.counts import NOBODY, Count, Counts, class_counts, cohort_counts, group_counts
from dashboard.queries.movement import Movements
from dashboard.queries.movement import movements as movements_of
from dashboard.queries.published_beside import PublishedBeside
from dashboard.queries.register import SetTarget, schools, thresholds
from dashboard.queries.register import targets as targets_of
from etl.errors import TrustDataError
from etl.groups import ALL
from etl.half_terms import HalfTerm
from etl.measures import JUDGEMENT_MEASURES, MEASURES, Measure
from etl.publish.current import Published
from etl.vocabulary import Kind, Standard

# A cohort that grew or shrank by more than this says more about who came and went than about progress.
LIKE_SIZE = 0.1


@dataclass(frozen=True, kw_only=True)
class Cohort:
    """Whose figure is asked for."""

    measure: str
    school_urn: int | None = None  # None: the trust
    year_group: int | None = None  # None: Years 1 to 6, or of a class everyone in it
    class_name: str | None = None
    by_class: bool = False  # the class named, or (None) the pupils whose sheet names none
    group: str = ALL.id
    group_value: str = "all"


class Seeing:
    """One half-term and kind as one scope sees it. Made anew for every question."""

    def __init__(
        self,
        published: Published,
        scope: Scope,
        half_term: HalfTerm,
        kind: Kind,
        *,
        with_movement: bool = True,
    ) -> None:
        self.published, self.scope, self.half_term, self.kind = published, scope, half_term, kind
        self.with_movement = with_movement
        self.names = schools(published)
        limits = thresholds(published)
        self.hide_below, self.caution_below = limits.hide_below, limits.caution_below
        # What one question asks for again and again.
        self._counts: dict[tuple[object, ...], Counts] = {}
        self._sights: dict[tuple[int | None, str | None], Sight] = {}
        self._beside = PublishedBeside(published, scope, half_term.academic_year)

    def figures(self, cohorts: Sequence[Cohort], counts: Sequence[Count] | None = None) -> list[Figure]:
        """A figure for each cohort, in their order; from `counts` where whoever asks holds them already.

        Raises AccessDenied where the scope sees nothing of one, or it stands in no declared table;
        TrustDataError for a school or measure that there is not.
        """
        counted = [self.count(cohort) for cohort in cohorts] if counts is None else counts
        held = [self._held(cohort, count) for cohort, count in zip(cohorts, counted, strict=True)]
        low, high = wilson([met for met, _, _ in held], [count.on_roll for _, count, _ in held])
        return [
            self._figure(cohort, met, count, shown, (float(low[place]), float(high[place])))
            for place, (cohort, (met, count, shown)) in enumerate(zip(cohorts, held, strict=True))
        ]

    def shown(self, cohort: Cohort, count: Count) -> Shown:
        """How much of a cohort the scope sees; raises AccessDenied where it sees nothing."""
        measure = self.measure(cohort)
        sight = self.sight(cohort.school_urn, measure.subject)
        if sight is not Sight.FULL and (
            cohort.by_class or (cohort.group != ALL.id and cohort.school_urn is not None)
        ):
            check_can(self.scope, Action.SEE_DETAIL, cohort.school_urn)
        if not count.on_roll:
            return Shown.NO_DATA
        if sight is Sight.FULL:
            # A percentage of so few says nothing, whoever reads it.
            return Shown.COUNT_ONLY if count.on_roll < self.hide_below else Shown.FULL
        if self.mask.hides(
            measure.standard or Standard.EXPECTED,
            cohort.school_urn,
            cohort.year_group,
            cohort.group,
            cohort.group_value,
        ):
            return Shown.HIDDEN
        return Shown.COUNT_ONLY if count.on_roll < self.caution_below else Shown.FULL

    def sight(self, school_urn: int | None, subject: str | None = None) -> Sight:
        """As `check_sees`, which is asked once of a place and subject."""
        which = (school_urn, subject)
        if which not in self._sights:
            self._sights[which] = check_sees(self.scope, school_urn, subject)
        return self._sights[which]

    def count(self, cohort: Cohort, half_term: HalfTerm | None = None) -> Count:
        """The bare counts, whoever asks: for what is shown of them see `shown`."""
        when = half_term or self.half_term
        subject = self.measure(cohort).subject
        if cohort.by_class:
            assert cohort.school_urn is not None
            by_class = class_counts(self.published, when, self.kind, cohort.school_urn)
            if cohort.year_group is None:
                wanted = (cohort.class_name, subject)
                return sum((one for key, one in by_class.items() if key[1:] == wanted), NOBODY)
            return by_class.get((cohort.year_group, cohort.class_name, subject), NOBODY)
        held, whose = self._cohorts(when, cohort, subject)
        return held.of(cohort.school_urn, *whose)

    def count_by_school(self, cohort: Cohort) -> list[Count]:
        """The bare counts of a trust's cohort in each of its schools, in the order of `names`."""
        held, whose = self._cohorts(self.half_term, cohort, self.measure(cohort).subject)
        return [held.of(urn, *whose) for urn in self.names]

    def _cohorts(
        self, half_term: HalfTerm, cohort: Cohort, subject: str
    ) -> tuple[Counts, tuple[int | str | None, ...]]:
        """The counts that hold a cohort, and which of a school's it is."""
        if cohort.group == ALL.id:
            of_whom: tuple[object, ...] = (half_term,)
            whose: tuple[int | str | None, ...] = (cohort.year_group, subject)
        else:
            of_whom = (half_term, subject, cohort.year_group)
            whose = (cohort.group, cohort.group_value)
        if of_whom not in self._counts:
            self._counts[of_whom] = (
                cohort_counts(self.published, half_term, self.kind)
                if cohort.group == ALL.id
                else group_counts(self.published, half_term, self.kind, subject, cohort.year_group)
            )
        return self._counts[of_whom], whose

    def measure(self, cohort: Cohort) -> Measure:
        measure = JUDGEMENT_MEASURES.get(cohort.measure)
        if measure is None:
            raise TrustDataError(f"“{cohort.measure}” is no measure of teachers' judgements.")
        return measure

    @cached_property
    def earlier(self) -> Seeing:
        """The half-term before, as the same scope sees it."""
        return Seeing(self.published, self.scope, self.half_term.previous, self.kind)

    @cached_property
    def mask(self) -> Mask:
        return mask_of(self.published, self.half_term, self._known_together)

    @property
    def _known_together(self) -> tuple[int, ...]:
        """The schools of somebody with several: whoever's eyes they look through, they know them all."""
        return self.scope.own_schools if len(self.scope.own_schools) > 1 else ()

    @cached_property
    def targets(self) -> dict[tuple[int | None, int, str], SetTarget]:
        return targets_of(self.published, self.half_term.academic_year)

    @cached_property
    def movements(self) -> Movements:
        return movements_of(self.published, self.half_term, self.kind)

    def _held(self, cohort: Cohort, count: Count) -> tuple[int, Count, Shown]:
        if cohort.school_urn is not None and cohort.school_urn not in self.names:
            raise TrustDataError(f"There is no school {cohort.school_urn} in this trust.")
        return count.met(self._standard(cohort)), count, self.shown(cohort, count)

    def _standard(self, cohort: Cohort) -> Standard:
        return self.measure(cohort).standard or Standard.EXPECTED

    def _figure(
        self, cohort: Cohort, met: int, count: Count, shown: Shown, interval: tuple[float, float]
    ) -> Figure:
        counted = shown in (Shown.FULL, Shown.COUNT_ONLY)
        full = shown is Shown.FULL
        measure = self.measure(cohort)
        # Published figures are for all pupils at the end of Year 6.
        whole_year = cohort.year_group == 6 and cohort.group == ALL.id and not cohort.by_class
        beside = self._beside if full and whole_year else None
        return Figure(
            measure=cohort.measure,
            kind=self.kind,
            half_term=self.half_term,
            school_urn=cohort.school_urn,
            school=None if cohort.school_urn is None else self.names[cohort.school_urn],
            year_group=cohort.year_group,
            class_name=cohort.class_name,
            group=cohort.group,
            group_value=cohort.group_value,
            shown=shown,
            numerator=met if counted else None,
            denominator=count.on_roll if counted else None,
            assessed=count.assessed if counted else None,
            percentage=100 * met / count.on_roll if full else None,
            low=100 * interval[0] if full else None,
            high=100 * interval[1] if full else None,
            target=self._target(cohort, met, count) if full else None,
            national=beside.england(measure, met, count.on_roll) if beside else None,
            authority=beside.authority(measure, met, count.on_roll, cohort.school_urn) if beside else None,
            movement=self._movement(cohort, met, count) if full else None,
        )

    def _target(self, cohort: Cohort, met: int, count: Count) -> TargetMark | None:
        """Targets are for whole year groups."""
        if cohort.group != ALL.id or cohort.by_class or cohort.year_group is None:
            return None
        found = self.targets.get((cohort.school_urn, cohort.year_group, cohort.measure))
        if found is None:
            return None
        return TargetMark(
            basis_points=found.basis_points,
            pupils_needed=whole_pupils.pupils_needed(count.on_roll, found.basis_points),
            pupils_short=whole_pupils.pupils_short(met, count.on_roll, found.basis_points),
            set_by=found.set_by,
            rule=found.rule,
        )

    def _movement(self, cohort: Cohort, met: int, count: Count) -> Movement | None:
        if not self.with_movement or cohort.group != ALL.id or cohort.by_class:
            return None
        found = self.movements.get((cohort.school_urn, cohort.year_group, cohort.measure))
        if found is None or self.sight(cohort.school_urn) is Sight.FULL:
            return found
        return self._movement_from_outside(cohort, found, met, count)

    def _movement_from_outside(
        self, cohort: Cohort, found: Movement, met: int, count: Count
    ) -> Movement | None:
        """From what is shown of the cohort in both half-terms, and of nothing else."""
        before = self._half_term_before(cohort)
        if before is None:
            return None
        then = self.earlier.count(before)
        if self.earlier.shown(before, then) is not Shown.FULL:
            return None
        if cohort.school_urn is None:
            gone = self._schools_no_longer_in(self.earlier, cohort, before)
            if gone is None:
                return None
            then = then - gone
        if abs(then.on_roll - count.on_roll) > LIKE_SIZE * count.on_roll:
            return None
        met_before = then.met(self._standard(cohort))
        # Who joined and who left may turn the whole cohort the other way from those who stayed.
        same_way = (met - met_before) * (found.met_now - found.met_before) > 0
        return Movement(
            since=found.since,
            stayers=None,
            met_before=met_before,
            met_now=met,
            moved_in=None,
            moved_out=None,
            more_than_noise=found.more_than_noise and same_way,
            p_value=None,
            worth_a_look=found.worth_a_look and same_way,
            stands_out=found.stands_out and same_way,
            beside_rest=found.beside_rest,
            same_pupils=False,
        )

    def _schools_no_longer_in(self, earlier: Seeing, cohort: Cohort, before: Cohort) -> Count | None:
        """What the trust's cohort held then of schools without a return now: a school that is missing is no
        fall. None where that is not all shown, or a school is in that was not then.
        """
        gone = NOBODY
        for urn in self.names:
            now, then = replace(cohort, school_urn=urn), replace(before, school_urn=urn)
            is_in, was_in = self.count(now).on_roll, earlier.count(then).on_roll
            if is_in and not was_in:
                return None
            if was_in and not is_in:
                if earlier.shown(then, earlier.count(then)) not in (Shown.FULL, Shown.COUNT_ONLY):
                    return None
                gone += earlier.count(then)
        return gone

    def _half_term_before(self, cohort: Cohort) -> Cohort | None:
        """The same cohort a half-term ago; None where it cannot be held against itself."""
        if not self.has_a_before(cohort.year_group):
            return None
        return replace(cohort, year_group=self.year_before(cohort.year_group))

    def has_a_before(self, year_group: int | None) -> bool:
        """Whether a year group is held against the half-term before, as seen from outside."""
        if self.half_term.previous.starts == self.half_term.starts:
            return True
        # When a new year's expectations begin, the two are not held against each other; and Years 1 to 6 were
        # not the same pupils, nor was Reception there.
        return self.kind is not Kind.CURRENT and bool(year_group)

    def year_before(self, year_group: int | None) -> int | None:
        """What pupils were in a half-term ago: in the autumn, when they were a year younger."""
        younger = self.half_term.starts - self.half_term.previous.starts
        return None if year_group is None else year_group - younger


def measures_seen(scope: Scope, measures: Sequence[str]) -> list[str]:
    """Those of the measures whose subject the scope sees; raises AccessDenied where that is none."""
    subjects = {measure: MEASURES[measure].subject for measure in measures if measure in MEASURES}
    seen = [
        measure for measure in measures if sight_of(scope, None, subjects.get(measure)) is not Sight.NOTHING
    ]
    if not seen:
        for measure in measures:
            check_sees(scope, None, subjects.get(measure))
    return seen
