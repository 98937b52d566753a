"""All schools' cohorts together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from dashboard.forecast.cohorts import Cohort
from dashboard.forecast.counts import Floats, PupilCount, added, at_most, carried, poisson_binomial
from dashboard.forecast.model import (
    LIKELY,
    NEARLY_SURE,
    NODES,
    WEIGHTS,
    CohortForecast,
    Model,
    forecast,
)
from dashboard.forecast.scales import EXPECTED

_NO_VARIANCE = 1e-6

# Of all pairs of what is shared and what is a school's own, all but those of a millionth together.
_LEAST_WEIGHT = 1e-7
_KEPT = np.outer(WEIGHTS, WEIGHTS) >= _LEAST_WEIGHT
_SHARED = np.flatnonzero(_KEPT.any(axis=1))
SHARED_NODES, SHARED_WEIGHTS = NODES[_SHARED], WEIGHTS[_SHARED] / WEIGHTS[_SHARED].sum()
_PAIRED_SHARED, _PAIRED_OWN = np.nonzero(_KEPT[_SHARED])
_PAIR_WEIGHTS = np.zeros((len(_SHARED), len(_PAIRED_OWN)))  # of each pair, given what is shared
_PAIR_WEIGHTS[_PAIRED_SHARED, np.arange(len(_PAIRED_OWN))] = WEIGHTS[_PAIRED_OWN]
_PAIR_WEIGHTS /= _PAIR_WEIGHTS.sum(axis=1, keepdims=True)


@dataclass(frozen=True, kw_only=True, eq=False)
class TrustForecast:
    """All schools' cohorts together: the year's tests are the same for all, so that luck does not cancel."""

    year: str
    at_least: int
    schools: tuple[CohortForecast, ...]
    count: PupilCount
    calibrated: bool

    @property
    def pupils(self) -> int:
        return self.count.pupils

    @property
    def predicted(self) -> int:
        return sum(one.predicted for one in self.schools)

    @property
    def missing(self) -> int:
        return sum(one.missing for one in self.schools)

    @property
    def past_cohorts(self) -> int:
        return sum(one.past_cohorts for one in self.schools)

    @property
    def mean(self) -> float:
        return self.count.mean

    @property
    def likely(self) -> tuple[int, int]:
        return self.count.interval(LIKELY)

    @property
    def nearly_sure(self) -> tuple[int, int]:
        return self.count.interval(NEARLY_SURE)


def forecast_trust(model: Model, cohorts: Sequence[Cohort], at_least: int = EXPECTED) -> TrustForecast:
    """All schools of a trust in one year, one cohort each; raises ValueError otherwise, or for none."""
    return together([forecast(model, cohort, at_least) for cohort in cohorts], model.components.shared)


def together(
    schools: Sequence[CohortForecast], shared: float, bounds: Sequence[TrustForecast] = ()
) -> TrustForecast:
    """Forecasts of one model added up; raises ValueError unless they are of one year, one a school.

    Schools share the year and the doubt about the trust's mean (`shared`, of the model's components): given
    these they are independent. `bounds`: the trust's forecasts that this one cannot be more than.
    """
    if not schools:
        raise ValueError("a trust's forecast needs at least one cohort")
    if len({one.year for one in schools}) > 1:
        raise ValueError("a trust's forecast is of one year")
    if len({one.school for one in schools}) < len(schools):
        raise ValueError("a trust's forecast takes one cohort a school")
    count = SHARED_WEIGHTS @ added([_given_what_is_shared(one, shared) for one in schools])
    if bounds:
        count = at_most(count, [one.count.chances for one in bounds])
    return TrustForecast(
        year=schools[0].year,
        at_least=schools[0].at_least,
        schools=tuple(schools),
        count=PupilCount(chances=count),
        calibrated=schools[0].calibrated,
    )


def _given_what_is_shared(one: CohortForecast, shared: float) -> Floats:
    """[node of what is shared, pupils]: the distribution of the school's count."""
    in_common = np.sqrt(shared) * SHARED_NODES
    own = np.sqrt(max(one.shift.variance - shared, _NO_VARIANCE)) * NODES
    shifts = one.shift.mean + in_common[_PAIRED_SHARED] + own[_PAIRED_OWN]
    given: Floats = _PAIR_WEIGHTS @ poisson_binomial(expit(one.ordinary + shifts[:, None]))
    if not one.bounds:
        return given
    return carried(given, SHARED_WEIGHTS @ given, one.count.chances)
