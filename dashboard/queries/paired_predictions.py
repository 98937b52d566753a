"""The same pupils' predictions in two half-terms: what a cohort's change is made of, and whose changed.

A cohort is a school's year group; in the autumn it is held against itself a year younger. For a school's own
staff and the trust's leaders: of a school that is seen in part, nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dashboard.access import Action, Scope, Sight, check_can, sight_of
from dashboard.early_warning.alerts import Comparison
from dashboard.figures import Movement
from dashboard.forecast.model import lowest_prediction
from dashboard.forecast.scales import MISSING
from dashboard.queries.forecasts import scale_of
from dashboard.queries.foretold import Foretold, foretold
from dashboard.queries.moved_cohorts import compared
from dashboard.queries.movement import movements
from dashboard.queries.register import schools, thresholds
from etl.half_terms import HalfTerm
from etl.publish.current import Published
from etl.vocabulary import Kind

# What a pupil is predicted: a band's rank, or of RWM the number of subjects; MISSING without a prediction.
Predicted = Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Change:
    """One cohort then and now, everyone on roll counted; whoever lacks a prediction does not meet it.

    The identity holds exactly: `points` is `stayers_points` + `leavers_points` + `joiners_points`.
    """

    pupils_before: int
    met_before: int
    pupils_now: int
    met_now: int
    stayers: int  # on roll both times
    stayers_met_before: int
    stayers_met_now: int
    up: tuple[str, ...] = ()  # UPNs of those predicted higher than before; never shown
    down: tuple[str, ...] = ()
    predicted_both: int = 0
    moved_in: int = 0  # came to be predicted to meet the standard, of those predicted both times
    moved_out: int = 0
    predicted_before: int = 0  # have a prediction, of everyone on roll
    predicted_now: int = 0

    @property
    def joined(self) -> int:
        return self.pupils_now - self.stayers

    @property
    def left(self) -> int:
        return self.pupils_before - self.stayers

    @property
    def points(self) -> float:
        """Of percentage, up or down; NaN where there is nobody at one end."""
        return _share(self.met_now, self.pupils_now) - _share(self.met_before, self.pupils_before)

    @property
    def stayers_points(self) -> float:
        return self._stayers_now - self._stayers_before

    @property
    def leavers_points(self) -> float:
        """What the cohort gained or lost by those who went."""
        return self._stayers_before - _share(self.met_before, self.pupils_before)

    @property
    def joiners_points(self) -> float:
        return _share(self.met_now, self.pupils_now) - self._stayers_now

    @property
    def thin(self) -> bool:
        """Whether fewer than nine in ten have a prediction at either end."""
        return self.predicted_before < 0.9 * self.pupils_before or self.predicted_now < 0.9 * self.pupils_now

    @property
    def _stayers_before(self) -> float:
        return _share(self.stayers_met_before, self.stayers)

    @property
    def _stayers_now(self) -> float:
        return _share(self.stayers_met_now, self.stayers)


@dataclass(frozen=True, kw_only=True)
class PlaceChange:
    """`change` None: one of the two half-terms is missing. `movement` judges those predicted both times.

    `hide_below`: the trust's threshold, below which a change is told as counts alone.
    """

    school_urn: int | None  # None: the schools that have both half-terms, together
    school: str
    change: Change | None
    movement: Movement | None
    hide_below: int
    was_in: bool = True
    is_in: bool = True

    @property
    def too_few(self) -> bool:
        """Whether there are too few pupils at either end for a percentage."""
        change = self.change
        return change is not None and min(change.pupils_before, change.pupils_now) < self.hide_below

    @property
    def told(self) -> bool:
        """Whether a change of percentage is given: of enough pupils, nine in ten of whom are predicted."""
        return self.change is not None and not self.too_few and not self.change.thin


@dataclass(frozen=True, kw_only=True)
class Changes:
    measure: str
    year_group: int
    since: HalfTerm
    until: HalfTerm
    places: tuple[PlaceChange, ...]  # by name, the trust last
    compared: tuple[Comparison, ...]  # of the schools seen: every year group and subject, judged together


def change_of(before: Predicted, now: Predicted, lowest: int) -> Change:
    """From everyone's prediction then and now; `lowest` is the first that meets the standard."""
    both = [upn for upn in now if upn in before]
    pairs = [(upn, before[upn], now[upn]) for upn in both if MISSING not in (before[upn], now[upn])]
    return Change(
        pupils_before=len(before),
        met_before=_met(before.values(), lowest),
        pupils_now=len(now),
        met_now=_met(now.values(), lowest),
        stayers=len(both),
        stayers_met_before=_met((before[upn] for upn in both), lowest),
        stayers_met_now=_met((now[upn] for upn in both), lowest),
        up=tuple(upn for upn, was, is_now in pairs if is_now > was),
        down=tuple(upn for upn, was, is_now in pairs if is_now < was),
        predicted_both=len(pairs),
        moved_in=sum(was < lowest <= is_now for _, was, is_now in pairs),
        moved_out=sum(is_now < lowest <= was for _, was, is_now in pairs),
        predicted_before=sum(one != MISSING for one in before.values()),
        predicted_now=sum(one != MISSING for one in now.values()),
    )


def changes(
    published: Published, scope: Scope, half_term: HalfTerm, measure: str, year_group: int
) -> Changes | None:
    """Since the half-term before, every place that the scope sees whole; None where nobody was predicted in
    the year group in either. A school without one of the two is named and left out of the trust's change.
    Raises AccessDenied where the scope sees no school whole, TrustDataError for a measure without forecast.
    """
    check_can(scope, Action.SEE_FORECASTS)
    subject, standard, scale, at_least = scale_of(measure)
    lowest = lowest_prediction(scale, at_least)
    since = half_term.previous
    then, now = (
        {one.school: _predictions(one, measure) for one in _cohorts(published, when, years)}
        for when, years in (
            (since, year_group - (half_term.starts - since.starts)),
            (half_term, year_group),
        )
    )
    if not then or not now:
        return None
    judged = movements(published, half_term, Kind.PREDICTED)
    fewest = thresholds(published).hide_below
    places = [
        PlaceChange(
            school_urn=urn,
            school=name,
            change=change_of(then[urn], now[urn], lowest) if urn in then and urn in now else None,
            movement=judged.get((urn, year_group, measure)),
            hide_below=fewest,
            was_in=urn in then,
            is_in=urn in now,
        )
        for urn, name in schools(published).items()
        if (urn in then or urn in now) and sight_of(scope, urn, subject) is Sight.FULL
    ]
    if sight_of(scope, None, subject) is Sight.FULL:
        both = [urn for urn in then if urn in now]
        was, is_now = ({upn: mark for urn in both for upn, mark in held[urn].items()} for held in (then, now))
        places.append(
            PlaceChange(
                school_urn=None,
                school="All schools",
                change=change_of(was, is_now, lowest) if both else None,
                movement=judged.get((None, year_group, measure)),
                hide_below=fewest,
            )
        )
    seen = [urn for urn in schools(published) if sight_of(scope, urn, subject) is Sight.FULL]
    return Changes(
        measure=measure,
        year_group=year_group,
        since=since,
        until=half_term,
        places=tuple(places),
        compared=compared(published, half_term, standard, seen),
    )


def _cohorts(published: Published, half_term: HalfTerm, year_group: int) -> list[Foretold]:
    """Those of one half-term in which anybody has a prediction."""
    if year_group < 1:
        return []
    return [
        one
        for one in foretold(published, half_term.ordinal, year_group)
        if one.year == half_term.academic_year
        and any((marks != MISSING).any() for (what, _), marks in one.marks.items() if what == "predicted")
    ]


def _predictions(one: Foretold, measure: str) -> Predicted:
    subject, standard, _, _ = scale_of(measure)
    return dict(zip(one.upns, one.of("predicted", subject, standard).tolist(), strict=True))


def _met(marks: Iterable[int], lowest: int) -> int:
    return sum(mark >= lowest for mark in marks)


def _share(met: int, pupils: int) -> float:
    return 100 * met / pupils if pupils else float("nan")
