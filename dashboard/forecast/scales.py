"""What is predicted, and what it came to: the bands of a subject, and RWM by how many subjects meet it.

A prediction, a current judgement and an outcome are small whole numbers, a band its rank: 0 PKS, 1 WTS,
2 EXS, 3 GDS. `MISSING` stands where there is none.

Every scale has generic tables: what predictions come to in a trust of which nothing is known yet. They are
an assumption, no measurement: no public source says how right English primary schools' predictions are, so
they are close to what made-up trusts give. A trust's own history soon outweighs them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from etl.vocabulary import Judgement, Standard

Ints = NDArray[np.int64]
Row = tuple[float, ...]

MISSING = -1


@dataclass(frozen=True, kw_only=True)
class Scale:
    """Each row of a generic table is out of 100 or so pupils: how many came to each outcome, lowest first."""

    name: str
    by_predicted: tuple[Row, ...]  # a row for each prediction
    by_current: tuple[Row, ...]  # a row for each current judgement, of pupils without a prediction
    overall: Row  # of pupils with neither

    @property
    def outcomes(self) -> int:
        return len(self.overall)

    def says(self, predictions: ArrayLike) -> Ints:
        """The outcome that each prediction says at face value: a band itself, of RWM whether all three
        subjects are predicted."""
        marks = np.asarray(predictions, dtype=np.int64)
        beyond = len(self.by_predicted) - self.outcomes
        return np.where(marks == MISSING, MISSING, np.maximum(marks - beyond, 0))


BANDS = Scale(
    name="bands",
    by_predicted=(
        (75.5, 22.5, 3.5, 0.5),
        (12.5, 60.5, 27.5, 1.5),
        (1.5, 16.5, 68.5, 15.5),
        (0.5, 2.5, 33.5, 65.5),
    ),
    by_current=(
        (31, 47, 21, 1),
        (3, 34, 57, 6),
        (0.5, 6, 61, 32.5),
        (0.5, 0.5, 15, 84),
    ),
    overall=(6, 19, 45, 30),
)
# Of RWM the prediction is how many of the three subjects are predicted to meet the standard, and the outcome
# whether all three did: subjects are far from independent, so that their chances are never multiplied.
RWM = Scale(
    name="rwm",
    by_predicted=((98, 2), (90, 10), (65, 35), (16, 84)),
    by_current=((89, 11), (62, 38), (31, 69), (5, 95)),
    overall=(38, 62),
)
RWM_HIGHER = Scale(
    name="rwm_higher",
    by_predicted=((99.5, 0.5), (96, 4), (83, 17), (42, 58)),
    by_current=((98, 2), (82, 18), (52, 48), (15, 85)),
    overall=(92, 8),
)
RWM_MET = 1


def reaching(standard: Standard) -> int:
    """The lowest band that meets a standard."""
    return min(judgement.rank for judgement in standard.met_by)


EXPECTED = reaching(Standard.EXPECTED)


def bands(judgements: ArrayLike) -> Ints:
    """Judgements (or their words; None or empty where there is none) as numbers."""
    ranks = {judgement.value: judgement.rank for judgement in Judgement}
    return np.array(
        [ranks[one] if one else MISSING for one in np.asarray(judgements, dtype=object)], np.int64
    )


def subjects_met(*subjects: ArrayLike, at_least: int = EXPECTED) -> Ints:
    """How many subjects each pupil is judged to meet; MISSING where a judgement lacks in any of them."""
    marks = np.stack([np.asarray(one, dtype=np.int64) for one in subjects])
    return np.where((marks == MISSING).any(axis=0), MISSING, (marks >= at_least).sum(axis=0))


def all_met(*subjects: ArrayLike, at_least: int = EXPECTED) -> Ints:
    """1 where every subject was met, 0 where one was not; MISSING where the rest would decide it."""
    marks = np.stack([np.asarray(one, dtype=np.int64) for one in subjects])
    missed = ((marks != MISSING) & (marks < at_least)).any(axis=0)
    return np.where(missed, 0, np.where((marks == MISSING).any(axis=0), MISSING, RWM_MET))
