"""How right forecasts would have been: each past year foretold from the years before it alone.

Beside each forecast stand what people would otherwise have said: the predictions at face value, last year's
result again, and the trust's table with every pupil on their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from dashboard.forecast.bounded import foretell
from dashboard.forecast.cohorts import PastCohort
from dashboard.forecast.counts import Floats, PupilCount, poisson_binomial
from dashboard.forecast.model import CohortForecast, fit
from dashboard.forecast.scales import BANDS, EXPECTED, MISSING, Scale
from dashboard.intervals import wilson

# One year's tests hit all schools at once: from fewer forecasts, or years, nothing is claimed.
FORECASTS_TO_CLAIM, YEARS_TO_CLAIM = 40, 3


@dataclass(frozen=True, kw_only=True, eq=False)
class Bounding:
    """A measure that bounds the one that is foretold: the same cohorts, the same pupils, in the same order.

    `past` are learned from, `known` are foretold.
    """

    past: Sequence[PastCohort]
    known: Sequence[PastCohort] = ()
    scale: Scale = BANDS
    at_least: int = EXPECTED

    def in_year(self, year: str) -> Bounding:
        """The years before it, and its own."""
        return replace(
            self,
            past=[cohort for cohort in self.past if cohort.year < year],
            known=[cohort for cohort in self.past if cohort.year == year],
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class Trial:
    """One past cohort, foretold and known."""

    cohort: PastCohort
    forecast: CohortForecast
    reached: int  # the standard, in truth
    by_table: PupilCount  # the trust's table, pupils independent
    by_table_reached: Floats  # [pupil, k - 1], outcome k or above
    last_year: float | None  # the share who reached it in the school's cohort before; None: there is none

    @property
    def likely_held(self) -> bool:
        low, high = self.forecast.likely
        return low <= self.reached <= high

    @property
    def nearly_sure_held(self) -> bool:
        low, high = self.forecast.nearly_sure
        return low <= self.reached <= high


@dataclass(frozen=True, kw_only=True)
class Backtest:
    """Errors are in percentage points of a cohort; NaN without a forecast."""

    forecasts: int
    years: int
    likely_held: int  # results inside the 80 % interval
    low: float  # the 95 % interval of their share, 0 to 1
    high: float
    error: float  # the mean distance of the forecast from the result
    error_at_face_value: float
    bias: float  # above 0 forecasts ran high
    bias_at_face_value: float

    @property
    def enough_to_claim(self) -> bool:
        return self.forecasts >= FORECASTS_TO_CLAIM and self.years >= YEARS_TO_CLAIM


def trials(
    past: Sequence[PastCohort],
    scale: Scale = BANDS,
    at_least: int = EXPECTED,
    *,
    bounding: Sequence[Bounding] = (),
    first_year: str = "",
) -> tuple[Trial, ...]:
    """Every cohort of every year but the first, or from `first_year` on, each year from those before it.

    `bounding`: the cohorts of `past` in each measure that bounds this one.
    """
    years = sorted({cohort.year for cohort in past if cohort.with_outcome().pupils})
    return tuple(
        trial
        for year in years[1:]
        if year >= first_year
        for trial in foretold(
            [cohort for cohort in past if cohort.year < year],
            [cohort for cohort in past if cohort.year == year],
            scale,
            at_least,
            [one.in_year(year) for one in bounding],
        )
    )


def foretold(
    past: Sequence[PastCohort],
    known: Sequence[PastCohort],
    scale: Scale = BANDS,
    at_least: int = EXPECTED,
    bounding: Sequence[Bounding] = (),
) -> list[Trial]:
    """Cohorts whose outcomes are known, foretold from earlier ones alone; pupils without one are left out.
    So is a cohort in which nobody had a prediction: no forecast would have been shown."""
    model = fit(past, scale)
    bounds = [(one, fit(one.past, one.scale)) for one in bounding]
    last_year = max((cohort.year for cohort in model.past), default="")
    results = {
        cohort.school: float((cohort.actual >= at_least).mean())
        for cohort in model.past
        if cohort.year == last_year
    }
    found = []
    for at, whole in enumerate(known):
        cohort = whole.with_outcome()
        if (cohort.predicted != MISSING).any():
            table = model.average.of(cohort)
            same_pupils = [
                foretell(learned, one.known[at].of_pupils(whole.actual != MISSING), one.at_least)
                for one, learned in bounds
            ]
            found.append(
                Trial(
                    cohort=cohort,
                    forecast=foretell(model, cohort, at_least, same_pupils),
                    reached=int((cohort.actual >= at_least).sum()),
                    by_table=PupilCount(chances=poisson_binomial(table[:, at_least - 1])),
                    by_table_reached=table,
                    last_year=results.get(cohort.school),
                )
            )
    return found


def backtest(held: Sequence[Trial]) -> Backtest:
    """“15 of 18 past results fell inside the range”, and what the forecast is worth beside face value."""
    inside = sum(trial.likely_held for trial in held)
    low, high = wilson(inside, len(held))
    pupils = np.array([trial.forecast.pupils for trial in held], dtype=float)
    reached = np.array([trial.reached for trial in held], dtype=float)
    forecasts = np.array([trial.forecast.mean for trial in held], dtype=float)
    face_value = np.array([trial.forecast.predicted for trial in held], dtype=float)
    away, face_value_away = (100 * (stated - reached) / pupils for stated in (forecasts, face_value))
    return Backtest(
        forecasts=len(held),
        years=len({trial.forecast.year for trial in held}),
        likely_held=inside,
        low=float(low),
        high=float(high),
        error=_mean(np.abs(away)),
        error_at_face_value=_mean(np.abs(face_value_away)),
        bias=_mean(away),
        bias_at_face_value=_mean(face_value_away),
    )


def _mean(values: Floats) -> float:
    return float(values.mean()) if values.size else float("nan")
