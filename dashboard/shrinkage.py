"""Shares of schools drawn towards what the trust's schools have in common, as far as their numbers are small.

Nine of ten in a cohort of ten is mostly luck; 54 of 60 is not. Each school's share is taken to come from a
spread of schools, Beta(μM, (1 - μ)M), which the schools themselves tell; what comes back is where a school's
own long-run share plausibly lies. It makes numbers right, it does not make an order: never rank by it.
Sources: Efron and Morris 1975; Spiegelhalter, Abrams and Myles 2004.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize, special, stats

Floats = NDArray[np.float64]

CONFIDENCE = 0.90

# How alike schools are before anything is known: as if each had M = 15 pupils of the common share. That is a
# spread of 12 points between schools at 62 %; two thirds of what is thought possible lie within M = 5 to 40.
USUAL_STRENGTH, STRENGTH_SPREAD = np.log(15.0), 1.0
# And how high the common share is thought to be: worth two pupils, no more.
USUAL_SHARE, SHARE_PUPILS = 0.62, 2.0

# With fewer schools the spread itself is too uncertain to be taken as known.
FEWEST_FOR_ONE_SPREAD = 15
_STRENGTHS = USUAL_STRENGTH + STRENGTH_SPREAD * np.linspace(-2.5, 2.5, 21)
_AROUND = np.linspace(-1, 1, 41)  # logits from the pooled share
_HALVINGS = 30


@dataclass(frozen=True, kw_only=True, eq=False)
class Shrunken:
    """One entry a school, in the order given: shares 0 to 1 with their 90 % interval.

    `weight` is how far the school's own pupils count, 0 to 1; the rest is what schools have in common.
    """

    share: Floats
    low: Floats
    high: Floats
    weight: Floats


def shrunken(met: ArrayLike, pupils: ArrayLike, usual_share: float = USUAL_SHARE) -> Shrunken:
    """Where each school's own share plausibly lies; a school without pupils is as schools are in common.

    Raises ValueError for no schools.
    """
    k, n = np.asarray(met, dtype=float), np.asarray(pupils, dtype=float)
    if not k.size:
        raise ValueError("shares of no schools cannot be shrunken")
    if len(k) < FEWEST_FOR_ONE_SPREAD:
        return _over_the_grid(k, n, usual_share)
    return with_spread(k, n, *common_spread(k, n))


def common_spread(met: ArrayLike, pupils: ArrayLike) -> tuple[float, float]:
    """The (a, b) of the schools' Beta(a, b): the most likely one, with the usual strength as a prior."""
    k, n = np.asarray(met, dtype=float), np.asarray(pupils, dtype=float)

    def unlikely(at: Floats) -> float:
        share, strength = special.expit(at[0]), np.exp(at[1])
        a, b = share * strength, (1 - share) * strength
        return float(-_likelihood(k, n, a, b) + 0.5 * ((at[1] - USUAL_STRENGTH) / STRENGTH_SPREAD) ** 2)

    start = np.array([special.logit(_pooled(k, n)), USUAL_STRENGTH])
    found = optimize.minimize(
        unlikely, start, method="Nelder-Mead", options={"xatol": 1e-8, "fatol": 1e-10, "maxiter": 4000}
    )
    share, strength = float(special.expit(found.x[0])), float(np.exp(found.x[1]))
    return share * strength, (1 - share) * strength


def with_spread(met: ArrayLike, pupils: ArrayLike, a: float, b: float) -> Shrunken:
    """With the schools' spread taken as known."""
    k, n = np.asarray(met, dtype=float), np.asarray(pupils, dtype=float)
    own, other = a + k, b + n - k
    beyond = (1 - CONFIDENCE) / 2
    return Shrunken(
        share=own / (own + other),
        low=stats.beta.ppf(beyond, own, other),
        high=stats.beta.ppf(1 - beyond, own, other),
        weight=n / (n + a + b),
    )


def _over_the_grid(k: Floats, n: Floats, usual_share: float) -> Shrunken:
    """Averaged over every spread of the grid, each as likely as it is: exactly, nothing is drawn."""
    share = special.expit(special.logit(_pooled(k, n)) + _AROUND)[None, :]
    strength = np.exp(_STRENGTHS)[:, None]
    a, b = share * strength, (1 - share) * strength
    likelihood = sum(_likelihood(one, of, a, b) for one, of in zip(k, n, strict=True))
    prior = -0.5 * ((_STRENGTHS[:, None] - USUAL_STRENGTH) / STRENGTH_SPREAD) ** 2
    prior = prior + SHARE_PUPILS * (usual_share * np.log(share) + (1 - usual_share) * np.log1p(-share))
    prior = prior + np.log(share * (1 - share))  # the grid is even in logits, not in shares
    told = np.asarray(likelihood + prior)
    likely = np.exp(told - told.max()).ravel()
    likely /= likely.sum()
    own = a.ravel()[:, None] + k
    other = b.ravel()[:, None] + (n - k)
    beyond = (1 - CONFIDENCE) / 2
    return Shrunken(
        share=likely @ (own / (own + other)),
        low=_quantile(likely, own, other, beyond),
        high=_quantile(likely, own, other, 1 - beyond),
        weight=likely @ (n / (n + (a + b).ravel()[:, None])),
    )


def _quantile(likely: Floats, own: Floats, other: Floats, at: float) -> Floats:
    """Of each school's mixture of Betas, by halving."""
    low, high = np.zeros(own.shape[1]), np.ones(own.shape[1])
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        above = likely @ special.betainc(own, other, middle) > at
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    return (low + high) / 2


def _likelihood(k: ArrayLike, n: ArrayLike, a: ArrayLike, b: ArrayLike) -> Floats | float:
    """The logarithm of how likely so many of so many are (beta-binomial), added up over schools in `k`."""
    each = special.betaln(np.add(k, a), np.subtract(n, k) + b) - special.betaln(a, b)
    return float(np.sum(each)) if np.ndim(k) else np.asarray(each)


def _pooled(k: Floats, n: Floats) -> float:
    return float((k.sum() + 0.5) / (n.sum() + 1))
