"""By how much a cohort's forecast ordinarily moves from one half-term to the next."""

from __future__ import annotations

import math

# Standard deviations of made-up trusts, in pupils, for the root of the cohort's size.
ORDINARY = 0.19
# Twice that is passed about once in twenty by chance.
WORTH_TELLING = 2 * ORDINARY


def ordinary_move(pupils: int) -> float:
    """In pupils: about two moves in three are smaller."""
    return ORDINARY * math.sqrt(pupils)


def out_of_the_ordinary(before: float, now: float, pupils: int) -> bool:
    return pupils > 0 and abs(now - before) >= WORTH_TELLING * math.sqrt(pupils)
