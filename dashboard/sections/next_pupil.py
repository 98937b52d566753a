"""From a pupil's page to the next and the one before in the list that it was opened from.

The list is made again from the address, as it was filtered and in its order. No name stands on the way:
whoever is sent the address has not opened the list, and each page on it is an opening of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dashboard import address, navigation, this_trust
from dashboard.access import AccessDenied
from dashboard.furniture.markup import door, safe, show
from dashboard.queries.one_pupil import whose_page_opens
from dashboard.queries.pupils import PupilLine
from dashboard.sections import kept_lists, lacking, moved, pupil_list, rwm_apart, talk_lists
from dashboard.view import View
from etl.record.pupil_addresses import address_key, token_of

# By the name of a list in addresses: its pupils in its order, and the page that it stands on.
Listed = Callable[[View, int], Sequence[PupilLine]]
LISTS: dict[str, tuple[Listed, str]] = {
    address.PUPILS: (pupil_list.listed, "pupils"),
    address.CELL: (moved.listed, "school"),
    address.PART: (rwm_apart.listed, "school"),
    address.LACKING: (lacking.listed, "school"),
    address.LIKELY: (talk_lists.listed, "movement"),
    address.SAVED: (kept_lists.listed, "what_if"),
}


def next_and_previous(view: View, upn: str) -> None:
    """Nothing where the address names no list, or one that the pupil is not on or that is not for whoever
    looks."""
    which, urn = address.now().get(address.LIST, ""), view.chosen.school_urn
    if which not in LISTS or urn is None:
        return
    try:
        lines = LISTS[which][0](view, urn)
    except AccessDenied:
        return
    opens = whose_page_opens(view.published, view.scope, [line.upn for line in lines])
    upns = [line.upn for line in lines if line.upn in opens]
    if upn not in upns:
        return
    key = address_key(this_trust.record())
    at = upns.index(upn)
    before, after = (
        _href(token_of(key, upns[place])) if 0 <= place < len(upns) else None for place in (at - 1, at + 1)
    )
    show(way_html(before, after, _to_the_list(which), at + 1, len(upns)))


def _own() -> dict[str, str | int | None]:
    """What the address says of the list."""
    held = address.now()
    return {name: held[name] for name in (address.SCHOOL, *address.OF_A_LIST) if name in held}


def _href(token: str) -> str:
    which = {address.LIST: address.now()[address.LIST], address.PUPIL: token}
    return navigation.href("pupil", **{**_own(), **which})


def _to_the_list(which: str) -> str:
    of_class = which == address.PART and address.CLASS in address.now()
    return navigation.href("school_class" if of_class else LISTS[which][1], **_own())


def way_html(before: str | None, after: str | None, to_list: str, place: int, of: int) -> str:
    """“‹ Previous pupil, 3 of 28, Next pupil ›, Back to the list”; at either end words without a link."""
    back = door(before, "‹ Previous pupil") if before else _ended("‹ Previous pupil")
    on = door(after, "Next pupil ›") if after else _ended("Next pupil ›")
    return (
        '<nav class="next-pupil" aria-label="Pupils of the list"><ul>'
        f'<li>{back}</li><li class="place">{safe(f"{place} of {of}")}</li><li>{on}</li>'
        f'<li class="list">{door(to_list, "Back to the list")}</li></ul></nav>'
    )


def _ended(words: str) -> str:
    return f'<span class="ended" aria-hidden="true">{safe(words)}</span>'
