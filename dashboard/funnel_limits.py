"""The limits of a funnel plot: how far a share of so many pupils strays from a known one by chance."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

Floats = NDArray[np.float64]
Ends = tuple[float, float]

ALERT: Ends = (0.025, 0.975)  # 19 schools in 20 lie between
ALARM: Ends = (0.001, 0.999)  # 998 in 1,000
# Whether schools differ by more than chance can be told of so many of them, and no fewer.
FEWEST_SCHOOLS = 10
WINSORISED = 0.1  # at either end, so that single schools that stand out do not widen the limits for all


def limits(pupils: ArrayLike, share: float, ends: Ends = ALERT, spread: float = 0.0) -> tuple[Floats, Floats]:
    """Both limits (0 to 1) around `share` for each number of pupils; (0, 1) where there is nobody.

    Exact binomial limits, interpolated so that they change smoothly with the number of pupils; with a
    `spread` (see `ordinary_spread`), limits after allowing for ordinary differences between schools.
    Source: Spiegelhalter 2005, Statistics in Medicine 24:1185.
    """
    n = np.asarray(pupils, dtype=np.int64)
    some = np.maximum(n, 1)
    low, high = (
        _exact(some, share, end) if not spread else _widened(some, share, end, spread) for end in ends
    )
    nobody = n <= 0
    return np.where(nobody, 0.0, np.clip(low, 0, 1)), np.where(nobody, 1.0, np.clip(high, 0, 1))


def ordinary_spread(met: ArrayLike, pupils: ArrayLike, share: float) -> float:
    """How much schools differ beyond chance, as a standard deviation on the arcsine scale; 0 where they do
    not by more than chance would make it, or are too few to tell.

    Source: Spiegelhalter 2005, section 4: the mean of squared, winsorised z-values against its threshold, and
    the moment estimate of the variance between schools.
    """
    k, n = np.asarray(met, dtype=float), np.asarray(pupils, dtype=float)
    schools = n.size
    if schools < FEWEST_SCHOOLS or not 0 < share < 1:
        return 0.0
    z = 2 * np.sqrt(n) * (np.arcsin(np.sqrt((k + 0.375) / (n + 0.75))) - np.arcsin(np.sqrt(share)))
    within = np.clip(z, *np.quantile(z, [WINSORISED, 1 - WINSORISED]))
    dispersion = float(np.mean(within**2))
    if dispersion <= 1 + 2 * np.sqrt(2 / schools):
        return 0.0
    weights = 4 * n
    between = (schools * dispersion - (schools - 1)) / (weights.sum() - (weights**2).sum() / weights.sum())
    return float(np.sqrt(max(0.0, between)))


def _exact(pupils: NDArray[np.int64], share: float, end: float) -> Floats:
    smallest = stats.binom.ppf(end, pupils, share)
    reached = stats.binom.cdf(smallest, pupils, share)
    before = stats.binom.cdf(smallest - 1, pupils, share)
    found: Floats = (smallest - (reached - end) / (reached - before)) / pupils
    return found


def _widened(pupils: NDArray[np.int64], share: float, end: float, spread: float) -> Floats:
    away = stats.norm.ppf(end) * np.sqrt(1 / (4 * pupils) + spread**2)
    angle = np.clip(np.arcsin(np.sqrt(share)) + away, 0, np.pi / 2)
    found: Floats = np.sin(angle) ** 2
    return found
