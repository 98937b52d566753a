"""Is it more than luck? Tests for small numbers, all by mid-p.

A mid-p value counts half of the probability of what was seen. For small numbers it keeps what it promises
better than the exact test, which is too cautious, and the z-test, which is not cautious enough.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

LOOK = 0.05  # a single movement this unlikely by chance is worth a look
FALSE_DISCOVERIES = 0.10  # the share of flags that may be chance, among all that are looked at together

# How many crossings of the standard, half of them in, the rest of the trust is topped up with: with few
# crossings elsewhere the comparison leans towards even odds.
PSEUDO_CROSSINGS = 10

# Of fewer pupils crossing nothing is made. Against even odds 4 of 4 is not rare enough; against lopsided ones
# it would be, and the odds themselves are only an estimate.
FEWEST_CROSSINGS = 5

# Factorials of whole numbers under this are looked up.
TABLED = 1 << 14


class Side(StrEnum):
    BOTH = "both"
    LESS = "less"
    MORE = "more"


def mid_p(met: ArrayLike, pupils: ArrayLike, share: ArrayLike, side: Side = Side.BOTH) -> Floats:
    """The mid-p value of `met` among `pupils` where each meets the standard with chance `share` (0 to 1).

    Source: Lancaster 1961.
    """
    k, n, p0 = (np.asarray(one, dtype=float) for one in (met, pupils, share))
    below = special.bdtr(k, n.astype(np.int64), p0) - 0.5 * _exactly(k, n, p0)
    if side is Side.LESS:
        return below
    if side is Side.MORE:
        return 1 - below
    return np.minimum(1.0, 2 * np.minimum(below, 1 - below))


def _exactly(k: Floats, n: Floats, p0: Floats) -> Floats:
    """The binomial chance of `k` of `n`."""
    ways = _log_factorial(n) - _log_factorial(k) - _log_factorial(n - k)
    found: Floats = np.exp(ways + special.xlogy(k, p0) + special.xlog1py(n - k, -p0))
    return found


def _log_factorial(n: Floats) -> Floats:
    """Of whole numbers; looked up where they are small, which is a good deal faster."""
    if n.max(initial=0) < TABLED:
        return _log_factorials()[n.astype(np.intp)]
    found: Floats = special.gammaln(n + 1)
    return found


@lru_cache(maxsize=1)
def _log_factorials() -> Floats:
    found: Floats = special.gammaln(np.arange(TABLED) + 1.0)
    return found


def apart_mid_p(met: ArrayLike, pupils: ArrayLike, met_other: ArrayLike, pupils_other: ArrayLike) -> Floats:
    """Whether two groups of other pupils differ: Fisher's exact test, both sides, by mid-p.

    Source: Lancaster 1961; of two shares: Lydersen, Fagerland and Laake 2009, Statistics in Medicine 28:1159.
    """
    # Imported here: it takes longer than all the rest of a first page, and few pages ask for it.
    from scipy import stats

    k, n, k_other, n_other = (np.asarray(one, dtype=float) for one in (met, pupils, met_other, pupils_other))
    of = (k, n + n_other, k + k_other, n)
    below = stats.hypergeom.cdf(*of) - 0.5 * stats.hypergeom.pmf(*of)
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
    leave the cohort itself out; where both are 0 it is judged by itself, and this is McNemar's test.
    """
    into, out = np.asarray(moved_in, dtype=float), np.asarray(moved_out, dtype=float)
    return mid_p(into, into + out, share_moving_in(rest_in, rest_out))


def share_moving_in(rest_in: ArrayLike, rest_out: ArrayLike) -> Floats:
    """The share of crossings that go up in the rest of the trust (0 to 1), leaning towards a half."""
    into, out = np.asarray(rest_in, dtype=float), np.asarray(rest_out, dtype=float)
    return (into + PSEUDO_CROSSINGS / 2) / (into + out + PSEUDO_CROSSINGS)


def beside_the_rest(
    moved_in: ArrayLike, moved_out: ArrayLike, rest_in: ArrayLike, rest_out: ArrayLike
) -> tuple[Floats, Flags, Flags]:
    """How cohorts' movements stand out from the rest of the trust: (p-value, worth a look, more than chance).

    Cohorts that are looked at together lie along the last axis. Only what moves further the way it moves
    than elsewhere is flagged (a rise that is merely smaller than elsewhere is none), and nothing of which
    fewer than five pupils crossed.
    """
    into, out = np.asarray(moved_in, dtype=float), np.asarray(moved_out, dtype=float)
    p_values = excess_movement_mid_p(into, out, rest_in, rest_out)
    look = _worth_a_look(p_values, into, out, share_moving_in(rest_in, rest_out))
    stands_out: Flags = (false_discovery(p_values) <= FALSE_DISCOVERIES) & look
    return p_values, look, stands_out


def _worth_a_look(p_values: Floats, into: Floats, out: Floats, share: Floats) -> Flags:
    """Each by itself, whatever it is looked at with."""
    beyond = into - (into + out) * share
    same_way = (np.sign(beyond) == np.sign(into - out)) & (into != out)
    flags: Flags = (p_values < LOOK) & same_way & (into + out >= FEWEST_CROSSINGS)
    return flags


def looks_by_chance(crossings: ArrayLike, rest_in: ArrayLike, rest_out: ArrayLike) -> Floats:
    """For each cohort how likely it is worth a look if those who cross go up as often as in the rest of the
    trust: every number of them that may go up, by its probability. Few crossings can never be worth one.
    """
    crossed, into, out = np.broadcast_arrays(crossings, rest_in, rest_out)
    share = share_moving_in(into, out)
    found = np.zeros(crossed.shape)
    for here in _alike_in_size(crossed):
        many, odds = crossed[here].astype(float), share[here]
        first, width = _in_reach(many, odds)
        up = first + np.arange(width)[:, np.newaxis]
        # Of every number at once, so that their sums are the mid-p values.
        chance = np.where(up <= many, _exactly(np.minimum(up, many), many, odds), 0.0)
        below = np.cumsum(chance, axis=0) - 0.5 * chance
        p_values = np.minimum(1.0, 2 * np.minimum(below, 1 - below))
        found[here] = (chance * _worth_a_look(p_values, up, many - up, odds)).sum(axis=0)
    return found


def _in_reach(many: Floats, odds: Floats) -> tuple[Floats, int]:
    """The first number of each that chance may bring, and how many from there on are enough for all: beyond
    nine standard deviations lies less than a floating-point number can tell from nothing.
    """
    reach = 9 * np.sqrt(many * odds * (1 - odds)) + 9
    first = np.maximum(0.0, np.floor(many * odds - reach))
    last = np.minimum(many, np.ceil(many * odds + reach))
    return first, int((last - first).max()) + 1


def _alike_in_size(crossed: NDArray[Any]) -> Iterator[NDArray[np.intp]]:
    """Where there are crossings enough to look at, those of about as many together: few steps, and little of
    a table empty."""
    places = np.flatnonzero(crossed >= FEWEST_CROSSINGS)
    places = places[np.argsort(crossed[places], kind="stable")]
    sizes = crossed[places]
    start = 0
    while start < places.size:
        end = int(np.searchsorted(sizes, 1.25 * sizes[start], side="right"))
        yield places[start:end]
        start = end


def false_discovery(p_values: ArrayLike) -> Floats:
    """For each p-value the share of false flags if everything this unlikely were flagged.

    Those that are looked at together lie along the last axis. Source: Benjamini and Hochberg 1995. Empty for
    none.
    """
    p = np.asarray(p_values, dtype=float)
    if not p.size:
        return p
    order = np.argsort(p, axis=-1)
    together = p.shape[-1]
    scaled = np.take_along_axis(p, order, -1) * together / np.arange(1, together + 1)
    falling = np.minimum.accumulate(scaled[..., ::-1], axis=-1)[..., ::-1]
    made = np.empty_like(p)
    np.put_along_axis(made, order, np.minimum(1.0, falling), -1)
    return made
