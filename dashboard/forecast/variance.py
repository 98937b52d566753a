"""How much of past offsets is the trust's habit, the year's tests, the school's, and the single cohort's.

    offset[school, year] = mean + year + school + cohort + chance of its pupils

all of them normal. How far years, schools and cohorts spread is not known either: every combination of a
grid is tried, and all are averaged by how well they explain what was seen. A trust of six schools and one
year would otherwise be told a single spread as though it were certain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
from numpy.typing import NDArray

from dashboard.forecast.counts import Floats
from dashboard.forecast.offsets import Offset

# The standard deviations that are tried (logit scale) …
YEAR_SPREADS = (0.05, 0.15, 0.30, 0.50)
SCHOOL_SPREADS = (0.05, 0.20, 0.40, 0.70, 1.10)
COHORT_SPREADS = (0.05, 0.20, 0.40, 0.70, 1.10)
# … and how large each is thought to be before anything is seen (half-normal).
PRIOR_YEAR, PRIOR_SCHOOL, PRIOR_COHORT = 0.3, 0.6, 0.6
PRIOR_MEAN = 1.0  # the trust's mean offset is around 0, give or take


@dataclass(frozen=True, kw_only=True)
class Spreads:
    """Standard deviations of years, schools and cohorts, averaged over the grid."""

    year: float
    school: float
    cohort: float


@dataclass(frozen=True, kw_only=True)
class Shift:
    """What a cohort that is still to come is expected to be shifted by: normal, `mean` and `variance`."""

    mean: float
    variance: float


@dataclass(frozen=True, kw_only=True)
class Components:
    spreads: Spreads
    variance: float  # by which cohorts differ, all three together
    # The part of a coming cohort's variance that all schools share: the year's, and the doubt about the mean.
    shared: float
    unseen: Shift  # of a school without past cohorts
    schools: dict[int, Shift] = field(default_factory=dict)

    def shift_of(self, school: int) -> Shift:
        return self.schools.get(school, self.unseen)


NOTHING_SEEN = Components(
    spreads=Spreads(year=PRIOR_YEAR, school=PRIOR_SCHOOL, cohort=PRIOR_COHORT),
    variance=PRIOR_YEAR**2 + PRIOR_SCHOOL**2 + PRIOR_COHORT**2,
    shared=PRIOR_YEAR**2,
    unseen=Shift(mean=0.0, variance=PRIOR_YEAR**2 + PRIOR_SCHOOL**2 + PRIOR_COHORT**2),
)


def components(offsets: Sequence[Offset]) -> Components:
    """From the offsets of past cohorts, one or more a school, to what the next ones are expected to be.

    For each point of the grid the model is linear and normal and solved exactly. Schools are taken out first:
    given what all share (mean and years) they say nothing about one another. What remains is as large as the
    number of years, so that a hundred schools take no longer than ten.

    Axes of the arrays: g of the grid, i of offsets, s of schools, p and q of what is shared (mean, years).
    """
    if not offsets:
        return NOTHING_SEEN
    schools, school_of = np.unique([one.school for one in offsets], return_inverse=True)
    years, year_of = np.unique([one.year for one in offsets], return_inverse=True)
    shift = np.array([one.shift for one in offsets])
    noise = 1 / np.array([one.information for one in offsets])
    of_school = _membership(school_of, len(schools))  # [i, s]
    shares = np.column_stack([np.ones(len(offsets)), _membership(year_of, len(years))])  # [i, p]

    grid = np.array(list(product(SCHOOL_SPREADS, COHORT_SPREADS, YEAR_SPREADS)))
    school, cohort, year = (grid**2).T
    precision = 1 / (cohort[:, None] + noise)  # [g, i], of one offset once school, year and mean are known

    # Each school's own effect, given what is shared, is a pull of its offsets towards its mean of them.
    within = precision @ of_school  # [g, s]
    pull = school[:, None] / (1 + school[:, None] * within)
    school_shift = (precision * shift) @ of_school
    school_shares = np.einsum("gi,is,ip->gsp", precision, of_school, shares, optimize=True)

    # What is shared, the schools taken out: normal with this precision and mean.
    prior = np.column_stack([np.full(len(grid), PRIOR_MEAN**2), *[year] * len(years)])  # [g, p]
    seen = np.einsum("gi,ip,iq->gpq", precision, shares, shares, optimize=True)
    seen -= np.einsum("gs,gsp,gsq->gpq", pull, school_shares, school_shares, optimize=True)
    told = (precision * shift) @ shares - np.einsum("gs,gsp->gp", pull * school_shift, school_shares)
    inverse = seen + np.eye(len(years) + 1) / prior[:, None, :]
    doubt = np.linalg.inv(inverse)
    shared_mean = np.einsum("gpq,gq->gp", doubt, told)

    # How well each point of the grid explains the offsets.
    fit = (precision * shift**2).sum(axis=1) - (pull * school_shift**2).sum(axis=1)
    fit -= (told * shared_mean).sum(axis=1)
    size = -np.log(precision).sum(axis=1) + np.log1p(school[:, None] * within).sum(axis=1)
    size += np.log(prior).sum(axis=1) + np.linalg.slogdet(inverse)[1]
    unlikely = school / PRIOR_SCHOOL**2 + cohort / PRIOR_COHORT**2 + year / PRIOR_YEAR**2
    weight = _weights(-(fit + size + unlikely) / 2)

    # The next cohort of each school: the mean, the school, a new year, a new cohort.
    trust = shared_mean[:, 0]
    mean = trust[:, None] + pull * (school_shift - np.einsum("gsp,gp->gs", school_shares, shared_mean))
    leaning = -pull[..., None] * school_shares
    leaning[..., 0] += 1
    variance = pull + np.einsum("gsp,gpq,gsq->gs", leaning, doubt, leaning, optimize=True)
    still_new = (cohort + year)[:, None]
    known = _averaged(weight, mean, variance + still_new)
    unseen = _averaged(weight, trust[:, None], (doubt[:, 0, 0] + school)[:, None] + still_new)[0]
    spreads = weight @ grid
    return Components(
        spreads=Spreads(school=float(spreads[0]), cohort=float(spreads[1]), year=float(spreads[2])),
        variance=float(weight @ (school + cohort + year)),
        shared=float(weight @ (doubt[:, 0, 0] + year)),
        unseen=unseen,
        schools={int(one): shift for one, shift in zip(schools, known, strict=True)},
    )


def _membership(places: NDArray[np.intp], many: int) -> Floats:
    found: Floats = (places[:, None] == np.arange(many)).astype(float)
    return found


def _weights(logs: Floats) -> Floats:
    weights = np.exp(logs - logs.max())
    found: Floats = weights / weights.sum()
    return found


def _averaged(weight: Floats, means: Floats, variances: Floats) -> list[Shift]:
    """Over the grid: the variance within its points and that between them."""
    mean = weight @ means
    variance = weight @ (variances + (means - mean) ** 2)
    return [Shift(mean=float(m), variance=float(v)) for m, v in zip(mean, variance, strict=True)]
