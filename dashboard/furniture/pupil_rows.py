"""Pupils in rows: name, class, groups, and in each subject the band now and predicted, with how it moved.

A real table for those who listen; on a phone each pupil stands by themselves. A band is its letters in a
chip; the shade only repeats them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from dashboard import formats
from dashboard.exports import Linked
from dashboard.furniture.markup import door, safe, show
from etl.vocabulary import Judgement

MOVED = {"up": "▲", "down": "▼"}


@dataclass(frozen=True, kw_only=True)
class BandMark:
    """One mark. `raw` is what the school typed where that is no judgement; `moved` is up, down or empty."""

    judgement: Judgement | None
    raw: str = ""
    moved: str = ""
    before: Judgement | None = None


@dataclass(frozen=True, kw_only=True)
class PupilRow:
    name: str  # Linked where it is a door
    class_name: str | None
    year: str
    groups: tuple[str, ...]
    marks: tuple[BandMark, ...]


def chip_html(judgement: Judgement) -> str:
    return (
        f'<abbr class="band-chip {judgement.value.lower()}" title="{escape(judgement.label)}">'
        f"{judgement.value}</abbr>"
    )


def mark_html(mark: BandMark) -> str:
    if mark.judgement is None:
        return f'<span class="quiet">{safe(mark.raw) if mark.raw else formats.NOTHING}</span>'
    if not mark.moved or mark.before is None:
        return chip_html(mark.judgement)
    said = f"{mark.moved} from {mark.before.label.lower()}"
    return (
        f'{chip_html(mark.judgement)}<span class="moved {mark.moved}" title="{escape(said)}">'
        f'<span aria-hidden="true">{MOVED[mark.moved]}</span><span class="unseen"> {said}</span></span>'
    )


def pupil_rows_html(
    rows: Sequence[PupilRow], subjects: Sequence[str], kinds: Sequence[str], title: str
) -> str:
    """`subjects` by `kinds` are the columns of marks, in the order in which each row has them."""
    over = "".join(f'<th scope="colgroup" colspan="{len(kinds)}">{safe(one)}</th>' for one in subjects)
    under = "".join(f'<th scope="col">{safe(kind)}</th>' for _ in subjects for kind in kinds)
    # On a phone a pupil's marks stand by subject, a line each.
    labels = [kind if at else f"{subject} {kind}" for subject in subjects for at, kind in enumerate(kinds)]
    body = "".join(_row_html(row, labels, with_year=any(one.year for one in rows)) for row in rows)
    year = '<th scope="col" rowspan="2">Year</th>' if any(row.year for row in rows) else ""
    return (
        f'<div class="pupil-rows" role="region" tabindex="0" aria-label="{safe(title)}"><table>'
        f'<caption class="unseen">{safe(title)}</caption><thead><tr>'
        f'<th scope="col" rowspan="2">Name</th>{year}'
        f'<th scope="col" rowspan="2">Class</th><th scope="col" rowspan="2">Groups</th>{over}</tr>'
        f"<tr>{under}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row_html(row: PupilRow, labels: Sequence[str], *, with_year: bool) -> str:
    name = door(row.name.href, safe(row.name)) if isinstance(row.name, Linked) else safe(row.name)
    year = f'<td class="about">{safe(row.year)}</td>' if with_year else ""
    marks = "".join(
        f'<td class="mark" data-label="{escape(label)}">{mark_html(mark)}</td>'
        for label, mark in zip(labels, row.marks, strict=True)
    )
    groups = ", ".join(row.groups)
    css = "about groups" if groups else "about groups none"
    return (
        f'<tr><th scope="row">{name}</th>{year}<td class="about">{safe(row.class_name)}</td>'
        f'<td class="{css}">{safe(groups)}</td>{marks}</tr>'
    )


def pupil_rows(rows: Sequence[PupilRow], subjects: Sequence[str], kinds: Sequence[str], title: str) -> None:
    show(pupil_rows_html(rows, subjects, kinds, title))
