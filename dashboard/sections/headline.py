"""Headline tiles of the trust or of one school, and the explanation of any one of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard import filters, navigation, wording
from dashboard.figures import Figure
from dashboard.furniture import notes, tiles
from dashboard.furniture.tiles import Tile
from dashboard.queries.headline import headline_figures
from dashboard.sections import explanations
from dashboard.view import View
from etl.groups import ALL


def of_the_trust(view: View) -> None:
    chosen = view.chosen
    figures = headline_figures(
        view.published,
        view.scope,
        view.half_term,
        view.kind,
        view.year_group,
        chosen.group,
        "all" if chosen.group == ALL.id else chosen.group_value,
        view.measures,
    )
    title, pupils = st.columns([3, 1], vertical_alignment="bottom")
    with title:
        notes.section(
            f"{wording.cohort(view.year_group)}, {wording.KIND_WORDS[view.kind]}",
            "The trust's pupils pooled: at the expected standard or above, of everyone on roll.",
        )
    with pupils:
        filters.pupils(chosen)
    tiles_of(view, figures, page="trust")


def tiles_of(
    view: View,
    figures: Sequence[Figure],
    *,
    page: str,
    urn: int | None = None,
    doors: Callable[[str], str] | None = None,
) -> None:
    """One tile a figure; each opens its measure on the same page, and can be explained.

    `doors` says for a measure what its tile opens, where that is something else.
    """
    tiles.headline_tiles(
        [
            Tile(
                figure=figure,
                label=wording.measure_title(figure.measure),
                href=doors(figure.measure)
                if doors
                else navigation.href(page, urn=urn, measure=figure.measure) + "#by-measure",
                explain=explanations.of_figure(figure),
            )
            for figure in figures
        ]
    )
    if caption := wording.england_is_of_the_end(figures):
        notes.show_quietly(caption)
