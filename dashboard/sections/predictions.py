"""Forecasts of the year's end."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from dashboard import forecast_words, formats, navigation, theme, wording
from dashboard.access import Action, can
from dashboard.charts import forecasts as charts
from dashboard.exports import Table
from dashboard.forecast.status import Status
from dashboard.forecast.track_record import against_the_lean, in_words
from dashboard.furniture import behind, forecast_table, notes
from dashboard.furniture.forecast_table import Explained, RowDoors
from dashboard.queries.forecasts import (
    FORECAST_MEASURES,
    LAST_HALF_TERM,
    Forecasts,
    forecasts,
)
from dashboard.sections import explanations
from dashboard.sections.drift import drifts
from dashboard.view import View
from etl.measures import JUDGEMENT_MEASURES

HOW_TO_READ = (
    "Ring: what teachers predict. Diamond: the forecast, which learns from what past predictions came to. "
    "The soft bar holds eight results in ten; the tall tick is the target. A forecast is never a teacher's."
)


def chosen_measure(view: View) -> str:
    """The measure that the address names, if it can be forecast; else the first that can."""
    offered = [one for one in FORECAST_MEASURES if one in view.chosen.measures]
    return view.chosen.measure if view.chosen.measure in offered else (offered or list(FORECAST_MEASURES))[0]


def of_the_places(view: View) -> None:
    """Every school's forecast that whoever looks may see, and the trust's."""
    measure = chosen_measure(view)
    year_group = view.year_group or 6
    notes.section(
        f"{wording.measure_label(measure)}, {wording.cohort(year_group)}: the year's end",
        HOW_TO_READ,
        place="forecast",
    )
    held = forecasts(view.published, view.scope, view.half_term, measure, year_group)
    if held is None:
        notes.note(_why_none(view))
        return
    notes.note(" ".join(in_brief(held)))
    rows = [(wording.short_school(one.school), one) for one in held.places]
    st.plotly_chart(
        charts.forecasts_chart(rows, theme.current_look()),
        key="forecasts",
        theme=None,
        config=theme.PLOTLY_CONFIG,
        alt=charts.forecasts_alt(rows),
    )
    forecast_table.show_forecasts(held.places, view.half_term.name, row_doors(view, held), explained_at(held))
    notes.footnotes(forecast_words.on_what_it_rests(held))
    behind.behind(
        lambda: forecasts_table(held),
        key="forecasts",
        file_name=f"forecasts-{measure.replace('_', '-')}-{view.half_term.slug}",
    )


def in_brief(held: Forecasts) -> list[str]:
    """The answer, before any picture: the trust's forecast (a head's: the school's), and how many schools
    stand how against their targets."""
    last = held.places[-1]
    low, high = last.forecast.likely
    said = (
        f"{wording.short_school(last.school)}: {formats.rounded(last.forecast.mean)} of "
        f"{formats.pupils(last.forecast.pupils)} forecast to meet it, likely {low} to {high}"
    )
    if last.target is not None and last.against is not None:
        needed, stands = last.target.pupils_needed, wording.in_a_sentence(last.against.label)
        said += f"; the target needs {needed}: {stands}"
    schools = [one for one in held.places if one.school_urn is not None]
    if len(schools) < 2:
        return [f"{said}."]
    counts = Counter(one.against.status if one.against else None for one in schools)
    stand = [
        f"{counts[status]} {wording.in_a_sentence(status.value) if status else 'without a target'}"
        for status in (*Status, None)
        if counts[status]
    ]
    return [f"{said}.", f"Of {len(schools)} schools: {formats.listed(stand)}."]


def row_doors(view: View, held: Forecasts) -> dict[int, RowDoors]:
    """By school: to its own page, to What if, and a warning where its forecast goes against its record."""
    to: dict[str, str | int | None] = {"year_group": held.year_group, "measure": held.measure}
    unexpected = {one.school_urn for one in held.places if against_the_lean(one.forecast, one.record)}
    warnings = drifts(view, held.measure, held.year_group) if unexpected else {}
    return {
        urn: RowDoors(
            school=navigation.href("school", urn=urn, **to),
            what_if=navigation.href("what_if", urn=urn, **to),
            warning=warnings.get(urn, "") if urn in unexpected else "",
        )
        for urn in (one.school_urn for one in held.places)
        if urn is not None
    }


def explained_at(held: Forecasts) -> dict[int | None, Explained]:
    """By school (None: the trust), where its numbers are explained."""
    return {
        one.school_urn: explanations.of_forecast(
            held.measure, held.half_term, held.year_group, one.school_urn
        )
        for one in held.places
    }


def _why_none(view: View) -> str:
    if view.half_term.ordinal > LAST_HALF_TERM:
        return "In Summer 2 there is nothing left to forecast: results are in, or about to be."
    return "Nobody in this year group has a prediction in this half-term."


def forecasts_table(held: Forecasts) -> Table:
    """One row a place: predicted, forecast with its intervals, target and where it stands, in words."""
    return Table(
        title=f"{JUDGEMENT_MEASURES[held.measure].label}, {held.half_term}: forecasts",
        columns=(
            *("School", "Pupils", "Predicted", "Forecast", "80 % from", "80 % to", "95 % from", "95 % to"),
            *("Target %", "Pupils needed", "As things stand", "In words"),
        ),
        rows=tuple(
            (
                one.school,
                one.forecast.pupils,
                one.forecast.predicted,
                formats.rounded(10 * one.forecast.mean) / 10,
                *one.forecast.likely,
                *one.forecast.nearly_sure,
                one.target.basis_points / 100 if one.target else None,
                one.target.pupils_needed if one.target else None,
                one.against.label if one.against else None,
                in_words(one.forecast, one.record),
            )
            for one in held.places
        ),
    )


def way_to_the_ledger(view: View) -> None:
    """To how right predictions were, for those who may see it."""
    if can(view.scope, Action.SEE_LEDGER):
        notes.way_on("How right predictions of this half-term have been", navigation.href("ledger"))
