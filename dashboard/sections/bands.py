"""How a year group's judgements are spread over the bands."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard import explainable, theme, wording
from dashboard.charts import bands as charts
from dashboard.exports import Explained, Table
from dashboard.furniture import behind, notes
from dashboard.furniture.markup import safe, show
from dashboard.queries.bands import Spread, band_spreads
from dashboard.sections import explanations
from dashboard.view import View
from etl.vocabulary import Judgement


def over_the_bands(view: View, urn: int) -> None:
    """Of the chosen year group, or of Years 1 to 6."""
    spreads = band_spreads(view.published, view.scope, urn, view.half_term, view.year_group)
    show_spreads(view, urn, spreads, wording.cohort(view.year_group), view.year_group)


def show_spreads(
    view: View,
    urn: int,
    spreads: list[Spread],
    whose: str,
    year_group: int | None,
    class_name: str | None = None,
) -> None:
    """`whose`: “Year 6”, “Class 4B”. Nothing where nobody is judged."""
    if not spreads:
        return

    def explain(spread: Spread) -> str:
        cohort = (spread.kind, view.half_term, urn, year_group)
        return explanations.href(explainable.of_cohort(spread.subject, *cohort, class_name=class_name))

    notes.subsection(
        "Band by band",
        f"{whose}: pupils in each band. A piece too narrow for its number tells it when pointed at, and in "
        "the table below.",
    )
    show(key_html(charts.key(theme.current_look())))
    st.plotly_chart(
        charts.band_spreads_chart(spreads, theme.current_look()),
        key="bands",
        theme=None,
        config=theme.PLOTLY_CONFIG,
        alt=charts.bands_alt(spreads),
    )
    behind.behind(
        lambda: bands_table(f"Bands, {whose}, {view.half_term}", spreads, explain),
        key="bands",
        file_name=f"{urn}-bands-{view.half_term.slug}",
    )


def key_html(named: list[tuple[str, str]]) -> str:
    """What the fills of the pieces mean: (name, fill) each."""
    items = "".join(
        f'<li><i class="piece" style="background:{fill}" aria-hidden="true"></i> {safe(name)}</li>'
        for name, fill in named
    )
    return f'<ul class="marks-key">{items}</ul>'


def bands_table(title: str, spreads: list[Spread], explain: Callable[[Spread], str]) -> Table:
    """One row a subject and kind: pupils in each band, not assessed, and on roll.

    `explain`: where the figure that a row takes apart explains itself.
    """
    return Table(
        title=title,
        columns=("Subject", "Kind", *(one.label for one in Judgement), charts.NOT_ASSESSED, "On roll"),
        rows=tuple(
            (
                spread.subject.label,
                spread.kind.label,
                *(spread.pupils[one] for one in Judgement),
                spread.not_assessed,
                Explained(spread.on_roll, explain(spread)),
            )
            for spread in spreads
        ),
    )
