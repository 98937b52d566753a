"""On the page where returns are sent: the school's template, made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard import this_trust
from dashboard.access import Action, can, check_can
from dashboard.furniture import behind, notes
from dashboard.signed_in import Viewer
from etl.folder import DataFolder
from etl.half_terms import HalfTerm
from etl.record import drops, returns
from etl.template import file_name, make_template

WITH_PUPILS = "Download a template with your pupils and last predictions"
EMPTY = "Download an empty template"
CHOOSE = "Choose a school to be offered a template with its pupils and last predictions."
HELP = (
    "An Excel workbook with drop-downs: only what has changed needs typing. It holds pupils' names, so who "
    "makes one, and when, is written down."
)
HELP_EMPTY = "An Excel workbook with drop-downs. The next one will hold the pupils that you return with this."


def show(who: Viewer, urn: int | None, half_term: HalfTerm) -> None:
    """Offer the template of one school. Of several, one is to be chosen first; for a closed drop there is
    none, because nothing could be loaded."""
    if urn is None:
        notes.show_quietly(CHOOSE)
        return
    if not can(who.scope, Action.LOAD_RETURN, urn):
        return
    with this_trust.record().reading() as connection:
        closed = drops.drop_of(connection, half_term).closed
        held = returns.in_force(returns.all_returns(connection, urn))
    if closed:
        return
    known = any(one.half_term <= half_term for one in held)
    st.download_button(
        WITH_PUPILS if known else EMPTY,
        maker(this_trust.folder(), who, urn, half_term),
        file_name=file_name(urn, half_term),
        mime=behind.XLSX,
        key="returns_template",
        help=HELP if known else HELP_EMPTY,
        on_click="ignore",
    )


def maker(folder: DataFolder, who: Viewer, urn: int, half_term: HalfTerm) -> Callable[[], bytes]:
    """Makes the template when it is asked for, not with every run of the page."""

    def made() -> bytes:
        check_can(who.scope, Action.LOAD_RETURN, urn)
        return make_template(folder, urn, half_term, by=who.name, role=who.role.value).workbook

    return made
