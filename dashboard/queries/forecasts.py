"""Forecasts of the year's end, and how right past ones were, as a scope sees them.

For a school's own staff and the trust's leaders: whoever sees a school from outside is told none. What is
worked out of the trust's whole history is kept until the data change, and the scope is applied after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard import whole_pupils
from dashboard.access import Action, Scope, Sight, can, check_can, sight_of
from dashboard.cached import kept
from dashboard.figures import TargetMark
from dashboard.forecast import scales
from dashboard.forecast.backtest import Backtest, Bounding, Trial, backtest, trials
from dashboard.forecast.bounded import foretell
from dashboard.forecast.list_rates import ListRates, list_rates
from dashboard.forecast.model import CohortForecast, Model, fit
from dashboard.forecast.scales import BANDS, MISSING, Scale, reaching
from dashboard.forecast.status import AgainstTarget, against_target
from dashboard.forecast.track_record import TrackRecord, school_record, trust_record
from dashboard.forecast.trust_total import TrustForecast, together
from dashboard.queries.foretold import SUBJECTS, Foretold, past_and_present
from dashboard.queries.register import SetTarget, schools, targets
from etl.errors import TrustDataError
from etl.half_terms import HalfTerm
from etl.measures import JUDGEMENT_MEASURES
from etl.publish.current import Published
from etl.vocabulary import RWM, RWM_SUBJECTS, Standard

# In Summer 2 the tests have been, and a prediction is none any more.
LAST_HALF_TERM = 5
FORECAST_SUBJECTS = (RWM, *(subject.value for subject in RWM_SUBJECTS))

# The measures that can be forecast, in the order of the registry.
FORECAST_MEASURES = tuple(
    measure.id for measure in JUDGEMENT_MEASURES.values() if measure.subject in FORECAST_SUBJECTS
)


@dataclass(frozen=True, kw_only=True, eq=False)
class PlaceForecast:
    """One school's year group, or (school_urn None) the trust's, in one measure at one half-term.

    `record`: how the place's own past predictions of that half-term ran; None for whoever may not see it.
    """

    school_urn: int | None
    school: str
    forecast: CohortForecast | TrustForecast
    target: TargetMark | None
    against: AgainstTarget | None
    record: TrackRecord | None

    def for_scope(self, scope: Scope) -> PlaceForecast:
        """The forecast is for everyone who sees the school whole; how right its teachers were is not."""
        where = () if self.school_urn is None else (self.school_urn,)
        return self if can(scope, Action.SEE_LEDGER, *where) else replace(self, record=None)


@dataclass(frozen=True, kw_only=True, eq=False)
class Forecasts:
    """What may be shown of a half-term's forecasts: the places in order of name, the trust last.

    `record` is of the trust's own past forecasts at this half-term of the year, None where there are none.
    """

    measure: str
    half_term: HalfTerm
    year_group: int
    places: tuple[PlaceForecast, ...]
    record: Backtest | None
    past_cohorts: int
    calibrated: bool
    past_alone: tuple[str, ...] = ()  # schools of the trust's record that have no forecast of their own now


def scale_of(measure: str) -> tuple[str, Standard, Scale, int]:
    """A measure's subject and standard, its scale of outcomes, and the lowest outcome that meets it."""
    known = JUDGEMENT_MEASURES.get(measure)
    if known is None or measure not in FORECAST_MEASURES or known.standard is None:
        raise TrustDataError(f"“{measure}” is not forecast.")
    if known.subject != RWM:
        return known.subject, known.standard, BANDS, reaching(known.standard)
    scale = scales.RWM if known.standard is Standard.EXPECTED else scales.RWM_HIGHER
    return RWM, known.standard, scale, scales.RWM_MET


def forecasts(
    published: Published, scope: Scope, half_term: HalfTerm, measure: str, year_group: int = 6
) -> Forecasts | None:
    """The forecasts that a scope may see; None where there is nothing to forecast: in Summer 2, without
    predictions, or where the scope sees no school whole. Raises TrustDataError for a measure that is not
    forecast.
    """
    subject = scale_of(measure)[0]
    if half_term.ordinal > LAST_HALF_TERM:
        return None
    found = everyones_forecast(published, half_term, measure, year_group)
    if found is None:
        return None
    names = schools(published)
    aims = targets(published, half_term.academic_year)
    places = [
        _place(urn, names[urn], one, aims.get((urn, year_group, measure)), found.records[urn])
        for urn in names
        if (one := found.by_school.get(urn)) and sight_of(scope, urn, subject) is Sight.FULL
    ]
    if sight_of(scope, None, subject) is Sight.FULL:
        total = everyones_total(published, half_term, measure, year_group)
        assert total is not None
        aim = aims.get((None, year_group, measure))
        places.append(_place(None, "All schools", total, aim, found.records[None]))
    if not places:
        return None
    return Forecasts(
        measure=measure,
        half_term=half_term,
        year_group=year_group,
        places=tuple(one.for_scope(scope) for one in places),
        record=_past_forecasts(published, half_term, measure, year_group)[0],
        past_cohorts=len(found.model.past),
        past_alone=tuple(
            names[urn]
            for urn in found.past_alone
            if urn in names and any(one.school_urn is None for one in places)
        ),
        calibrated=all(one.calibrated for one in found.by_school.values()),
    )


def before_any_scope(
    published: Published, school_urn: int, half_term: HalfTerm, measure: str, year_group: int
) -> PlaceForecast | None:
    """One school's forecast, whoever asks: for queries that apply the scope themselves. None where there is
    nothing to forecast. Its pupils are in the order of `queries.foretold`.
    """
    if half_term.ordinal > LAST_HALF_TERM:
        return None
    found = everyones_forecast(published, half_term, measure, year_group)
    if found is None or school_urn not in found.by_school:
        return None
    aim = targets(published, half_term.academic_year).get((school_urn, year_group, measure))
    name = schools(published)[school_urn]
    return _place(school_urn, name, found.by_school[school_urn], aim, found.records[school_urn])


def past_lists(
    published: Published, scope: Scope, half_term: HalfTerm, measure: str, year_group: int
) -> ListRates | None:
    """What became of pupils whom the lists would have named, all the trust's schools together; None without
    past forecasts. Shares of too few pupils or schools say so (`Share.enough`) and are not to be shown."""
    check_can(scope, Action.SEE_FORECASTS)
    if half_term.ordinal > LAST_HALF_TERM:
        return None
    return _past_forecasts(published, half_term, measure, year_group)[1]


@dataclass(frozen=True, eq=False)
class EveryonesForecast:
    """The forecasts of everyone, before any scope. `upns` are in the order of each forecast's pupils."""

    by_school: dict[int, CohortForecast]
    upns: dict[int, tuple[str, ...]]
    records: dict[int | None, TrackRecord]  # of past predictions; None: the trust's
    model: Model  # what was learned from all schools
    past_alone: tuple[int, ...]  # schools with a past and no forecast now


@kept(48)
def everyones_forecast(
    published: Published, half_term: HalfTerm, measure: str, year_group: int
) -> EveryonesForecast | None:
    """None where nobody has a prediction. Never shown as it is."""
    subject, standard, scale, at_least = scale_of(measure)
    past, present = past_and_present(published, half_term, year_group)
    held = [one for one in present if (one.of("predicted", subject, standard) != MISSING).any()]
    if not held:
        return None
    model = fit([one.past(subject, standard) for one in past], scale)
    weaker = [
        (each, other)
        for each in subjects_of(measure)
        if (other := everyones_forecast(published, half_term, each, year_group)) is not None
    ]
    found = {
        one.school: foretell(
            model,
            one.cohort(subject, standard),
            at_least,
            [_of_same_pupils(each, other, one) for each, other in weaker],
        )
        for one in held
    }
    whole, left_out = trust_record(model, at_least)
    own: dict[int | None, TrackRecord] = {urn: school_record(model, one) for urn, one in found.items()}
    return EveryonesForecast(
        by_school=found,
        upns={one.school: one.upns for one in held},
        records={
            None: whole,
            **own,
        },
        model=model,
        past_alone=tuple(sorted({one.school for one in model.past} - found.keys() - left_out)),
    )


def _of_same_pupils(measure: str, found: EveryonesForecast, one: Foretold) -> CohortForecast:
    """The forecast that is shown of them; of a cohort with no prediction none is, and it is made here."""
    if (shown := found.by_school.get(one.school)) is not None:
        return shown
    subject, standard, _, at_least = scale_of(measure)
    return foretell(found.model, one.cohort(subject, standard), at_least)


def subjects_of(measure: str) -> list[str]:
    """Of RWM the measures of its subjects, none of which fewer pupils can meet; of a subject none."""
    subject, standard, _, _ = scale_of(measure)
    return [f"{one}_{standard.value}" for one in SUBJECTS] if subject == RWM else []


@kept(24)
def everyones_total(
    published: Published, half_term: HalfTerm, measure: str, year_group: int
) -> TrustForecast | None:
    """All schools together, worked out where it is asked for alone. Never shown as it is."""
    found = everyones_forecast(published, half_term, measure, year_group)
    if found is None:
        return None
    bounds = [
        one
        for each in subjects_of(measure)
        if (one := everyones_total(published, half_term, each, year_group)) is not None
        and {school.school for school in one.schools} == found.by_school.keys()
    ]
    return together(list(found.by_school.values()), found.model.components.shared, bounds)


def past_trials(known: Sequence[Foretold], measure: str) -> tuple[Trial, ...]:
    """Cohorts with outcomes as they would have been forecast, each year from the years before it."""
    subject, standard, scale, at_least = scale_of(measure)
    bounding = []
    for each in subjects_of(measure):
        other, same_standard, its_scale, its_least = scale_of(each)
        past = [one.past(other, same_standard) for one in known]
        bounding.append(Bounding(past=past, scale=its_scale, at_least=its_least))
    return trials([one.past(subject, standard) for one in known], scale, at_least, bounding=bounding)


@kept(24)
def _past_forecasts(
    published: Published, half_term: HalfTerm, measure: str, year_group: int
) -> tuple[Backtest | None, ListRates | None]:
    """How the trust's own forecasts would have done in earlier years, at this half-term of the year, and its
    lists of pupils; None without a year to foretell."""
    _, _, scale, at_least = scale_of(measure)
    past, _ = past_and_present(published, half_term, year_group)
    tried = past_trials(past, measure)
    return (backtest(tried), list_rates(tried, scale, at_least)) if tried else (None, None)


def _place(
    urn: int | None,
    name: str,
    found: CohortForecast | TrustForecast,
    aim: SetTarget | None,
    record: TrackRecord | None,
) -> PlaceForecast:
    target = None
    against = None
    if aim is not None:
        needed = whole_pupils.pupils_needed(found.pupils, aim.basis_points)
        target = TargetMark(
            basis_points=aim.basis_points,
            pupils_needed=needed,
            pupils_short=needed - found.predicted,
            set_by=aim.set_by,
            rule=aim.rule,
        )
        against = against_target(found, needed)
    return PlaceForecast(
        school_urn=urn,
        school=name,
        forecast=found,
        target=target,
        against=against,
        record=record,
    )
