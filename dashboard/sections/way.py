"""The way down, trust → school → year group → class → pupils, and the way back up it."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import address, choices, navigation, wording
from dashboard.access import Action, can
from dashboard.class_view import ClassView
from dashboard.furniture import notes
from dashboard.queries.classes import school_classes
from dashboard.view import View

Trail = list[tuple[str, str | None]]


def steps(
    urn: int,
    name: str,
    year_group: int | None,
    class_name: str | None = None,
    **more: str | None,
) -> Trail:
    """From the trust down to a school, year group or class; each keeps what else the address chooses.

    `more` changes what the links choose: of a pupil who was in the class in another half-term, that.
    """
    made: Trail = [
        ("Trust dashboard", navigation.href("trust", **more)),
        (name, navigation.href("school", urn=urn, **{address.YEAR_GROUP: choices.TOGETHER, **more})),
    ]
    if year_group is not None:
        to_year = {address.YEAR_GROUP: str(year_group), **more}
        made.append((wording.cohort(year_group), navigation.href("school", urn=urn, **to_year)))
    if class_name is not None:
        made.append((class_name, class_href(urn, class_name, year_group, **more)))
    return made


def ending_here(trail: Sequence[tuple[str, str | None]]) -> Trail:
    """The last step is where one is: no link."""
    return [*trail[:-1], (trail[-1][0], None)]


def class_href(urn: int, name: str, year_group: int | None = None, **more: str | None) -> str:
    return navigation.href("school_class", urn=urn, **_to_class(name, year_group), **more)


def pupils_href(urn: int, name: str | None, year_group: int | None = None, **more: str | None) -> str:
    """The pupils of a class, or (None) of a whole year group."""
    return navigation.href("pupils", urn=urn, **_to_class(name, year_group), **more)


def _to_class(name: str | None, year_group: int | None) -> dict[str, str | None]:
    held = {address.CLASS: name}
    return held if year_group is None else {**held, address.YEAR_GROUP: str(year_group)}


def down_from_year_group(view: View, urn: int) -> None:
    """Doors from a year group to its classes and its pupils; nothing where no one year group is chosen."""
    if view.year_group is None or not view.sees_whole(urn):
        return
    held = school_classes(view.published, view.scope, urn, view.half_term)
    doors = [
        (wording.class_title(name), class_href(urn, name, view.year_group))
        for name, one in held.items()
        if view.year_group in one.pupils
    ]
    if can(view.scope, Action.SEE_PUPILS, urn):
        pupils = f"Pupils of {wording.cohort(view.year_group)}, by name"
        doors.append((pupils, pupils_href(urn, None, view.year_group)))
    notes.ways_on(doors)


def down_from_class(view: ClassView) -> None:
    assert view.of_class is not None
    if can(view.scope, Action.SEE_PUPILS, view.urn):
        name = view.of_class.name
        notes.way_on(
            f"Pupils of {wording.class_words(name)}, by name", pupils_href(view.urn, name, view.year_group)
        )
