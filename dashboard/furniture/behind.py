"""The table behind a chart, and the same as files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboard import exports, signed_in
from dashboard.exports import Explained, Linked, Table
from dashboard.furniture.markup import door, safe, show

FOLDED = "The numbers behind this, and download"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table_html(table: Table, *, wraps: bool = False, whole: bool = False) -> str:
    """An ordinary table in a box of its own, so that a wide one scrolls and the page does not. `whole`: as
    long as it is, with headings that wrap."""
    numeric = [all(_is_number(row[at]) for row in table.rows) for at in range(len(table.columns))]
    heads = "".join(
        f'<th scope="col"{" class=number" if numeric[at] else ""}>{safe(column)}</th>'
        for at, column in enumerate(table.columns)
    )
    body = []
    for row in table.rows:
        cells = "".join(
            f"<td{' class=number' if numeric[at] else ''}>{_cell_html(value)}</td>"
            for at, value in enumerate(row)
        )
        body.append(f"<tr>{cells}</tr>")
    notes = "".join(f"<p>{safe(note)}</p>" for note in table.notes)
    css = "plain-table wraps whole" if wraps else "plain-table whole" if whole else "plain-table"
    return (
        f'<div class="{css}" tabindex="0" role="region" aria-label="{safe(table.title)}">'
        f'<table><caption class="unseen">{safe(table.title)}</caption><thead><tr>{heads}</tr></thead>'
        f'<tbody>{"".join(body)}</tbody></table></div><div class="footnotes">{notes}</div>'
    )


def _cell_html(value: Any) -> str:
    if isinstance(value, Explained):
        number = safe(value.number)
        return door(value.href, number, label=f"{number}: explain this number")
    return door(value.href, safe(value)) if isinstance(value, Linked) else safe(value)


def _is_number(value: Any) -> bool:
    """Yes and no are words, though Python counts them as numbers."""
    return (
        value is None
        or isinstance(value, Explained)
        or (isinstance(value, (int, float)) and not isinstance(value, bool))
    )


def table(made: Table, *, wraps: bool = False, whole: bool = False) -> None:
    """A table that stands on the page by itself. `wraps`: of sentences rather than numbers,
    and as long as it is. `whole`: see `table_html`."""
    show(table_html(made, wraps=wraps, whole=whole))


@st.fragment
def behind(make: Callable[[], Table], *, key: str, file_name: str, label: str = FOLDED) -> None:
    """Folded away under a chart: its numbers, and buttons that save them.

    The table is made when it is unfolded, and then nothing else of the page is drawn again: most people
    never look, and a large trust's tables are longer than all the rest. `file_name` is without an ending.
    """
    signed_in.draw_anew_for_another()
    folded = st.expander(label, key=f"{key}_behind", on_change="rerun")
    with folded:
        if folded.open:
            table = make()
            show(table_html(table))
            downloads(table, key=key, file_name=file_name)


def downloads(
    table: Table, *, key: str, file_name: str, on_download: Callable[[], None] | None = None
) -> None:
    """Buttons that save a table that stands on the page, as files that are made when they are asked for.

    `on_download` is called for each file, before it is made; a file's name never holds a name of a pupil. The
    page is not drawn again for it: whoever asks for the second file meanwhile would wait for ever.
    """
    with st.container(horizontal=True, key=f"{key}_downloads"):
        for label, ending, kind, make in (
            ("Download CSV", "csv", "text/csv", exports.as_csv),
            ("Download Excel", "xlsx", XLSX, exports.as_xlsx),
        ):
            st.download_button(
                label,
                data=_maker(make, table, on_download),
                file_name=f"{file_name}.{ending}",
                mime=kind,
                key=f"{key}_{ending}",
                on_click="ignore",
            )


def _maker(
    make: Callable[[Table], bytes], table: Table, on_download: Callable[[], None] | None
) -> Callable[[], bytes]:
    def made() -> bytes:
        if on_download is not None:
            on_download()
        return make(table)

    return made
