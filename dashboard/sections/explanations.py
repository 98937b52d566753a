"""“Explain this number” on every page: the address of each explanation, and the one that is asked for.

In a table a name leads on and a number explains itself; a tile says so in words beneath it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from dashboard import address, explainable, formats, wording
from dashboard.access import AccessDenied, Scope
from dashboard.explainable import CHANCES, FORECAST, LEDGER, RESULT, Number
from dashboard.explorer import words
from dashboard.explorer.result_widgets import AGAINST_LABELS
from dashboard.figures import Figure
from dashboard.furniture import explained, explained_sums
from dashboard.furniture.chances_explained import chances_explained_html
from dashboard.furniture.forecast_explained import forecast_explained_html
from dashboard.furniture.forecast_table import Explained
from dashboard.furniture.ledger_explained import ledger_explained_html
from dashboard.furniture.result_explained import result_explained_html
from dashboard.queries.explain import explain
from dashboard.queries.explain_chances import explain_chances
from dashboard.queries.explain_explored import (
    CellExplanation,
    ResultCellExplanation,
    explain_cell,
    explain_result_cell,
)
from dashboard.queries.explain_forecasts import explain_forecast
from dashboard.queries.explain_ledger import explain_ledger
from dashboard.queries.explain_results import explain_result
from dashboard.queries.explored_question import Against
from dashboard.queries.register import schools
from dashboard.queries.result_counts import result_years
from dashboard.result_figures import ResultFigure
from dashboard.results_view import ResultsView
from dashboard.view import View
from etl.errors import TrustDataError
from etl.groups import ALL
from etl.half_terms import HalfTerm, parse_academic_year
from etl.measures import MEASURES, Basis
from etl.publish.current import Published

NOT_SHOWN = "This number is not for your role, or there is no such number."


def href(number: Number) -> str:
    """The page's own address with the explanation open, and its half-term named: what is sent on stays the
    same when the next one begins. A list of pupils that stands open does not go with it.

    What is of years gone by leaves the page where it is.
    """
    leads = number.half_term if number.kind not in (LEDGER, CHANCES) else None
    when = {address.HALF_TERM: leads.slug} if leads else {}
    return address.here(**{explained.PARAMETER: explainable.written(number), **when})


def of_figure(figure: Figure, *, by_class: bool = False) -> str:
    return href(explainable.of_figure(figure, by_class=by_class))


def of_result(figure: ResultFigure, against: str = "") -> str:
    """`against`: what the Explorer holds it against."""
    return href(replace(explainable.of_result(figure), against=against))


def of_forecast(measure: str, half_term: HalfTerm, year_group: int, school_urn: int | None) -> Explained:
    """Of a place's forecast, and of the predictions that it is made from."""
    asked = (measure, half_term, year_group, school_urn)
    return Explained(
        predicted=href(explainable.of_prediction(*asked)), forecast=href(explainable.of_forecast(*asked))
    )


def of_ledger(
    measure: str, years: Sequence[str], ordinal: int, year_group: int, school_urn: int | None
) -> str:
    """Of a place in a ledger of those years, whose predictions were made in that half-term of each."""
    return href(explainable.of_ledger(measure, _latest(years, ordinal), year_group, school_urn))


def of_chances(measure: str, years: Sequence[str], ordinal: int, year_group: int) -> str:
    """Of the chances that were given in that half-term of those years."""
    return href(explainable.of_chances(measure, _latest(years, ordinal), year_group))


def _latest(years: Sequence[str], ordinal: int) -> HalfTerm:
    return HalfTerm(parse_academic_year(years[-1]), ordinal)


def open_asked(view: View | ResultsView, urn: int | None = None, class_name: str | None = None) -> None:
    """Open the explanation that the address asks for. Once a page, after all of it is drawn.

    `urn` and `class_name` are what the page is about: an address that names a measure alone means those.
    """
    asked = st.query_params.get(explained.PARAMETER, "")
    number = explainable.read(asked) or _of_the_page(view, asked, urn, class_name)
    if number is None:
        return
    try:
        inside = explained_of(view.published, view.scope, number)
    except AccessDenied as refused:
        inside = explained.refused_html(str(refused))
    except TrustDataError:
        inside = explained.refused_html(NOT_SHOWN)
    explained.dialog(inside)


def explained_of(published: Published, scope: Scope, number: Number) -> str:
    """The explanation's markup, with no more in it than the scope may see.

    Raises AccessDenied or TrustDataError where there is none for the scope.
    """
    if number.kind == FORECAST:
        return forecast_explained_html(explain_forecast(published, scope, number))
    if number.kind == LEDGER:
        return ledger_explained_html(explain_ledger(published, scope, number))
    if number.kind == CHANCES:
        return chances_explained_html(explain_chances(published, scope, number))
    if number.kind == RESULT and number.against:
        held = explain_result_cell(published, scope, number)
        return result_explained_html(held.explanation, result_difference(held))
    if number.kind == RESULT:
        return result_explained_html(explain_result(published, scope, number))
    if number.against:
        return cell_explained_html(explain_cell(published, scope, number), schools(published))
    return explained.explained_html(explain(published, scope, number))


def cell_explained_html(held: CellExplanation, names: dict[int, str]) -> str:
    """A cell of the Explorer may be of any schools, years and groups: all of them are named."""
    figure, number = held.explanation.figure, held.number
    where = "The trust" if not number.schools else _schools(number, names)
    years = words.years_words(number.year_groups) if number.year_groups else wording.YEARS_TOGETHER
    if number.by_class:
        years += f", {wording.class_words(number.class_name)}" if number.class_name else ", in no class"
    whom = words.pupils_words(number.pupils).lower()
    head = ", ".join(one for one in (where, years, whom) if one)
    what = f"{wording.measure_label(figure.measure)}, {wording.KIND_WORDS[figure.kind]}"
    return explained.explained_html(
        held.explanation, f"{head}: {what}: {wording.briefly(figure)}.", difference(held)
    )


def _schools(number: Number, names: dict[int, str]) -> str:
    return formats.listed([names[urn] for urn in number.schools])


def difference(held: CellExplanation) -> list[tuple[str, str]]:
    """How far a cell is from other pupils at their rate; the rest stands in its figure."""
    figure, apart = held.explanation.figure, held.apart
    if (
        held.against not in (Against.TRUST, Against.LAST_YEAR)
        or apart is None
        or apart.percentage is None
        or figure.numerator is None
        or figure.denominator is None
    ):
        return []
    return [
        (
            words.AGAINST_LABELS[held.against],
            explained_sums.at_the_rate_of(
                figure.numerator, figure.denominator, apart.percentage, apart.pupils
            ),
        )
    ]


def result_difference(held: ResultCellExplanation) -> list[tuple[str, str]]:
    """The same of a result; of a mean, one number less the other."""
    figure, apart = held.explanation.figure, held.apart
    if held.against not in (Against.TRUST, Against.LAST_YEAR) or apart is None or figure.value is None:
        return []
    label = AGAINST_LABELS[held.against]
    if apart.pupils is not None and figure.numerator is not None and figure.denominator:
        rate = explained_sums.at_the_rate_of(figure.numerator, figure.denominator, apart.value, apart.pupils)
        return [(label, rate)]
    points = explained_sums.signed(apart.points or 0.0)
    return [(label, f"{figure.value:.1f} here less {apart.value:.1f} there: {points}")]


def _of_the_page(
    view: View | ResultsView, measure: str, urn: int | None, class_name: str | None
) -> Number | None:
    """What a bare measure means: the page's own choices."""
    if measure not in MEASURES:
        return None
    chosen, schools_asked = view.chosen, () if urn is None else (urn,)
    if MEASURES[measure].basis is Basis.STATUTORY:
        years = result_years(view.published)
        year = view.academic_year if isinstance(view, ResultsView) else None
        if not years:
            return None
        return Number(measure=measure, kind=RESULT, academic_year=year or years[-1], schools=schools_asked)
    return Number(
        measure=measure,
        kind=chosen.kind.value,
        half_term=chosen.half_term,
        schools=schools_asked,
        year_groups=() if chosen.year_group is None else (chosen.year_group,),
        pupils=((chosen.group, chosen.group_value),) if chosen.group != ALL.id and urn is None else (),
        by_class=class_name is not None,
        class_name=class_name,
    )
