"""A forecast that cannot be more than others: reading, writing and maths together, and each of the three.

RWM has a model of its own, since subjects are far from independent. Two models fitted apart may contradict
one another in a single cohort, above all where a school's predictions stray in one subject alone: nobody
meets all three without meeting each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy.special import expit

from dashboard.forecast.cohorts import Cohort
from dashboard.forecast.counts import PupilCount, at_most, poisson_binomial
from dashboard.forecast.model import NODES, WEIGHTS, CohortForecast, Mask, Model, forecast


def foretell(
    model: Model, cohort: Cohort, at_least: int, bounds: Sequence[CohortForecast] = ()
) -> CohortForecast:
    """The forecast that is shown of a cohort, and the one that a past cohort would have been shown.

    There is no other way to either: how right past forecasts were is then said of this very model. `bounds`
    are forecasts of standards that everybody meets who meets this one, of the same pupils in the same order.
    """
    return bounded(forecast(model, cohort, at_least), bounds)


def bounded(found: CohortForecast, bounds: Sequence[CohortForecast]) -> CohortForecast:
    """The count made no likelier than any of the bounds to be at least so many pupils.

    Pupils' chances are lowered alike, so that they still add up to the forecast. Raises ValueError where the
    bounds are of other pupils.
    """
    if not bounds:
        return found
    count = PupilCount(chances=at_most(found.count.chances, [one.count.chances for one in bounds]))
    lowered = min(1.0, count.mean / found.count.mean) if found.count.mean else 1.0
    return replace(
        found,
        count=count,
        chances=found.chances * lowered,
        reached=found.reached * lowered,
        bounds=tuple(bounds),
    )


def if_secured(found: CohortForecast, secured: Mask) -> CohortForecast:
    """The same forecast if some pupils were certain to reach the standard, and nothing else changed.

    It is worked out anew at the same places of what the cohort may be shifted by: a pupil who is made certain
    tells nothing about the year's tests or the others. Whoever meets all three meets each. A wish, never a
    forecast.
    """
    shifts = found.shift.mean + np.sqrt(found.shift.variance) * NODES
    given = np.where(secured, 1.0, expit(found.ordinary + shifts[:, None]))
    bounds = tuple(if_secured(one, secured) for one in found.bounds)
    count = at_most(WEIGHTS @ poisson_binomial(given), [one.count.chances for one in bounds])
    return replace(
        found,
        count=PupilCount(chances=count),
        predicted=int((found.face_value | secured).sum()),
        chances=np.where(secured, 1.0, found.chances),
        bounds=bounds,
    )
