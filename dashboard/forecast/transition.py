"""What pupils of each prediction and current judgement came to, with back-off where few were seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from dashboard.forecast.cohorts import Cohort, PastCohort
from dashboard.forecast.counts import Floats
from dashboard.forecast.scales import Row, Scale

# How many pupils' worth of weight a wider group has against those who were seen.
GENERIC_WEIGHT = 8.0  # the generic table against a trust's own pupils of a prediction
PREDICTED_WEIGHT = 12.0  # all pupils of a prediction against those who also had this current judgement

# Nobody is certain: chances stay within, so that one surprise does not refute the table.
NEAREST_TO_CERTAIN = 1e-3
# Of Zeger, Liang and Albert 1988: how much flatter chances are that are averaged over cohorts.
FLATTENING = 0.346


@dataclass(frozen=True, kw_only=True, eq=False)
class Transition:
    """`reached[predicted, current, k - 1]` is the chance of outcome k or above, k from 1 up.

    The last row is of pupils without a prediction and the last column of those without a current judgement,
    so that MISSING (-1) finds them. `counts[predicted, current, outcome]` are the pupils seen, in the same
    places.
    """

    reached: Floats
    counts: Floats

    def of(self, cohort: Cohort) -> Floats:
        """A row a pupil: the chances of outcome 1 and above, 2 and above, …"""
        chances: Floats = self.reached[cohort.predicted, cohort.current]
        return chances

    def cohort_specific(self, variance: float) -> Transition:
        """The chances within an ordinary cohort, where cohorts differ by `variance` (logit scale).

        The table averages over cohorts, which draws chances towards a half. Left so, forecasts would run low.
        """
        logits = logit(self.reached) * np.sqrt(1 + FLATTENING * variance)
        return Transition(reached=_never_certain(expit(logits)), counts=self.counts)


def transition(past: Sequence[PastCohort], scale: Scale) -> Transition:
    """The table of a trust's past cohorts; without any, the generic one.

    A pupil without a prediction is looked up by current judgement alone, one with neither among everyone.
    """
    rows, columns = len(scale.by_predicted), len(scale.by_current)
    counts = np.zeros((rows + 1, columns + 1, scale.outcomes))
    for cohort in past:
        known = cohort.with_outcome()
        np.add.at(counts, (known.predicted, known.current, known.actual), 1)

    predicted = _backed_off(counts[:rows].sum(axis=1), _shares(scale.by_predicted), GENERIC_WEIGHT)
    current = _backed_off(counts[:, :columns].sum(axis=0), _shares(scale.by_current), GENERIC_WEIGHT)
    chances = np.empty_like(counts)
    chances[:rows, :columns] = _backed_off(counts[:rows, :columns], predicted[:, None], PREDICTED_WEIGHT)
    chances[:rows, columns] = predicted
    chances[rows, :columns] = current
    chances[rows, columns] = _backed_off(counts.sum(axis=(0, 1)), _shares(scale.overall), GENERIC_WEIGHT)

    at_least = np.cumsum(chances[..., ::-1], axis=-1)[..., ::-1]
    return Transition(reached=_never_certain(at_least[..., 1:]), counts=counts)


def _backed_off(counts: Floats, wider: Floats, weight: float) -> Floats:
    found: Floats = (counts + weight * wider) / (counts.sum(axis=-1, keepdims=True) + weight)
    return found


def _shares(rows: tuple[Row, ...] | Row) -> Floats:
    table = np.array(rows, dtype=float)
    found: Floats = table / table.sum(axis=-1, keepdims=True)
    return found


def _never_certain(chances: Floats) -> Floats:
    found: Floats = np.clip(chances, NEAREST_TO_CERTAIN, 1 - NEAREST_TO_CERTAIN)
    return found
