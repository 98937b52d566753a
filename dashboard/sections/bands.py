"""How a year group's judgements are spread over the bands."""

from __future__ import annotations

import streamlit as st

from dashboard import theme, wording
from dashboard.charts import bands as charts
from dashboard.exports import Table
from dashboard.furniture import behind, notes
from dashboard.furniture.markup import safe, show
from dashboard.queries.bands import Spread, band_spreads
from dashboard.view import View
from etl.vocabulary import Judgement


def over_the_bands(view: View, urn: int) -> None:
    """Of the chosen year group, or of Years 1 to 6."""
    spreads = band_spreads(view.published, view.scope, urn, view.half_term, view.year_group)
    show_spreads(view, urn, spreads, wording.cohort(view.year_group))


def show_spreads(view: View, urn: int, spreads: list[Spread], whose: str) -> None:
    """`whose`: “Year 6”, “Class 4B”. Nothing where nobody is judged."""
    if not spreads:
        return
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
        lambda: bands_table(f"Bands, {whose}, {view.half_term}", spreads),
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


def bands_table(title: str, spreads: list[Spread]) -> Table:
    """One row a subject and kind: pupils in each band, not assessed, and on roll."""
    return Table(
        title=title,
        columns=("Subject", "Kind", *(one.label for one in Judgement), charts.NOT_ASSESSED, "On roll"),
        rows=tuple(
            (
                spread.subject.label,
                spread.kind.label,
                *(spread.pupils[one] for one in Judgement),
                spread.not_assessed,
                spread.on_roll,
            )
            for spread in spreads
        ),
    )
