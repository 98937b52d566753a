"""How right past predictions were: predicted bands (of RWM, predicted subjects) against what pupils came to.

Accuracy belongs to a school's predictions in a subject and half-term, never to a teacher: where a year group
has one class, show several years together, and only to the head and the trust.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dashboard.chance import mid_p
from dashboard.forecast.scales import BANDS, EXPECTED, MISSING, Ints, Scale
from dashboard.intervals import newcombe_paired, wilson

Floats = NDArray[np.float64]

# The edges between the groups of a calibration chart: tenths.
TENTHS = tuple(edge / 10 for edge in range(11))


@dataclass(frozen=True, kw_only=True, eq=False)
class Accuracy:
    """Shares run 0 to 1 and are NaN where there are no pupils. Pupils who lack a prediction or an outcome are
    left out."""

    pupils: int
    matrix: Ints  # [predicted, actual], in pupils; of RWM [subjects predicted, met or not]
    hits: int  # who came to what was predicted at face value
    hit_low: float  # the 95 % interval of hits among pupils
    hit_high: float
    over: int  # predicted above what they came to
    under: int
    one_way: float  # the mid-p value of as many over as under: small where predictions lean one way
    mean_band_error: float  # in bands; above 0 predictions run high
    kappa: float  # quadratic weighted: 1 all right, 0 no better than chance; NaN where all are alike
    predicted_to_reach: int  # the standard
    reached: int
    wrong_up: int  # predicted to reach the standard, and missed it
    wrong_down: int
    brier: float  # of the predictions at face value; 0 is best
    ranked_probability_score: float

    @property
    def hit_rate(self) -> float:
        return _share(self.hits, self.pupils)

    @property
    def over_rate(self) -> float:
        return _share(self.over, self.pupils)

    @property
    def under_rate(self) -> float:
        return _share(self.under, self.pupils)

    @property
    def net_over_prediction(self) -> int:
        """In pupils, at the standard: below 0 predictions ran low."""
        return self.predicted_to_reach - self.reached

    @property
    def net_plausibly(self) -> tuple[float, float]:
        """The 95 % interval of the same as a share of the pupils, who are the same before and after. It is of
        pupils as they come: what a whole cohort or a year's tests share is not in it."""
        both = self.predicted_to_reach - self.wrong_up
        neither = self.pupils - both - self.wrong_up - self.wrong_down
        _, low, high = newcombe_paired(both, self.wrong_up, self.wrong_down, neither)
        return float(low), float(high)

    @property
    def net_points(self) -> float:
        """The same in percentage points."""
        return 100 * _share(self.net_over_prediction, self.pupils)


@dataclass(frozen=True, kw_only=True)
class CalibrationPoint:
    """Forecasts that stated about the same chance: how often it came true. Shares 0 to 1."""

    stated: float  # their mean
    observed: float
    low: float  # the 95 % interval of `observed`
    high: float
    came_true: int
    forecasts: int


def accuracy(
    predicted: ArrayLike, actual: ArrayLike, at_least: int = EXPECTED, scale: Scale = BANDS
) -> Accuracy:
    """Predictions against outcomes of a scale, at the standard that starts with outcome `at_least`."""
    marks, then = np.asarray(predicted, dtype=np.int64), np.asarray(actual, dtype=np.int64)
    both = (marks != MISSING) & (then != MISSING)
    marks, then = marks[both], then[both]
    first = scale.says(marks)
    pupils = len(first)
    matrix = np.zeros((len(scale.by_predicted), scale.outcomes), dtype=np.int64)
    np.add.at(matrix, (marks, then), 1)
    at_face = np.zeros((scale.outcomes, scale.outcomes), dtype=np.int64)
    np.add.at(at_face, (first, then), 1)
    hits, over, under = (int(held.sum()) for held in (first == then, first > then, first < then))
    low, high = wilson(hits, pupils)
    above, came = first >= at_least, then >= at_least
    scores = ranked_probability_scores(at_face_value(first, scale.outcomes), then)
    return Accuracy(
        pupils=pupils,
        matrix=matrix,
        hits=hits,
        hit_low=float(low),
        hit_high=float(high),
        over=over,
        under=under,
        one_way=float(mid_p(over, over + under, 0.5)),
        mean_band_error=_mean(first - then),
        kappa=quadratic_weighted_kappa(at_face),
        predicted_to_reach=int(above.sum()),
        reached=int(came.sum()),
        wrong_up=int((above & ~came).sum()),
        wrong_down=int((~above & came).sum()),
        brier=brier(above, came),
        ranked_probability_score=_mean(scores),
    )


def quadratic_weighted_kappa(matrix: ArrayLike) -> float:
    """Agreement beyond chance, where two bands apart count four times one. Source: Cohen 1968."""
    seen = np.asarray(matrix, dtype=float)
    places = np.arange(len(seen))
    apart = (places[:, None] - places) ** 2
    pupils = seen.sum()
    by_chance = np.outer(seen.sum(axis=1), seen.sum(axis=0)) / pupils if pupils else seen
    disagreed = (apart * by_chance).sum()
    return float(1 - (apart * seen).sum() / disagreed) if disagreed > 0 else float("nan")


def brier(chances: ArrayLike, came_true: ArrayLike) -> float:
    """The mean squared distance of stated chances from what came: 0 is best. Source: Brier 1950."""
    return _mean((np.asarray(chances, dtype=float) - np.asarray(came_true, dtype=float)) ** 2)


def at_face_value(predicted: ArrayLike, outcomes: int = BANDS.outcomes) -> Floats:
    """Predictions taken as certain, in the form that a forecast has: [pupil, k - 1], band k or above."""
    marks = np.asarray(predicted, dtype=np.int64)
    found: Floats = (marks[:, None] >= np.arange(1, outcomes)).astype(float)
    return found


def ranked_probability_scores(reached: ArrayLike, actual: ArrayLike) -> Floats:
    """One score a pupil, 0 best, 1 worst: how far the stated chances of each band or above were from what
    came. `reached[:, k - 1]` is the chance of band k or above. Source: Epstein 1969, Murphy 1971."""
    stated = np.asarray(reached, dtype=float)
    came = at_face_value(actual, stated.shape[1] + 1)
    found: Floats = ((stated - came) ** 2).mean(axis=1)
    return found


def calibration_points(
    chances: ArrayLike, came_true: ArrayLike, edges: tuple[float, ...] = TENTHS
) -> tuple[CalibrationPoint, ...]:
    """Stated chances in groups, from low to high; a group without forecasts has no point."""
    stated = np.asarray(chances, dtype=float)
    came = np.asarray(came_true, dtype=bool)
    group = np.clip(np.searchsorted(edges, stated, side="right"), 1, len(edges) - 1)
    points = []
    for place in np.unique(group):
        held = group == place
        true, forecasts = int(came[held].sum()), int(held.sum())
        low, high = wilson(true, forecasts)
        points.append(
            CalibrationPoint(
                stated=float(stated[held].mean()),
                observed=true / forecasts,
                low=float(low),
                high=float(high),
                came_true=true,
                forecasts=forecasts,
            )
        )
    return tuple(points)


def _mean(values: NDArray[np.generic]) -> float:
    return float(values.mean()) if values.size else float("nan")


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")
