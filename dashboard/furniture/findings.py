"""What changed, in sentences: strengths and concerns side by side, as many of one as of the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.furniture.markup import door, safe, show


@dataclass(frozen=True, kw_only=True)
class Said:
    """One sentence, and the address of what it is about."""

    sentence: str
    href: str | None = None
    link: str = "Look"


def said_html(said: Said) -> str:
    # What a sentence is about stands before its colon: set off, it lets the eye run down the list.
    about, colon, rest = said.sentence.partition(": ")
    inside = f"<b>{safe(about)}</b>: {safe(rest)}" if colon else safe(said.sentence)
    return f'<li class="finding">{door(said.href, inside) if said.href else inside}</li>'


def _side(title: str, css: str, shape: str, said: Sequence[Said], otherwise: str) -> str:
    inside = "".join(said_html(one) for one in said)
    listed = f"<ul>{inside}</ul>" if inside else f'<p class="quiet">{safe(otherwise)}</p>'
    mark = f'<span class="shape" aria-hidden="true">{shape}</span>'
    return f'<section class="side {css}"><h3>{mark}{safe(title)}</h3>{listed}</section>'


# What stands on a side that has nothing to say.
OTHERWISE = ("Reviewed: nothing stands out above the rest this time.", "Reviewed: nothing unusual.")


def findings_html(
    strengths: Sequence[Said], concerns: Sequence[Said], otherwise: tuple[str, str] = OTHERWISE
) -> str:
    return (
        '<div class="findings">'
        + _side(
            "Going well",
            "strengths",
            "▲",
            strengths,
            otherwise[0],
        )
        + _side("Worth a conversation", "concerns", "◆", concerns, otherwise[1])
        + "</div>"
    )


def findings(strengths: Sequence[Said], concerns: Sequence[Said]) -> None:
    show(findings_html(strengths, concerns))
