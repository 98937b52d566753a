"""One measure's results: of the trust or a school over the years, of every school, and in a funnel."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import formats, result_wording, theme, wording
from dashboard.charts import funnel, result_years
from dashboard.figures import Shown
from dashboard.furniture import behind, notes
from dashboard.furniture.markup import door, safe, show
from dashboard.queries.result_counts import years_up_to
from dashboard.queries.results import ResultCohort, results
from dashboard.result_figures import ResultFigure
from dashboard.results_view import ResultsView
from dashboard.sections import explanations
from dashboard.sections.result_years import results_table
from dashboard.sections.statutory import results_href
from etl.measures import MEASURES, Unit

CHARTS_AT_ONCE = 12
IN_SHORT = ("ks2_rwm_expected", "ks2_reading_expected", "ks2_writing_expected", "ks2_maths_expected")
ALL_SHOWN = "all_schools"
WIDENED = (
    "So many schools differ by more than chance that the lines are limits after allowing for ordinary "
    "differences between schools."
)
HEIGHT_ALONE = 280

OVER_THE_YEARS = (
    "Each dot is a year's children, its bar where they could plausibly have landed; the dotted line is "
    "England, the diamond the authority."
)
FUNNEL = (
    "Each dot is a school. Inside the curved lines it may differ from the straight one by chance alone, and "
    "the fewer its pupils the more it may. A ring lies outside the inner lines. This is not a ranking."
)


def over_the_years(view: ResultsView) -> None:
    """The chosen measure of the trust or the school, alone and large."""
    figures = _years(view, [view.school_urn])
    if not any(result_wording.has_value(one) or result_wording.count(one) for one in figures):
        return
    notes.subsection("Year by year", OVER_THE_YEARS)
    st.plotly_chart(
        result_years.result_years_chart(
            figures,
            theme.current_look(),
            span=result_years.common_span(figures),
            height=HEIGHT_ALONE,
            labelled=True,
        ),
        key="result_years",
        theme=None,
        config=theme.PLOTLY_CONFIG,
        alt=result_years.result_years_alt(figures),
    )
    _behind(view, figures, "result_years")


def beside_one_another(view: ResultsView) -> None:
    """The schools of the trust; nothing on a school's own page."""
    if view.school_urn is None:
        funnel_of_schools(view)
        every_school(view)


def every_school(view: ResultsView) -> None:
    """A small chart a school, on one scale, in the order of their names."""
    figures = _years(view, list(view.names))
    by_school: dict[int, list[ResultFigure]] = {}
    for one in figures:
        if one.school_urn is not None:
            by_school.setdefault(one.school_urn, []).append(one)
    held = {
        urn: theirs
        for urn, theirs in by_school.items()
        if any(one.shown is not Shown.NO_DATA for one in theirs)
    }
    if not held:
        return
    notes.subsection(
        "School by school", "All on one scale. Schools whose soft bars overlap may well be alike."
    )
    everything = st.query_params.get(ALL_SHOWN) == "yes"
    shown = list(held.items())[: None if everything else CHARTS_AT_ONCE]
    span = result_years.common_span(figures)
    short = wording.short_schools(list(view.names.values()))
    with st.grid(4, min_column_width=230, gap="medium", key="multiples"):
        for urn, theirs in shown:
            with st.container(gap=None, key=f"multiple_{urn}"):
                href = results_href(urn, view.measure, view.academic_year) + "#by-measure"
                show(f'<h4 class="multiple">{door(href, safe(short[view.names[urn]]))}</h4>')
                st.plotly_chart(
                    result_years.result_years_chart(theirs, theme.current_look(), span=span),
                    key=f"result_years_{urn}",
                    theme=None,
                    config=theme.PLOTLY_CONFIG,
                    alt=result_years.result_years_alt(theirs),
                )
    if len(held) > len(shown):
        href = results_href(None, view.measure, view.academic_year)
        more = f"{href}{'&' if '?' in href else '?'}{ALL_SHOWN}=yes#by-measure"
        show(f"<p>{door(more, f'Show all {len(held)} schools')}</p>")
    _behind(view, figures, "result_schools")


def funnel_of_schools(view: ResultsView) -> None:
    """Every school's share in the chosen year against how many pupils stand behind it."""
    assert view.measure is not None
    assert view.academic_year is not None
    if MEASURES[view.measure].unit is not Unit.PERCENT:
        return
    found = results(
        view.published,
        view.scope,
        [
            ResultCohort(measure=view.measure, academic_year=view.academic_year, school_urn=urn)
            for urn in (None, *view.names)
        ],
    )
    trust, schools = found[0], found[1:]
    drawn = [one for one in schools if result_wording.has_value(one)]
    england = trust.england
    same_year = england is not None and england.academic_year == view.academic_year
    if len(drawn) < 2 or (not same_year and not result_wording.has_value(trust)):
        return
    centre, label = _centre(trust)
    notes.subsection(f"Schools and their size, {view.academic_year}", FUNNEL)
    short = wording.short_schools(list(view.names.values()))
    rows = [(short[one.school or ""], one) for one in schools]
    held = funnel.held_against(schools, centre, label)
    notes.note(standing_out(rows, held))
    st.plotly_chart(
        funnel.funnel_chart(rows, theme.current_look(), held),
        key="funnel",
        theme=None,
        config=theme.PLOTLY_CONFIG,
        alt=funnel.funnel_alt(rows, held),
    )
    left_out = [short[one.school or ""] for one in schools if not result_wording.has_value(one)]
    said = [f"Not drawn, for want of results or of enough pupils: {', '.join(left_out)}."] if left_out else []
    if not same_year:
        said.append(
            f"England's figure of {view.academic_year} is not here yet: held against the trust's own."
        )
    notes.footnotes(said)
    _behind(view, schools, "funnel")


def standing_out(rows: Sequence[tuple[str, ResultFigure]], held: funnel.Held) -> str:
    """Who lies outside what chance explains, and how many would by chance alone."""
    drawn = [(name, one) for name, one in rows if result_wording.has_value(one)]
    outside = [(name, one) for name, one in drawn if not held.inside(one)]
    above = [name for name, one in outside if (one.value or 0.0) > held.against]
    below = [name for name, one in outside if (one.value or 0.0) < held.against]
    if not outside:
        return f"No school lies outside what chance alone explains: all {len(drawn)} could be alike."
    said = [
        f"{formats.listed(names)} {'lies' if len(names) == 1 else 'lie'} {way} what chance alone explains"
        for way, names in (("above", above), ("below", below))
        if names
    ]
    rest = len(drawn) - len(outside)
    others = ""
    if rest:
        others = f" The other {'one' if rest == 1 else rest} could be chance."
    return f"{'; '.join(said)}.{others} Chance would put one school in twenty outside these lines."


def in_short(view: ResultsView) -> None:
    """Key stage 2 in a sentence or two: the trust's or the school's, and which schools stand out."""
    assert view.academic_year is not None
    measure = next((one for one in IN_SHORT if one in view.measures), None)
    if measure is None:
        return
    places = [view.school_urn] if view.school_urn is not None else [None, *view.names]
    found = results(
        view.published,
        view.scope,
        [ResultCohort(measure=measure, academic_year=view.academic_year, school_urn=urn) for urn in places],
    )
    whole = found[0]
    if not result_wording.has_value(whole):
        return
    parts = [result_wording.briefly(whole), result_wording.target(whole), result_wording.against(whole)]
    words = ". ".join(one for one in parts if one)
    sentence = f"{MEASURES[measure].label}, {view.academic_year}: {words}."
    drawn = [one for one in found[1:] if result_wording.has_value(one)]
    if len(drawn) > 1:
        short = wording.short_schools(list(view.names.values()))
        centre, label = _centre(whole)
        held = funnel.held_against(drawn, centre, label)
        sentence += f" {standing_out([(short[one.school or ''], one) for one in drawn], held)}"
    notes.note(sentence)


def _centre(trust: ResultFigure) -> tuple[float, str]:
    """What schools are held against: England of that year, else the trust itself."""
    england = trust.england
    if england is not None and england.academic_year == trust.academic_year:
        return england.value, f"England {england.academic_year}"
    return trust.value or 0.0, "The trust"


def _years(view: ResultsView, places: Sequence[int | None]) -> list[ResultFigure]:
    assert view.measure is not None
    assert view.academic_year is not None
    return results(
        view.published,
        view.scope,
        [
            ResultCohort(measure=view.measure, academic_year=year, school_urn=urn)
            for urn in places
            for year in years_up_to(view.academic_year, view.years)
        ],
    )


def _behind(view: ResultsView, figures: Sequence[ResultFigure], key: str) -> None:
    measure = view.measure or ""
    behind.behind(
        lambda: results_table(MEASURES[measure].label, figures, explain=explanations.of_result),
        key=key,
        file_name=f"{key.replace('_', '-')}-{measure.replace('_', '-')}",
    )
