"""What became of a return, or would become of it, in a line; and the list of returns that were sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard import formats
from dashboard.furniture.markup import door, safe
from etl.problems import stops
from etl.record.returns import AcceptedReturn
from etl.returns.outcome import Outcome, Status


def own_school_html(name: str) -> str:
    """Whose return it is, where there is nothing to choose."""
    return f'<p class="own-school"><small>School</small><b>{safe(name)}</b></p>'


def good_rows_could_go_in(outcome: Outcome) -> bool:
    """Whether a refused file has rows that could be loaded while the others wait.

    One that was refused as a whole (unreadable, for a closed drop, without headings) was never held
    against what stands; of another all the good rows may stand already.
    """
    return outcome.status is Status.REJECTED and bool(outcome.pupils) and outcome.alters


def verdict_html(outcome: Outcome, school: str | None) -> str:
    """`school` is named where the file holds several."""
    pupils = formats.pupils(outcome.pupils)
    if outcome.status is Status.UNCHANGED:
        kind, shape, words = "same", "=", "Nothing to load: everything in this file stands already."
        if outcome.differing:
            words = (
                "Nothing to load: you keep what was sent before, and the rest of this file stands already."
            )
    elif outcome.status is Status.ACCEPTED:
        judgements = formats.whole(outcome.judgements)
        kind, shape = "ready", "✓"
        words = f"Ready to load: {pupils}, {judgements} judgements for {outcome.half_term}."
    else:
        number = len(stops(list(outcome.problems)))
        kind, shape = "stopped", "■"
        words = f"Not ready: {number} {'thing' if number == 1 else 'things'} to put right first."
        if good_rows_could_go_in(outcome):
            rows = f"{outcome.held_rows} {'row waits' if outcome.held_rows == 1 else 'rows wait'}"
            words += f" Or load the other {pupils} now, while {rows}."
        elif outcome.pupils and outcome.counts and not outcome.alters:
            words += f" The other {pupils} stand already."
    named = f"<b>{safe(school)}</b>: " if school else ""
    return (
        f'<p class="verdict {kind}" role="status"><span class="shape" aria-hidden="true">{shape}</span> '
        f"{named}{safe(words)}</p>"
    )


def effect_html(effect: Sequence[str], title: str = "") -> str:
    """What would change, a sentence a line."""
    heading = f"<h3>{safe(title)}</h3>" if title else ""
    # A percentage is not parted from its sign at the end of a line.
    unparted = [one.replace(" %", f"{formats.THIN}%") for one in effect]
    items = "".join(f"<li>{safe(one)}</li>" for one in unparted)
    return f'<div class="effect">{heading}<ul>{items}</ul></div>'


def link_html(label: str, href: str) -> str:
    return f'<p class="way-on">{door(href, safe(label))}</p>'


def return_html(one: AcceptedReturn, school: str, *, closed: bool) -> str:
    """One return that was sent, in a line or two."""
    loaded = formats.moment(formats.here(one.loaded_at))
    size = f"{formats.pupils(one.pupils)}, {formats.whole(one.judgements)} judgements"
    if one.held_rows:
        size += f", {one.held_rows} {'row' if one.held_rows == 1 else 'rows'} held"
    state = ""
    if one.undone_at is not None:
        state = f"Undone {formats.moment(formats.here(one.undone_at))} by {one.undone_by}"
    elif closed:
        state = "In a closed data drop"
    whole = ", as the whole return" if one.whole_return else ""
    return (
        f'<div class="sent-return{"" if one.stands else " undone"}"><p><b>{safe(str(one.half_term))}</b> '
        f"{safe(school)} <small>return {one.id}</small></p>"
        f"<p>{safe(size)}{safe(whole) if whole else ''}. Loaded {safe(loaded)} by {safe(one.loaded_by)}: "
        f"{safe(one.file_name)}</p>" + (f'<p class="state">{safe(state)}</p>' if state else "") + "</div>"
    )


def returns_html(held: Sequence[AcceptedReturn], schools: Mapping[int, str]) -> str:
    return "".join(return_html(one, schools[one.urn], closed=False) for one in held)
