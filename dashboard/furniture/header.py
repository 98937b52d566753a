"""The head of a page: where one is, what it shows, and how complete it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import formats
from dashboard.furniture.markup import door, safe, show

# Schools still to come are named while they are few.
NAMED = 4


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How far a half-term's data drop has come.

    `judged` is the share of judgements made, 0 to 100; it and `pupils` are None where that is not known
    or not for the person asking. `missing` names the schools still to come.
    """

    half_term: str
    drop: str  # "Data drop open", "Data drop 3, closed 12 December 2026"
    returns_in: int = 0
    returns_expected: int = 0
    own_return: str = ""  # of a page about one school, in place of how many are in
    missing: tuple[str, ...] = ()
    judged: float | None = None
    pupils: int | None = None


def crumbs_html(trail: Sequence[tuple[str, str | None]]) -> str:
    """The way back: (label, address) from the first page on; the last has no address."""
    if not trail:
        return ""
    items = [
        f"<li>{door(href, safe(label))}</li>" if href else f'<li aria-current="page">{safe(label)}</li>'
        for label, href in trail
    ]
    return f'<nav class="crumbs" aria-label="Way back"><ol>{"".join(items)}</ol></nav>'


def _returns_html(standing: Standing) -> str:
    expected, came = standing.returns_expected, standing.returns_in
    words = f"<b>{came} of {expected}</b> returns in"
    # Dots can be taken in at a glance as long as they can be counted.
    if not 0 < expected <= 20:
        return words
    dots = '<i class="in"></i>' * came + "<i></i>" * (expected - came)
    return f'<span class="returns-in" aria-hidden="true">{dots}</span>{words}'


def standing_html(standing: Standing) -> str:
    returns = safe(standing.own_return) if standing.own_return else _returns_html(standing)
    parts = [f"<b>{safe(standing.half_term)}</b>", safe(standing.drop), returns]
    if 0 < len(standing.missing) <= NAMED:
        parts.append(f"Still to come: {safe(formats.listed(list(standing.missing)))}")
    if standing.judged is not None and standing.pupils:
        judged = formats.percent(standing.judged)
        parts.append(f"<b>{judged}</b> of judgements made, for {formats.pupils(standing.pupils)}")
    return "".join(f"<span>{part}</span>" for part in parts)


def header_html(
    title: str,
    *,
    trail: Sequence[tuple[str, str | None]] = (),
    standing: Standing | None = None,
    audience: str | None = None,
    lead: str = "",
    remark: str = "",
) -> str:
    """`audience` names whose eyes the page is seen through, where it is not the reader's own."""
    below = standing_html(standing) if standing else ""
    if audience:
        below += f'<span class="seen-by">As the <b>{safe(audience)}</b> sees it</span>'
    if remark:
        below += f"<span>{safe(remark)}</span>"
    return (
        f'{crumbs_html(trail)}<header class="page-head"><h1>{safe(title)}</h1>'
        + (f'<p class="lead">{safe(lead)}</p>' if lead else "")
        + (f'<p class="standing">{below}</p>' if below else "")
        + "</header>"
    )


def page_header(
    title: str,
    *,
    trail: Sequence[tuple[str, str | None]] = (),
    standing: Standing | None = None,
    audience: str | None = None,
    lead: str = "",
    remark: str = "",
) -> None:
    show(header_html(title, trail=trail, standing=standing, audience=audience, lead=lead, remark=remark))
