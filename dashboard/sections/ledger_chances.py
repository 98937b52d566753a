"""How often stated chances came true, and how predictions ran year after year."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import exports, formats, theme, wording
from dashboard.charts import rates as charts
from dashboard.charts.rates import RateRow
from dashboard.exports import Explained, Table
from dashboard.forecast.accuracy import CalibrationPoint
from dashboard.furniture import behind, notes
from dashboard.furniture.folded import folded
from dashboard.ledger_words import net_words
from dashboard.queries.ledger import OverYears, over_years
from dashboard.queries.past_forecasts import FEWEST, Calibration, calibration
from dashboard.sections import explanations
from dashboard.sections.drift import drift_words, place_words, subject_label
from dashboard.sections.ledger import ledger_measures, ordinal_of
from dashboard.sections.predictions import chosen_measure
from dashboard.view import View

HOW_TO_READ = (
    "Each past year was forecast from the years before it alone. Dot and soft bar: of pupils who were given "
    "about the same chance, how many made it. Tall tick: the chance that they were given; where the bar "
    "holds it, the chance held."
)


def how_chances_came_true(view: View) -> None:
    """The calibration of past forecasts, and what predictions at face value would have been worth."""
    measure = chosen_measure(view)
    notes.section("Did stated chances come true?", HOW_TO_READ, place="chances")
    found = calibration(view.published, view.scope, ordinal_of(view), measure, view.year_group or 6)
    if found is None:
        notes.note("No past forecast can be held against an outcome yet: it takes two years of outcomes.")
        return
    rows = calibration_rows(found)
    explained = explanations.of_chances(measure, found.years, ordinal_of(view), view.year_group or 6)
    notes.note(held_words(found.points))
    notes.note(score_words(found, measure))
    notes.explained(explained, "chances and what came")
    st.plotly_chart(
        charts.rates_chart(rows, theme.current_look()),
        key="chances",
        theme=None,
        config=theme.PLOTLY_CONFIG,
        alt=charts.rates_alt(rows),
    )
    said = []
    if found.left_out:
        said.append(f"Chances given to fewer than {FEWEST} pupils are left out: {found.left_out} in all.")
    notes.footnotes(said)
    behind.behind(
        lambda: calibration_table(found, measure, explained),
        key="ledger_chances",
        file_name="chances-and-what-came",
    )


def held_words(points: Sequence[CalibrationPoint]) -> str:
    """“7 of 9 chances held. Of those given 87 %, 17 of 25 made it: fewer than said.”"""
    if not points:
        return f"No chance was given to {FEWEST} pupils or more."
    strayed = [one for one in points if not one.low <= one.stated <= one.high]
    held = len(points) - len(strayed)
    if not strayed:
        return (
            "Yes: every chance that was given held." if held > 1 else "Yes: the chance that was given held."
        )
    said = [f"{formats.count_of(held, len(points))} chances held."]
    said += [
        f"Of those given {formats.percent(100 * one.stated)}, "
        f"{formats.count_of(one.came_true, one.forecasts)} made it: "
        f"{'fewer' if one.observed < one.stated else 'more'} than said."
        for one in strayed
    ]
    return " ".join(said)


def score_words(found: Calibration, measure: str) -> str:
    """“Of 731 pupils over 2 years: forecasts were .053 from what came, predictions at face value .072 …”"""
    years = "1 year" if len(found.years) == 1 else f"{len(found.years)} years"
    head = f"{wording.measure_label(measure)}, {formats.pupils(found.pupils)} of {years}. "
    if found.score_at_face_value is None:
        return (
            f"{head}Forecasts were {found.score:.3f} from what came, where 0 is best and 1 could not be "
            "further off."
        )
    if not found.score_at_face_value > 0:
        return f"{head}Predictions at face value were all right, and no forecast can be closer."
    gain = 100 * (1 - found.score / found.score_at_face_value)
    closer = (
        f"{formats.percent(abs(gain))} {'closer to' if gain > 0 else 'further from'} what came than "
        "predictions at face value"
    )
    return (
        f"{head}Forecasts were {closer}: {found.score:.3f} against {found.score_at_face_value:.3f}, where 0 "
        "is best and 1 could not be further off."
    )


def calibration_rows(found: Calibration) -> list[RateRow]:
    """A row a group of chances, then predictions at face value, which are as good as a promise."""
    rows = [
        _row(f"Given {formats.percent(100 * one.stated)}", one, f"given {formats.percent(100 * one.stated)}")
        for one in found.points
    ]
    for label, point in (
        ("Predicted below, at face value", found.predicted_below),
        ("Predicted to meet, at face value", found.predicted_to_meet),
    ):
        if point is not None:
            rows.append(_row(label, point, label[:1].lower() + label[1:]))
    return rows


def _row(label: str, one: CalibrationPoint, given: str) -> RateRow:
    counted = formats.count_of(one.came_true, one.forecasts)
    share = formats.percent(100 * one.observed)
    plausibly = formats.interval(100 * one.low, 100 * one.high)
    return RateRow(
        label=label,
        beside=f"<b>{share}</b>  {counted}",
        said=f"Of pupils {given}, {counted} made it: {share}, plausibly {plausibly}.",
        share=one.observed,
        low=one.low,
        high=one.high,
        stated=one.stated,
    )


def calibration_table(found: Calibration, measure: str, explained: str) -> Table:
    """One row a group of pupils who were given about the same chance. `explained`: the way to what stands
    behind all of them.
    """
    named = [("Forecast", one) for one in found.points]
    for label, point in (
        ("Predicted below, at face value", found.predicted_below),
        ("Predicted to meet, at face value", found.predicted_to_meet),
    ):
        if point is not None:
            named.append((label, point))
    return Table(
        title=f"{wording.measure_label(measure)}: chances given, and what came",
        columns=("What was said", "Chance given %", "Pupils", "Made it", "Made it %", "from", "to"),
        rows=tuple(
            (
                label,
                exports.whole(100 * one.stated),
                Explained(one.forecasts, explained),
                one.came_true,
                *(exports.whole(100 * share) for share in (one.observed, one.low, one.high)),
            )
            for label, one in named
        ),
    )


def year_after_year(view: View) -> None:
    """Schools whose predictions leaned the same way every year, or whose results left their forecasts."""
    held = [
        (measure, one)
        for measure in ledger_measures(view)
        for one in over_years(view.published, view.scope, ordinal_of(view), measure, view.year_group or 6)
    ]
    if not held:
        return
    chosen = chosen_measure(view)
    own, others = (
        [
            (words, _explained(view, measure, one))
            for measure, one in held
            if (measure == chosen) is of_chosen and (words := year_after_year_words(measure, one))
        ]
        for of_chosen in (True, False)
    )
    notes.section(
        "Year after year",
        f"{len(held):,} {'look' if len(held) == 1 else 'looks'} at a school's predictions in a measure over "
        "the years that are pooled. Named is what leaned one way in each of them and is more than "
        "chance together, or where results drifted from their forecasts.",
        place="year-after-year",
    )
    if not own:
        alone = f" in {wording.in_a_sentence(subject_label(chosen))}" if others else ""
        notes.note(f"Nothing ran one way year after year by more than chance{alone}.")
    notes.explained_footnotes(own)
    if others:
        folded(
            lambda: notes.explained_footnotes(others),
            label=f"In single subjects: {len(others)} named",
            key="year_after_year_each",
        )


def _explained(view: View, measure: str, one: OverYears) -> str:
    """The way to what stands behind a school's years together, as in the ledger above."""
    return explanations.of_ledger(
        measure, one.rightness.years, ordinal_of(view), view.year_group or 6, one.school_urn
    )


def year_after_year_words(measure: str, one: OverYears) -> str:
    """“Predictions in writing at Elm Grove have run high in each of the last three years …”; else empty."""
    place = place_words(measure, one)
    said = []
    low, high = one.rightness.accuracy.net_plausibly
    if (one.high_each_year and low > 0) or (one.low_each_year and high < 0):
        way = "high" if one.high_each_year else "low"
        said.append(
            f"Predictions in {place} have run {way} in each of the last three years with outcomes. "
            f"{net_words(one.rightness)}"
        )
    if words := drift_words(measure, one):
        said.append(words)
    return " ".join(said)
