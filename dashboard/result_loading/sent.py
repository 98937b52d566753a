"""The files of results that were loaded, and taking one back."""

from __future__ import annotations

import streamlit as st

from dashboard import deeds, formats, this_trust
from dashboard.access import Action
from dashboard.furniture import notes, verdict
from dashboard.furniture.markup import safe, show
from dashboard.result_loading.loading import undo
from dashboard.returns.desk import own_schools
from dashboard.sections.statutory import results_href
from dashboard.signed_in import Viewer
from etl.record import results
from etl.record.results import AcceptedResults

SHOWN = 6


def show_sent(who: Viewer) -> None:
    schools = own_schools(who)
    with this_trust.record().reading() as connection:
        held = [one for one in reversed(results.all_results(connection)) if one.urn in schools]
    if not held:
        return
    notes.section("Results loaded", "The latest first. Undoing one brings back what stood before it.")
    only = next(iter(schools)) if len(schools) == 1 else None
    show(verdict.link_html("See the results", results_href(only)))
    for one in held[:SHOWN]:
        _show_one(one, schools)
    if held[SHOWN:]:
        with st.expander(f"{len(held) - SHOWN} earlier ones"):
            show("".join(sent_html(one, schools[one.urn]) for one in held[SHOWN:]))


def _show_one(one: AcceptedResults, schools: dict[int, str]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"returns_row_results_{one.id}"):
        show(sent_html(one, schools[one.urn]))
        if one.stands:
            deeds.confirmed(
                "Undo",
                f"Takes these results of {one.assessment.label} {one.academic_year} back. What a later file "
                "gave as well stays; otherwise what stood before them stands again.",
                "Undo these results",
                key=f"results_undo_{one.id}",
                action=Action.LOAD_RETURN,
                urn=one.urn,
                deed=undo(one.id),
            )


def sent_html(one: AcceptedResults, school: str) -> str:
    """One file's results of a school, in a line or two."""
    size = f"{formats.pupils(one.pupils)}, {formats.results(one.results)}"
    if one.held_rows:
        size += f", {one.held_rows} {'row' if one.held_rows == 1 else 'rows'} held"
    state = ""
    if one.undone_at is not None:
        undone = f"Undone {formats.moment(formats.here(one.undone_at))} by {one.undone_by}"
        state = f'<p class="state">{safe(undone)}</p>'
    return (
        f'<div class="sent-return{"" if one.stands else " undone"}"><p><b>{safe(one.assessment.label)} '
        f"{safe(one.academic_year)}</b> {safe(school)} <small>no. {one.id}</small></p>"
        f"<p>{safe(size)}. Loaded {safe(formats.moment(formats.here(one.loaded_at)))} by "
        f"{safe(one.loaded_by)}: {safe(one.file_name)}</p>{state}</div>"
    )
