"""Forecasts of the year's end, and how right past predictions and forecasts were, as a scope sees them.

For a school's own staff and the trust's leaders: whoever sees a school from outside is told neither. What is
worked out of the trust's whole history is kept until the data change, and the scope is applied after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dashboard import whole_pupils
from dashboard.access import Scope, Sight, sight_of
from dashboard.cached import kept
from dashboard.figures import TargetMark
from dashboard.forecast import scales
from dashboard.forecast.accuracy import Accuracy, accuracy
from dashboard.forecast.backtest import Backtest, backtest, trials
from dashboard.forecast.model import CohortForecast, TrustForecast, fit, forecast_trust
from dashboard.forecast.scales import BANDS, MISSING, Ints, Scale, reaching
from dashboard.forecast.status import AgainstTarget, against_target
from dashboard.forecast.track_record import TrackRecord, school_record, track_record
from dashboard.queries.foretold import Foretold, foretold, past_and_present
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

    `record`: how the place's own past predictions of that half-term ran.
    """

    school_urn: int | None
    school: str
    forecast: CohortForecast | TrustForecast
    target: TargetMark | None
    against: AgainstTarget | None
    record: TrackRecord


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


@dataclass(frozen=True, kw_only=True, eq=False)
class Rightness:
    """How right predictions of one half-term of the year were, over the years of which outcomes are known."""

    school_urn: int | None
    school: str
    years: tuple[str, ...]
    accuracy: Accuracy


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
    found = _forecast(published, half_term, measure, year_group)
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
        aim = aims.get((None, year_group, measure))
        places.append(_place(None, "All schools", found.trust, aim, found.records[None]))
    if not places:
        return None
    return Forecasts(
        measure=measure,
        half_term=half_term,
        year_group=year_group,
        places=tuple(places),
        record=found.record,
        past_cohorts=found.past_cohorts,
        calibrated=found.trust.calibrated,
    )


def rightness(
    published: Published, scope: Scope, ordinal: int, measure: str, year_group: int = 6
) -> list[Rightness]:
    """How right a half-term's predictions were: each school that the scope sees whole, then the trust.

    All years together, so that it is not of a single class. Of a subject; RWM has no bands of its own, and
    is told by its three subjects. Places without a known outcome are left out.
    """
    subject, standard, scale, at_least = scale_of(measure)
    if scale is not BANDS:
        raise TrustDataError("RWM has no bands: ask for reading, writing and maths.")
    held = [one for one in foretold(published, ordinal, year_group) if one.has_outcomes]
    names = schools(published)
    made = []
    for urn in [*names, None]:
        if sight_of(scope, urn, subject) is not Sight.FULL:
            continue
        theirs = [one for one in held if urn in (None, one.school)]
        predicted, actual = (_together(theirs, what, subject, standard) for what in ("predicted", "actual"))
        found = accuracy(predicted, actual, at_least)
        if found.pupils:
            years = tuple(sorted({one.year for one in theirs}))
            name = "All schools" if urn is None else names[urn]
            made.append(Rightness(school_urn=urn, school=name, years=years, accuracy=found))
    return made


@dataclass(frozen=True, eq=False)
class _Whole:
    """The forecasts of everyone, before any scope."""

    by_school: dict[int, CohortForecast]
    records: dict[int | None, TrackRecord]  # of past predictions; None: the trust's
    trust: TrustForecast
    record: Backtest | None
    past_cohorts: int


@kept(24)
def _forecast(published: Published, half_term: HalfTerm, measure: str, year_group: int) -> _Whole | None:
    subject, standard, scale, at_least = scale_of(measure)
    past, present = past_and_present(published, half_term, year_group)
    cohorts = [
        one.cohort(subject, standard)
        for one in present
        if (one.of("predicted", subject, standard) != MISSING).any()
    ]
    if not cohorts:
        return None
    known = [one.past(subject, standard) for one in past]
    model = fit(known, scale)
    trust = forecast_trust(model, cohorts, at_least)
    tried = trials(known, scale, at_least)
    return _Whole(
        by_school={one.school: one for one in trust.schools},
        records={
            None: track_record(model.past, scale, at_least),
            **{one.school: school_record(model, one) for one in trust.schools},
        },
        trust=trust,
        record=backtest(tried) if tried else None,
        past_cohorts=len(model.past),
    )


def _place(
    urn: int | None,
    name: str,
    found: CohortForecast | TrustForecast,
    aim: SetTarget | None,
    record: TrackRecord,
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


def _together(held: Sequence[Foretold], what: str, subject: str, standard: Standard) -> Ints:
    """Several cohorts' marks, one after the other."""
    if not held:
        return np.zeros(0, dtype=np.int64)
    return np.concatenate([one.of(what, subject, standard) for one in held])
