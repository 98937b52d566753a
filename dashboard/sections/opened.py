"""Lists of pupils that one click opens: which one is in the address, and every opening is written down.

Whoever opens such an address may see the names there, or meets no list at all.
"""

from __future__ import annotations

from collections.abc import Callable

from dashboard import address, formats, navigation, openings
from dashboard.access import Action, can
from dashboard.exports import Table
from dashboard.furniture import behind, notes
from dashboard.sections.pupils import log
from dashboard.view import View

# What a door within the page keeps of the page's own choices.
KEPT = (address.SUBJECT, address.SINCE, address.BESIDE)


def door_to(urn: int, place: str, **changes: str | None) -> str:
    """The address of the School page with some of its choices changed: see `door_on`."""
    return door_on("school", urn, place, **changes)


def door_on(page: str, urn: int, place: str, **changes: str | None) -> str:
    """The address of a page about one school with some choices changed, at one of its places. Closes what
    stands open."""
    held = address.now()
    own = {name: held[name] for name in KEPT if name in held}
    return f"{navigation.href(page, **{**own, 'urn': str(urn), **changes})}#{place}"


def place_of_list(place: str) -> str:
    """Where the list of a section stands: gone to where the section is taller than a screen."""
    return f"{place}-pupils"


def may_open(view: View, urn: int) -> bool:
    return can(view.scope, Action.SEE_PUPILS, urn)


def pupils_of(
    view: View,
    urn: int,
    *,
    parameter: str,
    list_name: str | None,
    which: tuple[object, ...],
    make: Callable[[str], Table],
    place: str,
    page: str = "school",
    closed: str = "",
    whole: bool = False,
) -> None:
    """The list that the address asks for under `parameter`; `list_name` None: it asks for none.

    `which` says in plain values what is listed: another list is another opening, the same drawn again is not.
    `make` reads the list anew, under the title that it is given. `closed`: the address without the list,
    where that is not the School page's. `whole`: the table is as long as it is.
    """
    opened = f"opened_{parameter}"
    if list_name is None or not may_open(view, urn):
        openings.close(opened)
        return
    this = (urn, view.half_term.slug, view.year_group, view.kind.value, view.viewer.role.value, *which)
    if openings.opens(opened, this):
        log(view, urn, "open a list of pupils", list_name)
    table = make(f"{list_name}, {view.half_term}")
    notes.subsection(
        list_name,
        f"{formats.pupils(len(table.rows))}. This opening is written down.",
        place=place_of_list(place),
    )
    if table.rows:
        behind.table(table, wraps=whole)
        behind.downloads(
            table,
            key=f"{parameter}_pupils",
            file_name=f"{urn}-year-{view.year_group}-{parameter}-{view.half_term.slug}",
            on_download=lambda: log(view, urn, "download a list of pupils", list_name),
        )
    notes.way_on("Close this list", closed or door_on(page, urn, place))
