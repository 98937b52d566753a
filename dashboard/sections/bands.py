"""How a year group's judgements are spread over the bands."""

from __future__ import annotations

import streamlit as st

from dashboard import theme, wording
from dashboard.charts import bands as charts
from dashboard.exports import Table
from dashboard.furniture import behind, notes
from dashboard.queries.bands import Spread, band_spreads
from dashboard.view import View
from etl.vocabulary import Judgement


def over_the_bands(view: View, urn: int) -> None:
    spreads = band_spreads(view.published, view.scope, urn, view.half_term, view.year_group)
    if not spreads:
        return
    notes.subsection(
        "Band by band",
        f"{wording.cohort(view.year_group)}: pupils in each band, pre-key stage at the left, greater depth "
        "at the right.",
    )
    st.plotly_chart(
        charts.band_spreads_chart(spreads, theme.current_look()),
        key="bands",
        theme=None,
        config=theme.PLOTLY_CONFIG,
        alt=charts.bands_alt(spreads),
    )
    behind.behind(
        lambda: bands_table(f"Bands, {wording.cohort(view.year_group)}, {view.half_term}", spreads),
        key="bands",
        file_name=f"{urn}-bands-{view.half_term.slug}",
    )


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
