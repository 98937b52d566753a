"""What forecasts of made-up trusts are worth: how often their intervals held, how far they were out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.forecast.accuracy import at_face_value, brier, ranked_probability_scores
from dashboard.forecast.backtest import Trial, trials
from dashboard.forecast.cohorts import PastCohort
from dashboard.forecast.model import LIKELY
from dashboard.forecast.scales import BANDS, EXPECTED, Scale
from dashboard.whole_pupils import pupils_needed
from tests.made_up_trusts import MadeUpCohort, Settings, make_trust

TARGET = 7500  # basis points


@dataclass(frozen=True, kw_only=True)
class Scores:
    """Shares 0 to 1; errors, bias and width in percentage points of a cohort."""

    cohorts: int
    likely_held: float  # results within the closed 80 % interval
    pit_held: float  # the same without the help of whole numbers: see `_pit`
    nearly_sure_held: float
    table_likely_held: float  # of the trust's table with independent pupils
    width: float
    bias: float
    bias_at_face_value: float
    error: float
    error_table: float
    error_at_face_value: float
    error_last_year: float  # NaN where a school's last year is not known
    rps: float
    rps_table: float
    rps_at_face_value: float
    brier: float  # of the chance to meet the target
    brier_at_face_value: float


def last_year_foretold(
    schools: int,
    past_years: int,
    seeds: Sequence[int],
    settings: Settings,
    *,
    take: Callable[[MadeUpCohort], PastCohort] = lambda cohort: cohort.in_one_subject(3),
    scale: Scale = BANDS,
    at_least: int = EXPECTED,
    subjects: int = 1,
) -> list[Trial]:
    """In each of many trusts the last year's cohorts, foretold from `past_years` before it."""
    found: list[Trial] = []
    for seed in seeds:
        made = make_trust(schools, past_years + 1, seed, settings, subjects)
        past = [take(cohort) for cohort in made]
        found += trials(past, scale, at_least, first_year=made[-1].year)
    return found


def scores(held: Sequence[Trial], seed: int = 1) -> Scores:
    draw = np.random.default_rng(seed)
    pupils = np.array([one.forecast.pupils for one in held], dtype=float)
    reached = np.array([one.reached for one in held], dtype=float)
    mean = np.array([one.forecast.mean for one in held])
    face_value = np.array([one.forecast.predicted for one in held], dtype=float)
    needed = [pupils_needed(one.forecast.pupils, TARGET) for one in held]
    met = [one.reached >= target for one, target in zip(held, needed, strict=True)]
    chance = [one.forecast.count.at_least(target) for one, target in zip(held, needed, strict=True)]
    by_table = [one.by_table.interval(LIKELY) for one in held]

    def away(stated: np.ndarray) -> np.ndarray:
        return 100 * (stated - reached) / pupils

    def error(stated: np.ndarray) -> float:
        return float(np.abs(away(stated)).mean())

    def rps(chances: Callable[[Trial], np.ndarray]) -> float:
        return float(
            np.mean([ranked_probability_scores(chances(one), one.cohort.actual).mean() for one in held])
        )

    outcomes = held[0].by_table_reached.shape[1] + 1
    highest = max(int(one.cohort.predicted.max(initial=0)) for one in held)
    pit = np.array([_pit(one, draw.random()) for one in held])
    return Scores(
        cohorts=len(held),
        likely_held=float(np.mean([one.likely_held for one in held])),
        pit_held=float(((pit > 0.1) & (pit < 0.9)).mean()),
        nearly_sure_held=float(np.mean([one.nearly_sure_held for one in held])),
        table_likely_held=float(
            np.mean([low <= one.reached <= high for one, (low, high) in zip(held, by_table, strict=True)])
        ),
        width=float(np.mean([100 * np.ptp(one.forecast.likely) / one.forecast.pupils for one in held])),
        bias=float(away(mean).mean()),
        bias_at_face_value=float(away(face_value).mean()),
        error=error(mean),
        error_table=error(np.array([one.by_table.mean for one in held])),
        error_at_face_value=error(face_value),
        error_last_year=error(pupils * np.array([one.last_year for one in held], dtype=float)),
        rps=rps(lambda one: one.forecast.reached),
        rps_table=rps(lambda one: one.by_table_reached),
        # RWM's prediction, 0 to 3 subjects, says "met" where it is all of them.
        rps_at_face_value=rps(
            lambda one: at_face_value(one.cohort.predicted - max(0, highest - outcomes + 1), outcomes)
        ),
        brier=brier(chance, met),
        brier_at_face_value=brier(face_value >= np.array(needed), met),
    )


def _pit(trial: Trial, chance: float) -> float:
    """Where in its distribution the result fell, spread evenly over its own step. An interval that includes
    whole numbers at both ends holds more than it says; this does not."""
    count = trial.forecast.count
    below = 1 - count.at_least(trial.reached)
    return below + chance * float(count.chances[trial.reached])
