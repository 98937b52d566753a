"""Gaps between groups of pupils, with what so few pupils can show and cannot."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import exports, theme, wording
from dashboard.charts import gaps as charts
from dashboard.drawn_once import drawn_once
from dashboard.exports import Table
from dashboard.furniture import behind, notes
from dashboard.queries.gaps import GroupGap, Verdict, group_gaps
from dashboard.sections import explanations
from dashboard.view import View

HOW_TO_READ = (
    "The dot is the group named first, the diamond the others. The soft bar is where the dot could plausibly "
    "be: where it reaches the diamond, it could be no gap."
)

HOW_TO_READ_TRUST = (
    "The dot is the group named first, the diamond the others, all the trust's pupils together. The words "
    "and the soft bar compare within schools, so that where pupils go to school does not count: where the "
    "bar reaches the diamond, it could be no gap."
)


def between_groups(view: View, urn: int | None = None) -> None:
    """The trust's gaps in the chosen measure, or one school's."""
    _between_groups(view, urn)
    held = [gap for gap in _gaps(view, urn) if gap.verdict is not Verdict.NO_DATA]
    if held:
        behind.behind(
            lambda: gaps_table(view, held),
            key="gaps",
            file_name=f"groups-{view.chosen.measure.replace('_', '-')}-{view.half_term.slug}",
        )


def _gaps(view: View, urn: int | None) -> list[GroupGap]:
    return group_gaps(
        view.published, view.scope, view.half_term, view.kind, view.year_group, view.chosen.measure, urn
    )


@drawn_once
def _between_groups(view: View, urn: int | None) -> None:
    found = _gaps(view, urn)
    notes.subsection("Between groups of pupils", HOW_TO_READ_TRUST if urn is None else HOW_TO_READ)
    drawn = [gap for gap in found if gap.verdict in charts.COMPARED]
    if drawn:
        st.plotly_chart(
            charts.group_gaps_chart(drawn, theme.current_look()),
            key="gaps",
            theme=None,
            config=theme.PLOTLY_CONFIG,
            alt=charts.gaps_alt(drawn),
        )
    elif all(gap.verdict is Verdict.NO_DATA for gap in found):
        notes.note("No return for this half-term marks pupils' groups in this cohort.")
    else:
        notes.note("No group here has enough pupils on both sides to compare.")
    notes.footnotes(left_out(found))


def left_out(gaps: Sequence[GroupGap]) -> list[str]:
    """A sentence for each reason why groups are not drawn, with their counts where these may be said."""
    made = []
    for verdict in Verdict:
        named = [
            f"{gap.label} ({charts.counts_words(gap)})" if charts.counts_words(gap) else gap.label
            for gap in gaps
            if gap.verdict is verdict and verdict not in charts.COMPARED
        ]
        if named:
            why = "Not marked in these returns" if verdict is Verdict.NO_DATA else verdict.value.capitalize()
            made.append(f"{why}: {'; '.join(named)}.")
    return made


def gaps_table(view: View, gaps: list[GroupGap]) -> Table:
    """One row a gap: both sides' counts, the difference in points with its range, and what may be said."""
    notes_below = []
    if any(gap.within_schools for gap in gaps):
        notes_below.append(
            "Differences are worked out within schools, so that where pupils go does not move them."
        )
    return Table(
        title=f"{wording.measure_label(view.chosen.measure)} between groups, {view.half_term}",
        columns=(
            "Groups",
            "First group, met",
            "First group, on roll",
            "Others, met",
            "Others, on roll",
            "Points apart",
            "Range from",
            "Range to",
            "Smallest gap that could show",
            "More pupils to draw level",
            "What may be said",
        ),
        rows=tuple(
            (
                gap.label,
                exports.met_of(gap.focus, explanations.of_figure),
                gap.focus.denominator,
                exports.met_of(gap.other, explanations.of_figure),
                gap.other.denominator,
                exports.whole(gap.difference),
                exports.whole(gap.low),
                exports.whole(gap.high),
                exports.whole(gap.smallest_shown),
                gap.pupils_to_close,
                gap.verdict.value,
            )
            for gap in gaps
        ),
        notes=tuple(notes_below),
    )
