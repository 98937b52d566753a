"""How a school's past predictions ran at a standard: the counts, and the sentence beside its forecast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import formats
from dashboard.forecast.cohorts import PastCohort
from dashboard.forecast.model import CohortForecast, Model, TrustForecast, predicted_to_reach
from dashboard.forecast.scales import BANDS, EXPECTED, MISSING, Scale


@dataclass(frozen=True, kw_only=True)
class TrackRecord:
    """Pupils of a school's past cohorts who had a prediction and an outcome."""

    cohorts: int
    pupils: int
    predicted: int  # to reach the standard
    reached: int

    def too_high_in(self, pupils: int) -> float:
        """By how many of so many pupils predictions ran high; below 0 low."""
        return pupils * (self.predicted - self.reached) / self.pupils if self.pupils else 0.0


def track_record(past: Sequence[PastCohort], scale: Scale = BANDS, at_least: int = EXPECTED) -> TrackRecord:
    """Of the cohorts given: one school's. A cohort without any pupil of both is left out."""
    cohorts = pupils = predicted = reached = 0
    for cohort in past:
        both = (cohort.predicted != MISSING) & (cohort.actual != MISSING)
        cohorts += bool(both.any())
        pupils += int(both.sum())
        predicted += int((predicted_to_reach(scale, cohort, at_least) & both).sum())
        reached += int((cohort.actual[both] >= at_least).sum())
    return TrackRecord(cohorts=cohorts, pupils=pupils, predicted=predicted, reached=reached)


def school_record(model: Model, forecast: CohortForecast) -> TrackRecord:
    return track_record(model.past_of(forecast.school), model.scale, forecast.at_least)


def in_words(forecast: CohortForecast | TrustForecast, record: TrackRecord) -> str:
    """“Predicted 24 of 30; forecast 21, plausibly 18 to 25. Over 2 past cohorts …”; for a whole cohort."""
    if not forecast.pupils:
        return "No pupils to forecast."
    low, high = forecast.likely
    said = (
        f"Predicted {formats.count_of(forecast.predicted, forecast.pupils)}; forecast "
        f"{formats.rounded(forecast.mean)}, plausibly {low} to {high}."
    )
    whose = "the trust's" if isinstance(forecast, TrustForecast) else "this school's"
    parts = [said, _past(record, forecast.pupils, whose)]
    if forecast.missing:
        parts.append(
            f"{formats.pupils(forecast.missing)} without a prediction: forecast by current judgement, or as "
            "anyone of the trust."
        )
    if not forecast.calibrated:
        parts.append("Not yet calibrated: too few past results to learn from.")
    return " ".join(parts)


def _past(record: TrackRecord, pupils: int, whose: str) -> str:
    if not record.cohorts:
        return f"How right {whose} predictions are is not known yet."
    cohorts = "1 past cohort" if record.cohorts == 1 else f"{record.cohorts} past cohorts"
    away = formats.rounded(record.too_high_in(pupils))
    if not away:
        return f"Over {cohorts} {whose} predictions ran level with results."
    way = "high" if away > 0 else "low"
    return f"Over {cohorts} {whose} predictions ran {way}, by about {abs(away)} in {pupils}."
