"""Pupils counted in rows and columns: how many, what that says in shape and word, and a way to who they are.

A real table for those who listen. A cell that nobody is in is a dot, never a door.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from dashboard import formats
from dashboard.furniture.markup import door, safe, show

NOBODY = "·"


@dataclass(frozen=True, kw_only=True)
class Counted:
    """One cell. `said` is the whole of it for those who listen: “Expected to greater depth: 4 pupils, up”."""

    pupils: int
    said: str
    tone: str = ""  # a class of the style sheet: up, down, still, aside, total
    shape: str = ""
    word: str = ""
    href: str | None = None


@dataclass(frozen=True, kw_only=True)
class CountRow:
    label: str
    cells: tuple[Counted, ...]
    note: str = ""
    total: bool = False


def count_grid_html(
    rows: Sequence[CountRow],
    columns: Sequence[tuple[str, str]],
    *,
    caption: str,
    first: tuple[str, str],
    over: str = "",
) -> str:
    """`columns` are (heading, note beneath it); `first` heads the rows, `over` stands over all columns."""
    heads = "".join(_head_html(label, note) for label, note in (first, *columns))
    above = ""
    if over:
        over_all = f'<th scope="colgroup" class="over" colspan="{len(columns)}">{safe(over)}</th>'
        above = f'<tr><td class="corner"></td>{over_all}</tr>'
    body = "".join(_row_html(row) for row in rows)
    return (
        f'<div class="count-grid" tabindex="0" role="region" aria-label="{safe(caption)}">'
        f'<table><caption class="unseen">{safe(caption)}</caption>'
        f"<thead>{above}<tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _head_html(label: str, note: str) -> str:
    return f'<th scope="col">{safe(label)}{_small(note)}</th>'


def _row_html(row: CountRow) -> str:
    css = ' class="total"' if row.total else ""
    cells = "".join(_cell_html(one) for one in row.cells)
    return f'<tr{css}><th scope="row">{safe(row.label)}{_small(row.note)}</th>{cells}</tr>'


def _cell_html(one: Counted) -> str:
    if not one.pupils:
        return (
            f'<td class="nobody"><span aria-hidden="true">{NOBODY}</span><span class="unseen">0</span></td>'
        )
    shape = f'<span class="shape" aria-hidden="true">{escape(one.shape)}</span>' if one.shape else ""
    inside = f"<span>{shape}<b>{formats.whole(one.pupils)}</b></span>{_small(one.word)}"
    if one.href:
        inside = door(one.href, inside, label=one.said)
    return f'<td class="{escape(one.tone)}">{inside}</td>'


def _small(note: str) -> str:
    return f"<small>{safe(note)}</small>" if note else ""


def count_grid(
    rows: Sequence[CountRow],
    columns: Sequence[tuple[str, str]],
    *,
    caption: str,
    first: tuple[str, str],
    over: str = "",
) -> None:
    show(count_grid_html(rows, columns, caption=caption, first=first, over=over))
