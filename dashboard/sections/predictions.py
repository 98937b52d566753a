"""Forecasts of the year's end, and how right predictions have been."""

from __future__ import annotations

import streamlit as st

from dashboard import exports, formats, theme, wording
from dashboard.charts import forecasts as charts
from dashboard.exports import Table
from dashboard.forecast.track_record import in_words
from dashboard.furniture import behind, forecast_table, notes
from dashboard.queries.forecasts import (
    FORECAST_MEASURES,
    LAST_HALF_TERM,
    Forecasts,
    Rightness,
    forecasts,
    rightness,
)
from dashboard.view import View
from etl.half_terms import HALF_TERM_NAMES
from etl.measures import JUDGEMENT_MEASURES
from etl.vocabulary import RWM, RWM_SUBJECTS, Standard

HOW_TO_READ = (
    "Ring: what teachers predict. Diamond: the forecast, which learns from what past predictions came to. "
    "The soft bar holds eight results in ten; the tall tick is the target. A forecast is never a teacher's."
)
OUTCOME = {
    True: "Held against key stage 2 results.",
    False: "Held against the teachers' own judgement in Summer 2: there is no test in this year group.",
}


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
    rows = [(wording.short_school(one.school), one) for one in held.places]
    st.plotly_chart(
        charts.forecasts_chart(rows, theme.current_look()),
        key="forecasts",
        theme=None,
        config=theme.PLOTLY_CONFIG,
        alt=charts.forecasts_alt(rows),
    )
    forecast_table.show_forecasts(held.places)
    notes.footnotes(record_words(held, year_group))
    behind.behind(
        lambda: forecasts_table(held),
        key="forecasts",
        file_name=f"forecasts-{measure.replace('_', '-')}-{view.half_term.slug}",
    )


def _why_none(view: View) -> str:
    if view.half_term.ordinal > LAST_HALF_TERM:
        return "In Summer 2 there is nothing left to forecast: results are in, or about to be."
    return "Nobody in this year group has a prediction in this half-term."


def record_words(held: Forecasts, year_group: int) -> list[str]:
    """What the forecast rests on, and how its own past ones did."""
    said = [OUTCOME[year_group == 6]]
    if not held.calibrated:
        said.append(
            "Not yet calibrated: the trust's own history is too short to learn from, so that how much "
            "predictions stray is a general assumption."
        )
    record = held.record
    if record is not None:
        past = f"{record.likely_held} of {record.forecasts} past results fell inside the bar"
        words = f"Had forecasts been made in the past at this half-term, {past}"
        if record.enough_to_claim:
            words += f" ({formats.interval(100 * record.low, 100 * record.high)} in the long run)"
        else:
            words += ": too few yet to promise eight in ten"
        words += (
            f". They were {record.error:.0f} points out on average, predictions at face value "
            f"{record.error_at_face_value:.0f}."
        )
        said.append(words)
    return said


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


def how_right(view: View) -> None:
    """Predicted bands against what they came to, of the chosen measure's subject: the ledger."""
    measure = chosen_measure(view)
    year_group = view.year_group or 6
    ordinal = min(view.half_term.ordinal, LAST_HALF_TERM)
    notes.section(
        f"How right predictions of {HALF_TERM_NAMES[ordinal - 1]} have been",
        f"{wording.cohort(year_group)}, all years of which it is known what pupils came to, together. "
        f"{OUTCOME[year_group == 6]} Absent pupils say nothing about a prediction and are left out.",
        place="how-right",
    )
    known = JUDGEMENT_MEASURES[measure]
    standard = known.standard or Standard.EXPECTED
    subjects = [one.value for one in RWM_SUBJECTS] if known.subject == RWM else [known.subject]
    shown = False
    for subject in subjects:
        found = rightness(view.published, view.scope, ordinal, f"{subject}_{standard.value}", year_group)
        if not found:
            continue
        shown = True
        _one_subject(found, subject, key=f"how_right_{subject}")
    if not shown:
        notes.note("No outcomes are known yet: how right these predictions are cannot be said.")


def _one_subject(found: list[Rightness], subject: str, *, key: str) -> None:
    whole = found[-1]
    label = JUDGEMENT_MEASURES[f"{subject}_expected"].label
    whose = "all schools" if whole.school_urn is None else whole.school
    notes.subsection(f"{label}, {whose}", right_words(whole))
    forecast_table.show_matrix(whole)
    if len(found) > 1:
        behind.table(school_by_school(label, found))
    behind.behind(lambda: rightness_table(label, found), key=key, file_name=key.replace("_", "-"))


def right_words(held: Rightness) -> str:
    """“Of 960 pupils 71 % came to the band predicted (68–74 %); 20 % lower, 9 % higher. …”"""
    found = held.accuracy
    years = "1 year" if len(held.years) == 1 else f"{len(held.years)} years"
    said = (
        f"Of {formats.pupils(found.pupils)} over {years}, "
        f"{formats.percent(100 * found.hit_rate)} came to the band predicted "
        f"({formats.interval(100 * found.hit_low, 100 * found.hit_high)}), "
        f"{formats.percent(100 * found.over_rate)} to a lower and "
        f"{formats.percent(100 * found.under_rate)} to a higher one. "
    )
    net = found.net_over_prediction
    if not net:
        return said + "As many met the standard as were predicted to."
    way = "more" if net > 0 else "fewer"
    leaning = "more than chance" if found.one_way < 0.05 else "which could be chance"
    return said + f"{abs(net):,} {way} were predicted to meet the standard than did; {leaning}."


def school_by_school(label: str, found: list[Rightness]) -> Table:
    """The same in brief, as it stands on the page."""
    return Table(
        title=f"{label}: how right predictions were, school by school",
        columns=("School", "Pupils", "Band right", "Plausibly", "Predicted to meet", "Met"),
        rows=tuple(
            (
                one.school,
                one.accuracy.pupils,
                formats.percent(100 * one.accuracy.hit_rate),
                formats.interval(100 * one.accuracy.hit_low, 100 * one.accuracy.hit_high),
                one.accuracy.predicted_to_reach,
                one.accuracy.reached,
            )
            for one in found
        ),
    )


def rightness_table(label: str, found: list[Rightness]) -> Table:
    """One row a place: how many of its predictions came true, and which way they leaned."""
    return Table(
        title=f"{label}: how right predictions were",
        columns=(
            *("School", "Years", "Pupils", "Band right %", "from", "to", "Came lower %", "Came higher %"),
            *("Predicted to meet", "Met", "Predicted too many"),
        ),
        rows=tuple(
            (
                one.school,
                len(one.years),
                one.accuracy.pupils,
                exports.whole(100 * one.accuracy.hit_rate),
                exports.whole(100 * one.accuracy.hit_low),
                exports.whole(100 * one.accuracy.hit_high),
                exports.whole(100 * one.accuracy.over_rate),
                exports.whole(100 * one.accuracy.under_rate),
                one.accuracy.predicted_to_reach,
                one.accuracy.reached,
                one.accuracy.net_over_prediction,
            )
            for one in found
        ),
        notes=("Schools by name. With few pupils the share that came true may differ much by chance.",),
    )
