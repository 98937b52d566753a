"""Where a forecast stands against a target, in one word, one shape and one colour.

It is an inference about what is to come. A finished result is a fact (met, or short by so many pupils) and
never has these words.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dashboard.forecast.counts import PupilCount
from dashboard.forecast.model import CohortForecast
from dashboard.forecast.trust_total import TrustForecast

ON_TRACK_FROM = 0.75  # the chance of meeting the target
UNLIKELY_TO = 0.25
LEAST_SHORT = 1.0  # pupils: under one pupil short is never "unlikely"
FEWEST_PUPILS = 6
MISSING_IN = 10  # more than one in ten without a prediction: no status


class Status(StrEnum):
    """In the order in which they are listed, best first."""

    ON_TRACK = "On track"
    EITHER_WAY = "Could go either way"
    UNLIKELY = "Unlikely as things stand"
    TOO_FEW = "Too few to say"
    NO_DATA = "No data"

    @property
    def look(self) -> str:
        """The name of its colours in `dashboard.theme.STATUS_LOOKS`."""
        return LOOKS[self][0]

    @property
    def shape(self) -> str:
        return LOOKS[self][1]


LOOKS = {
    Status.ON_TRACK: ("blue", "▲"),
    Status.EITHER_WAY: ("amber", "◆"),
    Status.UNLIKELY: ("red", "▼"),
    Status.TOO_FEW: ("grey", "–"),
    Status.NO_DATA: ("grey", "–"),
}


@dataclass(frozen=True, kw_only=True)
class AgainstTarget:
    """`chance` and `short` are None where there is no status."""

    status: Status
    why: str = ""  # why there is no status
    pupils_needed: int
    chance: float | None = None  # of meeting the target, 0 to 1
    short: float | None = None  # pupils needed less the forecast; 0 or less: to spare
    calibrated: bool = True  # where False, the colour is hatched and the label says so

    @property
    def label(self) -> str:
        """The word, and that it is not to be leaned on yet."""
        if self.calibrated or self.chance is None:
            return self.status.value
        return f"{self.status.value} ({NOT_CALIBRATED})"


NOT_CALIBRATED = "not yet calibrated"


def against_target(forecast: CohortForecast | TrustForecast | None, needed: int) -> AgainstTarget:
    """A forecast held against the whole number of pupils that meets the target (`pupils_needed`)."""
    if forecast is None or not forecast.pupils:
        return AgainstTarget(status=Status.NO_DATA, why="no pupils to forecast", pupils_needed=needed)
    if forecast.missing == forecast.pupils:
        return AgainstTarget(status=Status.NO_DATA, why="no predictions", pupils_needed=needed)
    if forecast.pupils < FEWEST_PUPILS:
        return AgainstTarget(
            status=Status.TOO_FEW, why=f"fewer than {FEWEST_PUPILS} pupils", pupils_needed=needed
        )
    if MISSING_IN * forecast.missing > forecast.pupils:
        why = f"{forecast.missing} of {forecast.pupils} have no prediction"
        return AgainstTarget(status=Status.TOO_FEW, why=why, pupils_needed=needed)
    return _judged(forecast.count, needed, forecast.calibrated)


def _judged(count: PupilCount, needed: int, calibrated: bool) -> AgainstTarget:
    chance, short = count.at_least(needed), needed - count.mean
    status = Status.EITHER_WAY
    if chance >= ON_TRACK_FROM:
        status = Status.ON_TRACK
    elif chance <= UNLIKELY_TO and short >= LEAST_SHORT:
        status = Status.UNLIKELY
    return AgainstTarget(
        status=status, pupils_needed=needed, chance=chance, short=short, calibrated=calibrated
    )
