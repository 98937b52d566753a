"""Reading, writing and maths taken apart: what holds back those who do not meet all three."""

from __future__ import annotations

import streamlit as st

from dashboard import address, choices, explainable, exports, formats, wording
from dashboard.class_view import ClassView
from dashboard.exports import Explained, Table
from dashboard.furniture import behind, notes
from dashboard.furniture.parts import PartLine, parts
from dashboard.queries import register
from dashboard.queries.pupils import PupilLine
from dashboard.queries.rwm_apart import BY_ONE, Apart, Part, pupils_of_part, rwm_apart
from dashboard.sections import explanations, opened
from dashboard.sections.pupils import names_of, pupils_table
from dashboard.view import View
from etl.vocabulary import RWM

PLACE = "taken-apart"
TITLE = "Reading, writing and maths taken apart"
LABELS = {
    Part.ALL_THREE: "Meet all three",
    Part.NOT_READING: "Miss reading alone",
    Part.NOT_WRITING: "Miss writing alone",
    Part.NOT_MATHS: "Miss maths alone",
    Part.BY_TWO: "Miss two",
    Part.BY_THREE: "Miss all three",
    Part.NOT_ASSESSED: "Not assessed in all",
}
CSS = {Part.ALL_THREE: "first", Part.NOT_ASSESSED: "aside"}


def of_the_year_group(view: View, urn: int) -> None:
    """Nothing where no one year group is chosen, or nobody is judged in all three."""
    if view.year_group is not None:
        _taken_apart(view, urn, view.year_group, None)


def of_the_class(view: ClassView) -> None:
    """The same of a whole class."""
    assert view.of_class is not None
    _taken_apart(view, view.urn, view.cohort_year, view.of_class.name)


def _taken_apart(view: View, urn: int, year_group: int | None, class_name: str | None) -> None:
    found = rwm_apart(view.published, view.scope, urn, view.half_term, view.kind, year_group, class_name)
    if not found.assessed:
        return
    cohort = wording.cohort(year_group) if class_name is None else wording.class_title(class_name)

    def door(part: Part | None) -> str:
        return opened.door_on(
            "school" if class_name is None else "school_class",
            urn,
            PLACE,
            **{address.PART: None if part is None else part.value, address.CLASS: class_name},
        )

    explain = explanations.href(
        explainable.of_cohort(RWM, view.kind, view.half_term, urn, year_group, class_name=class_name)
    )
    notes.subsection(
        TITLE, f"{cohort}, {wording.KIND_WORDS[view.kind]}, at the expected standard.", place=PLACE
    )
    notes.note(summary(found))
    may_open = opened.may_open(view, urn)
    parts(
        [
            PartLine(
                label=LABELS[part],
                pupils=found.pupils[part],
                # A percentage of so few says nothing, whoever reads it.
                css=_css(part, found, register.thresholds(view.published).hide_below),
                href=door(part) if may_open else None,
                explained=explain if part is Part.ALL_THREE else None,
            )
            for part in Part
            if part is not Part.NOT_ASSESSED or found.pupils[part]
        ],
        found.on_roll,
        label=f"{TITLE}, {cohort}",
    )
    _list(view, urn, found, year_group, class_name, cohort, closed=door(None))
    behind.behind(
        lambda: apart_table(f"{TITLE}, {cohort}, {view.half_term}", found, explain),
        key="taken_apart",
        file_name=f"{urn}-rwm-apart-{view.half_term.slug}",
    )


def _css(part: Part, found: Apart, fewest: int) -> str:
    held = CSS.get(part, "")
    thin = found.on_roll < fewest or found.assessed < 0.9 * found.on_roll
    return "whole" if held == "first" and thin else held


def summary(found: Apart) -> str:
    """“34 of 57 meet all three. 14 miss it by one subject alone: 11 by writing, 2 by reading, 1 by maths.”"""
    held = found.pupils
    said = [f"{formats.count_of(held[Part.ALL_THREE], found.on_roll)} meet all three."]
    by_one = [(held[part], subject.label.lower()) for subject, part in BY_ONE.items() if held[part]]
    by_one.sort(key=lambda one: -one[0])
    if len(by_one) == 1:
        said.append(f"{by_one[0][0]} {_miss(by_one[0][0])} it by {by_one[0][1]} alone.")
    elif by_one:
        which = formats.listed([f"{pupils} by {subject}" for pupils, subject in by_one])
        said.append(f"{found.by_one} miss it by one subject alone: {which}.")
    rest = [
        f"{held[part]} {_miss(held[part])} {words}"
        for part, words in ((Part.BY_TWO, "two subjects"), (Part.BY_THREE, "all three"))
        if held[part]
    ]
    if rest:
        said.append(f"{formats.listed(rest)}.")
    if lacking := held[Part.NOT_ASSESSED]:
        said.append(f"{lacking} {'is' if lacking == 1 else 'are'} not assessed in all three.")
    return " ".join(said)


def _miss(pupils: int) -> str:
    return "misses" if pupils == 1 else "miss"


def apart_table(title: str, found: Apart, explain: str) -> Table:
    """One row a part: its pupils, and its share of everyone on roll. `explain`: where the figure that is
    taken apart explains itself."""
    return Table(
        title=title,
        columns=("Part", "Pupils", "Of everyone on roll, %"),
        rows=tuple(
            (LABELS[part], pupils, exports.whole(100 * pupils / found.on_roll if found.on_roll else None))
            for part, pupils in found.pupils.items()
        )
        + (("On roll", Explained(found.on_roll, explain), 100),),
    )


def _list(
    view: View,
    urn: int,
    found: Apart,
    year_group: int | None,
    class_name: str | None,
    cohort: str,
    *,
    closed: str,
) -> None:
    asked = next((part for part in Part if part.value == st.query_params.get(address.PART)), None)
    part = asked if asked is not None and found.pupils[asked] else None

    of_list: dict[str, str | int | None] = {
        address.YEAR_GROUP: year_group or choices.TOGETHER,
        address.CLASS: class_name,
    }

    def make(title: str) -> Table:
        assert part is not None
        lines = pupils_of_part(
            view.published, view.scope, urn, view.half_term, view.kind, year_group, part, class_name
        )
        return pupils_table(title, lines, names_of(view, lines, address.PART, urn, **of_list))

    opened.pupils_of(
        view,
        urn,
        parameter=address.PART,
        list_name=f"{cohort}, {view.kind.label.lower()}: {LABELS[part].lower()}"
        if part is not None
        else None,
        which=(part, class_name),
        make=make,
        place=PLACE,
        closed=closed,
    )


def listed(view: View, urn: int) -> list[PupilLine]:
    """The list that stands open, by its address, for the pages of its pupils."""
    part = next((part for part in Part if part.value == st.query_params.get(address.PART)), None)
    class_name = st.query_params.get(address.CLASS)
    if part is None or (class_name is None and view.year_group is None):
        return []
    return pupils_of_part(
        view.published, view.scope, urn, view.half_term, view.kind, view.year_group, part, class_name
    )
