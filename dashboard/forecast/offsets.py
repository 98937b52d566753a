"""By how much a past cohort did better or worse than the trust's table says, as one number.

The offset is a proportional-odds shift: what is added to the logit of every pupil's chances, at every
outcome. Below 0 its predictions ran high. Source: McCullagh 1980.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from dashboard.forecast.cohorts import PastCohort
from dashboard.forecast.transition import Transition

STEPS = 25  # of Newton's method, which needs four or five
CLOSE_ENOUGH = 1e-9
# A weak pull towards 0 keeps the search finite where every pupil did better; it is taken out again.
PULL = 0.25
# With less information than two even chances hold, an offset is a guess: it is left out.
LEAST_INFORMATION = 0.5


@dataclass(frozen=True, kw_only=True)
class Offset:
    """`information` is the inverse of the offset's variance by chance of the pupils alone."""

    school: int
    year: str
    shift: float
    information: float


def offset_of(cohort: PastCohort, table: Transition) -> Offset | None:
    """None where the cohort says too little: nobody with an outcome, or all of them all but certain."""
    known = cohort.with_outcome()
    pupils = np.arange(known.pupils)
    logits = logit(table.of(known))
    # The chance of reaching each outcome or above: 1 for the lowest, 0 for one above the highest.
    reached = np.zeros((known.pupils, logits.shape[1] + 2))
    reached[:, 0] = 1
    shift, information = 0.0, 0.0
    for _ in range(STEPS):
        reached[:, 1:-1] = expit(logits + shift)
        own, above = reached[pupils, known.actual], reached[pupils, known.actual + 1]
        information = float((own * (1 - own) + above * (1 - above)).sum())
        step = (float((1 - own - above).sum()) - PULL * shift) / (information + PULL)
        shift += step
        if abs(step) < CLOSE_ENOUGH:
            break
    if information <= LEAST_INFORMATION:
        return None
    return Offset(
        school=cohort.school,
        year=cohort.year,
        shift=shift * (information + PULL) / information,
        information=information,
    )
