"""Published school figures put together: every pupil counts alike, so that a small school weighs less."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


class WithCohort(Protocol):
    """What is pooled: a figure, and the pupils it is about."""

    @property
    def value(self) -> float | None: ...
    @property
    def cohort(self) -> int | None: ...


@dataclass(frozen=True)
class Pooled:
    """The pupil-weighted mean of some schools' figures.

    Published figures are rounded, so that it may be half a point from what the pupils themselves would give.
    `left_out` counts schools without a figure or without a number of pupils.
    """

    value: float | None  # None where no school has a figure
    cohort: int
    schools: int
    left_out: int


def pooled(figures: Iterable[WithCohort]) -> Pooled:
    """Σ value × pupils ÷ Σ pupils. The pupils are all who were eligible, also for averages and progress."""
    total, pupils, schools, left_out = 0.0, 0, 0, 0
    for one in figures:
        if one.value is None or not one.cohort:
            left_out += 1
            continue
        total += one.value * one.cohort
        pupils += one.cohort
        schools += 1
    return Pooled(total / pupils if pupils else None, pupils, schools, left_out)
