"""A whole taken apart: a line a part with its bar and its count, which may be a way to who is in it.

Bars are drawn with borders, which print where backgrounds do not; each number stands at the end of its bar.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from dashboard import formats
from dashboard.furniture.markup import door, safe, show


@dataclass(frozen=True, kw_only=True)
class PartLine:
    """One part. `css`: first (what is hoped for), under (part of the line above), aside (cannot be said).

    `explained`: where the number explains itself.
    """

    label: str
    pupils: int
    css: str = ""
    href: str | None = None
    explained: str | None = None


def parts_html(lines: Sequence[PartLine], whole: int, *, label: str) -> str:
    """`whole`: how many pupils a bar of full width would be. `label`: what is taken apart."""
    items = "".join(_line_html(line, whole) for line in lines)
    return f'<ul class="parts" aria-label="{escape(label)}">{items}</ul>'


def _line_html(line: PartLine, whole: int) -> str:
    # The rest of the width is for the number at the end of the bar.
    wide = 75 * line.pupils / whole if whole else 0
    name = safe(line.label)
    if line.href and line.pupils:
        said = f"{line.label}: {formats.count_of(line.pupils, whole)}. Show these pupils."
        name = door(line.href, name, label=said)
    bar = f'<i style="width:{wide:.2f}%"></i>' if line.pupils else ""
    share = ""
    if line.css == "first":
        share = f' <span class="quiet">{formats.count_of(line.pupils, whole)}</span>'
        number = formats.percent(100 * line.pupils / whole) if whole else formats.NOTHING
    else:
        number = formats.whole(line.pupils)
    number = f"<b>{number}</b>{share}"
    if line.explained:
        said = f"{line.label}: {formats.count_of(line.pupils, whole)}. Explain this number."
        number = door(line.explained, number, label=said)
    return (
        f'<li class="{escape(line.css)}"><span>{name}</span>'
        f'<span class="bar">{bar}<span>{number}</span></span></li>'
    )


def parts(lines: Sequence[PartLine], whole: int, *, label: str) -> None:
    show(parts_html(lines, whole, label=label))
