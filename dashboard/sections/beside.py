"""The school beside others that the reader picks, in the order of their names."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import address, exports, formats, theme, wording
from dashboard.charts import intervals
from dashboard.figures import Figure
from dashboard.furniture import behind, notes
from dashboard.queries import register
from dashboard.queries.beside import MOST, beside
from dashboard.sections import explanations
from dashboard.sections.schools import said_of_predictions
from dashboard.view import View
from etl.vocabulary import Kind

PLACE = "beside"
KEY = "choose_beside"


def other_schools(view: View, urn: int) -> None:
    """A choice of schools; with any chosen the picture, the sentence and the table."""
    names = register.schools(view.published)
    if len(names) < 2:
        return
    notes.subsection(
        "Beside other schools",
        "Schools stand in the order of their names. Those whose soft bars overlap may well be alike.",
        place=PLACE,
    )
    others = _chosen(urn, names)
    if not others:
        return
    figures = beside(
        view.published,
        view.scope,
        urn,
        others,
        view.half_term,
        view.kind,
        view.year_group,
        view.chosen.measure,
    )
    notes.note(most_improved(figures))
    short = wording.short_schools([figure.school or "" for figure in figures])
    rows = [(short[figure.school or ""], figure) for figure in figures]
    st.plotly_chart(
        intervals.intervals_chart(rows, theme.current_look()),
        key="beside",
        theme=None,
        config=theme.PLOTLY_CONFIG,
        alt=intervals.intervals_alt(rows),
    )
    if view.kind is Kind.PREDICTED:
        notes.footnotes(said_of_predictions(view, view.chosen.measure, [urn, *others]))
    behind.behind(
        lambda: exports.figures_table(
            f"{wording.measure_label(view.chosen.measure)}, {wording.cohort(view.year_group)}, "
            f"{view.half_term}",
            figures,
            explain=explanations.of_figure,
        ),
        key="beside",
        file_name=f"{urn}-beside-others-{view.half_term.slug}",
    )


def most_improved(figures: Sequence[Figure]) -> str:
    """Who moved up by more than chance. One alone is “most improved”; of several none is."""
    up = [one for one in figures if wording.direction(one) == "up" and wording.moved_clearly(one)]
    if not up:
        if not any(one.movement is not None for one in figures):
            return "No earlier half-term of these schools can be held against this one."
        return "No school here moved up by more than chance since the half-term before."
    since = up[0].movement.since.name if up[0].movement else ""
    said = [f"{one.school} ({formats.pupils(wording.net(one) or 0)} up)" for one in up]
    if len(up) == 1:
        return f"Most improved since {since}, by more than chance: {said[0]}."
    return f"Improved since {since} by more than chance: {formats.listed(said)}."


def _chosen(urn: int, names: dict[int, str]) -> list[int]:
    """The schools that the address names, with the choice of them."""
    asked = st.query_params.get(address.BESIDE, "").split(",")
    options = [one for one in names if one != urn]
    chosen = [one for one in options if str(one) in asked][:MOST]
    short = wording.short_schools(list(names.values()))

    def put() -> None:
        made = ",".join(str(one) for one in st.session_state[KEY])
        if made:
            st.query_params[address.BESIDE] = made
        elif address.BESIDE in st.query_params:
            del st.query_params[address.BESIDE]

    st.session_state[KEY] = chosen
    st.multiselect(
        f"Schools to stand beside, up to {MOST}",
        options,
        format_func=lambda one: short[names[one]],
        key=KEY,
        on_change=put,
        max_selections=MOST,
        placeholder="Choose schools",
    )
    return chosen
