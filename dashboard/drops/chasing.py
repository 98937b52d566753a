"""On the page on data drops: what is still missing, and a ready letter to whoever can send it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

import streamlit as st

from dashboard import formats, navigation, this_trust
from dashboard.drops import reminders
from dashboard.drops.reminders import Reminder
from dashboard.furniture import filled_grid, notes
from dashboard.furniture.markup import safe, show
from dashboard.queries.filled_in import filled_in
from dashboard.signed_in import Viewer
from dashboard.submissions import Sent, awaited_half_term
from etl.half_terms import HalfTerm
from etl.record import people, terms
from etl.record.drops import Drop
from etl.record.people import Person
from etl.vocabulary import Kind

HALF_TERM_WIDTH = 240  # pixels
ALL = "All of them together"


def half_terms_to_chase(
    half_terms: Sequence[HalfTerm], sent: Collection[tuple[int, HalfTerm]], due: HalfTerm
) -> list[HalfTerm]:
    """Those in which something may be missing, latest first: the one that is due, and every other that
    anything was sent for."""
    came = {half_term for _, half_term in sent}
    return sorted((one for one in half_terms if one == due or one in came), reverse=True)


def show_missing(
    who: Viewer,
    half_terms: Sequence[HalfTerm],
    sent: Mapping[tuple[int, HalfTerm], Sent],
    drops: Mapping[HalfTerm, Drop],
    due: HalfTerm,
) -> None:
    """For one half-term of those given: who has not sent, with letters, and what is blank in what came."""
    schools = this_trust.schools()
    offered = half_terms_to_chase(half_terms, sent, due)
    if not offered or not schools:
        return
    notes.section("What is still missing", "Who has not sent, and what is blank in what was sent.")
    closed = {half_term for half_term, drop in drops.items() if drop.closed}
    awaited = awaited_half_term(sent, schools, due, closed)
    half_term = st.selectbox(
        "Half-term",
        offered,
        index=offered.index(awaited) if awaited in offered else 0,
        format_func=lambda one: one.name,
        key=f"chasing_half_term_{offered[0].starts}",
        width=HALF_TERM_WIDTH,
    )
    missing = {urn: name for urn, name in schools.items() if (urn, half_term) not in sent}
    if not missing:
        notes.note(f"Every school has sent its return for {half_term}.")
    elif half_term in closed:
        notes.note(
            f"{formats.listed(list(missing.values()))} sent no return for {half_term}. Its data drop is "
            "closed: open it first if one is to come."
        )
    else:
        _show_reminders(half_term, missing)
    if len(missing) < len(schools):
        _show_filled_in(who, half_term, schools, [urn for urn in schools if urn not in missing])


def _show_reminders(half_term: HalfTerm, missing: Mapping[int, str]) -> None:
    with this_trust.record().reading() as connection:
        everyone = people.all_people(connection)
        ends = {one.half_term: one.ends for one in terms.all_terms(connection)}.get(half_term)
    heads = {urn: reminders.heads_of(everyone, urn) for urn in missing}
    when = reminders.by_when(half_term, ends, date.today())
    trust = this_trust.name()
    letters = {
        urn: reminders.for_school(name, half_term, heads[urn], when, trust) for urn, name in missing.items()
    }
    together = reminders.for_several(
        half_term, [head for found in heads.values() for head in found], when, trust
    )
    several = len(missing) > 1
    notes.subsection(f"Not sent: {len(missing)} of {len(this_trust.schools())} schools")
    show(letters_html(missing, heads, letters, together if several else None))
    if not all(heads.values()):
        show(
            f'<p class="quiet small">A school without a head is to be given one on the page '
            f'<a class="door" href="{safe(navigation.href("administration"))}">Administration</a>.</p>'
        )
    with st.expander("Read a letter, or copy it"):
        chosen = None
        if several:
            chosen = st.selectbox(
                "To",
                [None, *missing],
                format_func=lambda urn: ALL if urn is None else missing[urn],
                key=f"chasing_letter_{half_term.slug}",
            )
        alone = next(iter(letters.values()))
        with st.container(key="chasing_letter"):
            _show_letter(letters[chosen] if chosen is not None else together if several else alone)


def _show_letter(letter: Reminder) -> None:
    if letter.to:
        if letter.apart:
            notes.show_quietly("As blind copies, so that nobody sees who else is written to:")
        st.code("; ".join(letter.to), language=None, wrap_lines=True)
    st.code(letter.subject, language=None, wrap_lines=True)
    st.code(letter.text, language=None, wrap_lines=True)


def letters_html(
    missing: Mapping[int, str],
    heads: Mapping[int, Sequence[Person]],
    letters: Mapping[int, Reminder],
    together: Reminder | None,
) -> str:
    """One row a school that has not sent: its head or heads, and the link that opens the letter."""
    rows = "".join(
        f'<tr><th scope="row">{safe(name)}</th><td>{_heads_html(heads[urn])}</td>'
        f"<td>{_link_html(letters[urn], 'Write a reminder', f'Write a reminder to {name}')}</td></tr>"
        for urn, name in missing.items()
    )
    if together is not None:
        written = sum(bool(heads[urn]) for urn in missing)
        whom = f"{written} with a head; no school is told of another" if written else "No head is registered"
        rows += (
            f'<tr class="together"><th scope="row">{ALL}</th><td>{safe(whom)}</td>'
            f"<td>{_link_html(together, 'Write one to all')}</td></tr>"
        )
    return (
        '<div class="drop-grid letters"><table><thead class="unseen"><tr><th scope="col">School</th>'
        '<th scope="col">Head</th><th scope="col">Letter</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _heads_html(heads: Sequence[Person]) -> str:
    return safe(formats.listed([one.name for one in heads])) if heads else "No head is registered"


def _link_html(letter: Reminder, words: str, label: str = "") -> str:
    if letter.link is None:
        return "Too many for a link: copy it below" if letter.to else "Copy it below"
    said = f' aria-label="{safe(label)}"' if label else ""
    return f'<a href="{safe(letter.link)}"{said}>{safe(words)}</a>'


def _show_filled_in(
    who: Viewer, half_term: HalfTerm, schools: Mapping[int, str], came: Collection[int]
) -> None:
    notes.subsection("Blank in what was sent")
    kinds = (Kind.CURRENT, Kind.PREDICTED)
    chosen = st.segmented_control(
        "Marks",
        kinds,
        default=Kind.PREDICTED,
        required=True,
        format_func=lambda one: one.label,
        key="chasing_kind",
        label_visibility="collapsed",
    )
    kind = chosen or Kind.PREDICTED
    every = filled_in(this_trust.published(), who.scope, half_term, kind)
    # A later return's earlier columns put pupils on roll of a half-term that was never returned.
    filled = {urn: years for urn, years in every.items() if urn in came}
    notes.note(filled_grid.summary(filled))
    filled_grid.show_grid(schools, filled, label=f"{kind.label}, {half_term}: what is blank")
    notes.footnotes([filled_grid.LEGEND])
