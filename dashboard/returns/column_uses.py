"""What each kind of column in a school's sheet is used for, as a table on the page where sheets are sent."""

from __future__ import annotations

from dashboard.furniture.markup import safe
from etl.column_uses import NEVER_SEEN, USES


def uses_html() -> str:
    rows = "".join(
        f'<tr><th scope="row">{safe(use.column)}</th><td data-label="Used for">{safe(use.used_for)}</td>'
        f'<td data-label="Who sees it of one pupil">{safe(use.seen_by)}</td></tr>'
        for use in USES
    )
    return (
        '<table class="uses"><thead><tr><th scope="col">Column</th><th scope="col">Used for</th>'
        '<th scope="col">Who outside your school can see it of one pupil</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
        f"<p>{safe(NEVER_SEEN)}</p>"
    )
