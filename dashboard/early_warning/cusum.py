"""Whether results keep coming in on one side of what was forecast, year after year.

For how right predictions were, over years: within a year it is far too slow. Each year counts by how far the
result was from its forecast, in standard deviations of the forecast; half a standard deviation a year is let
pass. Source: Page 1954; Montgomery, Introduction to Statistical Quality Control.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

ALLOWANCE = 0.5  # standard deviations a step
LIMIT = 4.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Cusum:
    """Both one-sided sums, an entry a step along the last axis."""

    below: Floats  # results under their forecasts: predictions run higher than was known
    above: Floats

    @property
    def came_in_low(self) -> bool:
        return bool(self.below.size and self.below[..., -1] >= LIMIT)

    @property
    def came_in_high(self) -> bool:
        return bool(self.above.size and self.above[..., -1] >= LIMIT)


def cusum(standardised: ArrayLike, allowance: float = ALLOWANCE) -> Cusum:
    """Of (result - forecast) / standard deviation, in time order along the last axis."""
    z = np.asarray(standardised, dtype=float)
    below, above = np.zeros_like(z), np.zeros_like(z)
    low, high = np.zeros(z.shape[:-1]), np.zeros(z.shape[:-1])
    for step in range(z.shape[-1]):
        low = np.maximum(0.0, low - z[..., step] - allowance)
        high = np.maximum(0.0, high + z[..., step] - allowance)
        below[..., step], above[..., step] = low, high
    return Cusum(below=below, above=above)
