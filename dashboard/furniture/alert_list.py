"""Alerts as a list: what kind it is by word and shape, the sentence that is a door, and why it is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.early_warning.alerts import Alert, Firmness
from dashboard.furniture.markup import door, safe, show


@dataclass(frozen=True, kw_only=True)
class Listed:
    """`href` opens what it is about."""

    alert: Alert
    href: str


def shape(alert: Alert) -> str:
    """Full where it is more than chance, hollow where it is worth a look; a square is about the data."""
    if alert.firmness is Firmness.CHECK:
        return "■"
    full = alert.firmness is Firmness.FIRM
    if alert.good:
        return "▲" if full else "△"
    return "▼" if full else "▽"


def alerts_html(held: Sequence[Listed], label: str) -> str:
    return f'<ul class="alerts" aria-label="{safe(label)}">{"".join(_item(one) for one in held)}</ul>'


def _item(one: Listed) -> str:
    alert = one.alert
    about, colon, rest = alert.sentence.partition(": ")
    inside = f"<b>{safe(about)}</b>: {safe(rest)}" if colon else safe(alert.sentence)
    side = "data" if alert.kind.about_data else "good" if alert.good else "concern"
    return (
        f'<li class="{side}"><p class="kind"><span class="shape" aria-hidden="true">{shape(alert)}</span>'
        f"{safe(alert.firmness.value)}</p><div><p>{door(one.href, inside)}</p>"
        f'<p class="why">{safe(alert.why)}</p></div></li>'
    )


def show_alerts(held: Sequence[Listed], label: str) -> None:
    show(alerts_html(held, label))


@dataclass(frozen=True, kw_only=True)
class LookedAt:
    """One kind of flag: what it looks at and from where on, how many it compared, how many it named.

    `compared` None: it compares nothing, or there was nothing to compare.
    """

    title: str
    looks_at: str
    told_from: str
    compared: int | None
    named: int


def kinds_html(held: Sequence[LookedAt], label: str) -> str:
    items = "".join(
        f'<li><p class="kind">{safe(one.title)}</p><div><p><b>{safe(counted_words(one))}</b></p>'
        f'<p class="why">Looks at {safe(one.looks_at)}. Told from: {safe(one.told_from)}.</p></div></li>'
        for one in held
    )
    return f'<ul class="alerts" aria-label="{safe(label)}">{items}</ul>'


def counted_words(one: LookedAt) -> str:
    """“11 named, of 128 comparisons”, “Nothing named”."""
    named = f"{one.named:,} named" if one.named else "Nothing named"
    if one.compared is None:
        return named
    return f"{named}, of {one.compared:,} comparison{'' if one.compared == 1 else 's'}"


def show_kinds(held: Sequence[LookedAt], label: str) -> None:
    show(kinds_html(held, label))
