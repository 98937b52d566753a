"""How right predictions were: band by band, school by school, and half-term by half-term."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import streamlit as st

from dashboard import exports, formats, navigation, theme, wording
from dashboard.charts import rates as charts
from dashboard.charts.rates import RateRow
from dashboard.exports import Explained, Linked, Table
from dashboard.forecast_words import OUTCOME
from dashboard.furniture import behind, notes, outcome_matrix
from dashboard.furniture.folded import folded
from dashboard.ledger_words import (
    POOLED,
    came_as_predicted,
    in_brief,
    is_together,
    left_out_words,
    likely_words,
    right_column,
    right_words,
)
from dashboard.queries.forecasts import LAST_HALF_TERM, scale_of, subjects_of
from dashboard.queries.ledger import Ledger, Rightness, ledger
from dashboard.queries.register import schools
from dashboard.sections import explanations
from dashboard.sections.drift import subject_label
from dashboard.sections.predictions import chosen_measure
from dashboard.view import View
from etl.half_terms import HALF_TERM_NAMES
from etl.measures import JUDGEMENT_MEASURES

Explain = Callable[[Rightness], str]  # where a place's numbers explain themselves

AT_ONCE = 12  # so many schools stand on the page whole; a longer table scrolls in its box

NONE_KNOWN = "No outcomes are known yet: how right these predictions are cannot be said."


def ordinal_of(view: View) -> int:
    """The half-term of the year whose predictions are held against what came."""
    return min(view.half_term.ordinal, LAST_HALF_TERM)


def ledger_measures(view: View) -> list[str]:
    """The chosen measure, and of all three subjects together each of them after it."""
    measure = chosen_measure(view)
    return [measure, *subjects_of(measure)]


def how_right(view: View) -> None:
    """Predictions against what they came to: of the chosen measure, and folded away of its subjects."""
    year_group = view.year_group or 6
    ordinal = ordinal_of(view)
    notes.section(
        f"Predictions of {HALF_TERM_NAMES[ordinal - 1]}, and what they came to",
        f"{wording.cohort(year_group)}, the latest years of which it is known what pupils came to, together. "
        f"{OUTCOME[year_group == 6]} Absent pupils say nothing about a prediction and are left out.",
        place="how-right",
    )
    held = {
        measure: found
        for measure in ledger_measures(view)
        if (found := ledger(view.published, view.scope, ordinal, measure, year_group)) is not None
    }
    if not held:
        notes.note(NONE_KNOWN)
        return
    first, *others = held
    _one_measure(view, held[first], first)
    for measure in others:
        label = subject_label(measure)
        if held[measure].places:
            folded(
                partial(_one_measure, view, held[measure], measure),
                label=f"{label}: {in_brief(held[measure].places[-1], measure)}",
                key=_key(measure),
            )
    notes.footnotes(
        left_out_words(
            {subject_label(measure): found for measure, found in held.items()}, schools(view.published)
        )
    )


def _key(measure: str) -> str:
    return f"how_right_{JUDGEMENT_MEASURES[measure].subject}"


def _one_measure(view: View, found: Ledger, measure: str) -> None:
    label, key = subject_label(measure), _key(measure)

    def explain(place: Rightness) -> str:
        return explanations.of_ledger(
            measure, found.years, ordinal_of(view), view.year_group or 6, place.school_urn
        )

    if not found.places:
        notes.subsection(label)
        return
    whole = found.places[-1]
    whose = "all schools" if whole.school_urn is None else whole.school
    notes.subsection(f"{label}, {whose}", right_words(whole, measure))
    outcome_matrix.show_matrix(whole.accuracy, scale_of(measure)[2], explain(whole))
    if len(found.places) > 1:
        doors = doors_of(found, measure, view.year_group or 6)
        places = school_by_school(measure, found, doors, explain)
        behind.table(places, whole=len(found.places) <= AT_ONCE)
    behind.behind(lambda: rightness_table(measure, found, explain), key=key, file_name=key.replace("_", "-"))


def doors_of(found: Ledger, measure: str, year_group: int) -> dict[int | None, str]:
    """To each school's own page, at the year group and measure."""
    return {
        one.school_urn: navigation.href("school", urn=one.school_urn, year_group=year_group, measure=measure)
        for one in found.places
        if one.school_urn is not None
    }


def school_by_school(measure: str, found: Ledger, doors: Mapping[int | None, str], explain: Explain) -> Table:
    """The same in brief, as it stands on the page; a school's name is a door, and so is what was right."""
    return Table(
        title=f"{subject_label(measure)}: how right predictions were, school by school",
        columns=(
            *("School", right_column(measure), "Likely in the long run"),
            *("Predicted to meet", "Met"),
        ),
        rows=tuple(
            (
                Linked(wording.short_school(one.school), doors[one.school_urn])
                if one.school_urn in doors
                else one.school,
                Linked(
                    f"{formats.percent(100 * one.accuracy.hit_rate)} of {one.accuracy.pupils}", explain(one)
                ),
                likely_words(one),
                one.accuracy.predicted_to_reach,
                one.accuracy.reached,
            )
            for one in found.places
        ),
    )


def rightness_table(measure: str, found: Ledger, explain: Explain) -> Table:
    """One row a place: how many of its predictions came true, and which way they leaned.

    The ranked probability score is of bands: of met or not it would only be the share that came otherwise.
    """
    together = is_together(measure)
    apart = (
        ("Predicted, not met %", "Met, not predicted %") if together else ("Came lower %", "Came higher %")
    )
    return Table(
        title=f"{subject_label(measure)}: how right predictions were",
        columns=(
            *("School", "Years", "Pupils", f"{right_column(measure)} %", "from", "to"),
            *("Likely in the long run %", "9 in 10 from", "9 in 10 to", *apart, "Predicted to meet", "Met"),
            *("Predicted too many", "In points", "points from", "points to"),
            *(() if together else ("Score (0 is best)",)),
        ),
        rows=tuple(
            (
                one.school,
                len(one.years),
                Explained(one.accuracy.pupils, explain(one)),
                exports.whole(100 * one.accuracy.hit_rate),
                exports.whole(100 * one.accuracy.hit_low),
                exports.whole(100 * one.accuracy.hit_high),
                *([exports.whole(100 * rate) for rate in one.own_rate] if one.own_rate else [None] * 3),
                exports.whole(100 * one.accuracy.over_rate),
                exports.whole(100 * one.accuracy.under_rate),
                one.accuracy.predicted_to_reach,
                one.accuracy.reached,
                one.accuracy.net_over_prediction,
                exports.whole(one.accuracy.net_points),
                *(exports.whole(100 * end) for end in one.accuracy.net_plausibly),
                *(() if together else (round(one.accuracy.ranked_probability_score, 3),)),
            )
            for one in found.places
        ),
        notes=(
            "Schools by name. With few pupils the share that came true may differ much by chance.",
            POOLED,
        ),
    )


def over_the_year(view: View) -> None:
    """The share that came as predicted, half-term by half-term: does it get better towards the summer?"""
    known = [one for one in ledger_measures(view) if half_term_rows(view, [one])[0]]
    if not known:
        return
    measure, *others = known
    notes.section(
        "Half-term by half-term",
        f"How many {came_as_predicted(measure)}, by when it was predicted. The soft bar is where the share "
        "could plausibly lie.",
        place="over-the-year",
    )
    _rates(half_term_rows(view, [measure])[0], "over_the_year")
    if others:
        folded(
            lambda: _rates(half_term_rows(view, others)[0], "over_the_year_each"),
            label=f"{formats.listed([subject_label(others[0]), *map(_within, others[1:])])}: how many "
            f"{came_as_predicted(others[0])}",
            key="over_the_year_each",
        )
    behind.behind(
        lambda: half_term_table(half_term_rows(view, known)[1]),
        key="ledger_half_terms",
        file_name="how-right-by-half-term",
    )


def _within(measure: str) -> str:
    return wording.in_a_sentence(subject_label(measure))


def _rates(rows: Sequence[RateRow], key: str) -> None:
    st.plotly_chart(
        charts.rates_chart(rows, theme.current_look()),
        key=key,
        theme=None,
        config=theme.PLOTLY_CONFIG,
        alt=charts.rates_alt(rows),
    )


def half_term_rows(view: View, measures: Sequence[str]) -> tuple[list[RateRow], list[tuple[object, ...]]]:
    """A row a measure and half-term, of the trust or (a head's) of the school; and the same as numbers."""
    rows: list[RateRow] = []
    lines: list[tuple[object, ...]] = []
    for measure in measures:
        for ordinal in range(1, LAST_HALF_TERM + 1):
            found = ledger(view.published, view.scope, ordinal, measure, view.year_group or 6)
            if found is None or not found.places:
                continue
            place = found.places[-1]
            held = place.accuracy
            name = HALF_TERM_NAMES[ordinal - 1]
            label = f"{subject_label(measure)}, {name}" if len(measures) > 1 else name
            counted = formats.count_of(held.hits, held.pupils)
            share = formats.percent(100 * held.hit_rate)
            plausibly = formats.interval(100 * held.hit_low, 100 * held.hit_high)
            rows.append(
                RateRow(
                    label=label,
                    beside=f"<b>{share}</b>  {counted}",
                    said=f"{label}: {counted} {came_as_predicted(measure)}, {share}, plausibly {plausibly}.",
                    share=held.hit_rate,
                    low=held.hit_low,
                    high=held.hit_high,
                )
            )
            ends = (exports.whole(100 * end) for end in (held.hit_rate, held.hit_low, held.hit_high))
            years, urn = found.years, place.school_urn
            explain = explanations.of_ledger(measure, years, ordinal, view.year_group or 6, urn)
            pupils = Explained(held.pupils, explain)
            lines.append((place.school, subject_label(measure), name, held.hits, pupils, *ends))
    return rows, lines


def half_term_table(lines: Sequence[tuple[object, ...]]) -> Table:
    """One row a measure and half-term of the year: how many came as predicted then."""
    return Table(
        title="How right predictions were",
        columns=("School", "Of", "Predicted in", "As predicted", "Pupils", "As predicted %", "from", "to"),
        rows=tuple(lines),
    )
