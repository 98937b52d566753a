"""How judgements moved: where each pupil of the year group stood, and where they stand."""

from __future__ import annotations

import streamlit as st

from dashboard import address, explainable, filters, formats, wording
from dashboard.chance import LOOK
from dashboard.exports import Explained, Table
from dashboard.furniture import behind, notes
from dashboard.furniture.count_grid import Counted, CountRow, count_grid
from dashboard.furniture.markup import door, safe, show
from dashboard.queries.pupils import PupilLine
from dashboard.queries.transitions import (
    BANDS,
    JOINED,
    LEFT,
    NOT_ASSESSED,
    STANDS,
    STOOD,
    Cell,
    Span,
    Transitions,
    judged_twice,
    pupils_behind,
    rose,
    spans_held,
    transitions,
)
from dashboard.sections import explanations, opened
from dashboard.sections.pupils import names_of, pupils_table
from dashboard.view import View
from etl.half_terms import HalfTerm, HalfTermError, parse_half_term
from etl.measures import JUDGEMENT_MEASURES
from etl.vocabulary import Judgement, Kind, Subject, year_group_label

PLACE = "moved"
TITLE = "How judgements moved"
# Judgements of what different years expect are set side by side, and no more is made of them.
NEW_EXPECTATIONS = {
    Kind.CURRENT: "A new year's expectations began in between: whoever kept the band kept pace, and in the "
    "autumn a lower one is common.",
    Kind.PREDICTED: "A new year's expectations began in between: then it was the end of the year before that "
    "was predicted.",
}
LABELS = {
    **{one.value: one.label for one in Judgement},
    NOT_ASSESSED: "Not assessed",
    JOINED: "Joined",
    LEFT: "Left",
}
# What stands in a heading: (as narrow as it must be on a phone, the rest of it).
HEADINGS = {
    **{one.value: (one.value, one.label) for one in Judgement},
    NOT_ASSESSED: ("–", "Not assessed"),
    JOINED: ("Joined", ""),
    LEFT: ("Left", ""),
}


def between_half_terms(view: View, urn: int) -> None:
    if view.year_group is None:
        return
    held = spans_held(view.published, view.scope, urn, view.year_group, view.kind, view.half_term)
    if not any(held.values()):
        if held:
            notes.subsection(TITLE, place=PLACE)
            notes.note(f"{_cohort(view)} has no earlier half-term in which it was judged to compare with.")
        return
    notes.subsection(
        TITLE,
        f"{_cohort(view)}, {wording.KIND_WORDS[view.kind]}: where pupils stood down the side, where they "
        "stand along the top.",
        place=PLACE,
    )
    span = _chosen(view, urn, {subject: earlier for subject, earlier in held.items() if earlier})
    moved = transitions(view.published, view.scope, span)
    notes.note(summary(moved))
    rows, columns = table_of(moved, _hrefs(view, urn, moved))
    count_grid(
        rows,
        columns,
        caption=f"{span.subject.label}, {span.since} to {span.until}",
        first=(span.since.name, span.since.academic_year),
        over=f"{span.until.name}, {view.half_term.academic_year}",
    )
    ends = _ends(span)
    show(on_roll_html(moved, ends))
    notes.footnotes(_notes(moved))
    _list(view, urn, moved)
    behind.behind(
        lambda: transitions_table(moved, ends), key="moved", file_name=f"{urn}-moved-{view.half_term.slug}"
    )


def summary(moved: Transitions) -> str:
    """“Of 57 who were there both times 41 stayed, 11 moved up, 5 down; 3 joined, 2 left.”"""
    there, judged = moved.there_both_times, moved.judged_both_times
    came_and_went = f"{moved.joined} joined, {moved.left} left"
    if not moved.joined + moved.left:
        came_and_went = "nobody joined or left"
    if not judged:
        return f"Nobody was judged both times; {there} were there both times, {came_and_went}."
    split = f"{moved.stayed} stayed in their band, {moved.up} moved up, {moved.down} down"
    who = f"Of {there} who {'was' if there == 1 else 'were'} there both times"
    if judged < there:
        split += (
            f", {there - judged} {'was' if there - judged == 1 else 'were'} not assessed at one end or both"
        )
    said = f"{who} {split}; {came_and_went}."
    unlike = moved.span.kind is Kind.CURRENT and moved.span.new_expectations
    if unlike or moved.up == moved.down:
        return said
    more = "up than down" if moved.up > moved.down else "down than up"
    if moved.p_value < LOOK:
        return f"{said} So many more {more} would seldom be chance."
    return f"{said} As uneven a split may well be chance."


def table_of(moved: Transitions, hrefs: dict[Cell, str]) -> tuple[list[CountRow], list[tuple[str, str]]]:
    """The rows and columns that stand: all four bands, and of the rest those that anybody is in."""
    down = [place for place in STOOD if place in BANDS or moved.stood(place)]
    along = [place for place in STANDS if place in BANDS or moved.stands(place)]
    rows = []
    for stood in down:
        cells = [_cell(moved, (stood, stands), hrefs) for stands in along]
        # Who joined is in no total of those who were there before.
        total = moved.stood(stood)
        label, note = HEADINGS[stood]
        rows.append(
            CountRow(label=label, note=note, cells=(*cells, _total(total, f"{LABELS[stood]} in all")))
        )
    totals = [_total(moved.stands(stands), f"{LABELS[stands]} in all") for stands in along]
    everyone = _total(sum(moved.pupils.values()), "everyone")
    rows.append(CountRow(label="All", cells=(*totals, everyone), total=True))
    return rows, [*(HEADINGS[place] for place in along), ("All", "")]


def _cell(moved: Transitions, cell: Cell, hrefs: dict[Cell, str]) -> Counted:
    pupils = moved.pupils.get(cell, 0)
    way = rose(cell)
    tone, shape, word = "aside", "", ""
    if way is not None:
        tone, shape, word = ("up", "▲", "up") if way else ("down", "▼", "down")
    elif judged_twice(cell):
        tone, word = "still", "stayed"
    said = f"{_words(cell)}: {formats.pupils(pupils)}{f', {word}' if word else ''}"
    return Counted(pupils=pupils, said=said, tone=tone, shape=shape, word=word, href=hrefs.get(cell))


def _total(pupils: int, said: str) -> Counted:
    return Counted(pupils=pupils, said=said, tone="total")


def _words(cell: Cell) -> str:
    """“Working towards to expected”, “Joined, now expected”, “Expected, left”."""
    stood, stands = cell
    if stood == JOINED:
        return f"Joined, now {LABELS[stands].lower()}"
    if stands == LEFT:
        return f"{LABELS[stood]}, left"
    if stood == stands:
        return f"{LABELS[stood]} both times"
    return f"{LABELS[stood]} to {LABELS[stands].lower()}"


def _ends(span: Span) -> tuple[str, str]:
    """Where the figures of the two half-terms explain themselves, between which pupils moved."""
    then, now = (
        explanations.href(
            explainable.of_cohort(span.subject, span.kind, half_term, span.school_urn, year_group)
        )
        for half_term, year_group in ((span.since, span.year_group_then), (span.until, span.year_group))
    )
    return then, now


def on_roll_html(moved: Transitions, ends: tuple[str, str]) -> str:
    """“On roll: 57 in Autumn 1 2026/27, 58 in Spring 1 2026/27.” Each number explains itself."""
    said = [
        f"{door(href, formats.whole(pupils), label=f'{pupils} on roll in {when}: explain this number')} "
        f"in {safe(when)}"
        for pupils, when, href in _on_roll(moved, ends)
    ]
    return f'<div class="footnotes"><p>On roll: {", ".join(said)}.</p></div>'


def _on_roll(moved: Transitions, ends: tuple[str, str]) -> list[tuple[int, HalfTerm, str]]:
    span = moved.span
    return [(moved.on_roll_then, span.since, ends[0]), (moved.on_roll_now, span.until, ends[1])]


def transitions_table(moved: Transitions, ends: tuple[str, str]) -> Table:
    """One row a standing at the start, one column a standing at the end, with totals; and who was on roll.

    `ends`: where the figures of the two half-terms explain themselves.
    """
    span = moved.span
    return Table(
        title=f"{span.subject.label}, {year_group_label(span.year_group)}, {span.kind.label.lower()}: "
        f"{span.since} to {span.until}",
        columns=(f"{span.since}", *(f"{span.until}: {LABELS[one]}" for one in STANDS), "All"),
        rows=tuple(
            (
                LABELS[stood],
                *(moved.pupils.get((stood, stands), 0) for stands in STANDS),
                moved.stood(stood),
            )
            for stood in STOOD
        )
        + (("All", *(moved.stands(stands) for stands in STANDS), sum(moved.pupils.values())),)
        + tuple(
            (f"On roll in {when}", *(None for _ in STANDS), Explained(pupils, href))
            for pupils, when, href in _on_roll(moved, ends)
        ),
        notes=tuple(_notes(moved)),
    )


def _notes(moved: Transitions) -> list[str]:
    if moved.span.new_expectations and moved.span.kind in NEW_EXPECTATIONS:
        return [NEW_EXPECTATIONS[moved.span.kind]]
    return []


def _chosen(view: View, urn: int, held: dict[Subject, list[HalfTerm]]) -> Span:
    """What the address asks for, with the choice of it: the measure's subject and the half-term before."""
    assert view.year_group is not None
    usual = JUDGEMENT_MEASURES[view.chosen.measure].subject
    asked = st.query_params.get(address.SUBJECT, usual)
    subject = next((one for one in held if one.value == asked), next(iter(held)))
    earlier = held[subject]
    try:
        since = parse_half_term(st.query_params.get(address.SINCE, ""))
    except HalfTermError:
        since = earlier[-1]
    since = since if since in earlier else earlier[-1]
    with st.container(horizontal=True, key="choices_moved"):
        filters.select(
            "Subject",
            address.SUBJECT,
            list(held),
            subject,
            lambda one: one.label,
            lambda one: str(one.value),
        )
        filters.select("Since", address.SINCE, list(reversed(earlier)), since, str, lambda one: str(one.slug))
    return Span(
        school_urn=urn,
        year_group=view.year_group,
        subject=subject,
        kind=view.kind,
        since=since,
        until=view.half_term,
    )


def _hrefs(view: View, urn: int, moved: Transitions) -> dict[Cell, str]:
    if not opened.may_open(view, urn):
        return {}
    return {
        cell: opened.door_to(urn, opened.place_of_list(PLACE), **{address.CELL: "-".join(cell)})
        for cell in moved.pupils
    }


def _list(view: View, urn: int, moved: Transitions) -> None:
    """The pupils of the cell that the address names, if anybody is in it."""
    asked = next((cell for cell in moved.pupils if "-".join(cell) == st.query_params.get(address.CELL)), None)
    span = moved.span

    def make(title: str) -> Table:
        lines = pupils_behind(view.published, view.scope, span, asked or ("", ""))
        of_list: dict[str, str | int | None] = {
            address.SUBJECT: span.subject.value,
            address.SINCE: span.since.slug,
        }
        return pupils_table(title, lines, names_of(view, lines, address.CELL, urn, **of_list))

    opened.pupils_of(
        view,
        urn,
        parameter=address.CELL,
        list_name=None
        if asked is None
        else f"{_cohort(view)}, {wording.in_a_sentence(span.subject.label)} since {span.since}: "
        f"{_words(asked)[:1].lower()}{_words(asked)[1:]}",
        which=(span.subject.value, span.since.slug, asked),
        make=make,
        place=PLACE,
    )


def _cohort(view: View) -> str:
    return wording.cohort(view.year_group)


def listed(view: View, urn: int) -> list[PupilLine]:
    """The list that stands open, by its address, for the pages of its pupils."""
    asked = st.query_params
    subject = next((one for one in Subject if one.value == asked.get(address.SUBJECT)), None)
    stood, _, stands = asked.get(address.CELL, "").partition("-")
    try:
        since = parse_half_term(asked.get(address.SINCE, ""))
    except HalfTermError:
        return []
    if subject is None or view.year_group is None:
        return []
    span = Span(
        school_urn=urn,
        year_group=view.year_group,
        subject=subject,
        kind=view.kind,
        since=since,
        until=view.half_term,
    )
    return pupils_behind(view.published, view.scope, span, (stood, stands))
