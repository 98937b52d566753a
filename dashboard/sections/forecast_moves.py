"""How forecasts moved since the half-term before, and whether forecasts ordinarily move so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard import formats, wording
from dashboard.early_warning.of_forecast import ForecastStep
from dashboard.exports import Table
from dashboard.furniture import behind, notes
from dashboard.queries.forecast_steps import forecast_steps
from dashboard.queries.forecasts import PlaceForecast, forecasts
from dashboard.queries.register import thresholds
from dashboard.sections.changed import chosen_year_group
from dashboard.view import View


def then_and_now(view: View, measure: str) -> None:
    """How the forecast moved within the year, and whether forecasts ordinarily move so."""
    if view.half_term.ordinal == 1:
        return
    year_group = chosen_year_group(view)
    now = forecasts(view.published, view.scope, view.half_term, measure, year_group)
    then = forecasts(view.published, view.scope, view.half_term.previous, measure, year_group)
    if now is None or then is None:
        return
    before = {one.school_urn: one for one in then.places}
    pairs = [(before[one.school_urn], one) for one in now.places if one.school_urn in before]
    steps = forecast_steps(view.published, view.scope, view.half_term, measure, year_group)
    if not pairs:
        return
    notes.section(
        "How the forecast moved",
        "A forecast moves a little every half-term: in a cohort of 30 by about one pupil either way, and "
        "only "
        "once in twenty by more than two.",
        place="forecast-moved",
    )
    fewest = thresholds(view.published).hide_below
    behind.table(forecast_moves_table(pairs, steps, fewest), wraps=True)


def forecast_moves_table(
    pairs: Sequence[tuple[PlaceForecast, PlaceForecast]], steps: Mapping[int, ForecastStep], fewest: int
) -> Table:
    """(then, now): one row a place, in words; a school's move is of the pupils who were there both times, and
    of fewer than `fewest` none is told."""
    return Table(
        title="How the forecast moved",
        columns=("School", "Forecast then", "Forecast now", "Moved", "Against the target"),
        rows=tuple(
            (
                now.school,
                f"{then.forecast.mean:.1f} of {then.forecast.pupils}",
                f"{now.forecast.mean:.1f} of {now.forecast.pupils}",
                move_words(then, now, steps.get(now.school_urn) if now.school_urn else None, fewest),
                _against(then, now),
            )
            for then, now in pairs
        ),
    )


def move_words(then: PlaceForecast, now: PlaceForecast, step: ForecastStep | None, fewest: int) -> str:
    """“−0.4 for the 57 who stayed, no more than is ordinary”; of the trust the difference of what stands
    beside it."""
    if now.school_urn is None:
        # The trust's schools share the year, and no constant for all of them together is known.
        return _signed(round(now.forecast.mean, 1) - round(then.forecast.mean, 1))
    if step is None or step.stayers < fewest:
        return "too few to say"
    far = "more than forecasts ordinarily move" if step.moved_far else "no more than is ordinary"
    return f"{_signed(round(step.now, 1) - round(step.before, 1))} for the {step.stayers} who stayed, {far}"


def _signed(pupils: float) -> str:
    """“+0.4”, “−0.4”, “0.0”."""
    if abs(pupils) < 0.05:
        return "0.0"
    return f"{'+' if pupils > 0 else formats.MINUS}{abs(pupils):.1f}"


def _against(then: PlaceForecast, now: PlaceForecast) -> str:
    if then.against is None or now.against is None:
        return "no target set"
    if then.against.status is now.against.status:
        return f"{now.against.label}, as before"
    return f"{now.against.label}; was {wording.in_a_sentence(then.against.status.value)}"
