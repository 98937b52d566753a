"""Trusts whose truth is known: pupils, what teachers predict of them, and what the tests say.

Every pupil has an attainment of their own within their school and cohort. A teacher sees it with an optimism
(the trust's, the school's, the cohort's own) and with noise, both of which shrink as the tests come near; the
test sees it with a noise of its own and a difficulty that all schools share. Every setting is an assumption:
what holds must hold for all of `VARIANTS`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from dashboard.forecast.cohorts import PastCohort
from dashboard.forecast.scales import EXPECTED, MISSING, all_met, subjects_met

Floats = NDArray[np.float64]
HALF_TERMS = 5  # the tests fall in the fifth


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Standard deviations are in those of pupils' attainment."""

    below_the_test: float = 0.06
    expected: float = 0.75  # share at EXS or above
    greater_depth: float = 0.30
    school: float = 0.40
    cohort: float = 0.20
    optimism: float = 0.20  # of the whole trust
    optimism_school: float = 0.25
    optimism_cohort: float = 0.20
    drift: float = 0.05  # of a school's optimism, a year
    year: float = 0.08  # how much harder or easier a year's tests are
    test_noise: float = 0.25
    optimism_left: tuple[float, ...] = (1.0, 0.95, 0.85, 0.75, 0.65)  # half-term by half-term
    noise: tuple[float, ...] = (0.62, 0.55, 0.48, 0.42, 0.36)
    noise_current: tuple[float, ...] = (0.62, 0.56, 0.50, 0.44, 0.38)
    still_to_grow: tuple[float, ...] = (1.0, 0.8, 0.6, 0.4, 0.2)
    noise_that_stays: float = 0.6  # share of a misjudgement's variance that lasts the year
    noise_in_common: float = 0.5  # correlation of the two judgements' noise
    subjects_alike: float = 0.7  # correlation of a pupil's subjects
    heavy: bool = False  # shocks that are now and then very large
    sizes: tuple[int, int] = (10, 90)


VARIANTS = {
    "default": Settings(),
    "noisy": Settings(noise=(0.80, 0.70, 0.62, 0.55, 0.50), noise_current=(0.75, 0.68, 0.62, 0.56, 0.50)),
    "heavy": Settings(heavy=True),
    "no bias": Settings(optimism=0, optimism_school=0, optimism_cohort=0, drift=0, year=0),
    "strong bias": Settings(optimism=0.35, optimism_school=0.4, optimism_cohort=0.3),
}


@dataclass(frozen=True, kw_only=True)
class MadeUpCohort:
    """Bands: [pupil, subject] of `actual`, [half-term, pupil, subject] of the others."""

    school: int
    year: str
    predicted: NDArray[Any]
    current: NDArray[Any]
    actual: NDArray[Any]

    def in_one_subject(self, half_term: int, subject: int = 0) -> PastCohort:
        """As it stood in a half-term, 1 to 5."""
        return PastCohort(
            school=self.school,
            year=self.year,
            predicted=self.predicted[half_term - 1, :, subject],
            current=self.current[half_term - 1, :, subject],
            actual=self.actual[:, subject],
        )

    def in_rwm(self, half_term: int, at_least: int = EXPECTED) -> PastCohort:
        return PastCohort(
            school=self.school,
            year=self.year,
            predicted=subjects_met(*self.predicted[half_term - 1].T, at_least=at_least),
            current=subjects_met(*self.current[half_term - 1].T, at_least=at_least),
            actual=all_met(*self.actual.T, at_least=at_least),
        )


def with_gaps(cohort: PastCohort, share: float = 0.1) -> PastCohort:
    """Some predictions lack, rather of those who are judged low; with a third of them the judgement too."""
    draw = np.random.default_rng([cohort.school, int(cohort.year)])
    low = np.where(cohort.current < EXPECTED, 1.5, 0.5)
    lacks = draw.random(cohort.pupils) < share * low / low.mean()
    lacks_both = lacks & (draw.random(cohort.pupils) < 1 / 3)
    return replace(
        cohort,
        predicted=np.where(lacks, MISSING, cohort.predicted),
        current=np.where(lacks_both, MISSING, cohort.current),
    )


def make_trust(
    schools: int, years: int, seed: int, settings: Settings = VARIANTS["default"], subjects: int = 1
) -> list[MadeUpCohort]:
    """One cohort a school and year, years in order."""
    draw = np.random.default_rng(seed)

    def shocks(spread: float, many: int) -> Floats:
        # Students' t of four degrees, brought to the same variance.
        heavy = draw.standard_t(4, many) / np.sqrt(2) if settings.heavy else draw.standard_normal(many)
        return spread * heavy

    sizes = draw.integers(settings.sizes[0], settings.sizes[1] + 1, schools)
    level, optimism = shocks(settings.school, schools), shocks(settings.optimism_school, schools)
    difficulty = shocks(settings.year, years)
    made = []
    for year in range(years):
        optimism = optimism + settings.drift * draw.standard_normal(schools)
        for school in range(schools):
            pupils = int(np.clip(draw.normal(sizes[school], 0.06 * sizes[school] + 1), 5, 120))
            where = level[school] + settings.cohort * draw.standard_normal()
            leaning = settings.optimism + optimism[school] + float(shocks(settings.optimism_cohort, 1)[0])
            made.append(
                _cohort(
                    draw,
                    settings,
                    school,
                    f"{2010 + year}",
                    pupils,
                    subjects,
                    where,
                    leaning,
                    difficulty[year],
                )
            )
    return made


def _cohort(
    draw: np.random.Generator,
    settings: Settings,
    school: int,
    year: str,
    pupils: int,
    subjects: int,
    where: float,
    leaning: float,
    difficulty: float,
) -> MadeUpCohort:
    def normal() -> Floats:
        return draw.standard_normal((pupils, subjects))

    cuts = ndtri(np.array([settings.below_the_test, 1 - settings.expected, 1 - settings.greater_depth]))
    cuts = cuts * np.sqrt(1 + settings.test_noise**2)
    own = np.sqrt(settings.subjects_alike) * draw.standard_normal((pupils, 1))
    own = own + np.sqrt(1 - settings.subjects_alike) * normal()
    attainment = where + np.sqrt(1 - settings.school**2 - settings.cohort**2) * own
    actual = np.digitize(attainment + difficulty + settings.test_noise * normal(), cuts)
    staying = normal()
    predicted, current = [], []
    for half_term in range(HALF_TERMS):
        optimism = settings.optimism_left[half_term] * leaning
        noise = (
            np.sqrt(settings.noise_that_stays) * staying + np.sqrt(1 - settings.noise_that_stays) * normal()
        )
        alike = settings.noise_in_common
        noise_current = alike * noise + np.sqrt(1 - alike**2) * normal()
        predicted.append(np.digitize(attainment + optimism + settings.noise[half_term] * noise, cuts))
        now = attainment + optimism / 2 - settings.still_to_grow[half_term]
        current.append(np.digitize(now + settings.noise_current[half_term] * noise_current, cuts))
    return MadeUpCohort(
        school=school,
        year=year,
        predicted=np.stack(predicted),
        current=np.stack(current),
        actual=actual,
    )
