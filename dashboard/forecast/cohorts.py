"""The pupils of one school in one academic year, as they stood in one half-term."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard.forecast.scales import MISSING, Ints, Scale


@dataclass(frozen=True, kw_only=True, eq=False)
class Cohort:
    """One entry a pupil in each array, in the same order; MISSING (-1) where there is no judgement.

    `year` sorts as time passes: `2025/26`.
    """

    school: int
    year: str
    predicted: Ints
    current: Ints

    def __post_init__(self) -> None:
        for name in self.marks():
            object.__setattr__(self, name, np.asarray(getattr(self, name), dtype=np.int64).reshape(-1))
        if len({len(getattr(self, name)) for name in self.marks()}) > 1:
            raise ValueError(f"{', '.join(self.marks())} are of different numbers of pupils")

    @staticmethod
    def marks() -> tuple[str, ...]:
        return ("predicted", "current")

    @property
    def pupils(self) -> int:
        return len(self.predicted)

    @property
    def without_prediction(self) -> Ints:
        """The places of the pupils who lack a prediction."""
        return np.flatnonzero(self.predicted == MISSING)

    def check_against(self, scale: Scale) -> None:
        """Raise ValueError where a number is none of the scale's."""
        highest = {
            "predicted": len(scale.by_predicted) - 1,
            "current": len(scale.by_current) - 1,
            "actual": scale.outcomes - 1,
        }
        for name in self.marks():
            held = getattr(self, name)
            if len(held) and not (held.min() >= MISSING and held.max() <= highest[name]):
                raise ValueError(f"{name}: expected {MISSING} to {highest[name]} on the scale {scale.name}")


@dataclass(frozen=True, kw_only=True, eq=False)
class PastCohort(Cohort):
    """A cohort whose outcomes are known; a pupil without one (`actual` MISSING) says nothing."""

    actual: Ints

    @staticmethod
    def marks() -> tuple[str, ...]:
        return ("predicted", "current", "actual")

    def with_outcome(self) -> PastCohort:
        """The pupils of whom it is known what they came to."""
        return self.of_pupils(self.actual != MISSING)

    def of_pupils(self, these: NDArray[np.bool_]) -> PastCohort:
        """Some of its pupils, in the same order."""
        return PastCohort(
            school=self.school,
            year=self.year,
            predicted=self.predicted[these],
            current=self.current[these],
            actual=self.actual[these],
        )


def nothing_known(pupils: int) -> Ints:
    """Nobody's judgement: for a half-term in which no current judgements are asked for."""
    return np.full(pupils, MISSING, dtype=np.int64)
