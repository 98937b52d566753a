"""A forecast of how many pupils will reach a standard, from predictions and how right past ones were.

Three things are kept apart that a plain count of predictions mixes: what pupils with such a prediction came
to in this trust; whether this school's predictions have run high or low; and the luck of year and cohort,
which widens the forecast and which no prediction foresees. All is worked out exactly, nothing is drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from dashboard.forecast.cohorts import Cohort, PastCohort
from dashboard.forecast.counts import Floats, PupilCount, poisson_binomial
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
NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(21)
WEIGHTS = WEIGHTS / WEIGHTS.sum()


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
    judgement, or as anyone; their places are in `without_prediction`. `face_value` says who is predicted to
    reach it, `ordinary` is their chance of it in a cohort without a shift, on the logit scale. `bounds`: the
    forecasts that `count` cannot be more than (`dashboard.forecast.bounded`).
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
    face_value: Mask = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))
    ordinary: Floats = field(default_factory=lambda: np.zeros(0))
    bounds: tuple[CohortForecast, ...] = ()

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
    shifts = shift.mean + np.sqrt(shift.variance) * NODES
    ordinary: Floats = logit(model.table.of(cohort))
    reached = expit(ordinary + shifts[:, None, None])  # [node, pupil, outcome - 1]
    count = WEIGHTS @ poisson_binomial(reached[..., at_least - 1])
    expected: Floats = np.einsum("n,npk->pk", WEIGHTS, reached)
    face_value = predicted_to_reach(model.scale, cohort, at_least)
    return CohortForecast(
        school=cohort.school,
        year=cohort.year,
        at_least=at_least,
        count=PupilCount(chances=count),
        predicted=int(face_value.sum()),
        without_prediction=cohort.without_prediction,
        chances=expected[:, at_least - 1],
        reached=expected,
        shift=shift,
        past_cohorts=len(model.past_of(cohort.school)),
        calibrated=model.calibrated,
        face_value=face_value,
        ordinary=ordinary[:, at_least - 1],
    )


def predicted_to_reach(scale: Scale, cohort: Cohort, at_least: int = EXPECTED) -> Mask:
    """Face value: who is predicted to reach it; of RWM, whose three subjects all are."""
    found: Mask = cohort.predicted >= lowest_prediction(scale, at_least)
    return found


def lowest_prediction(scale: Scale, at_least: int = EXPECTED) -> int:
    """The lowest prediction that says outcome `at_least`: of RWM all three subjects."""
    return len(scale.by_predicted) - 1 - (scale.outcomes - 1 - at_least)


def _check(model: Model, cohort: Cohort, at_least: int) -> None:
    cohort.check_against(model.scale)
    if not 0 < at_least < model.scale.outcomes:
        raise ValueError(f"at_least: expected 1 to {model.scale.outcomes - 1}")
    seen = max((one.year for one in model.past), default="")
    if cohort.year <= seen:
        raise ValueError(f"a forecast of {cohort.year} was asked of a model that has seen {seen}")
