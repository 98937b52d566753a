"""A reading page's head: how far the half-term's drop has come, and through whose eyes it is seen."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import filters, formats, this_trust, wording
from dashboard.access import Audience
from dashboard.furniture import header, notes
from dashboard.furniture.header import Standing
from dashboard.queries.drop import Assessed, DropStatus, SchoolReturn, drop_status, filled
from dashboard.sections import way
from dashboard.view import View
from etl.vocabulary import Kind

SAMPLE = "Sample trust: its schools and pupils do not exist"


def of_the_trust(view: View, title: str) -> None:
    _head(view, title, standing(_drop(view), view.kind))


def of_school(view: View, urn: int, name: str, *, all_years: bool = False) -> None:
    """A school's head: whether its own return is in, and the way back to the trust.

    `all_years`: the page is of the whole school, whichever year group other pages are about.
    """
    year_group = None if all_years else view.year_group
    within_school(view, urn, name, way.ending_here(way.steps(urn, name, year_group)))


def within_school(view: View, urn: int, title: str, trail: Sequence[tuple[str, str | None]]) -> None:
    """The same of anything within a school."""
    own = next(one for one in _drop(view).schools if one.school_urn == urn)
    held = filled(view.published, view.scope, view.half_term, urn)
    _head(
        view,
        title,
        Standing(
            half_term=str(view.half_term),
            drop=drop_words(_drop(view)),
            own_return=return_words(own),
            judged=_share_judged(held.assessed, view.kind),
            pupils=held.pupils,
        ),
        trail=trail,
    )


def _drop(view: View) -> DropStatus:
    return drop_status(view.published, view.scope, view.half_term)


def _head(view: View, title: str, held: Standing, trail: Sequence[tuple[str, str | None]] = ()) -> None:
    header.page_header(
        title,
        trail=trail,
        standing=held,
        audience=audience_words(view),
        remark=SAMPLE if this_trust.is_sample() else "",
    )


def measure_head(view: View) -> None:
    """The head of the part that is about one measure, with the choice of it."""
    title, choice = st.columns([3, 1], vertical_alignment="bottom")
    with title:
        notes.section(
            wording.measure_label(view.chosen.measure),
            f"{wording.cohort(view.year_group)}, {wording.KIND_WORDS[view.kind]}.",
            place="by-measure",
        )
    with choice:
        filters.measure(view.chosen)


def audience_words(view: View) -> str | None:
    """Whose eyes the page is seen through, where they are not the viewer's own."""
    names = {Audience.BOARD: "Board", Audience.FORUM: this_trust.forum_title()}
    return names[view.scope.audience] if view.scope.audience else None


def standing(drop: DropStatus, kind: Kind) -> Standing:
    """How far the trust's drop has come."""
    return Standing(
        half_term=str(drop.half_term),
        drop=drop_words(drop),
        returns_in=drop.returns_in,
        returns_expected=drop.returns_expected,
        missing=tuple(wording.short_school(one.school) for one in drop.schools if not one.is_in),
        judged=_share_judged(drop.filled.assessed, kind),
        pupils=drop.filled.pupils,
    )


def drop_words(drop: DropStatus) -> str:
    if drop.status == "closed" and drop.closed_at is not None:
        return f"Data drop {drop.number}, closed {formats.day(drop.closed_at)}"
    return "Data drop open"


def return_words(own: SchoolReturn) -> str:
    if not own.is_in or own.loaded_at is None:
        return "Return still to come"
    files = "" if own.files == 1 else f" in {own.files} files"
    return f"Return in{files}, {formats.day(own.loaded_at)}"


def _share_judged(assessed: Sequence[Assessed], kind: Kind) -> float | None:
    """The share of judgements that were made, over reading, writing and maths; 0 to 100."""
    of_kind = [one for one in assessed if one.kind is kind and one.pupils is not None]
    due = sum(one.pupils or 0 for one in of_kind)
    made = sum(one.assessed or 0 for one in of_kind)
    return 100 * made / due if due else None
