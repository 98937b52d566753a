"""Which school has sent which half-term's return: one row a school, one column a half-term."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard import formats
from dashboard.furniture.markup import safe, show
from dashboard.submissions import Sent
from etl.half_terms import HalfTerm
from etl.record.drops import Drop


def grid_html(
    schools: Mapping[int, str],
    half_terms: Sequence[HalfTerm],
    sent: Mapping[tuple[int, HalfTerm], Sent],
    drops: Mapping[HalfTerm, Drop],
    due: HalfTerm,
) -> str:
    """`due`: the half-term whose return is due now; later ones are not expected yet."""
    head = "".join(_column_html(half_term, drops.get(half_term), due) for half_term in half_terms)
    rows = "".join(
        f'<tr><th scope="row">{safe(name)}</th>'
        + "".join(_cell_html(sent.get((urn, half_term)), half_term, due) for half_term in half_terms)
        + "</tr>"
        for urn, name in schools.items()
    )
    year = safe(half_terms[0].academic_year) if half_terms else ""
    return (
        f'<div class="drop-grid" tabindex="0" role="region" aria-label="Returns of {year}"><table><thead><tr>'
        f'<th scope="col">{year}</th>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def standing_words(drop: Drop | None, half_term: HalfTerm, due: HalfTerm) -> str:
    if drop is not None and drop.closed:
        return f"closed, drop {drop.label}"
    if half_term > due:
        return "not yet due"
    return "open"


def _column_html(half_term: HalfTerm, drop: Drop | None, due: HalfTerm) -> str:
    now = ' class="due"' if half_term == due else ""
    return (
        f'<th scope="col"{now}>{safe(half_term.name)}<small>{safe(standing_words(drop, half_term, due))}'
        "</small></th>"
    )


def _cell_html(one: Sent | None, half_term: HalfTerm, due: HalfTerm) -> str:
    if one is None:
        if half_term > due:
            return '<td class="later"><span class="unseen">not yet due</span></td>'
        return '<td class="missing"><span class="shape" aria-hidden="true">○</span> not sent</td>'
    held = f"<small>{formats.whole(one.held_rows)} rows held</small>" if one.held_rows else ""
    size = f"{one.returns} files" if one.pupils is None else formats.pupils(one.pupils)
    day = formats.here(one.last)
    return (
        f'<td class="in"><span class="shape" aria-hidden="true">●</span> {day.day} {day:%b %Y}'
        f"<small>{size}</small>{held}</td>"
    )


def show_grid(
    schools: Mapping[int, str],
    half_terms: Sequence[HalfTerm],
    sent: Mapping[tuple[int, HalfTerm], Sent],
    drops: Mapping[HalfTerm, Drop],
    due: HalfTerm,
) -> None:
    show(grid_html(schools, half_terms, sent, drops, due))


def drop_html(drop: Drop, came: int, missing: Sequence[str]) -> str:
    """One drop in two lines: how it stands, and who has not sent."""
    everyone = came + len(missing)
    if drop.closed:
        closed_at = formats.day(formats.here(drop.closed_at)) if drop.closed_at else formats.NOTHING
        state = f"Drop {drop.label}, closed {closed_at} by {drop.closed_by}"
    else:
        state = f"Open again, was drop {drop.label}" if drop.label else "Open"
    waiting = f". Not sent: {formats.listed(list(missing))}" if missing and came else ""
    return (
        f'<div class="drop {"closed" if drop.closed else "open"}"><p><b>{safe(str(drop.half_term))}</b> '
        f"<span>{safe(state)}</span></p><p>{safe(f'{came} of {everyone} returns in{waiting}')}</p></div>"
    )
