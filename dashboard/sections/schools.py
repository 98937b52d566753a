"""Schools beside one another: every headline measure, and one measure in more depth."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import exports, formats, navigation, theme, wording
from dashboard.charts import intervals
from dashboard.drawn_once import drawn_once
from dashboard.figures import Figure, Shown
from dashboard.furniture import behind, heat_table, notes
from dashboard.furniture.heat_table import Row
from dashboard.queries import register
from dashboard.queries.by_school import school_figures
from dashboard.queries.headline import headline_figures
from dashboard.queries.one_cohort import past_predictions
from dashboard.queries.result_counts import result_years
from dashboard.sections import explanations
from dashboard.view import View
from etl.vocabulary import Kind

ONE_BY_ONE = (
    "Ring: what is predicted; full dot: what is judged now. Soft bar: where a school just like it could have "
    "landed; black tick: its target. Schools whose soft bars overlap may well be alike."
)

# Until results are in, an optimistic school cannot be told from a strong one.
ACCURACY = (
    "Predictions are teachers' own. How right each school's past ones were is not yet known, because no "
    "results are in: compare schools with that in mind."
)
PAST = (
    "Predictions are teachers' own. Under each school stands how its last ones of {measure} compared with "
    "the results: compare schools with that in mind."
)


def and_measures(view: View) -> None:
    _and_measures(view)
    behind.behind(
        lambda: exports.figures_table(
            f"Schools and measures, {view.half_term}",
            [*_by_school(view, view.measures), *_together(view)],
            explain=explanations.of_figure,
        ),
        key="schools",
        file_name=f"schools-{view.half_term.slug}-{view.kind.value}",
    )


@drawn_once
def _and_measures(view: View) -> None:
    notes.section(
        "Schools and measures",
        f"{wording.cohort(view.year_group)}, {wording.KIND_WORDS[view.kind]}. Schools by name. A name "
        "leads on, a number explains itself.",
    )
    past = _past(view)
    if view.kind is Kind.PREDICTED:
        measure = wording.in_a_sentence(wording.measure_label(view.measures[0]))
        notes.footnotes([PAST.format(measure=measure) if past else ACCURACY])
    heat_table.heat_table(
        [
            *_rows(_by_school(view, view.measures), past),
            _row("All schools", _together(view), total=True),
        ],
        [(measure, wording.measure_title(measure)) for measure in view.measures],
        caption="Schools and measures",
        first="School",
        leads={
            measure: navigation.href("trust", measure=measure) + "#by-measure" for measure in view.measures
        },
    )


def one_by_one(view: View) -> None:
    """The chosen measure, school by school."""
    _one_by_one(view)
    behind.behind(
        lambda: exports.figures_table(
            f"{wording.measure_label(view.chosen.measure)}, {view.half_term}",
            _by_school(view, [view.chosen.measure]),
            explain=explanations.of_figure,
        ),
        key="one_by_one",
        file_name=f"{view.chosen.measure.replace('_', '-')}-{view.half_term.slug}",
    )


@drawn_once
def _one_by_one(view: View) -> None:
    figures = _by_school(view, [view.chosen.measure])
    notes.subsection("School by school", f"{ONE_BY_ONE} {wording.england_is_of_the_end(figures)}".strip())
    names = wording.short_schools([figure.school or "" for figure in figures])
    rows = [(names[figure.school or ""], figure) for figure in figures]
    st.plotly_chart(
        intervals.intervals_chart(rows, theme.current_look()),
        key="school_by_school",
        theme=None,
        config=theme.PLOTLY_CONFIG,
        alt=intervals.intervals_alt(rows),
    )


def _by_school(view: View, measures: list[str]) -> list[Figure]:
    return school_figures(view.published, view.scope, view.half_term, view.kind, view.year_group, measures)


def _together(view: View) -> list[Figure]:
    return headline_figures(
        view.published, view.scope, view.half_term, view.kind, view.year_group, measures=view.measures
    )


def said_of_predictions(view: View, measure: str, urns: Sequence[int]) -> list[str]:
    """How right some schools' last predictions of a measure were, a sentence a school by name.

    Where no results are in, that it is not known; of a school whose results may not be seen, nothing.
    """
    names = register.schools(view.published)
    past = past_of(view, measure, [urn for urn in names if urn in urns])
    said = [f"{names[urn]}, {words}." for urn, words in past.items()]
    return said or [ACCURACY]


def _past(view: View) -> dict[int, str]:
    """By school, how its predictions for the last Year 6 compared with what came; empty without results."""
    return past_of(view, view.measures[0], list(register.schools(view.published)))


def past_of(view: View, measure: str, urns: list[int]) -> dict[int, str]:
    """The same of one measure and some schools."""
    years = result_years(view.published)
    if view.kind is not Kind.PREDICTED or not years:
        return {}
    held = past_predictions(view.published, view.scope, measure, years[-1], urns)
    return {
        urn: f"Year 6 of {years[-1]}: {formats.percent(predicted.percentage)} predicted in "
        f"{predicted.half_term.name}, {formats.percent(result.value)} achieved"
        for urn, (predicted, result) in held.items()
    }


def _rows(figures: Sequence[Figure], past: dict[int, str]) -> list[Row]:
    by_school: dict[int, list[Figure]] = {}
    for figure in figures:
        if figure.school_urn is not None:
            by_school.setdefault(figure.school_urn, []).append(figure)
    return [_row(theirs[0].school or "", theirs, past=past.get(urn, "")) for urn, theirs in by_school.items()]


def _note(figures: Sequence[Figure], on_roll: int | None) -> str:
    if on_roll is not None:
        return f"{formats.pupils(on_roll)} on roll"
    return wording.NOTHING_COUNTED if figures and figures[0].shown is Shown.NO_DATA else ""


def _row(label: str, figures: Sequence[Figure], *, past: str = "", total: bool = False) -> Row:
    urn = figures[0].school_urn if figures else None
    on_roll = next((one.denominator for one in figures if one.denominator is not None), None)
    return Row(
        label=label,
        note=". ".join(one for one in (_note(figures, on_roll), past) if one),
        figures={figure.measure: figure for figure in figures},
        href=navigation.href("school", urn=urn) if urn else None,
        explained={figure.measure: explanations.of_figure(figure) for figure in figures},
        total=total,
    )
