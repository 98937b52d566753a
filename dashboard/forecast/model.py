"""A forecast of how many pupils will reach a standard, from predictions and how right past ones were.

Three things are kept apart that a plain count of predictions mixes: what pupils with such a prediction came
to in this trust; whether this school's predictions have run high or low; and the luck of year and cohort,
which widens the forecast and which no prediction foresees. All is worked out exactly, nothing is drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from dashboard.forecast.cohorts import Cohort, PastCohort
from dashboard.forecast.counts import Floats, PupilCount, added, poisson_binomial
from dashboard.forecast.offsets import Offset, offset_of
from dashboard.forecast.scales import BANDS, EXPECTED, Ints, Scale
from dashboard.forecast.transition import Transition, transition
from dashboard.forecast.variance import Components, Shift, components

Mask = NDArray[np.bool_]

# With fewer past cohorts in the trust a forecast is shown and labelled as not yet calibrated.
FEWEST_COHORTS = 6

LIKELY, NEARLY_SURE = 0.80, 0.95  # the two intervals

# How much cohorts differ, before it is known: where the search for it starts.
FIRST_VARIANCE = 0.3
PASSES = 2

# A normal quantity stands in these places with these weights.
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(21)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()
_NO_VARIANCE = 1e-6


@dataclass(frozen=True, kw_only=True, eq=False)
class Model:
    """Of one subject (or RWM), one family of year groups and one half-term."""

    scale: Scale
    table: Transition  # of an ordinary cohort
    average: Transition  # over all cohorts, as it was counted
    components: Components
    offsets: tuple[Offset, ...]
    past: tuple[PastCohort, ...]

    @property
    def calibrated(self) -> bool:
        return len(self.offsets) >= FEWEST_COHORTS

    def past_of(self, school: int) -> tuple[PastCohort, ...]:
        return tuple(cohort for cohort in self.past if cohort.school == school)


@dataclass(frozen=True, kw_only=True, eq=False)
class CohortForecast:
    """One cohort and one standard. Arrays have an entry a pupil, in the cohort's order.

    `chances` are of reaching the standard, `reached[:, k - 1]` of outcome k or above. `predicted` is the
    face value: how many are predicted to reach it. Those without a prediction are forecast by their current
    judgement, or as anyone; their places are in `without_prediction`.
    """

    school: int
    year: str
    at_least: int
    count: PupilCount
    predicted: int
    without_prediction: Ints
    chances: Floats
    reached: Floats
    shift: Shift
    past_cohorts: int  # of this school
    calibrated: bool

    @property
    def pupils(self) -> int:
        return self.count.pupils

    @property
    def missing(self) -> int:
        return len(self.without_prediction)

    @property
    def mean(self) -> float:
        return self.count.mean

    @property
    def likely(self) -> tuple[int, int]:
        """The 80 % interval, in pupils."""
        return self.count.interval(LIKELY)

    @property
    def nearly_sure(self) -> tuple[int, int]:
        """The 95 % interval, in pupils."""
        return self.count.interval(NEARLY_SURE)


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


def fit(past: Sequence[PastCohort], scale: Scale = BANDS) -> Model:
    """What past cohorts teach; of none, the generic table and wide spreads.

    Give it cohorts of one subject, family of year groups and half-term, of earlier years alone. A cohort in
    which nobody has an outcome is left out. Raises ValueError for a number that the scale lacks.
    """
    for cohort in past:
        cohort.check_against(scale)
    kept = tuple(known for cohort in past if (known := cohort.with_outcome()).pupils)
    average = transition(kept, scale)
    variance = FIRST_VARIANCE
    for _ in range(PASSES):
        table = average.cohort_specific(variance)
        offsets = tuple(told for cohort in kept if (told := offset_of(cohort, table)))
        found = components(offsets)
        variance = found.variance
    return Model(scale=scale, table=table, average=average, components=found, offsets=offsets, past=kept)


def forecast(model: Model, cohort: Cohort, at_least: int = EXPECTED) -> CohortForecast:
    """How many of a cohort reach outcome `at_least` or above.

    Raises ValueError for a number that the scale lacks, and where the model has seen results of the cohort's
    year or of a later one: it would foretell what it knows.
    """
    _check(model, cohort, at_least)
    shift = model.components.shift_of(cohort.school)
    shifts = shift.mean + np.sqrt(shift.variance) * _NODES
    reached = expit(logit(model.table.of(cohort)) + shifts[:, None, None])  # [node, pupil, outcome - 1]
    count = _WEIGHTS @ poisson_binomial(reached[..., at_least - 1])
    expected: Floats = np.einsum("n,npk->pk", _WEIGHTS, reached)
    return CohortForecast(
        school=cohort.school,
        year=cohort.year,
        at_least=at_least,
        count=PupilCount(chances=count),
        predicted=int(predicted_to_reach(model.scale, cohort, at_least).sum()),
        without_prediction=cohort.without_prediction,
        chances=expected[:, at_least - 1],
        reached=expected,
        shift=shift,
        past_cohorts=len(model.past_of(cohort.school)),
        calibrated=model.calibrated,
    )


def forecast_trust(model: Model, cohorts: Sequence[Cohort], at_least: int = EXPECTED) -> TrustForecast:
    """All schools of a trust in one year, one cohort each; raises ValueError otherwise, or for none.

    Schools share the year and the doubt about the trust's mean: given these they are independent.
    """
    if not cohorts:
        raise ValueError("a trust's forecast needs at least one cohort")
    if len({cohort.year for cohort in cohorts}) > 1:
        raise ValueError("a trust's forecast is of one year")
    if len({cohort.school for cohort in cohorts}) < len(cohorts):
        raise ValueError("a trust's forecast takes one cohort a school")
    alone = tuple(forecast(model, cohort, at_least) for cohort in cohorts)
    shared = model.components.shared
    in_common = np.sqrt(shared) * _NODES
    counts = []
    for cohort, single in zip(cohorts, alone, strict=True):
        own = np.sqrt(max(single.shift.variance - shared, _NO_VARIANCE)) * _NODES
        shifts = single.shift.mean + in_common[:, None] + own  # [shared node, own node]
        logits = logit(model.table.of(cohort)[:, at_least - 1])
        given = poisson_binomial(expit(logits + shifts[..., None]))
        counts.append(np.einsum("o,sok->sk", _WEIGHTS, given))
    together = _WEIGHTS @ added(counts)
    return TrustForecast(
        year=cohorts[0].year,
        at_least=at_least,
        schools=alone,
        count=PupilCount(chances=together),
        calibrated=model.calibrated,
    )


def predicted_to_reach(scale: Scale, cohort: Cohort, at_least: int = EXPECTED) -> Mask:
    """Face value: who is predicted to reach it; of RWM, whose three subjects all are."""
    below_the_highest = scale.outcomes - 1 - at_least
    found: Mask = cohort.predicted >= len(scale.by_predicted) - 1 - below_the_highest
    return found


def _check(model: Model, cohort: Cohort, at_least: int) -> None:
    cohort.check_against(model.scale)
    if not 0 < at_least < model.scale.outcomes:
        raise ValueError(f"at_least: expected 1 to {model.scale.outcomes - 1}")
    seen = max((one.year for one in model.past), default="")
    if cohort.year <= seen:
        raise ValueError(f"a forecast of {cohort.year} was asked of a model that has seen {seen}")
