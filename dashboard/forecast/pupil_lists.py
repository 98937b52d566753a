"""Which pupils to talk about, by their chances: beginnings of conversations, never verdicts.

Every list is a mask with an entry a pupil. A page that shows one puts the number of low attainers who are on
none beside it, and how many on it are disadvantaged or have SEN: effort must not go to the threshold alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dashboard.forecast.scales import EXPECTED, MISSING

Mask = NDArray[np.bool_]

CUSP_LOW, CUSP_HIGH = 0.35, 0.65
EVEN = 0.5
SAFE = 0.65  # in a subject, for the list of those whom one subject keeps from RWM


@dataclass(frozen=True, kw_only=True, eq=False)
class PupilLists:
    cusp: Mask  # could go either way
    at_risk: Mask  # predicted to reach the standard, and more likely not to
    hidden_chance: Mask  # predicted below it, and more likely to reach it
    below_and_off_the_cusp: Mask  # the low attainers whom no list names: always counted beside the lists


def pupil_lists(chances: ArrayLike, predicted: ArrayLike, at_least: int = EXPECTED) -> PupilLists:
    """From chances of reaching the standard and predictions. Who lacks one can be on the cusp alone."""
    chance, marks = np.asarray(chances, dtype=float), np.asarray(predicted, dtype=np.int64)
    above = marks >= at_least
    below = (marks < at_least) & (marks != MISSING)
    cusp = (chance >= CUSP_LOW) & (chance <= CUSP_HIGH)
    hidden_chance = below & (chance >= EVEN)
    return PupilLists(
        cusp=cusp,
        at_risk=above & (chance < EVEN),
        hidden_chance=hidden_chance,
        below_and_off_the_cusp=below & ~cusp & ~hidden_chance,
    )


def dropped(current: ArrayLike, current_before: ArrayLike) -> Mask:
    """Whose current judgement is lower than in the half-term before; a judgement that lacks tells nothing."""
    now, before = np.asarray(current, dtype=np.int64), np.asarray(current_before, dtype=np.int64)
    found: Mask = (now < before) & (now != MISSING)
    return found


def one_short(chances: ArrayLike) -> Mask:
    """Whom a single subject keeps from RWM: [pupil, subject] of three, two of them safe, one unlikely."""
    each = np.asarray(chances, dtype=float)
    found: Mask = ((each >= SAFE).sum(axis=1) == each.shape[1] - 1) & ((each < EVEN).sum(axis=1) == 1)
    return found
