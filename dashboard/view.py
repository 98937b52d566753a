"""What a reading page stands on: the figures, who looks, and what the address chooses."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from dashboard import filters, navigation, signed_in, this_trust
from dashboard.access import Action, Scope, can
from dashboard.choices import Choices
from dashboard.furniture import notes
from dashboard.queries import register
from dashboard.queries.open_figures import published_measures
from dashboard.queries.result_counts import result_years
from dashboard.signed_in import Viewer
from etl.half_terms import HalfTerm
from etl.publish.current import Published
from etl.vocabulary import Kind


@dataclass(frozen=True, kw_only=True)
class View:
    """One run of a page. `half_term` is there: a page without figures has stopped before."""

    published: Published
    viewer: Viewer
    chosen: Choices
    half_term: HalfTerm

    @property
    def scope(self) -> Scope:
        return self.chosen.scope

    @property
    def kind(self) -> Kind:
        return self.chosen.kind

    @property
    def year_group(self) -> int | None:
        return self.chosen.year_group

    @property
    def measures(self) -> list[str]:
        """What stands in tiles and tables: the headline measures that whoever looks may see."""
        return filters.measures_offered(self.chosen)

    def sees_whole(self, urn: int) -> bool:
        """Whether a school's classes, groups and (by another rule) names are for whoever looks."""
        return can(self.scope, Action.SEE_DETAIL, urn)


def open_view(action: Action) -> View:
    """Guard the page and read what the address chooses; stop with the next step where there is nothing."""
    signed_in.require_trust()
    viewer = signed_in.require(action)
    published = this_trust.published()
    chosen = filters.read(viewer, published)
    if chosen.half_term is None:
        _say_that_nothing_has_come(viewer, published)
    assert chosen.half_term is not None
    return View(published=published, viewer=viewer, chosen=chosen, half_term=chosen.half_term)


def open_school_view() -> tuple[View, int]:
    """The same for a page about one school, and that school.

    It is the one that the address names, if the viewer may see it; else their own, else the first by name.
    """
    view = open_view(Action.SEE_SCHOOL)
    urn = view.chosen.school_urn
    if urn is None:
        urn = next(iter([*view.viewer.own_schools, *register.schools(view.published)]))
    signed_in.require(Action.SEE_SCHOOL, urn)
    return view, urn


def _say_that_nothing_has_come(viewer: Viewer, published: Published) -> None:
    link = None
    if can(viewer.scope, Action.LOAD_RETURN):
        link = ("Load a return", navigation.href("returns"))
    notes.empty(
        "No return has come in yet",
        "This page shows the trust's figures as soon as the first school's half-termly return is loaded.",
        link=link,
    )
    if result_years(published) or published_measures(published):
        notes.way_on("See the trust's results and what is published", navigation.href("results"))
    st.stop()
