"""Intervals around the shares of small cohorts, and around differences between them.

Shares run 0 to 1 here; pages show percentages. An interval says where a school just like this one could
plausibly have landed; the pupils themselves are all there, so it is no sampling error.
"""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

CONFIDENCE = 0.95


def _z(confidence: float) -> float:
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def wilson(met: ArrayLike, pupils: ArrayLike, confidence: float = CONFIDENCE) -> tuple[Floats, Floats]:
    """The Wilson score interval of met / pupils: (low, high), NaN where there are no pupils.

    Source: Wilson 1927; its coverage for small cohorts: Brown, Cai and DasGupta 2001.
    """
    k = np.asarray(met, dtype=float)
    n = np.asarray(pupils, dtype=float)
    z = _z(confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        p = k / n
        spread = 1 + z * z / n
        centre = (p + z * z / (2 * n)) / spread
        half = z / spread * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    # Exactly 0 and 1 at the ends, where floating point would give -1e-17.
    low = np.where(k == 0, 0.0, centre - half)
    high = np.where(k == n, 1.0, centre + half)
    nobody = n <= 0
    return (
        np.where(nobody, np.nan, np.clip(low, 0, 1)),
        np.where(nobody, np.nan, np.clip(high, 0, 1)),
    )


def newcombe(
    met: ArrayLike,
    pupils: ArrayLike,
    met_other: ArrayLike,
    pupils_other: ArrayLike,
    confidence: float = CONFIDENCE,
) -> tuple[Floats, Floats, Floats]:
    """The difference met / pupils less met_other / pupils_other with its interval: (difference, low, high).

    Source: Newcombe 1998, Statistics in Medicine 17:873, method 10 (hybrid of two Wilson intervals).
    """
    low, high = wilson(met, pupils, confidence)
    low_other, high_other = wilson(met_other, pupils_other, confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        p = np.asarray(met, dtype=float) / np.asarray(pupils, dtype=float)
        p_other = np.asarray(met_other, dtype=float) / np.asarray(pupils_other, dtype=float)
    difference = p - p_other
    return (
        difference,
        difference - np.sqrt((p - low) ** 2 + (high_other - p_other) ** 2),
        difference + np.sqrt((high - p) ** 2 + (p_other - low_other) ** 2),
    )


def newcombe_paired(
    both: ArrayLike, first_only: ArrayLike, then_only: ArrayLike, neither: ArrayLike
) -> tuple[Floats, Floats, Floats]:
    """The share that met first less the share that met then, of the same pupils: (difference, low, high).

    The two Wilson intervals are joined as in `newcombe`, less what the two shares have in common.
    Source: Newcombe 1998, Statistics in Medicine 17:2635, method 10.
    """
    a, b, c, d = (np.asarray(one, dtype=float) for one in (both, first_only, then_only, neither))
    n = a + b + c + d
    low, high = wilson(a + b, n)
    low_then, high_then = wilson(a + c, n)
    with np.errstate(divide="ignore", invalid="ignore"):
        p, p_then = (a + b) / n, (a + c) / n
        product = (a + b) * (c + d) * (a + c) * (b + d)
        apart = a * d - b * c
        # A positive correlation is corrected for continuity, as Newcombe does.
        corrected = np.where(apart > 0, np.maximum(apart - n / 2, 0), apart)
        common = np.where(product > 0, corrected / np.sqrt(product), 0.0)
    down, up = p - low, high - p
    down_then, up_then = p_then - low_then, high_then - p_then
    difference = p - p_then
    return (
        difference,
        difference - np.sqrt(np.maximum(0, down**2 - 2 * common * down * up_then + up_then**2)),
        difference + np.sqrt(np.maximum(0, up**2 - 2 * common * up * down_then + down_then**2)),
    )


def smallest_gap_shown(pupils: int, pupils_other: int, lowest: float = 0.55, highest: float = 0.75) -> float:
    """The smallest difference between two groups of these sizes whose interval leaves zero out (0 to 1).

    Looked for where the share of both groups together lies between `lowest` and `highest`. NaN where no
    difference at all would show.
    """
    if pupils < 1 or pupils_other < 1:
        return float("nan")
    met = np.arange(pupils + 1)
    # For each number in the one group, the fewest in the other that put the interval above zero: the
    # lower end rises with them, so halving finds it.
    few = np.zeros(pupils + 1, dtype=int)
    many = np.full(pupils + 1, pupils_other + 1, dtype=int)
    while np.any(few < many):
        middle = (few + many) // 2
        _, above, _ = newcombe(np.minimum(middle, pupils_other), pupils_other, met, pupils)
        enough = (above > 0) | (middle > pupils_other)
        many = np.where(enough, middle, many)
        few = np.where(enough, few, middle + 1)
    together = pupils + pupils_other
    needed = np.maximum(few, np.floor(lowest * together).astype(int) + 1 - met)
    possible = (needed <= pupils_other) & (met + needed < highest * together)
    if not possible.any():
        return float("nan")
    return float(np.min((needed / pupils_other - met / pupils)[possible]))


def mantel_haenszel(
    met: ArrayLike,
    pupils: ArrayLike,
    met_other: ArrayLike,
    pupils_other: ArrayLike,
    confidence: float = CONFIDENCE,
) -> tuple[float, float, float]:
    """The difference between two groups held constant within schools: (difference, low, high).

    One entry a school. Each school's own difference counts by n1·n2/(n1 + n2); a school without one of the
    groups says nothing. Unlike the difference of the pooled shares it is not moved by where the groups'
    pupils go to school. NaN where no school has both groups.
    Source: Mantel and Haenszel 1959; variance: Sato, Greenland and Robins 1989, Biometrics 45:1323.
    """
    k, n = np.asarray(met, dtype=float), np.asarray(pupils, dtype=float)
    k_other, n_other = np.asarray(met_other, dtype=float), np.asarray(pupils_other, dtype=float)
    both = (n > 0) & (n_other > 0)
    k, n, k_other, n_other = k[both], n[both], k_other[both], n_other[both]
    together = n + n_other
    weight = float(np.sum(n * n_other / together))
    if not weight:
        return float("nan"), float("nan"), float("nan")
    difference = float(np.sum((k * n_other - k_other * n) / together)) / weight
    p = (n**2 * k_other - n_other**2 * k + n * n_other * (n_other - n) / 2) / together**2
    q = (k * (n_other - k_other) + k_other * (n - k)) / (2 * together)
    variance = max(0.0, (difference * float(np.sum(p)) + float(np.sum(q))) / weight**2)
    half = _z(confidence) * variance**0.5
    return difference, max(-1.0, difference - half), min(1.0, difference + half)
