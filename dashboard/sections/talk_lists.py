"""Pupils to talk about, by their chances: counts beside their guardrails, each a door to names."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import streamlit as st

from dashboard import address, formats, navigation, wording
from dashboard.exports import Table
from dashboard.forecast.list_rates import ListRates, Share
from dashboard.forecast_words import OUTCOME
from dashboard.furniture import behind, notes
from dashboard.furniture.count_grid import Counted, CountRow, count_grid
from dashboard.queries.chances import CohortChances, Talk, cohort_chances
from dashboard.queries.forecasts import LAST_HALF_TERM, past_lists
from dashboard.queries.pupils import PupilLine, judged_before, pupil_list
from dashboard.sections import opened
from dashboard.sections.changed import LISTS_PLACE, chosen_year_group
from dashboard.sections.predictions import chosen_measure
from dashboard.sections.pupils import names_of
from dashboard.sections.talk_table import like_this as like_this
from dashboard.sections.talk_table import talk_table
from dashboard.view import View
from etl.vocabulary import year_group_label

NAMES = {
    Talk.CUSP: "On the cusp",
    Talk.AT_RISK: "Predicted, but at risk",
    Talk.HIDDEN: "Hidden chance",
    Talk.ONE_SHORT: "One subject short",
    Talk.DROPPED: "Judged lower than last half-term",
    Talk.NO_LIST: "Predicted below, on no list",
    Talk.UP: "Predicted higher than last half-term",
    Talk.DOWN: "Predicted lower than last half-term",
}
MEANING = (
    "On the cusp: could go either way. Predicted, but at risk: predicted to meet the standard, and like "
    "pupils "
    "more often missed it. Hidden chance: predicted below, and like pupils more often reached it. One "
    "subject "
    "short: likely in two, unlikely in the third. A pupil can be on several."
)
GUARDRAIL = (
    "Those on no list are counted here because help that goes to the threshold alone passes them by. A list "
    "begins a conversation; it decides nothing about a child."
)
# What the lists came to in 60 made-up trusts (Spring 1, one subject at the expected standard): 55 %, 57 %,
# 17 % and 63 %.
TRIED_OUT = (
    "This trust's own past lists are too short to say how theirs came out. Tried out on invented schools, "
    "somewhat more than half of those on the cusp reached the standard, of those at risk missed it, and of "
    "the hidden chances made it; of all who were predicted and missed, 1 in 6 had been on a list."
)


def of_the_school(view: View, urn: int, name: str, measure: str) -> None:
    """One school's lists for the chosen year group and measure."""
    year_group = chosen_year_group(view)
    notes.section(
        f"Pupils to talk about at {wording.short_school(name)}",
        f"{wording.cohort(year_group)}, {wording.in_a_sentence(wording.measure_label(measure))}. Chances "
        "come "
        "from what pupils with such predictions and judgements came to.",
        place=LISTS_PLACE,
    )
    held = cohort_chances(view.published, view.scope, urn, view.half_term, measure, year_group)
    if held is None:
        notes.note(why_none(view))
        return
    for sentence in cautions(held, year_group):
        notes.note(sentence)
    count_grid(
        _rows(view, held),
        [("Pupils", ""), *((label, "") for label in held.beside)],
        caption="Pupils to talk about",
        first=("List", ""),
    )
    _opened_list(view, held, measure, year_group)
    notes.footnotes(
        [
            *empty_lists(held),
            MEANING,
            GUARDRAIL,
            *rates_words(past_lists(view.published, view.scope, view.half_term, measure, year_group)),
            OUTCOME[year_group == 6],
        ]
    )
    behind.behind(
        lambda: counts_table(held, name),
        key="talk_lists",
        file_name=f"{urn}-pupils-to-talk-about-{view.half_term.slug}",
    )
    notes.way_on("What if some of them reach it?", navigation.href("what_if", urn=urn))


def why_none(view: View) -> str:
    if view.half_term.ordinal > LAST_HALF_TERM:
        return "In Summer 2 there is nothing left to forecast: results are in, or about to be."
    return "Nobody in this year group of the school has a prediction in this half-term."


def cautions(held: CohortChances, year_group: int) -> list[str]:
    """What is to be known of this cohort before anything is read from it."""
    said = []
    found = held.place.forecast
    if found.pupils < 20:
        worth = formats.points(100 / found.pupils)
        said.append(
            f"{formats.pupils(found.pupils)} in all: each is worth {worth}, so that one or two decide."
        )
    if 10 * found.missing > found.pupils:
        said.append(
            f"{found.missing} of {found.pupils} have no prediction: their chances rest on the current "
            "judgement "
            "alone, or on nothing but the trust's average, and no status is given."
        )
    for name, years in held.mixed_classes:
        others = formats.listed([year_group_label(one) for one in years if one != year_group])
        said.append(f"Class {name} holds {others} as well: each pupil counts in their own year group.")
    if not found.calibrated:
        said.append(
            "Not yet calibrated: fewer than six past cohorts are known, so that chances are a general "
            "assumption."
        )
    return said


def beside_words(held: CohortChances, upns: Collection[str]) -> str:
    """“Of these 4 2 are disadvantaged and 1 SEND; of the year group 9 and 5 of 30. …”: whose the list is, and
    who is on none: what stands beside every list of names."""
    on = np.isin(held.upns, list(upns))
    number = int(on.sum())
    made_up = [(label, int((on & who).sum()), int(who.sum())) for label, who in held.beside.items()]
    said = ""
    if number and made_up:
        own = formats.listed([f"{label} {few}" for label, few, _ in made_up])
        everyone = formats.listed([f"{label} {many}" for label, _, many in made_up])
        said = f"Of these {number}: {own}. Of the year group's {held.pupils}: {everyone}. "
    others = int((held.lists[Talk.NO_LIST] & ~on).sum())
    return f"{said}Predicted below and on no list: {formats.pupils(others)}. {GUARDRAIL}"


def rates_words(held: ListRates | None) -> list[str]:
    """What such lists came to in this trust, where enough pupils of several schools are known; else in trusts
    that were made up to try them."""
    own, none = [], []
    if held is not None:
        for share, words in (
            (held.cusp_reached, "of those on the cusp reached it"),
            (held.at_risk_missed, "of those at risk missed it"),
            (held.missed_on_the_list, "of all who were predicted and missed had been on that list"),
            (held.hidden_reached, "of the hidden chances made it"),
        ):
            if share.enough and share.came:
                own.append(f"{_percent(share)} {words} ({formats.count_of(share.came, share.pupils)})")
        if held.missed_on_the_list.enough and not held.missed_on_the_list.came:
            none.append(f"“{NAMES[Talk.AT_RISK]}” has found nobody here so far: do not lean on it.")
    if not own and not none:
        return [TRIED_OUT]
    return [*([f"In this trust's own past years {'; '.join(own)}."] if own else []), *none]


def _percent(share: Share) -> str:
    return formats.percent(100 * share.came / share.pupils)


def _rows(view: View, held: CohortChances) -> list[CountRow]:
    rows = [
        CountRow(label=NAMES[talk], cells=_cells(view, held, talk))
        for talk in Talk
        if talk in held.lists and talk not in (Talk.UP, Talk.DOWN) and held.lists[talk].any()
    ]
    everyone = np.ones(held.pupils, dtype=np.bool_)
    cells = tuple(
        Counted(pupils=int((everyone & who).sum()), said=said, tone="total")
        for said, who in {"Everyone": everyone, **held.beside}.items()
    )
    return [*rows, CountRow(label="The whole year group", cells=cells, total=True)]


def empty_lists(held: CohortChances) -> list[str]:
    """“Nobody is on these lists: …”; nothing where each has somebody."""
    empty = [
        wording.in_a_sentence(NAMES[talk])
        for talk in Talk
        if talk in held.lists and talk not in (Talk.UP, Talk.DOWN) and not held.lists[talk].any()
    ]
    return [f"Nobody is on these lists: {'; '.join(empty)}."] if empty else []


def _cells(view: View, held: CohortChances, talk: Talk) -> tuple[Counted, ...]:
    on = held.lists[talk]
    href = None
    if opened.may_open(view, held.school_urn):
        where = opened.place_of_list(LISTS_PLACE)
        href = opened.door_on("movement", held.school_urn, where, **{address.LIKELY: talk.value})
    tone = "aside" if talk is Talk.NO_LIST else "still"
    pupils = int(on.sum())
    return (
        Counted(
            pupils=pupils, said=f"{NAMES[talk]}: {formats.pupils(pupils)}. Show them.", tone=tone, href=href
        ),
        *(
            Counted(pupils=int((on & who).sum()), said=f"{NAMES[talk]}, {of_whom}", tone="aside")
            for of_whom, who in held.beside.items()
        ),
    )


def counts_table(held: CohortChances, school: str) -> Table:
    """One row a list: pupils, and how many of them are disadvantaged or have SEND. No names."""
    return Table(
        title=f"Pupils to talk about, {school}",
        columns=("List", "Pupils", *held.beside, "In the year group"),
        rows=tuple(
            (
                NAMES[talk],
                int(on.sum()),
                *(int((on & who).sum()) for who in held.beside.values()),
                held.pupils,
            )
            for talk, on in held.lists.items()
        ),
        notes=(MEANING, GUARDRAIL),
    )


def _opened_list(view: View, held: CohortChances, measure: str, year_group: int) -> None:
    urn = held.school_urn
    asked = st.query_params.get(address.LIKELY)
    talk = next((one for one in held.lists if one.value == asked and held.lists[one].any()), None)

    def make(title: str) -> Table:
        assert talk is not None
        named = _named(view, held, talk, year_group)
        before = judged_before(view.published, view.scope, urn, view.half_term, named)
        of_list: dict[str, str | int | None] = {address.YEAR_GROUP: year_group, address.MEASURE: measure}
        names = names_of(view, named, address.LIKELY, urn, **of_list)
        return talk_table(title, named, held, names, before, measure, view.half_term)

    opened.pupils_of(
        view,
        urn,
        parameter=address.LIKELY,
        list_name=None
        if talk is None
        else f"{wording.cohort(year_group)}, {wording.in_a_sentence(wording.measure_label(measure))}: "
        f"{wording.in_a_sentence(NAMES[talk])}",
        which=(measure, asked),
        make=make,
        place=LISTS_PLACE,
        page="movement",
        whole=True,
    )


def _named(view: View, held: CohortChances, talk: Talk, year_group: int) -> list[PupilLine]:
    on = held.listed(talk)
    lines = pupil_list(view.published, view.scope, held.school_urn, view.half_term, year_group)
    return [line for line in lines if line.upn in on]


def listed(view: View, urn: int) -> list[PupilLine]:
    """The list that stands open, by its address, for the pages of its pupils."""
    year_group = chosen_year_group(view)
    measure = chosen_measure(view)
    held = cohort_chances(view.published, view.scope, urn, view.half_term, measure, year_group)
    asked = st.query_params.get(address.LIKELY)
    talk = next((one for one in held.lists if one.value == asked), None) if held else None
    return [] if held is None or talk is None else _named(view, held, talk, year_group)
