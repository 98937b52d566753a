"""What is said of a pivot: its headings, what it shows, what stands out in it, and why cells are empty."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dashboard import formats, wording
from dashboard.figures import Shown
from dashboard.queries.explored import Cell, Pivot
from dashboard.queries.explored_beside import Apart, At, Compared
from dashboard.queries.explored_counts import SCHOOL, YEAR_GROUP
from dashboard.queries.explored_question import TOGETHER, Against, Question
from etl.groups import ALL, GROUPS
from etl.half_terms import HalfTerm
from etl.measures import JUDGED_YEARS, JUDGEMENT_MEASURES
from etl.vocabulary import Kind, year_group_label

AXIS_LABELS = {
    "school": "School",
    "year_group": "Year group",
    "class": "Class",
    "half_term": "Half-term",
    "measure": "Measure",
    "kind": "Judgement",
    "academic_year": "Academic year",
}
AXES_IN_PLURAL = {
    "school": "schools",
    "year_group": "year groups",
    "class": "classes",
    "half_term": "half-terms",
    "measure": "measures",
    "kind": "kinds of judgement",
    "academic_year": "academic years",
}
AGAINST_LABELS = {
    Against.NOTHING: "Nothing",
    Against.TRUST: "The rest of the trust",
    Against.ENGLAND: "England (Year 6)",
    Against.TARGET: "Their targets",
    Against.BEFORE: "The half-term before",
    Against.LAST_YEAR: "The same half-term last year",
}
# How a difference ends: “3 more than in the rest of the trust”.
THAN = {
    Against.TRUST: "than at the rate of the rest of the trust",
    Against.ENGLAND: "than at England's rate",
    Against.BEFORE: "than the half-term before, among the same pupils",
    Against.LAST_YEAR: "than at the rate of last year's, who were other children",
}
CLASSES_ALONE = (
    "Classes are made up anew each year: they can be held against the rest of the trust, one year group at a "
    "time, and against nothing else."
)
NAMED = 3  # empty cells that are named one by one


def axis_label(axis: str) -> str:
    return AXIS_LABELS.get(axis) or GROUPS[axis].label


def value_label(axis: str, value: Any, schools: dict[int, str]) -> str:
    """A row's or column's heading. `schools` are their names as they are to be written."""
    if value is TOGETHER:
        return {"school": "All these schools", "year_group": "All these years"}.get(axis, "Together")
    match axis:
        case "school":
            return schools[value]
        case "year_group":
            return year_group_label(value)
        case "class":
            return f"Class {value}" if value else "No class given"
        case "half_term":
            return f"{value.academic_year} {value.name.replace(' ', formats.FIXED)}"
        case "measure":
            return wording.measure_title(value)
        case "kind":
            return {Kind.PREDICTED: "Predicted", Kind.CURRENT: "Judged now"}.get(value, "Pupil targets")
    return GROUPS[axis].values[value]


def years_words(year_groups: Sequence[int]) -> str:
    """“Year 6”, “Years 1 to 6”, “Year 3 and Year 5”."""
    if tuple(year_groups) == JUDGED_YEARS:
        return wording.YEARS_TOGETHER
    return formats.listed([year_group_label(one) for one in year_groups])


def pupils_words(pupils: Iterable[tuple[str, str]]) -> str:
    """“Disadvantaged, SEN support”; empty for all pupils."""
    return ", ".join(wording.group_words(group, value) for group, value in pupils)


def what_is_shown(question: Question, schools: dict[int, str], all_schools: int) -> str:
    """In a sentence: whose figures, of when, laid out how, held against what."""
    axes = question.axes
    parts = []
    if "measure" not in axes:
        parts.append(wording.measure_label(question.measures[0]))
    if "kind" not in axes:
        parts.append(wording.KIND_WORDS[question.kinds[0]])
    if "half_term" not in axes:
        parts.append(str(question.half_terms[0]).replace(" ", formats.FIXED))
    if YEAR_GROUP not in axes:
        parts.append(years_words(question.year_groups))
    if question.of_class:
        parts.append(wording.class_words(question.of_class[0] or ""))
    if question.group != ALL.id:
        parts.append(wording.group_words(question.group, question.group_value).lower())
    if SCHOOL not in axes:
        whole = len(question.schools) == all_schools and all_schools > 1
        parts.append("all schools" if whole else formats.listed([schools[one] for one in question.schools]))
    laid = f"{plural(question.rows)} by {plural(question.columns)}"
    said = f"{', '.join(parts)}: {laid}." if parts else f"{laid}."
    return said[:1].upper() + said[1:]


def plural(axis: str) -> str:
    return AXES_IN_PLURAL.get(axis) or wording.in_a_sentence(GROUPS[axis].label)


def what_stands_out(compared: Compared, schools: dict[int, str]) -> list[str]:
    """The largest and the smallest difference that is more than chance, or that there is none."""
    against = compared.pivot.question.against
    if against is Against.NOTHING:
        return []
    if against is Against.TARGET:
        return [_of_targets(compared)]
    if not compared.apart:
        if compared.pivot.question.of_classes:
            return [CLASSES_ALONE]
        return [_nothing_to_compare(against)]
    if not compared.tested:
        return [f"Nothing can be said of chance here: {_too_few(compared.pivot)}."]
    lucky = f"about {compared.by_chance_alone}" if compared.by_chance_alone else "fewer than one"
    counted = (
        f"{compared.tested} {'cell' if compared.tested == 1 else 'cells'} compared; {lucky} would be worth "
        "a look (△▽) by chance alone."
    )
    clear = [at for at, one in compared.apart.items() if one.clear]
    if not clear:
        return [f"Nothing stands out: no difference here is more than chance would make. {counted}"]
    clear.sort(key=lambda at: -abs(_points(compared, at)))
    widest = f"{_difference(compared, clear[0], schools)}."
    if len(clear) == 1:
        return [f"One difference is more than chance. {widest}", counted]
    said = f"{len(clear)} differences are more than chance. The largest: {widest}"
    return [said, f"The smallest of them: {_difference(compared, clear[-1], schools)}.", counted]


def _points(compared: Compared, at: At) -> float:
    """How far apart two percentages are; of the same pupils, how many in a hundred came or went."""
    cell, apart = compared.pivot.cells[at], compared.apart[at]
    if apart.percentage is None:
        return 100 * apart.pupils / (cell.count.on_roll or 1)
    return (cell.figure.percentage or 0.0) - apart.percentage


def _difference(compared: Compared, at: At, schools: dict[int, str]) -> str:
    """“Writing at Elm Grove: 12 of 30, 7 pupils fewer than at the rate of the rest of the trust”."""
    question, cell = compared.pivot.question, compared.pivot.cells[at]
    name = ", ".join(value_label(axis, one, schools) for axis, one in zip(question.axes, at, strict=True))
    apart = compared.apart[at].pupils
    more = "more" if apart > 0 else "fewer"
    held = compared.apart[at].percentage
    rate = "" if held is None else f" ({formats.percent(held)})"
    own = f"{wording.count(cell.figure)} ({formats.percent(cell.figure.percentage)})"
    return f"{name}: {own}, {formats.pupils(abs(apart))} {more} {THAN[question.against]}{rate}"


def _of_targets(compared: Compared) -> str:
    held = [one for at, one in compared.apart.items() if TOGETHER not in at]
    if not held:
        return _nothing_to_compare(Against.TARGET)
    met = sum(one.pupils >= 0 for one in held)
    cells = "cell" if len(held) == 1 else "cells"
    return (
        f"{met} of {len(held)} {cells} with a target {'meets' if met == 1 else 'meet'} it. That is a fact "
        "about what is judged or predicted; how likely a target is to be met stands under Predictions."
    )


def _nothing_to_compare(against: Against) -> str:
    return {
        Against.TRUST: "There are no other pupils of the trust that these may be held against.",
        Against.ENGLAND: "England's figures are of all pupils at the end of Year 6: none of these cells is.",
        Against.TARGET: "No target is set for these: targets are for a school's or the trust's year groups.",
        Against.BEFORE: "There is no half-term before that the same pupils can be followed from.",
        Against.LAST_YEAR: "There are no figures of the same half-term a year before.",
    }.get(against, "")


def _too_few(pivot: Pivot) -> str:
    return f"every cell, or what it would be held against, has fewer than {pivot.caution_below} pupils"


def apart_briefly(apart: Apart, against: Against, figure_target: str = "") -> str:
    """For a cell: “3 more”, “2 fewer”, “level”; of a target its own words."""
    if against is Against.TARGET:
        return figure_target
    if not apart.pupils:
        return "level"
    return f"{abs(apart.pupils):,} {'more' if apart.pupils > 0 else 'fewer'}"


def why_empty(cell: Cell, present: frozenset[tuple[HalfTerm, int, str, Kind]]) -> str:
    """Why there is nobody in a cell: no return, not judged, or no such pupils."""
    place = cell.place
    returned = any(
        (place.half_term, urn) in {(when, one) for when, one, _, _ in present} for urn in place.schools
    )
    if not returned:
        return wording.NO_RETURN
    subject = JUDGEMENT_MEASURES[place.measure].subject
    if not any((place.half_term, urn, subject, place.kind) in present for urn in place.schools):
        return "not judged" if place.kind is Kind.CURRENT else f"no {wording.KIND_BRIEFLY[place.kind]} marks"
    return "no such pupils"


def what_to_know(compared: Compared, schools: dict[int, str], empty: dict[At, str]) -> list[str]:
    """What the table cannot say by itself: small cells, empty ones, and what does not add up."""
    pivot, question = compared.pivot, compared.pivot.question
    said = []
    cells = pivot.single()
    few = sum(cell.figure.shown is Shown.COUNT_ONLY for cell in cells)
    if few:
        said.append(f"{few} {'cell has' if few == 1 else 'cells have'} too few pupils for a percentage.")
    small = sum(
        wording.has_percentage(cell.figure) and cell.count.on_roll < pivot.caution_below for cell in cells
    )
    if small and question.against not in (Against.NOTHING, Against.TARGET):
        said.append(
            f"{small} {'cell has' if small == 1 else 'cells have'} fewer than {pivot.caution_below} pupils: "
            "shown, but too few to say whether a difference is more than chance."
        )
    thin = sum(cell.figure.shown is Shown.FULL and cell.figure.thinly_assessed for cell in cells)
    if thin:
        said.append(
            f"In {thin} {'cell' if thin == 1 else 'cells'} fewer than nine in ten pupils have been assessed: "
            "the count is shown, without a percentage."
        )
    national = next((cell.figure.national for cell in cells if cell.figure.national), None)
    if national:
        said.append(
            f"England's figures are results at the end of Year 6 in {national.academic_year}; these are "
            "teachers' own judgements."
        )
    if empty:
        said.append(_of_empty(question, empty, schools))
    if {"half_term", "measure", "kind"} & set(question.axes):
        same = formats.listed(
            [plural(one) for one in ("half_term", "measure", "kind") if one in question.axes]
        )
        said.append(f"There is no total over {same}: it would count the same pupils more than once.")
    if any(len(cell.place.pupils) > 1 for cell in cells):
        said.append("Pupil groups overlap: each cell counts the pupils who are in all of its groups.")
    return said


def of_mixed_classes(years: dict[str | None, list[int]]) -> list[str]:
    """“Class 3/4 has pupils of Year 3 and Year 4, counted together.” `years`: by class, its year groups."""
    return [
        f"Class {name} has pupils of {years_words(of_class)}, counted together."
        for name, of_class in years.items()
        if name and len(of_class) > 1
    ]


def _of_empty(question: Question, empty: dict[At, str], schools: dict[int, str]) -> str:
    by_reason: dict[str, list[str]] = {}
    for at, why in empty.items():
        name = ", ".join(value_label(axis, one, schools) for axis, one in zip(question.axes, at, strict=True))
        by_reason.setdefault(why, []).append(name)
    said = []
    for why, names in by_reason.items():
        listed = formats.listed(names) if len(names) <= NAMED else f"{len(names)} cells"
        said.append(f"{listed} ({why})")
    return f"Empty: {'; '.join(said)}."
