"""Forecasts that moved further than they ordinarily do, and what became of their targets with it.

Where a target's status alone changes, the forecast hardly moved: that is told where forecasts are shown, and
is no reason to call anybody in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dashboard.early_warning import kinds
from dashboard.early_warning.alerts import Alert, Comparison, Firmness
from dashboard.forecast.moves import ordinary_move, out_of_the_ordinary
from dashboard.forecast.status import AgainstTarget, Status
from dashboard.wording import in_a_sentence
from etl.half_terms import HalfTerm
from etl.measures import MEASURES
from etl.vocabulary import year_group_label


@dataclass(frozen=True, kw_only=True)
class ForecastStep:
    """One school's year group and measure in two half-terms of a year.

    `before` and `now` are how many of the stayers are expected to reach the standard; `was` and `stands` are
    of the whole cohort and its target, None where there is no target.
    """

    school_urn: int
    year_group: int
    measure: str
    stayers: int
    before: float
    now: float
    was: AgainstTarget | None = None
    stands: AgainstTarget | None = None
    pupils: int = 0

    @property
    def moved(self) -> float:
        return self.now - self.before

    @property
    def moved_far(self) -> bool:
        """Further than forecasts ordinarily move."""
        return out_of_the_ordinary(self.before, self.now, self.stayers)


def forecast_comparisons(steps: Sequence[ForecastStep]) -> list[Comparison]:
    """One a step: give those of enough pupils to say."""
    return [
        Comparison(
            kind=kinds.FORECAST_MOVED,
            school_urn=one.school_urn,
            look=one.moved_far,
            firm=False,
            look_by_chance=kinds.BY_CHANCE,
            firm_by_chance=0.0,
        )
        for one in steps
    ]


def forecast_alerts(
    steps: Sequence[ForecastStep], names: Mapping[int, str], half_term: HalfTerm
) -> Iterable[Alert]:
    """One a cohort and measure whose forecast moved far; a change of status is told with it."""
    since = half_term.previous.name
    for one in steps:
        about = (
            f"{MEASURES[one.measure].label} in {year_group_label(one.year_group)} at {names[one.school_urn]}"
        )
        if one.moved_far:
            size = abs(one.moved) / one.stayers**0.5
            ordinary = 2 * ordinary_move(one.stayers)
            way = "rose" if one.moved > 0 else "fell"
            sentence = (
                f"{about}: the forecast for the {one.stayers} pupils who were there both times {way} from "
                f"{one.before:.1f} to {one.now:.1f} since {since}."
            )
            why = (
                f"{_target(one)}Nineteen forecasts in twenty move by less than {ordinary:.1f} pupils in a "
                "half-term."
            )
            yield _alert(kinds.FORECAST_MOVED, one, sentence, why, size, good=one.moved > 0)


def _target(one: ForecastStep) -> str:
    """“The target (24 of 30) was on track; now it could go either way. ” Nothing where it is as before."""
    if one.was is None or one.stands is None or one.was.status is one.stands.status:
        return ""
    if one.was.chance is None or one.stands.chance is None:
        return ""
    now = in_a_sentence(one.stands.status.value)
    verb = "it " if one.stands.status is Status.EITHER_WAY else "it is "
    was = in_a_sentence(one.was.status.value)
    before = "could have gone either way" if one.was.status is Status.EITHER_WAY else f"was {was}"
    return f"The target ({one.stands.pupils_needed} of {one.pupils}) {before}; now {verb}{now}. "


def _alert(
    kind: kinds.AlertKind, one: ForecastStep, sentence: str, why: str, size: float, *, good: bool
) -> Alert:
    return Alert(
        kind=kind,
        firmness=Firmness.LOOK,
        school_urn=one.school_urn,
        year_group=one.year_group,
        measure=one.measure,
        sentence=sentence,
        why=why,
        size=size,
        good=good,
    )
