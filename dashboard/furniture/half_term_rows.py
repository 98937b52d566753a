"""One pupil's marks half-term by half-term, under a line for each year, school and class that they were in.

Where they were is said once, so that on a phone a half-term and its marks stand on one line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.furniture.markup import safe, show
from dashboard.furniture.pupil_rows import BandMark, mark_html

# What a column is called where there is no room for the word.
SHORT = {"predicted": "pred."}


@dataclass(frozen=True, kw_only=True)
class HalfTermRow:
    """`marks` are by subject, in each one a kind."""

    name: str
    marks: tuple[BandMark, ...]


@dataclass(frozen=True, kw_only=True)
class Stay:
    """`place`: “2025/26, Year 6 at Ash Lane, class 6A”."""

    place: str
    rows: tuple[HalfTermRow, ...]


def half_term_rows_html(
    stays: Sequence[Stay], subjects: Sequence[str], kinds: Sequence[str], title: str
) -> str:
    """`subjects` by `kinds` are the columns, in the order in which each row has its marks."""
    over = "".join(f'<th scope="colgroup" colspan="{len(kinds)}">{safe(one)}</th>' for one in subjects)
    under = "".join(f'<th scope="col">{_kind_html(one)}</th>' for _ in subjects for one in kinds)
    columns = 1 + len(subjects) * len(kinds)
    body = "".join(_stay_html(one, columns) for one in stays)
    return (
        f'<div class="half-terms" role="region" tabindex="0" aria-label="{safe(title)}"><table>'
        f'<caption class="unseen">{safe(title)}</caption><thead><tr>'
        f'<th scope="col" rowspan="2">Half-term</th>{over}</tr><tr>{under}</tr></thead>{body}</table></div>'
    )


def _kind_html(kind: str) -> str:
    if kind not in SHORT:
        return safe(kind)
    return f'<span class="wide">{safe(kind)}</span><span class="narrow">{safe(SHORT[kind])}</span>'


def _stay_html(stay: Stay, columns: int) -> str:
    rows = "".join(
        f'<tr><th scope="row">{safe(row.name)}</th>'
        f"{''.join(f'<td>{mark_html(mark)}</td>' for mark in row.marks)}</tr>"
        for row in stay.rows
    )
    head = f'<tr class="stay"><th scope="rowgroup" colspan="{columns}">{safe(stay.place)}</th></tr>'
    return f"<tbody>{head}{rows}</tbody>"


def half_term_rows(stays: Sequence[Stay], subjects: Sequence[str], kinds: Sequence[str], title: str) -> None:
    show(half_term_rows_html(stays, subjects, kinds, title))
