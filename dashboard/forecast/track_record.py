"""How a school's past predictions ran at a standard: the counts, and the sentence beside its forecast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import formats
from dashboard.forecast.cohorts import PastCohort
from dashboard.forecast.model import CohortForecast, Model, predicted_to_reach
from dashboard.forecast.pooled import YEARS_POOLED, out_of_the_total
from dashboard.forecast.scales import BANDS, EXPECTED, MISSING, Scale
from dashboard.forecast.trust_total import TrustForecast

# Pupils: a forecast that goes against the school's record by more than this is explained.
WORTH_EXPLAINING = 2


@dataclass(frozen=True, kw_only=True)
class TrackRecord:
    """Pupils of a school's past cohorts who had a prediction and an outcome."""

    cohorts: int
    pupils: int
    predicted: int  # to reach the standard
    reached: int
    of_one_school: bool = True

    @property
    def enough(self) -> bool:
        """Whether it may be told: of a school's class or two it would be of one teacher."""
        return self.cohorts >= YEARS_POOLED or not self.of_one_school

    def too_high_in(self, pupils: int) -> float:
        """By how many of so many pupils predictions ran high; below 0 low."""
        return pupils * (self.predicted - self.reached) / self.pupils if self.pupils else 0.0


def track_record(past: Sequence[PastCohort], scale: Scale = BANDS, at_least: int = EXPECTED) -> TrackRecord:
    """Of the cohorts given, one school's or several'. A cohort without any pupil of both is left out."""
    cohorts = pupils = predicted = reached = 0
    for cohort in past:
        both = (cohort.predicted != MISSING) & (cohort.actual != MISSING)
        cohorts += bool(both.any())
        pupils += int(both.sum())
        predicted += int((predicted_to_reach(scale, cohort, at_least) & both).sum())
        reached += int((cohort.actual[both] >= at_least).sum())
    return TrackRecord(
        cohorts=cohorts,
        pupils=pupils,
        predicted=predicted,
        reached=reached,
        of_one_school=len({cohort.school for cohort in past}) < 2,
    )


def school_record(model: Model, forecast: CohortForecast) -> TrackRecord:
    return track_record(model.past_of(forecast.school), model.scale, forecast.at_least)


def trust_record(model: Model, at_least: int) -> tuple[TrackRecord, frozenset[int]]:
    """All schools together, but for a single one that is not told by itself; and who is left out."""
    schools = {one.school for one in model.past}
    own = {urn: track_record(model.past_of(urn), model.scale, at_least) for urn in schools}
    left_out = out_of_the_total({urn for urn, one in own.items() if one.cohorts and not one.enough})
    held = [one for one in model.past if one.school not in left_out]
    return track_record(held, model.scale, at_least), left_out


def against_the_lean(forecast: CohortForecast | TrustForecast, record: TrackRecord | None) -> str:
    """Why a forecast goes the way that the school's own record does not point to; else empty.

    “Above what is predicted, though past predictions ran high: of 33 predicted below it about 7 are forecast
    to meet it, …”. Of a school alone, and where it goes so by more than `WORTH_EXPLAINING` pupils.
    """
    if isinstance(forecast, TrustForecast) or record is None or not (record.cohorts and record.enough):
        return ""
    moved = forecast.mean - forecast.predicted
    lean = formats.rounded(record.too_high_in(forecast.pupils))
    if abs(moved) <= WORTH_EXPLAINING or moved * lean <= 0:
        return ""
    way, ran = ("Above", "high") if moved > 0 else ("Below", "low")
    meets = forecast.face_value
    gained, lost = forecast.chances[~meets].sum(), (1 - forecast.chances[meets]).sum()
    return (
        f"{way} what is predicted, though past predictions ran {ran}: of "
        f"{int((~meets).sum())} not predicted to meet it about {formats.rounded(gained)} are forecast to, "
        f"and of {int(meets.sum())} predicted to about {formats.rounded(lost)} are not, as pupils with such "
        "predictions did before."
    )


def in_words(forecast: CohortForecast | TrustForecast, record: TrackRecord | None) -> str:
    """“Predicted 24 of 30; forecast 21, likely 18 to 25. Over 3 past cohorts …”; for a whole cohort.

    `record` None: how right its predictions were is not for whoever reads this.
    """
    if not forecast.pupils:
        return "No pupils to forecast."
    low, high = forecast.likely
    said = (
        f"Predicted {formats.count_of(forecast.predicted, forecast.pupils)}; forecast "
        f"{formats.rounded(forecast.mean)}, likely {low} to {high}."
    )
    whose = "the trust's" if isinstance(forecast, TrustForecast) else "this school's"
    parts = [said]
    if record is not None:
        parts.append(_past(record, forecast.pupils, whose))
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
    if not record.enough:
        return f"How right {whose} predictions were is told only of {YEARS_POOLED} years together."
    cohorts = f"{record.cohorts} past cohorts"
    away = formats.rounded(record.too_high_in(pupils))
    if not away:
        return f"Over {cohorts} {whose} predictions ran level with results."
    way = "high" if away > 0 else "low"
    return f"Over {cohorts} {whose} predictions ran {way}, by about {abs(away)} in {pupils}."
