"""What the pages about a class and its pupils stand on: a school's view with the class that is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dashboard import address, signed_in
from dashboard.access import Action
from dashboard.queries.classes import SchoolClass, school_classes
from dashboard.view import View, open_school_view


@dataclass(frozen=True, kw_only=True)
class ClassView(View):
    """`classes` are those that hold pupils of the year group; `of_class` None: the whole year group."""

    urn: int
    classes: Mapping[str, SchoolClass]
    of_class: SchoolClass | None

    @property
    def class_name(self) -> str | None:
        return self.of_class.name if self.of_class else None

    @property
    def cohort_year(self) -> int | None:
        """The year group that is asked for; None: everyone in a class that holds several."""
        return self.of_class.only_year if self.of_class else self.year_group


def open_class_view(action: Action, *, whole: bool) -> ClassView:
    """Guard a page about a class. `whole`: where the address names none, the whole year group is meant.

    The class that the address names counts, if the school has it in the half-term, and brings its year group
    with it; a class that there is not is never repeated. Else it is the year group's first.
    """
    view, urn = open_school_view()
    signed_in.require(action, urn)
    held = school_classes(view.published, view.scope, urn, view.half_term)
    asked = held.get(address.now().get(address.CLASS, ""))
    year_group = view.year_group
    if asked is not None and year_group not in asked.pupils:
        year_group = min(asked.pupils)
    offered = {name: one for name, one in held.items() if year_group is None or year_group in one.pupils}
    if asked is None and not whole:
        asked = next(iter(offered.values()), None)
    return ClassView(
        published=view.published,
        viewer=view.viewer,
        chosen=replace(view.chosen, year_group=year_group),
        half_term=view.half_term,
        urn=urn,
        classes=offered,
        of_class=asked,
    )
