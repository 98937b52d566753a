"""The look: palette, Plotly template and style sheet. A colour means the same thing on every page.

One accent carries all data; other colours are kept for what words say too. Contrast with the
background is at least 4.5 to 1 for text and 3 to 1 for marks, in light and dark (tests say so); the
four status colours stay apart for every kind of colour vision and carry a shape and a word.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

STYLE_SHEET = Path(__file__).parent / "look.css"
SANS = '"Source Sans", "Segoe UI", system-ui, sans-serif'
SERIF = '"Source Serif", Georgia, serif'


@dataclass(frozen=True, kw_only=True)
class Look:
    """One palette. `interval` and `band` are fills behind marks, never the only sign of anything."""

    name: str
    paper: str
    wash: str
    ink: str
    quiet: str  # secondary text
    rule: str
    accent: str  # every figure of the trust's own
    interval: str
    band: str
    national: str
    target: str
    up: str
    down: str
    other: str  # the second side of a comparison
    bands: tuple[tuple[str, str], ...]  # (fill, text on it) from pre-key stage to greater depth


LIGHT = Look(
    name="light",
    paper="#FFFFFF",
    wash="#F5F4F0",
    ink="#1D2329",
    quiet="#535C66",
    rule="#D8D5CC",
    accent="#12436D",
    interval="#9DBBD4",
    band="#E4EDF4",
    national="#6A727C",
    target="#1D2329",
    up="#1F78B4",
    down="#8C1D40",
    other="#6A727C",
    bands=(("#D9DDE1", "#1D2329"), ("#B9CEE0", "#1D2329"), ("#44729B", "#FFFFFF"), ("#12436D", "#FFFFFF")),
)
DARK = Look(
    name="dark",
    paper="#14181D",
    wash="#1D232A",
    ink="#ECEAE4",
    quiet="#A9B1BB",
    rule="#39424D",
    accent="#8FC1EA",
    interval="#41698C",
    band="#1F3142",
    national="#9AA3AD",
    target="#ECEAE4",
    up="#6DB6EA",
    down="#F08BA8",
    other="#9AA3AD",
    bands=(("#3A424C", "#ECEAE4"), ("#2E4D68", "#ECEAE4"), ("#5D92C0", "#0B0F14"), ("#A9D3F5", "#0B0F14")),
)


@dataclass(frozen=True, kw_only=True)
class StatusLook:
    """How one status is marked: a word's shape and fill. The word itself is always printed."""

    shape: str
    fill: str
    text: str


STATUS_LOOKS = {
    "red": StatusLook(shape="▼", fill="#8C1D40", text="#FFFFFF"),
    "amber": StatusLook(shape="◆", fill="#F4B942", text="#000000"),
    "blue": StatusLook(shape="▲", fill="#1F78B4", text="#FFFFFF"),
    "grey": StatusLook(shape="–", fill="#E3E3E3", text="#000000"),
}


def look_named(name: str | None) -> Look:
    """The palette for what the browser says it shows; light until it has said."""
    return DARK if name == "dark" else LIGHT


def current_look() -> Look:
    return look_named(st.context.theme.type)


def layout(look: Look, *, height: int, **more: Any) -> dict[str, Any]:
    """The layout that every chart starts from: no frame, no legend, room for direct labels."""
    base: dict[str, Any] = {
        "height": height,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": SANS, "size": 14, "color": look.ink},
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8, "pad": 0},
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": look.paper,
            "bordercolor": look.rule,
            "font": {"family": SANS, "size": 14, "color": look.ink},
            "align": "left",
        },
        "template": None,
    }
    return {**base, **more}


# A chart here is read, not edited: no mode bar, no zoom by accident while scrolling on a phone.
PLOTLY_CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "responsive": True}


def apply() -> None:
    """Put the style sheet on the page. Its colours follow light and dark by themselves."""
    look = current_look()
    root = f":root {{ color-scheme: {look.name}; }}"
    if look is DARK:
        # A chart's colours are drawn, not styled: on paper they are turned round, hues kept.
        root += " @media print { .stPlotlyChart { filter: invert(1) hue-rotate(180deg); } }"
    st.html(f"<style>{_style_sheet()}\n{root}</style>")


@cache
def _style_sheet() -> str:
    return STYLE_SHEET.read_text(encoding="utf-8")
