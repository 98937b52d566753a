"""The name at the head of the menu."""

from __future__ import annotations

from dashboard.furniture.markup import door, safe, show


def wordmark_html(trust: str, href: str) -> str:
    return door(
        href,
        f'<span class="trust">{safe(trust)}</span><span class="what">Trust Performance Dashboard</span>',
        css="wordmark",
    )


def show_wordmark(trust: str, href: str) -> None:
    show(wordmark_html(trust, href))
