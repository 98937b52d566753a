"""How many pupils: the distribution of a count whose pupils each have a chance of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

ROUNDING = 1e-12  # cumulative chances are sums of many; a quantile must not hang on their last digit


@dataclass(frozen=True, kw_only=True, eq=False)
class PupilCount:
    """`chances[k]` is the chance that exactly k pupils reach the standard, 0 to everyone."""

    chances: Floats

    @property
    def pupils(self) -> int:
        return len(self.chances) - 1

    @property
    def mean(self) -> float:
        return float(np.arange(len(self.chances)) @ self.chances)

    def at_least(self, pupils: int) -> float:
        """The chance that at least so many reach it."""
        return float(min(1.0, self.chances[max(0, pupils) :].sum()))

    def interval(self, confidence: float) -> tuple[int, int]:
        """The middle of the distribution, in whole pupils, both ends within."""
        beyond = (1 - confidence) / 2
        return self._quantile(beyond), self._quantile(1 - beyond)

    def _quantile(self, share: float) -> int:
        found = np.searchsorted(np.cumsum(self.chances), share - ROUNDING)
        return min(int(found), self.pupils)


def poisson_binomial(chances: ArrayLike) -> Floats:
    """The distribution of how many of independent pupils succeed: [..., pupils] -> [..., pupils + 1].

    One pupil after the other: so many so far, plus one with this pupil's chance. Source: Hong 2013.
    """
    each = np.moveaxis(np.asarray(chances, dtype=float), -1, 0)
    made = np.zeros((len(each) + 1, *each.shape[1:]))
    made[0] = 1
    for so_far, chance in enumerate(each, start=1):
        one_more = made[:so_far] * chance
        made[:so_far] *= 1 - chance
        made[1 : so_far + 1] += one_more
    return np.moveaxis(made, 0, -1)


def added(counts: Sequence[Floats]) -> Floats:
    """The distribution of the sum of independent counts, each [..., pupils + 1] with the same leading axes.

    By Fourier transforms, which stay fast for a hundred schools.
    """
    long = sum(one.shape[-1] - 1 for one in counts) + 1
    size = 1 << (long - 1).bit_length() if long > 1 else 1
    transformed: NDArray[np.complex128] | float = 1.0
    for one in counts:
        transformed = transformed * np.fft.rfft(one, size)
    if not counts:
        return np.ones(1)
    summed = np.clip(np.fft.irfft(transformed, size)[..., :long], 0, None)
    found: Floats = summed / summed.sum(axis=-1, keepdims=True)
    return found
