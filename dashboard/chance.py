"""Is it more than luck? Tests for small numbers, all by mid-p.

A mid-p value counts half of the probability of what was seen. For small numbers it keeps what it promises
better than the exact test, which is too cautious, and the z-test, which is not cautious enough.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

Floats = NDArray[np.float64]

LOOK = 0.05  # a single movement this unlikely by chance is worth a look
FALSE_DISCOVERIES = 0.10  # the share of flags that may be chance, among all that are looked at together

# How many crossings of the standard, half of them in, the rest of the trust is topped up with: with few
# crossings elsewhere the comparison leans towards even odds.
PSEUDO_CROSSINGS = 10


class Side(StrEnum):
    BOTH = "both"
    LESS = "less"
    MORE = "more"


def mid_p(met: ArrayLike, pupils: ArrayLike, share: ArrayLike, side: Side = Side.BOTH) -> Floats:
    """The mid-p value of `met` among `pupils` where each meets the standard with chance `share` (0 to 1).

    Source: Lancaster 1961.
    """
    k, n, p0 = (np.asarray(one, dtype=float) for one in (met, pupils, share))
    below: Floats = np.asarray(stats.binom.cdf(k, n, p0) - 0.5 * stats.binom.pmf(k, n, p0))
    if side is Side.LESS:
        return below
    if side is Side.MORE:
        return 1 - below
    return np.minimum(1.0, 2 * np.minimum(below, 1 - below))


def mcnemar_mid_p(moved_in: ArrayLike, moved_out: ArrayLike) -> Floats:
    """Whether the same pupils moved one way more than the other.

    Source: Fagerland, Lydersen and Laake 2013, BMC Medical Research Methodology 13:91.
    """
    into, out = np.asarray(moved_in, dtype=float), np.asarray(moved_out, dtype=float)
    return mid_p(into, into + out, 0.5)


def excess_movement_mid_p(
    moved_in: ArrayLike, moved_out: ArrayLike, rest_in: ArrayLike, rest_out: ArrayLike
) -> Floats:
    """Whether a cohort's mix of ups and downs differs from that in the rest of the trust.

    When predictions sober everywhere in spring, no school is singled out for it. `rest_in` and `rest_out`
    leave the cohort itself out; without any crossings elsewhere this is McNemar's test.
    """
    into, out = np.asarray(moved_in, dtype=float), np.asarray(moved_out, dtype=float)
    return mid_p(into, into + out, share_moving_in(rest_in, rest_out))


def share_moving_in(rest_in: ArrayLike, rest_out: ArrayLike) -> Floats:
    """The share of crossings that go up in the rest of the trust (0 to 1), leaning towards a half."""
    into, out = np.asarray(rest_in, dtype=float), np.asarray(rest_out, dtype=float)
    return (into + PSEUDO_CROSSINGS / 2) / (into + out + PSEUDO_CROSSINGS)


def false_discovery(p_values: ArrayLike) -> Floats:
    """For each p-value the share of false flags if everything this unlikely were flagged.

    Source: Benjamini and Hochberg 1995. Empty for none.
    """
    p = np.asarray(p_values, dtype=float)
    if not p.size:
        return p
    order = np.argsort(p)
    scaled = p[order] * p.size / np.arange(1, p.size + 1)
    made = np.empty_like(p)
    made[order] = np.minimum(1.0, np.minimum.accumulate(scaled[::-1])[::-1])
    return made
