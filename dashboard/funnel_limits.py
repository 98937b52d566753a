"""The limits of a funnel plot: how far a share of so many pupils strays from a known one by chance."""

from __future__ import annotations

from functools import lru_cache

from scipy import stats

Ends = tuple[float, float]

ALERT: Ends = (0.025, 0.975)  # 19 schools in 20 lie between
ALARM: Ends = (0.001, 0.999)  # 998 in 1,000


@lru_cache(maxsize=20_000)
def limits(pupils: int, share: float, ends: Ends = ALERT) -> tuple[float, float]:
    """Both limits (0 to 1) around `share` for a school of so many pupils; (0, 1) where there is nobody.

    Exact binomial limits, interpolated so that they rise smoothly with the number of pupils.
    Source: Spiegelhalter 2005, Statistics in Medicine 24:1185.
    """
    if pupils <= 0:
        return 0.0, 1.0
    low, high = (_limit(pupils, share, end) for end in ends)
    return max(0.0, low), min(1.0, high)


def _limit(pupils: int, share: float, end: float) -> float:
    smallest = int(stats.binom.ppf(end, pupils, share))
    reached = float(stats.binom.cdf(smallest, pupils, share))
    before = float(stats.binom.cdf(smallest - 1, pupils, share)) if smallest > 0 else 0.0
    part = (reached - end) / (reached - before)
    return (smallest - part) / pupils
