"""What became of the pupils whom the lists would have named in past years, each year from those before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.forecast.backtest import Trial
from dashboard.forecast.model import lowest_prediction
from dashboard.forecast.pupil_lists import Mask, pupil_lists
from dashboard.forecast.scales import BANDS, EXPECTED, MISSING, Scale

# With fewer pupils on a list, or of fewer schools, a trust's own share says little, or says it of one school.
FEWEST_PUPILS, FEWEST_SCHOOLS = 30, 3


@dataclass(frozen=True, kw_only=True)
class Share:
    """So many of so many. `schools` is how many schools' pupils are in it."""

    came: int
    pupils: int
    schools: int

    @property
    def enough(self) -> bool:
        return self.pupils >= FEWEST_PUPILS and self.schools >= FEWEST_SCHOOLS


@dataclass(frozen=True, kw_only=True)
class ListRates:
    """Of pupils of past years: those on the cusp who reached the standard; those predicted but at risk who
    missed it; all who were predicted to reach it and missed, and how many of them were on that list; the
    hidden chances who reached it."""

    cusp_reached: Share
    at_risk_missed: Share
    missed_on_the_list: Share
    hidden_reached: Share


def list_rates(held: Sequence[Trial], scale: Scale = BANDS, at_least: int = EXPECTED) -> ListRates:
    """From forecasts of past years that did not know them (`backtest.trials`)."""
    lowest = lowest_prediction(scale, at_least)
    seen = []
    for trial in held:
        lists = pupil_lists(trial.forecast.chances, trial.cohort.predicted, lowest)
        reached = trial.cohort.actual >= at_least
        missed_as_predicted = trial.forecast.face_value & (trial.cohort.predicted != MISSING) & ~reached
        seen.append((trial.cohort.school, lists, reached, missed_as_predicted))
    return ListRates(
        cusp_reached=_share([(school, lists.cusp, came) for school, lists, came, _ in seen]),
        at_risk_missed=_share([(school, lists.at_risk, ~came) for school, lists, came, _ in seen]),
        missed_on_the_list=_share([(school, missed, lists.at_risk) for school, lists, _, missed in seen]),
        hidden_reached=_share([(school, lists.hidden_chance, came) for school, lists, came, _ in seen]),
    )


def _share(held: Sequence[tuple[int, Mask, Mask]]) -> Share:
    """(school, who is counted, whom of them it is true of)."""
    return Share(
        came=sum(int(np.sum(counted & true)) for _, counted, true in held),
        pupils=sum(int(counted.sum()) for _, counted, _ in held),
        schools=len({school for school, counted, _ in held if counted.any()}),
    )
