"""A head's reply to a half-term's figures, in their own words."""

from __future__ import annotations

from dashboard import formats
from dashboard.furniture.markup import safe
from etl.record.head_replies import HeadReply


def reply_html(held: HeadReply | None, half_term: str) -> str:
    """The words as they were written, and when; or that there are none yet."""
    if held is None:
        inside = f'<p class="quiet">No reply to {safe(half_term)} yet.</p>'
    else:
        written = formats.day(formats.here(held.written_at).date())
        inside = (
            f'<blockquote>{safe(held.words)}</blockquote><p class="quiet">The head\'s own words, '
            f"{safe(written)}.</p>"
        )
    return f'<section class="reply"><h3>The head\'s reply</h3>{inside}</section>'
