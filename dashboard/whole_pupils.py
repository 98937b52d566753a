"""Differences in whole pupils, by integers alone: in floating point 7 % of 100 is more than 7.

Targets and national figures are basis points: 6250 is 62.5 %.
"""

from __future__ import annotations

WHOLE = 10_000


def basis_points(percentage: float) -> int:
    """A published percentage (0 to 100) as basis points."""
    return round(percentage * 100)


def pupils_needed(pupils: int, target: int) -> int:
    """The smallest number of pupils that meets a target."""
    return -((-pupils * target) // WHOLE)


def pupils_short(met: int, pupils: int, target: int) -> int:
    """How many more pupils meet the target; 0 or less: it is met, with as many to spare."""
    return pupils_needed(pupils, target) - met


def pupils_from_national(met: int, pupils: int, national: int) -> int:
    """Whole pupils above (+) or below (-) national, truncated toward zero: under one pupil is in line."""
    difference = met * WHOLE - pupils * national
    return difference // WHOLE if difference >= 0 else -(-difference // WHOLE)


def pupils_apart(met: int, pupils: int, met_other: int, pupils_other: int) -> int:
    """Whole pupils more (+) or fewer (-) than there would be at the rate of the others, who are at least one;
    truncated toward zero.
    """
    difference = met * pupils_other - pupils * met_other
    return difference // pupils_other if difference >= 0 else -(-difference // pupils_other)


def pupils_to_close(met: int, pupils: int, met_other: int, pupils_other: int) -> int:
    """How many more pupils of the one group would bring it level with the other; 0 where it is."""
    if not pupils_other:
        return 0
    return max(0, -((-pupils * met_other) // pupils_other) - met)
