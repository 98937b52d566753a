"""Tiles of statutory results: one measure each, with England and the authority beside it."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import formats, result_wording
from dashboard.furniture.markup import door, safe, show
from dashboard.furniture.range_bar import mark_html
from dashboard.furniture.result_bar import result_bar_html
from dashboard.furniture.tiles import explain_door
from dashboard.result_figures import ResultFigure


def against_html(figure: ResultFigure) -> str:
    """The verdict against England as a chip with its shape and word; without one, the pupils alone."""
    words = result_wording.against(figure)
    if not words:
        return ""
    if figure.against is None:
        return f'<span class="line quiet small"><span>{safe(words)}</span></span>'
    look = result_wording.LOOKS[figure.against]
    verdict, _, apart = words.partition(": ")
    chip = (
        f'<span class="chip" style="background:{look.fill};color:{look.text}">'
        f'<span aria-hidden="true">{look.shape}</span> {safe(verdict)}</span>'
    )
    return f'<span class="line verdict">{chip}<span>{safe(apart)}</span></span>'


def _line(mark: str, words: str) -> str:
    if not words:
        return ""
    return f'<span class="line quiet small">{mark_html(mark)}<span>{safe(words)}</span></span>'


def _aimed_html(figure: ResultFigure) -> str:
    words = result_wording.target(figure)
    return f'<span class="line">{mark_html("target")}<span>{safe(words)}</span></span>' if words else ""


def result_tile_html(
    figure: ResultFigure, label: str, href: str | None = None, explain: str | None = None
) -> str:
    """`href`: what the tile opens; `explain`: the address of its explanation."""
    if result_wording.has_value(figure):
        number = result_wording.value(figure.measure, figure.value)
        beside = safe(result_wording.count(figure))
    elif figure.numerator is not None:
        number, beside = result_wording.count(figure), safe(result_wording.why_no_value(figure))
    else:
        number, beside = formats.NOTHING, safe(result_wording.why_no_value(figure))
    plausible = result_wording.interval(figure)
    partly = result_wording.schools(figure)
    lines = [
        f'<span class="line"><span>{safe(partly)}</span></span>' if partly else "",
        _aimed_html(figure),
        against_html(figure),
        _line("interval", f"Plausibly {plausible}" if plausible else ""),
        _line("national", result_wording.beside(figure.measure, figure.england)),
        _line("authority", result_wording.beside(figure.measure, figure.authority)),
    ]
    inside = (
        f'<span class="label">{safe(label)}</span>'
        f'<span class="value"><span class="number">{number}</span><span class="count">{beside}</span></span>'
        f"{result_bar_html(figure)}{''.join(lines)}"
    )
    opened = f'<div class="inside">{inside}</div>' if href is None else door(href, inside, css="inside")
    if explain is not None:
        opened += explain_door(explain, label)
    return f'<div class="tile result">{opened}</div>'


def result_tiles_html(tiles: Sequence[tuple[ResultFigure, str, str | None, str | None]]) -> str:
    """One tile a (figure, label, address of what it opens, address of its explanation)."""
    return f'<div class="tiles results">{"".join(result_tile_html(*tile) for tile in tiles)}</div>'


def result_tiles(tiles: Sequence[tuple[ResultFigure, str, str | None, str | None]]) -> None:
    show(result_tiles_html(tiles))
