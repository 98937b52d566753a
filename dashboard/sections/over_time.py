"""The chosen measure over the half-terms: a small chart a school."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard import exports, navigation, theme, wording
from dashboard.charts import trajectories
from dashboard.drawn_once import drawn_once
from dashboard.figures import Figure, Shown
from dashboard.furniture import behind, notes
from dashboard.furniture.markup import door, safe, show
from dashboard.queries import register
from dashboard.queries.over_time import trajectories as over_time
from dashboard.sections import explanations
from dashboard.view import View
from etl.vocabulary import Kind

# As many small charts as can be taken in together; a trust with more schools asks for the rest.
CHARTS_AT_ONCE = 12
HEIGHT_ALONE = 260
ALL_SHOWN = "all_schools"


def in_every_school(view: View) -> None:
    _every_school(view)
    _behind(view, lambda: _figures(view))


@drawn_once
def _every_school(view: View) -> None:
    every = list(register.schools(view.published))
    shown = every if st.query_params.get(ALL_SHOWN) == "yes" else every[:CHARTS_AT_ONCE]
    figures = _figures(view, *shown)
    notes.subsection("Over the half-terms", how_to_read(view.kind))
    trust, by_school = split(figures)
    years = sorted({figure.half_term.starts for figure in figures})
    lowest = trajectories.common_floor(figures)
    with st.grid(4, min_column_width=230, gap="medium", key="multiples"):
        for urn, theirs in by_school.items():
            with st.container(gap=None, key=f"multiple_{urn}"):
                name = theirs[0].school or ""
                href = navigation.href("school", urn=urn, measure=view.chosen.measure)
                show(f'<h4 class="multiple">{door(href, safe(wording.short_school(name)))}</h4>')
                _draw(name, theirs, trust, years, lowest, key=f"trajectory_{urn}")
    if len(every) > len(shown):
        href = navigation.href("trust", **{ALL_SHOWN: "yes"}) + "#by-measure"
        show(f"<p>{door(href, f'Show all {len(every)} schools')}</p>")


def in_one_school(view: View, urn: int) -> None:
    """One school's chart, larger, with the trust as a quiet reference."""
    _one_school(view, urn)
    _behind(view, lambda: _theirs_and_trust(view, urn))


@drawn_once
def _one_school(view: View, urn: int) -> None:
    figures = _figures(view, urn)
    trust, by_school = split(figures)
    theirs = by_school.get(urn, [])
    notes.subsection("Over the half-terms", how_to_read(view.kind))
    years = sorted({figure.half_term.starts for figure in figures})
    lowest = trajectories.common_floor([*theirs, *trust])
    name = theirs[0].school or "" if theirs else ""
    _draw(name, theirs, trust, years, lowest, key="trajectory", alone=True)


def how_to_read(kind: Kind) -> str:
    line = "The dotted line is what was predicted" if kind is Kind.PREDICTED else "The line is the judgement"
    return (
        f"{line}, its band the plausible range; grey is the trust, and the short bar the target at the "
        "year's end. Each academic year is other children."
    )


def split(figures: Sequence[Figure]) -> tuple[list[Figure], dict[int, list[Figure]]]:
    """The trust's figures, and each school's in the order they come."""
    by_school: dict[int, list[Figure]] = {}
    for figure in figures:
        if figure.school_urn is not None:
            by_school.setdefault(figure.school_urn, []).append(figure)
    return [figure for figure in figures if figure.school_urn is None], by_school


def _figures(view: View, *urns: int) -> list[Figure]:
    """The trust's and these schools'; every school's where none is named."""
    return over_time(
        view.published,
        view.scope,
        view.chosen.measure,
        view.kind,
        view.year_group,
        view.half_term,
        urns or None,
    )


def _theirs_and_trust(view: View, urn: int) -> list[Figure]:
    trust, by_school = split(_figures(view, urn))
    return [*by_school.get(urn, []), *trust]


def _draw(
    name: str,
    figures: Sequence[Figure],
    trust: Sequence[Figure],
    years: Sequence[int],
    lowest: int,
    *,
    key: str,
    alone: bool = False,
) -> None:
    st.plotly_chart(
        trajectories.trajectory_chart(
            figures,
            theme.current_look(),
            years=years,
            reference=trust,
            lowest=lowest,
            height=HEIGHT_ALONE if alone else trajectories.HEIGHT,
            labelled=alone,
        ),
        key=key,
        theme=None,
        config=theme.PLOTLY_CONFIG,
        alt=trajectories.trajectory_alt(name, figures),
    )


def _behind(view: View, figures: Callable[[], Sequence[Figure]]) -> None:
    behind.behind(
        lambda: exports.figures_table(
            f"{wording.measure_label(view.chosen.measure)} over the half-terms",
            [figure for figure in figures() if figure.shown is not Shown.NO_DATA],
            explain=explanations.of_figure,
        ),
        key="over_time",
        file_name=f"over-time-{view.chosen.measure.replace('_', '-')}-{view.half_term.slug}",
    )
