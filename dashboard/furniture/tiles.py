"""Headline tiles: one figure each, and the whole tile a door to what is behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import formats, wording
from dashboard.figures import Figure
from dashboard.furniture.markup import door, safe, show
from dashboard.furniture.range_bar import mark_html, range_bar_html


@dataclass(frozen=True, kw_only=True)
class Tile:
    figure: Figure
    label: str
    href: str | None = None
    explain: str | None = None  # the address of its explanation


def _line(mark: str, words: str, *, css: str = "") -> str:
    if not words:
        return ""
    return f'<span class="{f"line {css}".strip()}">{mark}<span>{words}</span></span>'


def _movement_line(figure: Figure) -> str:
    words = wording.movement(figure)
    if not words:
        return ""
    mark = f'<span class="shape" aria-hidden="true">{wording.shape(figure)}</span>'
    said, _, firmness = words.partition(", ")
    said = safe(said[0].upper() + said[1:])
    if firmness:
        said = f"<b>{said}</b>, {safe(firmness)}"
    return _line(mark, said, css=wording.direction(figure))


def tile_html(tile: Tile) -> str:
    figure = tile.figure
    if wording.has_percentage(figure):
        number = formats.percent(figure.percentage)
        beside = f'<span class="count">{wording.count(figure)}</span>'
    elif wording.why_no_percentage(figure) and figure.numerator is not None:
        number = wording.count(figure)
        beside = f'<span class="count">{safe(wording.why_no_percentage(figure))}</span>'
    else:
        number = formats.NOTHING
        beside = f'<span class="count">{safe(wording.why_no_percentage(figure))}</span>'
    against = wording.target(figure)
    if against:
        said, spare, more = against.partition(" with ")
        fact = safe(said[0].upper() + said[1:])
        against = f"<b>{fact}</b> of {wording.target_of(figure)}{spare}{safe(more) if more else ''}"
    lines = [
        _line(mark_html("target"), against),
        _movement_line(figure),
        _line(
            mark_html("national"),
            safe(wording.national(figure)) if figure.national else "",
            css="quiet small",
        ),
        _line(
            mark_html("authority"),
            safe(wording.authority(figure)) if figure.authority else "",
            css="quiet small",
        ),
    ]
    if figure.low is not None and wording.has_percentage(figure):
        plausible = f"Plausibly {formats.interval(figure.low, figure.high)}"
        lines.insert(0, _line(mark_html("interval"), plausible, css="quiet"))
    inside = (
        f'<span class="label">{safe(tile.label)}</span>'
        f'<span class="value"><span class="number">{number}</span>{beside}</span>'
        f"{range_bar_html(figure)}{''.join(lines)}"
    )
    if tile.href is not None:
        inside = door(tile.href, inside, css="inside")
    else:
        inside = f'<div class="inside">{inside}</div>'
    if tile.explain is not None:
        inside += explain_door(tile.explain, tile.label)
    return f'<div class="tile">{inside}</div>'


def explain_door(href: str, label: str) -> str:
    return door(href, "Explain this number", css="explain", label=f"Explain this number: {label}")


def tiles_html(tiles: Sequence[Tile]) -> str:
    return f'<div class="tiles">{"".join(tile_html(tile) for tile in tiles)}</div>'


def headline_tiles(tiles: Sequence[Tile]) -> None:
    show(tiles_html(tiles))
