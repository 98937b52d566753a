"""Saved views of the Explorer: opening one by its address, and keeping, renaming and deleting them.

A view is an address under a name, without whom it was looked as: whoever opens it sees it with their own
rights. One that is not shared is for its owner alone, and to everybody else as if it were not there.
"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard import address, deeds, filters, formats, navigation, this_trust
from dashboard.access import Action, can
from dashboard.deeds import Deed
from dashboard.furniture import notes
from dashboard.furniture.markup import door, safe, show
from dashboard.queries.kept_lists import check_shared_name
from dashboard.signed_in import Viewer
from dashboard.view import View
from etl.errors import TrustDataError
from etl.record import audit, saved_views
from etl.record.saved_views import SavedView
from etl.roles import Role

PAGE = "explorer"
# What a view keeps of an address: never a role, a school or subject of one's own, or an audience.
KEPT = (
    *address.EXPLORED,
    address.HALF_TERM,
    address.KIND,
    address.MEASURE,
    address.YEAR_GROUP,
    address.GROUP,
    address.GROUP_VALUE,
)
LONGEST_VALUE = 2000
NAME, SHARED = "saved_view_name", "saved_view_shared"
NOT_THERE = "There is no saved view of that number for you. Shown is what the address holds besides."


def opened(view: View) -> tuple[View, SavedView | None]:
    """The view of the page with the choices of the saved view that the address names, put into the address.

    Choices that stand in the address already go before: a saved view can be changed without being saved.
    """
    asked = st.query_params.get(address.VIEW, "")
    if not asked:
        return view, None
    found = (
        _find(view.viewer, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None
    )
    if found is None:
        notes.note(NOT_THERE)
        return view, None
    if not any(name in st.query_params for name in KEPT):
        for name, value in found.parameters.items():
            if name in KEPT:
                st.query_params[name] = value
        chosen = filters.read(view.viewer, view.published)
        view = replace(view, chosen=chosen, half_term=chosen.half_term or view.half_term)
    return view, found


def desk(view: View, open_now: SavedView | None) -> None:
    """Folded away: the views that are there, and the form that keeps the present one."""
    with this_trust.record().reading() as connection:
        held = saved_views.offered(connection, PAGE, *_owner(view.viewer))
    label = f"Saved views ({len(held)})" if held else "Saved views"
    with st.expander(label, key="saved_views"):
        if not held:
            notes.note(
                "No view is saved yet. A view keeps what is chosen above under a name, with an address to "
                "send on."
            )
        for one in held:
            _line(view.viewer, one, is_open=open_now is not None and open_now.id == one.id)
        _form()


def in_words(open_now: SavedView) -> str:
    """Which saved view is open, and whether it has been changed since."""
    changed = " Changed since it was saved." if _now() != _fit(open_now.parameters) else ""
    return f"Saved view: {open_now.name}.{changed}"


def _line(viewer: Viewer, one: SavedView, *, is_open: bool) -> None:
    own = one.is_of(*_owner(viewer))
    whose = (
        ("yours, shared" if one.shared else "yours alone") if own else f"shared by {Role(one.saved_as).label}"
    )
    with st.container(horizontal=True, vertical_alignment="center", key=f"saved_view_row_{one.id}"):
        link = door(href(one.id), safe(one.name))
        kept = formats.day(formats.here(one.saved_at))
        state = " <b>open now</b>" if is_open else ""
        show(f'<p class="saved-view">{link} <small>{safe(whose)}, {safe(kept)}</small>{state}</p>')
        if own:
            _rename(one)
        if own or (one.shared and can(viewer.scope, Action.TIDY_VIEWS)):
            deeds.confirmed(
                "Delete",
                f"“{one.name}” will be gone{' for all' if one.shared else ''}, and its address with it.",
                "Delete the view",
                key=f"saved_view_delete_{one.id}",
                action=Action.KEEP_VIEW,
                deed=_delete(one.id),
            )


def _rename(one: SavedView) -> None:
    key = f"saved_view_rename_{one.id}"
    with st.popover("Rename", key=f"{key}_ask"):
        st.text_input("New name", value=one.name, max_chars=saved_views.LONGEST_NAME, key=f"{key}_name")
        deeds.button("Rename", key=key, action=Action.KEEP_VIEW, deed=_name_anew(one.id), primary=True)


def _form() -> None:
    st.text_input(
        "Keep the present view as",
        key=NAME,
        max_chars=saved_views.LONGEST_NAME,
        placeholder="For instance: Year 6 before the six-weekly review",
        width=480,
    )
    st.checkbox("Share it with all who may open the Explorer", key=SHARED)
    deeds.button("Save the view", key="saved_view_save", action=Action.KEEP_VIEW, deed=_save, primary=True)


def href(number: int) -> str:
    """The address of a saved view, for whoever looks now."""
    away: dict[str, str | int | None] = dict.fromkeys(address.KEPT)
    for name in (address.ROLE, address.OWN_SCHOOL, address.OWN_SUBJECT):
        away.pop(name)
    return navigation.href(PAGE, **{**away, address.VIEW: number})


def _owner(viewer: Viewer) -> tuple[str, str]:
    return viewer.name, viewer.role.value


def _now() -> dict[str, str]:
    return _fit(address.now())


def _fit(parameters: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in sorted(parameters.items()) if name in KEPT}


def _find(viewer: Viewer, number: int) -> SavedView | None:
    with this_trust.record().reading() as connection:
        return saved_views.find(connection, PAGE, number, *_owner(viewer))


def _save(who: Viewer) -> str:
    kept = _now()
    if any(len(value) > LONGEST_VALUE for value in kept.values()):
        raise TrustDataError("There is too much in this address for a view.")
    name, role = _owner(who)
    if st.session_state.get(SHARED):
        check_shared_name(this_trust.published(), who.scope, st.session_state.get(NAME, ""))
    with this_trust.record().writing(figures=False) as connection:
        made = saved_views.save(
            connection,
            name=st.session_state.get(NAME, ""),
            page=PAGE,
            parameters=kept,
            shared=bool(st.session_state.get(SHARED)),
            who=name,
            role=role,
        )
        shared = "shared" if made.shared else "own"
        audit.note(connection, name, "save a view", f"{PAGE} view {made.id}, {shared}", role=role)
    st.session_state[NAME] = ""
    st.query_params[address.VIEW] = str(made.id)
    fixed = (
        "" if {address.HALF_TERM, address.HALF_TERMS} & kept.keys() else " It follows the latest half-term."
    )
    return f"Saved as “{made.name}”.{fixed}"


def _name_anew(number: int) -> Deed:
    def deed(who: Viewer) -> str:
        name, role = _owner(who)
        with this_trust.record().writing(figures=False) as connection:
            found = saved_views.find(connection, PAGE, number, name, role)
            if found is None or not found.is_of(name, role):
                raise TrustDataError("There is no such view of yours.")
            wanted = st.session_state.get(f"saved_view_rename_{number}_name", "")
            if found.shared:
                check_shared_name(this_trust.published(), who.scope, wanted)
            tidied = saved_views.rename(connection, found, wanted)
            audit.note(connection, name, "rename a view", f"{PAGE} view {number}", role=role)
        return f"Renamed: “{tidied}”."

    return deed


def _delete(number: int) -> Deed:
    def deed(who: Viewer) -> str:
        name, role = _owner(who)
        with this_trust.record().writing(figures=False) as connection:
            found = saved_views.find(connection, PAGE, number, name, role)
            if found is None or not (found.is_of(name, role) or can(who.scope, Action.TIDY_VIEWS)):
                raise TrustDataError("There is no such view that you may delete.")
            saved_views.remove(connection, found)
            audit.note(connection, name, "delete a view", f"{PAGE} view {number}", role=role)
        st.query_params.pop(address.VIEW, None)
        return f"Deleted: “{found.name}”."

    return deed
