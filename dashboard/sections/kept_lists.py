"""Lists of pupils kept under a name: kept from what is ticked, opened, dropped. Each of these is logged."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard import address, deeds, formats, navigation, openings, this_trust, wording
from dashboard.access import Action, can
from dashboard.deeds import Deed
from dashboard.furniture import behind, notes
from dashboard.furniture.markup import safe, show
from dashboard.queries.chances import CohortChances
from dashboard.queries.kept_lists import Standing, check_name, kept_lists, standing
from dashboard.queries.pupils import PupilLine, judged_before
from dashboard.sections.pupils import log, names_of
from dashboard.sections.talk_lists import beside_words
from dashboard.sections.talk_table import talk_table
from dashboard.signed_in import Viewer
from dashboard.view import View
from etl.record import audit, pupil_lists
from etl.record.pupil_lists import LONGEST_NAME, KeptList

PLACE = "kept-lists"
OPENED = "opened_kept_list"
NAME = "kept_list_name"


def keep_form(
    view: View, urn: int, measure: str, year_group: int, ticked: Callable[[], tuple[str, ...]]
) -> None:
    """A name and a button: what is ticked becomes a list."""
    if not can(view.scope, Action.KEEP_PUPIL_LIST, urn):
        return
    notes.subsection(
        "Keep those ticked as a list",
        "Call it after what it is for. It is seen by those who may see these pupils' names; no pupil's name "
        "may be in its own.",
    )
    with st.container(horizontal=True, vertical_alignment="bottom", key="keep_list"):
        st.text_input("Name of the list", key=NAME, max_chars=LONGEST_NAME, width=320)
        deeds.button(
            "Keep the list",
            key="keep_the_list",
            action=Action.KEEP_PUPIL_LIST,
            urn=urn,
            deed=_keep(view, urn, measure, year_group, ticked),
        )


def _keep(view: View, urn: int, measure: str, year_group: int, ticked: Callable[[], tuple[str, ...]]) -> Deed:
    def deed(who: Viewer) -> str:
        name, upns = st.session_state.get(NAME, ""), ticked()
        check_name(view.published, view.scope, urn, name)
        with this_trust.record().writing(figures=False) as connection:
            number = pupil_lists.keep(
                connection, urn, name, view.half_term, year_group, measure, upns, who.name
            )
            about = f"list {number}, {wording.cohort(year_group)}, {view.half_term}, {len(upns)} pupils"
            audit.note(connection, who.name, "keep a list of pupils", about, role=who.role.value, urn=urn)
        return f"Kept “{' '.join(name.split())}”: {formats.pupils(len(upns))}."

    return deed


def all_of_them(view: View, urn: int) -> None:
    """The school's lists, each with its way in and its way out; the one that stands open, by name."""
    held = kept_lists(this_trust.record(), view.scope, urn)
    if not held:
        return
    notes.subsection("Kept lists", "", place=PLACE)
    for one in held:
        with st.container(horizontal=True, vertical_alignment="center", key=f"kept_{one.id}"):
            show(f"<p>{safe(one.name)} <span class='quiet'>{safe(_about(one))}</span></p>")
            href = navigation.href("what_if", urn=urn, **{address.SAVED: one.id})
            notes.way_on("Open", f"{href}#{PLACE}")
            if can(view.scope, Action.KEEP_PUPIL_LIST, urn):
                deeds.confirmed(
                    "Drop",
                    f"“{one.name}” is taken away for everyone. The pupils and their marks stay as they are.",
                    "Drop the list",
                    key=f"drop_list_{one.id}",
                    action=Action.KEEP_PUPIL_LIST,
                    urn=urn,
                    deed=_drop(urn, one.id),
                )


def _about(one: KeptList) -> str:
    return (
        f"{formats.pupils(len(one.upns))}, {wording.cohort(one.year_group)} in {one.half_term}, "
        f"{wording.in_a_sentence(wording.measure_label(one.measure))}; kept {formats.day(one.made_at)}"
    )


def _drop(urn: int, number: int) -> Deed:
    def deed(who: Viewer) -> str:
        with this_trust.record().writing(figures=False) as connection:
            dropped = pupil_lists.drop(connection, urn, number, who.name)
            audit.note(
                connection,
                who.name,
                "drop a list of pupils",
                f"list {number}",
                role=who.role.value,
                urn=urn,
            )
        return f"Dropped “{dropped.name}”."

    return deed


def _asked(view: View, urn: int) -> KeptList | None:
    asked = st.query_params.get(address.SAVED)
    return next(
        (one for one in kept_lists(this_trust.record(), view.scope, urn) if str(one.id) == asked), None
    )


def listed(view: View, urn: int) -> list[PupilLine]:
    """The list that stands open, by its address, for the pages of its pupils."""
    kept = _asked(view, urn)
    return list(standing(view.published, view.scope, kept, view.half_term).lines) if kept else []


def open_asked(view: View, urn: int, held: CohortChances, measure: str, ticked: set[str]) -> None:
    """The list that the address names, as its pupils stand now; opening it ticks them once. As in every list
    of names a chance is of pupils like this, and no word is a verdict on one."""
    kept = _asked(view, urn)
    if kept is None:
        openings.close(OPENED)
        return
    found = standing(view.published, view.scope, kept, view.half_term)
    which = (kept.id, urn, view.half_term.slug, view.viewer.role.value)
    if openings.opens(OPENED, which):
        log(view, urn, "open a list of pupils", f"kept list {kept.id}")
        ticked.update({line.upn for line in found.lines} & set(held.upns))
    notes.subsection(kept.name, standing_words(found), place=PLACE)
    if found.lines:
        lines = list(found.lines)
        before = judged_before(view.published, view.scope, urn, view.half_term, lines)
        names = names_of(view, lines, address.SAVED, urn)
        title = f"{kept.name}, {view.half_term}"
        table = talk_table(title, lines, held, names, before, measure, view.half_term)
        notes.note(beside_words(held, [line.upn for line in lines]))
        behind.table(table, wraps=True)
        behind.downloads(
            table,
            key="kept_list",
            file_name=f"{urn}-list-{kept.id}-{view.half_term.slug}",
            on_download=lambda: log(view, urn, "download a list of pupils", f"kept list {kept.id}"),
        )
    notes.way_on("Close this list", navigation.href("what_if", urn=urn))


def standing_words(found: Standing) -> str:
    """“4 pupils, as they stand now; 1 is no longer on roll here. This opening is written down.”"""
    said = f"{formats.pupils(len(found.lines))}, as they stand now"
    if found.gone:
        said += f"; {found.gone} {'is' if found.gone == 1 else 'are'} not on roll here"
    return f"{said}. This opening is written down."
