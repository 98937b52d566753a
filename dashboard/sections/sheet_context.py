"""A school's context on its one page: how many, which groups, who came and went, its last inspection."""

from __future__ import annotations

from dashboard import formats
from dashboard.furniture.markup import safe
from dashboard.queries.inspections import InspectionSeen, inspections
from dashboard.queries.mobility import Mobility, mobility
from dashboard.queries.register import Census, census
from dashboard.queries.roll import GroupOnRoll, SchoolRoll, school_roll
from dashboard.view import View

# The groups of the line, by what people call them; of those that mean nearly the same each its own.
GROUPS = {
    "fsm6": "FSM6",
    "disadvantaged": "Disadvantaged",
    "pupil_premium": "Pupil premium",
    "sen": "SEN",
    "eal": "EAL",
}
UNLESS_HELD = {"pupil_premium": "disadvantaged"}  # left out where the other is held
SHORT_YEARS = {0: "R"}  # Reception; others are Y1 to Y6

Fact = tuple[str, str, str]  # what, the number, and of how many


def context_html(view: View, urn: int) -> str:
    """From the school's own roll; from outside, what the register of all schools shows to anybody."""
    if view.sees_whole(urn):
        roll = school_roll(view.published, view.scope, urn, view.half_term)
        facts = roll_facts(roll, mobility(view.published, view.scope, urn, view.half_term))
    else:
        facts = census_facts(census(view.published, urn))
    items = "".join(
        f"<div><dt>{safe(what)}</dt><dd><b>{safe(number)}</b><span>{safe(words)}</span></dd></div>"
        for what, number, words in facts
    )
    listed = f'<dl class="context">{items}</dl>' if items else ""
    held = inspections(view.published, view.scope, urn)
    return f'{listed}<p class="inspected">{safe(inspection_words(held))}</p>'


def roll_facts(roll: SchoolRoll, came: Mobility | None) -> list[Fact]:
    if not roll.pupils:
        return []
    held = {group.group: group for group in roll.groups}
    facts = [("On roll", f"{roll.pupils:,}", sizes(roll))]
    for group, label in GROUPS.items():
        if group in held and UNLESS_HELD.get(group) not in held:
            facts.append(_group_fact(label, held[group]))
    if came is not None:
        joined = f"{came.joined:,} in, {came.left:,} out"
        facts.append(("Joined and left", joined, f"since {came.since.name}"))
    return facts


def _group_fact(label: str, group: GroupOnRoll) -> Fact:
    pupils, words = group.pupils, ""
    if group.group == "sen":
        support, plans = group.by_value.get("K", 0), group.by_value.get("E", 0)
        pupils, words = support + plans, f", {plans:,} with a plan"
    unknown = f", {group.not_known:,} not known" if group.not_known else ""
    share = formats.percent(100 * pupils / group.known)
    return label, share, f"{formats.count_of(pupils, group.known)}{words}{unknown}"


def sizes(roll: SchoolRoll) -> str:
    """“R 30, Y1 28, Y2 30 …”."""
    return ", ".join(
        f"{SHORT_YEARS.get(year, f'Y{year}')}{formats.FIXED}{pupils:,}"
        for year, pupils in sorted(roll.by_year_group.items())
    )


def census_facts(held: Census) -> list[Fact]:
    facts = []
    if held.pupils is not None:
        facts.append(("On roll", f"{held.pupils:,}", "at the last census, as published"))
    if held.fsm_percent is not None:
        facts.append(("Free school meals", formats.percent(held.fsm_percent), "of pupils, as published"))
    return facts


def inspection_words(held: list[InspectionSeen]) -> str:
    """The last inspection and its grades in its own framework's words; grades of two are not compared."""
    if not held:
        return "No Ofsted inspection is recorded here."
    last = held[0]
    grades = "; ".join(f"{area}: {grade}" for area, grade in last.grades)
    return f"Last Ofsted inspection {formats.day(last.inspection_date)}. {grades}."
