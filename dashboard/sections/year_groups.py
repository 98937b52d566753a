"""A school's year groups: predicted beside current in every headline measure, then one year group more
closely, with its classes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from dashboard import exports, formats, navigation, wording
from dashboard.access import Action, can
from dashboard.figures import Figure, Shown
from dashboard.furniture import behind, heat_table, notes, range_bar
from dashboard.furniture.heat_table import Row
from dashboard.furniture.markup import show
from dashboard.queries.by_class import class_figures
from dashboard.queries.by_year_group import year_group_figures
from dashboard.queries.classes import SchoolClass, school_classes
from dashboard.queries.headline import headline_figures
from dashboard.sections import explanations, way
from dashboard.sections.headline import tiles_of
from dashboard.view import View
from etl.vocabulary import Kind

THE_OTHER = {Kind.CURRENT: Kind.PREDICTED, Kind.PREDICTED: Kind.CURRENT, Kind.TARGET: Kind.CURRENT}


def any_figures(view: View, urn: int) -> bool:
    """Whether the half-term holds anything of a school; from outside, also what is hidden counts."""
    return any(
        figure.shown is not Shown.NO_DATA
        for kind in view.chosen.kinds
        for figure in _figures(view, urn, kind)
    )


def nothing_yet(view: View, urn: int, name: str) -> None:
    """In place of a school's figures where it has sent none for the half-term."""
    if can(view.scope, Action.LOAD_RETURN, urn):
        link = ("Load the return", navigation.href("returns", urn=urn))
    else:
        link = ("See the half-term before", navigation.href("school", urn=urn, half_term=_before(view)))
    notes.empty(
        f"No return for {view.half_term} yet",
        f"{name} has not sent one, or it holds no judgements. Choose another half-term above to see earlier "
        "figures.",
        link=link,
    )


def _before(view: View) -> str:
    earlier = [one for one in view.chosen.half_terms if one < view.half_term]
    return max(earlier, default=view.half_term).slug


def and_measures(view: View, urn: int) -> None:
    figures = _figures(view, urn, view.kind)
    other_kind = THE_OTHER[view.kind]
    others = _figures(view, urn, other_kind) if other_kind in view.chosen.kinds else []
    beside = f", and beneath it {wording.KIND_WORDS[other_kind]}" if others else ""
    notes.section(
        "Year groups and measures",
        f"{wording.KIND_WORDS[view.kind].capitalize()}{beside}. A name leads on, a number explains itself.",
    )
    if caption := wording.england_is_of_the_end([*figures, *others]):
        notes.show_quietly(caption)
    if view.kind is not Kind.TARGET:
        show(range_bar.key_html(marks_of([*figures, *others])))
    heat_table.heat_table(
        _rows(figures, others, urn),
        [(measure, wording.measure_title(measure)) for measure in view.measures],
        caption="Year groups and measures",
        first="Year group",
        leads={
            measure: navigation.href("school", urn=urn, measure=measure) + "#by-measure"
            for measure in view.measures
        },
    )
    behind.behind(
        lambda: exports.figures_table(
            f"Year groups and measures, {view.half_term}",
            [*figures, *others],
            explain=explanations.of_figure,
        ),
        key="year_groups",
        file_name=f"{urn}-year-groups-{view.half_term.slug}",
    )


def marks_of(figures: Sequence[Figure]) -> list[str]:
    """The marks that bars of these figures have, of `range_bar.MARK_WORDS`."""
    return [
        mark
        for mark, there in (
            ("open", any(one.kind is Kind.PREDICTED for one in figures)),
            ("filled", any(one.kind is not Kind.PREDICTED for one in figures)),
            ("interval", any(one.low is not None for one in figures)),
            ("target", any(one.target is not None for one in figures)),
            ("national", any(one.national is not None for one in figures)),
            ("authority", any(one.authority is not None for one in figures)),
        )
        if there
    ]


def the_chosen_one(view: View, urn: int) -> None:
    """Tiles of the chosen year group, each with its explanation."""
    notes.section(f"{wording.cohort(view.year_group)}, {wording.KIND_WORDS[view.kind]}", place="year-group")
    figures = headline_figures(
        view.published,
        view.scope,
        view.half_term,
        view.kind,
        view.year_group,
        measures=view.measures,
        school_urn=urn,
    )
    tiles_of(view, figures, page="school", urn=urn)
    way.down_from_year_group(view, urn)


def classes(view: View, urn: int) -> None:
    """The chosen year group's classes; nothing where there is one class or none is named."""
    if view.year_group is None:
        return
    figures = class_figures(
        view.published, view.scope, urn, view.half_term, view.kind, view.year_group, view.measures
    )
    by_class: dict[str | None, list[Figure]] = {}
    for figure in figures:
        by_class.setdefault(figure.class_name, []).append(figure)
    if len(by_class) < 2:
        return
    held = school_classes(view.published, view.scope, urn, view.half_term)
    notes.subsection(
        "Classes", "Classes this small differ by chance alone: read them with the pupils in mind."
    )
    heat_table.heat_table(
        [_class_row(view, urn, held.get(name or ""), theirs) for name, theirs in by_class.items()],
        [(measure, wording.measure_title(measure)) for measure in view.measures],
        caption="Classes and measures",
        first="Class",
    )
    behind.behind(
        lambda: exports.figures_table(
            f"Classes, {wording.cohort(view.year_group)}, {view.half_term}",
            figures,
            explain=partial(explanations.of_figure, by_class=True),
        ),
        key="classes",
        file_name=f"{urn}-classes-{view.half_term.slug}",
    )


def _figures(view: View, urn: int, kind: Kind) -> list[Figure]:
    return year_group_figures(view.published, view.scope, urn, view.half_term, kind, view.measures)


def _rows(figures: Sequence[Figure], others: Sequence[Figure], urn: int) -> list[Row]:
    """Oldest first, as the cycle looks at them; Years 1 to 6 together at the foot."""
    beside = {(one.year_group, one.measure): one for one in others}
    by_year: dict[int | None, list[Figure]] = {}
    for figure in figures:
        by_year.setdefault(figure.year_group, []).append(figure)
    ordered = sorted(by_year, key=lambda year: (year is None, -(year or 0)))
    rows = []
    for year in ordered:
        theirs = by_year[year]
        # A year group that the school does not have, as the older ones in an infant school.
        if all(one.shown is Shown.NO_DATA for one in theirs):
            continue
        chosen = "all" if year is None else year
        on_roll = next((one.denominator for one in theirs if one.denominator is not None), None)
        rows.append(
            Row(
                label=wording.cohort(year),
                note="" if on_roll is None else f"{formats.pupils(on_roll)} on roll",
                figures={one.measure: one for one in theirs},
                beside={
                    one.measure: other
                    for one in theirs
                    if (other := beside.get((year, one.measure))) and other.shown is not Shown.NO_DATA
                },
                href=navigation.href("school", urn=urn, year_group=chosen) + "#year-group",
                explained={one.measure: explanations.of_figure(one) for one in theirs},
                beside_explained={
                    one.measure: explanations.of_figure(one) for one in others if one.year_group == year
                },
                total=year is None,
            )
        )
    return rows


def _class_row(view: View, urn: int, of_class: SchoolClass | None, figures: Sequence[Figure]) -> Row:
    """A class as far as it is of the year group; its door leads to the whole of it."""
    on_roll = next((one.denominator for one in figures if one.denominator is not None), None)
    note = "" if on_roll is None else f"{formats.pupils(on_roll)} on roll"
    if of_class is None:
        return Row(
            label="No class named",
            note=note,
            figures={one.measure: one for one in figures},
            explained=_explained(figures),
        )
    if of_class.only_year is None and on_roll is not None:
        note = f"{on_roll} of its {formats.pupils(of_class.on_roll)}: it holds other years too"
    return Row(
        label=of_class.name,
        note=note,
        figures={one.measure: one for one in figures},
        href=way.class_href(urn, of_class.name, view.year_group),
        explained=_explained(figures),
    )


def _explained(figures: Sequence[Figure]) -> dict[str, str]:
    return {one.measure: explanations.of_figure(one, by_class=True) for one in figures}
