"""A school's context: how many pupils, and which groups they are of."""

from __future__ import annotations

from dashboard import formats
from dashboard.furniture.markup import safe, show
from dashboard.queries.roll import SchoolRoll, school_roll
from dashboard.view import View
from etl.vocabulary import year_group_label


def of_school(view: View, urn: int) -> None:
    """On roll by year group, and each pupil group's share; nothing from outside the school."""
    if not view.sees_whole(urn):
        return
    roll = school_roll(view.published, view.scope, urn, view.half_term)
    if roll.pupils:
        show(context_html(roll))


def context_html(roll: SchoolRoll) -> str:
    facts = [("On roll", f"{roll.pupils:,}", _sizes(roll))]
    for group in roll.groups:
        share = formats.percent(100 * group.pupils / group.known)
        unknown = f", {group.not_known:,} not known" if group.not_known else ""
        facts.append((group.label, share, f"{formats.count_of(group.pupils, group.known)}{unknown}"))
    items = "".join(
        f"<div><dt>{safe(label)}</dt><dd><b>{safe(number)}</b><span>{safe(words)}</span></dd></div>"
        for label, number, words in facts
    )
    return f'<dl class="context">{items}</dl>'


def _sizes(roll: SchoolRoll) -> str:
    """“Reception 30, Year 1 28 …”, shortened to what a glance takes in."""
    sizes = sorted(roll.by_year_group.values())
    years = sorted(roll.by_year_group)
    span = year_group_label(years[0])
    if len(years) > 1:
        span += f" to {year_group_label(years[-1])}"
    each = f"{sizes[0]}" if sizes[0] == sizes[-1] else f"{sizes[0]} to {sizes[-1]}"
    return f"{span}, {each} in a year"
