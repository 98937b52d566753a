"""How many pupils: the distribution of a count whose pupils each have a chance of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.fft import irfft, next_fast_len, rfft

Floats = NDArray[np.float64]

PUPILS_AT_ONCE, COUNTS_AT_ONCE = 16, 8

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

    @property
    def deviation(self) -> float:
        """The standard deviation, in pupils."""
        away = np.arange(len(self.chances)) - self.mean
        return float(np.sqrt(away**2 @ self.chances))

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

    One pupil after the other: so many so far, plus one with this pupil's chance. Source: Hong 2013. A large
    cohort is taken in parts, side by side, which are then added: that is twice as fast for a hundred pupils.
    """
    each = np.asarray(chances, dtype=float)
    pupils = each.shape[-1]
    if pupils <= 2 * PUPILS_AT_ONCE:
        return np.moveaxis(_one_after_another(np.moveaxis(each, -1, 0)), 0, -1)
    parts = -(-pupils // PUPILS_AT_ONCE)
    # Nobody is made up: whoever fills the last part never succeeds.
    filled = np.zeros((*each.shape[:-1], PUPILS_AT_ONCE * parts))
    filled[..., :pupils] = each
    side_by_side = filled.reshape(*each.shape[:-1], PUPILS_AT_ONCE, parts)
    counts = _one_after_another(np.ascontiguousarray(np.moveaxis(side_by_side, -2, 0)))
    size = next_fast_len(pupils + 1, real=True)
    transformed = rfft(np.moveaxis(counts, 0, -1), size).prod(axis=-2)
    found: Floats = np.clip(irfft(transformed, size)[..., : pupils + 1], 0, None)
    return found


def _one_after_another(each: Floats) -> Floats:
    """[pupils, ...] -> [pupils + 1, ...]."""
    made = np.zeros((len(each) + 1, *each.shape[1:]))
    made[0] = 1
    for so_far, chance in enumerate(each, start=1):
        one_more = made[:so_far] * chance
        made[:so_far] *= 1 - chance
        made[1 : so_far + 1] += one_more
    return made


def added(counts: Sequence[Floats]) -> Floats:
    """The distribution of the sum of independent counts, each [..., pupils + 1] with the same leading axes.

    By Fourier transforms, a few counts at a time: each of a hundred schools is then transformed at the length
    of a few of them, not of all.
    """
    held = list(counts)
    while len(held) > 1:
        held = [_a_few_added(held[at : at + COUNTS_AT_ONCE]) for at in range(0, len(held), COUNTS_AT_ONCE)]
    return held[0] if held else np.ones(1)


def _a_few_added(counts: Sequence[Floats]) -> Floats:
    if len(counts) == 1:
        return counts[0]
    long = sum(one.shape[-1] - 1 for one in counts) + 1
    size = next_fast_len(long, real=True)
    transformed: NDArray[np.complex128] | float = 1.0
    for one in counts:
        transformed = transformed * rfft(one, size)
    summed = np.clip(irfft(transformed, size)[..., :long], 0, None)
    found: Floats = summed / summed.sum(axis=-1, keepdims=True)
    return found


def at_most(count: Floats, bounds: Sequence[Floats]) -> Floats:
    """A count that cannot be more than others: made no likelier than any of them to be at least so many.

    Of as many pupils each. Where it never was likelier it stays as it is; its mean and every quantile are
    then no higher than theirs.
    """
    if any(bound.shape != count.shape for bound in bounds):
        raise ValueError("counts that bound one another are of the same pupils")
    if not bounds:
        return count
    reach = np.min([np.cumsum(one[::-1])[::-1] for one in (count, *bounds)], axis=0)
    reach[0] = 1.0
    found: Floats = reach - np.append(reach[1:], 0.0)
    return np.clip(found, 0, None)


def carried(given: Floats, was: Floats, becomes: Floats) -> Floats:
    """`given` [..., pupils + 1], whose mixture is `was`, so changed that the mixture is `becomes`.

    Every count goes to the counts that stand at the same place of the distribution, lowest to lowest.
    """
    before, after = (np.concatenate([[0.0], np.cumsum(one)]) for one in (was, becomes))
    overlap = np.minimum(before[1:, None], after[None, 1:]) - np.maximum(before[:-1, None], after[None, :-1])
    overlap = np.clip(overlap, 0, None)
    sums = overlap.sum(axis=1, keepdims=True)
    goes = np.where(sums > ROUNDING, overlap / np.where(sums > ROUNDING, sums, 1), np.eye(len(was)))
    found: Floats = given @ goes
    return found
