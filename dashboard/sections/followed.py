"""The chosen year group followed back through its years in the school."""

from __future__ import annotations

import streamlit as st

from dashboard import exports, formats, theme, wording
from dashboard.charts import followed as charts
from dashboard.exports import Linked, Table
from dashboard.figures import Figure
from dashboard.furniture import behind, notes
from dashboard.queries.followed import Followed, followed
from dashboard.sections import explanations
from dashboard.view import View
from etl.vocabulary import Kind, year_group_label

TITLE = "The same children, year by year"
HOW_TO_READ = (
    "Ring and dotted line: predicted for that year's end. Dot and full line: judged then. Bars are plausible "
    "ranges. At each broken line a new year's expectations began, and judgements are not joined over it. "
    "+ and \N{MINUS SIGN} count who joined and left."
)


def up_the_school(view: View, urn: int) -> None:
    """Nothing where no one year group is chosen, or there are not two half-terms to set side by side."""
    if view.year_group is None or view.year_group < 1:
        return
    held = followed(view.published, view.scope, urn, view.chosen.measure, view.year_group, view.half_term)
    half_terms = {
        figure.half_term for kind in (Kind.PREDICTED, Kind.CURRENT) for figure in charts.drawn(held, kind)
    }
    if len(half_terms) < 2:
        return
    notes.subsection(TITLE, HOW_TO_READ, place="followed")
    notes.note(summary(held))
    st.plotly_chart(
        charts.followed_chart(held, theme.current_look()),
        key="followed",
        theme=None,
        config=theme.PLOTLY_CONFIG,
        alt=charts.followed_alt(held),
    )
    behind.behind(
        lambda: followed_table(held),
        key="followed",
        file_name=f"{urn}-followed-{view.chosen.measure.replace('_', '-')}-{view.half_term.slug}",
    )


def summary(held: Followed) -> str:
    """“Of the 58 in Year 6 now, 52 were here in Autumn 1 of Year 4; since then 8 joined and 6 left.”"""
    first, last = held.steps[0], held.steps[-1]
    since = f"{first.half_term.name} of {year_group_label(first.year_group)}"
    here = (
        f"Of {formats.pupils(last.on_roll)} in {year_group_label(last.year_group)} in {last.half_term.name}"
    )
    verb = "was" if held.still_here == 1 else "were"
    moves = f"From one half-term to the next, {held.joined} joined in all and {held.left} left."
    if not held.joined + held.left:
        moves = "Nobody joined or left in between."
    return f"{here}, {held.still_here} {verb} here in {since}. {moves}"


def followed_table(held: Followed) -> Table:
    """One row a half-term: the cohort then, who came and went, and what was predicted and judged."""
    return Table(
        title=f"{wording.measure_label(held.measure)}: {TITLE.lower()}",
        columns=(
            "Half-term",
            "Year group",
            "On roll",
            "Joined",
            "Left",
            "Predicted",
            "Predicted %",
            "Predicted, from",
            "Predicted, to",
            "Judged then",
            "Judged %",
            "Judged, from",
            "Judged, to",
        ),
        rows=tuple(
            (
                str(step.half_term),
                year_group_label(step.year_group),
                step.on_roll,
                step.joined,
                step.left,
                *_cells(step.predicted),
                *_cells(step.current),
            )
            for step in held.steps
        ),
    )


def _cells(figure: Figure | None) -> tuple[object, ...]:
    if figure is None:
        return (None, None, None, None)
    if not wording.has_percentage(figure):
        why = f"{wording.count(figure)}, {wording.why_no_percentage(figure)}"
        return (Linked(why, explanations.of_figure(figure)), None, None, None)
    return (
        Linked(wording.count(figure), explanations.of_figure(figure)),
        *(exports.whole(one) for one in (figure.percentage, figure.low, figure.high)),
    )
