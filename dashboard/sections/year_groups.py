"""A school's year groups: predicted beside current in every headline measure, then one year group more
closely, with its classes."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import exports, formats, navigation, wording
from dashboard.access import Action, can
from dashboard.figures import Figure, Shown
from dashboard.furniture import behind, heat_table, notes
from dashboard.furniture.heat_table import Row
from dashboard.queries.by_class import class_figures
from dashboard.queries.by_year_group import year_group_figures
from dashboard.queries.headline import headline_figures
from dashboard.sections.headline import tiles_of
from dashboard.view import View
from etl.vocabulary import Kind

THE_OTHER = {Kind.CURRENT: Kind.PREDICTED, Kind.PREDICTED: Kind.CURRENT, Kind.TARGET: Kind.CURRENT}
CLASS = "class"  # the address's parameter: one class of the year group


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
        f"{wording.KIND_WORDS[view.kind].capitalize()}{beside}. Every cell is a way in.",
    )
    heat_table.heat_table(
        _rows(figures, others, urn),
        [(measure, wording.measure_title(measure)) for measure in view.measures],
        caption="Year groups and measures",
        first="Year group",
    )
    behind.behind(
        lambda: exports.figures_table(f"Year groups and measures, {view.half_term}", [*figures, *others]),
        key="year_groups",
        file_name=f"{urn}-year-groups-{view.half_term.slug}",
    )


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
    notes.subsection(
        "Classes", "Classes this small differ by chance alone: read them with the pupils in mind."
    )
    heat_table.heat_table(
        [_class_row(name, theirs, urn) for name, theirs in by_class.items()],
        [(measure, wording.measure_title(measure)) for measure in view.measures],
        caption="Classes and measures",
        first="Class",
    )
    behind.behind(
        lambda: exports.figures_table(
            f"Classes, {wording.cohort(view.year_group)}, {view.half_term}", figures
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
                hrefs={
                    one.measure: navigation.href("school", urn=urn, year_group=chosen, measure=one.measure)
                    + "#year-group"
                    for one in theirs
                },
                total=year is None,
            )
        )
    return rows


def _class_row(name: str | None, figures: Sequence[Figure], urn: int) -> Row:
    href = None
    if name is not None:
        href = navigation.href("school", urn=urn, **{CLASS: name}) + "#pupils"
    on_roll = next((one.denominator for one in figures if one.denominator is not None), None)
    return Row(
        label=name or "No class named",
        note="" if on_roll is None else f"{formats.pupils(on_roll)} on roll",
        figures={one.measure: one for one in figures},
        href=href,
        hrefs={one.measure: href for one in figures if href},
    )
