"""The Results page's head, the head of its part about one measure, and what it says where nothing is held."""

from __future__ import annotations

import streamlit as st

from dashboard import navigation, results_view, this_trust
from dashboard.access import Action, Audience, can
from dashboard.furniture import header, notes
from dashboard.results_view import ResultsView
from dashboard.sections.head import SAMPLE
from dashboard.sections.statutory import results_href
from etl.measures import MEASURES, Unit


def of_results(view: ResultsView) -> None:
    trail: list[tuple[str, str | None]] = []
    if view.school_urn is not None:
        school = view.names[view.school_urn]
        trail = [
            ("Trust dashboard", navigation.href("trust")),
            ("Results", results_href(None)),
            (school, None),
        ]
    title = "Results" if view.school_urn is None else f"Results: {view.names[view.school_urn]}"
    audience = {Audience.BOARD: "Board", Audience.FORUM: this_trust.forum_title()}
    header.page_header(
        title,
        trail=trail,
        lead=held_words(view),
        audience=audience[view.scope.audience] if view.scope.audience else None,
        remark=SAMPLE if this_trust.is_sample() else "",
    )


def held_words(view: ResultsView) -> str:
    """Which years' results are held."""
    if not view.years:
        return "No pupils' results are held here yet. What is published stands below."
    if len(view.years) == 1:
        return f"Pupils' statutory results of {view.years[0]}, and what is published."
    return f"Pupils' statutory results, {view.years[0]} to {view.years[-1]}, and what is published."


def measure_head(view: ResultsView) -> None:
    """The head of the part that is about one measure, with the choice of it."""
    assert view.measure is not None
    rule = MEASURES[view.measure]
    title, choice = st.columns([5, 3], vertical_alignment="bottom")
    with title:
        counted, of = ("Counted", "Out of") if rule.unit is Unit.PERCENT else ("Summed", "Divided by")
        words = f"{counted}: {rule.numerator} {of}: {rule.denominator}"
        notes.section(rule.label, words, place="by-measure")
    with choice:
        results_view.measure_choice(view)


def nothing_yet(view: ResultsView) -> None:
    """No results and nothing published of our schools: how either comes here, for whoever can bring it."""
    link = None
    if can(view.scope, Action.LOAD_RETURN):
        link = ("Load results", navigation.href("load_results"))
    words = ["Results stand here as soon as the first file of pupils' results is loaded."]
    if can(view.scope, Action.MANAGE_SETTINGS):
        words.append(
            "What DfE has published of your schools comes from its open files: python -m etl published FILE"
        )
    notes.empty("No results yet", *words, link=link)
