"""Text made safe for markup, and links that open within the dashboard."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import formats

SCRIPT = Path(__file__).resolve().parents[1] / "doors.js"


def safe(value: Any) -> str:
    """Any value as people may see it, escaped: a name with a bracket stays a name."""
    return escape(formats.text(value))


def door(href: str, content: str, *, css: str = "", label: str | None = None) -> str:
    """A link. `content` is markup; `label` is said in its place to those who listen."""
    classes = f"door {css}".strip()
    said = f' aria-label="{escape(label)}"' if label else ""
    return f'<a class="{classes}" href="{escape(href)}"{said}>{content}</a>'


def show(markup: str) -> None:
    if markup:
        st.html(markup)


def open_doors() -> None:
    """Let links open without loading the page again. Once for each run, by the entry file."""
    st.html(f"<script>{SCRIPT.read_text(encoding='utf-8')}</script>", unsafe_allow_javascript=True)
