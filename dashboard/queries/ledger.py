"""The ledger: every prediction that was made, held against what came of it, as a scope sees it.

For the trust's leaders, and of a school for its head: with one class a year group it speaks of one teacher,
so that nobody else is told, and a school stands by itself only with the latest three years together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from dashboard.access import Action, Scope, Sight, can, check_can, sight_of
from dashboard.cached import kept
from dashboard.early_warning.cusum import Cusum, cusum
from dashboard.forecast.accuracy import Accuracy, accuracy
from dashboard.forecast.pooled import YEARS_POOLED, out_of_the_total
from dashboard.forecast.scales import MISSING, Ints
from dashboard.queries.forecasts import scale_of
from dashboard.queries.foretold import Foretold, foretold
from dashboard.queries.past_forecasts import PastForecast, past_forecasts
from dashboard.queries.register import schools
from dashboard.shrinkage import shrunken
from etl.publish.current import Published
from etl.vocabulary import Standard


@dataclass(frozen=True, kw_only=True, eq=False)
class Rightness:
    """How right a place's predictions of one half-term of the year were, over years with known outcomes.

    `own_rate` is where the share of pupils who came to what was predicted plausibly lies, drawn towards the
    other schools' as far as its pupils are few: (share, low, high), 0 to 1. None for the trust.
    """

    school_urn: int | None
    school: str
    years: tuple[str, ...]
    accuracy: Accuracy
    own_rate: tuple[float, float, float] | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Ledger:
    """The schools by name, the trust last. `years` are those that are pooled."""

    places: tuple[Rightness, ...]
    years: tuple[str, ...]
    left_out: tuple[str, ...]  # earlier years with predictions and no known outcome
    too_short: tuple[int, ...]  # schools with predictions and fewer than three such years
    not_in_total: tuple[int, ...] = ()  # of these, whom the total leaves out lest it give them away


@dataclass(frozen=True, kw_only=True, eq=False)
class OverYears:
    """How one school's predictions and results in a measure ran, year after year; no single year is told."""

    school_urn: int
    rightness: Rightness
    high_each_year: bool  # more were predicted to meet the standard than did, in every year that is pooled
    low_each_year: bool
    against_forecasts: Cusum


def ledger(
    published: Published, scope: Scope, ordinal: int, measure: str, year_group: int = 6
) -> Ledger | None:
    """How right the predictions of a half-term of the year were; None where no outcome is known.

    RWM has no bands: it is how many subjects were predicted, against whether all three were met. Raises
    AccessDenied for whoever may see it nowhere, TrustDataError for what is not forecast.
    """
    check_can(scope, Action.SEE_LEDGER)
    subject, standard, _, _ = scale_of(measure)
    whole = _everyones(published, ordinal, subject, standard, year_group)
    if whole is None:
        return None
    places = tuple(one for one in whole.places if _sees(scope, one.school_urn, subject))
    too_short = tuple(urn for urn in whole.too_short if _sees(scope, urn, subject))
    if not places and not too_short:
        return None
    with_total = any(one.school_urn is None for one in places)
    return replace(
        whole,
        places=places,
        too_short=too_short,
        not_in_total=whole.not_in_total if with_total else (),
    )


def _sees(scope: Scope, urn: int | None, subject: str) -> bool:
    if urn is None:
        return sight_of(scope, None, subject) is Sight.FULL
    return can(scope, Action.SEE_LEDGER, urn) and sight_of(scope, urn, subject) is Sight.FULL


@kept(96)
def _everyones(
    published: Published, ordinal: int, subject: str, standard: Standard, year_group: int
) -> Ledger | None:
    """Everyone's, before any scope."""
    held = foretold(published, ordinal, year_group)
    known = [one for one in held if _known(one, subject, standard)]
    if not known:
        return None
    with_outcomes = sorted({one.year for one in known})
    pooled = tuple(with_outcomes[-YEARS_POOLED:])
    newest = max(one.year for one in held)
    predicted = {one.year for one in held if (one.of("predicted", subject, standard) != MISSING).any()}
    names = schools(published)
    places, too_short = [], []
    for urn in names:
        own = [one for one in known if one.school == urn and one.year in pooled]
        if len(own) == YEARS_POOLED:
            places.append(_rightness(urn, names[urn], own, subject, standard))
        elif any(one.school == urn for one in held):
            too_short.append(urn)
    if places:
        found = shrunken([one.accuracy.hits for one in places], [one.accuracy.pupils for one in places])
        rates = zip(found.share, found.low, found.high, strict=True)
        places = [
            replace(one, own_rate=(float(share), float(low), float(high)))
            for one, (share, low, high) in zip(places, rates, strict=True)
        ]
    alone = {one.school for one in known if one.year in pooled}.intersection(too_short)
    left_out = out_of_the_total(alone)
    everyone = [one for one in known if one.year in pooled and one.school not in left_out]
    # A trust of one school is that school.
    schools_in = {one.school for one in everyone}
    if len(schools_in) > 1 or (schools_in and len(pooled) == YEARS_POOLED):
        places.append(_rightness(None, "All schools", everyone, subject, standard))
    return Ledger(
        places=tuple(places),
        years=pooled,
        left_out=tuple(sorted(year for year in predicted - set(with_outcomes) if year < newest)),
        too_short=tuple(too_short),
        not_in_total=tuple(sorted(left_out)),
    )


def _known(one: Foretold, subject: str, standard: Standard) -> bool:
    predicted, actual = (one.of(what, subject, standard) for what in ("predicted", "actual"))
    return bool(((predicted != MISSING) & (actual != MISSING)).any())


def _rightness(
    urn: int | None, name: str, held: Sequence[Foretold], subject: str, standard: Standard
) -> Rightness:
    measure = f"{subject}_{standard.value}"
    _, _, scale, at_least = scale_of(measure)
    predicted, actual = marks_of(held, measure)
    return Rightness(
        school_urn=urn,
        school=name,
        years=tuple(sorted({one.year for one in held})),
        accuracy=accuracy(predicted, actual, at_least, scale),
    )


def marks_of(held: Sequence[Foretold], measure: str) -> tuple[Ints, Ints]:
    """What each pupil of several cohorts was predicted and what they came to, MISSING where there is none."""
    subject, standard, _, _ = scale_of(measure)
    return _together(held, "predicted", subject, standard), _together(held, "actual", subject, standard)


def cohorts_behind(
    published: Published, found: Ledger, place: Rightness, ordinal: int, measure: str, year_group: int
) -> list[Foretold]:
    """The cohorts that a place of a ledger pools, everyone's: one a school and year."""
    subject, standard, _, _ = scale_of(measure)
    return [
        one
        for one in foretold(published, ordinal, year_group)
        if one.year in found.years and _known(one, subject, standard)
        if one.school not in found.not_in_total
        if place.school_urn in (None, one.school)
    ]


def _together(held: Sequence[Foretold], what: str, subject: str, standard: Standard) -> Ints:
    """Several cohorts' marks, one after the other."""
    return np.concatenate([one.of(what, subject, standard) for one in held])


def over_years(
    published: Published, scope: Scope, ordinal: int, measure: str, year_group: int = 6
) -> list[OverYears]:
    """One record a school that the scope may see with three years or more, by name."""
    subject, standard, _, _ = scale_of(measure)
    found = ledger(published, scope, ordinal, measure, year_group)
    if found is None:
        return []
    tried = past_forecasts(published, ordinal, measure, year_group)
    held = [one for one in foretold(published, ordinal, year_group) if one.year in found.years]
    made = []
    for one in found.places:
        if one.school_urn is None:
            continue
        nets = [
            _rightness(one.school_urn, one.school, [year], subject, standard).accuracy.net_over_prediction
            for year in held
            if year.school == one.school_urn and _known(year, subject, standard)
        ]
        made.append(
            OverYears(
                school_urn=one.school_urn,
                rightness=one,
                high_each_year=all(net > 0 for net in nets),
                low_each_year=all(net < 0 for net in nets),
                against_forecasts=_against_forecasts(tried, one.school_urn),
            )
        )
    return made


def _against_forecasts(tried: Sequence[PastForecast], urn: int) -> Cusum:
    own = sorted((one for one in tried if one.school_urn == urn), key=lambda one: one.year)
    return cusum([one.standardised for one in own])
